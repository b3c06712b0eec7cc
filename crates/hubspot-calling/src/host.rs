//! What HubSpot says to a widget.

use crate::id::Id;
use crate::shapes::{CallerIdType, ObjectCoordinates};
use crate::value::Json;

/// One message from the host to the widget. SYNC is not among them: the handshake takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum HostMessage {
    /// The agent clicked a number.
    DialNumber(DialNumber),
    /// HubSpot made a record for the call that was announced.
    CreateEngagementSucceeded(Reply),
    /// HubSpot made no record.
    CreateEngagementFailed(Failure),
    /// The deprecated twin of [`HostMessage::CreateEngagementSucceeded`]; both may come.
    EngagementCreated(Reply),
    /// HubSpot wrote the properties of CALL_COMPLETED.
    UpdateEngagementSucceeded(Reply),
    /// HubSpot did not write them.
    UpdateEngagementFailed(Failure),
    /// HubSpot knows the caller.
    CallerIdMatchSucceeded(CallerIdMatches),
    /// HubSpot does not know the caller, or could not look.
    CallerIdMatchFailed(Failure),
    /// A record was not opened; success is silent.
    NavigateToRecordFailed(NavigationFailure),
    /// The call was tied to a channel (deprecated name).
    PublishToChannelSucceeded(Reply),
    /// The call was not tied to a channel (deprecated name).
    PublishToChannelFailed(Failure),
    /// The call was tied to a channel.
    FinalizeEngagementSucceeded(Reply),
    /// The call was not tied to a channel.
    FinalizeEngagementFailed(Failure),
    /// SET_WIDGET_URL had no effect.
    SetWidgetUrlFailed(Failure),
    /// HubSpot accepted a call's id.
    InitiateCallIdSucceeded(Reply),
    /// HubSpot refused a call's id.
    InitiateCallIdFailed(Failure),
    /// The frame was minimised, hidden or shown. Nothing about the call may depend on it.
    VisibilityChanged(Visibility),
    /// HubSpot asks the widget to hang up.
    EndCall(CallRef),
    /// Never seen live; the data is kept as it came.
    SetCallState(Json),
    /// Something failed.
    Failed(Failure),
    /// The page goes away.
    Unloading,
    /// A type that this version does not know. Tolerate it.
    Unknown {
        /// The type as it was sent, at most 64 bytes.
        kind: String,
    },
}

/// Data of DIAL_NUMBER. Everything is optional: live hosts leave out most of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DialNumber {
    /// The number to call as HubSpot wrote it: `phoneNumber`, else `phone_number`.
    pub phone_number: Option<String>,
    /// The country of the number, such as `GB`.
    pub country_code: Option<String>,
    /// Who is called. Trust this one.
    pub callee: Option<CalleeInfo>,
    /// The owner of the record.
    pub owner_id: Option<Id>,
    /// The record as HubSpot's older field names it.
    pub subject_id: Option<Id>,
    /// The record on screen, which need not be the one that is called. HubSpot's 0 is none.
    pub object_id: Option<Id>,
    /// `CONTACT`, `COMPANY` or another name; absent at times.
    pub object_type: Option<String>,
    /// The account.
    pub portal_id: Option<Id>,
    /// When the agent clicked, in milliseconds since 1970.
    pub start_timestamp: Option<u64>,
    /// The property that the number came from.
    pub to_phone_number_src: Option<String>,
    /// The help-desk thread.
    pub thread_id: Option<Id>,
}

/// Who is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalleeInfo {
    /// The record.
    pub callee_id: Id,
    /// Its object type id, such as `0-1`.
    pub callee_object_type_id: Option<String>,
}

/// Data of a good reply. HubSpot documents no call id in it; match by it where it is present.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// HubSpot's record of the call.
    pub engagement_id: Option<Id>,
    /// The widget's own id of the call.
    pub external_call_id: Option<String>,
}

/// Data of a bad reply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Failure {
    /// What HubSpot says of it: `error.message`, `error` or `message`.
    pub message: Option<String>,
    /// HubSpot's record of the call.
    pub engagement_id: Option<Id>,
    /// The widget's own id of the call.
    pub external_call_id: Option<String>,
}

/// Data of NAVIGATE_TO_RECORD_FAILED.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NavigationFailure {
    /// The record that was asked for.
    pub object: Option<ObjectCoordinates>,
    /// What failed.
    pub failure: Failure,
}

/// Data of CALLER_ID_MATCH_SUCCEEDED.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallerIdMatches {
    /// Everyone the number may belong to, in HubSpot's order.
    pub matches: Vec<CallerIdMatch>,
    /// The widget's own id of the call.
    pub external_call_id: Option<String>,
    /// HubSpot's id of the call, which some hosts send.
    pub call_id: Option<Id>,
}

/// One that the caller's number may belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerIdMatch {
    /// A person or a company.
    pub caller_id_type: CallerIdType,
    /// The record.
    pub object: Option<ObjectCoordinates>,
    /// A contact's first name.
    pub first_name: Option<String>,
    /// A contact's last name.
    pub last_name: Option<String>,
    /// A contact's address.
    pub email: Option<String>,
    /// A company's name.
    pub name: Option<String>,
}

impl CallerIdMatch {
    /// A name to show: of the person, else of the company, else the address.
    pub fn display_name(&self) -> Option<String> {
        let person = match (&self.first_name, &self.last_name) {
            (Some(first), Some(last)) => Some([first, " ", last].concat()),
            (first, last) => first.clone().or_else(|| last.clone()),
        };
        person.or_else(|| self.name.clone()).or_else(|| self.email.clone())
    }
}

/// Data of VISIBILITY_CHANGED.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Visibility {
    /// Whether the frame is minimised.
    pub is_minimized: Option<bool>,
    /// Whether the frame is hidden.
    pub is_hidden: Option<bool>,
}

/// Which call is meant, where the host says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallRef {
    /// The widget's own id of the call.
    pub external_call_id: Option<String>,
    /// HubSpot's record of the call.
    pub engagement_id: Option<Id>,
}

impl HostMessage {
    /// The `type` on the wire.
    pub fn kind(&self) -> &str {
        match self {
            HostMessage::DialNumber(_) => "DIAL_NUMBER",
            HostMessage::CreateEngagementSucceeded(_) => "CREATE_ENGAGEMENT_SUCCEEDED",
            HostMessage::CreateEngagementFailed(_) => "CREATE_ENGAGEMENT_FAILED",
            HostMessage::EngagementCreated(_) => "ENGAGEMENT_CREATED",
            HostMessage::UpdateEngagementSucceeded(_) => "UPDATE_ENGAGEMENT_SUCCEEDED",
            HostMessage::UpdateEngagementFailed(_) => "UPDATE_ENGAGEMENT_FAILED",
            HostMessage::CallerIdMatchSucceeded(_) => "CALLER_ID_MATCH_SUCCEEDED",
            HostMessage::CallerIdMatchFailed(_) => "CALLER_ID_MATCH_FAILED",
            HostMessage::NavigateToRecordFailed(_) => "NAVIGATE_TO_RECORD_FAILED",
            HostMessage::PublishToChannelSucceeded(_) => "PUBLISH_TO_CHANNEL_SUCCEEDED",
            HostMessage::PublishToChannelFailed(_) => "PUBLISH_TO_CHANNEL_FAILED",
            HostMessage::FinalizeEngagementSucceeded(_) => "FINALIZE_ENGAGEMENT_SUCCEEDED",
            HostMessage::FinalizeEngagementFailed(_) => "FINALIZE_ENGAGEMENT_FAILED",
            HostMessage::SetWidgetUrlFailed(_) => "SET_WIDGET_URL_FAILED",
            HostMessage::InitiateCallIdSucceeded(_) => "INITIATE_CALL_ID_SUCCEEDED",
            HostMessage::InitiateCallIdFailed(_) => "INITIATE_CALL_ID_FAILED",
            HostMessage::VisibilityChanged(_) => "VISIBILITY_CHANGED",
            HostMessage::EndCall(_) => "END_CALL",
            HostMessage::SetCallState(_) => "SET_CALL_STATE",
            HostMessage::Failed(_) => "FAILED",
            HostMessage::Unloading => "UNLOADING",
            HostMessage::Unknown { kind } => kind,
        }
    }
}
