//! The second shim of a function whose calls may be cut into parts.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::spanned::Spanned;

use crate::expansion::{
    Crossing, Frame, answer, claimed, crossing, frame, length_of, lent, local, local_at, path,
    piece, primitive, result, success,
};
use crate::manifest;
use crate::model::{
    Along, Form, Function, Param, ParamKind, Parts, Rank, Reduction, Returns, Split, Value,
};
use crate::split;

/// The shim that runs the function on a part of its arrays.
pub(crate) fn shim(function: &Function, split: &Split) -> TokenStream {
    let symbol = manifest::part_symbol(function).to_tokens();
    let c_params: Vec<TokenStream> =
        function.params.iter().map(|param| crossing(param, &TokenStream::new()).c_params).collect();
    let i64_ty = primitive("i64");
    let (start, end) = (local("start"), local("end"));
    let (unit, state) = (local("unit"), local("state"));
    let carried = quote!(#unit: #i64_ty, #state: *mut ::core::primitive::u64,);
    let (more_params, statements) = match &split.parts {
        Parts::Map => (quote!(), map(function, &split.along)),
        Parts::Reduction(reduction) => (carried, reduce(function, &split.along, reduction)),
        Parts::Scan(scan) => (carried, scanned(function, &split.along, scan)),
    };
    let Frame { slots_param, c_result, call } = frame(function, statements);
    quote! {
        #[unsafe(export_name = #symbol)]
        unsafe extern "C" fn __arrays_part_shim(
            #(#c_params)* #start: #i64_ty, #end: #i64_ty, #more_params #slots_param
        ) -> #c_result {
            #call
        }
    }
}

/// A part of a function that fills arrays: the function on the arrays cut from `start` to `end`.
fn map(function: &Function, along: &Along) -> TokenStream {
    let path = path(function);
    let axis = longest_axis(function, along, &local("length"));
    let crossings: Vec<Crossing> = function
        .params
        .iter()
        .map(|param| {
            let part = part_of(param, function, along, &local("start"), &local("end"));
            crossing(param, &part.unwrap_or_else(|| quote!(::core::option::Option::None)))
        })
        .collect();
    let statements = crossings.iter().map(|crossing| &crossing.statement);
    let values = crossings.iter().map(|crossing| &crossing.value);
    let result = result(function);
    let call = quote!(#path(#(#values),*));
    let answer = answer(function, &result, call, success(function, &result));
    quote! {
        #axis
        #(#statements)*
        #answer
    }
}

/// A part of a reduction: an accumulator for each unit from `start` to `end`, and the result with the last one.
fn reduce(function: &Function, along: &Along, reduction: &Reduction) -> TokenStream {
    let [fold, length, from, to, start, end, unit] =
        ["fold", "length", "from", "to", "start", "end", "unit"].map(local);
    let i64_ty = primitive("i64");
    let resume = resumed();
    let axis = length_of_cut(function, along, &length);
    let mut whole = Vec::new();
    let mut cut_to_unit = Vec::new();
    let mut values = Vec::new();
    for param in &function.params {
        match part_of(param, function, along, &from, &to) {
            Some(part) => {
                let Crossing { value, statement, .. } = crossing(param, &part);
                cut_to_unit.push(statement);
                values.push(quote!(#value));
            }
            None => {
                let Crossing { value, statement, .. } =
                    crossing(param, &quote!(::core::option::Option::None));
                whole.push(statement);
                // What is not cut is a number, a text or a view that is read: clones of one thing.
                values.push(quote!(::core::clone::Clone::clone(&#value)));
            }
        }
    }
    let partial = reduction.partial.clone().unwrap_or_else(|| path(function));
    let finish = reduction.finish.clone().unwrap_or_else(|| quote!(::core::convert::identity));
    // What is wrong with the type of a value is reported at the function that gives it.
    let span_of = |function_given: &Option<TokenStream>| match function_given {
        Some(given) => given.span(),
        None => function.returns_span,
    };
    let accumulator = local_at("accumulator", span_of(&reduction.partial));
    let result = local_at("result", span_of(&reduction.finish));
    let run = Ident::new("fold", accumulator.span());
    let of_unit = answer(
        function,
        &accumulator,
        quote!((#partial)(#(#values),*)),
        quote!(::core::result::Result::Ok(#accumulator)),
    );
    let combine = &reduction.combine;
    let success = success(function, &result);
    let unfinished = unfinished(function);
    quote! {
        let #fold = #resume;
        if #end < #start {
            return #unfinished;
        }
        #axis
        #(#whole)*
        match #fold.#run(
            ::arrays::macro_support::Units { length: #length, unit: #unit, start: #start, end: #end },
            |#from: #i64_ty, #to: #i64_ty| {
                #(#cut_to_unit)*
                #of_unit
            },
            #combine,
            #finish,
        )? {
            ::core::option::Option::Some(#result) => { #success }
            ::core::option::Option::None => #unfinished,
        }
    }
}

/// A part of a scan: its function on what is written from `start` to `end`, and on all that is read.
fn scanned(function: &Function, along: &Along, scan: &TokenStream) -> TokenStream {
    let [carried, length, start, end, state, range] =
        ["carried", "length", "start", "end", "state", "range"].map(local);
    let resume = resumed();
    let axis = length_of_cut(function, along, &length);
    let crossings: Vec<Crossing> = function
        .params
        .iter()
        .map(|param| {
            let part = match split::is_written(param) {
                true => part_of(param, function, along, &start, &end),
                false => None,
            };
            crossing(param, &part.unwrap_or_else(|| quote!(::core::option::Option::None)))
        })
        .collect();
    let statements = crossings.iter().map(|crossing| &crossing.statement);
    let values = crossings.iter().map(|crossing| &crossing.value);
    let result = result(function);
    // What is wrong with the type of the function is reported there.
    let run = Ident::new("scan", scan.span());
    let scanned = quote!((#scan)(#state, #range, #(#values),*));
    let answer = answer(function, &result, scanned, success(function, &result));
    let unfinished = unfinished(function);
    quote! {
        let #carried = #resume;
        if #end < #start {
            return #unfinished;
        }
        #axis
        #(#statements)*
        #carried.#run(#length, #start, #end, |#state, #range| { #answer })
    }
}

/// What the part before this one left behind the slot.
fn resumed() -> TokenStream {
    let [call, state] = ["call", "state"].map(local);
    quote! {{
        // SAFETY: the slot holds 0 or what the part before this one left there (docs/abi.md, Parts).
        unsafe { ::arrays::macro_support::Carried::resume(#call, #state) }
    }}
}

/// The statements that find how long the axis is that is cut.
fn length_of_cut(function: &Function, along: &Along, length: &Ident) -> TokenStream {
    match along {
        Along::Elementwise => longest_axis(function, along, length),
        Along::Symbol(symbol) => symbol_length(function, symbol, length),
    }
}

/// The part of an argument that a part of the call works on, an `Option<Part>`; nothing where that is always the whole.
fn part_of(
    param: &Param,
    function: &Function,
    along: &Along,
    start: &Ident,
    end: &Ident,
) -> Option<TokenStream> {
    param.rank()?;
    let axis = match along {
        Along::Symbol(symbol) => split::axis_of(param, symbol).map(|axis| quote!(#axis))?,
        Along::Elementwise => {
            let measured = split::measured(&function.params)?;
            let axis = local("axis");
            if split::is_broadcast(param, measured) {
                let (lengths, length) = (piece(param, "lengths"), local("length"));
                let rank = rank_of(measured)?;
                return Some(quote! {
                    ::arrays::macro_support::Part::of_broadcast(
                        #lengths, #rank, (#axis, #length), #start, #end
                    )
                });
            }
            quote!(#axis)
        }
    };
    Some(quote! {
        ::core::option::Option::Some(::arrays::macro_support::Part::along(#axis, #start, #end))
    })
}

/// The lengths of the axes of an array argument, a slice.
fn lengths(param: &Param, rank: Rank) -> TokenStream {
    match rank {
        Rank::Static(rank) => {
            let lengths = (0..rank).map(|axis| length_of(param, axis));
            quote!(&[#(#lengths),*])
        }
        Rank::Dynamic => {
            let (rank, layout) = (piece(param, "rank"), piece(param, "layout"));
            quote! {{
                // SAFETY: the layout has as many lengths as the rank says (docs/abi.md, Arguments).
                unsafe { ::arrays::macro_support::dynamic_lengths(#rank, #layout) }
            }}
        }
    }
}

/// How many axes an array argument has.
fn rank_of(param: &Param) -> Option<TokenStream> {
    Some(match param.rank()? {
        Rank::Static(rank) => quote!(#rank),
        Rank::Dynamic => {
            let rank = piece(param, "rank");
            quote!(#rank as ::core::primitive::usize)
        }
    })
}

/// The statements that find the axis that is cut where arrays have one shape, its length, and the lengths of the arrays
/// that are broadcast to that shape.
fn longest_axis(function: &Function, along: &Along, length: &Ident) -> TokenStream {
    if *along != Along::Elementwise {
        return TokenStream::new();
    }
    let Some(measured) = split::measured(&function.params) else { return TokenStream::new() };
    let found = match measured.rank() {
        Some(rank @ Rank::Static(_)) => {
            let lengths = lengths(measured, rank);
            quote!(::arrays::macro_support::longest_axis(#lengths))
        }
        _ => {
            let is_alike =
                |param: &&Param| param.rank().is_some() && !split::is_broadcast(param, measured);
            let arrays = function.params.iter().filter(is_alike).map(|param| {
                let name = &param.name.rust;
                let (rank, layout) = (piece(param, "rank"), piece(param, "layout"));
                quote!((#name, #rank, #layout))
            });
            lent(quote!(common_longest_axis([#(#arrays),*])))
        }
    };
    let broadcast = function.params.iter().filter_map(|param| {
        let lengths = lengths(param, param.rank()?);
        let name = piece(param, "lengths");
        split::is_broadcast(param, measured)
            .then(|| quote!(let #name: &[::core::primitive::i64] = #lengths;))
    });
    let axis = local("axis");
    quote! {
        let (#axis, #length) = #found;
        #(#broadcast)*
    }
}

/// The statement that takes the length of the cut axis from the first array that has it.
fn symbol_length(function: &Function, symbol: &str, length: &Ident) -> TokenStream {
    let found = function.params.iter().find_map(|param| {
        let axis = split::axis_of(param, symbol)?;
        Some(match param.kind {
            ParamKind::Array { rank: Rank::Dynamic, form: Form::View, .. } => {
                let layout = piece(param, "layout");
                quote! {{
                    // SAFETY: an array has as many axes as its contract (docs/abi.md, Manifest entries).
                    unsafe { ::arrays::macro_support::dynamic_length(#layout, #axis) }
                }}
            }
            _ => {
                let length = length_of(param, axis);
                quote!(#length)
            }
        })
    });
    quote!(let #length = #found;)
}

/// What the parts before the last one return: zeros, which nobody looks at.
fn unfinished(function: &Function) -> TokenStream {
    let zero = |value: Value| {
        let ty = claimed(value);
        quote!(<#ty as ::core::default::Default>::default())
    };
    match &function.returns {
        Returns::Void => quote!(::core::result::Result::Ok(())),
        Returns::One { value, .. } => {
            let zero = zero(*value);
            quote!(::core::result::Result::Ok(#zero))
        }
        Returns::Tuple(fields) => {
            let slots = fields.iter().map(|field| {
                let (ty, zero) = (claimed(field.value), zero(field.value));
                quote!(<#ty as ::arrays::macro_support::IntoSlot>::into_slot(#zero)?)
            });
            quote!(::core::result::Result::Ok([#(#slots),*]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::tests::understood;

    /// The shim of a part, formatted, from its parameters on.
    fn expanded(options: &str, function: &str) -> String {
        let function = understood(options, function);
        let shim = shim(&function, function.split.as_ref().expect("split"));
        let file = syn::parse2(shim).expect("items");
        let text = prettyplease::unparse(&file);
        let text = text.replace("::core::primitive::", "").replace("::arrays::macro_support::", "");
        let text =
            text.replace("::core::option::Option::", "").replace("::core::result::Result::", "");
        text.split_once(")]\n").expect("an attribute").1.to_owned()
    }

    #[test]
    fn arrays_with_the_symbol_are_cut() {
        assert_eq!(
            expanded(
                "shapes(x = [m, n], y = [n]), split = n",
                "fn f(x: ArrayView2<f64>, w: &[f32], mut y: ArrayViewMut1<f64>) {}"
            ),
            r#"unsafe extern "C" fn __arrays_part_shim(
    __x_pointer: *mut f64,
    __x_length0: i64,
    __x_length1: i64,
    __x_stride0: i64,
    __x_stride1: i64,
    __w_pointer: *mut f32,
    __w_length: i64,
    __y_pointer: *mut f64,
    __y_length0: i64,
    __y_stride0: i64,
    __start: i64,
    __end: i64,
) -> i32 {
    void_call(|__call: &Call| {
        let __x_value = {
            unsafe {
                static_view::<
                    f64,
                    2usize,
                >(
                    __call,
                    "x",
                    __x_pointer,
                    [__x_length0, __x_length1],
                    [__x_stride0, __x_stride1],
                    Some(
                        Part::along(1usize, __start, __end),
                    ),
                )
            }?
        };
        let __w_value = {
            unsafe {
                slice::<
                    f32,
                >(__call, "w", __w_pointer, __w_length, None)
            }?
        };
        let __y_value = {
            unsafe {
                static_view_mut::<
                    f64,
                    1usize,
                >(
                    __call,
                    "y",
                    __y_pointer,
                    [__y_length0],
                    [__y_stride0],
                    Some(
                        Part::along(0usize, __start, __end),
                    ),
                )
            }?
        };
        let __result = f(__x_value, __w_value, __y_value);
        let () = __result;
        Ok(())
    })
}
"#
        );
    }

    #[test]
    fn what_is_broadcast_is_cut_where_it_has_the_axis() {
        let text = expanded(
            "shapes(z = broadcast(x, y)), split = elementwise",
            "fn f(x: ArrayViewD<f64>, y: &[f64], #[out] z: ArrayViewMutD<f64>) {}",
        );
        let text = text.split_whitespace().collect::<String>().replace(",)", ")");
        let text = text.replace(",]", "]");
        for part in [
            r#"let(__axis,__length)={unsafe{common_longest_axis([("z",__z_rank,__z_layout)])}?};"#,
            "let__x_lengths:&[i64]={unsafe{dynamic_lengths(__x_rank,__x_layout)}};",
            "let__y_lengths:&[i64]=&[__y_length];",
            "Part::of_broadcast(__x_lengths,__z_rankasusize,(__axis,__length),__start,__end)",
            "Part::of_broadcast(__y_lengths,__z_rankasusize,(__axis,__length),__start,__end)",
            "Some(Part::along(__axis,__start,__end))",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn a_reduction_makes_an_accumulator_of_each_unit() {
        assert_eq!(
            expanded(
                "shapes(x = [n]), split = n, combine = Moments::merge, partial = Moments::of, finish = Moments::std",
                "fn std(x: ArrayView1<f64>, ddof: Option<f64>) -> f64 {}"
            ),
            r#"unsafe extern "C" fn __arrays_part_shim(
    __x_pointer: *mut f64,
    __x_length0: i64,
    __x_stride0: i64,
    __ddof_present: i64,
    __ddof_carrier: f64,
    __start: i64,
    __end: i64,
    __unit: i64,
    __state: *mut u64,
) -> f64 {
    scalar_call::<
        f64,
    >(|__call: &Call| {
        let __fold = {
            unsafe { Carried::resume(__call, __state) }
        };
        if __end < __start {
            return Ok(
                <f64 as ::core::default::Default>::default(),
            );
        }
        let __length = __x_length0;
        let __ddof_value = optional::<
            f64,
        >("ddof", __ddof_present, __ddof_carrier)?;
        match __fold
            .fold(
                Units {
                    length: __length,
                    unit: __unit,
                    start: __start,
                    end: __end,
                },
                |__from: i64, __to: i64| {
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
                                Some(
                                    Part::along(0usize, __from, __to),
                                ),
                            )
                        }?
                    };
                    let __accumulator = (Moments::of)(
                        __x_value,
                        ::core::clone::Clone::clone(&__ddof_value),
                    );
                    Ok(__accumulator)
                },
                Moments::merge,
                Moments::std,
            )?
        {
            Some(__result) => {
                Ok(__result)
            }
            None => {
                Ok(
                    <f64 as ::core::default::Default>::default(),
                )
            }
        }
    })
}
"#
        );
    }

    #[test]
    fn a_scan_cuts_what_is_written() {
        let text = expanded(
            "shapes(x = [n], y = [n]), split = n, scan = Sums::go_on",
            "fn cumsum(x: &[f64], start: f64, #[out] y: ArrayViewMut1<f64>) -> Result<(), E> {}",
        );
        let text: String = text.split_whitespace().collect();
        for part in [
            "__start:i64,__end:i64,__unit:i64,__state:*mutu64,)->i32",
            "let__carried={unsafe{Carried::resume(__call,__state)}};if__end<__start{returnOk(());}",
            r#"slice::<f64,>(__call,"x",__x_pointer,__x_length,None)"#,
            "Some(Part::along(0usize,__start,__end),)",
            "__carried.scan(__length,__start,__end,|__state,__range|{\
             match(Sums::go_on)(__state,__range,__x_value,__start_value,__y_value,)",
        ] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
    }

    #[test]
    fn the_longest_axis_is_found_in_static_and_dynamic_shapes() {
        let text = expanded("split = elementwise", "fn f(mut x: ArrayViewMut2<u8>, s: &str) {}");
        assert!(text.contains("let (__axis, __length) = longest_axis("), "{text}");
        let text = expanded(
            "split = elementwise, combine = |a, b| a + b",
            "fn f(x: ArrayViewD<u8>, y: ArrayViewD<f64>) -> (f64, i64) {}",
        );
        let text: String = text.split_whitespace().collect();
        for part in [
            r#"common_longest_axis([("x",__x_rank,__x_layout),("y",__y_rank,__y_layout),])"#,
            "|a,b|a+b,",
            "::core::convert::identity,",
            "<i64asIntoSlot>::into_slot(<i64as::core::default::Default>::default(),)?",
        ] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
    }
}
