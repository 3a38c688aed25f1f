//! The option `split`: calls that may be cut into parts, and what must hold for that.

use proc_macro2::Span;
use quote::ToTokens;

use crate::errors::Errors;
use crate::model::{
    ADDRESS_SLOTS, Access, Along, Axis, NUMBER_SLOTS, Param, ParamKind, Parts, Rank, Reduction,
    Returns, Split, Value,
};
use crate::names;
use crate::options::{Given, SplitOptions};

/// What stands in place of a symbol for functions that work element by element.
const ELEMENTWISE: &str = "elementwise";

impl Split {
    /// How many of the JVM's slots the arguments take that only a part has (`docs/abi.md`, Parts).
    pub(crate) fn jvm_slots(&self) -> usize {
        match self.parts {
            Parts::Map => 2 * NUMBER_SLOTS,
            Parts::Reduction(_) | Parts::Scan(_) => 3 * NUMBER_SLOTS + ADDRESS_SLOTS,
        }
    }
}

/// The axis that is cut where `symbol` is, if the array's contract has it.
pub(crate) fn axis_of(param: &Param, symbol: &str) -> Option<usize> {
    param.axes().iter().position(|axis| is_symbol(axis, symbol))
}

/// What is known of a function when its parts are looked at.
pub(crate) struct Understood<'a> {
    pub(crate) params: &'a [Param],
    pub(crate) has_all_contracts: bool,
    /// The result and where its type is written, unless that was not understood.
    pub(crate) returns: Option<(&'a Returns, Span)>,
}

/// What the options say of parts, checked against the rest of the function.
///
/// A contract or a result that was refused has its own error; another would only distract.
pub(crate) fn understand(
    options: SplitOptions,
    function: Understood<'_>,
    errors: &mut Errors,
) -> Option<Split> {
    let Understood { params, has_all_contracts, returns } = function;
    let mut options = options;
    let Some(along) = options.along.take() else {
        for Given { name, .. } in options.functions() {
            errors.at(
                name.span(),
                format!(
                    "`{name}` is for a function that is called in parts\nsay along which axis they are cut, \
                     split = n, or split = elementwise"
                ),
            );
        }
        return None;
    };
    let SplitOptions { along: _, combine, partial, finish, scan } = options;
    let symbol = names::rust_name(&along);
    let span = along.span();
    match returns {
        Some((Returns::Void, _)) if combine.is_none() => check_writes(params, span, errors),
        Some((returns, returns_span)) => {
            check_returns(returns, returns_span, combine.as_ref(), errors);
        }
        None => {}
    }
    let along = match symbol.as_str() {
        ELEMENTWISE => {
            if has_all_contracts {
                check_one_shape(params, span, errors);
            }
            Along::Elementwise
        }
        _ => {
            if has_all_contracts {
                check_symbol(params, &symbol, span, errors);
            }
            Along::Symbol(symbol)
        }
    };
    if let (Some(Given { name, .. }), Along::Elementwise) = (&scan, &along) {
        errors.at(
            name.span(),
            "a scan goes along one axis from its start to its end\nsay which, split = n, and scan others by a \
             loop",
        );
    }
    let reduction = reduction(combine, partial, finish, errors);
    let parts = match (reduction, scan) {
        (None, None) => Parts::Map,
        (None, Some(scan)) => Parts::Scan(scan.function.into_token_stream()),
        (Some(reduction), None) => Parts::Reduction(reduction),
        (Some(reduction), Some(Given { name, .. })) => {
            errors.at(
                name.span(),
                "the parts of a call make one result by combine = …, or fill arrays in order by scan = …\ngive \
                 one of them",
            );
            Parts::Reduction(reduction)
        }
    };
    Some(Split { along, parts })
}

fn reduction(
    combine: Option<Given>,
    partial: Option<Given>,
    finish: Option<Given>,
    errors: &mut Errors,
) -> Option<Reduction> {
    let Some(combine) = combine else {
        for Given { name, .. } in [partial, finish].iter().flatten() {
            errors.at(
                name.span(),
                format!(
                    "`{name}` is for a reduction\nsay what makes one value of two, combine = …"
                ),
            );
        }
        return None;
    };
    if let (Some(Given { name, .. }), None) | (None, Some(Given { name, .. })) = (&partial, &finish)
    {
        errors.at(
            name.span(),
            "partial = … gives the accumulator of a part, and finish = … makes the result of the last one\ngive \
             both, or neither where the function's own result is the accumulator",
        );
    }
    Some(Reduction {
        combine: combine.function.into_token_stream(),
        partial: partial.map(|given| given.function.into_token_stream()),
        finish: finish.map(|given| given.function.into_token_stream()),
    })
}

fn check_writes(params: &[Param], span: Span, errors: &mut Errors) {
    if !params.iter().any(is_written) {
        errors.at(
            span,
            "the parts of a call leave nothing behind\na split function writes an array, or gives a value with \
             combine = …",
        );
    }
}

fn check_returns(returns: &Returns, span: Span, combine: Option<&Given>, errors: &mut Errors) {
    let is_scalar = |value: &Value| matches!(value, Value::Scalar(_));
    match (combine, returns) {
        (None, _) => errors.at(
            span,
            "each part of a split function would return a value of its own\nsay with combine = … what makes one \
             of two, or return nothing and fill an #[out] array",
        ),
        (Some(combine), Returns::Void) => errors.at(
            combine.name.span(),
            "combine = … makes one result of those of two parts, and nothing is returned",
        ),
        (Some(_), Returns::One { value, .. }) if is_scalar(value) => {}
        (Some(_), Returns::Tuple(fields)) if fields.iter().all(|field| is_scalar(&field.value)) => {}
        (Some(_), Returns::One { .. } | Returns::Tuple(_)) => errors.at(
            span,
            "the result of a split function is a scalar or a tuple of scalars\nan array is filled as an #[out] \
             array",
        ),
    }
}

/// Checks that the symbol says how to cut each array that is written, and that no other does.
fn check_symbol(params: &[Param], symbol: &str, span: Span, errors: &mut Errors) {
    if params.iter().all(|param| axis_of(param, symbol).is_none()) {
        let mut symbols: Vec<String> = Vec::new();
        for axis in params.iter().flat_map(Param::axes) {
            if let Axis::Symbol(ident) = axis {
                let symbol = format!("`{}`", names::rust_name(ident));
                if !symbols.contains(&symbol) {
                    symbols.push(symbol);
                }
            }
        }
        let symbols = match symbols.as_slice() {
            [] => "there is none: add shapes(…)".to_owned(),
            symbols => format!("there are {}", symbols.join(", ")),
        };
        errors.at(
            span,
            format!(
                "no contract has the symbol `{symbol}`\n{symbols}, or split = elementwise where all arrays have one \
                 shape"
            ),
        );
        return;
    }
    for param in params {
        let name = &param.name.rust;
        if matches!(param.kind, ParamKind::Scalar { .. }) && *name == symbol {
            errors.at(
                span,
                format!(
                    "`{symbol}` is a parameter too, and would say the length of the whole where the function \
                     gets a part\ntake the length from an array"
                ),
            );
        }
        let times = param.axes().iter().filter(|axis| is_symbol(axis, symbol)).count();
        if times > 1 {
            errors.at(
                span,
                format!("`{name}` has `{symbol}` in its contract {times} times, and is cut along one axis"),
            );
        }
        if times == 0 && is_written(param) {
            errors.at(
                param.ty_span,
                format!(
                    "`{name}` is written, but not cut along `{symbol}`: each part would write the whole of it"
                ),
            );
        }
    }
}

/// The array along whose longest axis all are cut that work element by element: the first one to which others are
/// broadcast, else the first one.
pub(crate) fn measured(params: &[Param]) -> Option<&Param> {
    let mut arrays = params.iter().filter(|param| param.rank().is_some());
    let first = arrays.clone().next();
    arrays.find(|param| param.shape_of().len() > 1).or(first)
}

/// Whether an array is broadcast to the shape of the one that is measured.
pub(crate) fn is_broadcast(param: &Param, measured: &Param) -> bool {
    let sources = measured.shape_of();
    sources.len() > 1 && sources.iter().any(|name| names::rust_name(name) == param.name.rust)
}

/// Checks that all arrays have one shape and an axis, or are broadcast to that shape.
fn check_one_shape(params: &[Param], span: Span, errors: &mut Errors) {
    let Some(measured) = measured(params) else {
        errors.at(span, "split = elementwise is for functions of arrays, and there is none");
        return;
    };
    let name = &measured.name.rust;
    if measured.rank() == Some(Rank::Static(0)) {
        errors.at(measured.ty_span, format!("`{name}` has rank 0, and no axis that could be cut"));
    }
    for param in params.iter().filter(|param| !std::ptr::eq(*param, measured)) {
        let Some(rank) = param.rank() else { continue };
        if is_broadcast(param, measured) {
            if is_written(param) {
                errors.at(
                    param.ty_span,
                    format!(
                        "`{}` is broadcast to the shape of `{name}`, and each part would write the whole of it",
                        param.name.rust
                    ),
                );
            }
            continue;
        }
        let is_alike = match (measured.rank(), rank) {
            (Some(Rank::Dynamic), Rank::Dynamic) => true,
            (Some(Rank::Static(_)), Rank::Static(_)) => {
                have_one_source(measured, param, params)
                    || have_one_shape(measured.axes(), param.axes())
            }
            _ => false,
        };
        if !is_alike {
            errors.at(
                param.ty_span,
                format!(
                    "split = elementwise is for arrays of one shape\ngive `{name}` and `{0}` the same rank and \
                     shape, shapes({0} = {name})",
                    param.name.rust
                ),
            );
        }
    }
}

/// Whether contracts say that two arrays have the shape of one, or of the same ones together.
fn have_one_source(first: &Param, other: &Param, params: &[Param]) -> bool {
    let (first, other) = (source_of(first, params), source_of(other, params));
    first.name.rust == other.name.rust
        || (!first.shape_of().is_empty() && first.shape_of() == other.shape_of())
}

/// The array whose shape a contract says this one has, or the array itself.
fn source_of<'a>(param: &'a Param, params: &'a [Param]) -> &'a Param {
    let mut source = param;
    // A chain without an end leads back to where it was.
    for _ in params {
        let [name] = source.shape_of() else { break };
        let name = names::rust_name(name);
        let Some(next) = params.iter().find(|param| param.name.rust == name) else { break };
        source = next;
    }
    source
}

fn have_one_shape(first: &[Axis], other: &[Axis]) -> bool {
    let is_alike = |(first, other): (&Axis, &Axis)| match (first, other) {
        (Axis::Symbol(first), other) => is_symbol(other, &names::rust_name(first)),
        (Axis::Length(first), Axis::Length(other)) => first == other,
        (Axis::Length(_) | Axis::Any(_), _) => false,
    };
    !first.is_empty() && first.len() == other.len() && first.iter().zip(other).all(is_alike)
}

fn is_symbol(axis: &Axis, symbol: &str) -> bool {
    matches!(axis, Axis::Symbol(ident) if names::rust_name(ident) == symbol)
}

/// Whether the call writes an array.
pub(crate) fn is_written(param: &Param) -> bool {
    matches!(param.kind, ParamKind::Array { access: Access::Write | Access::Out, .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::tests::{messages, understood};

    #[test]
    fn maps_and_reductions_are_understood() {
        let split =
            |options: &str, function: &str| understood(options, function).split.expect("split");
        let map = split(
            "shapes(x = [m, n], y = [n], w = [m]), split = n",
            "fn f(x: ArrayView2<f64>, y: &mut [f64], w: ArrayView1<f64>) -> Result<(), E> {}",
        );
        assert_eq!(map.along, Along::Symbol("n".to_owned()));
        assert!(matches!(map.parts, Parts::Map));
        let reduction = split(
            "shapes(x = [n]), split = n, combine = M::merge, partial = M::of, finish = |m| m.mean()",
            "fn mean(x: ArrayView1<f64>) -> (f64, i64) {}",
        );
        let Parts::Reduction(Reduction { combine, partial, finish }) = reduction.parts else {
            panic!("a reduction")
        };
        assert_eq!(combine.to_string(), "M :: merge");
        assert!(partial.is_some() && finish.is_some());
        let scan = split(
            "shapes(x = [n], y = [n]), split = n, scan = Sums::go_on",
            "fn cumsum(x: ArrayView1<f64>, #[out] y: ArrayViewMut1<f64>) {}",
        );
        let Parts::Scan(scan) = scan.parts else { panic!("a scan") };
        assert_eq!(scan.to_string(), "Sums :: go_on");
        for function in [
            "fn f(x: ArrayViewD<f64>, #[out] y: ArrayViewMutD<f64>) {}",
            "fn f(mut y: ArrayViewMut3<f64>) {}",
        ] {
            let options = match function.contains("x:") {
                true => "shapes(x = [n, n], y = [n, n]), split = elementwise",
                false => "split = elementwise",
            };
            assert_eq!(split(options, function).along, Along::Elementwise);
        }
    }

    #[test]
    fn what_cannot_be_cut_is_refused() {
        let fill = "fn f(x: ArrayView1<f64>, mut y: ArrayViewMut1<f64>) {}";
        let sum = "fn f(x: ArrayView1<f64>) -> f64 {}";
        for (options, function, expected) in [
            (
                "shapes(x = [n], y = [n]), partial = p",
                fill,
                "`partial` is for a function that is called in parts\nsay along which axis they are cut, split \
                 = n, or split = elementwise",
            ),
            (
                "shapes(x = [n]), split = n",
                sum,
                "each part of a split function would return a value of its own\nsay with combine = … what makes \
                 one of two, or return nothing and fill an #[out] array",
            ),
            (
                "shapes(x = [n]), split = n",
                "fn f(x: ArrayView1<f64>) {}",
                "the parts of a call leave nothing behind\na split function writes an array, or gives a value \
                 with combine = …",
            ),
            (
                "shapes(x = [n], y = [n]), split = n, finish = f",
                fill,
                "`finish` is for a reduction\nsay what makes one value of two, combine = …",
            ),
            (
                "shapes(x = [n]), split = n, combine = c, partial = p",
                sum,
                "partial = … gives the accumulator of a part, and finish = … makes the result of the last \
                 one\ngive both, or neither where the function's own result is the accumulator",
            ),
            (
                "shapes(x = [n], y = [n]), split = n, combine = c",
                fill,
                "combine = … makes one result of those of two parts, and nothing is returned",
            ),
            (
                "shapes(x = [n]), split = n, combine = c",
                "fn f(x: ArrayView1<f64>) -> (f64, String) {}",
                "the result of a split function is a scalar or a tuple of scalars\nan array is filled as an \
                 #[out] array",
            ),
            (
                "shapes(x = [n, m, n]), split = k",
                "fn f(mut x: ArrayViewMut3<f64>) {}",
                "no contract has the symbol `k`\nthere are `n`, `m`, or split = elementwise where all arrays \
                 have one shape",
            ),
            (
                "split = n",
                fill,
                "no contract has the symbol `n`\nthere is none: add shapes(…), or split = elementwise where all \
                 arrays have one shape",
            ),
            (
                "shapes(x = [n]), split = n",
                "fn f(n: usize, mut x: ArrayViewMut1<f64>) {}",
                "`n` is a parameter too, and would say the length of the whole where the function gets a \
                 part\ntake the length from an array",
            ),
            (
                "shapes(x = [n, n]), split = n",
                "fn f(mut x: ArrayViewMut2<f64>) {}",
                "`x` has `n` in its contract 2 times, and is cut along one axis",
            ),
            (
                "shapes(x = [n]), split = n",
                fill,
                "`y` is written, but not cut along `n`: each part would write the whole of it",
            ),
            (
                "shapes(x = [n], y = [n]), scan = s",
                fill,
                "`scan` is for a function that is called in parts\nsay along which axis they are cut, split = \
                 n, or split = elementwise",
            ),
            (
                "shapes(x = [n], y = [n]), split = elementwise, scan = s",
                fill,
                "a scan goes along one axis from its start to its end\nsay which, split = n, and scan others by \
                 a loop",
            ),
            (
                "shapes(x = [n]), split = n, scan = s, combine = c",
                sum,
                "the parts of a call make one result by combine = …, or fill arrays in order by scan = …\ngive \
                 one of them",
            ),
            (
                "split = elementwise",
                "fn f(mut x: ArrayViewMut0<f64>) {}",
                "`x` has rank 0, and no axis that could be cut",
            ),
            (
                "shapes(x = [n], y = [m]), split = elementwise",
                fill,
                "split = elementwise is for arrays of one shape\ngive `x` and `y` the same rank and shape, \
                 shapes(y = x)",
            ),
        ] {
            assert_eq!(messages(options, function), [expected], "{options} {function}");
        }
        assert_eq!(messages("split = elementwise", "fn f(x: f64) {}").len(), 2);
        assert_eq!(messages("shapes(y = [n, m]), split = n", fill).len(), 1);
        assert_eq!(messages("shapes(y = [n, m]), split = elementwise", fill).len(), 1);
        for (first, other) in [("[_]", "[_]"), ("[n]", "[3]"), ("[3]", "[4]")] {
            let options = format!("shapes(x = {first}, y = {other}), split = elementwise");
            assert_eq!(messages(&options, fill).len(), 1, "{options}");
        }
        assert!(messages("shapes(x = [3], y = [3]), split = elementwise", fill).is_empty());
    }

    #[test]
    fn arrays_may_be_broadcast_to_the_shape_that_is_cut() {
        let options = "shapes(z = broadcast(x, y)), split = elementwise";
        for function in [
            "fn f(x: ArrayViewD<f64>, y: ArrayViewD<f64>, #[out] z: ArrayViewMutD<f64>) {}",
            "fn f(x: ArrayView2<f64>, y: &[f64], #[out] z: ArrayViewMut2<f64>) {}",
            "fn f(x: ArrayView0<f64>, y: ArrayViewD<f64>, k: f64, z: ArrayViewMutD<f64>) {}",
        ] {
            assert!(messages(options, function).is_empty(), "{function}");
        }
        let two = "shapes(z = broadcast(x, y), w = broadcast(x, y)), split = elementwise";
        let function = "fn f(x: ArrayView2<f64>, y: &[f64], #[out] z: ArrayViewMut2<f64>, \
                        #[out] w: ArrayViewMut2<f64>) {}";
        assert!(messages(two, function).is_empty());
        assert_eq!(
            messages(
                options,
                "fn f(x: ArrayViewMut2<f64>, y: &[f64], w: ArrayView2<f64>, #[out] z: ArrayViewMut2<f64>) {}"
            ),
            [
                "`x` is broadcast to the shape of `z`, and each part would write the whole of it",
                "split = elementwise is for arrays of one shape\ngive `z` and `w` the same rank and shape, \
                 shapes(w = z)",
            ]
        );
    }
}
