//! Widget messages to JSON and from JSON.

use crate::handshake::kind;
use crate::json::{Fields, Object, envelope, text};
use crate::shapes::{CallEndStatus, IframeLocation, ObjectCoordinates, OpenIn, Size};
use crate::value::Json;
use crate::widget::{
    CallCompleted, CallEnded, Engagement, ErrorReport, IncomingCall, Initialized, NavigateToRecord,
    OutgoingCall, WidgetMessage,
};

impl WidgetMessage {
    /// The whole message as it is posted. Events without payload have no `data` key.
    pub fn to_json(&self, message_id: &str) -> Json {
        envelope(self.kind(), self.data(), message_id)
    }

    fn data(&self) -> Option<Json> {
        use WidgetMessage as M;
        let mut data = Object::default();
        match self {
            M::LoggedIn | M::LoggedOut | M::UserAvailable | M::UserUnavailable => return None,
            M::Unknown { .. } => return None,
            M::CallData(value) => return Some(value.clone()),
            M::Initialized(initialized) => write_initialized(&mut data, initialized),
            M::OutgoingCallStarted(call) => {
                data.text("externalCallId", &call.external_call_id);
                data.some_text("fromNumber", &call.from_number);
                data.some_text("toNumber", &call.to_number);
                data.some_number("callStartTime", call.call_start_time);
                data.some_flag("createEngagement", call.create_engagement);
            }
            M::IncomingCall(call) => {
                data.text("externalCallId", &call.external_call_id);
                data.text("fromNumber", &call.from_number);
                data.text("toNumber", &call.to_number);
                data.some_number("callStartTime", call.call_start_time);
                data.some_flag("createEngagement", call.create_engagement);
            }
            M::CallAnswered { external_call_id } | M::CallTransferred { external_call_id } => {
                data.text("externalCallId", external_call_id);
            }
            M::CallEnded(ended) => {
                data.text("externalCallId", &ended.external_call_id);
                data.some_id("engagementId", &ended.engagement_id);
                if let Some(status) = ended.status {
                    data.text("callEndStatus", status.as_str());
                }
            }
            M::CallCompleted(completed) => write_completed(&mut data, completed),
            M::FinalizeEngagement(engagement) | M::PublishToChannel(engagement) => {
                data.text("externalCallId", &engagement.external_call_id);
                data.some_id("engagementId", &engagement.engagement_id);
            }
            M::NavigateToRecord(target) => {
                data.some_id("engagementId", &target.engagement_id);
                let record = target.object.as_ref().map(ObjectCoordinates::write);
                data.some_object("objectCoordinates", record);
                if let Some(open_in) = target.open_in {
                    data.text("openIn", open_in.as_str());
                }
            }
            M::ResizeWidget(size) => data = size.write(),
            M::SetWidgetUrl { iframe_url } => data.text("iFrameUrl", iframe_url),
            M::Error(ErrorReport::Message(message)) => data.text("message", message),
            M::Error(ErrorReport::UnknownMessageType(original)) => {
                let mut inner = Object::default();
                inner.put("originalMessage", original.clone());
                data.text("type", UNKNOWN_MESSAGE_TYPE);
                data.put("data", inner.into_value());
            }
        }
        Some(data.into_value())
    }

    /// Reads a whole message as a host does. `None` only where it has no usable `type`; what is
    /// missing or unusable in the data is absent, or empty where the type says it is always there.
    pub fn from_json(message: &Json) -> Option<WidgetMessage> {
        let kind = kind(message)?;
        let data = message.get("data");
        let fields = Fields::of(data);
        let call = || fields.text("externalCallId").unwrap_or_default();
        use WidgetMessage as M;
        Some(match kind {
            "INITIALIZED" => M::Initialized(read_initialized(fields)),
            "LOGGED_IN" => M::LoggedIn,
            "LOGGED_OUT" => M::LoggedOut,
            "USER_AVAILABLE" => M::UserAvailable,
            "USER_UNAVAILABLE" => M::UserUnavailable,
            "OUTGOING_CALL_STARTED" => M::OutgoingCallStarted(OutgoingCall {
                external_call_id: call(),
                from_number: fields.text("fromNumber"),
                to_number: fields.text("toNumber").or_else(|| fields.text("phoneNumber")),
                call_start_time: fields.number("callStartTime"),
                create_engagement: fields.flag("createEngagement"),
            }),
            "INCOMING_CALL" => M::IncomingCall(IncomingCall {
                external_call_id: call(),
                from_number: fields.text("fromNumber").unwrap_or_default(),
                to_number: fields.text("toNumber").unwrap_or_default(),
                call_start_time: fields.number("callStartTime"),
                create_engagement: fields.flag("createEngagement"),
            }),
            "CALL_ANSWERED" => M::CallAnswered { external_call_id: call() },
            "CALL_TRANSFERRED" => M::CallTransferred { external_call_id: call() },
            "CALL_ENDED" => M::CallEnded(CallEnded {
                external_call_id: call(),
                engagement_id: fields.id("engagementId"),
                status: fields
                    .text("callEndStatus")
                    .and_then(|name| CallEndStatus::from_name(&name)),
            }),
            "CALL_COMPLETED" => M::CallCompleted(read_completed(fields)),
            "FINALIZE_ENGAGEMENT" => M::FinalizeEngagement(read_engagement(fields)),
            "PUBLISH_TO_CHANNEL" => M::PublishToChannel(read_engagement(fields)),
            "NAVIGATE_TO_RECORD" => M::NavigateToRecord(NavigateToRecord {
                engagement_id: fields.id("engagementId"),
                object: ObjectCoordinates::read(fields),
                open_in: OpenIn::read(fields),
            }),
            "RESIZE_WIDGET" => match Size::read(fields) {
                Some(size) => M::ResizeWidget(size),
                None => M::Unknown { kind: kind.to_owned() },
            },
            "SET_WIDGET_URL" => M::SetWidgetUrl {
                // In 2019 it stood at the top level.
                iframe_url: fields
                    .text("iFrameUrl")
                    .or_else(|| Fields::of(Some(message)).text("iFrameUrl"))
                    .unwrap_or_default(),
            },
            "ERROR" => M::Error(read_error(fields)),
            "CALL_DATA" => M::CallData(data.cloned().unwrap_or(Json::Null)),
            _ => M::Unknown { kind: kind.to_owned() },
        })
    }
}

const UNKNOWN_MESSAGE_TYPE: &str = "UNKNOWN_MESSAGE_TYPE";

fn write_initialized(data: &mut Object, initialized: &Initialized) {
    data.some_flag("isLoggedIn", initialized.is_logged_in);
    data.some_flag("isAvailable", initialized.is_available);
    data.some_object("sizeInfo", initialized.size.map(Size::write));
    data.some_id("engagementId", &initialized.engagement_id);
    if let Some(location) = &initialized.iframe_location {
        data.text("iframeLocation", location.as_str());
    }
    data.some_flag("usesCallingWindow", initialized.uses_calling_window);
    data.some_id("portalId", &initialized.portal_id);
    data.some_text("hostUrl", &initialized.host_url);
}

fn read_initialized(fields: Fields<'_>) -> Initialized {
    Initialized {
        is_logged_in: fields.flag("isLoggedIn"),
        is_available: fields.flag("isAvailable"),
        size: fields.object("sizeInfo").and_then(Size::read),
        engagement_id: fields.id("engagementId"),
        iframe_location: IframeLocation::read(fields),
        uses_calling_window: fields.flag("usesCallingWindow"),
        portal_id: fields.id("portalId"),
        host_url: fields.text("hostUrl"),
    }
}

fn write_completed(data: &mut Object, completed: &CallCompleted) {
    data.text("externalCallId", &completed.external_call_id);
    data.some_id("engagementId", &completed.engagement_id);
    data.some_flag("hideWidget", completed.hide_widget);
    if let Some(properties) = &completed.engagement_properties {
        let mut object = Object::default();
        for (name, value) in properties {
            object.text(name, value);
        }
        data.put("engagementProperties", object.into_value());
    }
}

fn read_completed(fields: Fields<'_>) -> CallCompleted {
    let properties = fields.object("engagementProperties").map(|properties| {
        properties
            .entries()
            .iter()
            .filter_map(|(name, value)| match value {
                Json::Text(text) => Some((name.clone(), text.clone())),
                other => text(other).map(|text| (name.clone(), text)),
            })
            .collect()
    });
    CallCompleted {
        external_call_id: fields.text("externalCallId").unwrap_or_default(),
        engagement_id: fields.id("engagementId"),
        hide_widget: fields.flag("hideWidget"),
        engagement_properties: properties,
    }
}

fn read_engagement(fields: Fields<'_>) -> Engagement {
    Engagement {
        external_call_id: fields.text("externalCallId").unwrap_or_default(),
        engagement_id: fields.id("engagementId"),
    }
}

fn read_error(fields: Fields<'_>) -> ErrorReport {
    let original = fields
        .text("type")
        .filter(|kind| kind == UNKNOWN_MESSAGE_TYPE)
        .and_then(|_| fields.object("data"))
        .and_then(|inner| inner.get("originalMessage"));
    match original {
        Some(original) => ErrorReport::UnknownMessageType(original.clone()),
        None => ErrorReport::Message(fields.text("message").unwrap_or_default()),
    }
}
