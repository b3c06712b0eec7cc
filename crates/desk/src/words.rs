//! The words for HubSpot's page and for the person: calls as HubSpot's messages, refusals as
//! sentences.

use contract::{
    CallView, Direction, EndStatus, Location, Party, PartySource, Problem, RecordRef, Wish,
};
use hubspot_calling::{
    COMPANY, CONTACT, CallCompleted, CallEndStatus, CallEnded, CallerIdMatches, CallerIdType,
    DialNumber, Id, IframeLocation, IncomingCall, OutgoingCall, Size, WidgetMessage,
};

/// The size at which the ring is readable.
pub(crate) const SIZE: Size = Size { width: 400, height: 650 };

/// INCOMING_CALL or OUTGOING_CALL_STARTED. HubSpot's page makes the record, but of a call that rings
/// several agents.
pub(crate) fn announcement(call: &CallView) -> WidgetMessage {
    let external_call_id = call.id.0.clone();
    match call.direction {
        Direction::Inbound => WidgetMessage::IncomingCall(IncomingCall {
            external_call_id,
            from_number: call.from.clone(),
            to_number: call.to.clone(),
            call_start_time: Some(call.started),
            create_engagement: Some(!call.fork),
        }),
        Direction::Outbound => WidgetMessage::OutgoingCallStarted(OutgoingCall {
            external_call_id,
            from_number: Some(call.from.clone()),
            to_number: Some(call.to.clone()),
            call_start_time: Some(call.started),
            create_engagement: Some(true),
        }),
    }
}

/// CALL_ANSWERED.
pub(crate) fn answered(call: &CallView) -> WidgetMessage {
    WidgetMessage::CallAnswered { external_call_id: call.id.0.clone() }
}

/// CALL_TRANSFERRED.
pub(crate) fn transferred(call: &CallView) -> WidgetMessage {
    WidgetMessage::CallTransferred { external_call_id: call.id.0.clone() }
}

/// CALL_ENDED.
pub(crate) fn ended(call: &CallView, end: EndStatus, engagement: Option<&str>) -> WidgetMessage {
    WidgetMessage::CallEnded(CallEnded {
        external_call_id: call.id.0.clone(),
        engagement_id: engagement.map(Id::from),
        status: Some(match end {
            EndStatus::Completed => CallEndStatus::Completed,
            EndStatus::Failed => CallEndStatus::Failed,
            EndStatus::Canceled => CallEndStatus::Canceled,
            EndStatus::Busy => CallEndStatus::Busy,
            EndStatus::NoAnswer => CallEndStatus::NoAnswer,
            EndStatus::Rejected => CallEndStatus::Rejected,
            EndStatus::Missed => CallEndStatus::Missed,
        }),
    })
}

/// CALL_COMPLETED. The widget stays: more calls come.
pub(crate) fn completed(call: &CallView, engagement: Option<&str>) -> WidgetMessage {
    WidgetMessage::CallCompleted(CallCompleted {
        external_call_id: call.id.0.clone(),
        engagement_id: engagement.map(Id::from),
        hide_widget: Some(false),
        engagement_properties: call.host.properties.as_ref().map(|all| all.0.clone()),
    })
}

/// Where the frame is, in our words. A place that HubSpot has added since is taken as a widget.
pub(crate) fn location(place: Option<&IframeLocation>) -> Option<Location> {
    match place? {
        IframeLocation::Widget | IframeLocation::Other(_) => Some(Location::Widget),
        IframeLocation::Remote => Some(Location::Remote),
        IframeLocation::Window => Some(Location::Window),
    }
}

/// Who HubSpot's page thinks the caller is: the first contact, else the first company.
pub(crate) fn party(found: &CallerIdMatches) -> Option<Party> {
    let contact = found.matches.iter().find_map(|one| {
        if one.caller_id_type != CallerIdType::Contact {
            return None;
        }
        let first = one.first_name.as_deref().unwrap_or_default().trim();
        let last = one.last_name.as_deref().unwrap_or_default().trim();
        let mut name = String::from(first);
        if !first.is_empty() && !last.is_empty() {
            name.push(' ');
        }
        name.push_str(last);
        let email = one.email.as_deref().unwrap_or_default().trim();
        let (name, detail) = if name.is_empty() {
            (String::from(email), String::new())
        } else {
            (name, String::from(email))
        };
        (!name.is_empty()).then_some((name, detail, &one.object, CONTACT))
    });
    let company = || {
        found.matches.iter().find_map(|one| {
            let name = one.name.as_deref().unwrap_or_default().trim();
            (one.caller_id_type == CallerIdType::Company && !name.is_empty())
                .then(|| (String::from(name), String::new(), &one.object, COMPANY))
        })
    };
    let (name, detail, object, kind) = contact.or_else(company)?;
    let record = object.as_ref().map(|object| RecordRef {
        object_type: object.object_type_id.clone().unwrap_or_else(|| String::from(kind)),
        id: object.object_id.as_str().into(),
    });
    Some(Party { name, detail, fields: Vec::new(), record, source: PartySource::Host })
}

/// The record that is called.
pub(crate) fn callee(dial: &DialNumber) -> Option<RecordRef> {
    let callee = dial.callee.as_ref()?;
    let object_type = callee.callee_object_type_id.clone()?;
    Some(RecordRef { object_type, id: callee.callee_id.as_str().into() })
}

/// The record on screen, where HubSpot says which kind it is.
pub(crate) fn on_screen(dial: &DialNumber) -> Option<RecordRef> {
    let id = dial.object_id.as_ref()?.as_str();
    let kind = dial.object_type.as_deref()?;
    let object_type = match kind {
        "CONTACT" => CONTACT,
        "COMPANY" => COMPANY,
        "DEAL" => "0-3",
        "TICKET" => "0-5",
        _ if kind.contains('-') => kind,
        _ => return None,
    };
    (id != "0").then(|| RecordRef { object_type: object_type.into(), id: id.into() })
}

/// What a refusal means to the person who asked; nothing for what nobody asked for.
pub(crate) fn refusal(wish: &Wish, problem: &Problem) -> Option<String> {
    let text = match (wish, problem.code.as_str()) {
        (Wish::Told { .. } | Wish::Engagement { .. } | Wish::Matched { .. }, _) => return None,
        (Wish::Draft { .. } | Wish::Save { .. }, "no-such-call" | "not-now") => {
            "This call is closed already. Your last changes were not taken; \
             add them to the record in HubSpot."
        }
        (Wish::HangUp { .. } | Wish::Decline { .. }, "no-such-call" | "not-now") => return None,
        (Wish::Answer { .. }, "no-such-call") => "This call is over, or was taken elsewhere.",
        (Wish::Digits { .. }, "not-now") => "The key was not sent: nobody hears you now.",
        (_, "no-such-call") => "This call is over.",
        (_, "stale-epoch") => "Another window has taken over. Use the controls there.",
        (_, "signed-out") => "You are signed out. Sign in again, then repeat this.",
        _ if !problem.message.is_empty() => &problem.message,
        _ => "This was refused. Try again in a moment.",
    };
    Some(String::from(text))
}

/// What it means that a command has no answer.
pub(crate) fn late(wish: &Wish) -> &'static str {
    match wish {
        Wish::Dial { .. } => {
            "No answer from Sidetone, so nothing was dialled as far as we know. \
             Check that you are online and dial again."
        }
        Wish::Answer { .. } => {
            "No answer from Sidetone: the call was not taken. \
             Check that you are online and answer again."
        }
        Wish::HangUp { .. } | Wish::Decline { .. } => {
            "No answer from Sidetone yet. \
             The call will be ended as soon as the connection is back."
        }
        Wish::Choose { .. } | Wish::CreateContact { .. } => {
            "No answer from Sidetone yet. \
             This will be sent again until there is one."
        }
        Wish::Save { .. } => {
            "No answer from Sidetone yet. Your outcome and notes are kept here \
             and will be sent when the connection is back."
        }
        _ => "No answer from Sidetone. Check that you are online and try again.",
    }
}
