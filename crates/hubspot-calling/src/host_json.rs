//! Host messages from JSON and to JSON.

use crate::handshake::kind;
use crate::host::{
    CallRef, CalleeInfo, CallerIdMatch, CallerIdMatches, DialNumber, Failure, HostMessage,
    NavigationFailure, Reply, Visibility,
};
use crate::json::{Fields, Object, envelope};
use crate::shapes::{CallerIdType, ObjectCoordinates};
use crate::value::Json;

impl HostMessage {
    /// Reads a whole message. `None` only where it has no usable `type`: a missing, unusable or
    /// unknown field never spoils the rest.
    pub fn from_json(message: &Json) -> Option<HostMessage> {
        let kind = kind(message)?;
        let data = message.get("data");
        let fields = Fields::of(data);
        use HostMessage as M;
        Some(match kind {
            "DIAL_NUMBER" => M::DialNumber(dial(fields)),
            "CREATE_ENGAGEMENT_SUCCEEDED" => M::CreateEngagementSucceeded(reply(fields)),
            "CREATE_ENGAGEMENT_FAILED" => M::CreateEngagementFailed(failure(fields)),
            "ENGAGEMENT_CREATED" => M::EngagementCreated(reply(fields)),
            "UPDATE_ENGAGEMENT_SUCCEEDED" => M::UpdateEngagementSucceeded(reply(fields)),
            "UPDATE_ENGAGEMENT_FAILED" => M::UpdateEngagementFailed(failure(fields)),
            "CALLER_ID_MATCH_SUCCEEDED" => M::CallerIdMatchSucceeded(matches(fields)),
            "CALLER_ID_MATCH_FAILED" => M::CallerIdMatchFailed(failure(fields)),
            "NAVIGATE_TO_RECORD_FAILED" => M::NavigateToRecordFailed(NavigationFailure {
                object: ObjectCoordinates::read(fields),
                failure: failure(fields),
            }),
            "PUBLISH_TO_CHANNEL_SUCCEEDED" => M::PublishToChannelSucceeded(reply(fields)),
            "PUBLISH_TO_CHANNEL_FAILED" => M::PublishToChannelFailed(failure(fields)),
            "FINALIZE_ENGAGEMENT_SUCCEEDED" => M::FinalizeEngagementSucceeded(reply(fields)),
            "FINALIZE_ENGAGEMENT_FAILED" => M::FinalizeEngagementFailed(failure(fields)),
            "SET_WIDGET_URL_FAILED" => M::SetWidgetUrlFailed(failure(fields)),
            "INITIATE_CALL_ID_SUCCEEDED" => M::InitiateCallIdSucceeded(reply(fields)),
            "INITIATE_CALL_ID_FAILED" => M::InitiateCallIdFailed(failure(fields)),
            "VISIBILITY_CHANGED" => M::VisibilityChanged(Visibility {
                is_minimized: fields.flag("isMinimized"),
                is_hidden: fields.flag("isHidden"),
            }),
            "END_CALL" => {
                let Reply { engagement_id, external_call_id } = reply(fields);
                M::EndCall(CallRef { external_call_id, engagement_id })
            }
            "SET_CALL_STATE" => M::SetCallState(data.cloned().unwrap_or(Json::Null)),
            "FAILED" => M::Failed(failure(fields)),
            "UNLOADING" => M::Unloading,
            _ => M::Unknown { kind: kind.to_owned() },
        })
    }

    /// The whole message as a host sends it.
    pub fn to_json(&self, message_id: &str) -> Json {
        use HostMessage as M;
        let data = match self {
            M::DialNumber(dial) => Some(write_dial(dial).into_value()),
            M::CreateEngagementSucceeded(reply)
            | M::EngagementCreated(reply)
            | M::UpdateEngagementSucceeded(reply)
            | M::PublishToChannelSucceeded(reply)
            | M::FinalizeEngagementSucceeded(reply)
            | M::InitiateCallIdSucceeded(reply) => Some(write_reply(reply).into_value()),
            M::CreateEngagementFailed(failure)
            | M::UpdateEngagementFailed(failure)
            | M::CallerIdMatchFailed(failure)
            | M::PublishToChannelFailed(failure)
            | M::FinalizeEngagementFailed(failure)
            | M::SetWidgetUrlFailed(failure)
            | M::InitiateCallIdFailed(failure)
            | M::Failed(failure) => Some(write_failure(failure).into_value()),
            M::CallerIdMatchSucceeded(matches) => Some(write_matches(matches).into_value()),
            M::NavigateToRecordFailed(failed) => {
                let mut object = write_failure(&failed.failure);
                let record = failed.object.as_ref().map(ObjectCoordinates::write);
                object.some_object("objectCoordinates", record);
                Some(object.into_value())
            }
            M::VisibilityChanged(visibility) => {
                let mut object = Object::default();
                object.some_flag("isMinimized", visibility.is_minimized);
                object.some_flag("isHidden", visibility.is_hidden);
                Some(object.into_value())
            }
            M::EndCall(call) => {
                let mut object = Object::default();
                object.some_id("engagementId", &call.engagement_id);
                object.some_text("externalCallId", &call.external_call_id);
                Some(object.into_value())
            }
            M::SetCallState(data) => Some(data.clone()),
            M::Unloading | M::Unknown { .. } => None,
        };
        envelope(self.kind(), data, message_id)
    }
}

fn dial(fields: Fields<'_>) -> DialNumber {
    let callee = fields.object("calleeInfo").and_then(|callee| {
        Some(CalleeInfo {
            callee_id: callee.record("calleeId")?,
            callee_object_type_id: callee.text("calleeObjectTypeId"),
        })
    });
    DialNumber {
        phone_number: fields.text("phoneNumber").or_else(|| fields.text("phone_number")),
        country_code: fields.text("countryCode"),
        callee,
        owner_id: fields.record("ownerId"),
        subject_id: fields.record("subjectId"),
        object_id: fields.record("objectId"),
        object_type: fields.text("objectType"),
        portal_id: fields.record("portalId"),
        start_timestamp: fields.number("startTimestamp"),
        to_phone_number_src: fields.text("toPhoneNumberSrc"),
        thread_id: fields.record("threadId"),
    }
}

fn write_dial(dial: &DialNumber) -> Object {
    let mut object = Object::default();
    object.some_text("phoneNumber", &dial.phone_number);
    object.some_text("countryCode", &dial.country_code);
    if let Some(callee) = &dial.callee {
        let mut info = Object::default();
        info.put("calleeId", callee.callee_id.to_value());
        info.some_text("calleeObjectTypeId", &callee.callee_object_type_id);
        object.put("calleeInfo", info.into_value());
    }
    object.some_id("ownerId", &dial.owner_id);
    object.some_id("subjectId", &dial.subject_id);
    object.some_id("objectId", &dial.object_id);
    object.some_text("objectType", &dial.object_type);
    object.some_id("portalId", &dial.portal_id);
    object.some_number("startTimestamp", dial.start_timestamp);
    object.some_text("toPhoneNumberSrc", &dial.to_phone_number_src);
    object.some_id("threadId", &dial.thread_id);
    object
}

fn reply(fields: Fields<'_>) -> Reply {
    Reply {
        engagement_id: fields.record("engagementId"),
        external_call_id: fields.text("externalCallId"),
    }
}

fn write_reply(reply: &Reply) -> Object {
    let mut object = Object::default();
    object.some_id("engagementId", &reply.engagement_id);
    object.some_text("externalCallId", &reply.external_call_id);
    object
}

fn failure(fields: Fields<'_>) -> Failure {
    let message = match fields.object("error") {
        Some(error) => error.text("message"),
        None => fields.text("error").or_else(|| fields.text("message")),
    };
    let Reply { engagement_id, external_call_id } = reply(fields);
    Failure { message, engagement_id, external_call_id }
}

fn write_failure(failure: &Failure) -> Object {
    let mut object = Object::default();
    if let Some(message) = &failure.message {
        let mut error = Object::default();
        error.text("message", message);
        object.put("error", error.into_value());
    }
    object.some_id("engagementId", &failure.engagement_id);
    object.some_text("externalCallId", &failure.external_call_id);
    object
}

fn matches(fields: Fields<'_>) -> CallerIdMatches {
    let mut found = CallerIdMatches {
        matches: Vec::new(),
        external_call_id: fields.text("externalCallId"),
        call_id: fields.record("callId"),
    };
    let list = fields.get("callerIdMatches").and_then(Json::as_list);
    for entry in list.into_iter().flatten().filter(|entry| entry.as_object().is_some()) {
        let fields = Fields::of(Some(entry));
        found.matches.push(CallerIdMatch {
            caller_id_type: CallerIdType::read(fields),
            object: ObjectCoordinates::read(fields),
            first_name: fields.text("firstName"),
            last_name: fields.text("lastName"),
            email: fields.text("email"),
            name: fields.text("name"),
        });
        // Some hosts put the call's id into the entries.
        if found.call_id.is_none() {
            found.call_id = fields.record("callId");
        }
    }
    found
}

fn write_matches(found: &CallerIdMatches) -> Object {
    let entry = |entry: &CallerIdMatch| {
        let mut object = Object::default();
        object.text("callerIdType", entry.caller_id_type.as_str());
        let record = entry.object.as_ref().map(ObjectCoordinates::write);
        object.some_object("objectCoordinates", record);
        object.some_text("firstName", &entry.first_name);
        object.some_text("lastName", &entry.last_name);
        object.some_text("email", &entry.email);
        object.some_text("name", &entry.name);
        object.into_value()
    };
    let mut object = Object::default();
    let list = found.matches.iter().map(entry).collect();
    object.put("callerIdMatches", Json::List(list));
    object.some_text("externalCallId", &found.external_call_id);
    object.some_id("callId", &found.call_id);
    object
}
