//! The core in a browser, without its skin: what each transport brings, and that a skin may do anything while
//! it is told. The streams are data: URLs, which need no server; real servers are for tests/e2e.
#![cfg(target_arch = "wasm32")]
// A test that does not get what it needs is a failure like any other.
#![allow(clippy::expect_used)]

use eventsource_wasm::event_source;
use gloo_timers::callback::Timeout;
use js_sys::{Array, Promise, Uint32Array, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::*;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(inline_js = r#"
export class Recorder {
    withCredentials = false;
    log = [];
    told = () => {};
    constructor(url) {
        this.url = url;
    }
    fireOpen() { this.record('open'); }
    fireError(limit) { this.record(limit ? `error ${limit}` : 'error'); }
    fireMessages() {
        const { buffer } = this.core.memory;
        const [start, length, begin, end] = new Uint32Array(buffer, this.core.look(this.source), 4);
        const text = new TextDecoder().decode(new Uint8Array(buffer, start, length));
        const table = new Uint32Array(buffer).subarray(begin, end);
        for (let row = 0; row < table.length; row += 6) {
            const [type, lastEventId, data] = [0, 2, 4].map((at) => text.slice(table[row + at], table[row + at + 1]));
            this.record([type, data, lastEventId, this.origin].join(' '));
        }
        // As proceed() of browser.js does.
        queueMicrotask(() => {
            const next = this.core.dispatched(this.source);
            if (next === -1) this.fireMessages();
            else if (next) this.readOn(next);
        });
    }
    dismiss() { this.dismissed = true; }
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
export const newCore = (memory, tell, look, room, chunk, dispatched) =>
    ({ memory, tell, look, room, chunk, dispatched });
"#)]
extern "C" {
    #[derive(Clone)]
    type Recorder;
    #[wasm_bindgen(constructor)]
    fn new(url: &str) -> Recorder;
    #[wasm_bindgen(method, getter)]
    fn log(this: &Recorder) -> Array;
    #[wasm_bindgen(method, getter)]
    fn dismissed(this: &Recorder) -> bool;
    #[wasm_bindgen(method, setter)]
    fn set_told(this: &Recorder, told: &Closure<dyn FnMut(String)>);
    #[wasm_bindgen(method, setter)]
    fn set_core(this: &Recorder, core: &JsValue);
    #[wasm_bindgen(method)]
    fn until(this: &Recorder, entry: &str) -> Promise;

    #[wasm_bindgen(js_name = newCore)]
    fn new_core(
        memory: JsValue,
        tell: JsValue,
        look: JsValue,
        room: JsValue,
        chunk: JsValue,
        dispatched: JsValue,
    ) -> JsValue;
}

const TRANSPORTS: [&str; 2] = ["fetch", "xhr"];

thread_local! {
    /// The core as a page has it, whose bindings these closures stand for.
    static CORE: JsValue = {
        let core = new_core(
            wasm_bindgen::memory(),
            Closure::<dyn Fn(i32, i32, i32, i32) -> i32>::new(event_source::tell).into_js_value(),
            Closure::<dyn Fn(i32) -> usize>::new(event_source::look).into_js_value(),
            Closure::<dyn Fn(i32, i32, usize) -> usize>::new(event_source::room).into_js_value(),
            Closure::<dyn Fn(i32, usize) -> i32>::new(event_source::chunk).into_js_value(),
            Closure::<dyn Fn(i32) -> i32>::new(event_source::dispatched).into_js_value(),
        );
        event_source::serve(&core);
        core
    };
}

/// A source, by its number.
#[derive(Clone, Copy)]
struct Source(i32);

impl Source {
    fn open(transport: &str, recorder: &Recorder) -> Source {
        CORE.with(|core| recorder.set_core(core));
        let source = event_source::admit(recorder);
        event_source::begin(source, transport == "fetch", true);
        Source(source)
    }

    fn ready_state(self) -> u32 {
        let report = Uint32Array::new_with_byte_offset_and_length(
            &wasm_bindgen::memory().unchecked_into::<WebAssembly::Memory>().buffer(),
            event_source::look(self.0) as u32,
            10,
        );
        report.get_index(6)
    }

    fn close(self) {
        event_source::close(self.0);
    }
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
        let recorder = Recorder::new(stream);
        let source = Source::open(transport, &recorder);
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
        let recorder = Recorder::new("data:text/plain,data:a%0A%0A");
        let source = Source::open(transport, &recorder);
        wait_for(&recorder, "error").await;
        assert_eq!(log(&recorder), ["error"], "{transport}");
        assert_eq!(source.ready_state(), 2);
    }
}

#[wasm_bindgen_test]
async fn closing_while_being_told_stops_everything() {
    for transport in TRANSPORTS {
        for entry in ["open", " a  null", "error"] {
            let recorder = Recorder::new("data:text/event-stream,retry:0%0Adata:a%0A%0A");
            let source = Source::open(transport, &recorder);
            let told = Closure::new(move |told: String| {
                if told == entry {
                    source.close();
                }
            });
            recorder.set_told(&told);
            wait(100).await;
            assert_eq!(log(&recorder).last().map(String::as_str), Some(entry), "{transport}");
            assert_eq!(log(&recorder).iter().filter(|it| *it == entry).count(), 1, "{transport}");
        }
    }
}

#[wasm_bindgen_test]
async fn closing_before_the_response_tells_nothing() {
    for transport in TRANSPORTS {
        let recorder = Recorder::new("data:text/event-stream,data:a%0A%0A");
        let source = Source::open(transport, &recorder);
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
        let recorder = Recorder::new("mailto:a@b");
        let source = Source::open(transport, &recorder);
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
