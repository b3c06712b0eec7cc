//! One window and its parent: which events are read, and how.

use js_sys::{Array, Function, JSON, JsString, Object, Reflect};
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Window;

use super::plain::{from_plain, to_plain};
use crate::channel::{Channel, Incoming};
use crate::dropped::DropReason;
use crate::shapes::MAX_TYPE_BYTES;
use crate::value::Json;

/// The largest message that is read, as JSON, in UTF-16 units. Real ones have a few thousand.
pub const MAX_MESSAGE_UNITS: u32 = 256 * 1024;

/// More than any origin has.
const MAX_ORIGIN_UNITS: u32 = 512;

const QUEUE: &str = "__sidetone_queue";
const QUEUE_STOP: &str = "__sidetone_queue_stop";

/// A message could not be posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PostError {
    /// Nobody frames the page.
    #[error("the page has no parent window: open it inside its host")]
    NoParent,
    /// The browser refused.
    #[error("the browser refused to post the message: check that the target is a plain origin")]
    Refused,
}

/// Whether the page is inside a frame. Opened directly it has no host to talk to.
pub fn is_framed() -> bool {
    web_sys::window().is_some_and(|own| parent_of(&own).is_some())
}

fn parent_of(own: &Window) -> Option<Window> {
    let parent = own.parent().ok().flatten()?;
    (!Object::is(&parent, own)).then_some(parent)
}

/// A window and the parent that it obeys.
#[derive(Debug, Clone)]
pub struct Edge {
    own: Window,
    parent: Option<Window>,
}

impl Edge {
    /// The edge of a window. With no parent, or with itself as parent, it hears nobody.
    pub fn new(own: Window) -> Edge {
        let parent = parent_of(&own);
        Edge { own, parent }
    }

    /// An edge that obeys another window than the parent: for tests, which have no host.
    #[doc(hidden)]
    pub fn obeying(own: Window, parent: Window) -> Edge {
        let parent = (!Object::is(&parent, &own)).then_some(parent);
        Edge { own, parent }
    }

    /// The window that listens.
    pub fn own(&self) -> &Window {
        &self.own
    }

    /// Hands an event of the window to the channel, or counts why not. Takes any value, so that a
    /// made-up event cannot throw.
    pub fn deliver(&self, event: &JsValue, channel: &mut Channel) {
        match self.read(event, channel) {
            Ok((origin, data)) => {
                channel.handle(Incoming { from_parent: true, origin: &origin, data });
            }
            Err(reason) => channel.count(reason),
        }
    }

    /// Reads an event of the window: its origin and its data. Who sent it is checked before the
    /// data is touched, and its size before it is copied.
    ///
    /// # Errors
    /// The reason to drop it.
    pub fn read(&self, event: &JsValue, channel: &Channel) -> Result<(String, Json), DropReason> {
        let source = field(event, "source").ok_or(DropReason::Shape)?;
        let from_parent = self.parent.as_ref().is_some_and(|parent| Object::is(parent, &source));
        let origin = field(event, "origin")
            .and_then(|origin| short_text(origin, MAX_ORIGIN_UNITS))
            .ok_or(DropReason::Shape)?;
        channel.admits(from_parent, &origin)?;
        let data = field(event, "data").ok_or(DropReason::Shape)?;
        Ok((origin, read_data(&data)?))
    }

    /// Posts a message to the parent.
    ///
    /// # Errors
    /// [`PostError`], with nothing sent.
    pub fn post(&self, target_origin: &str, message: &Json) -> Result<(), PostError> {
        let parent = self.parent.as_ref().ok_or(PostError::NoParent)?;
        parent.post_message(&to_plain(message), target_origin).map_err(|_| PostError::Refused)
    }

    /// Takes over what the inline script kept, oldest first, and stops it. Empty where there is
    /// none. Listen before this, and no event falls between.
    pub fn queued(&self) -> Vec<JsValue> {
        let stop = field(&self.own, QUEUE_STOP).and_then(|stop| stop.dyn_into::<Function>().ok());
        if let Some(stop) = stop {
            // A queue that cannot be stopped goes on to keep what nobody reads; no harm in it.
            let _ = stop.call0(&JsValue::UNDEFINED);
        }
        let queue = field(&self.own, QUEUE).filter(Array::is_array);
        for name in [QUEUE, QUEUE_STOP] {
            let _ = Reflect::delete_property(&self.own, &JsValue::from_str(name));
        }
        queue.map(|queue| Array::from(&queue).to_vec()).unwrap_or_default()
    }
}

/// Only a plain object with a short text as `type` can be a message.
fn read_data(data: &JsValue) -> Result<Json, DropReason> {
    if !is_plain_object(data) {
        return Err(DropReason::Shape);
    }
    field(data, "type")
        .filter(|kind| text_length(kind).is_some_and(|units| units <= MAX_TYPE_BYTES as u32))
        .ok_or(DropReason::Shape)?;
    // Throws at cycles, at a BigInt and at getters that throw; is undefined at odd `toJSON`s.
    let json = JSON::stringify(data).map_err(|_| DropReason::Shape)?;
    let units = text_length(&json).ok_or(DropReason::Shape)?;
    if units > MAX_MESSAGE_UNITS {
        return Err(DropReason::TooLarge);
    }
    let plain = json.as_string().and_then(|json| JSON::parse(&json).ok());
    plain.and_then(|plain| from_plain(&plain)).ok_or(DropReason::Shape)
}

/// An object literal as it arrives: no array, no Map, no Blob, nothing with a class.
fn is_plain_object(value: &JsValue) -> bool {
    if !value.is_object() {
        return false;
    }
    let prototype = Reflect::get_prototype_of(value);
    let literal = Reflect::get_prototype_of(&Object::new());
    match (prototype, literal) {
        (Ok(prototype), Ok(literal)) => prototype.is_null() || Object::is(&prototype, &literal),
        _ => false,
    }
}

/// A field of any value; none where reading it throws, as with null.
fn field(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &JsValue::from_str(name)).ok()
}

/// The length of a text in UTF-16 units, without copying it.
fn text_length(value: &JsValue) -> Option<u32> {
    value.dyn_ref::<JsString>().map(JsString::length)
}

fn short_text(value: JsValue, limit: u32) -> Option<String> {
    if text_length(&value)? > limit {
        return None;
    }
    value.as_string()
}
