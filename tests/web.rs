//! The core in a browser, without its skin: what each transport brings, and that a skin may do anything while
//! it is told. The streams are data: URLs, which need no server; real servers are for tests/e2e.
#![cfg(target_arch = "wasm32")]
// A test that does not get what it needs is a failure like any other.
#![allow(clippy::expect_used)]

use std::cell::RefCell;
use std::rc::Rc;

use eventsource_wasm::event_source::EventSource;
use gloo_timers::callback::Timeout;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::*;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(inline_js = r#"
export class Recorder {
    log = [];
    told = () => {};
    fireOpen() { this.record('open'); }
    fireError(message) { this.record(message == null ? 'error' : `error ${message}`); }
    fireMessages(start, length, isUtf16, place, rows) {
        const { buffer } = this.memory;
        const units = new (isUtf16 ? Uint16Array : Uint8Array)(buffer, start, length);
        const text = String.fromCharCode(...units);
        const table = new Uint32Array(buffer, place, rows * 6);
        for (let row = 0; row < table.length; row += 6) {
            const [type, lastEventId, data] = [0, 2, 4].map((at) => text.slice(table[row + at], table[row + at + 1]));
            this.record([type, data, lastEventId, this.origin].join(' '));
        }
        queueMicrotask(() => this.core.dispatched());
    }
    record(entry) {
        this.log.push(entry);
        this.told(entry);
    }
    until(entry) {
        return new Promise((resolve) => {
            this.told = (told) => told === entry && resolve();
        });
    }
}
"#)]
extern "C" {
    type Recorder;
    #[wasm_bindgen(constructor)]
    fn new() -> Recorder;
    #[wasm_bindgen(method, getter)]
    fn log(this: &Recorder) -> Array;
    #[wasm_bindgen(method, setter)]
    fn set_told(this: &Recorder, told: &Closure<dyn FnMut(String)>);
    #[wasm_bindgen(method, setter)]
    fn set_core(this: &Recorder, core: &Core);
    #[wasm_bindgen(method)]
    fn until(this: &Recorder, entry: &str) -> Promise;

    /// [`EventSource`], as JavaScript holds it.
    #[derive(Clone)]
    type Core;
    #[wasm_bindgen(method, getter, js_name = readyState)]
    fn ready_state(this: &Core) -> u32;
    #[wasm_bindgen(method)]
    fn close(this: &Core);
}

const TRANSPORTS: [&str; 2] = ["fetch", "xhr"];

fn open(url: &str, transport: &str, recorder: &Recorder) -> Core {
    let skin: &JsValue = recorder.as_ref();
    let source = EventSource::new(url.into(), false, transport == "fetch", skin.clone().unchecked_into());
    let core: Core = JsValue::from(source).unchecked_into();
    recorder.set_core(&core);
    core
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
        let recorder = Recorder::new();
        let stream =
            "data:text/event-stream,retry:0%0Adata:a%0A%0Aid:1%0Aevent:e%0Adata:%C3%A4%0A%0Adata:lost";
        let source = open(stream, transport, &recorder);
        assert_eq!(source.ready_state(), 0);
        wait_for(&recorder, "error").await;
        assert_eq!(log(&recorder), ["open", " a  null", "e ä 1 null", "error"], "{transport}");
        assert_eq!(source.ready_state(), 0);
        // It reconnects, and the id is kept.
        wait_for(&recorder, "error").await;
        assert_eq!(log(&recorder)[4..], ["open", " a 1 null", "e ä 1 null", "error"], "{transport}");
        source.close();
    }
}

#[wasm_bindgen_test]
async fn a_response_of_another_type_fails() {
    for transport in TRANSPORTS {
        let recorder = Recorder::new();
        let source = open("data:text/plain,data:a%0A%0A", transport, &recorder);
        wait_for(&recorder, "error").await;
        assert_eq!(log(&recorder), ["error"], "{transport}");
        assert_eq!(source.ready_state(), 2);
    }
}

#[wasm_bindgen_test]
async fn closing_while_being_told_stops_everything() {
    for transport in TRANSPORTS {
        for entry in ["open", " a  null", "error"] {
            let recorder = Recorder::new();
            let source = Rc::new(RefCell::new(None::<Core>));
            let told = {
                let source = source.clone();
                let entry = entry.to_owned();
                Closure::new(move |told: String| {
                    if let Some(source) = &*source.borrow()
                        && told == entry
                    {
                        source.close();
                        assert_eq!(source.ready_state(), 2);
                    }
                })
            };
            recorder.set_told(&told);
            source.replace(Some(open("data:text/event-stream,retry:0%0Adata:a%0A%0A", transport, &recorder)));
            wait(100).await;
            assert_eq!(log(&recorder).last().map(String::as_str), Some(entry), "{transport}");
            assert_eq!(log(&recorder).iter().filter(|it| *it == entry).count(), 1, "{transport}");
        }
    }
}

#[wasm_bindgen_test]
async fn closing_before_the_response_tells_nothing() {
    for transport in TRANSPORTS {
        let recorder = Recorder::new();
        let source = open("data:text/event-stream,data:a%0A%0A", transport, &recorder);
        source.close();
        source.close();
        assert_eq!(source.ready_state(), 2);
        wait(100).await;
        assert!(log(&recorder).is_empty(), "{transport}");
    }
}

#[wasm_bindgen_test]
async fn a_scheme_that_nothing_fetches_fails_once() {
    for transport in TRANSPORTS {
        let recorder = Recorder::new();
        let source = open("mailto:a@b", transport, &recorder);
        assert_eq!(source.ready_state(), 0);
        wait_for(&recorder, "error").await;
        assert_eq!(source.ready_state(), 2);
    }
}

async fn wait(milliseconds: u32) {
    let mut timer = None;
    let elapsed = Promise::new(&mut |resolve, _| {
        timer = Some(Timeout::new(milliseconds, move || drop(resolve.call0(&JsValue::NULL))));
    });
    JsFuture::from(elapsed).await.expect("it is never rejected");
}
