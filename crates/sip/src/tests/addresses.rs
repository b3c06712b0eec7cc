//! Addresses in headers, and what may be called.

use proptest::prelude::*;

use crate::address::{callable, host, read, showable};

#[test]
fn the_usual_forms_are_read() {
    let cases = [
        ("<sip:1001@pbx.test>;tag=a", None, "1001", "pbx.test"),
        (
            "\"Ada Lovelace\" <sip:+4930123@pbx.test:5080;transport=tcp>",
            Some("Ada Lovelace"),
            "+4930123",
            "pbx.test",
        ),
        ("Ada <sips:ada@pbx.test>", Some("Ada"), "ada", "pbx.test"),
        ("sip:1001@pbx.test;tag=a", None, "1001", "pbx.test"),
        (
            "\"a \\\"b\\\" <c>\" <sip:%2B49@[2001:db8::1]:5060>",
            Some("a \"b\" <c>"),
            "+49",
            "2001:db8::1",
        ),
        ("<tel:+4930123;phone-context=x>", None, "+4930123", ""),
        ("<sip:+4930123;phone-context=x@pbx.test>", None, "+4930123", "pbx.test"),
        ("<sip:ada:secret@pbx.test>", None, "ada", "pbx.test"),
        ("<sip:pbx.test>", None, "", "pbx.test"),
        (
            "\"Anonymous\" <sip:anonymous@anonymous.invalid>",
            Some("Anonymous"),
            "anonymous",
            "anonymous.invalid",
        ),
        ("<urn:service:sos>", None, "", ""),
        ("", None, "", ""),
    ];
    for (value, name, user, host) in cases {
        let read = read(value);
        let got = (read.name.as_deref(), read.user.as_str(), read.host.as_str());
        assert_eq!(got, (name, user, host), "{value}");
    }
}

#[test]
fn written_numbers_may_be_called_and_nothing_that_leaves_the_address() {
    assert_eq!(callable(" +49 (30) 12-34.5 ").as_deref(), Some("+493012345"));
    assert_eq!(callable("*72#").as_deref(), Some("*72#"));
    assert_eq!(callable("ada.lovelace").as_deref(), Some("ada.lovelace"));
    for bad in ["", "a@b", "1;x=y", "1>\r\nX: y", "1?a=b", "1<2", "\u{1F600}", &"1".repeat(65)] {
        assert_eq!(callable(bad), None, "{bad:?}");
    }
}

#[test]
fn a_name_cannot_break_out_of_its_quotes() {
    assert_eq!(showable("Ada \"x\" \\ \r\nLovelace").as_deref(), Some("Ada x  Lovelace"));
    assert_eq!(showable("\"\"\r\n"), None);
}

#[test]
fn hosts_are_checked() {
    assert_eq!(host("PBX.example:5080"), Some(("pbx.example".to_owned(), Some(5080))));
    assert_eq!(host("192.0.2.1"), Some(("192.0.2.1".to_owned(), None)));
    assert_eq!(host("[2001:db8::1]:5061"), Some(("2001:db8::1".to_owned(), Some(5061))));
    assert_eq!(host("2001:db8::1"), Some(("2001:db8::1".to_owned(), None)));
    for bad in ["", "a b", "a:0", "a:x", "a:70000", "sip:a", "a/b", "[::1", "[::1]x", "a..b"] {
        assert_eq!(host(bad), None, "{bad:?}");
    }
}

proptest! {
    #[test]
    fn no_header_makes_it_panic(value in any::<String>()) {
        let read = read(&value);
        prop_assert!(!read.user.contains(['\r', '\n']) && read.user.chars().count() <= 128);
    }

    #[test]
    fn near_misses_do_not_either(value in "[ \"\\\\<>sipstel:@;%+a0\\[\\],é]{0,60}") {
        let _ = (read(&value), host(&value), callable(&value), showable(&value));
    }
}
