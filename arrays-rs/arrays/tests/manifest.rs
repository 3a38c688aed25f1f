//! The manifest entries are found in the compiled file by their magic, whole and readable.

use std::path::PathBuf;

use serde_json::{Value, json};

/**
 * Samples of one thing.
 */
#[arrays::export]
pub mod samples {
    use arrays::prelude::*;

    /// The mean of each window.
    ///
    /// ```
    /// let text = "quoted";
    /// ```
    #[doc = concat!("Since \"", "1.2\".\n")]
    #[arrays::export(shapes(x = [n], means = [n]))]
    #[cfg_attr(all(), doc = "No more.")]
    #[deprecated(since = "1.3.0", note = "use another")]
    pub fn rolling_mean(x: ArrayView1<f64>, window: usize, #[out] mut means: ArrayViewMut1<f64>) {
        means.fill(x.len() as f64 / window as f64);
    }
}

const MAGIC_TAIL: &[u8] = b"arrays-manifest";

/// The JSON of each entry in this test's executable, read as `docs/abi.md` says.
fn entries() -> Vec<Value> {
    let path: PathBuf = std::env::current_exe().expect("this executable");
    let file = std::fs::read(path).expect("readable");
    let number = |start: usize, length: usize| {
        file[start..start + length]
            .iter()
            .rev()
            .fold(0_u64, |number, &byte| number << 8 | u64::from(byte))
    };
    let mut entries = Vec::new();
    for start in 0..file.len().saturating_sub(32) {
        // The first byte is compared apart, or this test's own constant would be an entry.
        if file[start] != 0xFF || &file[start + 1..start + 16] != MAGIC_TAIL {
            continue;
        }
        assert_eq!(number(start + 16, 4), 1, "the ABI version");
        let length = number(start + 20, 4) as usize;
        let json = &file[start + 32..start + 32 + length];
        let hash = json.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        assert_eq!(number(start + 24, 8), hash, "the checksum");
        entries.push(serde_json::from_slice(json).expect("JSON"));
    }
    entries
}

fn entry(kind: &str, module: &str) -> Value {
    let is_it = |entry: &Value| entry["kind"] == kind && entry["module"] == module;
    entries().into_iter().find(is_it).expect("an entry")
}

#[test]
fn a_function_has_an_entry() {
    let entry = entry("function", "manifest::samples");
    let symbol = entry["symbol"].as_str().expect("a symbol");
    let (name, hash) = symbol.rsplit_once("__").expect("a hash");
    assert_eq!(name, "arrays__manifest::samples::rolling_mean");
    assert_eq!(hash.len(), 8);
    assert_eq!(entry["crate"], "arrays");
    assert_eq!(entry["crateVersion"], env!("CARGO_PKG_VERSION"));
    assert_eq!(entry["module"], "manifest::samples");
    assert_eq!(entry["javaName"], "rollingMean");
    assert_eq!(
        entry["doc"],
        "The mean of each window.\n\n```\nlet text = \"quoted\";\n```\nSince \"1.2\".\n\nNo more."
    );
    assert_eq!(entry["deprecated"], json!({"since": "1.3.0", "note": "use another"}));
    assert_eq!(
        entry["params"][2],
        json!({"kind": "array", "name": "means", "javaName": "means", "dtype": "float64", "rank": 1,
               "access": "out", "contiguous": false, "shape": ["n"]})
    );
}

#[test]
fn a_module_has_an_entry() {
    assert_eq!(
        entry("module", "manifest::samples"),
        json!({"kind": "module", "crate": "arrays", "crateVersion": env!("CARGO_PKG_VERSION"),
               "module": "manifest::samples", "doc": "Samples of one thing.", "deprecated": null})
    );
}

/// The first exported function of this file brings what the file says of itself.
#[arrays::export]
pub fn twice(x: f64) -> f64 {
    2.0 * x
}

/// Another one.
#[arrays::export]
pub fn half(x: f64) -> f64 {
    x / 2.0
}

#[test]
fn a_file_is_documented_by_its_inner_comment() {
    assert_eq!(
        entry("module", "manifest")["doc"],
        "The manifest entries are found in the compiled file by their magic, whole and readable."
    );
    let of_files = entries()
        .into_iter()
        .filter(|entry| entry["kind"] == "module" && entry["module"] == "manifest");
    assert_eq!(of_files.count(), 1);
}
