//! The memory of a parser that went through a large chunk, between two parsers.
//!
//! Knows what it consists of. Must not know lines, fields or events.

use alloc::vec::Vec;

use crate::batch::Row;
use crate::spare::{Memory, Spare};

pub(super) struct ParserMemory {
    pub(super) bytes: Vec<u8>,
    pub(super) rows: Vec<Row>,
}

impl Memory for ParserMemory {
    fn capacity(&self) -> usize {
        capacity(&self.bytes, &self.rows)
    }
}

/// In bytes.
pub(super) fn capacity(bytes: &Vec<u8>, rows: &Vec<Row>) -> usize {
    bytes.capacity() + rows.capacity() * size_of::<Row>()
}

std::thread_local! {
    pub(super) static SPARE: Spare<ParserMemory> = const { Spare::new() };
}
