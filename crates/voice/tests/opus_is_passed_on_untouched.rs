//! Where page and telephone both speak Opus, each gets the other's packets as they were; and whatever
//! is said in between, or by others, is heard all the same.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test begins at some moment")]

mod node;
mod page;

use node::Node;
use voice::media::End;
use voice::rtp::Digit;
use voice::sound::{Codec, strength};

/// A page that speaks in a tone of 440 Hz with a telephone of 1,000 Hz, for a while.
fn in_opus() -> Node {
    let mut node = Node::new();
    node.speaks = Codec::Opus;
    node.telephone_that("call", 20_000, 1_000.0, Codec::Opus);
    node.page("call", "page", 9_000, 440.0);
    node.goes_on(50);
    node
}

/// Whether all of these came in this order, after the first that did.
fn untouched(sent: &[Vec<u8>], came: &[Vec<u8>]) -> bool {
    let begins = sent.iter().position(|packet| packet == &came[0]).unwrap();
    came.len() > 40 && sent[begins..].starts_with(came)
}

/// Forgets what was sent and came.
fn forget(node: &mut Node) {
    node.telephones[0].packets = Default::default();
    node.pages.get_mut("page").unwrap().packets = Default::default();
}

// row!(P6)
#[test]
fn each_gets_the_packets_of_the_other_and_both_hear_each_other() {
    let mut node = in_opus();
    forget(&mut node);
    node.listens(100);
    let (page, telephone) = (&node.pages["page"], &node.telephones[0]);
    assert!(untouched(&page.packets.0, &telephone.packets.1), "to the telephone");
    assert!(untouched(&telephone.packets.0, &page.packets.1), "to the page");
    assert!(strength(&telephone.heard, 440.0) > 0.98);
    assert!(strength(&page.heard, 1_000.0) > 0.98);
    assert_eq!(telephone.leg.counts().lost, 0);
    assert_eq!(node.gateway.sounds("call").unwrap().codec, Some(Codec::Opus));
}

#[test]
fn its_times_go_on_evenly_and_it_is_as_steady_as_it_is_sent() {
    let mut node = in_opus();
    node.goes_on(200);
    let sounds = node.gateway.sounds("call").unwrap();
    // What the network of the test does is the same moment for all.
    for (way, jitter) in [
        ("from the page", sounds.page.jitter),
        ("from the telephone", sounds.far.jitter),
        ("at the telephone", node.telephones[0].leg.counts().jitter),
    ] {
        assert!(jitter.as_millis() < 6, "{way}: {jitter:?}");
    }
}

#[test]
fn who_waits_hears_a_tone_in_opus_and_who_is_muted_is_not_heard() {
    let mut node = in_opus();
    node.gateway.hold("call", End::Far, true);
    node.goes_on(10);
    node.listens(100);
    let heard = &node.telephones[0].heard;
    assert!(strength(heard, 440.0) < 0.01, "the page is not heard");
    assert!(voice::sound::level(&heard[..1_600]).is_speech(), "something is");
    node.gateway.hold("call", End::Far, false);
    node.gateway.mute("call", End::Agent, true);
    node.goes_on(10);
    node.listens(100);
    assert!(strength(&node.telephones[0].heard, 440.0) < 0.01);
    assert!(!node.telephones[0].heard.is_empty(), "the line hisses");
    node.gateway.mute("call", End::Agent, false);
    node.goes_on(50);
    node.listens(100);
    let heard = strength(&node.telephones[0].heard, 440.0);
    assert!(heard > 0.98, "and is heard again: {heard}");
    assert!(node.page_hears("page", 1_000.0) > 0.98);
}

#[test]
fn digits_are_heard_beside_opus_at_both_ends() {
    let mut node = in_opus();
    for key in "12#".chars() {
        node.gateway.digit("call", Digit::of(key).unwrap());
        node.gateway.digit_to("call", End::Agent, Digit::of(key).unwrap());
    }
    node.goes_on(60);
    assert_eq!(node.telephones[0].digits, "12#");
    assert_eq!(node.pages["page"].digits, "12#");
    node.listens(50);
    assert!(strength(&node.telephones[0].heard, 440.0) > 0.98);
}

#[test]
fn a_third_who_speaks_something_else_is_mixed_in() {
    let mut node = in_opus();
    node.third("call", 20_002, 1_700.0);
    node.goes_on(50);
    assert_eq!(
        node.all_three([440.0, 1_000.0, 1_700.0]),
        [[false, true, true], [true, false, true], [true, true, false]]
    );
    node.gateway.third_leaves("call");
    node.goes_on(20);
    forget(&mut node);
    node.listens(100);
    let (page, telephone) = (&node.pages["page"], &node.telephones[0]);
    assert!(untouched(&page.packets.0, &telephone.packets.1), "and nothing is touched again");
}

#[test]
fn whoever_speaks_something_else_is_translated() {
    for (page, telephone) in [(Codec::Opus, Codec::Pcmu), (Codec::Pcma, Codec::Opus)] {
        let mut node = Node::new();
        node.speaks = page;
        node.gateway.expects("call", page);
        node.page("call", "page", 9_000, 440.0);
        node.telephone_that("call", 20_000, 1_000.0, telephone);
        node.goes_on(50);
        node.listens(100);
        let heard = strength(&node.telephones[0].heard, 440.0);
        assert!(heard > 0.98, "{page:?} to {telephone:?}: {heard}");
        let heard = node.page_hears("page", 1_000.0);
        assert!(heard > 0.98, "{telephone:?} to {page:?}: {heard}");
    }
}

// row!(L4)
#[test]
fn a_page_that_reloads_leaves_a_gap_of_noise_and_speaks_opus_again() {
    let mut node = in_opus();
    node.pages.clear();
    node.listens(50);
    let heard = &node.telephones[0].heard;
    assert!(heard.len() > 40 * 160, "the line hisses");
    assert!(strength(heard, 440.0) < 0.2);
    node.page("call", "reloaded", 9_001, 440.0);
    node.goes_on(50);
    node.telephones[0].packets = Default::default();
    node.listens(100);
    let (page, telephone) = (&node.pages["reloaded"], &node.telephones[0]);
    assert!(untouched(&page.packets.0, &telephone.packets.1));
    assert!(strength(&telephone.heard, 440.0) > 0.98);
}

#[test]
fn a_telephone_is_no_reason_for_a_page_to_speak_opus() {
    let mut node = Node::new();
    node.telephone("call", 20_000, 1_000.0);
    node.page("call", "page", 9_000, 440.0);
    node.goes_on(50);
    assert_eq!(node.gateway.sounds("call").unwrap().codec, Some(Codec::Pcma));
}
