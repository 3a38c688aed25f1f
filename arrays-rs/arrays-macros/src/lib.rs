//! The attribute macro of the `arrays` crate; the logic is in `arrays-macros-backend`.
#![forbid(unsafe_code)]

use proc_macro::TokenStream;

/// Makes a function callable from Java.
///
/// The function becomes a static method of the Java class that stands for its Rust module; its doc comment
/// becomes the method's Javadoc, and its parameters keep their names. Which types it may take and return
/// is listed below; anything else is a compile error that says so.
///
/// | Rust | Java |
/// |---|---|
/// | `bool`, `i8` to `i64`, `f32`, `f64` | the primitive |
/// | `u8`, `u16` | `int`, range-checked |
/// | `u32`, `usize` | `long`, range-checked |
/// | `Option` of those (parameters only) | the boxed type, or null |
/// | `&str`, `String` (result) | `String` |
/// | `ArrayView`, `&[T]` (contiguous) | an array that is read |
/// | `ArrayViewMut`, `&mut [T]` (contiguous) | an array that is written |
/// | `#[out] ArrayViewMut` | an array that is only written, allocated where the Java caller gives none |
/// | `Array`, `Vec<T>` (results) | an array that Java owns, off-heap |
/// | a tuple (result) | a record |
/// | `Result<_, E>` | `_`, or an exception with the text of `E: Error` or `E: Display` |
///
/// Arrays have a rank of 0 to 6 or a dynamic one (`IxDyn`), and elements of
/// `f64 f32 i64 i32 i16 i8 u64 u32 u16 u8 bool`.
///
/// # Options
///
/// - `types(T = [f64, f32], D = [Ix1, IxDyn])` lists what the type parameters of a generic function stand for: Java
///   has an overload for each combination.
/// - `name = sum` is the Java name, where it is not that of the function. Functions of one Java name are
///   overloads, which differ in their parameters.
/// - `shapes(x = [n, m], w = [m])` is a contract on the shapes: each axis is a symbol, a length or `_`.
///   Axes with the same symbol have the same length, and a symbol with the name of an integer parameter has that
///   parameter's value. Of an array of dynamic rank the contract also says which rank may come. `y = x` is
///   the shape of another array, and `z = broadcast(x, y)` that of several after NumPy's broadcasting. Java checks
///   the contract before the call. Every `#[out]` array needs one.
/// - `returns(slope, intercept)` names what is returned: the fields of a tuple, or one value where Java puts it
///   into a record beside `#[out]` arrays it allocated.
/// - `crate = arrs` is the path of the crate `arrays`, where it is a dependency under another name:
///   `#[arrs::export(crate = arrs)]` with `arrs = { package = "arrays", … }` in `Cargo.toml`.
/// - `split = n` allows Java to cut a long call into parts along the axis `n` of the contracts: every array with
///   `n` is cut, the others are passed whole. `split = elementwise` cuts arrays that all have one shape, or are
///   broadcast to it, along any axis. A function that returns nothing fills the parts of its arrays. One that returns scalars is a
///   reduction and says with `combine = Add::add`, a path or a closure, what makes one result of two, the left one
///   of the earlier indices. With `partial = Moments::of` and `finish = Moments::std` the parts have
///   accumulators of another type: `partial` takes the parameters of the function and gives the accumulator (or a
///   `Result` of it, where the function returns one), `finish` makes the function's result of the last one.
///   The function's own body equals `finish(partial(…))`. A function that fills arrays in order says with
///   `scan = go_on` what does so on a part: it takes `&mut` a state, which is `Default` and `Send` and goes on from
///   one part to the next, the indices of the part (a `Range<usize>`), and the function's parameters, of which only
///   the written arrays are cut. Parts of a scan begin at multiples of 1024.
///
/// # On a module
///
/// On an inline `mod` the attribute makes the module's doc comment the documentation of the Java class, and
/// checks the Java names of the exported functions inside against each other. A module needs the
/// attribute for nothing else. A module in a file of its own has its documentation from the `//!` of the file.
///
/// # Limitations
///
/// - The `//!` of a file reaches Java where the first exported function of the file is not made by a macro.
/// - The names of modules are part of symbols: ASCII letters, digits and `_`, and no raw identifiers.
/// - Types are told by their names: an alias of your own for an array type is not understood.
#[proc_macro_attribute]
pub fn export(options: TokenStream, item: TokenStream) -> TokenStream {
    arrays_macros_backend::export(options.into(), item.into()).into()
}
