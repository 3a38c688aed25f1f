//! The logic behind `#[arrays::export]`: a Rust signature becomes a model, is checked, and expands to the
//! function itself, one `extern "C"` shim and one manifest entry.
//!
//! The crate works on token streams only, so that it can be tested like any other. `docs/abi.md` is the
//! contract that the expansion and the manifest keep.
#![forbid(unsafe_code)]

mod checks;
mod docs;
mod errors;
mod expansion;
mod function;
mod generics;
mod manifest;
mod model;
mod module;
mod names;
mod options;
mod part;
mod source;
mod spelling;
mod split;
mod types;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Item;
use syn::spanned::Spanned;

/// Expands the attribute with the given options on the given item.
pub fn export(options: TokenStream, item: TokenStream) -> TokenStream {
    match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Fn(function)) => function::export(options, function),
        Ok(Item::Mod(module)) => module::export(options, module),
        Ok(other) => {
            let error = syn::Error::new(
                other.span(),
                "#[arrays::export] is for functions and modules\nput it on a function, or on an inline `mod` of \
                 exported functions",
            );
            let error = error.into_compile_error();
            quote!(#error #item)
        }
        // What no item parser understands may still be a method: those alone have a receiver.
        Err(error) => {
            let error = error.into_compile_error();
            quote!(#error #item)
        }
    }
}
