//! What no host sends, in a real browser: dropped and counted, never thrown, never logged.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod browser_support;

use browser_support::{DIAL, Host, hub, js, page, refused};
use hubspot_calling::browser::MAX_MESSAGE_UNITS;
use hubspot_calling::{CallerIdMatches, HostMessage, Output, WidgetMessage};
use js_sys::Reflect;
use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// What no host sends, and why it is dropped.
const ODD: [&str; 37] = [
    "null",
    "undefined",
    "true",
    "0",
    "NaN",
    "17n",
    "''",
    "'SYNC'",
    "'x'.repeat(10 * 1024 * 1024)",
    "[]",
    "[{ type: 'SYNC', messageId: '1_1' }]",
    "Object.assign([], { type: 'SYNC', messageId: '1_1' })",
    "new Map([['type', 'SYNC'], ['messageId', '1_1']])",
    "new Set(['SYNC'])",
    "new Blob(['{\"type\":\"SYNC\"}'])",
    "new ArrayBuffer(8)",
    "new Uint8Array(1024 * 1024)",
    "new Date()",
    "/SYNC/",
    "new Error('SYNC')",
    "Object('SYNC')",
    "Object(17n)",
    "{}",
    "{ type: undefined, messageId: '1_1' }",
    "{ type: null, messageId: '1_1' }",
    "{ type: 7, messageId: '1_1' }",
    "{ type: {}, messageId: '1_1' }",
    "{ type: ['SYNC'], messageId: '1_1' }",
    "{ type: Object('SYNC'), messageId: '1_1' }",
    "{ type: '', messageId: '1_1' }",
    "{ type: 'x'.repeat(65), messageId: '1_1' }",
    "{ type: 'x'.repeat(10 * 1024 * 1024), messageId: '1_1' }",
    "{ type: 'SYNC' }",
    "{ type: 'SYNC', messageId: 0 }",
    "{ type: 'SYNC', messageId: 17n }",
    "(() => { const o = { type: 'SYNC', messageId: '1_1' }; o.self = o; return o; })()",
    "(() => { let o = {}; const top = { type: 'SYNC', messageId: '1_1', o }; \
      for (let n = 0; n < 1000; n++) o = o.o = {}; return top; })()",
];

#[wasm_bindgen_test]
async fn what_no_host_sends_is_dropped_and_counted() {
    let host = Host::new();
    let (hub, heard) = hub(&host);
    for (n, odd) in ODD.iter().enumerate() {
        host.says(odd).await;
        assert_eq!(refused(&hub), [0, n as u32 + 1, 0, 0], "{odd}");
        assert!(heard.borrow().is_empty(), "{odd}");
    }
    assert_eq!(host.heard().await, [] as [Value; 0]);
    // And the conversation begins as if nothing had been.
    host.greets().await;
    assert!(hub.is_ready());
    for odd in ODD {
        host.says(odd).await;
    }
    assert_eq!(refused(&hub), [0, 2 * ODD.len() as u32, 0, 0]);
    assert_eq!(heard.borrow().len(), 1);
    assert_eq!(host.heard().await.len(), 1);
}

#[wasm_bindgen_test]
async fn ten_megabytes_are_dropped_before_they_are_copied() {
    let host = Host::new();
    let (hub, heard) = hub(&host);
    host.greets().await;
    let memory = || {
        let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
        memory.buffer().unchecked_into::<js_sys::ArrayBuffer>().byte_length()
    };
    let before = memory();
    host.says("{ type: 'DIAL_NUMBER', messageId: '17_2', data: 'x'.repeat(10 * 1024 * 1024) }")
        .await;
    host.says("{ type: 'SYNC', messageId: '18_1', data: 'x'.repeat(10 * 1024 * 1024) }").await;
    assert_eq!(refused(&hub), [0, 0, 0, 2]);
    assert!(memory() - before < 1024 * 1024);
    // The limit itself: below it a message is heard.
    let large = MAX_MESSAGE_UNITS - 200;
    host.says(&format!("{{ type: 'X', messageId: '17_2', data: 'x'.repeat({large}) }}")).await;
    assert_eq!(heard.borrow().len(), 2);
    assert_eq!(host.heard().await.len(), 1);
}

#[wasm_bindgen_test]
async fn names_of_every_objects_methods_are_unknown_types() {
    let host = Host::new();
    let (hub, heard) = hub(&host);
    const KINDS: [&str; 5] = ["toString", "constructor", "__proto__", "hasOwnProperty", "valueOf"];
    for kind in KINDS {
        host.says(&format!("{{ type: '{kind}', messageId: '17_2', data: {{}} }}")).await;
    }
    assert_eq!(refused(&hub), [0, 0, 5, 0]);
    host.greets().await;
    for kind in KINDS {
        host.says(&format!("{{ type: '{kind}', messageId: '17_2', data: {{}} }}")).await;
    }
    let unknown: Vec<Output> = KINDS
        .iter()
        .map(|kind| Output::Message(HostMessage::Unknown { kind: (*kind).to_owned() }))
        .collect();
    assert_eq!(heard.borrow()[1..], unknown);
    assert_eq!(host.heard().await.len(), 1, "no error goes back");
}

#[wasm_bindgen_test]
async fn fields_that_cannot_be_json_are_left_out() {
    let host = Host::new();
    let (_hub, heard) = hub(&host);
    host.greets().await;
    host.says(
        "{ type: 'DIAL_NUMBER', messageId: '17_2', data: { phoneNumber: '+1555', a: undefined, \
           b: NaN, c: new Map(), d: new Blob(['x']), startTimestamp: Infinity } }",
    )
    .await;
    let Output::Message(HostMessage::DialNumber(dial)) = &heard.borrow()[1] else { panic!() };
    assert_eq!((dial.phone_number.as_deref(), dial.start_timestamp), (Some("+1555"), None));
}

#[wasm_bindgen_test]
async fn a_name_cut_in_the_middle_of_an_emoji_is_still_a_name() {
    let host = Host::new();
    let (_hub, heard) = hub(&host);
    host.greets().await;
    host.says(
        "{ type: 'CALLER_ID_MATCH_SUCCEEDED', messageId: '17_2', data: { callerIdMatches: \
           [{ callerIdType: 'CONTACT', firstName: 'Ada \\ud83d' }] } }",
    )
    .await;
    let heard = heard.borrow();
    let Output::Message(HostMessage::CallerIdMatchSucceeded(CallerIdMatches { matches, .. })) =
        &heard[1]
    else {
        panic!("{heard:?}")
    };
    assert_eq!(matches[0].first_name.as_deref(), Some("Ada \u{fffd}"));
}

#[wasm_bindgen_test]
async fn events_that_no_window_sent_are_dropped_without_a_throw() {
    let host = Host::new();
    let (hub, heard) = hub(&host);
    Reflect::set(&page(), &"hostWindow".into(), &host.window()).unwrap();
    js("window.thrown = 0; window.onerror = () => { window.thrown++; return true; };");
    for event in [
        "new Event('message')",
        "new MessageEvent('message')",
        "new MessageEvent('message', { data: null })",
        "Object.defineProperty(new Event('message'), 'origin', { get() { throw 1 } })",
        "Object.defineProperty(new Event('message'), 'source', { get() { throw 1 } })",
    ] {
        js(&format!("dispatchEvent({event})"));
    }
    // What even a script of our own page could make up.
    for data in [
        "{ get type() { throw 1 } }",
        "{ type: 'SYNC', messageId: '1_1', get x() { throw 1 } }",
        "{ type: 'SYNC', messageId: '1_1', toJSON() { return undefined } }",
        "{ type: 'SYNC', messageId: '1_1', toJSON() { throw 1 } }",
        "new Proxy({}, { getPrototypeOf() { throw 1 }, get() { throw 1 } })",
        "Object.create({ type: 'SYNC', messageId: '1_1' })",
        "function () {}",
        "Symbol('x')",
    ] {
        js(&format!(
            "dispatchEvent(new MessageEvent('message', \
               {{ source: hostWindow, origin: location.origin, data: {data} }}))"
        ));
    }
    js("window.onerror = null; delete window.hostWindow;");
    assert_eq!(js("window.thrown").as_f64(), Some(0.0));
    assert!(heard.borrow().is_empty());
    assert!(!hub.is_ready());
    assert!(hub.dropped().refused() >= 13);
}

#[wasm_bindgen_test]
async fn nothing_is_logged() {
    let host = Host::new();
    let (hub, _) = hub(&host);
    js("window.logged = []; window.kept = {};
        for (const name of ['log', 'debug', 'info', 'warn', 'error']) {
            kept[name] = console[name]; console[name] = (...all) => logged.push(all);
        }");
    host.greets().await;
    host.says("null").await;
    host.says(DIAL).await;
    host.says("{ type: 'NEW', messageId: '17_3' }").await;
    hub.send(WidgetMessage::LoggedIn);
    host.heard().await;
    let logged = js("Object.assign(console, kept); logged.length").as_f64();
    assert_eq!(logged, Some(0.0));
}
