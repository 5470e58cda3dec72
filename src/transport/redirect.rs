//! Redirects of a request that has headers of the page, over `fetch`.
//!
//! Knows what a redirect does to a request. Must not know how a request is made.
//!
//! Engines send the headers of a request to wherever the server redirects it, another origin included; only
//! `Authorization` is taken away by some. A token in any other header would be given away. So such a request is made with
//! `redirect: 'manual'`, and the redirect is followed here, without the headers if it leads to another origin:
//!
//! | the engine shows | what is done |
//! |---|---|
//! | the redirect itself (Node, Bun, Deno) | it is followed as in the [Fetch Standard](https://fetch.spec.whatwg.org/#http-redirect-fetch) |
//! | an opaque response (browsers) | a GET or HEAD without headers finds out where it leads; in the same origin, the request is made there |

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

use super::request::{Request, has_headers, is_repeatable, redirected, with_headers};
use crate::text_encoding::text;
use crate::url;

/// How often one request may be redirected: the Fetch Standard's limit.
const LIMIT: u32 = 20;

/// Where a request with headers stands.
#[derive(Debug, Default)]
pub(super) struct Redirects {
    count: u32,
    /// The headers of a request that is under way without them, to find out where a redirect leads.
    withheld: Option<Array>,
}

/// What follows a response.
pub(super) enum Step {
    /// It is the response.
    Accept,
    /// Another request is to be made.
    Follow(Request),
    /// The redirect cannot be followed, for this reason, now or later.
    Refuse(JsString),
}

impl Redirects {
    /// Whether the response to a request may be a redirect, or tell where one leads.
    pub(super) fn concern(&self, request: &Request) -> bool {
        self.withheld.is_some() || has_headers(request)
    }

    /// Decides what follows a response to `request`. `location` is that header, and `response_url` the URL of the response
    /// where it has one.
    ///
    /// # Errors
    ///
    /// Why the redirect is not followed.
    pub(super) fn step(
        &mut self,
        request: &Request,
        is_opaque: bool,
        status: u16,
        location: Option<&JsString>,
        response_url: Option<&JsString>,
    ) -> Result<Step, JsValue> {
        if let Some(headers) = self.withheld.take() {
            return match response_url.filter(|it| url::have_same_origin(it, &request.url())) {
                Some(url) => self.follow(with_headers(request, url, &headers)),
                None => Ok(Step::Accept),
            };
        }
        if is_opaque {
            if !is_repeatable(request) {
                return Ok(Step::Refuse(text("the server redirects a request with headers and a body")));
            }
            self.withheld = Some(request.headers());
            return self.follow(with_headers(request, &request.url(), &Array::new()));
        }
        match (location, status) {
            (Some(location), 301..=303 | 307 | 308) => {
                let url = url::resolve(location, &request.url())?;
                if !url::is_http(&url) {
                    return Err(text("the redirect leads to another scheme than HTTP").into());
                }
                let is_same_origin = url::have_same_origin(&url, &request.url());
                self.follow(redirected(request, &url, status, is_same_origin))
            }
            _ => Ok(Step::Accept),
        }
    }

    fn follow(&mut self, request: Request) -> Result<Step, JsValue> {
        self.count += 1;
        if self.count > LIMIT {
            return Err(text("there are too many redirects").into());
        }
        Ok(Step::Follow(request))
    }
}
