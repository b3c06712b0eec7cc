//! The event stream: one WebSocket, opened and closed as the desk says.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::Poll;

use contract::ClientMessage;
use desk::Input;
use futures_util::{Sink, Stream};
use gloo_net::websocket::{Message, State, futures::WebSocket};
use wasm_bindgen_futures::spawn_local;

use super::{Shell, clock, early, wire};

/// The open socket, shared with the task that reads it.
pub(super) type Socket = Rc<RefCell<WebSocket>>;

impl Shell {
    /// Opens the stream. The answer is `StreamOpened` or `StreamLost`.
    pub(super) fn connect(&'static self) {
        let usable = |s: &WebSocket| matches!(s.state(), State::Connecting | State::Open);
        let early = early::socket().filter(usable);
        let socket = early.or_else(open).map(|s| Rc::new(RefCell::new(s)));
        let weak = socket.as_ref().map(Rc::downgrade);
        self.stream.replace(socket);
        self.prepare();
        spawn_local(async move {
            if let Some(weak) = weak {
                self.read(&weak).await;
                // A socket that the desk gave up is gone already, and nothing more is said of it.
                if weak.strong_count() == 0 {
                    return;
                }
                self.disconnect();
            }
            self.feed(Input::StreamLost { jitter: clock::jitter() });
        });
    }

    /// Reads until the socket is closed or given up.
    async fn read(&'static self, socket: &Weak<RefCell<WebSocket>>) {
        let open = poll_fn(|context| match socket.upgrade() {
            Some(socket) => {
                let mut socket = socket.borrow_mut();
                let ready = Pin::new(&mut *socket).poll_ready(context);
                ready.map(|_| matches!(socket.state(), State::Open))
            }
            None => Poll::Ready(false),
        });
        if !open.await {
            return;
        }
        self.feed(Input::StreamOpened);
        loop {
            let next = poll_fn(|context| match socket.upgrade() {
                Some(socket) => Pin::new(&mut *socket.borrow_mut()).poll_next(context),
                None => Poll::Ready(None),
            });
            match next.await {
                Some(Ok(Message::Text(text))) => {
                    // A message of a newer backend that this page cannot read is passed over.
                    if let Some(message) = wire::read(&text, wire::server_message) {
                        self.channel.heard.replace(text);
                        self.feed(Input::StreamMessage(message));
                    }
                }
                Some(Ok(Message::Bytes(_))) => {}
                Some(Err(_)) | None => return,
            }
        }
    }

    /// Closes the stream.
    pub(super) fn disconnect(&self) {
        // Taken out first: closing it runs handlers.
        let socket = self.stream.take();
        drop(socket);
    }

    /// Says something on the open stream; without one it is lost, and the desk says it again.
    pub(super) fn say(&self, message: &ClientMessage) {
        if let (Some(socket), Ok(text)) =
            (self.stream.borrow().as_ref(), serde_json::to_string(message))
            // Of a page that was frozen it may have been closed without a word so far.
            && matches!(socket.borrow().state(), State::Open)
        {
            let _ = Pin::new(&mut *socket.borrow_mut()).start_send(Message::Text(text));
        }
    }
}

fn open() -> Option<WebSocket> {
    WebSocket::open(&url()?).ok()
}

/// The stream's address beside the page's own.
fn url() -> Option<String> {
    let location = web_sys::window()?.location();
    let mut url =
        String::from(if location.protocol().ok()? == "https:" { "wss://" } else { "ws://" });
    url.push_str(&location.host().ok()?);
    url.push_str("/api/stream");
    Some(url)
}
