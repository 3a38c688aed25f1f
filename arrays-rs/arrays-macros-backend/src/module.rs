//! The attribute on a module: the documentation of a Java class, and a look at the names in it.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Item, ItemMod, Meta, Path, Token};

use crate::errors::Errors;
use crate::{docs, expansion, function, manifest, names};

/// Expands the attribute on a module: the module with its manifest entry inside.
pub(crate) fn export(options: TokenStream, mut item: ItemMod) -> TokenStream {
    let mut errors = Errors::default();
    let krate = errors.keep(krate.parse2(options)).flatten();
    let entry = entry(&item.attrs);
    match &mut item.content {
        None => errors.at(
            item.ident.span(),
            "a module in a file of its own cannot bear the attribute\nleave it out: the class is made of the \
             functions that bear it, and of the `//!` of the file",
        ),
        Some((_, items)) => {
            if !items.iter().any(may_export) {
                errors.at(
                    item.ident.span(),
                    format!(
                        "no function of `{}` is exported, and Java would get no class\nput #[arrays::export] on \
                         its functions",
                        item.ident
                    ),
                );
            }
            check_java_names(items, krate.as_ref(), &mut errors);
            items.push(Item::Verbatim(expansion::in_crate(entry, krate.as_ref())));
        }
    }
    let errors = errors.into_tokens();
    quote!(#item #errors)
}

/// The manifest entry of the module that is a file, where its attributes document it.
pub(crate) fn of_file(attributes: &[Attribute], conditions: &[Attribute]) -> Option<TokenStream> {
    let entry = entry(attributes);
    (!docs::doc_of(attributes).is_empty()).then(|| quote!(#(#conditions)* #entry))
}

fn entry(attributes: &[Attribute]) -> TokenStream {
    let (doc, deprecation) = (docs::doc_of(attributes), docs::deprecation_of(attributes));
    let json = manifest::module_json(&doc, deprecation.as_ref());
    let entry = expansion::entry(&json, &manifest::module_manifest_symbol());
    quote! {
        const _: () = {
            ::arrays::macro_support::require_symbol(::core::module_path!());
            #entry
        };
    }
}

/// The option of the attribute on a module.
fn krate(input: ParseStream<'_>) -> syn::Result<Option<Path>> {
    if input.is_empty() {
        return Ok(None);
    }
    let wrong = "on a module the attribute has no such option\nthere is crate = …, the path of the crate arrays";
    match input.parse::<Option<Token![crate]>>()? {
        Some(_) => input.parse::<Token![=]>()?,
        None => return Err(syn::Error::new(input.span(), wrong)),
    };
    let path = input.call(Path::parse_mod_style)?;
    match input.is_empty() {
        true => Ok(Some(path)),
        false => Err(input.error(wrong)),
    }
}

/// Whether an item is an exported function, or may become one.
fn may_export(item: &Item) -> bool {
    match item {
        Item::Fn(function) => function.attrs.iter().any(|attribute| {
            let path = attribute.path();
            path.is_ident("cfg_attr")
                || path.segments.last().is_some_and(|segment| segment.ident == "export")
        }),
        Item::Macro(_) | Item::Verbatim(_) => true,
        _ => false,
    }
}

/// Reports exported functions that Java cannot tell apart, and takes the attribute from all but the first, which
/// would otherwise be reported again.
fn check_java_names(items: &mut [Item], krate: Option<&Path>, errors: &mut Errors) {
    let mut taken: HashMap<String, String> = HashMap::new();
    for item in items {
        let Item::Fn(function) = item else { continue };
        let Some(position) =
            function.attrs.iter().position(|attribute| is_export(attribute, krate))
        else {
            continue;
        };
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
                        "`{name}` has the Java name and parameters of `{other}`\ntake another name, or name = …"
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
fn is_export(attribute: &Attribute, krate: Option<&Path>) -> bool {
    let name = krate.and_then(|path| path.segments.last()).map(|last| &last.ident);
    let path: Vec<_> = attribute.path().segments.iter().map(|segment| &segment.ident).collect();
    match path.as_slice() {
        [export] => *export == "export",
        [.., krate, export] => {
            *export == "export" && name.map_or(*krate == "arrays", |name| *krate == name)
        }
        [] => false,
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
        let text = expanded(
            "",
            "/// Statistics.\n#[deprecated = \"old\"]\nmod statistics { //! Of samples.\n #[export] fn a() {} }",
        );
        assert!(text.contains(r#"\"doc\":\"Statistics.\\nOf samples.\""#), "{text}");
        assert!(text.contains(r#"\"note\":\"old\""#), "{text}");
        assert!(!text.contains("compile_error"), "{text}");
    }

    #[test]
    fn functions_with_one_java_name_are_reported_once() {
        let text = expanded(
            "",
            "mod m { #[arrays::export] fn a_b() {} #[export] fn aB() {} fn aB_() {} }",
        );
        assert!(
            text.contains(
                "`aB` has the Java name and parameters of `a_b`\\ntake another name, or name = …"
            ),
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
                "`sum_rows` has the Java name and parameters of `sum`\\ntake another name, or name = …"
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
        assert!(text.contains("on a module the attribute has no such option"), "{text}");
        assert!(text.contains("a module in a file of its own"), "{text}");
        let text = expanded("crate = arrs, shapes()", "mod m { #[export] fn f() {} }");
        assert!(text.contains("on a module the attribute has no such option"), "{text}");
    }

    #[test]
    fn the_crate_may_have_another_name() {
        let text = expanded(
            "crate = my::arrs",
            "mod m { #[arrs::export] fn a_b() {} #[my::arrs::export] fn aB() {} #[arrays::export] fn a__b() {} }",
        );
        assert_eq!(text.matches("compile_error").count(), 1, "{text}");
        assert!(text.contains("my :: arrs :: macro_support"), "{text}");
        assert!(!text.contains(":: arrays ::"), "{text}");
    }

    #[test]
    fn a_module_without_an_exported_function_is_refused() {
        for module in [
            "mod m {}",
            "mod m { #[inline] fn f() {} }",
            "mod m { mod inner { #[arrays::export] fn f() {} } }",
        ] {
            let text = expanded("", module);
            assert!(text.contains("no function of `m` is exported"), "{text}");
        }
        for module in [
            "mod m { #[arrs::export] fn f() {} }",
            "mod m { functions!(); }",
            "mod m { #[cfg_attr(unix, arrays::export)] fn f() {} }",
        ] {
            let text = expanded("", module);
            assert!(!text.contains("compile_error"), "{text}");
        }
    }
}
