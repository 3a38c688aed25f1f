//! The frame in which a manifest entry lies in a library, as `docs/abi.md` gives it.

use crate::abi::ARRAYS_ABI_VERSION;

// The first byte is in no UTF-8, so that no text of a library can look like an entry.
const MAGIC: &[u8; 16] = b"\xFFarrays-manifest";
const HEADER_LENGTH: usize = 32;

/// Length in bytes of the entry for JSON and texts in turn, as [`manifest_entry`] takes them.
pub const fn manifest_length(json_and_texts: &[&str]) -> usize {
    HEADER_LENGTH + write_json(&mut [], json_and_texts)
}

/// The entry for JSON and texts in turn, where a text stands in a string of the JSON around it; `N` is its
/// [`manifest_length`].
pub const fn manifest_entry<const N: usize>(json_and_texts: &[&str]) -> [u8; N] {
    assert!(N == manifest_length(json_and_texts));
    let mut entry = [0; N];
    let (header, json) = entry.split_at_mut(HEADER_LENGTH);
    write_json(json, json_and_texts);
    copy(header, 0, MAGIC);
    copy(header, 16, &ARRAYS_ABI_VERSION.to_le_bytes());
    copy(header, 20, &(json.len() as u32).to_le_bytes());
    copy(header, 24, &fnv1a(json).to_le_bytes());
    entry
}

/// Writes the JSON, as far as there is room for it, and returns its length.
const fn write_json(target: &mut [u8], json_and_texts: &[&str]) -> usize {
    let mut length = 0;
    let mut i = 0;
    while i < json_and_texts.len() {
        let piece = json_and_texts[i].as_bytes();
        let is_text = i % 2 == 1;
        let mut j = 0;
        while j < piece.len() {
            let (escaped, count) = match is_text {
                true => in_string(piece[j]),
                false => ([piece[j], 0, 0, 0, 0, 0], 1),
            };
            let mut k = 0;
            while k < count {
                if length < target.len() {
                    target[length] = escaped[k];
                }
                length += 1;
                k += 1;
            }
            j += 1;
        }
        i += 1;
    }
    length
}

/// The bytes that stand for one of a JSON string, and how many there are (RFC 8259, section 7).
const fn in_string(byte: u8) -> ([u8; 6], usize) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    match byte {
        b'"' | b'\\' => ([b'\\', byte, 0, 0, 0, 0], 2),
        0..b' ' => {
            let (high, low) = (DIGITS[byte as usize / 16], DIGITS[byte as usize % 16]);
            ([b'\\', b'u', b'0', b'0', high, low], 6)
        }
        _ => ([byte, 0, 0, 0, 0, 0], 1),
    }
}

/// Refuses, when it is compiled, a module whose path is no symbol.
///
/// ```compile_fail
/// mod r#type {
///     #[arrays::export]
///     fn twice(x: f64) -> f64 {
///         2.0 * x
///     }
/// }
/// ```
///
/// ```
/// mod kind {
///     #[arrays::export]
///     fn twice(x: f64) -> f64 {
///         2.0 * x
///     }
/// }
/// ```
#[track_caller]
pub const fn require_symbol(module_path: &str) {
    let path = module_path.as_bytes();
    let mut i = 0;
    while i < path.len() {
        assert!(
            matches!(path[i], b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b':'),
            "a module of exported functions has a name that linkers cannot read\n\
             call it by ASCII letters, digits and _, and not by a keyword of Rust (r#…)"
        );
        i += 1;
    }
}

const fn copy(target: &mut [u8], start: usize, source: &[u8]) {
    let mut i = 0;
    while i < source.len() {
        target[start + i] = source[i];
        i += 1;
    }
}

/// FNV-1a, 64 bit (Fowler, Noll, Vo).
const fn fnv1a(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0100_0000_01b3);
        i += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_is_the_documented_one() {
        const JSON: &str = r#"{"kind": "function"}"#;
        const ENTRY: [u8; manifest_length(&[JSON])] = manifest_entry(&[JSON]);
        assert_eq!(ENTRY[0], 0xFF);
        assert_eq!(&ENTRY[1..16], b"arrays-manifest");
        assert_eq!(ENTRY[16..20], 1_u32.to_le_bytes());
        assert_eq!(ENTRY[20..24], (JSON.len() as u32).to_le_bytes());
        assert_eq!(ENTRY[24..32], fnv1a(JSON.as_bytes()).to_le_bytes());
        assert_eq!(&ENTRY[32..], JSON.as_bytes());
    }

    #[test]
    fn texts_are_escaped_and_json_is_not() {
        const PIECES: &[&str] = &["{\"a\": \"", "\"ö\\\n\t\u{1}", "\", \"b\": \"", "", "\"}"];
        const ENTRY: [u8; manifest_length(PIECES)] = manifest_entry(PIECES);
        let json: serde_json::Value = serde_json::from_slice(&ENTRY[32..]).expect("JSON");
        assert_eq!(json, serde_json::json!({"a": "\"ö\\\n\t\u{1}", "b": ""}));
    }

    #[test]
    fn module_paths_are_symbols() {
        require_symbol("arrays_kernels::linear_algebra2");
        for path in ["kernels::größe", "kernels::r#type", ""] {
            let outcome = std::panic::catch_unwind(|| require_symbol(path));
            assert_eq!(outcome.is_ok(), path.is_empty(), "{path}");
        }
    }

    #[test]
    fn no_text_holds_the_magic() {
        let mut utf8 = [0; 4];
        for c in '\0'..=char::MAX {
            assert!(!c.encode_utf8(&mut utf8).as_bytes().contains(&MAGIC[0]), "{c:?}");
        }
    }

    #[test]
    fn the_hash_has_its_published_values() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
