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

/// Appends the characters of bytes, as UTF-16.
pub(crate) fn push_utf16(text: &mut Vec<u16>, bytes: &[u8]) {
    let start = text.len();
    // No character has more units than bytes.
    text.resize(start + bytes.len(), 0);
    let mut free = text.get_mut(start..).unwrap_or_default();
    let mut rest = bytes;
    while let Some(lead) = rest.first() {
        let (mut read, mut written) = match lead {
            0x00..=0x7F => ascii(rest, free),
            0x80..=0xDF => pairs(rest, free),
            0xE0..=0xEF => threes(rest, free),
            _ => fours(rest, free),
        };
        if read == 0
            && let Some((character, after)) = split_character(rest)
        {
            read = rest.len() - after.len();
            if let Some(places) = free.get_mut(..character.len_utf16()) {
                written = character.encode_utf16(places).len();
            }
        }
        rest = rest.get(read..).unwrap_or_default();
        free = free.get_mut(written..).unwrap_or_default();
    }
    let unused = free.len();
    text.truncate(text.len() - unused);
}

// What most of a text is, in runs of characters of the same length. Each gives how many bytes it has read, and how many
// units it has written; what is not as it should be, it leaves.

fn ascii(bytes: &[u8], units: &mut [u16]) -> (usize, usize) {
    let mut done = 0;
    for (block, places) in bytes.chunks_exact(16).zip(units.chunks_exact_mut(16)) {
        if !block.is_ascii() {
            break;
        }
        places.iter_mut().zip(block).for_each(|(place, &byte)| *place = byte.into());
        done += 16;
    }
    let rest = bytes.get(done..).unwrap_or_default().iter().zip(units.get_mut(done..).unwrap_or_default());
    for (&byte, place) in rest.take_while(|(byte, _)| byte.is_ascii()) {
        *place = byte.into();
        done += 1;
    }
    (done, done)
}

fn pairs(bytes: &[u8], units: &mut [u16]) -> (usize, usize) {
    let mut done = 0;
    for (&[a, b], place) in bytes.as_chunks().0.iter().zip(units) {
        let unit = u16::from(a & 0x1F) << 6 | u16::from(b & 0x3F);
        if u16::from_be_bytes([a, b]) & 0xE0C0 != 0xC080 || unit < 0x80 {
            break;
        }
        *place = unit;
        done += 1;
    }
    (done * 2, done)
}

fn threes(bytes: &[u8], units: &mut [u16]) -> (usize, usize) {
    let mut done = 0;
    for (&[a, b, c], place) in bytes.as_chunks().0.iter().zip(units) {
        let unit = u16::from(a) << 12 | u16::from(b & 0x3F) << 6 | u16::from(c & 0x3F);
        let sound = u32::from_be_bytes([0, a, b, c]) & 0xF0_C0C0 == 0xE0_8080;
        if !sound || unit < 0x800 || unit & 0xF800 == 0xD800 {
            break;
        }
        *place = unit;
        done += 1;
    }
    (done * 3, done)
}

fn fours(bytes: &[u8], units: &mut [u16]) -> (usize, usize) {
    let mut done = 0;
    for (&[a, b, c, d], places) in bytes.as_chunks().0.iter().zip(units.as_chunks_mut().0) {
        let low = |byte: u8| u32::from(byte & 0x3F);
        let point = u32::from(a & 0x07) << 18 | low(b) << 12 | low(c) << 6 | low(d);
        let sound = u32::from_be_bytes([a, b, c, d]) & 0xF8C0_C0C0 == 0xF080_8080;
        if !sound || !(0x1_0000..=0x10_FFFF).contains(&point) {
            break;
        }
        let beyond = point - 0x1_0000;
        *places = [0xD800 | (beyond >> 10) as u16, 0xDC00 | (beyond & 0x3FF) as u16];
        done += 1;
    }
    (done * 4, done * 2)
}
