//! How long memory lives: what this library holds, and calls that take their time over an array.

use std::alloc::System;
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use arrays::prelude::*;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

static WATCHING: AtomicUsize = AtomicUsize::new(0);

/// The bytes that this library has allocated and not freed; freeing a block twice makes it lower.
#[arrays::export]
pub fn live_bytes() -> i64 {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated as i64 - stats.bytes_deallocated as i64
}

/// `n` times `value`, each element written.
#[arrays::export]
pub fn filled(n: usize, value: f64) -> Vec<f64> {
    vec![value; n]
}

/// A text of `n` characters, and an array of `n` elements.
#[arrays::export]
pub fn text_and_array(n: usize) -> (String, Vec<f64>) {
    ("x".repeat(n), vec![1.0; n])
}

/// Reads `x` again and again for `micros`, and counts the times that an element is not `value`.
///
/// `beside` is not looked at: where it lies decides how the function is called.
#[arrays::export]
pub fn watch(x: ArrayView1<f64>, beside: ArrayView1<f64>, value: f64, micros: usize) -> usize {
    let end = Instant::now() + Duration::from_micros(micros as u64);
    let _ = beside;
    WATCHING.fetch_add(1, Ordering::SeqCst);
    let mut changes = 0;
    while Instant::now() < end {
        changes += black_box(&x).iter().filter(|&&element| element != value).count();
    }
    WATCHING.fetch_sub(1, Ordering::SeqCst);
    changes
}

/// How many calls of `watch` are under way.
#[arrays::export]
pub fn watching() -> usize {
    WATCHING.load(Ordering::SeqCst)
}
