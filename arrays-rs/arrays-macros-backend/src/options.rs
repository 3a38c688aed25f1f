//! The options of the attribute: `types(T = [f64, …])`, `name = sum`, `shapes(x = [n, m], …)`,
//! `returns(slope, …)`, and `split = n` with what belongs to it.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, LitInt, LitStr, Path, Token, Type, bracketed, parenthesized, token};

use crate::model::{Axis, Shape};

/// The shape contract of one parameter.
#[derive(Clone)]
pub(crate) struct Contract {
    pub(crate) parameter: Ident,
    pub(crate) shape: Shape,
    pub(crate) span: Span,
}

/// The types that a type parameter stands for.
#[derive(Clone)]
pub(crate) struct TypeList {
    pub(crate) parameter: Ident,
    pub(crate) types: Vec<Type>,
}

/// All that the parentheses of the attribute hold.
#[derive(Clone, Default)]
pub(crate) struct Options {
    /// The path of the crate `arrays`, where it is a dependency under another name.
    pub(crate) krate: Option<Path>,
    pub(crate) types: Vec<TypeList>,
    pub(crate) name: Option<Ident>,
    pub(crate) shapes: Vec<Contract>,
    pub(crate) returns: Option<ValueNames>,
    pub(crate) split: SplitOptions,
}

/// What the attribute says of calls that are cut into parts.
#[derive(Clone, Default)]
pub(crate) struct SplitOptions {
    pub(crate) along: Option<Ident>,
    pub(crate) combine: Option<Given>,
    pub(crate) partial: Option<Given>,
    pub(crate) finish: Option<Given>,
    pub(crate) scan: Option<Given>,
}

impl SplitOptions {
    /// The functions that are given.
    pub(crate) fn functions(&mut self) -> impl Iterator<Item = &mut Given> {
        let Self { along: _, combine, partial, finish, scan } = self;
        [combine, partial, finish, scan].into_iter().flatten()
    }
}

/// An option `name = function`.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) name: Ident,
    pub(crate) function: Expr,
}

/// The names of what is returned.
#[derive(Clone)]
pub(crate) struct ValueNames {
    pub(crate) span: Span,
    pub(crate) names: Vec<Ident>,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Self::default();
        let mut has_shapes = false;
        let mut has_types = false;
        while !input.is_empty() {
            let option = name(input, true)?;
            let known = option.to_string();
            let twice = || syn::Error::new(option.span(), format!("{option} is given twice"));
            match known.as_str() {
                "types" if has_types => return Err(twice()),
                "types" => {
                    let content;
                    parenthesized!(content in input);
                    let lists = Punctuated::<TypeList, Token![,]>::parse_terminated(&content)?;
                    options.types = lists.into_iter().collect();
                    has_types = true;
                }
                "crate" if options.krate.is_some() => return Err(twice()),
                "crate" => {
                    input.parse::<Token![=]>()?;
                    options.krate = Some(input.call(Path::parse_mod_style)?);
                }
                "name" if options.name.is_some() => return Err(twice()),
                "name" => {
                    input.parse::<Token![=]>()?;
                    options.name = Some(name(input, true)?);
                }
                "shapes" if has_shapes => return Err(twice()),
                "shapes" => {
                    let content;
                    parenthesized!(content in input);
                    let shapes = Punctuated::<Contract, Token![,]>::parse_terminated(&content)?;
                    options.shapes = shapes.into_iter().collect();
                    has_shapes = true;
                }
                "returns" if options.returns.is_some() => return Err(twice()),
                "returns" => {
                    let content;
                    let parentheses: token::Paren = parenthesized!(content in input);
                    let names =
                        listed(&content, "this is no name\na name is one identifier", |input| {
                            name(input, false)
                        })?;
                    options.returns = Some(ValueNames { span: parentheses.span.join(), names });
                }
                "split" if options.split.along.is_some() => return Err(twice()),
                "split" => {
                    input.parse::<Token![=]>()?;
                    if input.peek(LitInt) {
                        return Err(input.error(
                            "this is no axis that calls may be cut along\ngive a symbol of the contracts, \
                             split = n, or split = elementwise",
                        ));
                    }
                    options.split.along = Some(name(input, false)?);
                }
                "combine" | "partial" | "finish" | "scan" => {
                    let place = match known.as_str() {
                        "combine" => &mut options.split.combine,
                        "partial" => &mut options.split.partial,
                        "scan" => &mut options.split.scan,
                        _ => &mut options.split.finish,
                    };
                    if place.is_some() {
                        return Err(twice());
                    }
                    input.parse::<Token![=]>()?;
                    let function = function(input.parse()?)?;
                    *place = Some(Given { name: option, function });
                }
                _ => {
                    return Err(syn::Error::new(
                        option.span(),
                        format!(
                            "unknown option `{option}`\nthere are types(T = [f64, …]), what a type parameter \
                             stands for, name = …, the name in Java, shapes(x = [n, m], …), a contract on array \
                             shapes, returns(slope, …), names of what is returned, and split = n, an axis that \
                             calls may be cut along, with combine, partial and finish, or scan, and crate = …, the path of the crate arrays"
                        ),
                    ));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(options)
    }
}

/// An expression that names or is a function. Any other would be evaluated anew for every part.
fn function(expression: Expr) -> syn::Result<Expr> {
    match expression {
        Expr::Path(_) | Expr::Closure(_) => Ok(expression),
        other => Err(syn::Error::new_spanned(
            other,
            "this is no function\ngive a path such as Moments::merge, or a closure |a, b| a + b",
        )),
    }
}

/// An identifier; `may_be_keyword` where it names nothing in Rust.
fn name(input: ParseStream<'_>, may_be_keyword: bool) -> syn::Result<Ident> {
    if input.peek(LitStr) {
        let text: LitStr = input.parse()?;
        return Err(syn::Error::new(
            text.span(),
            format!("names stand without quotes\nwrite {}", text.value()),
        ));
    }
    match may_be_keyword {
        true => input.call(Ident::parse_any),
        false => input.parse(),
    }
}

/// Things with commas between them; `one` says what one of them is, where something follows it.
fn listed<T>(
    input: ParseStream<'_>,
    one: &str,
    parse: impl Fn(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<Vec<T>> {
    let mut found = Vec::new();
    while !input.is_empty() {
        found.push(parse(input)?);
        if !input.is_empty() && !input.peek(Token![,]) {
            return Err(input.error(one));
        }
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(found)
}

impl Parse for TypeList {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let parameter = name(input, false)?;
        input.parse::<Token![=]>()?;
        let content;
        bracketed!(content in input);
        let types = Punctuated::<Type, Token![,]>::parse_terminated(&content)?;
        Ok(Self { parameter, types: types.into_iter().collect() })
    }
}

/// What an axis may be.
const AXIS: &str = "this is no axis of a contract\nan axis is one symbol (n), one length (3) or _: nothing is \
                    calculated";

impl Parse for Contract {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let parameter = name(input, false)?;
        input.parse::<Token![=]>()?;
        if input.peek(token::Bracket) {
            let content;
            let brackets: token::Bracket = bracketed!(content in input);
            let shape = Shape::Axes(listed(&content, AXIS, Axis::parse)?);
            return Ok(Self { parameter, shape, span: brackets.span.join() });
        }
        let name: Ident = input.parse().map_err(|error| {
            syn::Error::new(
                error.span(),
                "this is no contract\na contract is a list of axes, x = [n, m], the shape of another array, y = \
                 x, or that of several after broadcasting, z = broadcast(x, y)",
            )
        })?;
        let span = name.span();
        if !input.peek(token::Paren) {
            return Ok(Self { parameter, shape: Shape::Of(vec![name]), span });
        }
        let content;
        parenthesized!(content in input);
        let arrays =
            listed(&content, "this is no array\nan array is named by its parameter", |input| {
                self::name(input, false)
            })?;
        if name != "broadcast" || arrays.len() < 2 {
            return Err(syn::Error::new(
                span,
                "this is no shape of several arrays\nthat is broadcast(x, y), of two or more",
            ));
        }
        Ok(Self { parameter, shape: Shape::Of(arrays), span })
    }
}

impl Parse for Axis {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![_]) {
            let any: Token![_] = input.parse()?;
            return Ok(Self::Any(any.span));
        }
        if input.peek(LitInt) {
            let length: LitInt = input.parse()?;
            let value =
                length.base10_parse::<i64>().ok().and_then(|value| u64::try_from(value).ok());
            return value.map(Self::Length).ok_or_else(|| {
                let allowed = format!("a length is a number from 0 to {}", i64::MAX);
                syn::Error::new(length.span(), format!("this is no length of an axis\n{allowed}"))
            });
        }
        if input.peek(syn::Ident) {
            return Ok(Self::Symbol(input.parse()?));
        }
        Err(input.error(AXIS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::ToTokens;
    use syn::parse_str;

    #[test]
    fn shapes_of_other_arrays() {
        let options: Options =
            parse_str("shapes(y = x, z = broadcast(x, y,), w = [n]), name = r#final")
                .expect("options");
        let of = |index: usize| match &options.shapes[index].shape {
            Shape::Axes(_) => Vec::new(),
            Shape::Of(arrays) => arrays.iter().map(Ident::to_string).collect(),
        };
        assert_eq!(of(0), ["x"]);
        assert_eq!(of(1), ["x", "y"]);
        assert!(of(2).is_empty());
        assert_eq!(options.name.expect("a name"), "r#final");
        for wrong in ["shapes(y = sum(x, z))", "shapes(y = broadcast(x))"] {
            assert_eq!(
                message(wrong),
                "this is no shape of several arrays\nthat is broadcast(x, y), of two or more"
            );
        }
        assert!(
            message("shapes(y = 3)")
                .starts_with("this is no contract\na contract is a list of axes")
        );
    }

    fn message(options: &str) -> String {
        match parse_str::<Options>(options) {
            Ok(_) => "understood".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn symbols_lengths_and_wildcards() {
        let options: Options =
            parse_str("shapes(x = [n, 3, _], y = [],), returns(a, b)").expect("options");
        let axes = |index: usize| match &options.shapes[index].shape {
            Shape::Axes(axes) => axes.clone(),
            Shape::Of(arrays) => panic!("the shape of {arrays:?}"),
        };
        assert!(matches!(axes(0).as_slice(), [Axis::Symbol(_), Axis::Length(3), Axis::Any(_)]));
        assert!(axes(1).is_empty());
        assert_eq!(options.returns.expect("names").names.len(), 2);
    }

    #[test]
    fn an_axis_to_split_along_and_functions() {
        let options: Options = parse_str(
            "split = n, combine = |a, b| (a, b).0, partial = T::<u8>::of, finish = f, scan = S::go",
        )
        .expect("options");
        let mut split = options.split;
        assert_eq!(split.along.take().expect("split"), "n");
        let given: Vec<String> =
            split.functions().map(|given| given.function.to_token_stream().to_string()).collect();
        assert_eq!(given, ["| a , b | (a , b) . 0", "T :: < u8 > :: of", "f", "S :: go"]);
    }

    #[test]
    fn what_is_not_an_option_is_named() {
        assert!(message("shape(x = [n])").starts_with("unknown option `shape`\nthere are types("));
        assert_eq!(message("shapes(), shapes()"), "shapes is given twice");
        for wrong in ["n + 1", "2 * n", "m, n - 1", "n m", "\"n\"", "_ _", "(n)"] {
            assert_eq!(message(&format!("shapes(x = [{wrong}])")), AXIS, "{wrong}");
        }
        for (wrong, right) in [
            ("name = \"x\"", "x"),
            ("returns(\"slope\")", "slope"),
            ("shapes(\"x\" = [n])", "x"),
            ("shapes(z = broadcast(x, \"y\"))", "y"),
            ("types(\"T\" = [f64])", "T"),
            ("split = \"n\"", "n"),
            ("\"name\"", "name"),
        ] {
            assert_eq!(message(wrong), format!("names stand without quotes\nwrite {right}"));
        }
        assert_eq!(message("returns(a b)"), "this is no name\na name is one identifier");
        assert_eq!(message("split = n, split = m"), "split is given twice");
        assert_eq!(message("finish = f, finish = f"), "finish is given twice");
        assert_eq!(
            message("combine = f()"),
            "this is no function\ngive a path such as Moments::merge, or a closure |a, b| a + b"
        );
        for wrong in ["99999999999999999999", "-1"] {
            assert_eq!(
                message(&format!("shapes(x = [{wrong}])")),
                "this is no length of an axis\na length is a number from 0 to 9223372036854775807"
            );
        }
    }
}
