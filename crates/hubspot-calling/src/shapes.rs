//! Shapes and names that messages of both directions share.

use crate::id::Id;
use crate::json::{Fields, Object};

/// The longest `type` that is looked at, in bytes; the protocol's longest has 30.
pub const MAX_TYPE_BYTES: usize = 64;

/// HubSpot's object type id of a contact.
pub const CONTACT: &str = "0-1";

/// HubSpot's object type id of a company.
pub const COMPANY: &str = "0-2";

/// What `hs_call_source` must say in `engagementProperties`.
pub const CALL_SOURCE: &str = "INTEGRATIONS_PLATFORM";

/// Where HubSpot has put the frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IframeLocation {
    /// In the call widget of a record's page; dies with the page.
    Widget,
    /// In the navigation bar, one in each tab.
    Remote,
    /// In the detached calling window.
    Window,
    /// A place that HubSpot has added since.
    Other(String),
}

impl IframeLocation {
    /// The name on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            IframeLocation::Widget => "widget",
            IframeLocation::Remote => "remote",
            IframeLocation::Window => "window",
            IframeLocation::Other(name) => name,
        }
    }

    pub(crate) fn read(fields: Fields<'_>) -> Option<IframeLocation> {
        let name = fields.text("iframeLocation")?;
        Some(match name.as_str() {
            "widget" => IframeLocation::Widget,
            "remote" => IframeLocation::Remote,
            "window" => IframeLocation::Window,
            _ => IframeLocation::Other(name),
        })
    }
}

/// How a call ended, as HubSpot names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallEndStatus {
    /// It was answered and is over.
    Completed,
    /// Something broke.
    Failed,
    /// The caller gave up before an answer.
    Canceled,
    /// The far end was busy.
    Busy,
    /// Nobody answered an outbound call.
    NoAnswer,
    /// It was declined.
    Rejected,
    /// Nobody answered an inbound call.
    Missed,
}

impl CallEndStatus {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            CallEndStatus::Completed => "COMPLETED",
            CallEndStatus::Failed => "FAILED",
            CallEndStatus::Canceled => "CANCELED",
            CallEndStatus::Busy => "BUSY",
            CallEndStatus::NoAnswer => "NO_ANSWER",
            CallEndStatus::Rejected => "REJECTED",
            CallEndStatus::Missed => "MISSED",
        }
    }

    /// The status of a name on the wire; unknown names are none.
    pub fn from_name(name: &str) -> Option<CallEndStatus> {
        Some(match name {
            "COMPLETED" => CallEndStatus::Completed,
            "FAILED" => CallEndStatus::Failed,
            "CANCELED" => CallEndStatus::Canceled,
            "BUSY" => CallEndStatus::Busy,
            "NO_ANSWER" => CallEndStatus::NoAnswer,
            "REJECTED" => CallEndStatus::Rejected,
            "MISSED" => CallEndStatus::Missed,
            _ => return None,
        })
    }
}

/// Where NAVIGATE_TO_RECORD opens the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenIn {
    /// In the tab that shows the widget.
    CurrentTab,
    /// In a new tab.
    NewTab,
}

impl OpenIn {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            OpenIn::CurrentTab => "CURRENT_TAB",
            OpenIn::NewTab => "NEW_TAB",
        }
    }

    pub(crate) fn read(fields: Fields<'_>) -> Option<OpenIn> {
        match fields.text("openIn")?.as_str() {
            "CURRENT_TAB" => Some(OpenIn::CurrentTab),
            "NEW_TAB" => Some(OpenIn::NewTab),
            _ => None,
        }
    }
}

/// What kind of record a caller was matched with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallerIdType {
    /// A person.
    Contact,
    /// A company.
    Company,
    /// A kind that HubSpot has added since; empty where it said none.
    Other(String),
}

impl CallerIdType {
    /// The name on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            CallerIdType::Contact => "CONTACT",
            CallerIdType::Company => "COMPANY",
            CallerIdType::Other(name) => name,
        }
    }

    pub(crate) fn read(fields: Fields<'_>) -> CallerIdType {
        let name = fields.text("callerIdType").unwrap_or_default();
        match name.as_str() {
            "CONTACT" => CallerIdType::Contact,
            "COMPANY" => CallerIdType::Company,
            _ => CallerIdType::Other(name),
        }
    }
}

/// A size in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

impl Size {
    pub(crate) fn read(fields: Fields<'_>) -> Option<Size> {
        let side = |key| fields.number(key).and_then(|n| u32::try_from(n).ok());
        Some(Size { width: side("width")?, height: side("height")? })
    }

    pub(crate) fn write(self) -> Object {
        let mut object = Object::default();
        object.some_number("width", Some(u64::from(self.width)));
        object.some_number("height", Some(u64::from(self.height)));
        object
    }
}

/// One record in one HubSpot account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectCoordinates {
    /// The account.
    pub portal_id: Option<Id>,
    /// The record.
    pub object_id: Id,
    /// Its type: [`CONTACT`], [`COMPANY`] or another object type id.
    pub object_type_id: Option<String>,
}

impl ObjectCoordinates {
    /// Reads `objectCoordinates`; without a record's id they are none.
    pub(crate) fn read(fields: Fields<'_>) -> Option<ObjectCoordinates> {
        let fields = fields.object("objectCoordinates")?;
        Some(ObjectCoordinates {
            portal_id: fields.record("portalId"),
            object_id: fields.record("objectId")?,
            object_type_id: fields.text("objectTypeId"),
        })
    }

    pub(crate) fn write(&self) -> Object {
        let mut object = Object::default();
        object.some_id("portalId", &self.portal_id);
        object.put("objectId", self.object_id.to_value());
        object.some_text("objectTypeId", &self.object_type_id);
        object
    }
}
