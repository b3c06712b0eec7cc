//! The challenge is the one of RFC 7636's own example, and verifiers are of the form it allows.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use hubspot::oauth::{challenge, verifier};

/// The octets of RFC 7636, appendix B.
const OCTETS: [u8; 32] = [
    116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77,
    105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
];

#[test]
fn the_rfcs_example_comes_out() {
    let verifier = verifier(&OCTETS);
    assert_eq!(verifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    assert_eq!(challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

#[test]
fn a_verifier_is_long_enough_and_plain() {
    for byte in [0, 0x55, 0xff] {
        let verifier = verifier(&[byte; 32]);
        assert_eq!(verifier.len(), 43);
        assert!(verifier.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
    }
}
