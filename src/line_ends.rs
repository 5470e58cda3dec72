//! Where the lines of a text end.
//!
//! Knows LF and CR; not which of them belong together. Lines are short: to begin a search for the end of each costs more
//! than to find all ends in a block at once.

/// Each CR and each LF of a text, one after the other.
#[derive(Debug)]
pub(crate) struct LineEnds {
    /// The next block.
    next: usize,
    /// Those of the block before it that are still to be given, a bit each.
    found: u32,
}

impl LineEnds {
    pub(crate) fn behind(start: usize) -> Self {
        LineEnds { next: start, found: 0 }
    }

    /// Where the next one is. What stands in the text before it may have changed meanwhile. The last bytes are not
    /// looked at, fewer than [`BLOCK`].
    #[inline(always)]
    pub(crate) fn next(&mut self, text: &[u8]) -> Option<usize> {
        while self.found == 0 {
            self.found = line_ends(text.get(self.next..)?.first_chunk()?);
            self.next += BLOCK;
        }
        let at = self.next - BLOCK + self.found.trailing_zeros() as usize;
        self.found &= self.found - 1;
        Some(at)
    }
}

/// How many bytes are looked at at once.
pub(crate) const BLOCK: usize = 32;

/// Of a block, a bit for each byte that is CR or LF, the lowest for the first.
#[cfg(target_feature = "simd128")]
#[inline(always)]
fn line_ends(block: &[u8; BLOCK]) -> u32 {
    line_ends_of_half(block, 16) << 16 | line_ends_of_half(block, 0)
}

#[cfg(target_feature = "simd128")]
#[inline(always)]
fn line_ends_of_half(block: &[u8; BLOCK], start: usize) -> u32 {
    use core::arch::wasm32::{i64x2, u8x16_bitmask, u8x16_eq, u8x16_splat, v128_or};

    // All of that is there, and known to be.
    let word = |at| block.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |&word| i64::from_le_bytes(word));
    let half = i64x2(word(start), word(start + 8));
    let found = v128_or(u8x16_eq(half, u8x16_splat(b'\n')), u8x16_eq(half, u8x16_splat(b'\r')));
    u32::from(u8x16_bitmask(found))
}

/// The same, byte by byte.
#[cfg(not(target_feature = "simd128"))]
fn line_ends(block: &[u8; BLOCK]) -> u32 {
    block.iter().rev().fold(0, |found, &byte| found << 1 | u32::from(matches!(byte, b'\n' | b'\r')))
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{BLOCK, LineEnds};

    #[test]
    fn each_is_found_whatever_is_beside_it() {
        let text: Vec<u8> = (0..9 * 256)
            .map(|at| if at % 9 == 0 { (at / 9) as u8 } else { [b'\n', b'\r', 0x8A, 0x0B][at % 4] })
            .collect();
        for start in 0..2 * BLOCK {
            let text = &text[start..];
            let mut ends = LineEnds::behind(0);
            let found: Vec<usize> = core::iter::from_fn(|| ends.next(text)).collect();
            let there = text.len() / BLOCK * BLOCK;
            let expected: Vec<usize> = (0..there).filter(|&at| matches!(text[at], b'\n' | b'\r')).collect();
            assert_eq!(found, expected);
        }
    }
}
