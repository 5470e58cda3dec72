//! Reads a body, chunk by chunk.
//!
//! Knows a reader that may be the page's own. Must not know what a chunk is for. What is called for every chunk is written
//! by hand: see body_reader.js.

use core::arch::wasm32::memory_size;

use wasm_bindgen::prelude::*;

use crate::parser::Chunk;
use crate::promise::PromiseWaiter;

#[wasm_bindgen]
extern "C" {
    /// A reader of a byte stream, as far as it is one.
    #[derive(Clone)]
    pub type Reader;
}

#[wasm_bindgen(module = "/src/transport/body_reader.js")]
extern "C" {
    /// A reader whose reads are reported to a waiter: the length of a chunk, or nothing at the end.
    pub(super) type BodyReader;
    #[wasm_bindgen(constructor)]
    fn construct(reader: &Reader, read: &JsValue, failed: &JsValue, memory: &JsValue) -> BodyReader;
    /// Asks for the next chunk.
    #[wasm_bindgen(method)]
    pub(super) fn read(this: &BodyReader);
    #[wasm_bindgen(method)]
    fn copy(this: &BodyReader, pages: usize, address: *mut u8);
    /// Cancels the stream, unless a listener reads it as a refused body. Says whether.
    #[wasm_bindgen(method)]
    pub(super) fn cancel(this: &BodyReader) -> bool;
}

impl BodyReader {
    pub(super) fn new(reader: &Reader, waiter: &PromiseWaiter) -> Self {
        let (read, failed) = waiter.number_reactions();
        BodyReader::construct(reader, read, failed, &wasm_bindgen::memory())
    }

    /// The chunk that has been read. Its bytes are there to be copied once.
    pub(super) fn chunk(&self, length: u32) -> impl Chunk {
        BodyChunk { reader: self, length }
    }
}

struct BodyChunk<'a> {
    reader: &'a BodyReader,
    length: u32,
}

impl Chunk for BodyChunk<'_> {
    fn len(&self) -> usize {
        self.length as usize
    }

    fn copy_to(&self, spare: &mut [u8]) {
        self.reader.copy(memory_size(0), spare.as_mut_ptr());
    }
}
