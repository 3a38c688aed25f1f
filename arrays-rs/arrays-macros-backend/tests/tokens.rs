//! Whatever tokens come, the attribute answers with tokens: an expansion, or errors that say so.
//!
//! The tokens are made from exported functions and modules by a few changes each, the same ones every
//! time. `FUZZ_SECONDS` makes more of them, from another start each time.

use std::hash::{BuildHasher, RandomState};
use std::panic::catch_unwind;
use std::time::{Duration, Instant};

use arrays_macros_backend::export;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

const INPUTS: usize = 10_000;

const OPTIONS: [&str; 15] = [
    "",
    "",
    "",
    "types(T = [f64, f32])",
    "",
    "",
    "",
    "shapes(x = [n, m], w = [m], scores = [n])",
    "shapes(y = [n, 3, _], x = [],), returns(slope, intercept)",
    "returns(a_b, aB)",
    "shapes(x = [n, 99999999999999999999, -1, 0x1F_u8, 1.5])",
    "shapes = \"x\", shapes(r#type = [self])",
    "types(T = [f64, f32, String], D = [Ix1, IxDyn]), name = r#match, shapes(y = x, z = broadcast(x, y)), split = elementwise",
    "types(T = [f64, i32]), split = elementwise, combine = Add::<T>::add, partial = |x| T::of(x), finish = <T as Real>::get",
    "types(T = [[T; 2]], T = []), shapes(x = y, y = x), split = n",
];

const ITEMS: [&str; 13] = [
    "pub fn sum(x: ArrayView1<f64>) -> f64 { x.sum() }",
    "/// Scores.\n pub fn predict(x: ArrayView2<f64>, w: ArrayView1<'_, f64>, #[out] mut scores: ArrayViewMut1<f64>) {}",
    "#[cfg(unix)] #[doc = \"a\\nb\"] #[doc(hidden)] fn f(n: usize, y: &mut [u8], t: &str, o: Option<i8>) -> Result<(f64, Vec<i64>), Box<dyn std::error::Error>> { Ok((0.0, vec![])) }",
    "async unsafe extern \"C\" fn f<'a, T: Copy, const N: usize>(self: &Self, (a, _): (f64, u8), ...) -> impl Fn() where T: 'a {}",
    "fn r#match(r#type: bool, a_b: f32, aB: f32) -> std::io::Result<ndarray::Array<f32, ndarray::Ix3>> {}",
    "/// Docs\n mod m { //! inner\n #[arrays::export] fn a_b() {} #[export] fn c() {} use super::*; struct S; }",
    "mod m;",
    "pub(crate) struct S<T>(T);",
    "impl S { #[export] fn method(&self, x: ArrayViewD<bool>) -> String { String::new() } }",
    "macro_rules! m { ($a:ident) => { $a } }",
    "fn map<T: Real, D: Dimension>(x: ArrayView<T, D>, y: ArrayView<T, D>, #[out] z: ArrayViewMut<T, D>) where T: Copy {}",
    "fn fold<T: Real>(x: ArrayViewD<T>, y: Option<T>) -> Result<T, T::Err> {}",
    "const fn c(x: ArrayView0<u16>, mut y: ArrayViewMut6<i64>) -> usize { 0 }",
];

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

/// All tokens of a stream, those inside its groups too.
fn vocabulary(stream: TokenStream, into: &mut Vec<TokenTree>) {
    for token in stream {
        if let TokenTree::Group(group) = &token {
            vocabulary(group.stream(), into);
        }
        into.push(token);
    }
}

/// The stream with one token taken away, put in, put in another's place, or changed inside its group.
fn changed(stream: TokenStream, words: &[TokenTree], random: &mut Random) -> TokenStream {
    let mut tokens: Vec<TokenTree> = stream.into_iter().collect();
    let at = random.below(tokens.len() + 1);
    let word = words[random.below(words.len())].clone();
    match (random.below(8), tokens.get(at).cloned()) {
        (0, Some(_)) => drop(tokens.remove(at)),
        (1, Some(_)) => tokens[at] = word,
        (2, Some(TokenTree::Group(group))) => {
            let other =
                [Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket, Delimiter::None];
            tokens[at] = Group::new(other[random.below(4)], group.stream()).into();
        }
        (3.., Some(TokenTree::Group(group))) => {
            tokens[at] =
                Group::new(group.delimiter(), changed(group.stream(), words, random)).into();
        }
        _ => tokens.insert(at, word),
    }
    tokens.into_iter().collect()
}

#[test]
fn any_tokens_are_answered() {
    let parse = |text: &&str| text.parse::<TokenStream>().expect("tokens");
    let options: Vec<TokenStream> = OPTIONS.iter().map(parse).collect();
    let items: Vec<TokenStream> = ITEMS.iter().map(parse).collect();
    let mut words = Vec::new();
    for stream in options.iter().chain(&items) {
        vocabulary(stream.clone(), &mut words);
    }
    let seconds = std::env::var("FUZZ_SECONDS").ok().map(|text| text.parse().expect("a number"));
    let end = Instant::now() + Duration::from_secs(seconds.unwrap_or(0));
    let mut random = Random(if seconds.is_some() { RandomState::new().hash_one(0) } else { 2013 });
    let mut inputs = 0;
    let mut accepted = 0;
    while inputs < INPUTS || Instant::now() < end {
        let mut option = options[random.below(options.len())].clone();
        let mut item = items[random.below(items.len())].clone();
        for _ in 0..random.below(4) {
            item = changed(item, &words, &mut random);
        }
        if random.below(4) == 0 {
            option = changed(option, &words, &mut random);
        }
        accepted += usize::from(answer(option, item));
        inputs += 1;
    }
    // Else the changes were such that hardly anything got past the parser.
    assert!(accepted > INPUTS / 50, "{accepted} of {inputs} accepted");
}

/// Whether the attribute took the item, which it did when nothing is an error.
fn answer(options: TokenStream, item: TokenStream) -> bool {
    let text = format!("#[export({options})] {item}");
    let output = match catch_unwind(|| export(options, item.clone())) {
        Ok(output) => output,
        Err(_) => panic!("the attribute panics on {text}"),
    };
    let refused = output.to_string().contains("compile_error !");
    let file = syn::parse2::<syn::File>(output.clone());
    assert!(refused || file.is_ok(), "what {text} becomes cannot be parsed: {output}");
    !refused
}
