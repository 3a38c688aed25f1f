//! The attribute on a function: signature to model, and the order of the passes.

use std::collections::HashMap;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, GenericParam, ItemFn, Pat, PatType, Safety, Signature, parse_quote};

use crate::errors::{self, Errors};
use crate::generics::Instance;
use crate::model::{Axis, Function, Name, Outcome, Param, Returns};
use crate::options::Options;
use crate::split::Understood;
use crate::{checks, docs, expansion, generics, module, names, source, split, types};

/// Expands the attribute on a function: the function as it is, and what makes it callable.
///
/// Where something is wrong the function still stands, so that no error follows from its absence.
pub(crate) fn export(options: TokenStream, mut item: ItemFn) -> TokenStream {
    let outs = take_out_attributes(&mut item.sig);
    let source = source::surroundings();
    if source.is_in_impl {
        let error = syn::Error::new_spanned(
            &item.sig.ident,
            format!(
                "`{}` belongs to an `impl` or a `trait`, and Java calls functions of modules\nexport a function \
                 outside, which may call this one",
                item.sig.ident
            ),
        );
        let error = errors::tokens(error);
        return quote!(#item #error);
    }
    let added = match models(options, &item, &outs) {
        Ok(functions) => {
            let conditions = conditions(&item.attrs);
            let krate = functions.first().and_then(|first| first.krate.clone());
            if let (None, Some(name)) = (&krate, source::other_crate_name()) {
                let error = format!(
                    "Cargo.toml gives the crate `arrays` the name `{name}`, which the attribute is not told\nwrite \
                     `#[{name}::export(crate = {name})]`"
                );
                let error = errors::tokens(syn::Error::new(Span::call_site(), error));
                return quote!(#item #error);
            }
            if let Some(first) = functions.first() {
                allow_lengths_unused(&mut item.sig, &first.params);
            }
            let functions: TokenStream = functions
                .iter()
                .map(|function| expansion::of_function(function, &functions, &conditions))
                .collect();
            let module = module::of_file(&source.of_module, &conditions);
            expansion::in_crate(quote!(#functions #module), krate.as_ref())
        }
        Err(error) => errors::tokens(error),
    };
    quote!(#item #added)
}

/// What Java sees of the function, one word for each instance; nothing where the function is not understood.
pub(crate) fn java_signatures(options: TokenStream, item: &ItemFn) -> Vec<String> {
    let mut item = item.clone();
    let outs = take_out_attributes(&mut item.sig);
    let functions = models(options, &item, &outs).unwrap_or_default();
    functions.iter().map(names::java_signature).collect()
}

/// The function as models, one for each instance, or all that is wrong with it.
fn models(
    options: TokenStream,
    item: &ItemFn,
    outs: &[Option<Attribute>],
) -> syn::Result<Vec<Function>> {
    let mut errors = Errors::default();
    let options = errors.keep(syn::parse2::<Options>(options));
    check_signature(&item.sig, &mut errors);
    let instances =
        options.as_ref().and_then(|options| generics::instances(&item.sig, options, &mut errors));
    let Some(instances) = instances else {
        check_what_is_no_parameter(&item.sig, outs, &mut errors);
        return Err(errors.into_error());
    };
    let mut functions: Vec<Function> = Vec::new();
    for instance in instances {
        match model(instance, item, outs) {
            Ok(function) => functions.push(function),
            Err(error) => errors.push_new(error),
        }
    }
    if errors.is_empty() {
        check_instances(&functions, &mut errors);
    }
    match errors.is_empty() {
        true => Ok(functions),
        false => Err(errors.into_error()),
    }
}

/// Looks at the types of which it is known what they are, where the types of type parameters are not.
fn check_what_is_no_parameter(
    signature: &Signature,
    outs: &[Option<Attribute>],
    errors: &mut Errors,
) {
    let unknown = generics::type_parameters(signature);
    for (input, out) in signature.inputs.iter().zip(outs) {
        if !generics::mentions(input, &unknown) {
            parameter(input, out.as_ref(), errors);
        }
    }
    if !generics::mentions(&signature.output, &unknown) {
        errors.keep(types::outcome(&signature.output));
    }
}

/// Java tells overloads apart by their parameters.
fn check_instances(functions: &[Function], errors: &mut Errors) {
    let mut first_of: HashMap<String, &Function> = HashMap::new();
    for function in functions {
        if let Some(first) = first_of.get(&names::java_signature(function)) {
            let written = |function: &Function| {
                let turbofish = function.turbofish.to_string().replace(' ', "").replace(',', ", ");
                format!("{}{turbofish}", function.name.rust)
            };
            errors.at(
                function.ident.span(),
                format!(
                    "`{}` and `{}` have the same parameters in Java\nlist only one of them, and export the \
                     other by a function of another name",
                    written(first),
                    written(function)
                ),
            );
        } else {
            first_of.insert(names::java_signature(function), function);
        }
    }
}

/// One instance of the function as a model, or all that is wrong with it.
fn model(instance: Instance, item: &ItemFn, outs: &[Option<Attribute>]) -> syn::Result<Function> {
    let Instance { signature, options, turbofish } = instance;
    let mut errors = Errors::default();
    let params: Vec<Option<Param>> = signature
        .inputs
        .iter()
        .zip(outs)
        .map(|(input, out)| parameter(input, out.as_ref(), &mut errors))
        .collect();
    let outcome = errors.keep(types::outcome(&signature.output));

    // Contracts are checked against parameters that were all understood; else one mistake would be told
    // again as a contract that fits nothing.
    let params: Option<Vec<Param>> = params.into_iter().collect();
    let Some(mut params) = params else {
        return Err(errors.into_error());
    };
    let has_all_contracts = checks::attach_contracts(&mut params, options.shapes, &mut errors);
    checks::check_parameter_names(&params, &mut errors);
    let is_result_understood = outcome.is_some();
    let (returns, returns_span, error) = match outcome {
        Some(Outcome { output, span, error }) => {
            (checks::name_values(output, options.returns, &mut errors), span, error)
        }
        None => (Returns::Void, Span::call_site(), None),
    };
    let split = split::understand(
        options.split,
        Understood {
            params: &params,
            has_all_contracts,
            returns: is_result_understood.then_some((&returns, returns_span)),
        },
        &mut errors,
    );
    let ident = signature.ident;
    checks::check_argument_count(&ident, &params, &returns, split.as_ref(), &mut errors);
    if !errors.is_empty() {
        return Err(errors.into_error());
    }
    let java = names::java_member(options.name.as_ref().unwrap_or(&ident));
    Ok(Function {
        krate: options.krate,
        name: Name { rust: names::rust_name(&ident), java },
        ident,
        turbofish,
        doc: docs::doc_of(&item.attrs),
        deprecation: docs::deprecation_of(&item.attrs),
        params,
        returns,
        returns_span,
        error,
        split,
    })
}

/// Removes the `#[out]` attributes, which mean nothing to rustc; one entry per input.
fn take_out_attributes(signature: &mut Signature) -> Vec<Option<Attribute>> {
    signature
        .inputs
        .iter_mut()
        .map(|input| match input {
            FnArg::Receiver(_) => None,
            FnArg::Typed(input) => {
                let is_out = |attribute: &Attribute| attribute.path().is_ident("out");
                let position = input.attrs.iter().position(is_out)?;
                Some(input.attrs.remove(position))
            }
        })
        .collect()
}

/// A parameter that gives the length of an axis has done its work in Java, so the body need not use it.
fn allow_lengths_unused(signature: &mut Signature, params: &[Param]) {
    let axes: Vec<&Axis> = params.iter().flat_map(Param::axes).collect();
    for (input, param) in signature.inputs.iter_mut().zip(params) {
        let is_symbol = |axis: &&Axis| matches!(axis, Axis::Symbol(symbol) if names::rust_name(symbol) == param.name.rust);
        if let FnArg::Typed(input) = input
            && axes.iter().any(is_symbol)
        {
            input.attrs.push(parse_quote!(#[allow(unused_variables)]));
        }
    }
}

/// The `#[cfg(…)]` that the added items have to share with the function.
fn conditions(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).cloned().collect()
}

fn check_signature(signature: &Signature, errors: &mut Errors) {
    if let Some(asyncness) = &signature.asyncness {
        errors.at(
            asyncness.span(),
            "an exported function runs to its end when it is called\nleave `async` out",
        );
    }
    if let Safety::Unsafe(token) = &signature.safety {
        errors.on(
            token,
            "Java cannot keep the conditions of an `unsafe` function\nexport a safe function that \
            checks them",
        );
    }
    if let Some(abi) = &signature.abi {
        errors.on(abi, "an exported function has Rust's own ABI\nleave `extern` out: the attribute adds what C \
            calls need");
    }
    if let Some(variadic) = &signature.variadic {
        errors.on(
            variadic,
            "an exported function has a fixed number of parameters\ntake a slice or an array",
        );
    }
    for parameter in &signature.generics.params {
        if let GenericParam::Const(parameter) = parameter {
            errors.on(
                parameter,
                "an exported function has no const parameters\ntake a number as an argument",
            );
        }
    }
}

fn parameter(input: &FnArg, out: Option<&Attribute>, errors: &mut Errors) -> Option<Param> {
    let PatType { attrs, pat, ty, .. } = match input {
        FnArg::Typed(input) => input,
        FnArg::Receiver(receiver) => {
            errors.on(
                receiver,
                "an exported function has no `self`\nexport a function outside of the `impl`, which Java calls \
                 as a static method",
            );
            return None;
        }
    };
    for attribute in attrs.iter().filter(|attribute| attribute.path().is_ident("out")) {
        errors.on(attribute, "#[out] is given twice");
    }
    if let Some(out) = out {
        errors.keep(out.meta.require_path_only());
    }
    let kind = errors.keep(types::parameter(ty, out.is_some()));
    let ident = match &**pat {
        Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => pat.ident.clone(),
        pat => {
            errors.on(pat,
                "an exported function's parameter is a plain name, which Java shows\ntake the pattern apart in \
                 the body",
            );
            return None;
        }
    };
    Some(Param {
        name: Name { rust: names::rust_name(&ident), java: names::java_parameter(&ident) },
        ident,
        kind: kind?,
        ty_span: ty.span(),
        shape: None,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn models_of(options: &str, function: &str) -> syn::Result<Vec<Function>> {
        let options = options.parse().expect("tokens");
        let mut item: ItemFn = syn::parse_str(function).expect("a function");
        let outs = take_out_attributes(&mut item.sig);
        models(options, &item, &outs)
    }

    /// The models of the instances of a function in which nothing is wrong.
    pub(crate) fn all_understood(options: &str, function: &str) -> Vec<Function> {
        models_of(options, function).expect("nothing wrong")
    }

    /// The model of a function in which nothing is wrong, of the first instance.
    pub(crate) fn understood(options: &str, function: &str) -> Function {
        all_understood(options, function).swap_remove(0)
    }

    pub(crate) fn messages(options: &str, function: &str) -> Vec<String> {
        match models_of(options, function) {
            Ok(_) => Vec::new(),
            Err(error) => {
                let mut errors = Errors::default();
                errors.push(error);
                errors.messages()
            }
        }
    }

    #[test]
    fn a_contract_and_an_out_array_are_understood() {
        let none = messages(
            "shapes(x = [n, m], w = [m], scores = [n])",
            "fn predict(x: ArrayView2<f64>, w: ArrayView1<f64>, #[out] mut scores: ArrayViewMut1<f64>) {}",
        );
        assert!(none.is_empty(), "{none:?}");
        let none = messages("shapes(x = [n, n])", "fn trace(x: ArrayViewD<f64>) -> f64 {}");
        assert!(none.is_empty(), "{none:?}");
        let none = messages(
            "shapes(grid = [rows, 3])",
            "fn grid(rows: usize, #[out] grid: ArrayViewMut2<f64>) {}",
        );
        assert!(none.is_empty(), "{none:?}");
    }

    #[test]
    fn all_errors_come_at_once() {
        let found = messages(
            "returns(a)",
            "async unsafe fn f<T>(self, (a, b): f64, x: u64, #[out] y: f64) -> &str { }",
        );
        assert_eq!(found.len(), 8, "{found:#?}");
    }

    #[test]
    fn no_more_arguments_than_the_jvm_passes() {
        let grids = |more: &str| {
            let grids: Vec<String> =
                (0..8).map(|index| format!("x{index}: ArrayView6<f64>")).collect();
            format!("fn f({}, {more}) -> String {{}}", grids.join(", "))
        };
        // 8 * 27 for the grids, 3 for the result.
        let most = "a: ArrayViewD<f64>, b: &[u8], c: &str, d: Option<f64>, e: bool, \
                    g: ArrayView1<f64>, h: bool";
        assert!(messages("", &grids(most)).is_empty());
        assert_eq!(
            messages("", &grids(&format!("{most}, i: f64"))),
            [
                "`f` takes 254 slots of the JVM, which has 252 for the arguments of a call\na number takes 2, \
                 an Option 4, a &str or &[T] 5, a view of rank r 3 + 4 r, an ArrayViewD 8, and a result that is \
                 no number 3, a split call 4 more, and one with combine or scan 9 more: take fewer parameters, \
                 or several numbers in one array"
            ]
        );
    }

    #[test]
    fn the_arguments_of_a_part_count_too() {
        // 9 * 27 for the grids, 9 for what only a part has.
        let grids = "shapes(x0 = [n, _, _, _, _, _]), split = n";
        let grid = |index| format!("x{index}: ArrayView6<f64>");
        let params: Vec<String> = (0..9).map(grid).collect();
        let function = format!("fn f({}) -> f64 {{}}", params.join(", "));
        let found = messages(&format!("{grids}, combine = c"), &function);
        assert_eq!(found.len(), 0, "{found:?}");
        let function = format!("fn f({}, y: f64) -> f64 {{}}", params.join(", "));
        let found = messages(&format!("{grids}, combine = c"), &function);
        assert!(found[0].starts_with("`f` takes 254 slots of the JVM, which has 252"), "{found:?}");
    }

    /// What the messages advise is taken: none leads to another message.
    #[test]
    fn the_advice_for_an_out_array_is_taken() {
        for (params, out) in [
            ("", "ArrayViewMut1<f64>"),
            ("", "ArrayViewMut6<f64>"),
            ("", "ArrayViewMutD<f64>"),
            ("n: f64, m: &str", "ArrayViewMut2<f64>"),
            ("rows: usize, k: Option<i64>", "ArrayViewMut3<f64>"),
            ("rows: u8", "ArrayViewMut1<f64>"),
            ("x: ArrayView2<f64>", "ArrayViewMut2<f64>"),
            ("x: &[f64]", "ArrayViewMut1<f64>"),
        ] {
            let function = |more: &str| {
                let params = [params, more, &format!("#[out] y: {out}")];
                let params: Vec<&str> = params.into_iter().filter(|it| !it.is_empty()).collect();
                format!("fn f({}) {{}}", params.join(", "))
            };
            let found = messages("", &function(""));
            let [message] = found.as_slice() else { panic!("one message: {found:#?}") };
            let (_, advice) = message.split_once("\nadd ").expect("advice");
            let contract = &advice[..=advice.find(')').expect("a contract")];
            let more = advice.split_once("and take ").map_or("", |(_, more)| more);
            assert_eq!(messages(contract, &function(more)), [""; 0], "{message}");
        }
    }

    #[test]
    fn contracts_over_whole_shapes_are_understood() {
        for (options, function) in [
            ("shapes(y = x)", "fn f(x: ArrayView3<f64>, #[out] y: ArrayViewMut3<f32>) {}"),
            ("shapes(y = x)", "fn f(x: ArrayViewD<f64>, #[out] y: ArrayViewMutD<f32>) {}"),
            ("shapes(y = x)", "fn f(x: ArrayViewD<f64>, mut y: ArrayViewMut1<f32>) {}"),
            ("shapes(x = [n, m], y = x)", "fn f(x: ArrayView2<f64>, y: ArrayView2<f64>) {}"),
            (
                "shapes(y = x, z = y)",
                "fn f(x: &[f64], y: &mut [f64], #[out] z: ArrayViewMut1<f64>) {}",
            ),
            (
                "shapes(z = broadcast(x, y))",
                "fn f(x: ArrayView1<f64>, y: ArrayView3<f64>, #[out] z: ArrayViewMut3<f64>) {}",
            ),
            (
                "shapes(z = broadcast(x, y, w))",
                "fn f(x: ArrayView1<f64>, y: ArrayViewD<f64>, w: ArrayView0<f64>, z: ArrayViewMutD<f64>) {}",
            ),
        ] {
            let none = messages(options, function);
            assert!(none.is_empty(), "{options} {function}: {none:?}");
        }
    }

    #[test]
    fn contracts_over_whole_shapes_are_checked() {
        for (options, function, expected) in [
            (
                "shapes(y = w)",
                "fn f(x: ArrayView1<f64>, #[out] y: ArrayViewMut1<f64>) {}",
                "no parameter is called `w`\nthe array parameters are `x`, `y`",
            ),
            (
                "shapes(y = n)",
                "fn f(n: usize, #[out] y: ArrayViewMut1<f64>) {}",
                "`n` is no array\nthe array parameters are `y`",
            ),
            (
                "shapes(y = y)",
                "fn f(#[out] y: ArrayViewMut1<f64>) {}",
                "`y` always has its own shape",
            ),
            (
                "shapes(y = [n], z = y)",
                "fn f(n: usize, #[out] y: ArrayViewMut1<f64>, #[out] z: ArrayViewMut1<f64>) {}",
                "`y` is #[out] and gets its shape from others\nname those",
            ),
            (
                "shapes(n = x)",
                "fn f(x: ArrayView1<f64>, n: usize) {}",
                "`n` is no array, and a contract is on the shape of an array\nthe array parameters are `x`",
            ),
            (
                "shapes(y = x, y = [n])",
                "fn f(x: ArrayView1<f64>, y: ArrayView1<f64>) {}",
                "`y` has a contract already",
            ),
            (
                "shapes(y = x)",
                "fn f(x: ArrayView2<f64>, y: ArrayView1<f64>) {}",
                "`y` has rank 1, but `x`, whose shape it is to have, has 2",
            ),
            (
                "shapes(z = broadcast(x, y))",
                "fn f(x: ArrayView2<f64>, y: ArrayView1<f64>, #[out] z: ArrayViewMut1<f64>) {}",
                "`z` has rank 1, but `x` and `y`, whose shape it is to have, have together 2",
            ),
            (
                "shapes(y = x)",
                "fn f(x: ArrayViewD<f64>, #[out] y: ArrayViewMut1<f64>) {}",
                "Java allocates `y` of rank 1 in the shape of `x`, which may have another rank\nlet `y` be of \
                 any rank too",
            ),
        ] {
            assert_eq!(messages(options, function), [expected], "{options} {function}");
        }
    }

    #[test]
    fn contracts_are_checked() {
        for (options, function, expected) in [
            (
                "shapes(y = [n])",
                "fn f(x: ArrayView1<f64>, n: usize) {}",
                "no parameter is called `y`\nthe array parameters are `x`",
            ),
            (
                "shapes(n = [n])",
                "fn f(x: ArrayView1<f64>, n: usize) {}",
                "`n` is no array, and a contract is on the shape of an array\nthe array parameters are `x`",
            ),
            (
                "shapes(x = [n], x = [n])",
                "fn f(x: ArrayView1<f64>) {}",
                "`x` has a contract already",
            ),
            (
                "shapes(x = [n])",
                "fn f(x: ArrayView2<f64>) {}",
                "`x` has rank 2, but the length of its contract is 1",
            ),
            (
                "shapes(x = [alpha])",
                "fn f(x: ArrayView1<f64>, alpha: f64) {}",
                "`alpha` is a parameter, but not an integer that could be a length\ntake another name for the \
                 symbol",
            ),
            (
                "",
                "fn f(#[out] y: ArrayViewMut2<f64>) {}",
                "Java allocates `y` and needs to know its shape\nadd shapes(y = [n, m]), and take n: usize, m: usize",
            ),
            (
                "",
                "fn f(#[out] y: ArrayViewMutD<f64>) {}",
                "Java allocates `y` and needs to know its shape\nadd shapes(y = [n]), and take n: usize",
            ),
            (
                "",
                "fn f(n: usize, k: i32, a: f64, #[out] y: ArrayViewMut3<f64>) {}",
                "Java allocates `y` and needs to know its shape\nadd shapes(y = [n, k, m]), and take m: usize",
            ),
            (
                "",
                "fn f(rows: usize, #[out] y: ArrayViewMut1<f64>) {}",
                "Java allocates `y` and needs to know its shape\nadd shapes(y = [rows])",
            ),
            (
                "",
                "fn f(x: ArrayView1<f64>, #[out] y: ArrayViewMut2<f64>) {}",
                "Java allocates `y` and needs to know its shape\nadd shapes(y = [n, m]), and the contracts of \
                 other arrays with these symbols",
            ),
            (
                "",
                "fn f(x: ArrayView2<f64>, #[out] y: ArrayViewMut2<f64>) {}",
                "Java allocates `y` and needs to know its shape\nadd shapes(y = x), the shape of `x`, or a list of \
                 its axes: symbols of the contracts of other arrays, integer parameters and lengths",
            ),
            (
                "shapes(y = [n])",
                "fn f(#[out] y: ArrayViewMut1<f64>) {}",
                "nothing says how long `n` is, and Java allocates `y`\ntake n: usize, or name it in the contract of \
                 an array that is not #[out]",
            ),
            (
                "shapes(y = [_])",
                "fn f(#[out] y: ArrayViewMut1<f64>) {}",
                "Java allocates `y`, and has to know every axis\nput a symbol or a length in place of _",
            ),
            ("returns(a)", "fn f() {}", "returns(…) names what is returned, and nothing is"),
            (
                "returns(a)",
                "fn f() -> (f64, f64) { (0.0, 0.0) }",
                "returns(…) gives 1 name to 2 values",
            ),
            (
                "returns(a_b, aB)",
                "fn f() -> (f64, f64) { (0.0, 0.0) }",
                "`aB` is called `aB` in Java, as `a_b` is already\ntake another name",
            ),
            (
                "",
                "fn f(a_b: f64, aB: f64) {}",
                "`aB` is called `aB` in Java, as `a_b` is already\ntake another name",
            ),
        ] {
            assert_eq!(messages(options, function), [expected]);
        }
    }
}
