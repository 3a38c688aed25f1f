//! The attribute on a module: the documentation of a Java class, and a look at the names in it.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Attribute, Item, ItemMod, Meta};

use crate::errors::Errors;
use crate::{docs, expansion, function, manifest, names};

/// Expands the attribute on a module: the module with its manifest entry inside.
pub(crate) fn export(options: TokenStream, mut item: ItemMod) -> TokenStream {
    let mut errors = Errors::default();
    if !options.is_empty() {
        errors.at(options.span(), "on a module the attribute has no options");
    }
    let doc = docs::text_of(&item.attrs);
    match &mut item.content {
        None => errors.at(
            item.ident.span(),
            "only an inline module `mod name { … }` can bear the attribute; the functions of a module in a \
             file of its own need no more than the attribute on each of them",
        ),
        Some((_, items)) => {
            check_java_names(items, &mut errors);
            let entry =
                expansion::entry(&manifest::module_json(&doc), &manifest::module_manifest_symbol());
            items.push(Item::Verbatim(quote!(const _: () = { #entry };)));
        }
    }
    let errors = errors.into_tokens();
    quote!(#item #errors)
}

/// Reports exported functions that Java cannot tell apart, and takes the attribute from all but the first, which
/// would otherwise be reported again.
fn check_java_names(items: &mut [Item], errors: &mut Errors) {
    let mut taken: HashMap<String, String> = HashMap::new();
    for item in items {
        let Item::Fn(function) = item else { continue };
        let Some(position) = function.attrs.iter().position(is_export) else { continue };
        let is_conditional =
            function.attrs.iter().any(|attribute| attribute.path().is_ident("cfg"));
        if is_conditional {
            // Which of several conditional functions there will be, rustc knows later.
            continue;
        }
        let options = match &function.attrs[position].meta {
            Meta::List(list) => list.tokens.clone(),
            Meta::Path(_) | Meta::NameValue(_) => TokenStream::new(),
        };
        let name = names::rust_name(&function.sig.ident);
        let signatures = function::java_signatures(options, function);
        let other = signatures.iter().find_map(|signature| taken.get(signature));
        match other {
            Some(other) if *other != name => {
                errors.at(
                    function.sig.ident.span(),
                    format!(
                        "`{name}` has the Java name and parameters of `{other}`: take another name"
                    ),
                );
                function.attrs.remove(position);
            }
            // rustc itself refuses two functions with one Rust name.
            Some(_) => {}
            None => taken.extend(signatures.into_iter().map(|signature| (signature, name.clone()))),
        }
    }
}

/// Whether an attribute is `#[export]` or `#[arrays::export]`; other crates have attributes of that name too.
fn is_export(attribute: &Attribute) -> bool {
    let path: Vec<_> = attribute.path().segments.iter().map(|segment| &segment.ident).collect();
    match path.as_slice() {
        [name] => *name == "export",
        [krate, name] => *krate == "arrays" && *name == "export",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(options: &str, module: &str) -> String {
        let options = options.parse().expect("tokens");
        let module = syn::parse_str(module).expect("a module");
        export(options, module).to_string()
    }

    #[test]
    fn the_documentation_is_put_inside() {
        let text = expanded("", "/// Statistics.\nmod statistics { //! Of samples.\n }");
        assert!(text.contains(r#"\"doc\":\"Statistics.\\nOf samples.\"}"#), "{text}");
        assert!(!text.contains("compile_error"), "{text}");
    }

    #[test]
    fn functions_with_one_java_name_are_reported_once() {
        let text = expanded(
            "",
            "mod m { #[arrays::export] fn a_b() {} #[export] fn aB() {} fn aB_() {} }",
        );
        assert!(
            text.contains("`aB` has the Java name and parameters of `a_b`: take another name"),
            "{text}"
        );
        assert_eq!(text.matches("compile_error").count(), 1);
        assert_eq!(text.matches("export]").count(), 1, "{text}");
    }

    #[test]
    fn overloads_are_let_be() {
        let text = expanded(
            "",
            "mod m { #[export(types(T = [f64, f32], D = [Ix1, IxDyn]))] fn sum<T, D>(x: ArrayView<T, D>) {} \
             #[export(name = sum)] fn sum_axis(x: ArrayViewD<f64>, axis: i64) {} }",
        );
        assert!(!text.contains("compile_error"), "{text}");
        let text = expanded(
            "",
            "mod m { #[export(types(T = [f64, f32]))] fn sum<T>(x: ArrayViewD<T>) {} \
             #[export(name = sum)] fn sum_rows(x: ArrayView2<f32>) {} }",
        );
        assert!(
            text.contains(
                "`sum_rows` has the Java name and parameters of `sum`: take another name"
            ),
            "{text}"
        );
    }

    #[test]
    fn attributes_of_other_crates_are_let_be() {
        let text = expanded("", "mod m { #[export] fn a_b() {} #[other::export] fn aB() {} }");
        assert!(!text.contains("compile_error"), "{text}");
        assert!(text.contains("other :: export"), "{text}");
        let text = expanded("", "mod m { #[::arrays::export] fn a_b() {} #[export] fn aB() {} }");
        assert!(text.contains("compile_error"), "{text}");
    }

    #[test]
    fn options_and_files_are_refused() {
        let text = expanded("shapes()", "mod statistics;");
        assert!(text.contains("on a module the attribute has no options"), "{text}");
        assert!(text.contains("only an inline module"), "{text}");
    }
}
