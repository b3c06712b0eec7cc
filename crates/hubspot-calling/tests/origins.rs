//! The allow-list of host origins: to the letter.
#![cfg(not(target_arch = "wasm32"))]

use hubspot_calling::{OriginError, Origins};

#[test]
fn hubspots_own_hosts_are_allowed() {
    for origin in [
        "https://app.hubspot.com",
        "https://app-eu1.hubspot.com",
        "https://app-na2.hubspot.com",
        "https://app-1.hubspot.com",
    ] {
        assert!(Origins::hubspot().allows(origin), "{origin}");
    }
}

#[test]
fn what_only_looks_like_hubspot_is_not() {
    for origin in [
        "",
        "null",
        "*",
        "app.hubspot.com",
        "http://app.hubspot.com",
        "https://app.hubspot.com:443",
        "https://app.hubspot.com:8443",
        "https://app.hubspot.com/",
        "https://app.hubspot.com.",
        "https://app.hubspot.com.evil.example",
        "https://app.hubspot.com@evil.example",
        "https://evil.example/https://app.hubspot.com",
        "https://evil-app.hubspot.com",
        "https://hubspot.com",
        "https://www.hubspot.com",
        "https://app-.hubspot.com",
        "https://app-eu-1.hubspot.com",
        "https://app-eu1.evil.hubspot.com",
        "https://app-EU1.hubspot.com",
        "https://APP.hubspot.com",
        "https://appeu1.hubspot.com",
        "https://app-eü.hubspot.com",
        "https://app-eu1hubspot.com",
        "https://app.evilhubspot.com",
        "https://app.hubspotqa.com",
        " https://app.hubspot.com",
        "https://app.hubspot.com ",
    ] {
        assert!(!Origins::hubspot().allows(origin), "{origin}");
    }
}

#[test]
fn added_origins_match_scheme_host_and_port() {
    let mut origins = Origins::hubspot();
    origins.add("http://hubspot.localhost:4180").unwrap();
    assert!(origins.allows("http://hubspot.localhost:4180"));
    for other in [
        "https://hubspot.localhost:4180",
        "http://hubspot.localhost:4181",
        "http://hubspot.localhost",
        "http://sidetone.localhost:4180",
        "http://a.hubspot.localhost:4180",
        "http://hubspot.localhost:41800",
    ] {
        assert!(!origins.allows(other), "{other}");
    }
    assert!(origins.allows("https://app.hubspot.com"));
}

#[test]
fn origins_are_added_as_a_browser_writes_them() {
    for (written, meant) in [
        ("HTTPS://Host.Example", "https://host.example"),
        ("https://host.example:443", "https://host.example"),
        ("http://host.example:80", "http://host.example"),
        ("http://host.example:443", "http://host.example:443"),
        ("http://127.0.0.1:65535", "http://127.0.0.1:65535"),
        ("http://[::1]:4180", "http://[::1]:4180"),
        ("http://[2001:DB8::1]", "http://[2001:db8::1]"),
    ] {
        let mut origins = Origins::hubspot();
        origins.add(written).unwrap();
        origins.add(written).unwrap();
        assert_eq!(origins.added(), [meant]);
        assert!(origins.allows(meant));
    }
}

#[test]
fn what_is_not_exactly_one_origin_is_refused() {
    use OriginError::{Host, Path, Port, Scheme};
    for (text, error) in [
        ("", Scheme),
        ("null", Scheme),
        ("*", Scheme),
        ("host.example", Scheme),
        ("ftp://host.example", Scheme),
        ("javascript:alert(1)", Scheme),
        (" https://host.example", Scheme),
        ("https://", Host),
        ("https://:443", Host),
        ("https://*.host.example", Host),
        ("https://*", Host),
        ("https://user@host.example", Host),
        ("https://user:word@host.example", Host),
        ("https://host example", Host),
        ("https://host.example ", Host),
        ("https://a,https:b", Host),
        ("https://höst.example", Host),
        ("https://.host", Host),
        ("https://host..example", Host),
        ("https://host.example.", Host),
        ("https://[::1", Host),
        ("https://[]", Host),
        ("https://[x]", Host),
        ("https://host.example:", Port),
        ("https://host.example:0", Port),
        ("https://host.example:080", Port),
        ("https://host.example:65536", Port),
        ("https://host.example:+80", Port),
        ("https://host.example:8a", Port),
        ("https://host.example/", Path),
        ("https://host.example/path", Path),
        ("https://host.example?x", Path),
        ("https://host.example#x", Path),
        ("https://host.example\\x", Path),
    ] {
        let mut origins = Origins::hubspot();
        assert_eq!(origins.add(text), Err(error), "{text:?}");
        assert_eq!(origins, Origins::hubspot());
    }
}
