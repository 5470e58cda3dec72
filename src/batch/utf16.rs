//! Counts the UTF-16 code units of a text.
//!
//! Knows how UTF-8 bytes start. Must not know whether they are valid: JavaScript finds that out when it decodes them.

/// The number of UTF-16 code units of a UTF-8 string: one for each character, and a second one above U+FFFF.
pub(super) fn utf16_len(utf8: &[u8]) -> usize {
    let (blocks, rest) = utf8.as_chunks();
    let in_blocks: u32 = blocks.iter().map(|block| count_units(block, 0)).sum();
    let in_rest = match utf8.last_chunk() {
        _ if rest.is_empty() => 0,
        // The last whole block overlaps the rest and the block before it.
        Some(block) => count_units(block, block.len() - rest.len()),
        None => {
            rest.iter().map(|&byte| u32::from(byte as i8 >= FIRST) + u32::from(byte >= FIRST_OF_PAIR)).sum()
        }
    };
    (in_blocks + in_rest) as usize
}

/// As a signed number, the first byte of a character is not less than this. Continuation bytes are less.
const FIRST: i8 = -0x40;

/// The first byte of a character above U+FFFF is not less than this.
const FIRST_OF_PAIR: u8 = 0xF0;

/// Counts the code units of the characters that start in the block, without its first `skipped` bytes.
#[cfg(target_feature = "simd128")]
#[inline(always)]
fn count_units(block: &[u8; 16], skipped: usize) -> u32 {
    use core::arch::wasm32::{i8x16_ge, i8x16_splat, i64x2, u8x16_bitmask, u8x16_ge, u8x16_splat};

    // One `u128` becomes one load instruction.
    let number = u128::from_le_bytes(*block);
    let block = i64x2(number as i64, (number >> 64) as i64);
    let first = u8x16_bitmask(i8x16_ge(block, i8x16_splat(FIRST)));
    let first_of_pair = u8x16_bitmask(u8x16_ge(block, u8x16_splat(FIRST_OF_PAIR)));
    (first >> skipped).count_ones() + (first_of_pair >> skipped).count_ones()
}

/// The same without SIMD, in a machine word.
#[cfg(not(target_feature = "simd128"))]
fn count_units(block: &[u8; size_of::<usize>()], skipped: usize) -> u32 {
    /// The highest bit of each byte.
    const HIGH_BITS: usize = usize::MAX / 0xFF * 0x80;

    let word = usize::from_le_bytes(*block);
    let first = (!word | word << 1) & HIGH_BITS;
    let first_of_pair = word & word << 1 & word << 2 & word << 3 & HIGH_BITS;
    (first >> (8 * skipped)).count_ones() + (first_of_pair >> (8 * skipped)).count_ones()
}

#[cfg(test)]
mod tests {
    use super::utf16_len;

    #[test]
    fn it_counts_as_many_units_as_the_standard_library() {
        for string in ["", "a", "aé", "中文", "🙂", "a🙂é中b🙂🙂", "0123456789é中🙂0123456789012345678901"]
        {
            for start in 0..3 {
                let string = "abc"[..start].repeat(start) + string;
                assert_eq!(utf16_len(string.as_bytes()), string.encode_utf16().count(), "{string}");
            }
        }
    }
}
