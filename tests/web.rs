//! The core in a browser, without the class around it: what each transport reports, and that a page may do anything in a
//! handler. The streams are data: URLs, which need no server; real servers are for tests/e2e.
//!
//! Knows the exported object as JavaScript uses it. Must not know how an event looks.
#![cfg(target_arch = "wasm32")]
// A test that does not get what it needs is a failure like any other.
#![allow(clippy::expect_used)]

use eventsource_wasm::event_source::{EventSourceCore, Options, Target};
use gloo_timers::callback::Timeout;
use js_sys::{Array, JsString, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::*;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(inline_js = r#"
export class Recorder {
    core = undefined;
    origin = '';
    log = [];
    recorded = () => {};
    constructor(memory, url) {
        this.memory = memory;
        this.url = url;
    }
    options() {
        return {
            reconnectionTime: 3000, maxReconnectionTime: 0, jitter: 0, maxRetries: 0xFFFFFFFF, repeats: true,
            renewsHeaders: false, maxBufferSize: 1 << 20, heartbeatTimeout: 0, lastEventId: '', sendsIdInQuery: false,
            hasOwnFetch: false,
        };
    }
    prepare(isFirst, lastEventId, prepared) {
        prepared({ url: this.url, method: 'GET', headers: [], init: {}, withCredentials: false });
    }
    isRetried() { return false; }
    fireOpen() { this.record('open'); }
    fireError() { this.record('error'); }
    dispatchMessages(start, length, tableStart, tableLength) {
        const { buffer } = this.memory;
        const text = new TextDecoder().decode(new Uint8Array(buffer, start, length));
        const table = new Uint32Array(buffer, tableStart, tableLength);
        let cancelled = false;
        this.cancelMessages = () => { cancelled = true; };
        for (let row = 0; row < table.length && !cancelled; row += 6) {
            const [type, lastEventId, data] = [0, 2, 4].map((at) => text.slice(table[row + at], table[row + at + 1]));
            this.record([type, data, lastEventId, this.origin].join(' '));
        }
        queueMicrotask(() => cancelled || this.core.dispatched());
    }
    cancelMessages() {}
    record(entry) {
        this.log.push(entry);
        this.recorded(entry);
    }
    until(entry) {
        return new Promise((resolve) => {
            this.recorded = (recorded) => recorded === entry && resolve();
        });
    }
    closeOn(entry) {
        this.recorded = (recorded) => recorded === entry && this.core.close();
    }
    readyState() { return this.core.readyState; }
    close() { this.core.close(); }
}
"#)]
extern "C" {
    #[derive(Clone)]
    type Recorder;
    #[wasm_bindgen(constructor)]
    fn new(memory: JsValue, url: &JsString) -> Recorder;
    #[wasm_bindgen(method)]
    fn options(this: &Recorder) -> Options;
    #[wasm_bindgen(method, setter)]
    fn set_core(this: &Recorder, core: EventSourceCore);
    #[wasm_bindgen(method, getter)]
    fn log(this: &Recorder) -> Array;
    #[wasm_bindgen(method)]
    fn until(this: &Recorder, entry: &str) -> Promise;
    #[wasm_bindgen(method, js_name = closeOn)]
    fn close_on(this: &Recorder, entry: &str);
    #[wasm_bindgen(method, js_name = readyState)]
    fn ready_state(this: &Recorder) -> u32;
    #[wasm_bindgen(method)]
    fn close(this: &Recorder);
}

const TRANSPORTS: [&str; 2] = ["fetch", "xhr"];

fn open(url: &str, transport: &str) -> Recorder {
    let url = JsString::from(url);
    let recorder = Recorder::new(wasm_bindgen::memory(), &url);
    let target: Target = recorder.clone().unchecked_into();
    let options = recorder.options();
    recorder.set_core(EventSourceCore::new(target, url, transport == "fetch", options));
    recorder
}

fn log(recorder: &Recorder) -> Vec<String> {
    recorder.log().iter().filter_map(|entry| entry.as_string()).collect()
}

async fn wait_for(recorder: &Recorder, entry: &str) {
    JsFuture::from(recorder.until(entry)).await.expect("it is never rejected");
}

#[wasm_bindgen_test]
async fn a_stream_is_read_to_its_end() {
    for transport in TRANSPORTS {
        let stream =
            "data:text/event-stream,retry:0%0Adata:a%0A%0Aid:1%0Aevent:e%0Adata:%C3%A4%0A%0Adata:lost";
        let recorder = open(stream, transport);
        assert_eq!(recorder.ready_state(), 0);
        wait_for(&recorder, "error").await;
        assert_eq!(log(&recorder), ["open", " a  null", "e ä 1 null", "error"], "{transport}");
        assert_eq!(recorder.ready_state(), 0);
        // It reconnects, and the id is kept.
        wait_for(&recorder, "error").await;
        assert_eq!(log(&recorder)[4..], ["open", " a 1 null", "e ä 1 null", "error"], "{transport}");
        recorder.close();
    }
}

#[wasm_bindgen_test]
async fn a_response_of_another_type_fails() {
    for transport in TRANSPORTS {
        let recorder = open("data:text/plain,data:a%0A%0A", transport);
        wait_for(&recorder, "error").await;
        assert_eq!(log(&recorder), ["error"], "{transport}");
        assert_eq!(recorder.ready_state(), 2);
    }
}

#[wasm_bindgen_test]
async fn closing_in_a_handler_stops_everything() {
    for transport in TRANSPORTS {
        for entry in ["open", " a  null", "error"] {
            let recorder = open("data:text/event-stream,retry:0%0Adata:a%0A%0Adata:b%0A%0A", transport);
            recorder.close_on(entry);
            wait(100).await;
            assert_eq!(log(&recorder).last().map(String::as_str), Some(entry), "{transport}");
            assert_eq!(log(&recorder).iter().filter(|it| *it == entry).count(), 1, "{transport}");
            assert_eq!(recorder.ready_state(), 2);
        }
    }
}

#[wasm_bindgen_test]
async fn closing_before_the_response_fires_nothing() {
    for transport in TRANSPORTS {
        let recorder = open("data:text/event-stream,data:a%0A%0A", transport);
        recorder.close();
        recorder.close();
        assert_eq!(recorder.ready_state(), 2);
        wait(100).await;
        assert!(log(&recorder).is_empty(), "{transport}");
    }
}

#[wasm_bindgen_test]
async fn a_scheme_that_nothing_fetches_fails_once() {
    for transport in TRANSPORTS {
        let recorder = open("mailto:a@b", transport);
        assert_eq!(recorder.ready_state(), 0);
        wait_for(&recorder, "error").await;
        assert_eq!(recorder.ready_state(), 2);
    }
}

async fn wait(milliseconds: u32) {
    let mut timer = None;
    let elapsed = Promise::new(&mut |resolve, _| {
        timer = Some(Timeout::new(milliseconds, move || drop(resolve.call0(&JsValue::NULL))));
    });
    JsFuture::from(elapsed).await.expect("it is never rejected");
}
