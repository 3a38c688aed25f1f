//! Why a call has no result.

use std::any::type_name;
use std::error::Error;
use std::fmt::Display;

use crate::abi::{ARRAYS_ERROR_ARGUMENT, ARRAYS_ERROR_ERR, ErrorRecord};

/// Why a call has no result: the error its caller will find pending.
#[derive(Debug)]
pub struct Failure(pub(super) Box<ErrorRecord>);

impl Failure {
    /// An argument that cannot be given to the function. The message begins with the parameter's name.
    #[cold]
    pub(super) fn argument(message: String) -> Self {
        Self(ErrorRecord::new(ARRAYS_ERROR_ARGUMENT, message, "", String::new(), 0))
    }

    /// An `Err`, by its message and the name of its type.
    #[cold]
    pub(super) fn error<E>(message: String) -> Self {
        Self(ErrorRecord::new(ARRAYS_ERROR_ERR, message, type_name::<E>(), String::new(), 0))
    }
}

/// An `Err` to be made a [`Failure`], with its chain of sources where its type has one.
///
/// The expansion writes `(&&Described(&error)).to_failure()`. Method lookup tries the receiver as it is, then borrowed
/// once more, and then what it refers to: so [`DescribedByError`] goes before [`DescribedByDisplay`], and both go before
/// [`DescribedByNothing`].
#[derive(Debug)]
pub struct Described<'a, E>(pub &'a E);

/// Describes an error and its sources.
pub trait DescribedByError {
    /// The failure that tells of the error.
    fn to_failure(&self) -> Failure;
}

impl<E: Error> DescribedByError for &Described<'_, E> {
    #[cold]
    fn to_failure(&self) -> Failure {
        let mut message = self.0.to_string();
        let mut source = self.0.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            // Many error types repeat their source in their own message.
            if !message.contains(&text) {
                message.push_str(": ");
                message.push_str(&text);
            }
            source = cause.source();
        }
        Failure::error::<E>(message)
    }
}

/// Describes an error that is only a text.
pub trait DescribedByDisplay {
    /// The failure that tells of the error.
    fn to_failure(&self) -> Failure;
}

impl<E: Display> DescribedByDisplay for &&Described<'_, E> {
    #[cold]
    fn to_failure(&self) -> Failure {
        Failure::error::<E>(self.0.to_string())
    }
}

/// Describes an error of which nothing is known: [`require_describable`] refuses it, and is not to be heard twice.
pub trait DescribedByNothing {
    /// The failure that tells of the error.
    fn to_failure(&self) -> Failure;
}

impl<E> DescribedByNothing for Described<'_, E> {
    #[cold]
    fn to_failure(&self) -> Failure {
        Failure::error::<E>(String::new())
    }
}

/// What an error type must be, in the words the compiler shows at the user's type.
///
/// ```compile_fail
/// struct NoText;
///
/// #[arrays::export]
/// fn fallible() -> Result<f64, NoText> {
///     Err(NoText)
/// }
/// ```
///
/// ```
/// #[derive(Debug)]
/// struct Text;
///
/// impl std::fmt::Display for Text {
///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         f.write_str("some text")
///     }
/// }
///
/// #[arrays::export]
/// fn fallible() -> Result<f64, Text> {
///     Err(Text)
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of an exported function",
    label = "has no text for the Java exception",
    note = "implement `std::error::Error` or `std::fmt::Display` for it"
)]
pub trait Describable {}

impl<E: Display + ?Sized> Describable for E {}

/// Compiles for the errors that can be told.
pub const fn require_describable<E: Describable>(_error: &E) {}

#[cfg(test)]
// The borrow is what the expansion writes, and what the order of the two traits rests on.
#[allow(clippy::needless_borrow)]
mod tests {
    use super::*;
    use std::fmt;

    #[derive(Debug)]
    struct Outer(Inner);
    #[derive(Debug)]
    struct Inner;

    impl Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("no fit")
        }
    }
    impl Display for Inner {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("singular matrix")
        }
    }
    impl Error for Inner {}
    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn an_error_is_told_with_its_sources() {
        let Failure(record) = (&&Described(&Outer(Inner))).to_failure();
        assert_eq!(record.message(), "no fit: singular matrix");
        assert!(record.type_name().ends_with("failure::tests::Outer"));
        assert_eq!(record.kind(), ARRAYS_ERROR_ERR);
    }

    #[test]
    fn a_text_is_told_as_it_is() {
        let Failure(record) = (&&Described(&"too few rows")).to_failure();
        assert_eq!(record.message(), "too few rows");
        assert_eq!(record.type_name(), "&str");
    }
}
