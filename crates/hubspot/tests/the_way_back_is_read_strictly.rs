//! What anybody can put into the redirect's query: read when it is plain, refused otherwise.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use hubspot::oauth::{Return, ReturnError};

fn granted(code: &str, state: &str) -> Result<Return, ReturnError> {
    Ok(Return::Granted { code: code.to_owned(), state: state.to_owned() })
}

#[test]
fn a_consent_brings_code_and_state() {
    assert_eq!(Return::parse("code=abc&state=xyz"), granted("abc", "xyz"));
    assert_eq!(Return::parse("?state=x%2Fy+z&code=a%20b&new=1&new=2"), granted("a b", "x/y z"));
}

#[test]
fn a_refusal_brings_its_reason_and_perhaps_the_state() {
    let query = "error=access_denied&error_description=The+user+said+no&state=x";
    let back = Return::parse(query).unwrap();
    assert_eq!(back.state(), Some("x"));
    let Return::Refused { error, description, .. } = back else { panic!("not refused") };
    assert_eq!((error.as_str(), description.as_str()), ("access_denied", "The user said no"));
    assert_eq!(Return::parse("error=access_denied").unwrap().state(), None);
}

#[test]
fn a_parameter_twice_is_refused_even_with_the_same_value() {
    for (query, name) in [
        ("code=a&code=a&state=x", "code"),
        ("code=a&state=x&state=y", "state"),
        ("code=&code=a&state=x", "code"),
        ("code=a&%63ode=b&state=x", "code"),
        ("error=a&error=b", "error"),
        ("error=a&error_description=b&error_description=c", "error_description"),
    ] {
        assert_eq!(Return::parse(query), Err(ReturnError::Duplicate { name }), "{query}");
    }
}

#[test]
fn what_is_missing_is_named() {
    for query in ["", "?", "state=x", "code=&state=x", "CODE=a&state=x", "a=b"] {
        assert_eq!(Return::parse(query), Err(ReturnError::Missing { name: "code" }), "{query}");
    }
    for query in ["code=a", "code=a&state="] {
        assert_eq!(Return::parse(query), Err(ReturnError::Missing { name: "state" }), "{query}");
    }
    assert_eq!(Return::parse("code=a&error=b&state=x"), Err(ReturnError::Both));
}

#[test]
fn lengths_are_bounded() {
    let long = |name: &str, length| format!("code=c&state=s&{name}={}", "a".repeat(length));
    assert_eq!(Return::parse(&long("x", 9_000)), Err(ReturnError::TooLong));
    assert!(Return::parse(&long("x", 5_000)).is_ok());
    for (name, most) in [("code", 2_048), ("state", 512), ("error", 64)] {
        let one = |length: usize| {
            let value = "a".repeat(length);
            let rest = if name == "code" { "&state=s" } else { "&code=c" };
            let rest = if name == "error" { "" } else { rest };
            Return::parse(&format!("{name}={value}{rest}"))
        };
        assert!(one(most).is_ok(), "{name}");
        assert_eq!(one(most + 1), Err(ReturnError::TooLong), "{name}");
    }
}

#[test]
fn damage_is_refused() {
    for query in ["code=%&state=x", "code=%4&state=x", "code=%zz&state=x", "code=%ff&state=x"] {
        assert_eq!(Return::parse(query), Err(ReturnError::Damaged), "{query}");
    }
    for query in ["code=a%00&state=x", "code=a&state=x%0d%0aSet-Cookie", "%ff=a"] {
        assert_eq!(Return::parse(query), Err(ReturnError::Damaged), "{query}");
    }
}
