//! HubSpot's calling-extensions protocol: typed messages, the handshake, who may speak.
#![doc = include_str!("../README.md")]

mod channel;
mod dropped;
mod handshake;
mod host;
mod host_json;
mod id;
mod json;
mod origins;
mod shapes;
mod value;
mod widget;
mod widget_json;

#[cfg(feature = "browser")]
pub mod browser;

pub use channel::{Channel, Incoming, Output, QUEUE_LIMIT};
pub use dropped::{DropReason, Dropped};
pub use handshake::{HostInfo, SyncAck, host_instance, message_id};
pub use host::{
    CallRef, CalleeInfo, CallerIdMatch, CallerIdMatches, DialNumber, Failure, HostMessage,
    NavigationFailure, Reply, Visibility,
};
pub use id::Id;
pub use origins::{OriginError, Origins};
pub use shapes::{
    CALL_SOURCE, COMPANY, CONTACT, CallEndStatus, CallerIdType, IframeLocation, MAX_TYPE_BYTES,
    ObjectCoordinates, OpenIn, Size,
};
pub use value::Json;
pub use widget::{
    CallCompleted, CallEnded, Engagement, ErrorReport, IncomingCall, Initialized, NavigateToRecord,
    OutgoingCall, WidgetMessage,
};
