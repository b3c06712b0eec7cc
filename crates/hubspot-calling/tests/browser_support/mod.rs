//! What the browser's test files share: a frame that plays the host, and a hub that obeys it.
#![allow(dead_code, reason = "every test file uses a part of it")]

use std::cell::RefCell;
use std::rc::Rc;

use hubspot_calling::browser::{Edge, Hub};
use hubspot_calling::{Channel, DropReason, Origins, Output};
use js_sys::{Function, Promise, Reflect};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Window;

/// A frame that plays the parent of this page.
pub struct Host(JsValue);

impl Host {
    /// Makes a frame that writes down what it hears.
    pub fn new() -> Host {
        Host(js(
            "(() => { const frame = document.createElement('iframe'); document.body.append(frame);
               const host = frame.contentWindow;
               host.eval('var heard = []; addEventListener(\"message\", e => heard.push(e.data))');
               return host; })()",
        ))
    }

    pub fn window(&self) -> Window {
        self.0.clone().unchecked_into()
    }

    /// Runs code inside the frame, so that what it posts comes from there.
    pub fn run(&self, code: &str) -> JsValue {
        let eval: Function = Reflect::get(&self.0, &"eval".into()).unwrap().unchecked_into();
        eval.call1(&self.0, &code.into()).unwrap()
    }

    /// Posts an expression to the page and waits until the page has heard it.
    pub async fn says(&self, expression: &str) {
        self.run(&format!("parent.postMessage({expression}, '*')"));
        settle().await;
    }

    pub async fn greets(&self) {
        self.says("{ type: 'SYNC', messageId: '17_1', portalId: 5, odd: [undefined, 1] }").await;
    }

    /// What the frame has heard, as JSON.
    pub async fn heard(&self) -> Vec<Value> {
        // A timer of the frame comes after the messages that were posted to it before.
        let settled = self.run("new Promise(done => setTimeout(done, 20))");
        JsFuture::from(settled.unchecked_into::<Promise>()).await.unwrap();
        let heard = self.run("JSON.stringify(heard)").as_string().unwrap();
        serde_json::from_str(&heard).unwrap()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.run("frameElement.remove()");
    }
}

pub fn js(code: &str) -> JsValue {
    js_sys::eval(code).unwrap()
}

pub fn page() -> Window {
    web_sys::window().unwrap()
}

/// Waits until every message that was posted to this page so far has been heard.
pub async fn settle() {
    let promise = js("new Promise(done => {
        const mark = {}; mark.settle = String(Math.random());
        addEventListener('message', function hear(e) {
            if (e.data && e.data.settle === mark.settle) {
                removeEventListener('message', hear); setTimeout(done, 0);
            }
        });
        postMessage(mark, '*');
    })");
    JsFuture::from(promise.unchecked_into::<Promise>()).await.unwrap();
}

pub fn channel() -> Channel {
    let mut origins = Origins::hubspot();
    origins.add(&js("location.origin").as_string().unwrap()).unwrap();
    Channel::new(origins, "https://widget.example", "1.2.3", "w0")
}

pub type Heard = Rc<RefCell<Vec<Output>>>;

/// A hub that obeys the frame, and what it was told.
pub fn hub(host: &Host) -> (Hub, Heard) {
    let hub = Hub::with_edge(Edge::obeying(page(), host.window()), channel());
    let heard: Heard = Rc::default();
    let into = heard.clone();
    hub.listen(move |output| into.borrow_mut().push(output)).unwrap();
    (hub, heard)
}

/// Counts of what the page cannot keep apart from its own marks are left out.
pub fn refused(hub: &Hub) -> [u32; 4] {
    let dropped = hub.dropped();
    [DropReason::Origin, DropReason::Shape, DropReason::State, DropReason::TooLarge]
        .map(|reason| dropped.count(reason))
}

pub const DIAL: &str = "{ type: 'DIAL_NUMBER', messageId: '17_2', data: { phoneNumber: '+1555' } }";
