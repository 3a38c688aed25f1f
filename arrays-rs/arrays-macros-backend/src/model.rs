//! An exported function as the rest of the backend sees it.

use proc_macro2::{Ident, Span, TokenStream};
use syn::Path;

/// A type of array elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    F64,
    F32,
    I64,
    I32,
    I16,
    I8,
    U64,
    U32,
    U16,
    U8,
    Bool,
}

impl Element {
    const ALL: [Self; 11] = [
        Self::F64,
        Self::F32,
        Self::I64,
        Self::I32,
        Self::I16,
        Self::I8,
        Self::U64,
        Self::U32,
        Self::U16,
        Self::U8,
        Self::Bool,
    ];

    pub(crate) const NAMES: &str = "f64, f32, i64, i32, i16, i8, u64, u32, u16, u8 or bool";

    pub(crate) fn of_rust_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|element| element.rust_name() == name)
    }

    pub(crate) fn rust_name(self) -> &'static str {
        match self {
            Self::F64 => "f64",
            Self::F32 => "f32",
            Self::I64 => "i64",
            Self::I32 => "i32",
            Self::I16 => "i16",
            Self::I8 => "i8",
            Self::U64 => "u64",
            Self::U32 => "u32",
            Self::U16 => "u16",
            Self::U8 => "u8",
            Self::Bool => "bool",
        }
    }

    /// The `dtype` of the manifest.
    pub(crate) fn dtype(self) -> &'static str {
        match self {
            Self::F64 => "float64",
            Self::F32 => "float32",
            Self::I64 => "int64",
            Self::I32 => "int32",
            Self::I16 => "int16",
            Self::I8 => "int8",
            Self::U64 => "uint64",
            Self::U32 => "uint32",
            Self::U16 => "uint16",
            Self::U8 => "uint8",
            Self::Bool => "bool",
        }
    }
}

/// A scalar type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scalar {
    Bool,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    Usize,
    F32,
    F64,
}

impl Scalar {
    const ALL: [Self; 11] = [
        Self::Bool,
        Self::I8,
        Self::I16,
        Self::I32,
        Self::I64,
        Self::U8,
        Self::U16,
        Self::U32,
        Self::Usize,
        Self::F32,
        Self::F64,
    ];

    pub(crate) const NAMES: &str = "bool, i8, i16, i32, i64, u8, u16, u32, usize, f32, f64";

    pub(crate) fn of_rust_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scalar| scalar.rust_name() == name)
    }

    /// The Rust name, which is also the `type` of the manifest.
    pub(crate) fn rust_name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::Usize => "usize",
            Self::F32 => "f32",
            Self::F64 => "f64",
        }
    }

    /// The Rust name of the type that carries it across the boundary.
    pub(crate) fn carrier(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::F64 => "f64",
            _ => "i64",
        }
    }

    pub(crate) fn is_integer(self) -> bool {
        !matches!(self, Self::Bool | Self::F32 | Self::F64)
    }
}

/// The number of axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rank {
    Static(usize),
    Dynamic,
}

/// What the function does with an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
    Out,
}

impl Access {
    /// The `access` of the manifest.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Out => "out",
        }
    }
}

/// The form in which an array argument reaches the function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `&[T]`, `&mut [T]`
    Slice,
    /// `ArrayView`, `ArrayViewMut`
    View,
}

/// One axis of a shape contract.
#[derive(Clone, Debug)]
pub(crate) enum Axis {
    Symbol(Ident),
    Length(u64),
    Any(Span),
}

/// What a contract says of the shape of an array.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Axes(Vec<Axis>),
    /// That of another array, or that to which several are broadcast.
    Of(Vec<Ident>),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ParamKind {
    Scalar { scalar: Scalar, optional: bool },
    Text,
    Array { element: Element, rank: Rank, access: Access, form: Form },
}

/// The names of one thing on either side.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) rust: String,
    pub(crate) java: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub(crate) ident: Ident,
    pub(crate) name: Name,
    pub(crate) kind: ParamKind,
    pub(crate) ty_span: Span,
    pub(crate) shape: Option<Shape>,
}

impl Param {
    /// The axes that the contract lists, none where it lists none.
    pub(crate) fn axes(&self) -> &[Axis] {
        match &self.shape {
            Some(Shape::Axes(axes)) => axes,
            Some(Shape::Of(_)) | None => &[],
        }
    }

    /// The arrays whose shape the contract asks for.
    pub(crate) fn shape_of(&self) -> &[Ident] {
        match &self.shape {
            Some(Shape::Of(arrays)) => arrays,
            Some(Shape::Axes(_)) | None => &[],
        }
    }

    pub(crate) fn rank(&self) -> Option<Rank> {
        match self.kind {
            ParamKind::Array { rank, .. } => Some(rank),
            ParamKind::Scalar { .. } | ParamKind::Text => None,
        }
    }

    pub(crate) fn is_out(&self) -> bool {
        matches!(self.kind, ParamKind::Array { access: Access::Out, .. })
    }
}

/// Slots of the JVM for a C argument that is a number. A `float` takes one less, which is not worth telling apart.
pub(crate) const NUMBER_SLOTS: usize = 2;

/// Slots of the JVM for a C argument that is an address: in a critical call, an object and an offset in it.
pub(crate) const ADDRESS_SLOTS: usize = 3;

impl ParamKind {
    /// How many of the JVM's slots for arguments its C arguments take (`docs/abi.md`, Arguments).
    pub(crate) fn jvm_slots(&self) -> usize {
        match self {
            Self::Scalar { optional: false, .. } => NUMBER_SLOTS,
            Self::Scalar { optional: true, .. } => 2 * NUMBER_SLOTS,
            Self::Text | Self::Array { form: Form::Slice, .. } => ADDRESS_SLOTS + NUMBER_SLOTS,
            Self::Array { form: Form::View, rank: Rank::Static(rank), .. } => {
                ADDRESS_SLOTS + 2 * rank * NUMBER_SLOTS
            }
            Self::Array { form: Form::View, rank: Rank::Dynamic, .. } => {
                2 * ADDRESS_SLOTS + NUMBER_SLOTS
            }
        }
    }
}

/// What an array that a function returns is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    Vec,
    Array,
}

/// A value that a function returns, alone or in a tuple.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Scalar(Scalar),
    Text,
    Array { element: Element, rank: Rank, holder: Holder },
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) value: Value,
}

#[derive(Clone, Debug)]
pub(crate) enum Returns {
    Void,
    One { value: Value, name: Option<Name> },
    Tuple(Vec<Field>),
}

impl Returns {
    /// The values without their names.
    pub(crate) fn values(&self) -> Vec<Value> {
        match self {
            Self::Void => Vec::new(),
            Self::One { value, .. } => vec![*value],
            Self::Tuple(fields) => fields.iter().map(|field| field.value).collect(),
        }
    }
}

/// The `E` of a `Result<_, E>`.
#[derive(Clone, Debug)]
pub(crate) struct ErrorType {
    pub(crate) written: String,
    pub(crate) span: Span,
}

/// Documentation, of which some parts may be known only where the expansion is compiled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Doc(pub(crate) Vec<DocPiece>);

#[derive(Clone, Debug)]
pub(crate) enum DocPiece {
    Text(String),
    /// An expression of a text.
    Computed(TokenStream),
}

/// What `#[deprecated]` says; empty where it does not say it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deprecation {
    pub(crate) since: String,
    pub(crate) note: String,
}

/// What a function returns, before the values have names.
#[derive(Clone, Debug)]
pub(crate) enum Output {
    Void,
    One(Value),
    Tuple(Vec<Value>),
}

/// A return type that was understood.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) output: Output,
    /// Where the type of the output is written.
    pub(crate) span: Span,
    pub(crate) error: Option<ErrorType>,
}

/// How a call may be cut into several, each on a part of the arrays.
#[derive(Clone, Debug)]
pub(crate) struct Split {
    pub(crate) along: Along,
    pub(crate) parts: Parts,
}

/// What the parts of a call have to do with each other.
#[derive(Clone, Debug)]
pub(crate) enum Parts {
    /// Nothing: each fills its part of the arrays.
    Map,
    /// Their results are made one.
    Reduction(Reduction),
    /// Each fills its part of the arrays, and leaves a state for the next one: the function that does so.
    Scan(TokenStream),
}

impl Parts {
    /// As the manifest says it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Reduction(_) => "reduction",
            Self::Scan(_) => "scan",
        }
    }
}

/// The axes that are cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Along {
    /// The axis with this symbol in the contract of each array that has it.
    Symbol(String),
    /// Any axis of arrays that all have one shape.
    Elementwise,
}

/// The functions that make one result of the results of parts.
#[derive(Clone, Debug)]
pub(crate) struct Reduction {
    pub(crate) combine: TokenStream,
    /// `None` where the exported function itself gives the accumulator.
    pub(crate) partial: Option<TokenStream>,
    /// `None` where the accumulator is the result.
    pub(crate) finish: Option<TokenStream>,
}

#[derive(Clone)]
pub(crate) struct Function {
    /// The path of the crate `arrays`, where that is not `::arrays`.
    pub(crate) krate: Option<Path>,
    pub(crate) ident: Ident,
    /// What stands behind the name where this is an instance of a generic function: `::<f64>`.
    pub(crate) turbofish: TokenStream,
    pub(crate) name: Name,
    pub(crate) doc: Doc,
    pub(crate) deprecation: Option<Deprecation>,
    pub(crate) params: Vec<Param>,
    pub(crate) returns: Returns,
    pub(crate) returns_span: Span,
    pub(crate) error: Option<ErrorType>,
    pub(crate) split: Option<Split>,
}
