//! Real hosts leave fields out, rename them and change their types: what is usable is used.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may")]

use hubspot_calling::*;
use serde_json::{Value, json};

fn host(kind: &str, data: Value) -> HostMessage {
    HostMessage::from_json(&json!({ "type": kind, "data": data, "messageId": "1_1" }).into())
        .unwrap()
}

fn dial(data: Value) -> DialNumber {
    match host("DIAL_NUMBER", data) {
        HostMessage::DialNumber(dial) => dial,
        other => panic!("{other:?}"),
    }
}

// row!(U34)
#[test]
fn a_dial_as_live_hosts_send_it() {
    let read = dial(json!({
        "phoneNumber": "+442073238299", "phone_number": "020 7323 8299", "countryCode": "GB",
        "calleeInfo": { "calleeId": 101, "calleeObjectTypeId": "0-1" }, "ownerId": 24681357,
        "subjectId": 101, "objectId": 0, "portalId": 123456, "startTimestamp": 1732222800000u64,
        "toPhoneNumberSrc": "phone", "threadId": 99,
    }));
    let expected = DialNumber {
        phone_number: Some("+442073238299".into()),
        country_code: Some("GB".into()),
        callee: Some(CalleeInfo {
            callee_id: Id::from(101),
            callee_object_type_id: Some(CONTACT.into()),
        }),
        owner_id: Some(Id::from(24681357)),
        subject_id: Some(Id::from(101)),
        object_id: None,
        object_type: None,
        portal_id: Some(Id::from(123456)),
        start_timestamp: Some(1732222800000),
        to_phone_number_src: Some("phone".into()),
        thread_id: Some(Id::from(99)),
    };
    assert_eq!(read, expected);
}

#[test]
fn the_older_name_of_the_number_is_a_fallback() {
    let number = |data| dial(data).phone_number;
    let older = json!("+1555");
    assert_eq!(number(json!({ "phone_number": older })).as_deref(), Some("+1555"));
    for useless in [json!(""), json!(null), json!({}), json!([1]), json!(true)] {
        let data = json!({ "phoneNumber": useless, "phone_number": older });
        assert_eq!(number(data).as_deref(), Some("+1555"));
    }
    assert_eq!(number(json!({ "phoneNumber": 442073238299u64 })).as_deref(), Some("442073238299"));
    assert_eq!(number(json!({})), None);
}

#[test]
fn numbers_as_strings_and_strings_as_numbers_read_the_same() {
    let a = json!({
        "ownerId": 1, "portalId": 2, "startTimestamp": 3, "threadId": 4, "countryCode": "44",
        "calleeInfo": { "calleeId": 5, "calleeObjectTypeId": "0-1" },
    });
    let b = json!({
        "ownerId": "1", "portalId": "2", "startTimestamp": "3", "threadId": " 4 ",
        "countryCode": 44, "calleeInfo": { "calleeId": "5", "calleeObjectTypeId": "0-1" },
    });
    assert_eq!(dial(a), dial(b));
    let shown = host("VISIBILITY_CHANGED", json!({ "isMinimized": "true", "isHidden": "false" }));
    let expected = Visibility { is_minimized: Some(true), is_hidden: Some(false) };
    assert_eq!(shown, HostMessage::VisibilityChanged(expected));
}

#[test]
fn zero_and_unusable_ids_are_none() {
    for id in [json!(0), json!("0"), json!(""), json!(" "), json!(null), json!(1.5), json!([7])] {
        let data = json!({ "objectId": id, "calleeInfo": { "calleeId": id }, "portalId": id });
        assert_eq!(dial(data), DialNumber::default(), "{id}");
    }
}

#[test]
fn one_unusable_field_does_not_spoil_the_others() {
    let read = dial(json!({
        "phoneNumber": "+1555", "calleeInfo": "nobody", "ownerId": { "no": 1 },
        "startTimestamp": -5, "objectType": ["CONTACT"], "countryCode": null, "extra": 1,
    }));
    let expected = DialNumber { phone_number: Some("+1555".into()), ..DialNumber::default() };
    assert_eq!(read, expected);
}

#[test]
fn data_that_is_no_object_reads_as_empty() {
    for data in [json!(null), json!(7), json!("x"), json!([]), json!([{ "phoneNumber": "1" }])] {
        assert_eq!(dial(data.clone()), DialNumber::default());
        let reply = HostMessage::CreateEngagementSucceeded(Reply::default());
        assert_eq!(host("CREATE_ENGAGEMENT_SUCCEEDED", data), reply);
    }
    let bare = HostMessage::from_json(&json!({ "type": "END_CALL" }).into());
    assert_eq!(bare, Some(HostMessage::EndCall(CallRef::default())));
}

#[test]
fn replies_come_with_and_without_the_calls_id() {
    let reply = |data| match host("CREATE_ENGAGEMENT_SUCCEEDED", data) {
        HostMessage::CreateEngagementSucceeded(reply) => reply,
        other => panic!("{other:?}"),
    };
    let id = Some(Id::from(9001));
    let bare = Reply { engagement_id: id.clone(), external_call_id: None };
    assert_eq!(reply(json!({ "engagementId": 9001 })), bare);
    assert_eq!(reply(json!({ "engagementId": "9001", "externalCallId": "" })), bare);
    let full = Reply { engagement_id: id, external_call_id: Some("c".into()) };
    assert_eq!(reply(json!({ "engagementId": 9001, "externalCallId": "c" })), full);
}

#[test]
fn failures_say_why_wherever_the_sentence_stands() {
    for data in [
        json!({ "error": { "message": "no" } }),
        json!({ "error": "no" }),
        json!({ "message": "no" }),
    ] {
        let HostMessage::CallerIdMatchFailed(failure) = host("CALLER_ID_MATCH_FAILED", data) else {
            panic!()
        };
        assert_eq!(failure.message.as_deref(), Some("no"));
    }
}

#[test]
fn callers_are_matched_with_half_of_their_fields_missing() {
    let HostMessage::CallerIdMatchSucceeded(found) = host(
        "CALLER_ID_MATCH_SUCCEEDED",
        json!({ "callerIdMatches": [
            { "callerIdType": "CONTACT", "firstName": "Ada", "lastName": "Lovelace",
              "objectCoordinates": { "portalId": "1", "objectId": "101", "objectTypeId": "0-1" } },
            { "callerIdType": "COMPANY", "name": "Engines", "callId": "77",
              "objectCoordinates": { "objectId": 0 } },
            { "lastName": "Byron", "email": "b@example.com" },
            { "callerIdType": "TICKET", "email": "c@example.com" },
            null, 7, "nobody", [],
        ] }),
    ) else {
        panic!()
    };
    assert_eq!(found.call_id, Some(Id::from(77)));
    let names: Vec<Option<String>> = found.matches.iter().map(|m| m.display_name()).collect();
    let names: Vec<&str> = names.iter().flatten().map(String::as_str).collect();
    assert_eq!(names, ["Ada Lovelace", "Engines", "Byron", "c@example.com"]);
    assert_eq!(found.matches[0].object.as_ref().unwrap().object_id, Id::from(101));
    assert_eq!(found.matches[1].object, None);
    let kinds: Vec<&str> = found.matches.iter().map(|m| m.caller_id_type.as_str()).collect();
    assert_eq!(kinds, ["CONTACT", "COMPANY", "", "TICKET"]);
}

#[test]
fn only_an_unusable_type_makes_a_message_unreadable() {
    for message in [
        json!(null),
        json!(7),
        json!("DIAL_NUMBER"),
        json!(["DIAL_NUMBER"]),
        json!({}),
        json!({ "type": null }),
        json!({ "type": 7 }),
        json!({ "type": "" }),
        json!({ "type": "X".repeat(MAX_TYPE_BYTES + 1) }),
    ] {
        assert_eq!(HostMessage::from_json(&message.clone().into()), None);
        assert_eq!(WidgetMessage::from_json(&message.into()), None);
    }
    for kind in ["toString", "__proto__", "SYNC_ACK", "dial_number", &"X".repeat(MAX_TYPE_BYTES)] {
        let unknown = HostMessage::Unknown { kind: kind.into() };
        assert_eq!(host(kind, json!({ "phoneNumber": "1" })), unknown);
    }
}

#[test]
fn ids_go_out_as_numbers_where_that_loses_nothing() {
    for (id, value) in [
        ("9001", json!(9001)),
        ("0", json!(0)),
        ("9007199254740991", json!(9007199254740991u64)),
        ("9007199254740992", json!("9007199254740992")),
        ("99999999999999999999999", json!("99999999999999999999999")),
        ("007", json!("007")),
        ("+7", json!("+7")),
        ("-7", json!("-7")),
        ("a7", json!("a7")),
        ("", json!("")),
    ] {
        assert_eq!(serde_json::Value::from(Id::from(id).to_value()), value);
    }
}
