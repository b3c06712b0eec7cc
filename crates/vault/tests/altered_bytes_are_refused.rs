//! Whatever happens to stored bytes, they open as they were sealed or not at all.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;
use common::vault;
use vault::{Error, Sealed, Secret, Vault};

fn sealed(vault: &Vault) -> Vec<u8> {
    vault.seal("t", "f", &Secret::new("s3cret".to_owned())).unwrap().into_bytes()
}

fn opened(vault: &Vault, bytes: Vec<u8>) -> Result<(), Error> {
    vault.open("t", "f", &Sealed::from_bytes(bytes)?).map(|_| ())
}

#[test]
fn every_byte_counts() {
    // The second key is one that an altered name can turn into.
    let vault = vault(&["k1", "k2"]);
    let bytes = sealed(&vault);
    for at in 0..bytes.len() {
        for change in 1..=255 {
            let mut altered = bytes.clone();
            altered[at] ^= change;
            let error = opened(&vault, altered).unwrap_err();
            match at {
                0 => assert_eq!(error, Error::UnknownVersion { version: bytes[0] ^ change }),
                1 => assert!(
                    matches!(error, Error::NotSealed | Error::UnknownKey { .. }),
                    "{error:?}"
                ),
                2..4 => assert!(
                    matches!(error, Error::NotSealed | Error::UnknownKey { .. } | Error::Refused),
                    "{error:?}"
                ),
                _ => assert_eq!(error, Error::Refused, "byte {at}"),
            }
        }
    }
    assert_eq!(opened(&vault, bytes), Ok(()));
}

#[test]
fn a_name_that_was_turned_into_another_keys_is_refused() {
    let vault = vault(&["k1", "k2"]);
    let mut bytes = sealed(&vault);
    assert_eq!(&bytes[2..4], b"k1");
    bytes[3] = b'2';
    assert_eq!(opened(&vault, bytes), Err(Error::Refused));
}

#[test]
fn bytes_that_were_cut_short_are_refused() {
    let vault = vault(&["k1"]);
    let bytes = sealed(&vault);
    for length in 0..bytes.len() {
        let error = opened(&vault, bytes[..length].to_vec()).unwrap_err();
        // As short as a sealed empty secret: only the tag can tell.
        let expected = if length < 4 + 12 + 16 { Error::NotSealed } else { Error::Refused };
        assert_eq!(error, expected, "{length} bytes");
        assert!(opened(&vault, bytes[bytes.len() - length..].to_vec()).is_err());
    }
}

#[test]
fn bytes_that_grew_are_refused() {
    let vault = vault(&["k1"]);
    let bytes = sealed(&vault);
    for more in [1, 16, 1_000] {
        assert_eq!(opened(&vault, [&bytes[..], &vec![0; more]].concat()), Err(Error::Refused));
    }
    assert_eq!(opened(&vault, [&bytes[..], &[0; 20_000]].concat()), Err(Error::NotSealed));
}

#[test]
fn two_sealed_secrets_cannot_be_mixed() {
    let vault = vault(&["k1"]);
    let (one, other) = (sealed(&vault), sealed(&vault));
    for cut in 5..one.len() {
        let mixed = [&one[..cut], &other[cut..]].concat();
        if mixed != one && mixed != other {
            assert_eq!(opened(&vault, mixed), Err(Error::Refused), "cut at {cut}");
        }
    }
}
