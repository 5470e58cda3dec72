//! How long UTF-8 is as UTF-16.
//!
//! Knows bytes; not whether they are UTF-8, which JavaScript finds out when it decodes them.

/// How many UTF-16 code units a string has, given as UTF-8: one a character, and a second one above U+FFFF.
pub(crate) fn utf16_len(utf8: &[u8]) -> usize {
    let (words, rest) = utf8.as_chunks();
    let in_words: u32 = words.iter().map(|&word| units_begun(Word::from_le_bytes(word))).sum();
    let in_rest: u32 = rest.iter().map(|&byte| units_begun(Word::from(byte) | BLANK)).sum();
    (in_words + in_rest) as usize
}

/// Of so many bytes at once, how many begin a character, and how many one above U+FFFF: its first byte is from F0.
fn units_begun(word: Word) -> u32 {
    let begins = (!word | word << 1) & HIGH;
    let begins_pair = word & word << 1 & word << 2 & word << 3 & HIGH;
    begins.count_ones() + begins_pair.count_ones()
}

/// Where the machine is one of 64 bits, twice as many at once; what becomes JavaScript is not.
#[cfg(any(target_feature = "simd128", target_pointer_width = "64"))]
type Word = u64;
#[cfg(not(any(target_feature = "simd128", target_pointer_width = "64")))]
type Word = u32;

/// The highest bit of each byte.
const HIGH: Word = Word::MAX / 0xFF * 0x80;

/// Bytes that go on, behind a first one.
const BLANK: Word = HIGH & !0xFF;

#[cfg(test)]
mod tests {
    use super::utf16_len;

    #[test]
    fn as_many_as_there_are() {
        for string in ["", "a", "aé", "中文", "🙂", "a🙂é中b🙂🙂", "0123456789é中🙂0123456789012345678901"]
        {
            for start in 0..3 {
                let string = "abc"[..start].repeat(start) + string;
                assert_eq!(utf16_len(string.as_bytes()), string.encode_utf16().count(), "{string}");
            }
        }
    }
}
