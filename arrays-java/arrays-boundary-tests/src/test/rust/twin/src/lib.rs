//! Libraries of one name, which are told apart by what they answer.

/// Says which library this is.
#[arrays::export]
fn which() -> i32 {
    if cfg!(feature = "second") { 2 } else { 1 }
}

/// Says the same, in a library of a later version.
#[cfg(feature = "later")]
#[arrays::export]
fn which_again() -> i32 {
    which()
}
