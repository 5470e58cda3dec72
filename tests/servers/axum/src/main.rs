//! axum's `Sse`, with tower-http's compression.
//! Knows their API, and the paths of ../../programs/events.js. Must not know what a test expects.

use std::{
    collections::HashSet,
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_stream::stream;
use axum::{
    Router,
    body::Body,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, Request, StatusCode, Uri, header::ACCEPT_ENCODING},
    response::{
        Html, IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
    routing::get,
};
use futures_util::Stream;
use serde::Deserialize;
use tokio::time::sleep;
use tower::ServiceExt;
use tower_http::compression::{CompressionLayer, predicate::SizeAbove};

const GRAMMAR: &str = include_str!("../../grammar.json");
const PAGE: &str =
    r#"<!doctype html><meta charset="utf-8"><title>page</title><link rel="icon" href="data:,">"#;

type Released = Arc<Mutex<HashSet<String>>>;

#[derive(Deserialize)]
struct Key {
    #[serde(default)]
    key: String,
}

#[derive(Deserialize)]
struct Description {
    comment: Option<String>,
    event: Option<String>,
    id: Option<String>,
    retry: Option<u64>,
    data: Option<String>,
}

fn event_of(description: Description) -> Event {
    let mut event = Event::default();
    if let Some(comment) = description.comment {
        event = event.comment(comment);
    }
    if let Some(name) = description.event {
        event = event.event(name);
    }
    if let Some(id) = description.id {
        event = event.id(id);
    }
    if let Some(retry) = description.retry {
        event = event.retry(Duration::from_millis(retry));
    }
    if let Some(data) = description.data {
        event = event.data(data);
    }
    event
}

fn numbered(number: u64, retry: u64) -> Event {
    let number = number.to_string();
    Event::default().id(&number).retry(Duration::from_millis(retry)).data(&number)
}

fn last_event_id(headers: &HeaderMap) -> u64 {
    let value = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    value.and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn sse(
    events: impl Stream<Item = Event> + Send + 'static,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    use futures_util::StreamExt;
    Sse::new(events.map(Ok))
}

async fn grammar() -> impl IntoResponse {
    let descriptions: Vec<Description> = serde_json::from_str(GRAMMAR).unwrap_or_default();
    sse(stream! {
        for description in descriptions {
            yield event_of(description);
        }
        std::future::pending::<()>().await;
    })
}

fn first_and_second(key: String, released: Released) -> impl Stream<Item = Event> {
    stream! {
        yield Event::default().data("first");
        while !released.lock().is_ok_and(|keys| keys.contains(&key)) {
            sleep(Duration::from_millis(10)).await;
        }
        yield Event::default().data("second");
        std::future::pending::<()>().await;
    }
}

async fn first(State(released): State<Released>, Query(Key { key }): Query<Key>) -> impl IntoResponse {
    sse(first_and_second(key, released))
}

async fn heartbeat(State(released): State<Released>, Query(Key { key }): Query<Key>) -> impl IntoResponse {
    sse(first_and_second(key, released)).keep_alive(KeepAlive::new().interval(Duration::from_millis(100)))
}

async fn all_numbered(headers: HeaderMap) -> impl IntoResponse {
    let last = last_event_id(&headers);
    sse(stream! {
        for number in last + 1.. {
            yield numbered(number, 100);
            sleep(Duration::from_millis(20)).await;
        }
    })
}

async fn end(headers: HeaderMap) -> impl IntoResponse {
    let last = last_event_id(&headers);
    sse(stream! { yield numbered(last + 1, 50); })
}

async fn release(State(released): State<Released>, Query(Key { key }): Query<Key>) -> String {
    released.lock().is_ok_and(|mut keys| keys.insert(key)).to_string()
}

async fn failing() -> Result<String, StatusCode> {
    Err(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Hands /gzip/… and /br/… to the application behind the middleware, with this encoding alone accepted.
async fn dispatch(app: Router, compressed: Router, mut request: Request<Body>) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    for encoding in ["gzip", "br"] {
        let Some(rest) = path.strip_prefix('/').and_then(|path| path.strip_prefix(encoding)) else {
            continue;
        };
        request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static(encoding));
        *request.uri_mut() = rest.parse().unwrap_or(Uri::from_static("/missing"));
        return compressed.oneshot(request).await.into_response();
    }
    app.oneshot(request).await.into_response()
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new()
        .route("/page", get(async || Html(PAGE)))
        .route("/release", get(release))
        .route("/empty", get(async || StatusCode::NO_CONTENT))
        .route("/failing", get(failing))
        .route("/grammar", get(grammar))
        .route("/first", get(first))
        .route("/heartbeat", get(heartbeat))
        .route("/numbered", get(all_numbered))
        .route("/end", get(end))
        .with_state(Released::default());
    // The default predicate leaves event streams out.
    let compressed = app.clone().layer(CompressionLayer::new().compress_when(SizeAbove::new(0)));
    let outer = Router::new().fallback(move |request| dispatch(app, compressed, request));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("listening {}", listener.local_addr()?.port());
    axum::serve(listener, outer).await
}
