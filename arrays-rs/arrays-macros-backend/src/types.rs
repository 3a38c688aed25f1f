//! Rust types as kinds of arguments and results, and what is said of a type that is neither.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{GenericArgument, PathArguments, PathSegment, ReturnType, Type, TypeReference};

use crate::errors::Errors;
use crate::model::{
    Access, Element, ErrorType, Form, Holder, Outcome, Output, ParamKind, Rank, Scalar, Value,
};
use crate::spelling::written;

const MAX_RANK: usize = 6;

/// The kind of a parameter of type `ty`; `is_out` where it bears `#[out]`.
pub(crate) fn parameter(ty: &Type, is_out: bool) -> syn::Result<ParamKind> {
    let ty = bare(ty);
    let kind = argument(ty)?;
    match kind {
        ParamKind::Array { access: Access::Write, form: Form::View, element, rank } if is_out => {
            Ok(ParamKind::Array { access: Access::Out, form: Form::View, element, rank })
        }
        _ if is_out => Err(syn::Error::new_spanned(
            ty,
            format!(
                "`{}` is no array that Java could allocate and the function fill\n#[out] goes on an \
                 ArrayViewMut<T, D>",
                written(ty)
            ),
        )),
        kind => Ok(kind),
    }
}

fn argument(ty: &Type) -> syn::Result<ParamKind> {
    if let Type::Reference(reference) = ty {
        return borrowed(ty, reference);
    }
    let Some(segment) = last_segment(ty) else {
        return Err(not_a_parameter(ty));
    };
    if let Some(scalar) = scalar(segment) {
        return Ok(ParamKind::Scalar { scalar, optional: false });
    }
    if let Some(array) = array(segment) {
        let array = array?;
        let access = match array.family {
            Family::View => Access::Read,
            Family::ViewMut => Access::Write,
            Family::Owned => {
                return Err(not_passed(ty, "", "arrays are borrowed: take an ArrayView"));
            }
        };
        if let Some(lifetime) = static_lifetime(segment) {
            return Err(lives_too_long(lifetime));
        }
        let Array { element, rank, .. } = array;
        return Ok(ParamKind::Array { element, rank, access, form: Form::View });
    }
    match (segment.ident.to_string().as_str(), type_arguments(segment).as_slice()) {
        ("Option", [inner]) => match last_segment(bare(inner)).and_then(scalar) {
            Some(scalar) => Ok(ParamKind::Scalar { scalar, optional: true }),
            None => {
                let allowed = format!("an Option holds one of {}", Scalar::NAMES);
                Err(not_passed(ty, "", &allowed))
            }
        },
        ("Vec", [inner]) => {
            element(inner)?;
            let allowed = format!("arrays are borrowed: take a &[{}]", written(inner));
            Err(not_passed(ty, "", &allowed))
        }
        ("String", _) => Err(not_passed(ty, "", "a text is borrowed: take a &str")),
        ("u64" | "u128" | "i128", _) => {
            Err(not_passed(ty, NO_TYPE, "take an i64, a u32 or a usize"))
        }
        ("isize", _) => Err(not_passed(ty, NO_SIZE, "take an i64")),
        ("char", _) => Err(not_passed(ty, "", "take a &str or a u32")),
        _ => Err(not_a_parameter(ty)),
    }
}

fn borrowed(ty: &Type, reference: &TypeReference) -> syn::Result<ParamKind> {
    let inner = bare(&reference.elem);
    let access = match reference.mutability {
        Some(_) => Access::Write,
        None => Access::Read,
    };
    let kind = match inner {
        Type::Slice(slice) => ParamKind::Array {
            element: element(&slice.elem)?,
            rank: Rank::Static(1),
            access,
            form: Form::Slice,
        },
        _ => match last_segment(inner) {
            Some(segment) if segment.ident == "str" && access == Access::Read => ParamKind::Text,
            Some(segment) => return Err(not_borrowed(ty, segment, access)),
            None => return Err(not_a_parameter(ty)),
        },
    };
    match &reference.lifetime {
        Some(lifetime) if lifetime.ident == "static" => Err(lives_too_long(lifetime.span())),
        _ => Ok(kind),
    }
}

/// What is said of a reference to something that is not passed by one.
fn not_borrowed(ty: &Type, inner: &PathSegment, access: Access) -> syn::Error {
    let (view, slice) = match access {
        Access::Read => ("take an ArrayView by value", "&"),
        Access::Write | Access::Out => ("take an ArrayViewMut by value", "&mut "),
    };
    if array(inner).is_some() {
        return not_passed(ty, "", view);
    }
    if scalar(inner).is_some() {
        return match access {
            Access::Read => not_passed(ty, "", &format!("take an {} by value", inner.ident)),
            Access::Write | Access::Out => {
                not_passed(ty, "", &format!("return an {}, or take an ArrayViewMut0", inner.ident))
            }
        };
    }
    match (inner.ident.to_string().as_str(), type_arguments(inner).as_slice()) {
        ("Vec", [of]) => match element(of) {
            Ok(_) => not_passed(ty, "", &format!("take a {slice}[{}]", written(of))),
            Err(error) => error,
        },
        ("String" | "str", _) => not_passed(ty, "", "take a &str"),
        _ => not_a_parameter(ty),
    }
}

/// Why some integers are not passed.
const NO_TYPE: &str = ", which has no type for all its values";
const NO_SIZE: &str = ": its size is that of the machine";

fn not_a_parameter(ty: &Type) -> syn::Error {
    let allowed = format!(
        "a parameter may be {}, an Option of those, &str, &[T], &mut [T], ArrayView<T, D> or ArrayViewMut<T, D> \
         (also ArrayView0 to ArrayView6 and ArrayViewD), where T is {}",
        Scalar::NAMES,
        Element::NAMES
    );
    not_passed(ty, "", &allowed)
}

fn not_passed(ty: &Type, why: &str, allowed: &str) -> syn::Error {
    let message = format!("`{}` cannot be passed from Java{why}\n{allowed}", written(ty));
    syn::Error::new_spanned(ty, message)
}

fn lives_too_long(span: Span) -> syn::Error {
    syn::Error::new(
        span,
        "the caller lends its arrays and texts for the time of the call only\nleave 'static out, and copy what \
         must live longer",
    )
}

/// What a function with this return type returns. All that is wrong with it is told at once.
pub(crate) fn outcome(ty: &ReturnType) -> syn::Result<Outcome> {
    let ReturnType::Type(_, ty) = ty else {
        return Ok(Outcome { output: Output::Void, span: Span::call_site(), error: None });
    };
    let ty = bare(ty);
    match last_segment(ty) {
        Some(segment) if segment.ident == "Result" => {
            let arguments = type_arguments(segment);
            let (value, error) = match arguments.as_slice() {
                [_, error] if matches!(bare(error), Type::Tuple(tuple) if tuple.elems.is_empty()) =>
                {
                    return Err(syn::Error::new_spanned(
                        error,
                        "`()` has no text for the Java exception\ntake an error that has one, such as a String",
                    ));
                }
                [value, error] => {
                    (*value, ErrorType { written: written(error), span: error.span() })
                }
                // An alias such as `io::Result<T>` stands for the `Error` beside it.
                [value] => {
                    let alias = written(ty);
                    let path = alias.split('<').next().unwrap_or("Result");
                    let written = path.trim_end_matches("Result").to_owned() + "Error";
                    (*value, ErrorType { written, span: ty.span() })
                }
                _ => return Err(not_a_result(ty)),
            };
            Ok(Outcome { output: output(bare(value))?, span: value.span(), error: Some(error) })
        }
        _ => Ok(Outcome { output: output(ty)?, span: ty.span(), error: None }),
    }
}

fn output(ty: &Type) -> syn::Result<Output> {
    let Type::Tuple(tuple) = ty else {
        return value(ty).map(Output::One);
    };
    let mut errors = Errors::default();
    let values: Vec<Option<Value>> =
        tuple.elems.iter().map(|ty| errors.keep(value(bare(ty)))).collect();
    match values.into_iter().collect::<Option<Vec<Value>>>() {
        Some(values) if values.is_empty() => Ok(Output::Void),
        Some(values) => Ok(Output::Tuple(values)),
        None => Err(errors.into_error()),
    }
}

fn value(ty: &Type) -> syn::Result<Value> {
    if let Type::Reference(reference) = ty {
        let inner = bare(&reference.elem);
        let owned = match inner {
            Type::Slice(slice) => {
                element(&slice.elem)?;
                format!("a Vec<{}>", written(&slice.elem))
            }
            _ if last_segment(inner).is_some_and(|segment| segment.ident == "str") => {
                "a String".to_owned()
            }
            _ => {
                value(inner)?;
                format!("the `{}` itself", written(inner))
            }
        };
        return Err(not_returned(ty, OUTLIVES, &format!("return {owned}")));
    }
    let Some(segment) = last_segment(ty) else {
        return Err(not_a_result(ty));
    };
    if let Some(scalar) = scalar(segment) {
        return Ok(Value::Scalar(scalar));
    }
    if let Some(array) = array(segment) {
        let Array { family, element, rank } = array?;
        return match family {
            Family::Owned => Ok(Value::Array { element, rank, holder: Holder::Array }),
            Family::View | Family::ViewMut => {
                Err(not_returned(ty, OUTLIVES, "return an Array<T, D>"))
            }
        };
    }
    match (segment.ident.to_string().as_str(), type_arguments(segment).as_slice()) {
        ("String", []) => Ok(Value::Text),
        ("Vec", [inner]) => Ok(Value::Array {
            element: element(inner)?,
            rank: Rank::Static(1),
            holder: Holder::Vec,
        }),
        ("u64" | "u128" | "i128", _) => {
            Err(not_returned(ty, NO_TYPE, "return an i64, a u32 or a usize"))
        }
        ("isize", _) => Err(not_returned(ty, NO_SIZE, "return an i64")),
        ("char", _) => Err(not_returned(ty, "", "return a String or a u32")),
        ("Option", _) => Err(not_returned(
            ty,
            "",
            "return a Result, or a NaN where that is the custom of the field",
        )),
        _ => Err(not_a_result(ty)),
    }
}

/// Why references and views are not returned.
const OUTLIVES: &str = ": nothing borrowed outlives the call";

fn not_a_result(ty: &Type) -> syn::Error {
    let allowed = format!(
        "a function may return nothing, {}, String, Vec<T>, Array<T, D> (also Array0 to Array6 and ArrayD), a \
         tuple of those, or a Result<_, E> of any of them, where T is {}",
        Scalar::NAMES,
        Element::NAMES
    );
    not_returned(ty, "", &allowed)
}

fn not_returned(ty: &Type, why: &str, allowed: &str) -> syn::Error {
    let message = format!("`{}` cannot be returned to Java{why}\n{allowed}", written(ty));
    syn::Error::new_spanned(ty, message)
}

/// The families of ndarray's array types that the backend tells apart.
enum Family {
    View,
    ViewMut,
    Owned,
}

struct Array {
    family: Family,
    element: Element,
    rank: Rank,
}

/// The array type that a path ends in; `None` where the name is not that of one.
fn array(segment: &PathSegment) -> Option<syn::Result<Array>> {
    let name = segment.ident.to_string();
    let (family, suffix) =
        [("ArrayViewMut", Family::ViewMut), ("ArrayView", Family::View), ("Array", Family::Owned)]
            .into_iter()
            .find_map(|(prefix, family)| Some((family, name.strip_prefix(prefix)?)))?;
    let alias = match suffix {
        "" => None,
        "D" => Some(Rank::Dynamic),
        _ => Some(Rank::Static(suffix.parse().ok().filter(|&rank| rank <= MAX_RANK)?)),
    };
    let arguments = type_arguments(segment);
    let (element_ty, rank) = match (arguments.as_slice(), alias) {
        ([element], Some(rank)) => (*element, Ok(rank)),
        ([element, dimension], None) => (*element, self::rank(dimension)),
        _ => {
            let message = match alias {
                Some(_) => format!("`{name}` takes its element type\nwrite {name}<f64>"),
                None => {
                    format!("`{name}` takes its element type and its rank\nwrite {name}<f64, Ix2>")
                }
            };
            return Some(Err(syn::Error::new_spanned(segment, message)));
        }
    };
    let mut errors = Errors::default();
    let element = errors.keep(element(element_ty));
    let rank = errors.keep(rank);
    Some(match (element, rank) {
        (Some(element), Some(rank)) => Ok(Array { family, element, rank }),
        _ => Err(errors.into_error()),
    })
}

fn rank(ty: &Type) -> syn::Result<Rank> {
    let name = last_segment(bare(ty)).map(|segment| segment.ident.to_string());
    let rank = match name.as_deref() {
        Some("IxDyn") => Some(Rank::Dynamic),
        Some(name) => match name.strip_prefix("Ix").map(str::parse) {
            Some(Ok(rank)) if rank <= MAX_RANK => Some(Rank::Static(rank)),
            _ => None,
        },
        None => None,
    };
    rank.ok_or_else(|| {
        syn::Error::new_spanned(
            ty,
            format!(
                "`{}` is not a rank\nthere are Ix0 to Ix6, and IxDyn for any rank",
                written(ty)
            ),
        )
    })
}

fn element(ty: &Type) -> syn::Result<Element> {
    let plain = last_segment(bare(ty)).filter(|segment| segment.arguments.is_none());
    plain.and_then(|segment| Element::of_rust_name(&segment.ident.to_string())).ok_or_else(|| {
        syn::Error::new_spanned(
            ty,
            format!(
                "`{}` cannot be the element of an array\nelements may be {}",
                written(ty),
                Element::NAMES
            ),
        )
    })
}

fn scalar(segment: &PathSegment) -> Option<Scalar> {
    match segment.arguments {
        PathArguments::None => Scalar::of_rust_name(&segment.ident.to_string()),
        _ => None,
    }
}

/// The type without the parentheses and invisible groups around it.
fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => bare(&inner.elem),
        Type::Group(inner) => bare(&inner.elem),
        ty => ty,
    }
}

fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        _ => None,
    }
}

fn generic_arguments(segment: &PathSegment) -> impl Iterator<Item = &GenericArgument> {
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(arguments.args.iter()),
        _ => None,
    }
    .into_iter()
    .flatten()
}

fn type_arguments(segment: &PathSegment) -> Vec<&Type> {
    generic_arguments(segment)
        .filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        })
        .collect()
}

fn static_lifetime(segment: &PathSegment) -> Option<Span> {
    generic_arguments(segment).find_map(|argument| match argument {
        GenericArgument::Lifetime(lifetime) if lifetime.ident == "static" => Some(lifetime.span()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_str;

    fn ty(text: &str) -> Type {
        parse_str(text).expect("a type")
    }

    fn kind(text: &str) -> String {
        match parameter(&ty(text), false) {
            Ok(kind) => format!("{kind:?}"),
            Err(error) => error.to_string(),
        }
    }

    fn result(text: &str) -> String {
        let ty: ReturnType = parse_str(&format!("-> {text}")).expect("a return type");
        match outcome(&ty) {
            Ok(outcome) => format!("{:?}", outcome.output),
            Err(error) => {
                error.into_iter().map(|error| error.to_string()).collect::<Vec<_>>().join("\n")
            }
        }
    }

    fn array_kind(element: &str, rank: &str, access: &str, form: &str) -> String {
        format!("Array {{ element: {element}, rank: {rank}, access: {access}, form: {form} }}")
    }

    #[test]
    fn arrays_by_any_of_their_names() {
        for name in [
            "ArrayView2<f64>",
            "ArrayView2<'_, f64>",
            "ArrayView<f64, Ix2>",
            "ndarray::ArrayView<'a, f64, ndarray::Ix2>",
            "::arrays::ndarray::ArrayView2<'_, std::primitive::f64>",
            "(ArrayView2<f64>)",
        ] {
            assert_eq!(kind(name), array_kind("F64", "Static(2)", "Read", "View"), "{name}");
        }
        assert_eq!(kind("ArrayViewMut0<bool>"), array_kind("Bool", "Static(0)", "Write", "View"));
        assert_eq!(kind("ArrayViewD<'_, u8>"), array_kind("U8", "Dynamic", "Read", "View"));
        assert_eq!(kind("ArrayViewMut<i8, IxDyn>"), array_kind("I8", "Dynamic", "Write", "View"));
        assert_eq!(kind("&[i16]"), array_kind("I16", "Static(1)", "Read", "Slice"));
        assert_eq!(kind("&'a mut [u64]"), array_kind("U64", "Static(1)", "Write", "Slice"));
    }

    #[test]
    fn scalars_and_texts() {
        assert_eq!(kind("usize"), "Scalar { scalar: Usize, optional: false }");
        assert_eq!(kind("std::option::Option<f32>"), "Scalar { scalar: F32, optional: true }");
        assert_eq!(kind("&str"), "Text");
    }

    #[test]
    fn what_cannot_be_passed_says_what_can() {
        let no_type = "which has no type for all its values\ntake an i64, a u32 or a usize";
        for (name, rest) in [
            ("u64", &*format!(", {no_type}")),
            ("isize", ": its size is that of the machine\ntake an i64"),
            ("char", "\ntake a &str or a u32"),
            ("String", "\na text is borrowed: take a &str"),
            ("Vec<f64>", "\narrays are borrowed: take a &[f64]"),
            ("Array2<f64>", "\narrays are borrowed: take an ArrayView"),
            ("&Array1<f64>", "\ntake an ArrayView by value"),
            ("&mut Array1<f64>", "\ntake an ArrayViewMut by value"),
            ("&Vec<u8>", "\ntake a &[u8]"),
            ("&mut Vec<f64>", "\ntake a &mut [f64]"),
            ("&f64", "\ntake an f64 by value"),
            ("&mut f64", "\nreturn an f64, or take an ArrayViewMut0"),
            ("&mut str", "\ntake a &str"),
            ("&String", "\ntake a &str"),
            (
                "Option<&str>",
                "\nan Option holds one of bool, i8, i16, i32, i64, u8, u16, u32, usize, f32, f64",
            ),
        ] {
            assert_eq!(kind(name), format!("`{name}` cannot be passed from Java{rest}"));
        }
        for (name, beginning) in [
            (
                "impl Fn(f64) -> f64",
                "`impl Fn(f64) -> f64` cannot be passed from Java\na parameter may be bool, i8",
            ),
            ("HashMap<u8, u8>", "`HashMap<u8, u8>` cannot be passed from Java\na parameter may be"),
            ("ArrayView7<f64>", "`ArrayView7<f64>` cannot be passed from Java\na parameter may be"),
            ("Vec<String>", "`String` cannot be the element of an array\nelements may be f64"),
            ("&Vec<&str>", "`&str` cannot be the element of an array\nelements may be f64"),
            ("&[String]", "`String` cannot be the element of an array\nelements may be f64"),
            ("Array1<String>", "`String` cannot be the element of an array\nelements may be f64"),
            ("ArrayView1<usize>", "`usize` cannot be the element of an array\nelements may be f64"),
            ("ArrayView<f64, Ix7>", "`Ix7` is not a rank\nthere are Ix0 to Ix6, and IxDyn for any"),
            (
                "ArrayView<f64>",
                "`ArrayView` takes its element type and its rank\nwrite ArrayView<f64, Ix2>",
            ),
            ("ArrayView1", "`ArrayView1` takes its element type\nwrite ArrayView1<f64>"),
            (
                "ArrayView1<'static, f64>",
                "the caller lends its arrays and texts for the time of the",
            ),
            ("&'static str", "the caller lends its arrays and texts for the time of the call only"),
        ] {
            assert!(kind(name).starts_with(beginning), "{name}: {}", kind(name));
        }
    }

    #[test]
    fn out_is_for_mutable_views() {
        let kind = parameter(&ty("ArrayViewMut1<f64>"), true).expect("an out array");
        assert!(matches!(kind, ParamKind::Array { access: Access::Out, .. }));
        let error = parameter(&ty("&mut [f64]"), true).expect_err("refused");
        assert_eq!(
            error.to_string(),
            "`&mut [f64]` is no array that Java could allocate and the function fill\n#[out] goes on an \
             ArrayViewMut<T, D>"
        );
    }

    #[test]
    fn results() {
        assert_eq!(result("()"), "Void");
        assert_eq!(result("Result<(), E>"), "Void");
        assert_eq!(result("String"), "One(Text)");
        assert_eq!(result("Vec<u8>"), "One(Array { element: U8, rank: Static(1), holder: Vec })");
        assert_eq!(
            result("ArrayD<f32>"),
            "One(Array { element: F32, rank: Dynamic, holder: Array })"
        );
        assert_eq!(result("io::Result<(f64, String)>"), "Tuple([Scalar(F64), Text])");
    }

    #[test]
    fn what_cannot_be_returned_says_what_can() {
        let no_type = "which has no type for all its values\nreturn an i64, a u32 or a usize";
        for (name, rest) in [
            ("&str", ": nothing borrowed outlives the call\nreturn a String"),
            ("&[f64]", ": nothing borrowed outlives the call\nreturn a Vec<f64>"),
            ("&f64", ": nothing borrowed outlives the call\nreturn the `f64` itself"),
            ("ArrayView1<f64>", ": nothing borrowed outlives the call\nreturn an Array<T, D>"),
            ("Option<f64>", "\nreturn a Result, or a NaN where that is the custom of the field"),
            ("u64", &*format!(", {no_type}")),
            ("isize", ": its size is that of the machine\nreturn an i64"),
        ] {
            assert_eq!(result(name), format!("`{name}` cannot be returned to Java{rest}"));
        }
        for (name, beginning) in [
            ("((f64, f64), f64)", "`(f64, f64)` cannot be returned to Java\na function may return"),
            (
                "impl Iterator<Item = f64>",
                "`impl Iterator<Item = f64>` cannot be returned to Java\na function may return",
            ),
            ("&[String]", "`String` cannot be the element of an array\nelements may be f64"),
            ("Vec<String>", "`String` cannot be the element of an array\nelements may be f64"),
        ] {
            assert!(result(name).starts_with(beginning), "{name}: {}", result(name));
        }
        assert_eq!(result("(u64, f64, &str)").lines().count(), 4);
    }

    #[test]
    fn the_error_type_is_kept_as_written() {
        for (text, expected) in [
            ("Result<f64, LinalgError>", "LinalgError"),
            ("Result<f64, Box<dyn Error + Send>>", "Box<dyn Error + Send>"),
            ("std::result::Result<(), &'static str>", "&'static str"),
            ("io::Result<()>", "io::Error"),
            ("Result<f64>", "Error"),
        ] {
            let ty: ReturnType = parse_str(&format!("-> {text}")).expect("a return type");
            let error = outcome(&ty).expect("understood").error.expect("an error type");
            assert_eq!(error.written, expected);
        }
    }
}
