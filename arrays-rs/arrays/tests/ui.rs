//! What the attribute refuses, in words and at the place that `ui/fail` shows, and what it accepts.
//!
//! `TRYBUILD=overwrite` in the environment writes the expected words anew.

#[test]
fn the_attribute_refuses_and_accepts() {
    let tests = trybuild::TestCases::new();
    tests.compile_fail("tests/ui/fail/*.rs");
    tests.pass("tests/ui/pass/*.rs");
}
