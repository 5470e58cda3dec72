//! How long UTF-8 is as UTF-16.
//!
//! Knows bytes; not whether they are UTF-8, which JavaScript finds out when it decodes them.

/// How many UTF-16 code units a string has, given as UTF-8: one a character, and a second one above U+FFFF.
pub(crate) fn utf16_len(utf8: &[u8]) -> usize {
    let (blocks, rest) = utf8.as_chunks();
    let in_blocks: u32 = blocks.iter().map(|block| units_begun(block, 0)).sum();
    let in_rest = match utf8.last_chunk() {
        _ if rest.is_empty() => 0,
        Some(block) => units_begun(block, block.len() - rest.len()),
        // Bytes that go on begin nothing.
        None => {
            rest.iter().map(|&byte| u32::from(byte as i8 >= FIRST) + u32::from(byte >= FIRST_OF_PAIR)).sum()
        }
    };
    (in_blocks + in_rest) as usize
}

/// What begins a character, taken as a signed number, is not less than this.
const FIRST: i8 = -0x40;

/// What begins a character above U+FFFF is not less than this.
const FIRST_OF_PAIR: u8 = 0xF0;

/// Of so many bytes at once, how many begin a character, and how many one above U+FFFF; not counting so many of the first.
#[cfg(target_feature = "simd128")]
#[inline(always)]
fn units_begun(block: &[u8; 16], skipped: usize) -> u32 {
    use core::arch::wasm32::{i8x16_ge, i8x16_splat, i64x2, u8x16_bitmask, u8x16_ge, u8x16_splat};

    // What is one number becomes one load.
    let number = u128::from_le_bytes(*block);
    let block = i64x2(number as i64, (number >> 64) as i64);
    let begins = u8x16_bitmask(i8x16_ge(block, i8x16_splat(FIRST)));
    let begins_pair = u8x16_bitmask(u8x16_ge(block, u8x16_splat(FIRST_OF_PAIR)));
    (begins >> skipped).count_ones() + (begins_pair >> skipped).count_ones()
}

/// The same, in a word.
#[cfg(not(target_feature = "simd128"))]
fn units_begun(block: &[u8; size_of::<usize>()], skipped: usize) -> u32 {
    /// The highest bit of each byte.
    const HIGH: usize = usize::MAX / 0xFF * 0x80;

    let word = usize::from_le_bytes(*block);
    let begins = (!word | word << 1) & HIGH;
    let begins_pair = word & word << 1 & word << 2 & word << 3 & HIGH;
    (begins >> (8 * skipped)).count_ones() + (begins_pair >> (8 * skipped)).count_ones()
}

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
