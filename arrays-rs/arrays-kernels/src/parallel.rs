//! The threads of the `parallel` variants.
//!
//! All variants share one pool, whose threads start with the first call that needs them.

use crate::error::KernelError;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread;

static POOL: RwLock<Option<Arc<ThreadPool>>> = RwLock::new(None);

/// The most threads that can be asked for.
const MAX_THREADS: usize = 4096;

/// Sets how many threads the `parallel` variants work with; 0 is as many as the processor runs at once, which is
/// also what they work with before.
///
/// Calls that are running go on with the threads they have.
///
/// # Errors
///
/// More than 4096 threads, or more than the system has room for.
#[arrays::export]
pub fn set_threads(threads: usize) -> Result<(), KernelError> {
    let pool = new_pool(threads)?;
    *POOL.write().unwrap_or_else(PoisonError::into_inner) = Some(pool);
    Ok(())
}

/// How many threads the `parallel` variants work with.
#[arrays::export]
pub fn threads() -> Result<usize, KernelError> {
    Ok(pool()?.current_num_threads())
}

/// Runs `op` in the pool, where rayon's functions use its threads.
pub(crate) fn run<R: Send>(op: impl FnOnce() -> R + Send) -> Result<R, KernelError> {
    Ok(pool()?.install(op))
}

/// Does `work` on each of `parts`, on this thread and those of the pool: whoever is done takes the next.
///
/// This thread begins at once. To hand all to the pool would take as long as its threads take to wake up.
pub(crate) fn share<P: Send>(parts: Vec<P>, work: impl Fn(P) + Sync) -> Result<(), KernelError> {
    let pool = pool()?;
    let helpers = pool.current_num_threads().min(parts.len()).saturating_sub(1);
    let parts = Mutex::new(parts.into_iter());
    let next = || parts.lock().unwrap_or_else(PoisonError::into_inner).next();
    let all = || {
        while let Some(part) = next() {
            work(part);
        }
    };
    let busy = AtomicUsize::new(helpers);
    pool.in_place_scope(|scope| {
        for _ in 0..helpers {
            scope.spawn(|_| {
                let _done = Done(&busy);
                all();
            });
        }
        all();
        for _ in 0..PATIENCE {
            if busy.load(Ordering::Relaxed) == 0 {
                break;
            }
            thread::yield_now();
        }
    });
    Ok(())
}

/// How often a thread that has no work left looks whether the others are done, before it sleeps: to be woken up takes
/// longer than most parts do.
const PATIENCE: usize = 1000;

/// One of those that are busy is not any more, also where it panicked.
struct Done<'a>(&'a AtomicUsize);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn pool() -> Result<Arc<ThreadPool>, KernelError> {
    if let Some(pool) = &*POOL.read().unwrap_or_else(PoisonError::into_inner) {
        return Ok(Arc::clone(pool));
    }
    let mut place = POOL.write().unwrap_or_else(PoisonError::into_inner);
    if let Some(pool) = &*place {
        return Ok(Arc::clone(pool));
    }
    let pool = new_pool(0)?;
    *place = Some(Arc::clone(&pool));
    Ok(pool)
}

fn new_pool(threads: usize) -> Result<Arc<ThreadPool>, KernelError> {
    if threads > MAX_THREADS {
        return Err(KernelError::value(format!(
            "threads must be at most {MAX_THREADS}, but is {threads}"
        )));
    }
    // Threads with names report their panics, although these reach Java too.
    let builder =
        ThreadPoolBuilder::new().num_threads(threads).thread_name(|i| format!("arrays-{i}"));
    match builder.build() {
        Ok(pool) => Ok(Arc::new(pool)),
        Err(error) => Err(KernelError::value(format!("cannot start {threads} threads: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_worked_on_once() {
        let seen: Vec<AtomicUsize> = (0..100).map(|_| AtomicUsize::new(0)).collect();
        share((0..100).collect(), |part: usize| {
            seen[part].fetch_add(1, Ordering::Relaxed);
        })
        .expect("threads");
        assert!(seen.iter().all(|times| times.load(Ordering::Relaxed) == 1));
        share(Vec::new(), |_: usize| unreachable!("there is no part")).expect("threads");
    }

    #[test]
    fn a_panic_on_any_thread_reaches_the_caller() {
        for bad in 0..50 {
            let call = || {
                share((0..50).collect(), |part: usize| {
                    thread::yield_now();
                    assert_ne!(part, bad);
                })
            };
            assert!(std::panic::catch_unwind(call).is_err());
        }
    }

    #[test]
    fn the_pool_has_the_size_that_was_set() {
        set_threads(3).expect("threads");
        assert_eq!(threads(), Ok(3));
        assert_eq!(run(rayon::current_num_threads), Ok(3));
        set_threads(0).expect("threads");
        assert!(threads().expect("a pool") >= 1);
        let error = set_threads(5000).expect_err("too many");
        assert_eq!(error.to_string(), "threads must be at most 4096, but is 5000");
    }
}
