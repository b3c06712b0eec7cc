//! A node with several calls: each page hears its own far end, however pages come, go and reload,
//! and whoever else sends datagrams.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test begins at some moment")]

mod node;
mod page;

use node::Node;
use page::FRAME;
use proptest::prelude::*;
use std::net::SocketAddr;
use std::time::Duration;
use voice::media::{End, KEPT, PageNews, Plays, Socket};
use voice::rtp::{Digit, mos};
use voice::sound::{Level, level, strength};

#[test]
fn each_page_hears_its_own_far_end() {
    let mut node = Node::new();
    for n in 0..5_u16 {
        let call = format!("call {n}");
        node.page(&call, &format!("page {n}"), 9_000 + n, 400.0 + 50.0 * f64::from(n));
        node.telephone(&call, 20_000 + 2 * n, 1_000.0 + 50.0 * f64::from(n));
    }
    node.goes_on(50);
    node.listens(100);
    for n in 0..5_u16 {
        let (own, far) = (400.0 + 50.0 * f64::from(n), 1_000.0 + 50.0 * f64::from(n));
        assert!(node.page_hears(&format!("page {n}"), far) > 0.99, "page {n}");
        assert!(strength(&node.telephones[usize::from(n)].heard, own) > 0.99, "telephone {n}");
    }
    assert_eq!(node.news.iter().filter(|(_, news)| *news == PageNews::Connected).count(), 5);
}

#[test]
fn a_simulated_far_end_says_again_what_it_hears() {
    let mut node = Node::new();
    node.gateway.simulated("call", Plays::Ringing, node.now);
    node.page("call", "page", 9_000, 600.0);
    node.goes_on(5);
    node.listens(40);
    assert!(node.page_hears("page", 425.0) > 0.9, "it rings");
    node.gateway.simulated("call", Plays::Echo, node.now);
    node.goes_on(60);
    node.listens(100);
    assert!(node.page_hears("page", 600.0) > 0.99, "and answers");
    for key in "12#".chars() {
        node.gateway.digit("call", Digit::of(key).unwrap());
    }
    node.goes_on(60);
    assert_eq!(node.gateway.digits("call"), "12#");
}

// row!(L6)
#[test]
fn another_page_takes_the_call_and_the_far_end_keeps_one_stream() {
    let mut node = Node::new();
    node.page("call", "tab", 9_000, 440.0);
    node.telephone("call", 20_000, 1_000.0);
    node.goes_on(50);
    node.page("call", "window", 9_001, 700.0);
    node.listens(25);
    // Half a second after it offered, at the latest, it is heard.
    node.listens(25);
    assert!(strength(&node.telephones[0].heard, 700.0) > 0.9);
    assert!(node.page_hears("window", 1_000.0) > 0.9);
    node.listens(50);
    assert!(node.pages["tab"].heard.is_empty(), "the tab hears nothing any more");
    let counts = node.telephones[0].leg.counts();
    assert_eq!(counts.lost, 0, "the far end missed nothing that was sent");
}

// row!(L4)
#[test]
fn a_page_that_reloads_leaves_a_gap_of_noise() {
    let mut node = Node::new();
    node.page("call", "page", 9_000, 440.0);
    node.telephone("call", 20_000, 1_000.0);
    node.goes_on(50);
    node.pages.clear();
    node.listens(25);
    let gap = &node.telephones[0].heard;
    assert!(gap.len() >= 22 * 160, "{}", gap.len());
    assert!(level(gap) < Level::SILENT && !level(gap).is_speech());
    node.page("call", "page, reloaded", 9_002, 440.0);
    node.goes_on(25);
    node.listens(25);
    assert!(strength(&node.telephones[0].heard, 440.0) > 0.9);
}

/// The page restarts ICE under the name of its connection, at another port.
fn offers_again(node: &mut Node, name: &str, port: u16) {
    let offer = node.pages.get_mut(name).unwrap().moves(port);
    let answer = node.gateway.offered("call", name, &offer, node.now).unwrap();
    node.pages.get_mut(name).unwrap().answered(&answer);
}

// row!(L4)
#[test]
fn a_page_whose_network_is_away_for_ten_seconds_comes_back_to_the_same_leg() {
    let mut node = Node::new();
    node.page("call", "page", 9_000, 440.0);
    node.telephone("call", 20_000, 1_000.0);
    node.goes_on(50);
    node.away = true;
    node.listens(10 * 50);
    let gap = &node.telephones[0].heard;
    assert!(strength(gap, 440.0) < 0.05);
    assert!(gap.len() > 9 * 8_000 && level(gap) < Level::SILENT, "it hisses: {}", gap.len());
    node.away = false;
    offers_again(&mut node, "page", 9_001);
    node.listens(25);
    node.listens(50);
    assert!(strength(&node.telephones[0].heard, 440.0) > 0.9, "the far end hears the page again");
    assert!(node.page_hears("page", 1_000.0) > 0.9, "and the page the far end");
    let lost = node.telephones[0].leg.counts().lost;
    assert_eq!(lost, 0, "the far end has heard one stream all the while");
    // Whether the gateway noticed or not, it said so in pairs.
    let said = |news| node.news.iter().filter(|(_, n)| *n == news).count();
    assert_eq!(said(PageNews::Connected), 1 + said(PageNews::Lost));
    assert_eq!(said(PageNews::Closed), 0);
}

#[test]
fn a_leg_is_kept_for_half_a_minute_and_the_call_goes_on_without_it() {
    let mut node = Node::new();
    node.page("call", "page", 9_000, 440.0);
    node.telephone("call", 20_000, 1_000.0);
    node.goes_on(50);
    node.away = true;
    let mut lost = 0;
    while !node.news.iter().any(|(_, news)| *news == PageNews::Lost) {
        node.goes_on(1);
        lost += 1;
        assert!(lost < 60 * 50, "it never noticed");
    }
    let frames = u32::try_from(KEPT.as_millis() / FRAME.as_millis()).unwrap();
    node.goes_on(frames - 1);
    assert!(node.gateway.sounds("call").unwrap().codec.is_some(), "kept so far");
    node.goes_on(2);
    assert_eq!(node.gateway.sounds("call").unwrap().codec, None);
    assert_eq!(node.news.last().map(|(_, news)| *news), Some(PageNews::Closed));
    node.listens(50);
    assert!(!level(&node.telephones[0].heard).is_speech());
    assert!(node.telephones[0].heard.len() > 40 * 160, "the far end still hears a line");
    // The page comes back after all: under its name it gets a leg as at the beginning.
    node.away = false;
    node.page("call", "page", 9_002, 440.0);
    node.goes_on(25);
    node.listens(25);
    assert!(strength(&node.telephones[0].heard, 440.0) > 0.9);
}

#[test]
fn mute_and_hold_are_enforced_here() {
    let mut node = Node::new();
    node.page("call", "page", 9_000, 440.0);
    node.telephone("call", 20_000, 1_000.0);
    node.goes_on(50);
    node.gateway.mute("call", End::Agent, true);
    node.listens(50);
    assert!(strength(&node.telephones[0].heard, 440.0) < 0.05);
    assert!(node.page_hears("page", 1_000.0) > 0.9);
    node.gateway.mute("call", End::Agent, false);
    node.gateway.hold("call", End::Far, true);
    node.listens(50);
    assert!(strength(&node.telephones[0].heard, 440.0) < 0.05);
    assert!(node.page_hears("page", 1_000.0) < 0.05);
    node.gateway.digit("call", Digit::of('9').unwrap());
    node.goes_on(20);
    assert_eq!(node.telephones[0].digits, "9");
}

// row!(P6)
#[test]
fn a_third_is_asked_apart_joined_left_with_the_far_end_or_hung_up() {
    const PITCHES: [f64; 3] = [440.0, 1_000.0, 1_700.0];
    let [agent, far, third] = PITCHES;
    let mut node = Node::new();
    node.page("call", "page", 9_000, agent);
    node.telephone("call", 20_000, far);
    node.goes_on(50);
    node.gateway.hold("call", End::Far, true);
    node.third("call", 20_002, third);
    node.goes_on(25);
    // Asked: agent and third hear each other; the far end hears neither.
    let asked = [[false, false, true], [false, false, false], [true, false, false]];
    assert_eq!(node.all_three(PITCHES), asked);
    assert!(strength(&node.telephones[0].heard, 425.0) < 0.9, "and no ringing either");
    node.gateway.hold("call", End::Third, true);
    node.gateway.hold("call", End::Far, false);
    node.goes_on(25);
    let swapped = [[false, true, false], [true, false, false], [false, false, false]];
    assert_eq!(node.all_three(PITCHES), swapped);
    node.gateway.hold("call", End::Third, false);
    node.goes_on(25);
    let joined = [[false, true, true], [true, false, true], [true, true, false]];
    assert_eq!(node.all_three(PITCHES), joined);
    node.gateway.digit_to("call", End::Third, Digit::of('7').unwrap());
    node.goes_on(20);
    assert_eq!((&*node.telephones[0].digits, &*node.telephones[1].digits), ("", "7"));
    node.gateway.agent_leaves("call", node.now);
    node.goes_on(25);
    let left = [[false, false, false], [false, false, true], [false, true, false]];
    assert_eq!(node.all_three(PITCHES), left);
    node.gateway.third_leaves("call");
    node.goes_on(25);
    node.listens(25);
    assert!(node.telephones[1].heard.is_empty(), "nothing is sent to who has gone");
    assert!(!node.telephones[0].heard.is_empty(), "the far end's line is kept");
}

#[test]
fn who_is_handed_on_hears_it_ring_until_somebody_answers() {
    let mut node = Node::new();
    node.page("call", "page", 9_000, 440.0);
    node.telephone("call", 20_000, 1_000.0);
    node.goes_on(50);
    node.gateway.ring_back("call");
    node.gateway.page_leaves("call", node.now);
    node.goes_on(2);
    node.listens(40);
    assert!(strength(&node.telephones[0].heard, 425.0) > 0.9);
    node.page("call", "next", 9_001, 700.0);
    node.goes_on(50);
    node.gateway.hold("call", End::Far, false);
    node.goes_on(10);
    node.listens(50);
    assert!(strength(&node.telephones[0].heard, 700.0) > 0.9);
    assert!(node.page_hears("next", 1_000.0) > 0.9);
}

#[test]
fn how_it_sounds_can_be_asked() {
    let mut node = Node::new();
    assert_eq!(node.gateway.sounds("call"), None);
    node.page("call", "page", 9_000, 440.0);
    node.telephone("call", 20_000, 1_000.0);
    // The third report says how long the second took there and back.
    node.goes_on(800);
    let sounds = node.gateway.sounds("call").unwrap();
    assert!(sounds.page.packets > 700 && sounds.page.lost == 0, "{sounds:?}");
    assert!(sounds.to_far.loss <= 0.0 && sounds.to_far.round_trip < Duration::from_millis(25));
    assert!(mos(sounds.to_far) > 4.3 && mos(sounds.to_page) > 4.3, "{sounds:?}");
    assert!(sounds.far.packets == 800 && sounds.far.jitter < Duration::from_millis(1));
    assert!(sounds.levels.0.is_speech() && sounds.levels.1.is_speech());
}

#[test]
fn what_is_over_is_forgotten() {
    let mut node = Node::new();
    node.page("call", "page", 9_000, 440.0);
    node.telephone("call", 20_000, 1_000.0);
    node.goes_on(50);
    node.gateway.ends("call", node.now);
    node.delivers();
    node.listens(50);
    assert!(node.telephones[0].heard.is_empty() && node.pages["page"].heard.is_empty());
    assert_eq!((node.gateway.sounds("call"), node.gateway.wakes()), (None, None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Strangers send what they like to both sockets while a call goes on; it is not heard.
    #[test]
    fn strangers_are_not_heard(datagrams in prop::collection::vec(
        (any::<bool>(), prop::collection::vec(any::<u8>(), 0..80)), 1..40))
    {
        let mut node = Node::new();
        node.page("call", "page", 9_000, 440.0);
        node.telephone("call", 20_000, 1_000.0);
        node.goes_on(25);
        let stranger = SocketAddr::from(([203, 0, 113, 66], 1_234));
        for (to_page, datagram) in datagrams {
            let by = if to_page { Socket::Browsers } else { Socket::Far(20_000) };
            node.gateway.receive(by, stranger, &datagram, node.now);
        }
        node.listens(25);
        prop_assert!(strength(&node.telephones[0].heard, 440.0) > 0.9);
        prop_assert!(node.page_hears("page", 1_000.0) > 0.9);
    }
}
