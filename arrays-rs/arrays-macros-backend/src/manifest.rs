//! The manifest entries, as `docs/abi.md` gives them, and the hash in the symbol names.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{
    Access, Along, Axis, Deprecation, Doc, DocPiece, Field, Form, Function, Name, Param, ParamKind,
    Parts, Rank, Returns, Shape, Split, Value,
};
use crate::{names, split};

/// A piece of text of which some parts are known only where the expansion is compiled.
#[derive(Clone, Debug)]
enum Piece {
    Literal(String),
    CrateName,
    CrateVersion,
    ModulePath,
    /// An expression of a text that stands in a JSON string.
    InString(TokenStream),
}

/// Text that the compiler puts together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text(Vec<Piece>);

impl Text {
    fn literal(mut self, text: &str) -> Self {
        match self.0.last_mut() {
            Some(Piece::Literal(last)) => last.push_str(text),
            _ => self.0.push(Piece::Literal(text.to_owned())),
        }
        self
    }

    fn piece(mut self, piece: Piece) -> Self {
        self.0.push(piece);
        self
    }

    fn text(self, other: &Text) -> Self {
        other.0.iter().fold(self, |text, piece| match piece {
            Piece::Literal(literal) => text.literal(literal),
            piece => text.piece(piece.clone()),
        })
    }

    /// A `concat!` of the pieces, none of which is in a string.
    pub(crate) fn to_tokens(&self) -> TokenStream {
        concatenated(&self.0)
    }

    /// A slice of JSON and texts in turn; a text stands in a string of the JSON around it.
    pub(crate) fn to_json_and_texts(&self) -> TokenStream {
        let mut parts = Vec::new();
        let mut json: &[Piece] = &self.0;
        while let Some(at) = json.iter().position(|piece| matches!(piece, Piece::InString(_))) {
            let (before, after) = json.split_at(at);
            parts.extend([concatenated(before), concatenated(&after[..1])]);
            json = &after[1..];
        }
        parts.push(concatenated(json));
        quote!(&[#(#parts),*])
    }
}

fn concatenated(pieces: &[Piece]) -> TokenStream {
    let pieces = pieces.iter().map(|piece| match piece {
        Piece::Literal(literal) => quote!(#literal),
        Piece::CrateName => quote!(::core::env!("CARGO_PKG_NAME")),
        Piece::CrateVersion => quote!(::core::env!("CARGO_PKG_VERSION")),
        Piece::ModulePath => quote!(::core::module_path!()),
        Piece::InString(text) => text.clone(),
    });
    quote!(::core::concat!(#(#pieces),*))
}

/// The symbol of a function.
pub(crate) fn symbol(function: &Function) -> Text {
    let name = names::symbol(&function.name.rust);
    let hash = fnv1a(&signature(function));
    Text::default()
        .literal("arrays__")
        .piece(Piece::ModulePath)
        .literal(&format!("::{name}__{hash:08x}"))
}

/// The symbol that runs a function on a part of its arrays.
pub(crate) fn part_symbol(function: &Function) -> Text {
    symbol(function).literal("__part")
}

/// The symbol of a function's manifest entry.
pub(crate) fn manifest_symbol(function: &Function) -> Text {
    symbol(function).literal("__manifest")
}

/// The symbol of a module's manifest entry.
pub(crate) fn module_manifest_symbol() -> Text {
    Text::default().literal("arrays__").piece(Piece::ModulePath).literal("__manifest")
}

/// The JSON of a function's entry.
pub(crate) fn function_json(function: &Function) -> Text {
    let params: Vec<String> = function.params.iter().map(param_json).collect();
    head("function")
        .literal(&format!(r#",{},"symbol":""#, names_json(&function.name)))
        .text(&symbol(function))
        .literal(r#"","#)
        .text(&documentation_json(&function.doc, function.deprecation.as_ref()))
        .literal(&format!(
            r#","params":[{}],"returns":{},"errorType":{},"split":"#,
            params.join(","),
            returns_json(&function.returns),
            function.error.as_ref().map_or("null".to_owned(), |error| string(&error.written))
        ))
        .text(&split_json(function))
        .literal("}")
}

fn split_json(function: &Function) -> Text {
    let Some(Split { along, parts }) = &function.split else {
        return Text::default().literal("null");
    };
    let along = match along {
        Along::Symbol(symbol) => string(symbol),
        Along::Elementwise => "null".to_owned(),
    };
    Text::default()
        .literal(r#"{"symbol":""#)
        .text(&part_symbol(function))
        .literal(&format!(r#"","along":{along},"kind":"{}"}}"#, parts.kind()))
}

/// The JSON of a module's entry.
pub(crate) fn module_json(doc: &Doc, deprecation: Option<&Deprecation>) -> Text {
    head("module").literal(",").text(&documentation_json(doc, deprecation)).literal("}")
}

fn documentation_json(doc: &Doc, deprecation: Option<&Deprecation>) -> Text {
    let text =
        doc.0.iter().fold(Text::default().literal(r#""doc":""#), |json, piece| match piece {
            DocPiece::Text(text) => json.literal(&escaped(text)),
            DocPiece::Computed(tokens) => json.piece(Piece::InString(tokens.clone())),
        });
    text.literal(&match deprecation {
        None => r#"","deprecated":null"#.to_owned(),
        Some(Deprecation { since, note }) => {
            format!(r#"","deprecated":{{"since":{},"note":{}}}"#, string(since), string(note))
        }
    })
}

fn head(kind: &str) -> Text {
    Text::default()
        .literal(&format!(r#"{{"kind":"{kind}","crate":""#))
        .piece(Piece::CrateName)
        .literal(r#"","crateVersion":""#)
        .piece(Piece::CrateVersion)
        .literal(r#"","module":""#)
        .piece(Piece::ModulePath)
        .literal(r#"""#)
}

fn names_json(name: &Name) -> String {
    format!(r#""name":{},"javaName":{}"#, string(&name.rust), string(&name.java))
}

fn param_json(param: &Param) -> String {
    let names = names_json(&param.name);
    match param.kind {
        ParamKind::Scalar { scalar, optional } => {
            let ty = scalar.rust_name();
            format!(r#"{{"kind":"scalar",{names},"type":"{ty}","optional":{optional}}}"#)
        }
        ParamKind::Text => format!(r#"{{"kind":"string",{names}}}"#),
        ParamKind::Array { element, rank, access, form } => format!(
            concat!(
                r#"{{"kind":"array",{},"dtype":"{}","rank":{},"access":"{}","contiguous":{},"#,
                r#""shape":{}}}"#
            ),
            names,
            element.dtype(),
            rank_json(rank),
            access.name(),
            form == Form::Slice,
            shape_json(param.shape.as_ref())
        ),
    }
}

fn rank_json(rank: Rank) -> String {
    match rank {
        Rank::Static(rank) => rank.to_string(),
        Rank::Dynamic => "null".to_owned(),
    }
}

fn shape_json(shape: Option<&Shape>) -> String {
    let axes = match shape {
        None => return "null".to_owned(),
        Some(Shape::Of(arrays)) => {
            let arrays: Vec<String> =
                arrays.iter().map(|array| string(&names::rust_name(array))).collect();
            return format!(r#"{{"of":[{}]}}"#, arrays.join(","));
        }
        Some(Shape::Axes(axes)) => axes,
    };
    let axes: Vec<String> = axes
        .iter()
        .map(|axis| match axis {
            Axis::Symbol(symbol) => string(&names::rust_name(symbol)),
            Axis::Length(length) => length.to_string(),
            Axis::Any(_) => "null".to_owned(),
        })
        .collect();
    format!("[{}]", axes.join(","))
}

fn returns_json(returns: &Returns) -> String {
    match returns {
        Returns::Void => r#"{"kind":"void"}"#.to_owned(),
        Returns::One { value, name } => value_json(*value, name.as_ref()),
        Returns::Tuple(fields) => {
            let fields: Vec<String> = fields.iter().map(field_json).collect();
            format!(r#"{{"kind":"tuple","fields":[{}]}}"#, fields.join(","))
        }
    }
}

fn field_json(field: &Field) -> String {
    format!(r#"{{{},"value":{}}}"#, names_json(&field.name), value_json(field.value, None))
}

fn value_json(value: Value, name: Option<&Name>) -> String {
    let names = name.map_or(String::new(), |name| format!(",{}", names_json(name)));
    match value {
        Value::Scalar(scalar) => {
            format!(r#"{{"kind":"scalar","type":"{}"{names}}}"#, scalar.rust_name())
        }
        Value::Text => format!(r#"{{"kind":"string"{names}}}"#),
        Value::Array { element, rank, .. } => {
            let (dtype, rank) = (element.dtype(), rank_json(rank));
            format!(r#"{{"kind":"array","dtype":"{dtype}","rank":{rank}{names}}}"#)
        }
    }
}

/// The text as a JSON string (RFC 8259, section 7).
fn string(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// The text as it stands between the quotes of a JSON string.
fn escaped(text: &str) -> String {
    let mut json = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\t' => json.push_str("\\t"),
            c if c < ' ' => json.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    json
}

/// All that a call depends on, in one line: what the hash is taken of.
fn signature(function: &Function) -> String {
    let params: Vec<String> = function
        .params
        .iter()
        .map(|param| match param.kind {
            ParamKind::Scalar { scalar, optional: false } => scalar.rust_name().to_owned(),
            ParamKind::Scalar { scalar, optional: true } => format!("{}?", scalar.rust_name()),
            ParamKind::Text => "string".to_owned(),
            ParamKind::Array { element, rank, access, form } => {
                let form = match form {
                    Form::Slice => "slice",
                    Form::View => "view",
                };
                // An out array is passed as any written one.
                let access = match access {
                    Access::Read => "read",
                    Access::Write | Access::Out => "write",
                };
                format!("{access} {form} {} {}", element.dtype(), rank_json(rank))
            }
        })
        .collect();
    let values = match &function.returns {
        Returns::Void => String::new(),
        Returns::One { value, .. } => value_signature(*value),
        Returns::Tuple(fields) => {
            let values: Vec<String> =
                fields.iter().map(|field| value_signature(field.value)).collect();
            format!("({})", values.join(","))
        }
    };
    let split =
        function.split.as_ref().map_or(String::new(), |split| split_signature(split, function));
    format!("({})->{values}{split}", params.join(","))
}

fn split_signature(split: &Split, function: &Function) -> String {
    let along = match &split.along {
        Along::Elementwise => {
            let measured =
                split::measured(&function.params).filter(|measured| measured.shape_of().len() > 1);
            let role = |param: &Param| match measured {
                Some(measured) if std::ptr::eq(param, measured) => " measured",
                Some(measured) if split::is_broadcast(param, measured) => " broadcast",
                Some(_) => " alike",
                None => "",
            };
            let roles: String = function.params.iter().map(role).collect();
            format!("elementwise{roles}")
        }
        Along::Symbol(symbol) => {
            let axis = |param| match split::axis_of(param, symbol) {
                Some(axis) => axis.to_string(),
                None => "whole".to_owned(),
            };
            let axes: Vec<String> = function.params.iter().map(axis).collect();
            axes.join(",")
        }
    };
    let verb = match split.parts {
        Parts::Map => "split",
        Parts::Reduction(_) => "reduced",
        Parts::Scan(_) => "scanned",
    };
    format!(" {verb} {along}")
}

fn value_signature(value: Value) -> String {
    match value {
        Value::Scalar(scalar) => scalar.rust_name().to_owned(),
        Value::Text => "string".to_owned(),
        Value::Array { element, rank, .. } => {
            format!("array {} {}", element.dtype(), rank_json(rank))
        }
    }
}

/// FNV-1a, 32 bit (Fowler, Noll, Vo).
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::tests::understood;
    use serde_json::{Value as Json, json};

    fn compiled(text: &Text) -> String {
        text.0
            .iter()
            .map(|piece| match piece {
                Piece::Literal(literal) => literal.as_str(),
                Piece::CrateName => "demo-kernels",
                Piece::CrateVersion => "1.2.3",
                Piece::ModulePath => "demo_kernels::statistics",
                Piece::InString(_) => "COMPUTED",
            })
            .collect()
    }

    fn parsed(text: &Text) -> Json {
        serde_json::from_str(&compiled(text)).expect("JSON")
    }

    #[test]
    fn a_function_with_all_kinds_of_parameters() {
        let function = understood(
            "shapes(x = [n, 3], means = [n], _mask = [_]), returns(slope, hash_code)",
            r#"/// The mean of "each" window.
            ///
            /// Back\slash.
            fn rolling_mean(x: ArrayView2<f64>, window: usize, ddof: Option<f32>, label: &str,
                _mask: &[bool], any: ArrayViewMutD<u8>, #[out] means: ArrayViewMut1<f64>)
                -> Result<(f64, Array<f32, IxDyn>), LinalgError> {}"#,
        );
        let symbol = compiled(&symbol(&function));
        let hash = format!("{:08x}", fnv1a(&signature(&function)));
        assert_eq!(symbol, format!("arrays__demo_kernels::statistics::rolling_mean__{hash}"));
        assert_eq!(compiled(&manifest_symbol(&function)), format!("{symbol}__manifest"));
        assert_eq!(
            parsed(&function_json(&function)),
            json!({
                "kind": "function",
                "crate": "demo-kernels", "crateVersion": "1.2.3",
                "module": "demo_kernels::statistics",
                "name": "rolling_mean", "javaName": "rollingMean",
                "symbol": symbol,
                "doc": "The mean of \"each\" window.\n\nBack\\slash.",
                "deprecated": null,
                "params": [
                    {"kind": "array", "name": "x", "javaName": "x", "dtype": "float64", "rank": 2,
                     "access": "read", "contiguous": false, "shape": ["n", 3]},
                    {"kind": "scalar", "name": "window", "javaName": "window", "type": "usize",
                     "optional": false},
                    {"kind": "scalar", "name": "ddof", "javaName": "ddof", "type": "f32",
                     "optional": true},
                    {"kind": "string", "name": "label", "javaName": "label"},
                    {"kind": "array", "name": "_mask", "javaName": "mask", "dtype": "bool", "rank": 1,
                     "access": "read", "contiguous": true, "shape": [null]},
                    {"kind": "array", "name": "any", "javaName": "any", "dtype": "uint8", "rank": null,
                     "access": "write", "contiguous": false, "shape": null},
                    {"kind": "array", "name": "means", "javaName": "means", "dtype": "float64",
                     "rank": 1, "access": "out", "contiguous": false, "shape": ["n"]},
                ],
                "returns": {"kind": "tuple", "fields": [
                    {"name": "slope", "javaName": "slope", "value": {"kind": "scalar", "type": "f64"}},
                    {"name": "hash_code", "javaName": "hashCode_",
                     "value": {"kind": "array", "dtype": "float32", "rank": null}},
                ]},
                "errorType": "LinalgError",
                "split": null,
            })
        );
    }

    #[test]
    fn results_of_each_kind() {
        for (output, expected) in [
            ("()", json!({"kind": "void"})),
            ("bool", json!({"kind": "scalar", "type": "bool"})),
            ("String", json!({"kind": "string"})),
            ("Vec<i16>", json!({"kind": "array", "dtype": "int16", "rank": 1})),
        ] {
            let function = understood("", &format!("fn f() -> {output} {{}}"));
            let json = parsed(&function_json(&function));
            assert_eq!(json["returns"], expected);
            assert_eq!(json["errorType"], Json::Null);
        }
    }

    #[test]
    fn a_function_that_is_called_in_parts() {
        for (options, output, along, kind) in [
            ("shapes(y = [n]), split = n", "()", json!("n"), "map"),
            ("split = elementwise, combine = f64::max", "f64", Json::Null, "reduction"),
            ("shapes(y = [n]), split = n, scan = f64::max", "()", json!("n"), "scan"),
        ] {
            let function = format!("fn f(mut y: ArrayViewMut1<f64>) -> {output} {{}}");
            let function = understood(options, &function);
            let symbol = compiled(&symbol(&function)) + "__part";
            assert_eq!(compiled(&part_symbol(&function)), symbol);
            assert_eq!(
                parsed(&function_json(&function))["split"],
                json!({"symbol": symbol, "along": along, "kind": kind})
            );
        }
    }

    #[test]
    fn a_single_value_with_a_name() {
        let function = understood("returns(negative_count)", "fn f() -> i64 {}");
        assert_eq!(
            parsed(&function_json(&function))["returns"],
            json!({"kind": "scalar", "type": "i64",
                   "name": "negative_count", "javaName": "negativeCount"})
        );
    }

    #[test]
    fn a_module() {
        let doc = Doc(vec![DocPiece::Text("Statistics.".to_owned())]);
        assert_eq!(
            parsed(&module_json(&doc, None)),
            json!({
                "kind": "module",
                "crate": "demo-kernels", "crateVersion": "1.2.3",
                "module": "demo_kernels::statistics",
                "doc": "Statistics.", "deprecated": null,
            })
        );
        assert_eq!(
            compiled(&module_manifest_symbol()),
            "arrays__demo_kernels::statistics__manifest"
        );
    }

    #[test]
    fn what_is_computed_stands_between_two_pieces_of_json() {
        let function = understood(
            "",
            r#"/// Of "x".
            #[doc = include_str!("a.md")]
            #[doc = concat!("b")]
            #[deprecated(since = "1.2", note = "use \"g\"")]
            fn f() {}"#,
        );
        let json = function_json(&function);
        let parsed = parsed(&json);
        assert_eq!(parsed["doc"], "Of \"x\".\nCOMPUTED\nCOMPUTED");
        assert_eq!(parsed["deprecated"], json!({"since": "1.2", "note": "use \"g\""}));
        let syn::Expr::Reference(slice) =
            syn::parse2(json.to_json_and_texts()).expect("an expression")
        else {
            panic!("a reference")
        };
        let syn::Expr::Array(pieces) = *slice.expr else { panic!("an array") };
        assert_eq!(pieces.elems.len(), 5);
    }

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(string("a\u{1}\t\n"), r#""a\u0001\t\n""#);
    }

    #[test]
    fn the_hash_depends_on_what_is_passed_and_not_on_names() {
        let hash = |function: &str| fnv1a(&signature(&understood("", function)));
        let first = hash("fn f(x: ArrayView1<f64>) -> f64 {}");
        assert_eq!(first, hash("fn g(y: ArrayView<'_, f64, Ix1>) -> Result<f64, E> {}"));
        for other in [
            "fn f(x: ArrayView1<f32>) -> f64 {}",
            "fn f(x: ArrayView2<f64>) -> f64 {}",
            "fn f(x: ArrayViewMut1<f64>) -> f64 {}",
            "fn f(x: &[f64]) -> f64 {}",
            "fn f(x: ArrayView1<f64>) -> f32 {}",
            "fn f(x: ArrayView1<f64>) -> (f64,) {}",
            "fn f(x: ArrayView1<f64>) {}",
            "fn f(x: ArrayView1<f64>, y: f64) -> f64 {}",
        ] {
            assert_ne!(first, hash(other), "{other}");
        }
        assert_ne!(hash("fn f(x: f64) {}"), hash("fn f(x: Option<f64>) {}"));
        let hashes = [
            "",
            "split = n",
            "split = m",
            "split = elementwise",
            "split = n, combine = c",
            "split = n, scan = s",
        ]
        .map(|split| {
            let output = if split.contains("combine") { "f64" } else { "()" };
            let options = format!("shapes(x = [n, m], y = [n, m]), {split}");
            let function =
                format!("fn f(x: ArrayView2<f64>, mut y: ArrayViewMut2<f64>) -> {output} {{}}");
            fnv1a(&signature(&understood(&options, &function)))
        });
        for (index, hash) in hashes.iter().enumerate() {
            assert!(!hashes[..index].contains(hash), "{index}");
        }
        let [one_shape, broadcast] = ["y = x, z = x", "z = broadcast(x, y)"].map(|contracts| {
            let options = format!("shapes({contracts}), split = elementwise");
            let function =
                "fn f(x: ArrayViewD<f64>, y: ArrayViewD<f64>, mut z: ArrayViewMutD<f64>) {}";
            fnv1a(&signature(&understood(&options, function)))
        });
        assert_ne!(one_shape, broadcast);
    }

    #[test]
    fn the_hash_has_its_published_values() {
        assert_eq!(fnv1a(""), 0x811c_9dc5);
        assert_eq!(fnv1a("foobar"), 0xbf9c_f968);
    }
}
