//! What is remembered of the messages.

use crate::trace::Traces;

fn register(n: usize) -> String {
    format!(
        "REGISTER sip:pbx.test SIP/2.0\r\nCSeq: {n} REGISTER\r\n\
         Authorization: Digest username=\"1001\", realm=\"pbx\", response=\"5ec7e7\"\r\n\r\n"
    )
}

#[test]
fn the_last_messages_are_kept_without_secrets() {
    let mut traces = Traces::new(3, 10);
    traces.line("desk", "call-1");
    for n in 1..=5 {
        traces.keep("call-1", n as u64, true, "UDP 192.0.2.1:5060".to_owned(), &register(n));
    }
    let kept = traces.of_line("desk");
    assert_eq!(kept.iter().map(|message| message.at).collect::<Vec<_>>(), [3, 4, 5]);
    assert!(kept.iter().all(|message| !message.text.contains("5ec7e7")), "{kept:?}");
    assert!(kept[0].text.contains("username=\"1001\""));
    traces.forget_line("desk");
    assert_eq!(traces.of_line("desk"), []);
}

#[test]
fn neither_conversations_nor_messages_grow_without_end() {
    let mut traces = Traces::new(2, 3);
    for n in 0..100 {
        let id = format!("call-{n}");
        traces.leg(&format!("leg-{n}"), &id);
        traces.keep(&id, 0, false, String::new(), &"é".repeat(20_000));
    }
    assert_eq!(traces.of_leg("leg-96"), []);
    assert_eq!(traces.of_leg("leg-97").len(), 1);
    assert!(traces.of_leg("leg-99")[0].text.len() < 9_000);
    assert_eq!(traces.of_leg("leg-unknown"), []);
}
