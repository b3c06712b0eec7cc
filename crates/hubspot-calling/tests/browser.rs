//! The browser's edge, in a real browser: a frame plays the host, and its siblings try to.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod browser_support;

use std::rc::Rc;

use browser_support::{DIAL, Host, channel, hub, js, page, refused, settle};
use hubspot_calling::browser::{Edge, Hub, PostError, QUEUE_SCRIPT, is_framed};
use hubspot_calling::{Channel, DropReason, HostMessage, Origins, Output, WidgetMessage};
use js_sys::Reflect;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn a_host_is_answered_and_heard() {
    let host = Host::new();
    let (hub, heard) = hub(&host);
    hub.send(WidgetMessage::LoggedIn);
    host.greets().await;
    host.says(DIAL).await;
    let acks = host.heard().await;
    assert_eq!(
        acks[0],
        json!({
            "type": "SYNC_ACK", "messageId": "17_1", "portalId": 5, "odd": [null, 1],
            "debugMode": false, "version": "1.2.3", "iFrameUrl": "https://widget.example",
        })
    );
    assert_eq!(acks[1..], [json!({ "type": "LOGGED_IN", "messageId": "w0_1" })]);
    let heard = heard.borrow();
    let [Output::Ready { instance, .. }, Output::Message(HostMessage::DialNumber(dial))] =
        &heard[..]
    else {
        panic!("{heard:?}")
    };
    assert_eq!((instance.as_str(), dial.phone_number.as_deref()), ("17", Some("+1555")));
    assert_eq!(refused(&hub), [0; 4]);
}

#[wasm_bindgen_test]
async fn a_sibling_and_the_page_itself_are_not_heard() {
    let host = Host::new();
    let sibling = Host::new();
    let (hub, heard) = hub(&host);
    sibling.greets().await;
    js("postMessage({ type: 'SYNC', messageId: '17_1' }, '*')");
    settle().await;
    sibling.says("null").await;
    assert!(heard.borrow().is_empty());
    assert!(!hub.is_ready());
    assert!(hub.dropped().count(DropReason::NotParent) >= 3);
    host.greets().await;
    sibling.says(DIAL).await;
    assert_eq!(heard.borrow().len(), 1);
    assert_eq!(sibling.heard().await, [] as [Value; 0]);
}

#[wasm_bindgen_test]
async fn a_host_of_another_origin_is_not_heard() {
    let host = Host::new();
    let strict = Channel::new(Origins::hubspot(), "https://w.example", "1", "w0");
    let hub = Hub::with_edge(Edge::obeying(page(), host.window()), strict);
    hub.listen(|output| panic!("heard {output:?}")).unwrap();
    host.greets().await;
    host.says("null").await;
    assert_eq!(refused(&hub), [2, 0, 0, 0]);
    assert_eq!(host.heard().await, [] as [Value; 0]);
}

#[wasm_bindgen_test]
async fn a_page_without_a_parent_hears_nobody_not_even_itself() {
    assert!(!is_framed());
    let edge = Edge::new(page());
    assert_eq!(edge.post("https://app.hubspot.com", &json!({}).into()), Err(PostError::NoParent));
    let hub = Hub::new(channel()).unwrap();
    hub.listen(|output| panic!("heard {output:?}")).unwrap();
    js("postMessage({ type: 'SYNC', messageId: '17_1' }, '*')");
    settle().await;
    assert!(!hub.is_ready());
    assert!(hub.dropped().count(DropReason::NotParent) >= 1);
}

#[wasm_bindgen_test]
fn a_target_that_is_no_origin_is_an_error_and_not_a_throw() {
    let host = Host::new();
    let edge = Edge::obeying(page(), host.window());
    assert_eq!(edge.post("null", &json!({ "type": "X" }).into()), Err(PostError::Refused));
}

#[wasm_bindgen_test]
async fn what_came_before_the_module_is_taken_over_in_order() {
    let host = Host::new();
    Reflect::set(&page(), &"hostWindow".into(), &host.window()).unwrap();
    js(&format!("(function (parent) {{ {QUEUE_SCRIPT} }})(hostWindow)"));
    host.says("null").await;
    host.greets().await;
    host.says(DIAL).await;
    js("postMessage({ type: 'SYNC', messageId: '666_1' }, '*')");
    settle().await;
    let (hub, heard) = hub(&host);
    assert!(matches!(
        heard.borrow()[..],
        [Output::Ready { .. }, Output::Message(HostMessage::DialNumber(_))]
    ));
    assert_eq!(refused(&hub), [0, 1, 0, 0]);
    // The script is gone: nothing is kept, and nothing is heard twice.
    let gone = "!('__sidetone_queue' in window) && !('__sidetone_queue_stop' in window)";
    assert_eq!(js(gone), JsValue::TRUE);
    host.says(DIAL).await;
    assert_eq!(heard.borrow().len(), 3);
    js("delete window.hostWindow");
}

#[wasm_bindgen_test]
async fn the_queue_of_the_page_has_a_limit() {
    let host = Host::new();
    Reflect::set(&page(), &"hostWindow".into(), &host.window()).unwrap();
    js(&format!("(function (parent) {{ {QUEUE_SCRIPT} }})(hostWindow)"));
    host.run("for (let n = 0; n < 500; n++) parent.postMessage({}, '*')");
    settle().await;
    assert_eq!(Edge::new(page()).queued().len(), 64);
    js("delete window.hostWindow");
}

#[wasm_bindgen_test]
fn a_queue_that_is_something_else_is_no_queue() {
    for queue in ["7", "null", "'SYNC'", "{ length: 3 }", "[null, 7, {}]"] {
        js(&format!("window.__sidetone_queue = {queue}; window.__sidetone_queue_stop = 7;"));
        let host = Host::new();
        let (hub, heard) = hub(&host);
        assert!(heard.borrow().is_empty());
        assert!(!hub.is_ready());
    }
}

#[wasm_bindgen_test]
async fn a_callback_may_send_and_the_order_stays() {
    let host = Host::new();
    let hub = Hub::with_edge(Edge::obeying(page(), host.window()), channel());
    let within = hub.clone();
    hub.listen(move |output| match output {
        Output::Ready { .. } => within.send(WidgetMessage::LoggedIn),
        Output::Message(HostMessage::EndCall(_)) => within.stop(),
        _ => within.send(WidgetMessage::UserAvailable),
    })
    .unwrap();
    hub.send(WidgetMessage::LoggedOut);
    host.greets().await;
    host.says(DIAL).await;
    let kinds = |heard: Vec<Value>| -> Vec<String> {
        heard.iter().map(|m| m["type"].as_str().unwrap().to_owned()).collect()
    };
    let expected = ["SYNC_ACK", "LOGGED_OUT", "LOGGED_IN", "USER_AVAILABLE"];
    assert_eq!(kinds(host.heard().await), expected);
    // Stopped from within: it can still send, and hears nothing.
    host.says("{ type: 'END_CALL', messageId: '17_3' }").await;
    host.says(DIAL).await;
    assert_eq!(kinds(host.heard().await), expected);
    hub.send(WidgetMessage::LoggedIn);
    assert_eq!(host.heard().await.len(), 5);
}

#[wasm_bindgen_test]
async fn the_listener_goes_with_the_last_hub() {
    let host = Host::new();
    let alive = Rc::new(());
    let (first, heard) = hub(&host);
    let token = alive.clone();
    first.listen(move |_| drop(token.clone())).unwrap();
    let second = first.clone();
    drop(first);
    host.greets().await;
    assert!(second.is_ready());
    drop(second);
    assert_eq!(Rc::strong_count(&alive), 1, "the callback is gone too");
    host.says(DIAL).await;
    assert!(heard.borrow().is_empty());
}
