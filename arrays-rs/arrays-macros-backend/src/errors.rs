//! All that is wrong with an item, so that its author sees it at once.
//!
//! A message has one line that says what is wrong, and mostly a second one that says what is allowed.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The errors found so far.
#[derive(Default)]
pub(crate) struct Errors(Option<syn::Error>);

impl Errors {
    pub(crate) fn at(&mut self, span: Span, message: impl std::fmt::Display) {
        self.push(syn::Error::new(span, message));
    }

    /// An error that underlines all the tokens.
    pub(crate) fn on(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    pub(crate) fn push(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// The errors among these that were not there before: instances of one function mostly share theirs.
    pub(crate) fn push_new(&mut self, errors: syn::Error) {
        let key = |error: &syn::Error| (error.to_string(), format!("{:?}", error.span()));
        let known: HashSet<_> = self.0.iter().flatten().map(|error| key(&error)).collect();
        for error in errors {
            if !known.contains(&key(&error)) {
                self.push(error);
            }
        }
    }

    /// The value, or `None` with the error kept.
    pub(crate) fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.push(error);
                None
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The `compile_error!` of each error.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.0.map(tokens).unwrap_or_default()
    }

    /// All errors as one, where there are any.
    ///
    /// To be called where a part of the input was not understood, which always left an error.
    pub(crate) fn into_error(self) -> syn::Error {
        self.0.unwrap_or_else(|| syn::Error::new(Span::call_site(), "this was not understood"))
    }

    #[cfg(test)]
    pub(crate) fn messages(self) -> Vec<String> {
        self.0.into_iter().flatten().map(|error| error.to_string()).collect()
    }
}

/// The `compile_error!` of each of these errors. What is allowed is said once: a second line that an error before
/// has already is left out.
pub(crate) fn tokens(errors: syn::Error) -> TokenStream {
    let mut said = HashSet::new();
    errors
        .into_iter()
        .map(|error| {
            let message = error.to_string();
            match message.split_once('\n') {
                // The tokens of an error bear its spans, from the first to the last.
                Some((wrong, allowed)) if !said.insert(allowed.to_owned()) => {
                    syn::Error::new_spanned(error.to_compile_error(), wrong).into_compile_error()
                }
                _ => error.into_compile_error(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_allowed_is_said_once() {
        let mut errors = Errors::default();
        for message in ["a\nno letter", "b\nno letter", "c\nno number", "d", "e\nno letter"] {
            errors.at(Span::call_site(), message);
        }
        let text = errors.into_tokens().to_string();
        for said in [r#""a\nno letter""#, r#""b""#, r#""c\nno number""#, r#""d""#, r#""e""#] {
            assert!(text.contains(said), "{said} in {text}");
        }
    }
}
