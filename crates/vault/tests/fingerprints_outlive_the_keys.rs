//! A fingerprint says whether two secrets are the same, whatever key seals.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;
use common::{text, vault};
use proptest::prelude::*;
use vault::{Keys, Secret, Vault};

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

#[test]
fn the_same_secret_has_the_same_fingerprint_after_a_rotation() {
    let before = vault(&["old"]).fingerprint("tokens", &secret("s3cret"));
    assert_eq!(vault(&["new", "old"]).fingerprint("tokens", &secret("s3cret")), before);
    assert_eq!(vault(&["new"]).fingerprint("tokens", &secret("s3cret")), before);
}

#[test]
fn another_secret_purpose_or_key_gives_another_fingerprint() {
    let vault = vault(&["k1"]);
    let one = vault.fingerprint("tokens", &secret("s3cret"));
    assert_ne!(vault.fingerprint("tokens", &secret("s3creT")), one);
    assert_ne!(vault.fingerprint("codes", &secret("s3cret")), one);
    let other = Keys::generate_line(Keys::FINGERPRINT).unwrap();
    let lines = text(&["k1"]);
    let lines = format!("{}\n{}", lines.lines().next().unwrap(), other.expose());
    let other = Vault::new(Keys::parse(&lines).unwrap());
    assert_ne!(other.fingerprint("tokens", &secret("s3cret")), one);
}

#[test]
fn letters_that_move_between_purpose_and_secret_make_another_fingerprint() {
    let vault = vault(&["k1"]);
    assert_ne!(vault.fingerprint("ab", &secret("c")), vault.fingerprint("a", &secret("bc")));
    assert_ne!(vault.fingerprint("", &secret("a")), vault.fingerprint("a", &secret("")));
}

proptest! {
    #[test]
    fn fingerprints_are_alike_exactly_when_purpose_and_secret_are(
        one in ("[ab]{0,3}", "[ab]{0,3}"),
        other in ("[ab]{0,3}", "[ab]{0,3}"),
    ) {
        let vault = vault(&["k1"]);
        let alike =
            vault.fingerprint(&one.0, &secret(&one.1)) == vault.fingerprint(&other.0, &secret(&other.1));
        prop_assert_eq!(alike, one == other);
    }
}
