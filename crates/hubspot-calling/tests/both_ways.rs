//! Every message of both directions is read as it was written.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may")]

use hubspot_calling::*;
use serde_json::json;

const CALL: &str = "0190b0d0-0000-7000-8000-000000000001";

fn record() -> Option<ObjectCoordinates> {
    Some(ObjectCoordinates {
        portal_id: Some(Id::from(123456)),
        object_id: Id::from(101),
        object_type_id: Some(CONTACT.into()),
    })
}

fn widget_messages() -> Vec<WidgetMessage> {
    let external_call_id = || CALL.to_owned();
    let engagement_id = || Some(Id::from(9001));
    let engagement =
        || Engagement { external_call_id: external_call_id(), engagement_id: engagement_id() };
    let properties = [("hs_call_body", "Resolved"), ("hs_call_duration", "61000"), ("empty", "")];
    let properties = properties.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut messages = vec![
        WidgetMessage::Initialized(Initialized::default()),
        WidgetMessage::Initialized(Initialized {
            is_logged_in: Some(true),
            is_available: Some(false),
            size: Some(Size { width: 400, height: 650 }),
            engagement_id: engagement_id(),
            iframe_location: Some(IframeLocation::Remote),
            uses_calling_window: Some(true),
            portal_id: Some(Id::from(123456)),
            host_url: Some("https://app.hubspot.com".into()),
        }),
        WidgetMessage::LoggedIn,
        WidgetMessage::LoggedOut,
        WidgetMessage::UserAvailable,
        WidgetMessage::UserUnavailable,
        WidgetMessage::OutgoingCallStarted(OutgoingCall {
            external_call_id: external_call_id(),
            from_number: Some("+15550100".into()),
            to_number: Some("+15550101".into()),
            call_start_time: Some(1_795_294_475_713),
            create_engagement: Some(true),
        }),
        WidgetMessage::IncomingCall(IncomingCall {
            external_call_id: external_call_id(),
            from_number: "+15550100".into(),
            to_number: "+15550101".into(),
            call_start_time: None,
            create_engagement: Some(false),
        }),
        WidgetMessage::CallAnswered { external_call_id: external_call_id() },
        WidgetMessage::CallTransferred { external_call_id: external_call_id() },
        WidgetMessage::CallCompleted(CallCompleted {
            external_call_id: external_call_id(),
            engagement_id: engagement_id(),
            hide_widget: Some(false),
            engagement_properties: Some(properties.into()),
        }),
        WidgetMessage::CallCompleted(CallCompleted::default()),
        WidgetMessage::FinalizeEngagement(engagement()),
        WidgetMessage::PublishToChannel(engagement()),
        WidgetMessage::NavigateToRecord(NavigateToRecord {
            engagement_id: engagement_id(),
            object: record(),
            open_in: Some(OpenIn::NewTab),
        }),
        WidgetMessage::ResizeWidget(Size { width: 0, height: u32::MAX }),
        WidgetMessage::SetWidgetUrl { iframe_url: "https://widget.example".into() },
        WidgetMessage::Error(ErrorReport::Message("No microphone".into())),
        WidgetMessage::Error(ErrorReport::UnknownMessageType(json!({ "type": "X" }).into())),
        WidgetMessage::CallData(json!([1, null]).into()),
    ];
    for status in ["COMPLETED", "FAILED", "CANCELED", "BUSY", "NO_ANSWER", "REJECTED", "MISSED"] {
        let status = CallEndStatus::from_name(status);
        assert!(status.is_some());
        messages.push(WidgetMessage::CallEnded(CallEnded {
            external_call_id: external_call_id(),
            engagement_id: engagement_id(),
            status,
        }));
    }
    messages
}

fn host_messages() -> Vec<HostMessage> {
    let call = || Some(CALL.to_owned());
    let reply = || Reply { engagement_id: Some(Id::from(9001)), external_call_id: call() };
    let failure = || Failure { message: Some("no".into()), ..Failure::default() };
    let person = CallerIdMatch {
        caller_id_type: CallerIdType::Contact,
        object: record(),
        first_name: Some("Ada".into()),
        last_name: Some("Lovelace".into()),
        email: Some("ada@example.com".into()),
        name: None,
    };
    vec![
        HostMessage::DialNumber(DialNumber::default()),
        HostMessage::DialNumber(DialNumber {
            phone_number: Some("+442073238299".into()),
            country_code: Some("GB".into()),
            callee: Some(CalleeInfo {
                callee_id: Id::from(101),
                callee_object_type_id: Some(CONTACT.into()),
            }),
            owner_id: Some(Id::from(24681357)),
            subject_id: Some(Id::from(101)),
            object_id: Some(Id::from(101)),
            object_type: Some("CONTACT".into()),
            portal_id: Some(Id::from(123456)),
            start_timestamp: Some(1_732_222_800_000),
            to_phone_number_src: Some("phone".into()),
            thread_id: Some(Id::from("t-1")),
        }),
        HostMessage::CreateEngagementSucceeded(reply()),
        HostMessage::CreateEngagementFailed(failure()),
        HostMessage::EngagementCreated(Reply { external_call_id: None, ..reply() }),
        HostMessage::UpdateEngagementSucceeded(reply()),
        HostMessage::UpdateEngagementFailed(failure()),
        HostMessage::CallerIdMatchSucceeded(CallerIdMatches {
            matches: vec![person],
            external_call_id: call(),
            call_id: Some(Id::from(77)),
        }),
        HostMessage::CallerIdMatchSucceeded(CallerIdMatches::default()),
        HostMessage::CallerIdMatchFailed(failure()),
        HostMessage::NavigateToRecordFailed(NavigationFailure {
            object: record(),
            failure: Failure { engagement_id: Some(Id::from(9001)), ..Failure::default() },
        }),
        HostMessage::PublishToChannelSucceeded(reply()),
        HostMessage::PublishToChannelFailed(failure()),
        HostMessage::FinalizeEngagementSucceeded(reply()),
        HostMessage::FinalizeEngagementFailed(failure()),
        HostMessage::SetWidgetUrlFailed(failure()),
        HostMessage::InitiateCallIdSucceeded(reply()),
        HostMessage::InitiateCallIdFailed(failure()),
        HostMessage::VisibilityChanged(Visibility {
            is_minimized: Some(true),
            is_hidden: Some(false),
        }),
        HostMessage::EndCall(CallRef { external_call_id: call(), engagement_id: None }),
        HostMessage::SetCallState(json!({ "state": "x" }).into()),
        HostMessage::Failed(failure()),
        HostMessage::Unloading,
        HostMessage::Unknown { kind: "SOMETHING_NEW".into() },
    ]
}

#[test]
fn widget_messages_are_read_as_they_were_written() {
    for message in widget_messages() {
        let json = message.to_json("w_1");
        let wire = serde_json::Value::from(json.clone());
        assert_eq!(wire["type"], message.kind());
        assert_eq!(wire["messageId"], "w_1");
        assert_eq!(WidgetMessage::from_json(&json), Some(message));
    }
}

#[test]
fn host_messages_are_read_as_they_were_written() {
    for message in host_messages() {
        let json = message.to_json("17_18");
        let wire = serde_json::Value::from(json.clone());
        assert_eq!(wire["type"], message.kind());
        assert_eq!(wire["messageId"], "17_18");
        assert_eq!(HostMessage::from_json(&json), Some(message));
    }
}

#[test]
fn the_wire_form_of_a_completed_call() {
    let message = WidgetMessage::CallCompleted(CallCompleted {
        external_call_id: CALL.into(),
        engagement_id: Some(Id::from("9001")),
        hide_widget: Some(false),
        engagement_properties: Some(vec![("hs_call_body".into(), "ok".into())]),
    });
    let expected = json!({
        "type": "CALL_COMPLETED", "messageId": "w_1", "data": {
            "externalCallId": CALL, "engagementId": 9001, "hideWidget": false,
            "engagementProperties": { "hs_call_body": "ok" },
        },
    });
    assert_eq!(serde_json::Value::from(message.to_json("w_1")), expected);
}

#[test]
fn older_forms_of_widget_messages_are_read() {
    let outgoing = json!({
        "type": "OUTGOING_CALL_STARTED", "data": { "phoneNumber": "+1555", "createEngagement": "true" },
    });
    let expected = WidgetMessage::OutgoingCallStarted(OutgoingCall {
        to_number: Some("+1555".into()),
        create_engagement: Some(true),
        ..OutgoingCall::default()
    });
    assert_eq!(WidgetMessage::from_json(&outgoing.into()), Some(expected));
    let moved = json!({ "type": "SET_WIDGET_URL", "iFrameUrl": "https://w.example" });
    let expected = WidgetMessage::SetWidgetUrl { iframe_url: "https://w.example".into() };
    assert_eq!(WidgetMessage::from_json(&moved.into()), Some(expected));
}

#[test]
fn a_sync_is_read_as_it_was_written() {
    let info = HostInfo {
        origin: "https://app.hubspot.com".into(),
        portal_id: Some(Id::from(1)),
        user_id: Some(Id::from(2)),
        owner_id: Some(Id::from(3)),
        engagement_id: Some(Id::from(4)),
        iframe_location: Some(IframeLocation::Other("panel".into())),
        uses_calling_window: Some(false),
        host_url: Some("https://app.hubspot.com".into()),
    };
    let sync = info.to_sync("17_18");
    assert_eq!(HostInfo::from_sync(&info.origin, &sync), info);
    assert_eq!(message_id(&sync).as_deref(), Some("17_18"));
    assert_eq!(host_instance("17_18"), "17");
}
