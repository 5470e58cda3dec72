//! UTF-8 decode as the Encoding Standard has it: maximal subparts of what is not UTF-8 become U+FFFD.
//!
//! Knows bytes, not lines. The BOM is not its business: see [`crate::parser`].
//!
//! | bytes | text |
//! |---|---|
//! | `61 E4 B8 AD 62` | `a中b` |
//! | `61 E4 B8 62` | `a\u{FFFD}b` |
//! | `C0 80` | `\u{FFFD}\u{FFFD}` |

use alloc::string::String;
use alloc::vec::Vec;

/// The first character of bytes that are not cut (a sequence that is incomplete at their end is an error like any
/// other), and what follows it: <https://encoding.spec.whatwg.org/#utf-8-decoder>
fn split_character(bytes: &[u8]) -> Option<(char, &[u8])> {
    let (&lead, mut rest) = bytes.split_first()?;
    let (more, bits) = match lead {
        0x00..=0x7F => (0, lead),
        0xC2..=0xDF => (1, lead & 0x1F),
        0xE0..=0xEF => (2, lead & 0x0F),
        0xF0..=0xF4 => (3, lead & 0x07),
        _ => return Some((char::REPLACEMENT_CHARACTER, rest)),
    };
    let mut point = u32::from(bits);
    for left in (0..more).rev() {
        // What a lead byte narrows is the byte after it.
        let range = match lead {
            0xE0 if left == 1 => 0xA0..=0xBF,
            0xED if left == 1 => 0x80..=0x9F,
            0xF0 if left == 2 => 0x90..=0xBF,
            0xF4 if left == 2 => 0x80..=0x8F,
            _ => 0x80..=0xBF,
        };
        match rest.split_first() {
            Some((byte, after)) if range.contains(byte) => {
                point = point << 6 | u32::from(byte & 0x3F);
                rest = after;
            }
            _ => return Some((char::REPLACEMENT_CHARACTER, rest)),
        }
    }
    Some((char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER), rest))
}

/// Appends the characters of bytes to a string.
pub(crate) fn push_str(text: &mut String, bytes: &[u8]) {
    let mut rest = bytes;
    while let Some((character, after)) = split_character(rest) {
        text.push(character);
        rest = after;
    }
}

/// Appends the characters of bytes, as UTF-16.
pub(crate) fn push_utf16(text: &mut Vec<u16>, bytes: &[u8]) {
    let start = text.len();
    // No character has more units than bytes.
    text.resize(start + bytes.len(), 0);
    let mut free = text.iter_mut().skip(start);
    let mut put = |unit: u32| {
        if let Some(place) = free.next() {
            *place = unit as u16;
        }
    };
    let low = |byte: u8| u32::from(byte & 0x3F);
    let mut rest = bytes;
    loop {
        rest = match rest {
            // What there is most of, and is always right.
            [a @ ..0x80, after @ ..] => {
                put(u32::from(*a));
                after
            }
            [a @ (0xE1..=0xEC | 0xEE..=0xEF), b @ 0x80..=0xBF, c @ 0x80..=0xBF, after @ ..] => {
                put(u32::from(*a) << 12 | low(*b) << 6 | low(*c));
                after
            }
            [0xF0, b @ 0x90..=0xBF, c @ 0x80..=0xBF, d @ 0x80..=0xBF, after @ ..] => {
                let beyond = (low(*b) << 12 | low(*c) << 6 | low(*d)) - 0x1_0000;
                put(0xD800 | beyond >> 10);
                put(0xDC00 | beyond & 0x3FF);
                after
            }
            _ => match split_character(rest) {
                Some((character, after)) => {
                    for unit in character.encode_utf16(&mut [0; 2]) {
                        put(u32::from(*unit));
                    }
                    after
                }
                None => break,
            },
        }
    }
    let unused = free.len();
    text.truncate(text.len() - unused);
}
