//! A row that is copied to another tenant or another column does not open.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;
use common::vault;
use proptest::prelude::*;
use vault::{Error, Secret};

fn opens_elsewhere(here: (&str, &str), there: (&str, &str)) -> bool {
    let vault = vault(&["k1"]);
    let sealed = vault.seal(here.0, here.1, &Secret::new("s3cret".to_owned())).unwrap();
    match vault.open(there.0, there.1, &sealed) {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error, Error::Refused);
            false
        }
    }
}

#[test]
fn another_tenant_or_field_does_not_open() {
    for there in [
        ("8732", "token"),
        ("8731", "token2"),
        ("8731", "Token"),
        ("8731 ", "token"),
        ("token", "8731"),
    ] {
        assert!(!opens_elsewhere(("8731", "token"), there), "{there:?}");
    }
}

#[test]
fn letters_that_move_between_tenant_and_field_make_another_place() {
    assert!(!opens_elsewhere(("ab", "c"), ("a", "bc")));
    assert!(!opens_elsewhere(("a", "bc"), ("ab", "c")));
    assert!(!opens_elsewhere(("a\0", "b"), ("a", "\0b")));
    // With the eight bytes of a length inside the names.
    assert!(!opens_elsewhere(("a\0\0\0\0\0\0\0\u{1}b", "c"), ("a", "b\0\0\0\0\0\0\0\u{1}c")));
}

#[test]
fn another_vault_with_a_key_of_the_same_name_does_not_open() {
    let sealed = vault(&["k1"]).seal("t", "f", &Secret::new("s3cret".to_owned())).unwrap();
    let other = common::text(&["k2"]).replace("k2 =", "k1 =");
    let other = vault::Vault::new(vault::Keys::parse(&other).unwrap());
    assert_eq!(other.open("t", "f", &sealed).err(), Some(Error::Refused));
}

proptest! {
    #[test]
    fn a_secret_opens_at_its_own_place_and_no_other(
        // Few letters, so that pairs which join to the same text come up.
        here in ("[ab\0]{1,4}", "[ab\0]{1,4}"),
        there in ("[ab\0]{1,4}", "[ab\0]{1,4}"),
    ) {
        let opened = opens_elsewhere((&here.0, &here.1), (&there.0, &there.1));
        prop_assert_eq!(opened, here == there);
    }

    #[test]
    fn no_way_to_cut_one_text_in_two_opens_another(text in "[a-z]{3,12}", a: usize, b: usize) {
        let (a, b) = (1 + a % (text.len() - 1), 1 + b % (text.len() - 1));
        let opened = opens_elsewhere(text.split_at(a), text.split_at(b));
        prop_assert_eq!(opened, a == b);
    }
}
