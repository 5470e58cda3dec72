//! JavaScript strings to UTF-8 and back, as in the [Encoding Standard](https://encoding.spec.whatwg.org/#api).
//!
//! Knows the two directions; not what the text means. No `String` crosses the border: its bindings would construct a
//! decoder when the package is imported, and weigh more.

use js_sys::{JsString, Object, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type TextDecoder;
    #[wasm_bindgen(constructor)]
    fn new(label: &JsValue, options: &DecoderOptions) -> TextDecoder;
    #[wasm_bindgen(method)]
    fn decode(this: &TextDecoder, bytes: &[u8]) -> JsString;

    type TextEncoder;
    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;
    #[wasm_bindgen(method)]
    fn encode(this: &TextEncoder, text: &JsString) -> Uint8Array;

    /// A dictionary <https://encoding.spec.whatwg.org/#textdecoderoptions>.
    type DecoderOptions;
    #[wasm_bindgen(method, setter = ignoreBOM)]
    fn set_ignore_bom(this: &DecoderOptions, ignore: bool);

    #[wasm_bindgen(js_name = encodeURIComponent)]
    fn percent_encode(text: &JsString) -> JsString;
    #[wasm_bindgen(js_name = unescape)]
    fn bytes_from_percent_encoded(text: &JsString) -> JsString;
}

/// The text of these bytes; what is not UTF-8 becomes U+FFFD, and a byte order mark is a character like any other.
pub(crate) fn decode(bytes: &[u8]) -> JsString {
    let options = Object::new().unchecked_into::<DecoderOptions>();
    options.set_ignore_bom(true);
    // Without a label: UTF-8.
    TextDecoder::new(&JsValue::UNDEFINED, &options).decode(bytes)
}

/// A constant as JavaScript has it.
pub(crate) fn text(constant: &str) -> JsString {
    decode(constant.as_bytes())
}

/// The text in UTF-8.
pub(crate) fn encode(text: &JsString) -> Uint8Array {
    TextEncoder::new().encode(text)
}

/// A script gives a header's value one character a byte: the value whose bytes are those of the text in UTF-8.
pub(crate) fn byte_string(text: &JsString) -> JsString {
    bytes_from_percent_encoded(&percent_encode(text))
}
