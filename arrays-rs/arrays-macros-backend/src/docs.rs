//! Doc comments as text, and `#[deprecated]`.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, MetaNameValue, Token};

use crate::model::{Deprecation, Doc, DocPiece};

/// The doc comments among the attributes, without the indentation that their lines share.
///
/// `/// text` has a space more than `#[doc = "text"]`, and rustdoc takes one for the other.
pub(crate) fn doc_of(attributes: &[Attribute]) -> Doc {
    let comments: Vec<Comment> = attributes.iter().filter_map(comment).collect();
    let has_comments = comments.iter().any(|comment| matches!(comment, Comment::Written(_)));
    let space = usize::from(has_comments);
    let indents = comments.iter().flat_map(|comment| {
        let (text, space) = match comment {
            Comment::Written(text) => (text.as_str(), 0),
            Comment::Attribute(text) => (text.as_str(), space),
            Comment::Computed(_) => ("", 0),
        };
        let lines = text.split('\n').filter(|line| !line.trim().is_empty());
        lines.map(move |line| line.len() - line.trim_start_matches(' ').len() + space)
    });
    let indent = indents.min().unwrap_or(0);
    let mut doc = Doc::default();
    for comment in comments {
        if !doc.0.is_empty() {
            doc.push_text("\n");
        }
        match comment {
            Comment::Written(text) => doc.push_text(&dedented(&text, indent)),
            Comment::Attribute(text) => {
                doc.push_text(&dedented(&text, indent.saturating_sub(space)))
            }
            Comment::Computed(tokens) => doc.0.push(DocPiece::Computed(tokens)),
        }
    }
    if let Some(DocPiece::Text(text)) = doc.0.first_mut() {
        *text = text.trim_start_matches('\n').to_owned();
    }
    if let Some(DocPiece::Text(text)) = doc.0.last_mut() {
        *text = text.trim_end_matches('\n').to_owned();
    }
    doc
}

fn dedented(text: &str, indent: usize) -> String {
    let dedented = |line: &str| line.get(indent..).unwrap_or("").trim_end().to_owned();
    text.split('\n').map(dedented).collect::<Vec<String>>().join("\n")
}

/// A piece of documentation, by how it is written.
enum Comment {
    /// `/// …` or `/** … */`
    Written(String),
    /// `#[doc = "…"]`
    Attribute(String),
    /// `#[doc = include_str!(…)]`
    Computed(TokenStream),
}

fn comment(attribute: &Attribute) -> Option<Comment> {
    let pair = match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => pair,
        _ => return None,
    };
    let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &pair.value else {
        // rustc takes nothing else but macros that become a literal.
        return Some(Comment::Computed(pair.value.to_token_stream()));
    };
    // The compiler makes the attribute of a comment, and says that all of it stands where the comment does.
    Some(match pair.path.span().source_text().as_deref() {
        Some("doc") => Comment::Attribute(text.value()),
        _ => Comment::Written(without_stars(&text.value())),
    })
}

/// The text of a block comment without the stars that its lines begin with, where all of them do so in one column.
fn without_stars(text: &str) -> String {
    let Some((first, rest)) = text.split_once('\n') else { return text.to_owned() };
    let column = |line: &str| line.trim_start().starts_with('*').then(|| line.find('*')).flatten();
    let mut columns = rest.split('\n').filter(|line| !line.trim().is_empty()).map(column);
    let Some(Some(star)) = columns.next() else { return text.to_owned() };
    if columns.any(|column| column != Some(star)) {
        return text.to_owned();
    }
    let lines = rest.split('\n').map(|line| line.get(star + 1..).unwrap_or(""));
    [first].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
}

/// What `#[deprecated]` among the attributes says.
pub(crate) fn deprecation_of(attributes: &[Attribute]) -> Option<Deprecation> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("deprecated"))?;
    let text = |value: &Expr| match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => text.value(),
        _ => String::new(),
    };
    // What else may be written there is an error of rustc's own.
    Some(match &attribute.meta {
        Meta::Path(_) => Deprecation::default(),
        Meta::NameValue(pair) => Deprecation { since: String::new(), note: text(&pair.value) },
        Meta::List(list) => {
            let pairs = list
                .parse_args_with(Punctuated::<MetaNameValue, Token![,]>::parse_terminated)
                .unwrap_or_default();
            let of = |name: &str| {
                let pair = pairs.iter().find(|pair| pair.path.is_ident(name));
                pair.map_or_else(String::new, |pair| text(&pair.value))
            };
            Deprecation { since: of("since"), note: of("note") }
        }
    })
}

impl Doc {
    fn push_text(&mut self, more: &str) {
        match self.0.last_mut() {
            Some(DocPiece::Text(text)) => text.push_str(more),
            _ => self.0.push(DocPiece::Text(more.to_owned())),
        }
    }

    /// Whether there is nothing to say.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|piece| matches!(piece, DocPiece::Text(text) if text.is_empty()))
    }
}

impl DocPiece {
    /// An expression of the text.
    #[cfg(test)]
    fn written(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Computed(tokens) => format!("{{{tokens}}}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::{ItemFn, parse_quote};

    fn text_of(function: &ItemFn) -> String {
        doc_of(&function.attrs).0.iter().map(DocPiece::written).collect()
    }

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
        assert_eq!(text_of(&function), "The sum.\n\n    code\n# Errors");
    }

    #[test]
    fn without_a_comment_the_text_is_empty() {
        let function: ItemFn = parse_quote! {
            #[doc(hidden)]
            fn sum() {}
        };
        assert_eq!(text_of(&function), "");
        assert!(doc_of(&function.attrs).is_empty());
    }

    #[test]
    fn what_macros_say_is_left_to_the_compiler() {
        let function: ItemFn = parse_quote! {
            /// The sum.
            #[doc = include_str!("sum.md")]
            #[doc = concat!("of ", "x")]
            ///   And more.
            fn sum() {}
        };
        assert_eq!(
            text_of(&function),
            "The sum.\n{include_str ! (\"sum.md\")}\n{concat ! (\"of \" , \"x\")}\n  And more."
        );
    }

    #[test]
    fn the_stars_of_a_block_go() {
        let stars = |text: &str| without_stars(text).trim_end().to_owned();
        assert_eq!(stars("\n * The sum.\n *\n * - a\n *   * b\n "), "\n The sum.\n\n - a\n   * b");
        assert_eq!(stars(" The sum.\n * Of x.\n "), " The sum.\n Of x.");
        assert_eq!(stars("\n  The sum.\n  * a\n  * b\n"), "\n  The sum.\n  * a\n  * b");
        assert_eq!(stars("\n * a\n   * b\n"), "\n * a\n   * b");
        assert_eq!(stars(" * a "), " * a");
    }

    #[test]
    fn every_form_of_deprecation() {
        let of = |function: ItemFn| {
            deprecation_of(&function.attrs).map(|deprecation| (deprecation.since, deprecation.note))
        };
        let both = |since: &str, note: &str| Some((since.to_owned(), note.to_owned()));
        assert_eq!(
            of(parse_quote!(
                fn f() {}
            )),
            None
        );
        assert_eq!(
            of(parse_quote!(
                #[deprecated]
                fn f() {}
            )),
            both("", "")
        );
        assert_eq!(
            of(parse_quote!(
                #[deprecated = "old"]
                fn f() {}
            )),
            both("", "old")
        );
        assert_eq!(
            of(parse_quote!(
                #[deprecated(since = "1.2", note = "old")]
                fn f() {}
            )),
            both("1.2", "old")
        );
    }
}
