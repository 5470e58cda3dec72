//! UTF-8 decode as the Encoding Standard has it: maximal subparts of what is not UTF-8 become U+FFFD.
//!
//! Knows bytes and strings, not lines. The BOM is not its business: see [`crate::parser`].
//!
//! | bytes | text |
//! |---|---|
//! | `61 E4 B8 AD 62` | `a中b` |
//! | `61 E4 B8 62` | `a\u{FFFD}b` |
//! | `C0 80` | `\u{FFFD}\u{FFFD}` |

use alloc::string::String;
use core::str::from_utf8;

/// Appends bytes that are not cut: a sequence that is incomplete at their end is an error like any other.
pub(crate) fn push_decoded(text: &mut String, bytes: &[u8]) {
    if let Ok(valid) = from_utf8(bytes) {
        text.push_str(valid);
        return;
    }
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
}

/// Decodes bytes that are cut anywhere.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    /// The beginning of a sequence whose rest has not arrived.
    cut: [u8; 4],
    cut_len: usize,
}

impl Decoder {
    /// Appends what `bytes` complete.
    pub(crate) fn push(&mut self, text: &mut String, bytes: &[u8]) {
        let bytes = self.complete(text, bytes);
        let cut = incomplete_suffix(bytes);
        push_decoded(text, &bytes[..bytes.len() - cut]);
        self.cut[self.cut_len..self.cut_len + cut].copy_from_slice(&bytes[bytes.len() - cut..]);
        self.cut_len += cut;
    }

    /// Ends the text: what is still incomplete never will be complete.
    pub(crate) fn finish(&mut self, text: &mut String) {
        if self.cut_len > 0 {
            text.push(char::REPLACEMENT_CHARACTER);
            self.cut_len = 0;
        }
    }

    /// Feeds the cut sequence byte by byte until it is decided, and returns the bytes after it.
    fn complete<'a>(&mut self, text: &mut String, bytes: &'a [u8]) -> &'a [u8] {
        let mut rest = bytes;
        while let (1.., Some((&byte, after))) = (self.cut_len, rest.split_first()) {
            self.cut[self.cut_len] = byte;
            match from_utf8(&self.cut[..=self.cut_len]) {
                Ok(character) => {
                    text.push_str(character);
                    self.cut_len = 0;
                    rest = after;
                }
                Err(error) if error.error_len().is_none() => {
                    self.cut_len += 1;
                    rest = after;
                }
                // This byte does not belong to the sequence: it ends it and is looked at again.
                Err(_) => self.finish(text),
            }
        }
        rest
    }
}

/// How many bytes at the end are the beginning of a sequence that further bytes could complete.
fn incomplete_suffix(bytes: &[u8]) -> usize {
    let from = bytes.len().saturating_sub(3);
    for start in (from..bytes.len()).rev() {
        if bytes[start] < 0x80 {
            return 0;
        }
        if bytes[start] >= 0xC0 {
            let open = matches!(from_utf8(&bytes[start..]), Err(error) if error.error_len().is_none());
            return if open { bytes.len() - start } else { 0 };
        }
    }
    0
}
