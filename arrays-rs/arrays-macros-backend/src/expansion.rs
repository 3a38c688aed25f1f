//! What is added to an exported function: a shim with C arguments, and its manifest entry; one more shim, of `part.rs`,
//! where calls may be cut into parts.
//!
//! Everything that does more than pass values on is in `::arrays::macro_support`. Tokens of `unsafe` keep
//! the span of the attribute, never one of the user's code: the lint `unsafe_code`, which users may forbid,
//! then knows them as the macro's.

use proc_macro2::{Group, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned};
use syn::{Attribute, Path};

use crate::manifest::{self, Text};
use crate::model::{Access, Form, Function, Holder, Param, ParamKind, Rank, Returns, Value};
use crate::{names, part};

/// The items added to `function`, one of the `instances` of what the user wrote, under the same conditions.
pub(crate) fn of_function(
    function: &Function,
    instances: &[Function],
    conditions: &[Attribute],
) -> TokenStream {
    let marker = marker(function);
    let shim = shim(function, instances);
    let part_shim = function.split.as_ref().map(|split| part::shim(function, split));
    let entry = entry(&manifest::function_json(function), &manifest::manifest_symbol(function));
    quote! {
        #(#conditions)*
        #marker

        #(#conditions)*
        // The function that is called may be deprecated.
        #[allow(deprecated)]
        const _: () = {
            ::arrays::macro_support::require_symbol(::core::module_path!());
            #shim
            #part_shim
            #entry
        };
    }
}

/// The tokens with the path of the crate `arrays` that the user gave in place of `::arrays`.
pub(crate) fn in_crate(tokens: TokenStream, krate: Option<&Path>) -> TokenStream {
    let Some(krate) = krate else { return tokens };
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut renamed = TokenStream::new();
    let mut rest = tokens.as_slice();
    let mut is_in_path = false;
    while let [token, after @ ..] = rest {
        rest = after;
        if !is_in_path && let Some(after) = after_path_of_arrays(token, after) {
            renamed.extend(quote!(#krate));
            rest = after;
            continue;
        }
        is_in_path = matches!(token, TokenTree::Ident(word) if word != "as" && word != "use");
        renamed.extend([match token {
            TokenTree::Group(group) => {
                let mut inner =
                    Group::new(group.delimiter(), in_crate(group.stream(), Some(krate)));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token.clone(),
        }]);
    }
    renamed
}

/// What follows `::arrays`, where that is what the tokens begin with.
fn after_path_of_arrays<'a>(first: &TokenTree, after: &'a [TokenTree]) -> Option<&'a [TokenTree]> {
    match (first, after) {
        (
            TokenTree::Punct(colon),
            [TokenTree::Punct(second), TokenTree::Ident(name), rest @ ..],
        ) if colon.as_char() == ':'
            && colon.spacing() == Spacing::Joint
            && second.as_char() == ':'
            && name == "arrays" =>
        {
            Some(rest)
        }
        _ => None,
    }
}

/// An item whose name holds the Java name and what tells overloads apart: two functions of a module that Java
/// cannot tell apart meet in it, and rustc quotes the item's name at theirs.
fn marker(function: &Function) -> TokenStream {
    let span = function.ident.span();
    let name =
        format!("the_java_method_{}_exists_twice_in_this_class", names::java_signature(function));
    let name = Ident::new(&name, span);
    quote_spanned! {span=>
        #[doc(hidden)]
        #[allow(dead_code, non_camel_case_types)]
        struct #name;
    }
}

/// The item that puts `json` into the library.
pub(crate) fn entry(json: &Text, symbol: &Text) -> TokenStream {
    let json = json.to_json_and_texts();
    let symbol = symbol.to_tokens();
    quote! {
        const __ARRAYS_JSON: &[&::core::primitive::str] = #json;
        #[used]
        #[unsafe(export_name = #symbol)]
        static __ARRAYS_ENTRY: [
            ::core::primitive::u8;
            ::arrays::macro_support::manifest_length(__ARRAYS_JSON)
        ] = ::arrays::macro_support::manifest_entry(__ARRAYS_JSON);
    }
}

/// How one parameter crosses: the C parameters, and the statement that makes the Rust value of them.
pub(crate) struct Crossing {
    pub(crate) c_params: TokenStream,
    pub(crate) value: Ident,
    pub(crate) statement: TokenStream,
}

fn shim(function: &Function, instances: &[Function]) -> TokenStream {
    let vectors = instances.iter().find(|other| is_of_vectors(other, function));
    let vectors = vectors.map(|vectors| if_vectors(function, vectors));
    let symbol = manifest::symbol(function).to_tokens();
    let path = path(function);
    let whole = quote!(::core::option::Option::None);
    let crossings: Vec<Crossing> =
        function.params.iter().map(|param| crossing(param, &whole)).collect();
    let c_params = crossings.iter().map(|crossing| &crossing.c_params);
    let statements = crossings.iter().map(|crossing| &crossing.statement);
    let values = crossings.iter().map(|crossing| &crossing.value);
    let result = result(function);
    let call = quote!(#path(#(#values),*));
    let answer = answer(function, &result, call, success(function, &result));
    let Frame { slots_param, c_result, call } = frame(
        function,
        quote! {
            #(#statements)*
            #answer
        },
    );
    quote! {
        #[unsafe(export_name = #symbol)]
        unsafe extern "C" fn __arrays_shim(#(#c_params)* #slots_param) -> #c_result {
            #vectors
            #call
        }
    }
}

/// Whether `other` is to arrays of one axis what `function` is to those of dynamic rank.
fn is_of_vectors(other: &Function, function: &Function) -> bool {
    let is_one_axis_less_known = |(param, of_vectors): (&Param, &Param)| {
        param.kind == of_vectors.kind || as_vector(param).as_ref() == Some(&of_vectors.kind)
    };
    function.params.iter().any(|param| param.rank() == Some(Rank::Dynamic))
        && other.params.iter().all(|param| param.rank() != Some(Rank::Dynamic))
        && function.params.iter().zip(&other.params).all(is_one_axis_less_known)
        && function.returns.values() == other.returns.values()
}

/// What a view of dynamic rank is where it has one axis.
fn as_vector(param: &Param) -> Option<ParamKind> {
    match param.kind {
        ParamKind::Array { element, rank: Rank::Dynamic, access, form } => {
            Some(ParamKind::Array { element, rank: Rank::Static(1), access, form })
        }
        _ => None,
    }
}

/// The statement that hands arrays of one axis to the shim `vectors`: views of dynamic rank cost more than short
/// calls take.
fn if_vectors(function: &Function, vectors: &Function) -> TokenStream {
    let symbol = manifest::symbol(vectors).to_tokens();
    let whole = quote!(::core::option::Option::None);
    let c_params = vectors.params.iter().map(|param| crossing(param, &whole).c_params);
    let Frame { slots_param, c_result, .. } = frame(vectors, quote!());
    let slots = (!slots_param.is_empty()).then(|| local("slots"));
    let ranks = function
        .params
        .iter()
        .filter(|param| param.rank() == Some(Rank::Dynamic))
        .map(|param| piece(param, "rank"));
    let arguments = function.params.iter().map(|param| match param.kind {
        ParamKind::Scalar { optional, .. } => {
            let present = optional.then(|| piece(param, "present")).into_iter();
            let carrier = piece(param, "carrier");
            quote!(#(#present,)* #carrier,)
        }
        ParamKind::Array { rank: Rank::Dynamic, .. } => {
            let (pointer, layout) = (piece(param, "pointer"), piece(param, "layout"));
            quote!(#pointer, *#layout, *#layout.add(1),)
        }
        ParamKind::Text | ParamKind::Array { form: Form::Slice, .. } => {
            let (pointer, length) = (piece(param, "pointer"), piece(param, "length"));
            quote!(#pointer, #length,)
        }
        ParamKind::Array { rank: Rank::Static(rank), .. } => {
            let pointer = piece(param, "pointer");
            let lengths = (0..rank).map(|axis| length_of(param, axis));
            let strides = (0..rank).map(|axis| piece(param, &format!("stride{axis}")));
            quote!(#pointer, #(#lengths,)* #(#strides,)*)
        }
    });
    quote! {
        if #(#ranks == 1)&&* {
            unsafe extern "C" {
                #[link_name = #symbol]
                fn __arrays_of_vectors(#(#c_params)* #slots_param) -> #c_result;
            }
            // SAFETY: the arguments are this shim's, and the layout of one axis is its length and its stride
            // (docs/abi.md, Arguments).
            return unsafe { __arrays_of_vectors(#(#arguments)* #slots) };
        }
    }
}

/// The function, as a call names it.
pub(crate) fn path(function: &Function) -> TokenStream {
    let Function { ident, turbofish, .. } = function;
    quote!(#ident #turbofish)
}

/// The local variable that holds what the function returned.
pub(crate) fn result(function: &Function) -> Ident {
    local_at("result", function.returns_span)
}

/// What becomes of a call of user code: `success`, in which `result` is what came, or the failure that tells of
/// an `Err`.
pub(crate) fn answer(
    function: &Function,
    result: &Ident,
    call: TokenStream,
    success: TokenStream,
) -> TokenStream {
    let Some(error) = &function.error else {
        return quote! {
            let #result = #call;
            #success
        };
    };
    let failure = local("error");
    // Where `Display` is missing, rustc says so at the type.
    let at_type = local_at("error", error.span);
    let span = at_type.span();
    let at_type = quote_spanned!(span=> &#at_type);
    quote! {
        match #call {
            ::core::result::Result::Ok(#result) => { #success }
            ::core::result::Result::Err(#failure) => {
                use ::arrays::macro_support::{
                    DescribedByDisplay as _, DescribedByError as _, DescribedByNothing as _,
                };
                ::arrays::macro_support::require_describable(#at_type);
                ::core::result::Result::Err(
                    (&&::arrays::macro_support::Described(&#failure)).to_failure()
                )
            }
        }
    }
}

/// What surrounds the statements of a shim.
pub(crate) struct Frame {
    pub(crate) slots_param: TokenStream,
    pub(crate) c_result: TokenStream,
    pub(crate) call: TokenStream,
}

pub(crate) fn frame(function: &Function, statements: TokenStream) -> Frame {
    let call = local("call");
    let body = quote! {
        |#call: &::arrays::macro_support::Call| {
            #statements
        }
    };
    let (slots, closure) = (local("slots"), local("body"));
    match &function.returns {
        Returns::Void => Frame {
            slots_param: quote!(),
            c_result: primitive("i32"),
            call: quote!(::arrays::macro_support::void_call(#body)),
        },
        Returns::One { value: Value::Scalar(scalar), .. } => {
            let ty = primitive(scalar.rust_name());
            Frame {
                slots_param: quote!(),
                c_result: primitive(scalar.carrier()),
                call: quote!(::arrays::macro_support::scalar_call::<#ty>(#body)),
            }
        }
        Returns::One { .. } | Returns::Tuple(_) => Frame {
            slots_param: quote!(#slots: *mut ::core::primitive::u64,),
            c_result: primitive("i32"),
            call: quote! {{
                let #closure = #body;
                // SAFETY: the caller gives one slot for each value of the result (docs/abi.md).
                unsafe { ::arrays::macro_support::slots_call(#slots, #closure) }
            }},
        },
    }
}

/// The C arguments of a parameter and the Rust value made of them; `part` is the `Option<Part>` that an array is
/// cut to.
pub(crate) fn crossing(param: &Param, part: &TokenStream) -> Crossing {
    let name = &param.name.rust;
    let call = local("call");
    let piece = |suffix: &str| piece(param, suffix);
    // A type that only looks like one of ndarray's is reported where the user wrote it.
    let value = local_at(&format!("{name}_value"), param.ty_span);
    let i64_ty = primitive("i64");
    let (c_params, made) = match param.kind {
        ParamKind::Scalar { scalar, optional } => {
            let carrier = piece("carrier");
            let ty = primitive(scalar.rust_name());
            let carrier_ty = primitive(scalar.carrier());
            if optional {
                let present = piece("present");
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
            let (pointer, length) = (piece("pointer"), piece("length"));
            (
                quote!(#pointer: *const ::core::primitive::u8, #length: #i64_ty,),
                lent(quote!(text(#call, #name, #pointer, #length))),
            )
        }
        ParamKind::Array { element, rank, access, form } => {
            let ty = primitive(element.rust_name());
            let pointer = piece("pointer");
            let function = |reads: &str, writes: &str| match access {
                Access::Read => format_ident!("{reads}"),
                Access::Write | Access::Out => format_ident!("{writes}"),
            };
            match (form, rank) {
                (Form::Slice, _) => {
                    let length = piece("length");
                    let function = function("slice", "slice_mut");
                    (
                        quote!(#pointer: *mut #ty, #length: #i64_ty,),
                        lent(quote!(#function::<#ty>(#call, #name, #pointer, #length, #part))),
                    )
                }
                (Form::View, Rank::Static(rank)) => {
                    let lengths: Vec<Ident> =
                        (0..rank).map(|axis| length_of(param, axis)).collect();
                    let strides: Vec<Ident> =
                        (0..rank).map(|axis| piece(&format!("stride{axis}"))).collect();
                    let function = function("static_view", "static_view_mut");
                    (
                        quote! {
                            #pointer: *mut #ty,
                            #(#lengths: #i64_ty,)*
                            #(#strides: #i64_ty,)*
                        },
                        lent(quote! {
                            #function::<#ty, #rank>(
                                #call, #name, #pointer, [#(#lengths),*], [#(#strides),*], #part
                            )
                        }),
                    )
                }
                (Form::View, Rank::Dynamic) => {
                    let (rank, layout) = (piece("rank"), piece("layout"));
                    let function = function("dynamic_view", "dynamic_view_mut");
                    (
                        quote!(#pointer: *mut #ty, #rank: #i64_ty, #layout: *const #i64_ty,),
                        lent(
                            quote!(#function::<#ty>(#call, #name, #pointer, #rank, #layout, #part)),
                        ),
                    )
                }
            }
        }
    };
    Crossing { c_params, statement: quote!(let #value = #made;), value }
}

/// A local variable that holds a C argument of a parameter.
pub(crate) fn piece(param: &Param, suffix: &str) -> Ident {
    local(&format!("{}_{suffix}", param.name.rust))
}

/// The C argument with the length of an axis of an array of static rank.
pub(crate) fn length_of(param: &Param, axis: usize) -> Ident {
    match param.kind {
        ParamKind::Array { form: Form::Slice, .. } => piece(param, "length"),
        _ => piece(param, &format!("length{axis}")),
    }
}

/// A call of the function of `macro_support` that makes a view.
pub(crate) fn lent(call: TokenStream) -> TokenStream {
    quote! {{
        // SAFETY: the caller keeps what docs/abi.md demands of arguments.
        unsafe { ::arrays::macro_support::#call }?
    }}
}

/// The result of the closure for a value that the function returned.
///
/// Java reads what the manifest claims, and the manifest has the return type as it is spelled. A name in
/// scope may stand for another type; hence no type is left to inference here.
pub(crate) fn success(function: &Function, result: &Ident) -> TokenStream {
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
pub(crate) fn local(name: &str) -> Ident {
    Ident::new(&format!("__{name}"), Span::mixed_site())
}

/// A local variable of the user's types. Where one only looks like the type of its name, rustc says so at
/// `span`.
pub(crate) fn local_at(name: &str, span: Span) -> Ident {
    Ident::new(&format!("__{name}"), span.resolved_at(Span::mixed_site()))
}

/// The type that the manifest claims, whatever types of the same name are in scope.
pub(crate) fn claimed(value: Value) -> TokenStream {
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
pub(crate) fn primitive(name: &str) -> TokenStream {
    let name = format_ident!("{name}");
    quote!(::core::primitive::#name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::tests::{all_understood, understood};

    /// The shim of a function, formatted, without its attribute.
    fn expanded(options: &str, function: &str) -> String {
        let shim = shim(&understood(options, function), &[]);
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
                >(
                    __call,
                    "x",
                    __x_pointer,
                    [__x_length0],
                    [__x_stride0],
                    ::core::option::Option::None,
                )
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
    fn the_crate_may_have_another_name() {
        let instances = all_understood(
            "crate = crate::arrs, types(T = [f64]), shapes(x = [n]), split = n, combine = my::arrays::max",
            "fn f<T>(x: ArrayView1<T>, s: &str) -> Result<(T, i64), E> {}",
        );
        let tokens = of_function(&instances[0], &instances, &[]);
        assert!(tokens.to_string().contains("as :: arrays :: macro_support"));
        let text = in_crate(tokens, instances[0].krate.as_ref()).to_string();
        assert!(text.contains("as crate :: arrs :: macro_support :: IntoSlot"), "{text}");
        assert!(text.contains("my :: arrays :: max"), "{text}");
        assert_eq!(
            text.matches(":: arrays").count(),
            text.matches("my :: arrays").count(),
            "{text}"
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

    #[test]
    fn arrays_of_one_axis_go_to_the_instance_for_them() {
        let instances = all_understood(
            "types(T = [f64, f32], D = [Ix1, IxDyn])",
            "fn f<T: Real, D: Dimension>(x: ArrayView<T, D>, a: T, y: ArrayViewMut<T, D>) {}",
        );
        let shims: Vec<String> =
            instances.iter().map(|function| shim(function, &instances).to_string()).collect();
        let calls: Vec<bool> =
            shims.iter().map(|shim| shim.contains("return unsafe { __arrays_of_vectors")).collect();
        assert_eq!(calls, [false, true, false, true]);
        let of_doubles = manifest::symbol(&instances[0]).to_tokens().to_string();
        let of_floats = manifest::symbol(&instances[2]).to_tokens().to_string();
        assert!(shims[1].contains(&of_doubles) && !shims[1].contains(&of_floats));
        assert!(shims[3].contains(&of_floats) && !shims[3].contains(&of_doubles));
        assert!(shims[1].contains("if __x_rank == 1 && __y_rank == 1"));
        let arguments = "(__x_pointer , * __x_layout , * __x_layout . add (1) , __a_carrier , \
             __y_pointer , * __y_layout , * __y_layout . add (1) ,)";
        assert!(shims[1].contains(arguments), "{}", shims[1]);
    }

    #[test]
    fn a_result_that_knows_its_rank_keeps_it() {
        let instances = all_understood(
            "types(D = [Ix1, IxDyn])",
            "fn f<D: Dimension>(x: ArrayView<f64, D>) -> Array<f64, D> {}",
        );
        assert!(!shim(&instances[1], &instances).to_string().contains("__arrays_of_vectors"));
    }
}
