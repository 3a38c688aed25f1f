#![allow(unused)]

struct NoText;

#[arrays::export]
fn nothing() -> Result<f64, ()> {
    Err(())
}

#[arrays::export]
fn no_text() -> Result<(), NoText> {
    Err(NoText)
}

fn main() {}
