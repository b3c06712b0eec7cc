//! What a widget says to HubSpot.

use crate::id::Id;
use crate::shapes::{CallEndStatus, IframeLocation, ObjectCoordinates, OpenIn, Size};
use crate::value::Json;

/// One message from the widget to its host.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WidgetMessage {
    /// The first message after the handshake; HubSpot shows the widget from here on.
    Initialized(Initialized),
    /// The agent has signed in. HubSpot dials only to a signed-in widget.
    LoggedIn,
    /// The agent has signed out.
    LoggedOut,
    /// The agent takes calls; say it before INCOMING_CALL.
    UserAvailable,
    /// The agent takes no calls; never between a call's INCOMING_CALL and its CALL_COMPLETED.
    UserUnavailable,
    /// An outbound call began.
    OutgoingCallStarted(OutgoingCall),
    /// An inbound call rings.
    IncomingCall(IncomingCall),
    /// A call was answered.
    CallAnswered {
        /// The widget's own id of the call.
        external_call_id: String,
    },
    /// A call went to somebody else.
    CallTransferred {
        /// The widget's own id of the call.
        external_call_id: String,
    },
    /// A call is over; the agent may leave the page now.
    CallEnded(CallEnded),
    /// The agent is done with a call. Always send it: without it HubSpot keeps a ghost record.
    CallCompleted(CallCompleted),
    /// Ties a call to a help-desk channel.
    FinalizeEngagement(Engagement),
    /// The deprecated name of [`WidgetMessage::FinalizeEngagement`].
    PublishToChannel(Engagement),
    /// Asks HubSpot to open a record.
    NavigateToRecord(NavigateToRecord),
    /// Asks HubSpot for another size of the frame.
    ResizeWidget(Size),
    /// Says where the frame goes next, before it goes there.
    SetWidgetUrl {
        /// The origin of the page to come.
        iframe_url: String,
    },
    /// Something went wrong; HubSpot shows the text as an alert.
    Error(ErrorReport),
    /// Unused by HubSpot since 2019; kept for hosts that still meet it.
    CallData(Json),
    /// A type that this version does not know. Only hosts meet it; it cannot be sent with data.
    Unknown {
        /// The type as it was sent.
        kind: String,
    },
}

/// Data of INITIALIZED.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Initialized {
    /// Whether the agent is signed in.
    pub is_logged_in: Option<bool>,
    /// Whether the agent takes calls.
    pub is_available: Option<bool>,
    /// The size that the widget wants.
    pub size: Option<Size>,
    /// The engagement of a call that already runs.
    pub engagement_id: Option<Id>,
    /// Some widgets repeat what SYNC told them; a widget need not.
    pub iframe_location: Option<IframeLocation>,
    /// As `iframe_location`.
    pub uses_calling_window: Option<bool>,
    /// As `iframe_location`.
    pub portal_id: Option<Id>,
    /// As `iframe_location`.
    pub host_url: Option<String>,
}

/// Data of OUTGOING_CALL_STARTED.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutgoingCall {
    /// The widget's own id of the call; HubSpot treats the same id as the same call.
    pub external_call_id: String,
    /// The agent's number.
    pub from_number: Option<String>,
    /// The number that is called. The older name `phoneNumber` is read too.
    pub to_number: Option<String>,
    /// When the call began, in milliseconds since 1970.
    pub call_start_time: Option<u64>,
    /// Whether HubSpot shall create the record; needed for custom objects.
    pub create_engagement: Option<bool>,
}

/// Data of INCOMING_CALL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncomingCall {
    /// The widget's own id of the call; HubSpot treats the same id as the same call.
    pub external_call_id: String,
    /// The caller's number.
    pub from_number: String,
    /// The number that was called.
    pub to_number: String,
    /// When the call began, in milliseconds since 1970.
    pub call_start_time: Option<u64>,
    /// Whether HubSpot shall create the record.
    pub create_engagement: Option<bool>,
}

/// Data of CALL_ENDED.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallEnded {
    /// The widget's own id of the call.
    pub external_call_id: String,
    /// HubSpot's record of the call, where it is known.
    pub engagement_id: Option<Id>,
    /// How it ended.
    pub status: Option<CallEndStatus>,
}

/// Data of CALL_COMPLETED.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallCompleted {
    /// The widget's own id of the call.
    pub external_call_id: String,
    /// HubSpot's record of the call, where it is known.
    pub engagement_id: Option<Id>,
    /// Whether HubSpot closes the widget now; HubSpot takes an absent one as `true`.
    pub hide_widget: Option<bool>,
    /// Properties for the record, such as `hs_call_body`: name and value, each name once. Read values
    /// that are numbers become text.
    pub engagement_properties: Option<Vec<(String, String)>>,
}

/// Data of FINALIZE_ENGAGEMENT and PUBLISH_TO_CHANNEL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Engagement {
    /// The widget's own id of the call.
    pub external_call_id: String,
    /// HubSpot's record of the call.
    pub engagement_id: Option<Id>,
}

/// Data of NAVIGATE_TO_RECORD.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NavigateToRecord {
    /// The call on whose behalf.
    pub engagement_id: Option<Id>,
    /// The record to open; the protocol requires it.
    pub object: Option<ObjectCoordinates>,
    /// Where to open it.
    pub open_in: Option<OpenIn>,
}

/// Data of ERROR.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorReport {
    /// A sentence for the agent.
    Message(String),
    /// What HubSpot's own widgets answer to a type that they do not know, with the whole message.
    UnknownMessageType(Json),
}

impl WidgetMessage {
    /// The `type` on the wire.
    pub fn kind(&self) -> &str {
        match self {
            WidgetMessage::Initialized(_) => "INITIALIZED",
            WidgetMessage::LoggedIn => "LOGGED_IN",
            WidgetMessage::LoggedOut => "LOGGED_OUT",
            WidgetMessage::UserAvailable => "USER_AVAILABLE",
            WidgetMessage::UserUnavailable => "USER_UNAVAILABLE",
            WidgetMessage::OutgoingCallStarted(_) => "OUTGOING_CALL_STARTED",
            WidgetMessage::IncomingCall(_) => "INCOMING_CALL",
            WidgetMessage::CallAnswered { .. } => "CALL_ANSWERED",
            WidgetMessage::CallTransferred { .. } => "CALL_TRANSFERRED",
            WidgetMessage::CallEnded(_) => "CALL_ENDED",
            WidgetMessage::CallCompleted(_) => "CALL_COMPLETED",
            WidgetMessage::FinalizeEngagement(_) => "FINALIZE_ENGAGEMENT",
            WidgetMessage::PublishToChannel(_) => "PUBLISH_TO_CHANNEL",
            WidgetMessage::NavigateToRecord(_) => "NAVIGATE_TO_RECORD",
            WidgetMessage::ResizeWidget(_) => "RESIZE_WIDGET",
            WidgetMessage::SetWidgetUrl { .. } => "SET_WIDGET_URL",
            WidgetMessage::Error(_) => "ERROR",
            WidgetMessage::CallData(_) => "CALL_DATA",
            WidgetMessage::Unknown { kind } => kind,
        }
    }
}
