//! draft
extern crate alloc;
pub mod batch;
pub mod parser;
mod utf8;
