//! The options of the attribute: `shapes(x = [n, m], …)` and `returns(slope, …)`.

use proc_macro2::{Ident, Span};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{LitInt, Token, bracketed, parenthesized, token};

use crate::model::Axis;

/// The shape contract of one parameter.
#[derive(Debug)]
pub(crate) struct Contract {
    pub(crate) parameter: Ident,
    pub(crate) axes: Vec<Axis>,
    pub(crate) axes_span: Span,
}

/// All that the parentheses of the attribute hold.
#[derive(Debug, Default)]
pub(crate) struct Options {
    pub(crate) shapes: Vec<Contract>,
    pub(crate) returns: Option<ValueNames>,
}

/// The names of what is returned.
#[derive(Debug)]
pub(crate) struct ValueNames {
    pub(crate) span: Span,
    pub(crate) names: Vec<Ident>,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Self::default();
        let mut has_shapes = false;
        while !input.is_empty() {
            let option: Ident = input.parse()?;
            let twice = || syn::Error::new(option.span(), format!("{option}(…) is given twice"));
            match option.to_string().as_str() {
                "shapes" if has_shapes => return Err(twice()),
                "shapes" => {
                    let content;
                    parenthesized!(content in input);
                    let shapes = Punctuated::<Contract, Token![,]>::parse_terminated(&content)?;
                    options.shapes = shapes.into_iter().collect();
                    has_shapes = true;
                }
                "returns" if options.returns.is_some() => return Err(twice()),
                "returns" => {
                    let content;
                    let parentheses: token::Paren = parenthesized!(content in input);
                    let names = Punctuated::<Ident, Token![,]>::parse_terminated(&content)?;
                    options.returns = Some(ValueNames {
                        span: parentheses.span.join(),
                        names: names.into_iter().collect(),
                    });
                }
                _ => {
                    return Err(syn::Error::new(
                        option.span(),
                        format!(
                            "unknown option `{option}`; there are shapes(x = [n, m], …), a contract on \
                             array shapes, and returns(slope, …), names of what is returned"
                        ),
                    ));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(options)
    }
}

impl Parse for Contract {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let parameter = input.parse()?;
        input.parse::<Token![=]>()?;
        let content;
        let brackets: token::Bracket = bracketed!(content in input);
        let axes = Punctuated::<Axis, Token![,]>::parse_terminated(&content)?;
        Ok(Self { parameter, axes: axes.into_iter().collect(), axes_span: brackets.span.join() })
    }
}

impl Parse for Axis {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![_]) {
            let any: Token![_] = input.parse()?;
            return Ok(Self::Any(any.span));
        }
        if input.peek(LitInt) {
            let length: LitInt = input.parse()?;
            return match length.base10_parse::<i64>() {
                Ok(value) => Ok(Self::Length(value.unsigned_abs())),
                Err(_) => Err(syn::Error::new(
                    length.span(),
                    format!("the length of an axis is a number from 0 to {}", i64::MAX),
                )),
            };
        }
        if input.peek(syn::Ident) {
            return Ok(Self::Symbol(input.parse()?));
        }
        Err(input.error("an axis of a contract is a symbol (n), a length (3) or _"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_str;

    fn message(options: &str) -> String {
        match parse_str::<Options>(options) {
            Ok(options) => format!("{options:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn symbols_lengths_and_wildcards() {
        let options: Options =
            parse_str("shapes(x = [n, 3, _], y = [],), returns(a, b)").expect("options");
        assert!(matches!(
            options.shapes[0].axes.as_slice(),
            [Axis::Symbol(_), Axis::Length(3), Axis::Any(_)]
        ));
        assert!(options.shapes[1].axes.is_empty());
        assert_eq!(options.returns.expect("names").names.len(), 2);
    }

    #[test]
    fn what_is_not_an_option_is_named() {
        assert!(message("shape(x = [n])").starts_with("unknown option `shape`; there are shapes"));
        assert_eq!(message("shapes(), shapes()"), "shapes(…) is given twice");
        assert_eq!(message("shapes(x = [n + 1])"), "expected `,`");
        assert_eq!(
            message("shapes(x = [\"n\"])"),
            "an axis of a contract is a symbol (n), a length (3) or _"
        );
        assert_eq!(
            message("shapes(x = [99999999999999999999])"),
            "the length of an axis is a number from 0 to 9223372036854775807"
        );
    }
}
