//! Why a kernel gave no result.

use std::borrow::Cow;
use std::fmt;

/// Why a kernel gave no result, in NumPy's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KernelError {
    /// An axis that the array does not have.
    Axis {
        /// The axis that was asked for.
        axis: i64,
        /// The number of axes there are.
        rank: usize,
    },
    /// An argument whose value makes no sense.
    Value(Cow<'static, str>),
    /// A matrix that the decomposition asked for does not exist of, or was not found of.
    LinAlg(Cow<'static, str>),
    /// The memory for the computation cannot be allocated.
    OutOfMemory {
        /// How much the computation needs.
        bytes: u128,
    },
    /// The memory for an array cannot be allocated.
    NoArray(arrays::OutOfMemory),
}

impl KernelError {
    /// An argument whose value makes no sense.
    pub(crate) fn value(message: impl Into<Cow<'static, str>>) -> Self {
        Self::Value(message.into())
    }

    /// A matrix that has no such decomposition.
    pub(crate) fn lin_alg(message: impl Into<Cow<'static, str>>) -> Self {
        Self::LinAlg(message.into())
    }
}

impl From<arrays::OutOfMemory> for KernelError {
    fn from(error: arrays::OutOfMemory) -> Self {
        Self::NoArray(error)
    }
}

impl fmt::Display for KernelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Axis { axis, rank } => {
                write!(f, "axis {axis} is out of bounds for array of dimension {rank}")
            }
            Self::Value(message) | Self::LinAlg(message) => f.write_str(message),
            Self::OutOfMemory { bytes } => {
                write!(f, "needs {bytes} bytes of memory, which cannot be allocated")
            }
            Self::NoArray(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for KernelError {}
