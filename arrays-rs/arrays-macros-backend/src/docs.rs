//! Doc comments as text.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The text of the doc comments among the attributes, without the indentation its lines share.
///
/// A comment whose text is not a literal is left out.
pub(crate) fn text_of(attributes: &[Attribute]) -> String {
    let comments: Vec<String> = attributes.iter().filter_map(literal).collect();
    let lines: Vec<&str> = comments.iter().flat_map(|comment| comment.split('\n')).collect();
    let indent = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    let text: Vec<&str> =
        lines.iter().map(|line| line.get(indent..).unwrap_or("").trim_end()).collect();
    text.join("\n").trim_matches('\n').to_owned()
}

fn literal(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::{ItemFn, parse_quote};

    #[test]
    fn the_shared_indentation_goes() {
        let function: ItemFn = parse_quote! {
            /// The sum.
            ///
            ///     code
            /// # Errors
            #[inline]
            fn sum() {}
        };
        assert_eq!(text_of(&function.attrs), "The sum.\n\n    code\n# Errors");
    }

    #[test]
    fn without_a_comment_the_text_is_empty() {
        let function: ItemFn = parse_quote! {
            #[doc(hidden)]
            #[doc = include_str!("sum.md")]
            fn sum() {}
        };
        assert_eq!(text_of(&function.attrs), "");
    }
}
