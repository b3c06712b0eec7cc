//! The shell around a channel: one listener in, posts out, and no decisions of its own.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use thiserror::Error;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::browser::Edge;
use crate::channel::{Channel, Output};
use crate::dropped::Dropped;
use crate::widget::WidgetMessage;

/// The widget's conversation with its host, in a browser.
///
/// Clones share one conversation. The listener goes with the last clone; a callback that holds a
/// clone keeps it alive until [`Hub::stop`].
#[derive(Clone)]
pub struct Hub(Rc<Inner>);

/// The page cannot listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum HubError {
    /// A worker, for example.
    #[error("there is no window here: start the hub on the page, not in a worker")]
    NoWindow,
    /// The browser refused the listener.
    #[error("the browser refused to listen for messages: reload the page")]
    NoListener,
}

type OnOutput = Box<dyn FnMut(Output)>;
type Listener = Closure<dyn FnMut(JsValue)>;

struct Inner {
    edge: Edge,
    channel: RefCell<Channel>,
    on_output: RefCell<Option<OnOutput>>,
    listener: RefCell<Option<Listener>>,
    pumping: Cell<bool>,
}

impl Hub {
    /// A hub for this page's window. It hears nothing before [`Hub::listen`].
    ///
    /// # Errors
    /// [`HubError::NoWindow`] outside a page.
    pub fn new(channel: Channel) -> Result<Hub, HubError> {
        let window = web_sys::window().ok_or(HubError::NoWindow)?;
        Ok(Hub::with_edge(Edge::new(window), channel))
    }

    /// A hub on an edge that was made elsewhere.
    pub fn with_edge(edge: Edge, channel: Channel) -> Hub {
        Hub(Rc::new(Inner {
            edge,
            channel: RefCell::new(channel),
            on_output: RefCell::new(None),
            listener: RefCell::new(None),
            pumping: Cell::new(false),
        }))
    }

    /// Begins to listen, takes over what the inline script kept, and tells `on_output` everything
    /// but [`Output::Post`], which the hub does itself. `on_output` may send.
    ///
    /// # Errors
    /// [`HubError::NoListener`] where the browser refuses.
    pub fn listen(&self, on_output: impl FnMut(Output) + 'static) -> Result<(), HubError> {
        self.stop();
        *self.0.on_output.borrow_mut() = Some(Box::new(on_output));
        let weak: Weak<Inner> = Rc::downgrade(&self.0);
        let listener = Listener::new(move |event: JsValue| {
            if let Some(inner) = weak.upgrade() {
                inner.hear(&event);
            }
        });
        self.0
            .edge
            .own()
            .add_event_listener_with_callback("message", listener.as_ref().unchecked_ref())
            .map_err(|_| HubError::NoListener)?;
        *self.0.listener.borrow_mut() = Some(listener);
        for event in self.0.edge.queued() {
            self.0.hear(&event);
        }
        Ok(())
    }

    /// Sends a message, or keeps it until the host has greeted.
    pub fn send(&self, message: WidgetMessage) {
        self.0.channel.borrow_mut().send(message);
        self.0.pump();
    }

    /// Whether the host has greeted.
    pub fn is_ready(&self) -> bool {
        self.0.channel.borrow().is_ready()
    }

    /// What was dropped so far.
    pub fn dropped(&self) -> Dropped {
        *self.0.channel.borrow().dropped()
    }

    /// Stops listening and forgets the callback. [`Hub::listen`] may be called again.
    pub fn stop(&self) {
        self.0.unlisten();
        // In the middle of a callback the callback is out of its place and is not put back.
        *self.0.on_output.borrow_mut() = None;
    }
}

impl Inner {
    fn hear(&self, event: &JsValue) {
        self.edge.deliver(event, &mut self.channel.borrow_mut());
        self.pump();
    }

    /// Does everything that is to be done. A call from within the callback leaves it to the outer
    /// one, so that the order stays.
    fn pump(&self) {
        if self.pumping.replace(true) {
            return;
        }
        loop {
            let output = self.channel.borrow_mut().poll();
            match output {
                None => break,
                Some(Output::Post { target_origin, message }) => {
                    // Refused posts have no better answer than the host's own next SYNC.
                    let _ = self.edge.post(&target_origin, &message);
                }
                Some(output) => self.tell(output),
            }
        }
        self.pumping.set(false);
    }

    fn tell(&self, output: Output) {
        let callback = self.on_output.borrow_mut().take();
        let Some(mut callback) = callback else { return };
        callback(output);
        // Stopped meanwhile: the callback goes. Listening anew meanwhile: the newer one stays.
        let mut place = self.on_output.borrow_mut();
        if place.is_none() && self.listener.borrow().is_some() {
            *place = Some(callback);
        }
    }

    fn unlisten(&self) {
        if let Some(listener) = self.listener.borrow_mut().take() {
            let function = listener.as_ref().unchecked_ref();
            // Only fails for listeners that cannot exist.
            let _ = self.edge.own().remove_event_listener_with_callback("message", function);
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.unlisten();
    }
}
