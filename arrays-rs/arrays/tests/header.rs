//! `include/arrays.h` says what `src/abi` says.
//!
//! With `UPDATE_HEADER=1` in the environment the test writes the header instead (`make header`).

use std::path::Path;

#[test]
fn the_header_is_made_from_the_abi_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("cbindgen.toml");
    let mut builder = cbindgen::Builder::new().with_config(config);
    for file in ["constants.rs", "error.rs", "owned.rs", "runtime.rs"] {
        builder = builder.with_src(root.join("src/abi").join(file));
    }
    let mut header = Vec::new();
    builder.generate().expect("a header").write(&mut header);
    let header = String::from_utf8(header).expect("UTF-8");

    let path = root.join("include/arrays.h");
    if std::env::var_os("UPDATE_HEADER").is_some() {
        std::fs::write(&path, &header).expect("written");
    }
    let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        header == checked_in,
        "include/arrays.h is not what cbindgen makes of src/abi; run the test with UPDATE_HEADER=1 \
         (make header), look at the difference and check it in:\n{header}"
    );
}
