/* The C interface of a library built with the Rust crate `arrays`; docs/abi.md explains it. */

#ifndef ARRAYS_H
#define ARRAYS_H

/* Made by cbindgen from arrays-rs/arrays/src/abi; `make header` makes it anew. */

#include <stdint.h>

/**
 * The version of the whole contract. A change that either side could misread raises it.
 */
#define ARRAYS_ABI_VERSION 1

/**
 * Bits of the NaN that a `double` result returns when an error may be pending.
 */
#define ARRAYS_SENTINEL_F64_BITS 9222427944506163201

/**
 * Bits of the NaN that a `float` result returns when an error may be pending.
 */
#define ARRAYS_SENTINEL_F32_BITS 2145756506

/**
 * The value that an integer result returns when an error may be pending (bits `0x8A551E57BADC0DE5`).
 */
#define ARRAYS_SENTINEL_I64 -8478837361309119003

/**
 * `ArraysError::kind` of a panic.
 */
#define ARRAYS_ERROR_PANIC 1

/**
 * `ArraysError::kind` of an `Err`.
 */
#define ARRAYS_ERROR_ERR 2

/**
 * `ArraysError::kind` of an argument that was refused before the function was called.
 */
#define ARRAYS_ERROR_ARGUMENT 3

/**
 * Elements are IEEE 754 binary64.
 */
#define ARRAYS_DTYPE_FLOAT64 1

/**
 * Elements are IEEE 754 binary32.
 */
#define ARRAYS_DTYPE_FLOAT32 2

/**
 * Elements are signed integers of 64 bits.
 */
#define ARRAYS_DTYPE_INT64 3

/**
 * Elements are signed integers of 32 bits.
 */
#define ARRAYS_DTYPE_INT32 4

/**
 * Elements are signed integers of 16 bits.
 */
#define ARRAYS_DTYPE_INT16 5

/**
 * Elements are signed integers of 8 bits.
 */
#define ARRAYS_DTYPE_INT8 6

/**
 * Elements are unsigned integers of 64 bits.
 */
#define ARRAYS_DTYPE_UINT64 7

/**
 * Elements are unsigned integers of 32 bits.
 */
#define ARRAYS_DTYPE_UINT32 8

/**
 * Elements are unsigned integers of 16 bits.
 */
#define ARRAYS_DTYPE_UINT16 9

/**
 * Elements are unsigned integers of 8 bits.
 */
#define ARRAYS_DTYPE_UINT8 10

/**
 * Elements are bytes that are 0 or 1.
 */
#define ARRAYS_DTYPE_BOOL 11

/**
 * An error of one call: what happened, and where.
 *
 * The texts are UTF-8, not NUL-terminated, and live until `error_release`. A text without content has
 * length 0.
 */
typedef struct ArraysError {
    /**
     * `ARRAYS_ERROR_PANIC`, `ARRAYS_ERROR_ERR` or `ARRAYS_ERROR_ARGUMENT`.
     */
    uint32_t kind;
    /**
     * The line of a panic, 0 when unknown.
     */
    uint32_t line;
    /**
     * What happened.
     */
    const uint8_t *message;
    /**
     * Length of `message` in bytes.
     */
    int64_t message_length;
    /**
     * The Rust type of an `Err`. The calls that led to a panic, where `RUST_BACKTRACE` asks for them: a line for each,
     * the innermost first, of its name, its file and its line, with tabs between them. Empty otherwise.
     */
    const uint8_t *type_name;
    /**
     * Length of `type_name` in bytes.
     */
    int64_t type_name_length;
    /**
     * The source file of a panic, empty when unknown.
     */
    const uint8_t *file;
    /**
     * Length of `file` in bytes.
     */
    int64_t file_length;
} ArraysError;

/**
 * An array whose memory the caller owns until it gives it back with `owned_release`.
 *
 * Element `[i, j, …]` is at `base + byte_offset + (i * strides[0] + j * strides[1] + …) * item size`.
 */
typedef struct ArraysOwned {
    /**
     * One of the `ARRAYS_DTYPE_…` constants.
     */
    uint32_t dtype;
    /**
     * Number of axes.
     */
    uint32_t rank;
    /**
     * The lowest byte of the elements; may be anything when there are none.
     */
    void *base;
    /**
     * Bytes from `base` to the end of the highest element; 0 when there are no elements.
     */
    int64_t byte_size;
    /**
     * Bytes from `base` to element `[0, …, 0]`.
     */
    int64_t byte_offset;
    /**
     * `rank` lengths.
     */
    const int64_t *shape;
    /**
     * `rank` strides, in elements; they may be negative.
     */
    const int64_t *strides;
} ArraysOwned;

/**
 * The version of the contract and the service functions of a library.
 */
typedef struct ArraysRuntime {
    /**
     * `ARRAYS_ABI_VERSION` of the library.
     */
    uint32_t abi_version;
    /**
     * Size of this struct in bytes, in the library's version of it.
     */
    uint32_t struct_size;
    /**
     * Takes the pending error of the calling thread; NULL when there is none.
     */
    struct ArraysError *(*error_take)(void);
    /**
     * Releases a taken error; NULL is ignored.
     */
    void (*error_release)(struct ArraysError *error);
    /**
     * Releases an array the caller owns, from any thread; NULL is ignored.
     */
    void (*owned_release)(const struct ArraysOwned *owned);
} ArraysRuntime;

/**
 * The runtime of this library; the same pointer at every call. To be called once before any function.
 *
 * The first call installs the panic hook that keeps a panic's message and place for the caller, and
 * that leaves panics of named threads to the hook that was there.
 */
const struct ArraysRuntime *arrays_runtime(void);

#endif  /* ARRAYS_H */
