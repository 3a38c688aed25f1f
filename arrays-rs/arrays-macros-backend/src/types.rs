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
                "#[out] goes on an array the function fills, an ArrayViewMut<T, D>, and not on `{}`",
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
        return Err(not_a_parameter(ty, ""));
    };
    let name = segment.ident.to_string();
    if let Some(scalar) = scalar(segment) {
        return Ok(ParamKind::Scalar { scalar, optional: false });
    }
    if name == "Option" {
        return match type_arguments(segment).as_slice() {
            [inner] => match last_segment(bare(inner)).and_then(scalar) {
                Some(scalar) => Ok(ParamKind::Scalar { scalar, optional: true }),
                None => Err(not_a_parameter(ty, "an Option holds a scalar; ")),
            },
            _ => Err(not_a_parameter(ty, "")),
        };
    }
    if let Some(array) = array(segment) {
        let array = array?;
        let access = match array.family {
            Family::View => Access::Read,
            Family::ViewMut => Access::Write,
            Family::Owned => {
                return Err(not_a_parameter(ty, "arrays are borrowed: take an ArrayView; "));
            }
        };
        if let Some(lifetime) = static_lifetime(segment) {
            return Err(lives_too_long(lifetime));
        }
        let Array { element, rank, .. } = array;
        return Ok(ParamKind::Array { element, rank, access, form: Form::View });
    }
    let hint = match name.as_str() {
        "u64" | "u128" | "i128" | "isize" => {
            "Java has no type for all its values: take an i64, a u32 or a usize; "
        }
        "String" => "a text is borrowed: take a &str; ",
        "Vec" => "arrays are borrowed: take a &[T]; ",
        _ => "",
    };
    Err(not_a_parameter(ty, hint))
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
            Some(segment) if array(segment).is_some() => {
                let view = match access {
                    Access::Read => "an ArrayView by value; ",
                    Access::Write | Access::Out => "an ArrayViewMut by value; ",
                };
                return Err(not_a_parameter(ty, &format!("take {view}")));
            }
            Some(segment) if segment.ident == "Vec" => {
                return Err(not_a_parameter(ty, "take a &[T] or a &mut [T]; "));
            }
            Some(segment) if segment.ident == "String" => {
                return Err(not_a_parameter(ty, "take a &str; "));
            }
            _ => return Err(not_a_parameter(ty, "")),
        },
    };
    match &reference.lifetime {
        Some(lifetime) if lifetime.ident == "static" => Err(lives_too_long(lifetime.span())),
        _ => Ok(kind),
    }
}

fn not_a_parameter(ty: &Type, hint: &str) -> syn::Error {
    syn::Error::new_spanned(
        ty,
        format!(
            "`{}` cannot be passed from Java: {hint}a parameter may be {}, an Option of those, &str, \
             &[T], &mut [T], ArrayView<T, D> or ArrayViewMut<T, D> (also ArrayView0 to ArrayView6 and \
             ArrayViewD), where T is {}",
            written(ty),
            Scalar::NAMES,
            Element::NAMES
        ),
    )
}

fn lives_too_long(span: Span) -> syn::Error {
    syn::Error::new(
        span,
        "the caller lends its arrays and texts for the time of the call only: leave 'static out, and copy \
         what must live longer",
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
                _ => return Err(not_a_result(ty, "")),
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
    if let Type::Reference(_) = ty {
        return Err(not_a_result(ty, "nothing borrowed outlives the call; "));
    }
    let Some(segment) = last_segment(ty) else {
        return Err(not_a_result(ty, ""));
    };
    if let Some(scalar) = scalar(segment) {
        return Ok(Value::Scalar(scalar));
    }
    if let Some(array) = array(segment) {
        let Array { family, element, rank } = array?;
        return match family {
            Family::Owned => Ok(Value::Array { element, rank, holder: Holder::Array }),
            Family::View | Family::ViewMut => {
                Err(not_a_result(ty, "nothing borrowed outlives the call: return an Array<T, D>; "))
            }
        };
    }
    let hint = match segment.ident.to_string().as_str() {
        "String" => return Ok(Value::Text),
        "Vec" => match type_arguments(segment).as_slice() {
            [inner] => {
                return Ok(Value::Array {
                    element: element(inner)?,
                    rank: Rank::Static(1),
                    holder: Holder::Vec,
                });
            }
            _ => "",
        },
        "u64" | "u128" | "i128" | "isize" => {
            "Java has no type for all its values: return an i64, a u32 or a usize; "
        }
        "Option" => "return a Result, or a NaN where that is the custom of the field; ",
        _ => "",
    };
    Err(not_a_result(ty, hint))
}

fn not_a_result(ty: &Type, hint: &str) -> syn::Error {
    syn::Error::new_spanned(
        ty,
        format!(
            "`{}` cannot be returned to Java: {hint}a function may return nothing, {}, String, Vec<T>, \
             Array<T, D> (also Array0 to Array6 and ArrayD), a tuple of those, or a Result<_, E> of any of \
             them, where T is {}",
            written(ty),
            Scalar::NAMES,
            Element::NAMES
        ),
    )
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
                Some(_) => format!("`{name}` takes its element type: {name}<f64>"),
                None => format!("`{name}` takes its element type and its rank: {name}<f64, Ix2>"),
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
                "`{}` is not a rank: there are Ix0 to Ix6, and IxDyn for any rank",
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
                "`{}` cannot be the element of an array: elements may be {}",
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
        for (name, beginning) in [
            (
                "u64",
                "`u64` cannot be passed from Java: Java has no type for all its values: take an i64",
            ),
            ("String", "`String` cannot be passed from Java: a text is borrowed: take a &str; "),
            (
                "Vec<f64>",
                "`Vec<f64>` cannot be passed from Java: arrays are borrowed: take a &[T]; ",
            ),
            (
                "Array2<f64>",
                "`Array2<f64>` cannot be passed from Java: arrays are borrowed: take an ",
            ),
            (
                "&Array1<f64>",
                "`&Array1<f64>` cannot be passed from Java: take an ArrayView by value",
            ),
            (
                "&mut Vec<f64>",
                "`&mut Vec<f64>` cannot be passed from Java: take a &[T] or a &mut [T]",
            ),
            ("&mut str", "`&mut str` cannot be passed from Java: a parameter may be bool, i8"),
            (
                "Option<&str>",
                "`Option<&str>` cannot be passed from Java: an Option holds a scalar; ",
            ),
            (
                "impl Fn(f64) -> f64",
                "`impl Fn(f64) -> f64` cannot be passed from Java: a parameter may",
            ),
            ("HashMap<u8, u8>", "`HashMap<u8, u8>` cannot be passed from Java: a parameter may be"),
            ("ArrayView7<f64>", "`ArrayView7<f64>` cannot be passed from Java: a parameter may be"),
            ("ArrayView1<usize>", "`usize` cannot be the element of an array: elements may be f64"),
            ("ArrayView<f64, Ix7>", "`Ix7` is not a rank: there are Ix0 to Ix6, and IxDyn for any"),
            (
                "ArrayView<f64>",
                "`ArrayView` takes its element type and its rank: ArrayView<f64, Ix2>",
            ),
            ("ArrayView1", "`ArrayView1` takes its element type: ArrayView1<f64>"),
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
            "#[out] goes on an array the function fills, an ArrayViewMut<T, D>, and not on `&mut [f64]`"
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
        for (name, beginning) in [
            (
                "&str",
                "`&str` cannot be returned to Java: nothing borrowed outlives the call; a function",
            ),
            (
                "ArrayView1<f64>",
                "`ArrayView1<f64>` cannot be returned to Java: nothing borrowed outl",
            ),
            ("Option<f64>", "`Option<f64>` cannot be returned to Java: return a Result, or a NaN"),
            (
                "u64",
                "`u64` cannot be returned to Java: Java has no type for all its values: return",
            ),
            ("((f64, f64), f64)", "`(f64, f64)` cannot be returned to Java: a function may return"),
            (
                "impl Iterator<Item = f64>",
                "`impl Iterator<Item = f64>` cannot be returned to Java: ",
            ),
            ("Vec<String>", "`String` cannot be the element of an array: elements may be f64"),
        ] {
            assert!(result(name).starts_with(beginning), "{name}: {}", result(name));
        }
        assert_eq!(result("(u64, f64, &str)").lines().count(), 2);
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
