//! Who is let in, and how strangers are treated.

use std::net::IpAddr;

use crate::gate::{Gate, Network, Verdict};

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[test]
fn a_lines_phone_system_is_let_in_and_nobody_else() {
    let mut gate = Gate::default();
    gate.line("a", vec![Network::read("198.51.100.0/24").unwrap()]);
    gate.found("a", ip("192.0.2.1"));
    for known in ["192.0.2.1", "198.51.100.77"] {
        assert_eq!(gate.request(ip(known), "x", false, 0), Verdict::Pass, "{known}");
    }
    assert_eq!(gate.request(ip("203.0.113.1"), "x", false, 0), Verdict::Refuse);
    gate.forget("a");
    assert_eq!(gate.request(ip("192.0.2.1"), "x", false, 0), Verdict::Refuse);
}

#[test]
fn strangers_are_answered_ten_times_a_second() {
    let mut gate = Gate::default();
    let mut verdicts = |now| -> usize {
        (0..100)
            .filter(|_| gate.request(ip("203.0.113.1"), "x", false, now) == Verdict::Refuse)
            .count()
    };
    assert_eq!([verdicts(5), verdicts(900), verdicts(1_100), verdicts(1_200)], [10, 0, 10, 0]);
}

#[test]
fn an_ack_of_a_stranger_is_never_answered() {
    assert_eq!(Gate::default().request(ip("203.0.113.1"), "x", true, 0), Verdict::Drop);
}

#[test]
fn within_a_call_anybody_may_speak_until_its_last_end_is_over() {
    let mut gate = Gate::default();
    gate.call_begins("call");
    gate.call_begins("call");
    gate.call_ends("call");
    assert_eq!(gate.request(ip("203.0.113.1"), "call", false, 0), Verdict::Pass);
    gate.call_ends("call");
    gate.call_ends("call");
    assert_eq!(gate.request(ip("203.0.113.1"), "call", false, 0), Verdict::Refuse);
}

#[test]
fn networks_are_read_strictly() {
    assert!(Network::read("10.0.0.0/8").unwrap().has(ip("10.255.0.1")));
    assert!(!Network::read("10.0.0.0/8").unwrap().has(ip("11.0.0.1")));
    assert!(Network::read("2001:db8::/32").unwrap().has(ip("2001:db8:1::1")));
    assert!(!Network::read("192.0.2.1").unwrap().has(ip("192.0.2.2")));
    assert!(!Network::read("192.0.2.1").unwrap().has(ip("::ffff:192.0.2.1")));
    for bad in ["", "0.0.0.0/0", "10.0.0.0/33", "::/0", "pbx.example", "10.0.0.1/x"] {
        assert!(Network::read(bad).is_none(), "{bad}");
    }
}
