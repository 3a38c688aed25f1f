//! How a type is spelled in messages and in the manifest.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Type;

/// The type as an author would write it.
pub(crate) fn written(ty: &Type) -> String {
    let mut text = String::new();
    spell(ty.to_token_stream(), &mut text);
    text
}

/// Appends tokens, spaced the way rustfmt would space them inside a type.
fn spell(tokens: TokenStream, text: &mut String) {
    let mut after_word = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                if after_word && group.delimiter() == Delimiter::Bracket {
                    text.push(' ');
                }
                text.push_str(open);
                spell(group.stream(), text);
                text.push_str(close);
                after_word = false;
            }
            TokenTree::Punct(punct) => {
                match punct.as_char() {
                    mark @ (',' | ';') => text.extend([mark, ' ']),
                    mark @ ('+' | '=') => text.extend([' ', mark, ' ']),
                    '-' => text.push_str(" -"),
                    '>' if text.ends_with(" -") => text.push_str("> "),
                    mark => text.push(mark),
                }
                after_word = false;
            }
            word @ (TokenTree::Ident(_) | TokenTree::Literal(_)) => {
                if after_word {
                    text.push(' ');
                }
                text.push_str(&word.to_string());
                after_word = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_spelled_as_rustfmt_would() {
        for spelled in [
            "Result<(f64, Vec<u8>), Box<dyn Error + Send>>",
            "&'a mut [u64]",
            "[f32; 3]",
            "std::io::Error",
            "impl Fn(f64) -> f64",
            "impl Iterator<Item = f64>",
            "*const u8",
        ] {
            let ty: Type = syn::parse_str(&spelled.replace(' ', "  ")).expect("a type");
            assert_eq!(written(&ty), spelled);
        }
    }
}
