//! Where the lines of a text end.
//!
//! Knows LF and CR; not which of them belong together. Lines are short: to begin a search for the end of each costs more
//! than to find all ends in a block at once.

/// Each CR and each LF of a text, one after the other.
#[derive(Debug)]
pub(crate) struct LineEnds {
    /// The next block.
    next: usize,
    /// Where the text ends.
    end: usize,
    /// Those of the block before it that are still to be given, a bit each.
    found: Bits,
    /// What there was in them that is not ASCII, if anything.
    beyond_ascii: Bits,
}

impl LineEnds {
    pub(crate) fn between(start: usize, end: usize) -> Self {
        LineEnds { next: start, end, found: 0, beyond_ascii: 0 }
    }

    /// Whether all blocks so far were ASCII.
    pub(crate) fn are_in_ascii(&self) -> bool {
        self.beyond_ascii == 0
    }

    /// Where the next one is. What stands in the text before it may have changed meanwhile. Behind the end, there is
    /// a [`BLOCK`] of zeros.
    #[inline(always)]
    pub(crate) fn next(&mut self, text: &[u8]) -> Option<usize> {
        while self.found == 0 {
            if self.next >= self.end {
                return None;
            }
            let [found, beyond_ascii] = look_at(text.get(self.next..)?.first_chunk()?);
            self.next += BLOCK;
            self.found = found;
            self.beyond_ascii |= beyond_ascii;
        }
        let at = self.next - BLOCK + self.found.trailing_zeros() as usize;
        self.found &= self.found - 1;
        Some(at)
    }
}

/// A bit for each byte of a block.
#[cfg(target_feature = "simd128")]
type Bits = u64;
#[cfg(not(target_feature = "simd128"))]
type Bits = u32;

/// How many bytes are looked at at once.
pub(crate) const BLOCK: usize = Bits::BITS as usize;

/// Of a block, a bit for each byte that is CR or LF, the lowest for the first; and some bit, if one is not ASCII.
#[cfg(target_feature = "simd128")]
#[inline(always)]
fn look_at(block: &[u8; BLOCK]) -> [Bits; 2] {
    use core::arch::wasm32::{i64x2, u8x16_bitmask, u8x16_eq, u8x16_splat, v128, v128_or};

    // All of that is there, and known to be. What is one number becomes one load.
    let part = |at| {
        let number =
            block.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |&bytes| u128::from_le_bytes(bytes));
        i64x2(number as i64, (number >> 64) as i64)
    };
    let line_ends = |part: v128| {
        Bits::from(u8x16_bitmask(v128_or(
            u8x16_eq(part, u8x16_splat(b'\n')),
            u8x16_eq(part, u8x16_splat(b'\r')),
        )))
    };
    let [a, b, c, d] = [part(0), part(16), part(32), part(48)];
    let found = (line_ends(d) << 16 | line_ends(c)) << 32 | line_ends(b) << 16 | line_ends(a);
    [found, Bits::from(u8x16_bitmask(v128_or(v128_or(a, b), v128_or(c, d))))]
}

/// The same, byte by byte.
#[cfg(not(target_feature = "simd128"))]
fn look_at(block: &[u8; BLOCK]) -> [Bits; 2] {
    block.iter().rev().fold([0; 2], |[line_ends, beyond_ascii], &byte| {
        let is_line_end = matches!(byte, b'\n' | b'\r');
        [line_ends << 1 | Bits::from(is_line_end), beyond_ascii | Bits::from(byte >> 7)]
    })
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
            let end = text.len() - start;
            let text = [&text[start..], &[0; BLOCK]].concat();
            let mut ends = LineEnds::between(0, end);
            let found: Vec<usize> = core::iter::from_fn(|| ends.next(&text)).collect();
            let expected: Vec<usize> = (0..end).filter(|&at| matches!(text[at], b'\n' | b'\r')).collect();
            assert_eq!(found, expected);
        }
    }
}
