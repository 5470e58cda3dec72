//! The bytes of a body, before they are in this memory.
//!
//! Knows a length and how to copy. Must not know what the bytes mean.

use core::fmt;

/// The next bytes of a body, wherever they lie: in this memory, or in that of a JavaScript engine.
#[allow(clippy::len_without_is_empty, reason = "an empty chunk is not a special case for anyone")]
pub trait Chunk {
    /// The number of bytes.
    fn len(&self) -> usize;

    /// Copies all bytes to `spare`, which is exactly [`len`](Chunk::len) long.
    fn copy_to(&self, spare: &mut [u8]);
}

impl Chunk for [u8] {
    fn len(&self) -> usize {
        self.len()
    }

    fn copy_to(&self, spare: &mut [u8]) {
        // `copy_from_slice` would add its panic, and the panic's message, to the WebAssembly file.
        spare.iter_mut().zip(self).for_each(|(spare, &byte)| *spare = byte);
    }
}

impl<const N: usize> Chunk for [u8; N] {
    fn len(&self) -> usize {
        N
    }

    fn copy_to(&self, spare: &mut [u8]) {
        self.as_slice().copy_to(spare);
    }
}

/// So that a slice can become a `&dyn Chunk`, which takes a sized type.
impl<T: Chunk + ?Sized> Chunk for &T {
    fn len(&self) -> usize {
        T::len(self)
    }

    fn copy_to(&self, spare: &mut [u8]) {
        T::copy_to(self, spare);
    }
}

/// `Debug` is not a supertrait: its method would stand in the table of methods that `dyn Chunk` needs, and pull
/// `core::fmt` into the WebAssembly file.
impl fmt::Debug for dyn Chunk + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = alloc::vec![0; self.len()];
        self.copy_to(&mut bytes);
        write!(f, "b\"{}\"", bytes.escape_ascii())
    }
}
