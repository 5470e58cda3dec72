//! What is asked of a URL: whether it can be fetched, and its origin.
//!
//! Knows the [URL Standard](https://url.spec.whatwg.org/) as the engine implements it; no request.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use crate::text_encoding::text;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = URL)]
    type Url;
    #[wasm_bindgen(constructor, js_class = URL, catch)]
    fn new(url: &JsString) -> Result<Url, JsValue>;
    #[wasm_bindgen(constructor, js_class = URL, catch)]
    fn relative(url: &JsString, base: &JsString) -> Result<Url, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn origin(this: &Url) -> JsString;
    #[wasm_bindgen(method, getter, js_name = href)]
    fn url_href(this: &Url) -> JsString;

    type RegExp;
    #[wasm_bindgen(constructor)]
    fn new(pattern: &JsString) -> RegExp;
    #[wasm_bindgen(method)]
    fn test(this: &RegExp, text: &JsString) -> bool;

    /// Of the page or the worker.
    #[wasm_bindgen(thread_local_v2, js_name = location)]
    static LOCATION: Option<Location>;
    /// Of the page or the worker: "null" in a sandbox, whatever the location is. Old engines do not have it, and pages may
    /// set it to anything.
    #[wasm_bindgen(thread_local_v2, js_name = origin)]
    static OWN_ORIGIN: Option<JsString>;
    type Location;
    #[wasm_bindgen(method, getter)]
    fn href(this: &Location) -> JsString;
}

/// Whether an absolute URL has a scheme that a request can have, and no password, with which no request is made.
pub(crate) fn is_fetchable(url: &JsString) -> bool {
    matches(r"^(https?://[^/?#@]*([/?#]|$)|data:|blob:)", url)
}

fn matches(pattern: &str, url: &JsString) -> bool {
    RegExp::new(&text(pattern)).test(url)
}

/// Whether an absolute URL has an
/// [HTTP(S) scheme](https://fetch.spec.whatwg.org/#http-scheme): a redirect leads to no other.
pub(crate) fn is_http(url: &JsString) -> bool {
    matches("^https?:", url)
}

/// The [serialised origin](https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin); empty
/// for what is no absolute URL.
pub(crate) fn origin(url: &JsString) -> JsString {
    Url::new(url).map_or_else(|_| text(""), |url| url.origin())
}

/// The absolute URL of a reference.
///
/// # Errors
///
/// What the engine has thrown: there is none.
pub(crate) fn resolve(reference: &JsString, base: &JsString) -> Result<JsString, JsValue> {
    Url::relative(reference, base).map(|url| url.url_href())
}

/// Whether two absolute URLs have the same origin.
pub(crate) fn have_same_origin(one: &JsString, other: &JsString) -> bool {
    origin(one) == origin(other)
}

/// Whether the page was loaded over HTTPS, and the URL is one of HTTP that it may therefore not fetch:
/// <https://w3c.github.io/webappsec-mixed-content/>.
pub(crate) fn is_mixed_content(url: &JsString) -> bool {
    matches(r"^http://(?!(127\.|\[::1\]|([^/?#]*\.)?localhost)(:|/|$))", url)
        && LOCATION.with(|location| location.as_ref().is_some_and(|it| matches("^https:", &it.href())))
}

/// Whether a policy reports a URL so: without its fragment, or
/// [even shorter](https://w3c.github.io/webappsec-csp/#strip-url-for-use-in-reports), as its origin or its scheme.
pub(crate) fn is_reported_as(url: &JsString, report: &JsString) -> bool {
    let rest = url.slice(report.length(), url.length());
    // A digit would be that of a port.
    *url.slice(0, report.length()) == **report && matches(r"^(#|:\D|$)", &rest) || origin(url) == *report
}

/// Whether there is a page or a worker, which has an origin.
pub(crate) fn has_own_origin() -> bool {
    LOCATION.with(Option::is_some)
}

/// Whether there is a page or a worker, and this URL has another origin.
pub(crate) fn is_foreign(url: &JsString) -> bool {
    has_own_origin() && !is_own(&origin(url))
}

/// Whether an origin is that of the page or the worker.
pub(crate) fn is_own(origin: &JsString) -> bool {
    let is_opaque = OWN_ORIGIN.with(|own| own.as_ref().is_some_and(|own| ***own == **text("null")));
    !is_opaque
        && LOCATION
            .with(|location| location.as_ref().is_some_and(|it| **self::origin(&it.href()) == ***origin))
}
