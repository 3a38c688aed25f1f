//! Functions with type parameters: one instance for each combination of the types that they stand for.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, GenericParam, Path, QSelf, Signature, Type, TypePath, parse_quote};

use crate::errors::Errors;
use crate::names;
use crate::options::{Options, TypeList};
use crate::spelling::written;

/// A generic function with types in place of its parameters; one without parameters is its own instance.
pub(crate) struct Instance {
    pub(crate) signature: Signature,
    pub(crate) options: Options,
    /// What stands behind the function's name in a call of this instance.
    pub(crate) turbofish: TokenStream,
}

/// The type parameters of a function, in order.
pub(crate) fn type_parameters(signature: &Signature) -> Vec<&Ident> {
    let parameters = signature.generics.params.iter();
    parameters
        .filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(&parameter.ident),
            GenericParam::Lifetime(_) | GenericParam::Const(_) => None,
        })
        .collect()
}

/// The instances of a function, or `None` where it is not known what its parameters stand for.
pub(crate) fn instances(
    signature: &Signature,
    options: &Options,
    errors: &mut Errors,
) -> Option<Vec<Instance>> {
    let parameters = type_parameters(signature);
    let is_known = check_lists(&parameters, options, errors);
    let mut combinations: Vec<Vec<(&Ident, &Type)>> = vec![Vec::new()];
    for &parameter in &parameters {
        let list = options.types.iter().find(|list| list.parameter == *parameter);
        let Some(list) = list else {
            errors.on(
                parameter,
                format!(
                    "Java has no type parameters\nlist the types that `{parameter}` stands for, \
                     types({parameter} = [f64, f32]), and Java has an overload for each"
                ),
            );
            return None;
        };
        combinations = combinations
            .iter()
            .flat_map(|combination| {
                list.types.iter().map(|ty| {
                    let mut longer = combination.clone();
                    longer.push((parameter, ty));
                    longer
                })
            })
            .collect();
    }
    is_known.then(|| {
        combinations.into_iter().map(|types| instance(signature, options, types)).collect()
    })
}

fn check_lists(parameters: &[&Ident], options: &Options, errors: &mut Errors) -> bool {
    let mut is_right = true;
    let mut wrong = |tokens: &dyn ToTokens, message: String| {
        is_right = false;
        errors.on(tokens, message);
    };
    for (index, TypeList { parameter, types }) in options.types.iter().enumerate() {
        if !parameters.contains(&parameter) {
            let known = match parameters {
                [] => "it has none".to_owned(),
                _ => {
                    let known: Vec<String> =
                        parameters.iter().map(|known| format!("`{known}`")).collect();
                    format!("there are {}", known.join(", "))
                }
            };
            wrong(
                parameter,
                format!("`{parameter}` is no type parameter of the function\n{known}"),
            );
        }
        if options.types[..index].iter().any(|list| list.parameter == *parameter) {
            wrong(parameter, format!("`{parameter}` has a list already"));
        }
        if types.is_empty() {
            wrong(
                parameter,
                format!("`{parameter}` stands for no type\nwrite types({parameter} = [f64, f32])"),
            );
        }
        for (index, ty) in types.iter().enumerate() {
            if types[..index].iter().any(|other| written(other) == written(ty)) {
                wrong(ty, format!("`{}` is listed twice", written(ty)));
            }
        }
    }
    is_right
}

fn instance(signature: &Signature, options: &Options, types: Vec<(&Ident, &Type)>) -> Instance {
    let given = types.iter().map(|(_, ty)| ty);
    let turbofish = match types.as_slice() {
        [] => TokenStream::new(),
        _ => quote!(::<#(#given),*>),
    };
    let mut substitution = Substitution { types };
    let mut signature = signature.clone();
    let mut options = options.clone();
    for input in &mut signature.inputs {
        substitution.visit_fn_arg_mut(input);
    }
    substitution.visit_return_type_mut(&mut signature.output);
    for given in options.split.functions() {
        substitution.visit_expr_mut(&mut given.function);
    }
    Instance { signature, options, turbofish }
}

/// Types in place of type parameters.
struct Substitution<'a> {
    types: Vec<(&'a Ident, &'a Type)>,
}

impl Substitution<'_> {
    /// What the first segment of the path stands for, where that is a parameter.
    fn of(&self, qself: &Option<QSelf>, path: &Path) -> Option<Type> {
        let segment = path.segments.first()?;
        if qself.is_some() || path.leading_colon.is_some() || !segment.arguments.is_none() {
            return None;
        }
        let found = self.types.iter().find(|(parameter, _)| segment.ident == **parameter);
        found.map(|&(_, ty)| ty.clone())
    }
}

impl VisitMut for Substitution<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(TypePath { qself, path, .. }) = ty
            && let Some(given) = self.of(qself, path)
        {
            let rest = path.segments.iter().skip(1);
            *ty = match path.segments.len() {
                1 => given,
                _ => parse_quote!(<#given> #(::#rest)*),
            };
            return;
        }
        visit_mut::visit_type_mut(self, ty);
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Expr::Path(path) = expression
            && path.path.segments.len() > 1
            && let Some(given) = self.of(&path.qself, &path.path)
        {
            let rest = path.path.segments.iter().skip(1);
            *expression = parse_quote!(<#given> #(::#rest)*);
        }
        visit_mut::visit_expr_mut(self, expression);
    }
}

/// Whether the tokens name one of the parameters.
pub(crate) fn mentions(tokens: impl ToTokens, parameters: &[&Ident]) -> bool {
    tokens.into_token_stream().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => {
            let name = names::rust_name(&ident);
            parameters.iter().any(|parameter| names::rust_name(parameter) == name)
        }
        TokenTree::Group(group) => mentions(group.stream(), parameters),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::function::tests::{all_understood, messages};
    use crate::model::Parts;

    #[test]
    fn an_instance_for_each_combination_in_order() {
        let functions = all_understood(
            "types(T = [f64, f32], D = [Ix1, IxDyn])",
            "fn f<'a, T: Real, D: Dimension>(x: ArrayView<'a, T, D>, low: T, high: Option<T>, s: &[T]) \
             -> Result<(T, Array<T, D>), Failed<T>> where T: Copy {}",
        );
        let turbofish: Vec<String> =
            functions.iter().map(|function| function.turbofish.to_string()).collect();
        assert_eq!(
            turbofish,
            [":: < f64 , Ix1 >", ":: < f64 , IxDyn >", ":: < f32 , Ix1 >", ":: < f32 , IxDyn >"]
        );
        let last = &functions[3];
        let kinds: Vec<String> =
            last.params.iter().map(|param| format!("{:?}", param.kind)).collect();
        assert_eq!(
            kinds,
            [
                "Array { element: F32, rank: Dynamic, access: Read, form: View }",
                "Scalar { scalar: F32, optional: false }",
                "Scalar { scalar: F32, optional: true }",
                "Array { element: F32, rank: Static(1), access: Read, form: Slice }",
            ]
        );
        assert_eq!(last.error.as_ref().expect("an error").written, "Failed<f32>");
    }

    #[test]
    fn every_rank_may_stand_for_a_dimension() {
        for (dimension, rank) in [
            ("Ix0", "Static(0)"),
            ("Ix1", "Static(1)"),
            ("Ix2", "Static(2)"),
            ("Ix3", "Static(3)"),
            ("Ix4", "Static(4)"),
            ("Ix5", "Static(5)"),
            ("Ix6", "Static(6)"),
            ("IxDyn", "Dynamic"),
            ("ndarray::Ix2", "Static(2)"),
        ] {
            let functions = all_understood(
                &format!("types(D = [{dimension}]), shapes(y = x)"),
                "fn f<D: Dimension>(x: ArrayView<f64, D>, #[out] y: ArrayViewMut<f64, D>) -> Array<f64, D> {}",
            );
            let [function] = functions.as_slice() else { panic!("one instance of {dimension}") };
            let ranks: Vec<String> =
                function.params.iter().map(|param| format!("{:?}", param.rank())).collect();
            assert_eq!(ranks, [format!("Some({rank})"), format!("Some({rank})")]);
            let returns = format!("{:?}", function.returns);
            assert!(returns.contains(rank), "{returns}");
        }
    }

    #[test]
    fn parameters_in_paths_are_replaced_too() {
        let functions = all_understood(
            "types(T = [f64]), split = elementwise, combine = T::add, partial = Moments::<T>::of, \
             finish = |m: Moments<T>| m.mean()",
            "fn f<T: Real>(x: ArrayView1<T>) -> Result<T, T::Err> {}",
        );
        let split = functions[0].split.as_ref().expect("split");
        let Parts::Reduction(reduction) = &split.parts else { panic!("a reduction") };
        assert_eq!(reduction.combine.to_string(), "< f64 > :: add");
        let partial = reduction.partial.as_ref().expect("partial").to_string();
        assert_eq!(partial, "Moments :: < f64 > :: of");
        let finish = reduction.finish.as_ref().expect("finish").to_string();
        assert_eq!(finish, "| m : Moments < f64 > | m . mean ()");
        assert_eq!(functions[0].error.as_ref().expect("an error").written, "<f64>::Err");
    }

    #[test]
    fn what_does_not_fit_the_parameters_is_told() {
        for (options, function, expected) in [
            (
                "",
                "fn f<T: Real>(x: ArrayView1<T>) {}",
                "Java has no type parameters\nlist the types that `T` stands for, types(T = [f64, f32]), and \
                 Java has an overload for each",
            ),
            (
                "types(T = [f64], U = [f64])",
                "fn f<T>(x: ArrayView1<T>) {}",
                "`U` is no type parameter of the function\nthere are `T`",
            ),
            (
                "types(T = [f64])",
                "fn f(x: ArrayView1<f64>) {}",
                "`T` is no type parameter of the function\nit has none",
            ),
            (
                "types(T = [f64], T = [f32])",
                "fn f<T>(x: ArrayView1<T>) {}",
                "`T` has a list already",
            ),
            (
                "types(T = [])",
                "fn f<T>(x: ArrayView1<T>) {}",
                "`T` stands for no type\nwrite types(T = [f64, f32])",
            ),
            ("types(T = [f64, f64])", "fn f<T>(x: ArrayView1<T>) {}", "`f64` is listed twice"),
            (
                "",
                "fn f<const N: usize>(x: ArrayView1<f64>) {}",
                "an exported function has no const parameters\ntake a number as an argument",
            ),
            (
                "types(T = [u8, i8])",
                "fn f<T>(x: ArrayView1<T>) {}",
                "`f::<u8>` and `f::<i8>` have the same parameters in Java\nlist only one of them, and export \
                 the other by a function of another name",
            ),
            (
                "types(D = [Ix2, Ix3])",
                "fn f<D: Dimension>(x: ArrayView<f64, D>) {}",
                "`f::<Ix2>` and `f::<Ix3>` have the same parameters in Java\nlist only one of them, and export \
                 the other by a function of another name",
            ),
            (
                "types(T = [f64, f32])",
                "fn f<T>(x: f64) -> f64 {}",
                "`f::<f64>` and `f::<f32>` have the same parameters in Java\nlist only one of them, and export \
                 the other by a function of another name",
            ),
        ] {
            assert_eq!(messages(options, function), [expected], "{options} {function}");
        }
    }

    #[test]
    fn an_error_of_all_instances_comes_once() {
        let found = messages(
            "types(T = [f64, f32, String]), shapes(y = [n])",
            "fn f<T>(x: ArrayView1<T>, s: u64) {}",
        );
        assert_eq!(found.len(), 2, "{found:#?}");
        let found = messages(
            "types(T = [f64, f32]), shapes(z = [n])",
            "fn f<T>(x: ArrayView1<T>, #[out] y: ArrayViewMut1<T>) {}",
        );
        assert_eq!(found.len(), 2, "{found:#?}");
        // What a parameter stands for is not known, and what does not depend on it is told all the same.
        let found = messages("", "fn f<T>(x: ArrayView1<T>, s: u64) -> Vec<T> {}");
        assert_eq!(found.len(), 2, "{found:#?}");
    }
}
