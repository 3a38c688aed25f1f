//! Memory that may not be there: Rust ends the process, and with it the JVM, where an allocation fails.
//!
//! A broadcast view, or one without elements, may be of a shape that no memory holds. So what a kernel
//! allocates in proportion to a shape is asked for here first.

/// Memory that cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OutOfMemory {
    pub(crate) bytes: u128,
}

/// Asks for the memory of `count` numbers of 8 bytes, and gives it back.
///
/// What is allocated right afterwards can be had too, unless another thread takes it.
pub(crate) fn probe(count: u128) -> Result<(), OutOfMemory> {
    let refusal = OutOfMemory { bytes: count.saturating_mul(size_of::<f64>() as u128) };
    let count = usize::try_from(count).map_err(|_| refusal)?;
    Vec::<f64>::new().try_reserve_exact(count).map_err(|_| refusal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_memory_holds_is_refused() {
        assert_eq!(probe(0), Ok(()));
        assert_eq!(probe(1000), Ok(()));
        for count in [1 << 58, 1 << 61, 1 << 70] {
            assert_eq!(probe(count), Err(OutOfMemory { bytes: count * 8 }));
        }
    }
}
