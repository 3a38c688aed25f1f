//! What is added to an exported function: a shim with C arguments, and its manifest entry.
//!
//! Everything that does more than pass values on is in `::arrays::macro_support`. Tokens of `unsafe` keep
//! the span of the attribute, never one of the user's code: the lint `unsafe_code`, which users may forbid,
//! then knows them as the macro's.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Attribute;

use crate::manifest::{self, Text};
use crate::model::{Access, Form, Function, Holder, Param, ParamKind, Rank, Returns, Value};

/// The items added to `function`, under the same conditions.
pub(crate) fn of_function(function: &Function, conditions: &[Attribute]) -> TokenStream {
    let marker = marker(function);
    let shim = shim(function);
    let entry = entry(&manifest::function_json(function), &manifest::manifest_symbol(function));
    quote! {
        #(#conditions)*
        #marker

        #(#conditions)*
        const _: () = {
            #shim
            #entry
        };
    }
}

/// An item whose name holds the Java name: two functions of a module with one Java name meet in it, and rustc
/// quotes the item's name at theirs.
fn marker(function: &Function) -> TokenStream {
    let span = function.ident.span();
    let name = format!("the_java_method_{}_exists_twice_in_this_class", function.name.java);
    let name = Ident::new(&name, span);
    quote_spanned! {span=>
        #[doc(hidden)]
        #[allow(dead_code, non_camel_case_types)]
        struct #name;
    }
}

/// The item that puts `json` into the library.
pub(crate) fn entry(json: &Text, symbol: &Text) -> TokenStream {
    let json = json.to_tokens();
    let symbol = symbol.to_tokens();
    quote! {
        const __ARRAYS_JSON: &::core::primitive::str = #json;
        #[used]
        #[unsafe(export_name = #symbol)]
        static __ARRAYS_ENTRY: [
            ::core::primitive::u8;
            ::arrays::macro_support::manifest_length(__ARRAYS_JSON)
        ] = ::arrays::macro_support::manifest_entry(__ARRAYS_JSON);
    }
}

/// How one parameter crosses: the C parameters, and the statement that makes the Rust value of them.
struct Crossing {
    c_params: TokenStream,
    value: Ident,
    statement: TokenStream,
}

fn shim(function: &Function) -> TokenStream {
    let symbol = manifest::symbol(function).to_tokens();
    let ident = &function.ident;
    let crossings: Vec<Crossing> = function.params.iter().map(crossing).collect();
    let c_params = crossings.iter().map(|crossing| &crossing.c_params);
    let statements = crossings.iter().map(|crossing| &crossing.statement);
    let values = crossings.iter().map(|crossing| &crossing.value);
    let call_ident = local("call");
    let call = quote!(#ident(#(#values),*));
    let result = local_at("result", function.returns_span);
    let success = success(function, &result);
    let answer = match &function.error {
        None => quote! {
            let #result = #call;
            #success
        },
        Some(error) => {
            let failure = local("error");
            // Where `Display` is missing, rustc says so at the type.
            let at_type = local_at("error", error.span);
            let span = at_type.span();
            let at_type = quote_spanned!(span=> &#at_type);
            quote! {
                match #call {
                    ::core::result::Result::Ok(#result) => { #success }
                    ::core::result::Result::Err(#failure) => {
                        use ::arrays::macro_support::{DescribedByDisplay as _, DescribedByError as _};
                        ::arrays::macro_support::require_describable(#at_type);
                        ::core::result::Result::Err(
                            (&::arrays::macro_support::Described(&#failure)).to_failure()
                        )
                    }
                }
            }
        }
    };
    let body = quote! {
        |#call_ident: &::arrays::macro_support::Call| {
            #(#statements)*
            #answer
        }
    };
    let (slots, closure) = (local("slots"), local("body"));
    let (slots_param, c_result, frame) = match &function.returns {
        Returns::Void => (
            quote!(),
            quote!(::core::primitive::i32),
            quote!(::arrays::macro_support::void_call(#body)),
        ),
        Returns::One { value: Value::Scalar(scalar), .. } => {
            let ty = primitive(scalar.rust_name());
            (
                quote!(),
                primitive(scalar.carrier()),
                quote!(::arrays::macro_support::scalar_call::<#ty>(#body)),
            )
        }
        Returns::One { .. } | Returns::Tuple(_) => (
            quote!(#slots: *mut ::core::primitive::u64,),
            quote!(::core::primitive::i32),
            quote! {{
                let #closure = #body;
                // SAFETY: the caller gives one slot for each value of the result (docs/abi.md).
                unsafe { ::arrays::macro_support::slots_call(#slots, #closure) }
            }},
        ),
    };
    quote! {
        #[unsafe(export_name = #symbol)]
        unsafe extern "C" fn __arrays_shim(#(#c_params)* #slots_param) -> #c_result {
            #frame
        }
    }
}

fn crossing(param: &Param) -> Crossing {
    let name = &param.name.rust;
    let call = local("call");
    let part = |suffix: &str| local(&format!("{name}_{suffix}"));
    // A type that only looks like one of ndarray's is reported where the user wrote it.
    let value = local_at(&format!("{name}_value"), param.ty_span);
    let i64_ty = primitive("i64");
    let (c_params, made) = match param.kind {
        ParamKind::Scalar { scalar, optional } => {
            let carrier = part("carrier");
            let ty = primitive(scalar.rust_name());
            let carrier_ty = primitive(scalar.carrier());
            if optional {
                let present = part("present");
                (
                    quote!(#present: #i64_ty, #carrier: #carrier_ty,),
                    quote!(::arrays::macro_support::optional::<#ty>(#name, #present, #carrier)?),
                )
            } else {
                (
                    quote!(#carrier: #carrier_ty,),
                    quote!(::arrays::macro_support::scalar::<#ty>(#name, #carrier)?),
                )
            }
        }
        ParamKind::Text => {
            let (pointer, length) = (part("pointer"), part("length"));
            (
                quote!(#pointer: *const ::core::primitive::u8, #length: #i64_ty,),
                lent(quote!(text(#call, #name, #pointer, #length))),
            )
        }
        ParamKind::Array { element, rank, access, form } => {
            let ty = primitive(element.rust_name());
            let pointer = part("pointer");
            let function = |reads: &str, writes: &str| match access {
                Access::Read => format_ident!("{reads}"),
                Access::Write | Access::Out => format_ident!("{writes}"),
            };
            match (form, rank) {
                (Form::Slice, _) => {
                    let length = part("length");
                    let function = function("slice", "slice_mut");
                    (
                        quote!(#pointer: *mut #ty, #length: #i64_ty,),
                        lent(quote!(#function::<#ty>(#call, #name, #pointer, #length))),
                    )
                }
                (Form::View, Rank::Static(rank)) => {
                    let lengths: Vec<Ident> =
                        (0..rank).map(|axis| part(&format!("length{axis}"))).collect();
                    let strides: Vec<Ident> =
                        (0..rank).map(|axis| part(&format!("stride{axis}"))).collect();
                    let function = function("static_view", "static_view_mut");
                    (
                        quote! {
                            #pointer: *mut #ty,
                            #(#lengths: #i64_ty,)*
                            #(#strides: #i64_ty,)*
                        },
                        lent(quote! {
                            #function::<#ty, #rank>(
                                #call, #name, #pointer, [#(#lengths),*], [#(#strides),*]
                            )
                        }),
                    )
                }
                (Form::View, Rank::Dynamic) => {
                    let (rank, layout) = (part("rank"), part("layout"));
                    let function = function("dynamic_view", "dynamic_view_mut");
                    (
                        quote!(#pointer: *mut #ty, #rank: #i64_ty, #layout: *const #i64_ty,),
                        lent(quote!(#function::<#ty>(#call, #name, #pointer, #rank, #layout))),
                    )
                }
            }
        }
    };
    Crossing { c_params, statement: quote!(let #value = #made;), value }
}

/// A call of the function of `macro_support` that makes a view.
fn lent(call: TokenStream) -> TokenStream {
    quote! {{
        // SAFETY: the caller keeps what docs/abi.md demands of arguments.
        unsafe { ::arrays::macro_support::#call }?
    }}
}

/// The result of the closure for a value that the function returned.
///
/// Java reads what the manifest claims, and the manifest has the return type as it is spelled. A name in
/// scope may stand for another type; hence no type is left to inference here.
fn success(function: &Function, result: &Ident) -> TokenStream {
    let slot = |value: Value, ident: &Ident| {
        let ty = claimed(value);
        quote!(<#ty as ::arrays::macro_support::IntoSlot>::into_slot(#ident)?)
    };
    match &function.returns {
        Returns::Void => quote! {
            let () = #result;
            ::core::result::Result::Ok(())
        },
        Returns::One { value: Value::Scalar(_), .. } => quote!(::core::result::Result::Ok(#result)),
        Returns::One { value, .. } => {
            let slot = slot(*value, result);
            quote!(::core::result::Result::Ok([#slot]))
        }
        Returns::Tuple(fields) => {
            let values: Vec<Ident> = (0..fields.len())
                .map(|index| local_at(&format!("value{index}"), function.returns_span))
                .collect();
            let slots = fields.iter().zip(&values).map(|(field, ident)| slot(field.value, ident));
            quote! {
                let (#(#values,)*) = #result;
                ::core::result::Result::Ok([#(#slots),*])
            }
        }
    }
}

/// The name of a local variable. Hygiene keeps it apart from the user's variables, but not from constants
/// and unit structs, which a pattern would match; hence the underscores.
fn local(name: &str) -> Ident {
    Ident::new(&format!("__{name}"), Span::mixed_site())
}

/// A local variable of the user's types. Where one only looks like the type of its name, rustc says so at
/// `span`.
fn local_at(name: &str, span: Span) -> Ident {
    Ident::new(&format!("__{name}"), span.resolved_at(Span::mixed_site()))
}

/// The type that the manifest claims, whatever types of the same name are in scope.
fn claimed(value: Value) -> TokenStream {
    match value {
        Value::Scalar(scalar) => primitive(scalar.rust_name()),
        Value::Text => quote!(::std::string::String),
        Value::Array { element, rank, holder } => {
            let element = primitive(element.rust_name());
            let dimension = match rank {
                Rank::Static(rank) => format_ident!("Ix{rank}"),
                Rank::Dynamic => format_ident!("IxDyn"),
            };
            match holder {
                Holder::Vec => quote!(::std::vec::Vec<#element>),
                Holder::Array => {
                    quote!(::arrays::ndarray::Array<#element, ::arrays::ndarray::#dimension>)
                }
            }
        }
    }
}

/// A primitive type, whatever types of the same name are in scope.
fn primitive(name: &str) -> TokenStream {
    let name = format_ident!("{name}");
    quote!(::core::primitive::#name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::tests::understood;

    /// The shim of a function, formatted, without its attribute.
    fn expanded(options: &str, function: &str) -> String {
        let shim = shim(&understood(options, function));
        let file = syn::parse2(shim).expect("items");
        let text = prettyplease::unparse(&file);
        text.replace("::core::primitive::", "").replace("::arrays::macro_support::", "")
    }

    #[test]
    fn a_scalar_of_a_view() {
        let text = expanded("", "fn sum(x: ArrayView1<f64>) -> f64 {}");
        let shim = text.split_once(")]\n").map(|(_, shim)| shim);
        assert_eq!(
            shim,
            Some(
                r#"unsafe extern "C" fn __arrays_shim(
    __x_pointer: *mut f64,
    __x_length0: i64,
    __x_stride0: i64,
) -> f64 {
    scalar_call::<
        f64,
    >(|__call: &Call| {
        let __x_value = {
            unsafe {
                static_view::<
                    f64,
                    1usize,
                >(__call, "x", __x_pointer, [__x_length0], [__x_stride0])
            }?
        };
        let __result = sum(__x_value);
        ::core::result::Result::Ok(__result)
    })
}
"#
            )
        );
    }

    #[test]
    fn slots_are_of_the_types_that_the_manifest_claims() {
        for (ty, claimed) in [
            ("String", "::std::string::String"),
            ("Vec<u8>", "::std::vec::Vec<u8>"),
            ("Array2<f64>", "::arrays::ndarray::Array<f64, ::arrays::ndarray::Ix2>"),
            ("Array<i8, Ix0>", "::arrays::ndarray::Array<i8, ::arrays::ndarray::Ix0>"),
            ("Result<ArrayD<bool>, E>", "::arrays::ndarray::Array<bool, ::arrays::ndarray::IxDyn>"),
            ("io::Result<(usize,)>", "usize"),
        ] {
            let text = expanded("", &format!("fn f() -> {ty} {{}}"));
            let text: String = text.split_whitespace().collect();
            let slot = format!("<{claimed} as IntoSlot>::into_slot(__").replace(' ', "");
            assert!(text.replace(",>", ">").contains(&slot), "{slot} in\n{text}");
        }
    }

    #[test]
    fn a_tuple_or_an_error() {
        let text = expanded("", "fn f(name: &str, k: Option<u8>) -> Result<(f64, String), E> {}");
        for part in [
            "name_pointer: *const u8",
            "name_length: i64",
            "k_present: i64",
            "k_carrier: i64",
            "slots: *mut u64",
            ") -> i32 {",
            "match f(__name_value, __k_value) {",
            "let (__value0, __value1) = __result;",
            "require_describable(&__error);",
        ] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
    }
}
