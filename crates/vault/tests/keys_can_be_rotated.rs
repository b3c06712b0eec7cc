//! A new first key takes over; the old ones open what they sealed until their line goes.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;
use common::vault;
use vault::{Error, Secret};

fn secret() -> Secret {
    Secret::new("s3cret".to_owned())
}

#[test]
fn what_the_old_key_sealed_opens_after_a_new_first_key() {
    let sealed = vault(&["old"]).seal("t", "f", &secret()).unwrap();
    let both = vault(&["new", "old"]);
    assert_eq!(both.open("t", "f", &sealed).unwrap().expose(), "s3cret");
    assert!(both.needs_reseal(&sealed));
    assert!(!vault(&["old"]).needs_reseal(&sealed));
}

#[test]
fn the_first_key_seals() {
    let both = vault(&["new", "old"]);
    let sealed = both.seal("t", "f", &secret()).unwrap();
    assert_eq!(sealed.key_id(), "new");
    assert!(!both.needs_reseal(&sealed));
    assert_eq!(both.reseal("t", "f", &sealed), Ok(None));
}

#[test]
fn sealed_again_it_opens_without_the_old_key() {
    let sealed = vault(&["old"]).seal("t", "f", &secret()).unwrap();
    let again = vault(&["new", "old"]).reseal("t", "f", &sealed).unwrap().unwrap();
    assert_eq!(again.key_id(), "new");
    let new = vault(&["new"]);
    assert!(!new.needs_reseal(&again));
    assert_eq!(new.open("t", "f", &again).unwrap().expose(), "s3cret");
}

#[test]
fn a_key_that_was_removed_is_named() {
    let sealed = vault(&["old"]).seal("t", "f", &secret()).unwrap();
    let new = vault(&["new"]);
    let error = new.open("t", "f", &sealed).err().unwrap();
    assert_eq!(error, Error::UnknownKey { id: "old".to_owned() });
    assert!(error.to_string().contains("the key old"), "{error}");
    assert_eq!(new.reseal("t", "f", &sealed), Err(error));
}

#[test]
fn sealing_again_does_not_move_a_row_to_another_tenant() {
    let sealed = vault(&["old"]).seal("t", "f", &secret()).unwrap();
    assert_eq!(vault(&["new", "old"]).reseal("u", "f", &sealed), Err(Error::Refused));
}

#[test]
fn the_fingerprint_key_never_opens_anything() {
    let text = common::text(&["k1"]).replace("fingerprint =", "k2 =");
    let text = text.replace("k1 =", "fingerprint =");
    let swapped = vault::Vault::new(vault::Keys::parse(&text).unwrap());
    let sealed = vault(&["k1"]).seal("t", "f", &secret()).unwrap();
    assert_eq!(
        swapped.open("t", "f", &sealed).err(),
        Some(Error::UnknownKey { id: "k1".to_owned() })
    );
}
