//! No secret is left in a message that people may see.

use proptest::prelude::*;

use crate::redact::{REMOVED, redacted};

#[test]
fn credentials_keep_who_and_where() {
    let message = "REGISTER sip:pbx.test SIP/2.0\r\nauthorization :  Digest username=\"10,01\", \
                   realm=\"pbx\",nonce=\"n0nce\", uri=\"sip:pbx.test\", response=\"5ec7e7\", \
                   cnonce=\"cn\", nc=00000001, algorithm=MD5\r\n\tresponse=\"f01ded\"\r\nTo: <sip:a@b>\r\n\r\n";
    let seen = redacted(message);
    for gone in ["n0nce", "5ec7e7", "f01ded", "cn\"", "00000001"] {
        assert!(!seen.contains(gone), "{gone} in {seen}");
    }
    for kept in
        ["username=\"10,01\"", "realm=\"pbx\"", "uri=\"sip:pbx.test\"", "algorithm=MD5", REMOVED]
    {
        assert!(seen.contains(kept), "{kept} not in {seen}");
    }
    assert!(seen.ends_with("To: <sip:a@b>\r\n\r\n"));
}

#[test]
fn every_header_with_credentials_is_covered() {
    for name in
        ["Proxy-Authorization", "AUTHORIZATION", "Authentication-Info", "Proxy-Authentication-Info"]
    {
        let seen =
            redacted(&format!("SIP/2.0 200 OK\r\n{name}: Digest rspauth=\"5ec7e7\"\r\n\r\n"));
        assert!(!seen.contains("5ec7e7"), "{seen}");
    }
    let basic = redacted("REGISTER x SIP/2.0\nAuthorization: Basic c2VjcmV0\n\n");
    assert!(!basic.contains("c2VjcmV0"), "{basic}");
}

#[test]
fn passwords_in_addresses_srtp_keys_and_digits_go_too() {
    let seen = redacted(
        "INVITE sip:ada:hunter2@pbx.test SIP/2.0\r\nTo: <sips:ada:hunter2@pbx.test>, <sip:b:hunter2@c>\r\n\r\n\
         v=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:hunter2|2^20\r\n",
    );
    assert!(!seen.contains("hunter2"), "{seen}");
    assert!(seen.contains("sip:ada:[removed]@pbx.test SIP/2.0"), "{seen}");
    for kind in ["application/dtmf-relay", "application/DTMF"] {
        let seen = redacted(&format!("INFO a SIP/2.0\r\nContent-Type: {kind}\r\n\r\nSignal=7\r\n"));
        assert!(!seen.contains('7'), "{seen}");
    }
}

#[test]
fn a_message_without_secrets_stays_as_it_is() {
    let message = "SIP/2.0 401 Unauthorized\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z\r\n\
                   WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n\"\r\nContent-Length: 0\r\n\r\n";
    assert_eq!(redacted(message), message);
}

proptest! {
    #[test]
    fn the_response_is_gone_whatever_stands_around_it(
        before in "[a-z =\",\\\\\t]{0,30}",
        after in "[a-z =\",\\\\\t]{0,30}",
        fold in any::<bool>(),
    ) {
        let fold = if fold { "\r\n " } else { " " };
        let message = format!(
            "BYE sip:a@b SIP/2.0\r\nProxy-Authorization: Digest {before},{fold}response=\"5EC7E7\",{after}\r\n\r\n"
        );
        prop_assert!(!redacted(&message).contains("5EC7E7"), "{}", redacted(&message));
    }

    #[test]
    fn it_never_panics_and_twice_is_once(message in any::<String>()) {
        let once = redacted(&message);
        prop_assert_eq!(redacted(&once), once);
    }
}
