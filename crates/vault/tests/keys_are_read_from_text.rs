//! What a text of keys may look like, and what is said when it does not.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;
use common::{text, vault};
use proptest::prelude::*;
use vault::{Error, KeyError, Keys, Secret, Vault};

fn error(text: &str) -> KeyError {
    Keys::parse(text).err().unwrap()
}

fn ids(text: &str) -> Vec<String> {
    Keys::parse(text).unwrap().ids().map(str::to_owned).collect()
}

#[test]
fn comments_empty_lines_and_spaces_count_for_nothing() {
    let lines = text(&["new", "old"]);
    let airy = format!("# ours\r\n\r\n  \t\n{}", lines.replace('\n', "  \r\n   # said\r\n"));
    assert_eq!(ids(&airy), ["new", "old"]);
    assert_eq!(ids(&lines.replace(" = ", "=")), ["new", "old"]);
}

#[test]
fn the_fingerprint_line_may_stand_first_and_does_not_seal() {
    let lines = text(&["k1"]);
    let mut lines: Vec<&str> = lines.lines().collect();
    lines.reverse();
    assert_eq!(ids(&lines.join("\n")), ["k1"]);
}

#[test]
fn both_kinds_of_key_must_be_there() {
    assert_eq!(error(""), KeyError::NoSealingKey);
    assert_eq!(error("# nothing\n"), KeyError::NoSealingKey);
    assert_eq!(error(&text(&[])), KeyError::NoSealingKey);
    let lines = text(&["k1"]);
    assert_eq!(error(lines.lines().next().unwrap()), KeyError::NoFingerprintKey);
}

#[test]
fn a_wrong_line_is_named_by_number() {
    let good = text(&["k1"]);
    let key = good.lines().next().unwrap().split_once(" = ").unwrap().1;
    let after = |line: &str| error(&format!("{good}\n{line}\n"));
    assert_eq!(after("k2"), KeyError::Shape { line: 4 });
    assert_eq!(after(key), KeyError::Id { line: 4 });
    for id in ["", "K2", "k_2", "k 2", "kü", &"k".repeat(33)] {
        assert_eq!(after(&format!("{id} = {key}")), KeyError::Id { line: 4 }, "{id}");
    }
    for bad in ["", "x", &key[1..], &key[..43], &format!("{key} # mine"), &format!("AAAA{key}")] {
        assert_eq!(after(&format!("k2 = {bad}")), KeyError::Encoding { line: 4 }, "{bad}");
    }
    let zeros = format!("{}=", "A".repeat(43));
    assert_eq!(after(&format!("k2 = {zeros}")), KeyError::Placeholder { line: 4 });
    assert_eq!(after(&text(&["k1"])), KeyError::SameId { line: 4 });
    assert_eq!(after(&format!("k2 = {key}")), KeyError::SameKey { line: 4 });
    assert_eq!(after(&"#".repeat(70_000)), KeyError::TooLong);
}

#[test]
fn a_key_for_fingerprints_is_not_taken_for_sealing_too() {
    let lines = text(&[]).replace("fingerprint", "k1");
    assert_eq!(error(&(lines + &text(&[]))), KeyError::SameKey { line: 2 });
}

#[test]
fn a_new_line_can_be_used_and_is_new_each_time() {
    let line = |id: &str| Keys::generate_line(id).unwrap();
    let (one, other) = (line("k1"), line("k1"));
    assert!(one.expose() != other.expose());
    let text = format!("{}\n{}", one.expose(), line(Keys::FINGERPRINT).expose());
    let new = Vault::new(Keys::parse(&text).unwrap());
    let sealed = new.seal("t", "f", &Secret::new("s3cret".to_owned())).unwrap();
    assert_eq!(new.open("t", "f", &sealed).unwrap().expose(), "s3cret");
    assert_eq!(vault(&["k1"]).open("t", "f", &sealed).err(), Some(Error::Refused));
    for id in ["", "K1", "a b", "k=1", "#k", &"k".repeat(33)] {
        assert_eq!(Keys::generate_line(id).err(), Some(KeyError::NewId), "{id}");
    }
}

proptest! {
    #[test]
    fn no_error_shows_a_piece_of_a_key(cut in 0..120_usize, put in ".{0,3}", line in "[a-z=#\n ]{0,9}") {
        let good = text(&["k1", "k2"]);
        let at = cut.min(good.len());
        let keys: Vec<&str> = good.lines().filter_map(|l| Some(l.split_once(" = ")?.1)).collect();
        if let Err(error) = Keys::parse(&format!("{}{put}{}{line}", &good[..at], &good[at..])) {
            let said = format!("{error} {error:?}");
            for piece in keys.iter().flat_map(|key| key.as_bytes().windows(6)) {
                prop_assert!(!said.as_bytes().windows(6).any(|window| window == piece), "{}", said);
            }
        }
    }
}
