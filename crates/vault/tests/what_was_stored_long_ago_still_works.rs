//! The stored formats, byte by byte. Both values were computed by another implementation from the
//! description in the documents; a change that breaks them breaks every installation.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;
use common::vault;
use vault::{Sealed, Secret};

const TEXT: &str = "s3cret – ü";
/// Nonce 00 01 02 and so on; tenant 8731, field refresh_token; the keys of `common`.
const SEALED: &str = "0107323032362d3131000102030405060708090a0b6d8197c6b831c0b2a27bef5c4814fcbee5\
                      173e6793ae75debb142d887a";
/// Purpose "known tokens".
const FINGERPRINT: &str = "6a715b01a8feca029d028a4fc6247b127c84a16c124759bed8fec06dd01cbdab";

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn the_first_format_opens() {
    let sealed = Sealed::from_bytes(bytes(SEALED)).unwrap();
    assert_eq!(sealed.key_id(), "2026-11");
    let opened = vault(&["2026-11"]).open("8731", "refresh_token", &sealed).unwrap();
    assert_eq!(opened.expose(), TEXT);
}

#[test]
fn what_is_sealed_now_has_the_first_formats_shape() {
    let secret = Secret::new(TEXT.to_owned());
    let now = vault(&["2026-11"]).seal("8731", "refresh_token", &secret).unwrap();
    assert_eq!(now.as_bytes()[..9], bytes(SEALED)[..9]);
    assert_eq!(now.as_bytes().len(), bytes(SEALED).len());
}

#[test]
fn the_first_fingerprints_are_found_again() {
    let secret = Secret::new(TEXT.to_owned());
    let now = vault(&["k1"]).fingerprint("known tokens", &secret);
    assert_eq!(now.to_vec(), bytes(FINGERPRINT));
}

#[test]
fn a_format_to_come_is_named() {
    let mut later = bytes(SEALED);
    later[0] = 2;
    assert_eq!(Sealed::from_bytes(later), Err(vault::Error::UnknownVersion { version: 2 }));
}
