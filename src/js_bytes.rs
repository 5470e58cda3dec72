//! Bytes that JavaScript has.
//!
//! Knows how they are copied. Must not know what they are.

use alloc::vec;
use alloc::vec::Vec;
use core::arch::wasm32::memory_size;

use js_sys::{JsString, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::parser::Chunk;
use crate::text_encoding::encode;

#[wasm_bindgen(module = "/src/transport/body_reader.js")]
extern "C" {
    fn copy(bytes: &Uint8Array, memory: &JsValue, pages: usize, address: *mut u8);
}

/// Bytes that JavaScript has.
pub(crate) struct JsBytes(pub(crate) Uint8Array);

impl Chunk for JsBytes {
    fn len(&self) -> usize {
        self.0.length() as usize
    }

    fn copy_to(&self, spare: &mut [u8]) {
        copy(&self.0, &wasm_bindgen::memory(), memory_size(0), spare.as_mut_ptr());
    }
}

/// A short text in UTF-8.
pub(crate) fn bytes_of(text: &JsString) -> Vec<u8> {
    let encoded = JsBytes(encode(text));
    let mut bytes = vec![0; encoded.len()];
    encoded.copy_to(&mut bytes);
    bytes
}
