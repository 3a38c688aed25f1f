//! What the expansions of `#[arrays::export]` call. Not public API: it changes with the macro.

mod argument;
mod call;
mod carried;
mod element;
mod failure;
mod float_control;
mod fold;
mod manifest;
mod panic;
mod part;
mod result;
mod trace;
mod view;

pub use argument::{ScalarArgument, optional, scalar};
pub use call::{Call, scalar_call, slots_call, void_call};
pub use carried::Carried;
pub use element::Element;
pub use failure::{
    Describable, Described, DescribedByDisplay, DescribedByError, DescribedByNothing, Failure,
    require_describable,
};
pub use fold::{Accumulators, Units};
pub use manifest::{manifest_entry, manifest_length, require_symbol};
pub(crate) use panic::install_panic_hook;
pub use part::{Part, common_longest_axis, dynamic_length, dynamic_lengths, longest_axis};
pub use result::{IntoSlot, ScalarResult, Slot};
pub use view::{
    dynamic_view, dynamic_view_mut, slice, slice_mut, static_view, static_view_mut, text,
};
