//! Faults that leave little room: panics where none is expected, and what ends the process.

use arrays::prelude::*;
use std::hint::black_box;
use std::panic::panic_any;

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("dropped");
    }
}

/// Panics in the `Drop` of a local, after `x` was written.
#[arrays::export]
pub fn panics_in_drop(mut x: ArrayViewMut1<f64>) -> f64 {
    let _bomb = Bomb;
    x.fill(1.0);
    x.sum()
}

/// Panics with a payload that panics when it is dropped.
#[arrays::export]
pub fn panics_with_bomb() {
    panic_any(Bomb);
}

/// Panics while a panic unwinds, which ends the process.
#[arrays::export]
pub fn panics_twice() {
    let _bomb = Bomb;
    panic!("first");
}

/// Calls itself `depth` times, and needs at least 1 KiB of stack each time.
#[arrays::export]
pub fn recurse(depth: usize) -> usize {
    let frame = black_box([1_u8; 1024]);
    let below = if depth == 0 { 0 } else { recurse(depth - 1) };
    below + usize::from(black_box(&frame)[depth % frame.len()])
}
