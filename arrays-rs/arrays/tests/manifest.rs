//! The manifest entries are found in the compiled file by their magic, whole and readable.

use std::path::PathBuf;

use serde_json::{Value, json};

/// Samples of one thing.
#[arrays::export]
pub mod samples {
    use arrays::prelude::*;

    /// The mean of each window.
    ///
    /// ```
    /// let text = "quoted";
    /// ```
    #[arrays::export(shapes(x = [n], means = [n]))]
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

fn entry(kind: &str) -> Value {
    entries().into_iter().find(|entry| entry["kind"] == kind).expect("an entry")
}

#[test]
fn a_function_has_an_entry() {
    let entry = entry("function");
    let symbol = entry["symbol"].as_str().expect("a symbol");
    let (name, hash) = symbol.rsplit_once("__").expect("a hash");
    assert_eq!(name, "arrays__manifest::samples::rolling_mean");
    assert_eq!(hash.len(), 8);
    assert_eq!(entry["crate"], "arrays");
    assert_eq!(entry["crateVersion"], env!("CARGO_PKG_VERSION"));
    assert_eq!(entry["module"], "manifest::samples");
    assert_eq!(entry["javaName"], "rollingMean");
    assert_eq!(entry["doc"], "The mean of each window.\n\n```\nlet text = \"quoted\";\n```");
    assert_eq!(
        entry["params"][2],
        json!({"kind": "array", "name": "means", "javaName": "means", "dtype": "float64", "rank": 1,
               "access": "out", "contiguous": false, "shape": ["n"]})
    );
}

#[test]
fn a_module_has_an_entry() {
    assert_eq!(
        entry("module"),
        json!({"kind": "module", "crate": "arrays", "crateVersion": env!("CARGO_PKG_VERSION"),
               "module": "manifest::samples", "doc": "Samples of one thing."})
    );
}
