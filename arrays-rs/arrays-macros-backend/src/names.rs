//! The Java names of Rust things. They are decided here and nowhere else.

use proc_macro2::Ident;
use syn::ext::IdentExt;

use crate::model::{Element, Function, ParamKind, Rank, Scalar};

/// Words that Java reserves, literals included, and `yield`, which no method can be called by unqualified.
const KEYWORDS: &[&str] = &[
    "abstract",
    "assert",
    "boolean",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extends",
    "false",
    "final",
    "finally",
    "float",
    "for",
    "goto",
    "if",
    "implements",
    "import",
    "instanceof",
    "int",
    "interface",
    "long",
    "native",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "short",
    "static",
    "strictfp",
    "super",
    "switch",
    "synchronized",
    "this",
    "throw",
    "throws",
    "transient",
    "true",
    "try",
    "void",
    "volatile",
    "while",
    "yield",
];

/// Methods of `java.lang.Object`: a static method with the signature of one of these does not compile, nor
/// does a record component with the name of one without parameters.
const OBJECT_METHODS: &[&str] = &[
    "clone",
    "equals",
    "finalize",
    "getClass",
    "hashCode",
    "notify",
    "notifyAll",
    "toString",
    "wait",
];

/// The name as written, without `r#`.
pub(crate) fn rust_name(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// The name in a symbol. What linkers read of symbols is ASCII: any other character is its number between two `$`,
/// which stand in no Rust name.
pub(crate) fn symbol(rust_name: &str) -> String {
    rust_name
        .chars()
        .map(|c| match c.is_ascii() {
            true => c.to_string(),
            false => format!("$u{:x}$", u32::from(c)),
        })
        .collect()
}

/// Whether Java has no identifiers with a character that Rust's may have: those that Unicode adds to them one by one
/// (`Other_ID_Start` and `Other_ID_Continue`), and no letters, digits or marks.
fn is_no_java_character(c: char) -> bool {
    matches!(
        c,
        '\u{b7}' | '\u{387}' | '\u{1369}'
            ..='\u{1371}'
                | '\u{19da}'
                | '\u{200c}'
                | '\u{200d}'
                | '\u{2118}'
                | '\u{212e}'
                | '\u{30fb}'
                | '\u{ff65}'
    )
}

/// The Java name of a parameter: `rolling_mean` is `rollingMean`, `class` is `class_`.
pub(crate) fn java_parameter(ident: &Ident) -> String {
    let name = lower_camel(&rust_name(ident));
    match KEYWORDS.contains(&name.as_str()) {
        true => name + "_",
        false => name,
    }
}

/// The Java name of a method or of a record's component.
pub(crate) fn java_member(ident: &Ident) -> String {
    let name = java_parameter(ident);
    match OBJECT_METHODS.contains(&name.as_str()) {
        true => name + "_",
        false => name,
    }
}

/// The Java name of a function and what its parameters are in Java, as one word.
pub(crate) fn java_signature(function: &Function) -> String {
    let params = function.params.iter().map(|param| match param.kind {
        ParamKind::Scalar { scalar, optional } => {
            let ty = match scalar {
                Scalar::Bool => "boolean",
                Scalar::I8 => "byte",
                Scalar::I16 => "short",
                Scalar::I32 | Scalar::U8 | Scalar::U16 => "int",
                Scalar::I64 | Scalar::U32 | Scalar::Usize => "long",
                Scalar::F32 => "float",
                Scalar::F64 => "double",
            };
            match optional {
                true => format!("_{ty}_or_null"),
                false => format!("_{ty}"),
            }
        }
        ParamKind::Text => "_string".to_owned(),
        ParamKind::Array { element, rank, .. } => {
            let element = match element {
                Element::F64 => "double",
                Element::F32 => "float",
                Element::I64 | Element::U64 => "long",
                Element::I32 | Element::U32 => "int",
                Element::I16 | Element::U16 => "short",
                Element::I8 | Element::U8 | Element::Bool => "byte",
            };
            // Java arrays have one axis, and views any number: a function of rank 1 leaves views to one of any
            // rank, and no others are told apart by ranks.
            match rank {
                Rank::Static(1) => format!("_{element}_array"),
                Rank::Static(_) | Rank::Dynamic => format!("_{element}_view"),
            }
        }
    });
    let params: String = params.collect();
    let of = if params.is_empty() { "" } else { "_of" };
    format!("{}{of}{params}", function.name.java)
}

fn lower_camel(name: &str) -> String {
    let is_between = |c: char| c == '_' || is_no_java_character(c);
    let mut words = name.split(is_between).filter(|word| !word.is_empty());
    let without_others = || name.replace(is_no_java_character, "_");
    let Some(first) = words.next() else { return without_others() };
    // No name begins with a digit, nor with a mark.
    if syn::parse_str::<Ident>(first).is_err() && !KEYWORDS.contains(&first) {
        return without_others();
    }
    words.fold(first.to_owned(), |camel, word| {
        let (initial, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        camel + &initial.to_uppercase() + rest
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::tests::understood;
    use syn::parse_str;

    fn parameter(name: &str) -> String {
        java_parameter(&parse_str::<Ident>(name).expect("an identifier"))
    }

    fn member(name: &str) -> String {
        java_member(&parse_str::<Ident>(name).expect("an identifier"))
    }

    #[test]
    fn words_are_joined() {
        assert_eq!(parameter("rolling_mean"), "rollingMean");
        assert_eq!(parameter("x"), "x");
        assert_eq!(parameter("_unused_value"), "unusedValue");
        assert_eq!(parameter("log_1p"), "log1p");
        assert_eq!(parameter("X"), "X");
        assert_eq!(parameter("_1"), "_1");
        assert_eq!(parameter("größe_ändern"), "größeÄndern");
        assert_eq!(parameter("a·b"), "aB");
        assert_eq!(parameter("a_·_b"), "aB");
        assert_eq!(parameter("℘"), "_");
        assert_eq!(parameter("x·1"), "x1");
    }

    #[test]
    fn symbols_are_ascii() {
        assert_eq!(symbol("rolling_mean"), "rolling_mean");
        assert_eq!(symbol("größe·𝑥"), "gr$uf6$$udf$e$ub7$$u1d465$");
    }

    #[test]
    fn java_keywords_get_an_underscore() {
        assert_eq!(parameter("class"), "class_");
        assert_eq!(parameter("r#final"), "final_");
        assert_eq!(parameter("r#type"), "type");
    }

    #[test]
    fn what_java_does_not_tell_apart_has_one_signature() {
        let signature = |params: &str| {
            java_signature(&understood("name = my_sum", &format!("fn sum_axis({params}) {{}}")))
        };
        assert_eq!(signature(""), "mySum");
        assert_eq!(
            signature("x: ArrayView1<f64>, i: u8, j: Option<usize>, s: &str"),
            "mySum_of_double_array_int_long_or_null_string"
        );
        assert_eq!(signature("x: &[u32]"), signature("x: ArrayViewMut1<i32>"));
        assert_eq!(signature("x: ArrayView0<i8>"), signature("x: ArrayViewD<bool>"));
        assert_eq!(signature("x: ArrayView2<f32>"), "mySum_of_float_view");
    }

    #[test]
    fn members_stay_clear_of_object() {
        assert_eq!(member("hash_code"), "hashCode_");
        assert_eq!(parameter("hash_code"), "hashCode");
        assert_eq!(member("notify"), "notify_");
        assert_eq!(member("equals"), "equals_");
    }
}
