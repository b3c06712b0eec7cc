//! A search hit counts only when its digits are those that were asked for.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use hubspot::{Object, contacts};

fn contact(phone: &str) -> Object {
    let body = serde_json::json!({ "id": "1", "properties": { "phone": phone } });
    serde_json::from_value(body).unwrap()
}

#[test]
fn the_same_number_in_any_writing_is_a_hit() {
    for phone in ["+44 20 7323 8299", "020 7323 8299", "(020) 7323-8299", "0044 20 7323 8299"] {
        assert!(contacts::has_number(&contact(phone), "+442073238299"), "{phone}");
    }
}

#[test]
fn another_number_with_the_same_end_is_none() {
    for phone in ["+49 20 7323 8299", "7323 829", "+1 442073238299", "8299", "", "not a number"] {
        assert!(!contacts::has_number(&contact(phone), "+442073238299"), "{phone}");
    }
}

#[test]
fn names_fall_back_to_what_there_is() {
    let of = |properties: serde_json::Value| -> Object {
        serde_json::from_value(serde_json::json!({ "id": "1", "properties": properties })).unwrap()
    };
    let full = of(serde_json::json!({"firstname":"Ada","lastname":"King","company":"Engines"}));
    assert_eq!(contacts::name(&full), "Ada King");
    assert_eq!(contacts::detail(&full), "Engines");
    let mail = of(serde_json::json!({"email":"ada@example.com"}));
    assert_eq!(contacts::name(&mail), "ada@example.com");
    assert_eq!(contacts::name(&of(serde_json::json!({}))), "");
}
