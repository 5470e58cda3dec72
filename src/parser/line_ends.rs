//! Finds the line ends of a text.
//!
//! Knows the bytes LF and CR. Must not know that a CR and an LF can form one line end: that is the parser's.
//!
//! The search works on blocks, not on lines. Most lines are short, so starting a search for each line costs more than
//! finding all line ends of a block at once.

/// An iterator over the CRs and LFs of a text.
#[derive(Debug)]
pub(super) struct LineEnds {
    /// Where the next block starts.
    next_block: usize,
    /// Where the text ends.
    end: usize,
    /// The line ends of the previous block that were not returned yet, one bit each.
    found: Bits,
    /// Not zero if some byte of the blocks so far is not ASCII.
    non_ascii: Bits,
}

impl LineEnds {
    /// Searches the text from `start` to `end`.
    pub(super) fn between(start: usize, end: usize) -> Self {
        LineEnds { next_block: start, end, found: 0, non_ascii: 0 }
    }

    /// Whether all blocks so far are ASCII.
    pub(super) fn are_in_ascii(&self) -> bool {
        self.non_ascii == 0
    }

    /// The position of the next line end.
    ///
    /// It is not a real [`Iterator`], because the caller changes the text before that position between two calls.
    /// At least [`BLOCK`] zero bytes must follow the end of the text, because a block is always read whole.
    #[inline(always)]
    pub(super) fn next(&mut self, text: &[u8]) -> Option<usize> {
        while self.found == 0 {
            if self.next_block >= self.end {
                return None;
            }
            let [found, non_ascii] = search_block(text.get(self.next_block..)?.first_chunk()?);
            self.next_block += BLOCK;
            self.found = found;
            self.non_ascii |= non_ascii;
        }
        let position = self.next_block - BLOCK + self.found.trailing_zeros() as usize;
        self.found &= self.found - 1;
        Some(position)
    }
}

/// One bit for each byte of a block.
#[cfg(target_feature = "simd128")]
type Bits = u64;
#[cfg(not(target_feature = "simd128"))]
type Bits = u32;

/// The number of bytes that are searched at once.
pub(super) const BLOCK: usize = Bits::BITS as usize;

/// Returns one bit for each CR or LF of the block, the lowest bit for the first byte, and a second number that is not
/// zero if some byte is not ASCII.
#[cfg(target_feature = "simd128")]
#[inline(always)]
fn search_block(block: &[u8; BLOCK]) -> [Bits; 2] {
    use core::arch::wasm32::{i64x2, u8x16_bitmask, u8x16_eq, u8x16_splat, v128, v128_or};

    // The block is long enough for all four parts. One `u128` becomes one load instruction.
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

/// The same without SIMD: it compares a machine word at a time.
#[cfg(not(target_feature = "simd128"))]
fn search_block(block: &[u8; BLOCK]) -> [Bits; 2] {
    use words::{HIGH_BITS, LOW_BITS, gather_high_bits, zero_bytes};

    const LINE_FEEDS: usize = LOW_BITS * b'\n' as usize;
    const CARRIAGE_RETURNS: usize = LOW_BITS * b'\r' as usize;

    let (words, _) = block.as_chunks();
    words.iter().rev().fold([0; 2], |[found, non_ascii], &word| {
        let word = usize::from_le_bytes(word);
        let line_ends = zero_bytes(word ^ LINE_FEEDS) | zero_bytes(word ^ CARRIAGE_RETURNS);
        let bits = gather_high_bits(line_ends) as Bits;
        [found << size_of::<usize>() | bits, non_ascii | Bits::from(word & HIGH_BITS != 0)]
    })
}

/// Arithmetic on all bytes of a machine word at once.
#[cfg(not(target_feature = "simd128"))]
mod words {
    /// The lowest bit of each byte.
    pub(super) const LOW_BITS: usize = usize::MAX / 0xFF;
    /// The highest bit of each byte.
    pub(super) const HIGH_BITS: usize = LOW_BITS << 7;

    /// Sets the highest bit of each byte that is zero, and no other bit.
    ///
    /// The well-known shorter formula, `(word - LOW_BITS) & !word & HIGH_BITS`, also marks a 1 that follows a zero.
    pub(super) fn zero_bytes(word: usize) -> usize {
        !(((word & !HIGH_BITS) + !HIGH_BITS) | word) & HIGH_BITS
    }

    /// Moves the highest bit of each byte next to each other: the first byte's becomes the lowest bit.
    pub(super) fn gather_high_bits(word: usize) -> usize {
        /// Each set bit shifts one byte's bit to its place in the top byte; no two products meet in one bit.
        #[cfg(target_pointer_width = "64")]
        const SHIFTS: usize = 0x0102_0408_1020_4080;
        #[cfg(target_pointer_width = "32")]
        const SHIFTS: usize = 0x1020_4080;
        (word >> 7).wrapping_mul(SHIFTS) >> (usize::BITS as usize - size_of::<usize>())
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{BLOCK, LineEnds};

    #[test]
    fn each_line_end_is_found_whatever_is_beside_it() {
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

    #[test]
    fn a_byte_that_is_not_ascii_is_found_wherever_it_is() {
        for at in 0..3 * BLOCK {
            for byte in [0x7F, 0x80, 0xFF] {
                let mut text = [b'x'; 4 * BLOCK];
                text[at] = byte;
                let mut ends = LineEnds::between(0, 3 * BLOCK);
                assert_eq!(ends.next(&text), None);
                assert_eq!(ends.are_in_ascii(), byte == 0x7F);
            }
        }
    }
}
