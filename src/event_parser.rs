//! The parser by itself, as JavaScript has it: `pkg/lib/event_parser.js` writes chunks into its memory, and reads batches.
//!
//! Knows where JavaScript finds what. Must not know the grammar, nor callbacks: it never calls JavaScript.

use wasm_bindgen::prelude::*;

use crate::batch::{Converted, ForJavaScript};
use crate::parser::Parser;

/// A parser of one stream, and the memory for its batches.
#[wasm_bindgen]
pub struct ParserCore {
    parser: Parser,
    converted: Converted,
    report: Report,
}

/// What [`ParserCore::exchange`] gives: addresses and numbers of words of text and table, and the addresses of raw text and
/// raw table, as [`ForJavaScript`] has them; the address and the number of the notices, and the address of their text;
/// whether an event was too large.
type Report = [u32; 10];

#[wasm_bindgen]
impl ParserCore {
    /// `wanted` is what there are to be [notices](crate::parser::Parser::with_notices) of.
    #[wasm_bindgen(constructor)]
    pub fn new(limit: usize, wanted: u32) -> ParserCore {
        ParserCore {
            parser: Parser::with_notices(limit, wanted),
            converted: Converted::default(),
            report: Report::default(),
        }
    }

    /// First, `is_written` is false: gives the address for the next `length` bytes of the stream. Then it is true: parses
    /// so many of the bytes that are written there, and gives the address of the report, which is valid until the next
    /// call. One method, because each costs as much as both.
    pub fn exchange(&mut self, length: usize, is_written: bool) -> usize {
        if !is_written {
            return self.parser.reserve(length).as_mut_ptr() as usize;
        }
        let is_too_large = self.parser.commit(length).is_err();
        let ForJavaScript { text, table, raw_text, raw_table } =
            self.parser.batch().for_javascript(&mut self.converted);
        let (notices, notice_text) = self.parser.notices();
        self.report = [
            text.as_ptr() as u32,
            text.len() as u32,
            table.as_ptr() as u32,
            table.len() as u32,
            raw_text.as_ptr() as u32,
            raw_table.as_ptr() as u32,
            notices.as_ptr() as u32,
            notices.len() as u32,
            notice_text.as_ptr() as u32,
            u32::from(is_too_large),
        ];
        self.report.as_ptr() as usize
    }
}
