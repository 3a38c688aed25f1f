//! Checks that need more than one part of a signature: shape contracts, and names against each other.

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;

use crate::errors::Errors;
use crate::model::{
    ADDRESS_SLOTS, Access, Axis, Field, Name, Output, Param, ParamKind, Rank, Returns, Shape,
    Split, Value,
};
use crate::names;
use crate::options::{Contract, ValueNames};

/// A method of the JVM has 255 slots for arguments (The Java Virtual Machine Specification, 4.3.3); the method
/// handle of a call takes three for itself.
const MAX_JVM_SLOTS: usize = 252;

/// Checks that the JVM can pass the arguments, and the address of the results where they are in slots.
pub(crate) fn check_argument_count(
    function: &Ident,
    params: &[Param],
    returns: &Returns,
    split: Option<&Split>,
    errors: &mut Errors,
) {
    let of_results = match returns {
        Returns::Void | Returns::One { value: Value::Scalar(_), .. } => 0,
        Returns::One { .. } | Returns::Tuple(_) => ADDRESS_SLOTS,
    };
    let of_part = split.map_or(0, Split::jvm_slots);
    let count =
        of_results + of_part + params.iter().map(|param| param.kind.jvm_slots()).sum::<usize>();
    if count > MAX_JVM_SLOTS {
        errors.on(
            function,
            format!(
                "`{function}` takes {count} slots of the JVM, which has {MAX_JVM_SLOTS} for the arguments of a \
                 call\na number takes 2, an Option 4, a &str or &[T] 5, a view of rank r 3 + 4 r, an ArrayViewD \
                 8, and a result that is no number 3, a split call 4 more, and one with combine or scan 9 more: \
                 take fewer parameters, or several numbers in one array"
            ),
        );
    }
}

/// Gives each parameter its contract, and checks the contracts against the parameters and each other; false where
/// one was refused.
pub(crate) fn attach_contracts(
    params: &mut [Param],
    contracts: Vec<Contract>,
    errors: &mut Errors,
) -> bool {
    let mut refused = HashSet::new();
    for contract in contracts {
        let name = names::rust_name(&contract.parameter);
        if !attach(params, contract, errors) {
            refused.insert(name);
        }
    }
    for param in params.iter() {
        check_symbols(param, params, errors);
    }
    for param in params.iter().filter(|param| param.is_out()) {
        check_allocatable(param, params, &refused, errors);
    }
    refused.is_empty()
}

/// Gives a parameter its contract; false where that was refused.
fn attach(params: &mut [Param], contract: Contract, errors: &mut Errors) -> bool {
    let Contract { parameter, shape, span } = contract;
    let name = names::rust_name(&parameter);
    let arrays: Vec<String> = params
        .iter()
        .filter(|param| matches!(param.kind, ParamKind::Array { .. }))
        .map(|param| format!("`{}`", param.name.rust))
        .collect();
    let arrays = match arrays.as_slice() {
        [] => "there is no array parameter".to_owned(),
        arrays => format!("the array parameters are {}", arrays.join(", ")),
    };
    let Some(index) = params.iter().position(|param| param.name.rust == name) else {
        errors.at(parameter.span(), format!("no parameter is called `{name}`\n{arrays}"));
        return false;
    };
    let length = match &shape {
        Shape::Axes(axes) => Some(axes.len()),
        Shape::Of(_) => None,
    };
    match (&params[index].kind, length) {
        (ParamKind::Array { .. }, _) if params[index].shape.is_some() => {
            errors.at(parameter.span(), format!("`{name}` has a contract already"));
        }
        (&ParamKind::Array { rank: Rank::Static(rank), .. }, Some(length)) if rank != length => {
            errors.at(
                span,
                format!("`{name}` has rank {rank}, but the length of its contract is {length}"),
            );
        }
        (ParamKind::Array { .. }, _) => {
            if let Shape::Of(sources) = &shape
                && !check_sources(&params[index], sources, params, &arrays, errors)
            {
                return false;
            }
            // Of an array of any rank the contract says which rank may come.
            params[index].shape = Some(shape);
            return true;
        }
        (ParamKind::Scalar { .. } | ParamKind::Text, _) => errors.at(
            parameter.span(),
            format!("`{name}` is no array, and a contract is on the shape of an array\n{arrays}"),
        ),
    }
    false
}

/// Checks a contract that gives an array the shape of others.
fn check_sources(
    array: &Param,
    sources: &[Ident],
    params: &[Param],
    arrays: &str,
    errors: &mut Errors,
) -> bool {
    let name = &array.name.rust;
    let mut ranks = Vec::new();
    for ident in sources {
        let source = names::rust_name(ident);
        let found = params.iter().find(|param| param.name.rust == source);
        match found.map(|param| (param, param.rank())) {
            None => errors.at(ident.span(), format!("no parameter is called `{source}`\n{arrays}")),
            Some((_, None)) => {
                errors.at(ident.span(), format!("`{source}` is no array\n{arrays}"));
            }
            Some(_) if source == *name => {
                errors.at(ident.span(), format!("`{name}` always has its own shape"));
            }
            Some((param, _)) if param.is_out() => errors.at(
                ident.span(),
                format!("`{source}` is #[out] and gets its shape from others\nname those"),
            ),
            Some((_, Some(rank))) => ranks.push(rank),
        }
    }
    if ranks.len() < sources.len() {
        return false;
    }
    let Some(Rank::Static(rank)) = array.rank() else { return true };
    let expected = ranks.iter().try_fold(0, |most, rank| match rank {
        Rank::Static(rank) => Some(most.max(*rank)),
        Rank::Dynamic => None,
    });
    let names: Vec<String> =
        sources.iter().map(|source| format!("`{}`", names::rust_name(source))).collect();
    let names = names.join(" and ");
    match expected {
        Some(expected) if expected == rank => true,
        Some(expected) => {
            let verb = if sources.len() == 1 { "has" } else { "have together" };
            errors.at(
                array.ty_span,
                format!("`{name}` has rank {rank}, but {names}, whose shape it is to have, {verb} {expected}"),
            );
            false
        }
        None if array.is_out() => {
            errors.at(
                array.ty_span,
                format!(
                    "Java allocates `{name}` of rank {rank} in the shape of {names}, which may have another \
                     rank\nlet `{name}` be of any rank too"
                ),
            );
            false
        }
        None => true,
    }
}

/// A symbol with the name of a parameter stands for its value, which then has to be an integer.
fn check_symbols(param: &Param, params: &[Param], errors: &mut Errors) {
    for axis in param.axes() {
        let Axis::Symbol(symbol) = axis else { continue };
        let name = names::rust_name(symbol);
        let namesake = params.iter().find(|param| param.name.rust == name);
        if namesake.is_some_and(|namesake| !is_length(&namesake.kind)) {
            errors.at(
                symbol.span(),
                format!(
                    "`{name}` is a parameter, but not an integer that could be a length\ntake another name for the \
                     symbol"
                ),
            );
        }
    }
}

/// Java allocates an `#[out]` array that its caller leaves out, so its whole shape has to follow from
/// the other arguments.
fn check_allocatable(
    out: &Param,
    params: &[Param],
    refused: &HashSet<String>,
    errors: &mut Errors,
) {
    let ParamKind::Array { rank, .. } = out.kind else { return };
    let name = &out.name.rust;
    if out.shape.is_none() {
        // A contract that was given and refused has its own error; another would only distract.
        if !refused.contains(name) {
            errors.at(
                out.ty_span,
                format!(
                    "Java allocates `{name}` and needs to know its shape\n{}",
                    contract_for(name, rank, params)
                ),
            );
        }
        return;
    }
    let is_bound = |symbol: &str| {
        params.iter().any(|param| match &param.kind {
            ParamKind::Scalar { .. } => param.name.rust == symbol,
            ParamKind::Array { access: Access::Out, .. } | ParamKind::Text => false,
            ParamKind::Array { .. } => param.axes().iter().any(
                |axis| matches!(axis, Axis::Symbol(other) if names::rust_name(other) == symbol),
            ),
        })
    };
    for axis in out.axes() {
        match axis {
            Axis::Symbol(symbol) if !is_bound(&names::rust_name(symbol)) => errors.at(
                symbol.span(),
                format!(
                    "nothing says how long `{symbol}` is, and Java allocates `{name}`\ntake {symbol}: usize, or \
                     name it in the contract of an array that is not #[out]"
                ),
            ),
            Axis::Any(span) => errors.at(
                *span,
                format!("Java allocates `{name}`, and has to know every axis\nput a symbol or a length in place \
                    of _"),
            ),
            Axis::Symbol(_) | Axis::Length(_) => {}
        }
    }
}

/// A contract that an `#[out]` array could have, beside these parameters.
fn contract_for(name: &str, rank: Rank, params: &[Param]) -> String {
    let alike = params.iter().find(|param| !param.is_out() && param.rank() == Some(rank));
    if let Some(alike) = alike {
        return format!(
            "add shapes({name} = {0}), the shape of `{0}`, or a list of its axes: symbols of the contracts of \
             other arrays, integer parameters and lengths",
            alike.name.rust
        );
    }
    let rank = match rank {
        Rank::Static(rank) => rank,
        Rank::Dynamic => 1,
    };
    let lengths = params.iter().filter(|param| is_length(&param.kind));
    let mut axes: Vec<String> = lengths.map(|param| param.name.rust.clone()).take(rank).collect();
    let is_free = |symbol: &&str| params.iter().all(|param| param.name.rust != *symbol);
    let symbols = ["n", "m", "k", "l", "p", "q"].into_iter().filter(is_free);
    let missing: Vec<&str> = symbols.take(rank - axes.len()).collect();
    axes.extend(missing.iter().map(|&symbol| symbol.to_owned()));
    let contract = format!("add shapes({name} = [{}])", axes.join(", "));
    if missing.is_empty() {
        return contract;
    }
    match params.iter().any(|param| !param.is_out() && param.rank().is_some()) {
        true => format!("{contract}, and the contracts of other arrays with these symbols"),
        false => format!("{contract}, and take {}: usize", missing.join(": usize, ")),
    }
}

/// Whether a parameter may give the length of an axis.
fn is_length(kind: &ParamKind) -> bool {
    matches!(kind, ParamKind::Scalar { scalar, optional: false } if scalar.is_integer())
}

/// No two parameters may have one Java name.
pub(crate) fn check_parameter_names(params: &[Param], errors: &mut Errors) {
    let mut taken: HashMap<&str, &Param> = HashMap::new();
    for param in params {
        match taken.get(param.name.java.as_str()) {
            // rustc itself refuses two parameters with one Rust name.
            Some(other) if other.name.rust != param.name.rust => errors.at(
                param.ident.span(),
                format!(
                    "`{}` is called `{}` in Java, as `{}` is already\ntake another name",
                    param.name.rust, param.name.java, other.name.rust
                ),
            ),
            Some(_) => {}
            None => {
                taken.insert(&param.name.java, param);
            }
        }
    }
}

/// Gives the values that are returned their names: those of `returns(…)`, else for a tuple `value0`,
/// `value1`, ….
pub(crate) fn name_values(
    output: Output,
    names: Option<ValueNames>,
    errors: &mut Errors,
) -> Returns {
    match output {
        Output::Void => {
            if let Some(names) = names {
                errors.at(names.span, "returns(…) names what is returned, and nothing is");
            }
            Returns::Void
        }
        Output::One(value) => Returns::One {
            value,
            name: names
                .and_then(|names| named(&[value], names, errors)?.pop())
                .map(|field| field.name),
        },
        Output::Tuple(values) => {
            let fields = match names {
                Some(names) => named(&values, names, errors),
                None => Some(numbered(&values)),
            };
            Returns::Tuple(fields.unwrap_or_default())
        }
    }
}

fn named(values: &[Value], names: ValueNames, errors: &mut Errors) -> Option<Vec<Field>> {
    let ValueNames { span, names } = names;
    if names.len() != values.len() {
        let count = |count: usize, noun: &str| match count {
            1 => format!("1 {noun}"),
            count => format!("{count} {noun}s"),
        };
        let (values, names) = (count(values.len(), "value"), count(names.len(), "name"));
        errors.at(span, format!("returns(…) gives {names} to {values}"));
        return None;
    }
    let mut fields: Vec<Field> = Vec::with_capacity(values.len());
    for (ident, &value) in names.iter().zip(values) {
        let name = Name { rust: names::rust_name(ident), java: names::java_member(ident) };
        if let Some(other) = fields.iter().find(|field| field.name.java == name.java) {
            errors.at(
                ident.span(),
                format!(
                    "`{}` is called `{}` in Java, as `{}` is already\ntake another name",
                    name.rust, name.java, other.name.rust
                ),
            );
        }
        fields.push(Field { name, value });
    }
    Some(fields)
}

fn numbered(values: &[Value]) -> Vec<Field> {
    let field = |(index, &value): (usize, &Value)| {
        let name = format!("value{index}");
        Field { name: Name { rust: name.clone(), java: name }, value }
    };
    values.iter().enumerate().map(field).collect()
}
