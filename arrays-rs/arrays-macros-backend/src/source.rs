//! What stands around the attribute in its file, which no macro is shown: the compiler says where the attribute is,
//! and the file can be read.
//!
//! Where that is not known, nothing is said: the compiler then reports what is wrong in its own words.

use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, LineColumn, Span, TokenStream, TokenTree};
use syn::Attribute;
use syn::parse::{ParseStream, Parser};

/// A word that no source holds: it takes the place of the attribute.
const MARK: &str = "__arrays_the_attribute";

/// What stands around the attribute.
#[derive(Default)]
pub(crate) struct Surroundings {
    /// Whether it is in an `impl` or a `trait`.
    pub(crate) is_in_impl: bool,
    /// The attributes of the module that is the file, where this attribute is the first one of the module.
    pub(crate) of_module: Vec<Attribute>,
}

/// What stands around the attribute that is being expanded.
pub(crate) fn surroundings() -> Surroundings {
    let span = Span::call_site();
    let text = span.local_file().and_then(|file| fs::read_to_string(file).ok());
    text.and_then(|text| around(&text, span.start())).unwrap_or_default()
}

/// The name that the manifest of the package being compiled gives the crate `arrays`, unless it is that one.
pub(crate) fn other_crate_name() -> Option<String> {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR")?;
    renamed(&fs::read_to_string(Path::new(&folder).join("Cargo.toml")).ok()?)
}

/// The other name in a manifest: `nd = { package = "arrays" }`, or a table of that name.
fn renamed(manifest: &str) -> Option<String> {
    let mut table = "";
    let mut name = None;
    for line in manifest.lines() {
        let words: String = line.split('#').next()?.split_whitespace().collect();
        if let Some(header) = line.trim().strip_prefix('[') {
            table = header.split(']').next()?;
            if table.ends_with("dependencies.arrays") {
                return None;
            }
        } else if words.starts_with("arrays=") && table.ends_with("dependencies") {
            return None;
        } else if words.starts_with("package=\"arrays\"") {
            name = table.rsplit_once("dependencies.").map(|(_, name)| name.to_owned());
        } else if words.contains("package=\"arrays\"") {
            name = words.split_once('=').map(|(name, _)| name.to_owned());
        }
    }
    name
}

/// What stands around the attribute at a place of a source.
fn around(text: &str, place: LineColumn) -> Option<Surroundings> {
    let lines = text.split_inclusive('\n');
    let line_start: usize = lines.take(place.line.checked_sub(1)?).map(str::len).sum();
    let column = text[line_start..].char_indices().nth(place.column)?.0;
    let (before, after) = text.split_at(line_start + column);
    // Most attributes are neither the first one nor in an `impl`; to see that need not take long.
    let has_doc = text.starts_with("//!") || text.starts_with("/*!") || text.contains("#![doc");
    let may_be_first = has_doc && !has_exported_function(before);
    let may_be_inside = before.contains("impl") || before.contains("trait");
    if !after.starts_with("#[") || !(may_be_first || may_be_inside && place.column > 0) {
        return None;
    }
    let source: TokenStream = format!("{before} {MARK} {after}").parse().ok()?;
    Some(match find(source.clone(), None)? {
        Place::Inside(is_in_impl) => Surroundings { is_in_impl, of_module: Vec::new() },
        Place::First => {
            let inner = |input: ParseStream<'_>| {
                let attributes = input.call(Attribute::parse_inner)?;
                input.parse::<TokenStream>()?;
                Ok(attributes)
            };
            Surroundings { is_in_impl: false, of_module: inner.parse2(source).ok()? }
        }
        Place::Later => Surroundings::default(),
    })
}

/// Whether a function with the attribute seems to come in these lines: quickly, and not in every layout.
fn has_exported_function(before: &str) -> bool {
    let mut lines = before.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("#[arrays::export") || line.starts_with("#[export") {
            let is_more = |line: &&str| line.starts_with('#') || line.starts_with("//");
            if lines.clone().find(|line| !is_more(line)).is_none_or(|item| !item.contains("mod ")) {
                return true;
            }
        }
    }
    false
}

/// Where the mark was found.
#[derive(Debug)]
enum Place {
    /// In braces, those of an `impl` or a `trait` where true.
    Inside(bool),
    /// In none, before any other function that bears an attribute of this name.
    First,
    /// In none.
    Later,
}

/// Finds the mark; `braces` says whether the stream is in those of an `impl` or a `trait`, where it is in any.
fn find(stream: TokenStream, braces: Option<bool>) -> Option<Place> {
    let mut is_first = true;
    let mut is_attribute = false;
    let mut is_exported = false;
    // The word that says what the next braces are.
    let mut opener: Option<String> = None;
    for token in stream {
        let was_hash = std::mem::take(&mut is_attribute);
        match token {
            TokenTree::Ident(word) if word == MARK => {
                return Some(match braces {
                    Some(is_in_impl) => Place::Inside(is_in_impl),
                    None if is_first => Place::First,
                    None => Place::Later,
                });
            }
            TokenTree::Ident(word) if opener.is_none() => {
                let word = word.to_string();
                if matches!(word.as_str(), "impl" | "trait" | "fn" | "mod" | "macro_rules") {
                    is_first &= !(is_exported && word == "fn");
                    is_exported = false;
                    opener = Some(word);
                }
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let is_impl = matches!(opener.take().as_deref(), Some("impl" | "trait"));
                if let Some(found) = find(group.stream(), Some(is_impl)) {
                    return Some(found);
                }
            }
            TokenTree::Group(group) if was_hash && group.delimiter() == Delimiter::Bracket => {
                let path = group.stream().into_iter().take_while(|token| {
                    matches!(token, TokenTree::Ident(_))
                        || matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':')
                });
                is_exported |= path.last().is_some_and(|word| word.to_string() == "export");
            }
            TokenTree::Punct(punct) => {
                is_attribute = punct.as_char() == '#';
                if punct.as_char() == ';' {
                    opener = None;
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands around the attribute before which the source has an `@`.
    fn of(source: &str) -> Option<Surroundings> {
        let before = source.split('@').next().expect("a first part");
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count();
        around(&source.replace('@', ""), LineColumn { line, column })
    }

    fn is_in_impl(source: &str) -> bool {
        of(source).is_some_and(|surroundings| surroundings.is_in_impl)
    }

    fn doc(source: &str) -> Option<usize> {
        of(source).map(|surroundings| surroundings.of_module.len())
    }

    #[test]
    fn another_name_is_found_in_the_manifest() {
        let name = |manifest| super::renamed(manifest);
        assert_eq!(
            name("[dependencies]\nnd = { package = \"arrays\", path = \"x\" }"),
            Some("nd".to_owned())
        );
        assert_eq!(
            name("[dependencies.nd]\npath = \"x\"\npackage = \"arrays\""),
            Some("nd".to_owned())
        );
        assert_eq!(name("[dependencies]\narrays = { path = \"x\" } # package = \"arrays\""), None);
        assert_eq!(
            name(
                "[dependencies.arrays]\npath = \"x\"\n[dependencies]\nnd = { package = \"arrays\" }"
            ),
            None
        );
        assert_eq!(name("[package]\nname = \"arrays-user\""), None);
    }

    #[test]
    fn methods_are_told_from_functions() {
        assert!(is_in_impl("impl Model {\n  @#[arrays::export]\n fn f() {}\n}"));
        assert!(is_in_impl(
            "unsafe impl<T> Ö for Model<T> where T: X {\n  @#[export] fn f() {}\n}"
        ));
        assert!(is_in_impl("pub trait T {\n  fn g() {} @#[arrays::export] fn f();\n}"));
        for source in [
            "mod m {\n  impl A {}\n  @#[arrays::export] fn f() {}\n}",
            "fn g() -> impl Fn() {\n  @#[arrays::export] fn f() {}\n}",
            "impl A { fn g() {\n  @#[arrays::export] fn f() {}\n} }",
            "const C: &str = \"impl A {\";\nmod m {\n  @#[arrays::export] fn f() {} }",
            "// impl A {\nmod m {\n  @#[arrays::export] fn f() {} }",
            "impl A {}\n@#[arrays::export] fn f() {}",
        ] {
            assert!(!is_in_impl(source), "{source}");
        }
    }

    #[test]
    fn the_first_attribute_speaks_for_the_module() {
        assert_eq!(
            doc("//! One.\n//! Two.\n\nuse x;\n\n/// F.\n@#[arrays::export]\nfn f() {}"),
            Some(2)
        );
        assert_eq!(
            doc("/*! One. */\n#[inline]\nfn g() {}\n@#[arrays::export(a)]\nfn f() {}"),
            Some(1)
        );
        assert_eq!(
            doc("//! One.\n#[arrays::export]\npub mod a {}\n@#[arrays::export]\nfn f() {}"),
            Some(1)
        );
        for source in [
            "//! One.\n#[arrays::export]\nfn g() {}\n@#[arrays::export]\nfn f() {}",
            "//! One.\n  #[arrays::export]\nfn g() {}\n@#[arrays::export]\nfn f() {}",
            "//! One.\nmod m {\n@#[arrays::export]\nfn f() {}\n}",
            "//! One.\nmacro_rules! m { () => {\n@#[arrays::export]\nfn f() {}\n} }",
            "fn g() {}\n@#[arrays::export]\nfn f() {}",
        ] {
            assert_eq!(doc(source).unwrap_or(0), 0, "{source}");
        }
    }

    #[test]
    fn a_place_that_holds_no_attribute_says_nothing() {
        assert!(of("//! One.\n@fn f() {}").is_none());
        assert!(around("//! One.", LineColumn { line: 9, column: 3 }).is_none());
        assert!(around("//! One.", LineColumn { line: 0, column: 0 }).is_none());
        assert!(of("//! /// @#[arrays::export]\nfn f() {}").is_none());
    }
}
