//! What was sealed opens again, up to the longest secret, and each seal is another.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;
use common::vault;
use proptest::prelude::*;
use std::collections::HashSet;
use vault::{Error, MAX_SECRET, Sealed, Secret};

#[test]
fn texts_of_every_length_come_back() {
    let vault = vault(&["k1"]);
    for text in ["", "x", "s3cret – ü", &"y".repeat(4_097), &"z".repeat(MAX_SECRET)] {
        let sealed = vault.seal("8731", "token", &Secret::new(text.to_owned())).unwrap();
        let stored = Sealed::from_bytes(sealed.as_bytes().to_vec()).unwrap();
        assert_eq!(stored, sealed);
        assert!(vault.open("8731", "token", &stored).unwrap().expose() == text, "{}", text.len());
    }
}

#[test]
fn a_text_that_is_too_long_is_refused_before_it_is_sealed() {
    let long = Secret::new("x".repeat(MAX_SECRET + 1));
    assert_eq!(vault(&["k1"]).seal("8731", "token", &long), Err(Error::TooLong));
}

#[test]
fn a_tenant_and_a_field_must_be_named_and_short() {
    let vault = vault(&["k1"]);
    let secret = Secret::new("s3cret".to_owned());
    let sealed = vault.seal(&"t".repeat(256), &"f".repeat(256), &secret).unwrap();
    assert!(vault.open(&"t".repeat(256), &"f".repeat(256), &sealed).is_ok());
    for (tenant, field) in [("", "f"), ("t", ""), (&*"t".repeat(257), "f"), ("t", &"f".repeat(257))]
    {
        assert_eq!(vault.seal(tenant, field, &secret), Err(Error::Place));
        assert_eq!(vault.open(tenant, field, &sealed).err(), Some(Error::Place));
    }
}

#[test]
fn no_nonce_is_used_twice() {
    let vault = vault(&["k1"]);
    let secret = Secret::new("s3cret".to_owned());
    let head = 2 + "k1".len();
    let nonces: HashSet<Vec<u8>> = (0..10_000)
        .map(|_| vault.seal("t", "f", &secret).unwrap().as_bytes()[head..head + 12].to_vec())
        .collect();
    assert_eq!(nonces.len(), 10_000);
}

#[test]
fn the_stored_bytes_and_their_debug_text_do_not_show_the_secret() {
    let sealed = vault(&["k1"]).seal("t", "f", &Secret::new("s3cret".to_owned())).unwrap();
    assert!(!sealed.as_bytes().windows(6).any(|window| window == b"s3cret"));
    assert_eq!(format!("{sealed:?}"), "Sealed(38 bytes with key k1)");
}

proptest! {
    #[test]
    fn any_text_comes_back(text: String, tenant in ".{1,64}", field in ".{1,64}") {
        let vault = vault(&["k1"]);
        let sealed = vault.seal(&tenant, &field, &Secret::new(text.clone())).unwrap();
        prop_assert!(vault.open(&tenant, &field, &sealed).unwrap().expose() == text);
    }
}
