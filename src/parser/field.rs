//! Recognizes the field of a line, and checks values.
//!
//! Knows the four field names of the standard, and which values are valid. Must not know what a field does.

use super::MAX_RECONNECTION_TIME;
use crate::batch::Span;

/// The fields of the standard. All others are ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Data,
    Event,
    Id,
    Retry,
}

impl Field {
    const ALL: [Field; 4] = [Field::Data, Field::Event, Field::Id, Field::Retry];

    const fn name(self) -> &'static [u8] {
        match self {
            Field::Data => b"data",
            Field::Event => b"event",
            Field::Id => b"id",
            Field::Retry => b"retry",
        }
    }

    /// The field of a line, and how long its name is, with the colon if there is one. `None` for comments and for
    /// lines that the standard ignores.
    ///
    /// The usual lines are recognized by comparing two numbers. They may read beyond the end of the line; but names
    /// contain no line end, and zeros follow the text, so nothing behind the line can complete a name.
    #[cfg_attr(target_feature = "simd128", inline(always))]
    pub(super) fn of_line(text: &[u8], line: Span) -> Option<(Field, usize)> {
        const DATA: Prefix = Prefix::of(Field::Data);
        const EVENT: Prefix = Prefix::of(Field::Event);
        const ID: Prefix = Prefix::of(Field::Id);

        let start = line.start();
        let word =
            |at| text.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |&word| u32::from_le_bytes(word));
        let words = [word(start), word(start + 4)];
        if DATA.begins(words) {
            Some((Field::Data, DATA.length))
        } else if words[0] as u8 == b':' {
            None
        } else if ID.begins(words) {
            Some((Field::Id, ID.length))
        } else if EVENT.begins(words) {
            Some((Field::Event, EVENT.length))
        } else {
            Field::of_rare_line(line.of(text))
        }
    }

    /// The same for any line, but slower.
    #[inline(never)]
    fn of_rare_line(line: &[u8]) -> Option<(Field, usize)> {
        let field = Field::ALL.into_iter().find(|field| line.starts_with(field.name()))?;
        let length = field.name().len();
        match line.get(length) {
            // No colon: the whole line is the name, and the value is empty.
            None => Some((field, length)),
            Some(b':') => Some((field, length + 1)),
            Some(_) => None,
        }
    }
}

/// The length of the longest field name with its colon. Whether a line is ignored is known when so much has arrived.
pub(super) const LONGEST_PREFIX: usize = 6;

/// Whether a line that starts with these bytes is ignored, whatever follows.
pub(super) fn is_ignored(start: &[u8]) -> bool {
    let may_become = |field: &Field| field.name().starts_with(start);
    Field::of_rare_line(start).is_none() && !Field::ALL.iter().any(may_become)
}

/// The value of a `retry` field, if it is valid.
pub(super) fn reconnection_time(value: &[u8]) -> Option<u32> {
    let is_number = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    is_number.then(|| {
        value.iter().fold(0, |number, digit| {
            let number =
                if number > MAX_RECONNECTION_TIME / 10 { MAX_RECONNECTION_TIME } else { number * 10 };
            MAX_RECONNECTION_TIME.min(number + u32::from(digit - b'0'))
        })
    })
}

/// Whether a string contains a NUL, which makes an `id` field invalid.
#[inline(never)]
pub(super) fn has_nul(string: &[u8]) -> bool {
    /// The lowest bit of each byte, and the highest.
    const LOW_BITS: usize = usize::MAX / 0xFF;
    const HIGH_BITS: usize = LOW_BITS << 7;

    let (words, rest) = string.as_chunks();
    // https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord
    let has = |word: usize| word.wrapping_sub(LOW_BITS) & !word & HIGH_BITS != 0;
    words.iter().any(|&word| has(usize::from_le_bytes(word))) || rest.contains(&0)
}

/// A field name with its colon, as the first eight bytes of a line.
struct Prefix {
    words: [u32; 2],
    masks: [u32; 2],
    length: usize,
}

impl Prefix {
    const fn of(field: Field) -> Self {
        let name = field.name();
        let mut prefix = Prefix { words: [0; 2], masks: [0; 2], length: name.len() + 1 };
        let mut at = 0;
        while at <= name.len() {
            let byte = if at < name.len() { name[at] } else { b':' };
            prefix.words[at / 4] |= (byte as u32) << (at % 4 * 8);
            prefix.masks[at / 4] |= 0xFF << (at % 4 * 8);
            at += 1;
        }
        prefix
    }

    #[inline(always)]
    fn begins(&self, line: [u32; 2]) -> bool {
        line[0] & self.masks[0] == self.words[0] && line[1] & self.masks[1] == self.words[1]
    }
}
