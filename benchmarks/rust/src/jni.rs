//! The sum of a `double[]` through JNI: what a hand-written binding without a copy looks like, to
//! measure the project's calls against.

use jni_sys::{JNIEnv, jclass, jdouble, jdoubleArray};
use std::ptr;
use std::slice;

/// `dev.arrays.benchmarks.JniSum.sum(double[])`: the sum of the elements; NaN when the JVM does not
/// hand out the array.
///
/// # Safety
///
/// To be called by the JVM only, as the native method of that name: `env` is the calling thread's
/// environment and `array` a reference to a `double[]`.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn Java_dev_arrays_benchmarks_JniSum_sum(
    env: *mut JNIEnv,
    _class: jclass,
    array: jdoubleArray,
) -> jdouble {
    // SAFETY: `env` points to the calling thread's function table pointer; the JNI specification
    // guarantees it valid during a native call.
    let table = unsafe { *env };
    // SAFETY: as above; the table lives as long as the JVM.
    let functions = unsafe { &*table };
    // SAFETY: a JVM that runs on version 1.2 or later (all do) has filled this part of the table.
    let since_1_2 = unsafe { &functions.v1_2 };
    // SAFETY: as above, for version 1.1.
    let since_1_1 = unsafe { &functions.v1_1 };
    // SAFETY: `array` is a reference to an array, by this function's contract.
    let length = unsafe { (since_1_1.GetArrayLength)(env, array) };
    // SAFETY: as above; "isCopy" may be null. Between this call and the release there is no JNI call
    // and nothing that blocks, as the specification demands of a critical region.
    let elements = unsafe { (since_1_2.GetPrimitiveArrayCritical)(env, array, ptr::null_mut()) };
    if elements.is_null() {
        return f64::NAN;
    }
    // SAFETY: the JVM handed out `length` elements of type `double`, aligned, and nothing writes them
    // before the release.
    let values = unsafe { slice::from_raw_parts(elements.cast::<f64>(), length as usize) };
    let sum = values.iter().sum();
    // SAFETY: `elements` came from the matching call above and is not used afterwards.
    unsafe {
        (since_1_2.ReleasePrimitiveArrayCritical)(env, array, elements, jni_sys::JNI_ABORT);
    }
    sum
}
