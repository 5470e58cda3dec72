//! UTF-8 decode as the Encoding Standard has it: maximal subparts of what is not UTF-8 become U+FFFD.
//!
//! Knows bytes, not lines. The BOM is not its business: see [`crate::parser`].
//!
//! | bytes | text |
//! |---|---|
//! | `61 E4 B8 AD 62` | `a中b` |
//! | `61 E4 B8 62` | `a\u{FFFD}b` |
//! | `C0 80` | `\u{FFFD}\u{FFFD}` |

use alloc::vec::Vec;

/// Appends bytes that are not cut: a sequence that is incomplete at their end is an error like any other.
pub(crate) fn push_decoded(text: &mut Vec<u8>, bytes: &[u8]) {
    for chunk in bytes.utf8_chunks() {
        text.extend_from_slice(chunk.valid().as_bytes());
        if !chunk.invalid().is_empty() {
            text.extend_from_slice(REPLACEMENT.as_bytes());
        }
    }
}

const REPLACEMENT: &str = "\u{FFFD}";
