//! The frame in which a manifest entry lies in a library, as `docs/abi.md` gives it.

use crate::abi::ARRAYS_ABI_VERSION;

// The first byte is in no UTF-8, so that no text of a library can look like an entry.
const MAGIC: &[u8; 16] = b"\xFFarrays-manifest";
const HEADER_LENGTH: usize = 32;

/// Length in bytes of the entry for `json`.
pub const fn manifest_length(json: &str) -> usize {
    HEADER_LENGTH + json.len()
}

/// The entry for `json`; `N` is its [`manifest_length`].
pub const fn manifest_entry<const N: usize>(json: &str) -> [u8; N] {
    assert!(N == manifest_length(json));
    let json = json.as_bytes();
    let mut entry = [0; N];
    copy(&mut entry, 0, MAGIC);
    copy(&mut entry, 16, &ARRAYS_ABI_VERSION.to_le_bytes());
    copy(&mut entry, 20, &(json.len() as u32).to_le_bytes());
    copy(&mut entry, 24, &fnv1a(json).to_le_bytes());
    copy(&mut entry, HEADER_LENGTH, json);
    entry
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
        const ENTRY: [u8; manifest_length(JSON)] = manifest_entry(JSON);
        assert_eq!(ENTRY[0], 0xFF);
        assert_eq!(&ENTRY[1..16], b"arrays-manifest");
        assert_eq!(ENTRY[16..20], 1_u32.to_le_bytes());
        assert_eq!(ENTRY[20..24], (JSON.len() as u32).to_le_bytes());
        assert_eq!(ENTRY[24..32], fnv1a(JSON.as_bytes()).to_le_bytes());
        assert_eq!(&ENTRY[32..], JSON.as_bytes());
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
