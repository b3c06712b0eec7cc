//! One of many surfaces: what it says when it is heard, what it shows when it is not, who rings aloud,
//! and the calling window that is better than a tab.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{Input, Intent, NoticeKind, Output, OwnerView, Stage};
use hubspot_calling::{HostInfo, HostMessage, Id, IframeLocation, Origins};

const APP: &str = "https://app-eu1.hubspot.com";
const QUIET: [&str; 0] = [];

fn owner(surface: &str, epoch: u64, location: Location, ear: &str) -> Owner {
    let ear = Some(ear.to_owned());
    Owner { location: Some(location), ear, ..owner_of(surface, epoch) }
}

fn info(location: IframeLocation, uses_calling_window: Option<bool>) -> HostInfo {
    HostInfo {
        origin: APP.into(),
        portal_id: Some(Id::from(7)),
        iframe_location: Some(location),
        uses_calling_window,
        ..HostInfo::default()
    }
}

fn starts(bench: &mut Bench, who: Option<Owner>) -> Vec<Output> {
    let mut out = bench.give(Input::SignedIn);
    out.extend(bench.give(Input::StreamOpened));
    out.extend(
        bench.stream(ServerMessage::Welcome { stream: "st".into(), now: EPOCH_MS + bench.now }),
    );
    let all = snapshot(who, vec![], bench.now);
    out.extend(bench.stream(ServerMessage::Snapshot(Box::new(all))));
    out
}

/// A frame in the navigation bar, and all it did until it worked.
fn frame(uses_calling_window: Option<bool>, who: Owner) -> (Bench, Vec<Output>) {
    let mut bench = Bench::new();
    let info = info(IframeLocation::Remote, uses_calling_window);
    let mut out = bench.give(Input::HostReady { info, instance: "h1".into() });
    out.extend(starts(&mut bench, Some(who)));
    (bench, out)
}

/// Our own page, opened by itself.
fn own_page(who: Option<Owner>) -> (Bench, Vec<Output>) {
    let mut bench = Bench::new();
    let mut hubspot = Origins::hubspot();
    hubspot.add("http://hubspot.localhost:4180").unwrap();
    let mut out = bench.give(Input::OwnPage { hubspot });
    out.extend(starts(&mut bench, who));
    (bench, out)
}

/// A call from its ring to its end.
fn whole_call(bench: &mut Bench) -> Vec<Output> {
    let mut out = bench.call(ringing(1));
    out.extend(bench.call(connected(&ringing(1))));
    out.extend(bench.call(wrap_up(&ringing(1))));
    out.extend(bench.call(closed(&wrap_up(&ringing(1)), EndStatus::Completed)));
    out.extend(bench.idle(20_000));
    out
}

// row!(U40) row!(L7)
#[test]
fn beside_a_calling_window_a_frame_says_nothing_to_its_page_whatever_is_done_in_it() {
    let (mut bench, mut all) = frame(Some(true), owner("w", 1, Location::Window, "w"));
    all.extend(bench.idle(10_000));
    all.extend(bench.call(ringing(1)));
    let out = bench.act(Intent::Answer(id(1)));
    assert_eq!(wishes(&out), [Wish::Answer { call: id(1) }], "and is carried out elsewhere");
    all.extend(out);
    let known = CallView {
        party: Some(Party {
            name: "Ada".into(),
            detail: String::new(),
            fields: Vec::new(),
            record: Some(RecordRef { object_type: "0-1".into(), id: "42".into() }),
            source: PartySource::Lookup,
        }),
        ..connected(&ringing(1))
    };
    let pop = Pop {
        record: RecordRef { object_type: "0-1".into(), id: "42".into() },
        url: format!("{APP}/contacts/7/record/0-1/42"),
        tab: PopTab::Same,
    };
    all.extend(bench.call(CallView { pop: Some(pop.clone()), ..known }));
    let link = &bench.desk.view().front.as_ref().unwrap().beside.links[0];
    assert_eq!(link.url, pop.url, "its records are links");
    all.extend(bench.act(Intent::Open(id(1), pop.record)));
    all.extend(bench.act(Intent::Status(Choice { presence: Presence::Unavailable, reason: None })));
    all.extend(whole_call(&mut bench));
    assert_eq!(told(&all), QUIET);
    assert!(wishes(&all).iter().all(|wish| !matches!(wish, Wish::Told { .. })));
}

// row!(U40)
#[test]
fn a_frame_where_windows_are_used_greets_nobody_before_it_knows_whether_there_is_one() {
    let mut bench = Bench::new();
    let info = info(IframeLocation::Remote, Some(true));
    let mut out = bench.give(Input::HostReady { info, instance: "h1".into() });
    out.extend(bench.pass(60_000));
    assert_eq!(told(&out), QUIET);
    assert_eq!(
        told(&bench.give(Input::SignedOut)),
        ["INITIALIZED"],
        "nobody is signed in anywhere"
    );
    let (_, out) = frame(Some(true), owner("s1", 1, Location::Remote, "s1"));
    assert_eq!(told(&out), ["INITIALIZED"], "no window is open");
}

// row!(U40) row!(L1)
#[test]
fn when_the_calling_window_closes_the_frame_greets_its_page_and_speaks() {
    let (mut bench, _) = frame(Some(true), owner("w", 1, Location::Window, "w"));
    bench.idle(60_000);
    let out = bench.event(Event::Owner(Some(owner("s1", 2, Location::Remote, "s1"))));
    assert_eq!(told(&out), ["INITIALIZED"]);
    let ring = CallView { host: Host { may_announce: Some(2), ..Host::default() }, ..ringing(1) };
    assert_eq!(told(&bench.call(ring)), ["INCOMING_CALL", "RESIZE_WIDGET"]);
}

// row!(U40)
#[test]
fn the_frame_beside_an_unused_window_speaks_for_it() {
    let (mut bench, all) = frame(Some(false), owner("w", 1, Location::Window, "s1"));
    assert_eq!(told(&all), ["INITIALIZED"]);
    let all = whole_call(&mut bench);
    let said = ["INCOMING_CALL", "RESIZE_WIDGET", "CALL_ANSWERED", "CALL_ENDED", "CALL_COMPLETED"];
    assert_eq!(told(&all), said);
    assert_eq!(bench.desk.view().owner, OwnerView::Elsewhere);
    assert_eq!(bench.desk.view().owner_at, Some(Location::Window));
    let epochs = asked(&all).into_iter().map(|(_, epoch, _)| epoch);
    assert!(epochs.into_iter().all(|epoch| epoch == Some(1)));
}

// row!(U40)
#[test]
fn an_unused_window_shows_and_speaks_to_nobody() {
    let mut bench = Bench::new();
    let unused = info(IframeLocation::Window, Some(false));
    bench.give(Input::HostReady { info: unused, instance: "h1".into() });
    starts(&mut bench, Some(owner("s1", 1, Location::Window, "bar")));
    assert_eq!(bench.desk.view().owner, OwnerView::Here);
    assert_eq!(told(&whole_call(&mut bench)), QUIET);
}

// row!(L7)
#[test]
fn a_ring_is_loud_at_the_owner_and_silent_everywhere_else() {
    let mut here = Bench::owner();
    here.call(ringing(1));
    assert!(here.desk.view().loud);
    let (mut there, _) = frame(Some(true), owner("w", 1, Location::Window, "w"));
    there.call(ringing(1));
    assert!(!there.desk.view().loud);
    assert!(there.desk.view().front.is_some(), "it shows the call all the same");
    there.event(Event::Owner(Some(owner_of("s1", 2))));
    here.event(Event::Owner(Some(owner_of("s2", 2))));
    assert!(there.desk.view().loud && !here.desk.view().loud, "the ring moves with the owner");
}

// row!(L9)
#[test]
fn a_ring_is_no_longer_heard_when_it_is_over_even_if_nobody_says_so() {
    let mut bench = Bench::owner();
    bench.call(ringing(1)); // until 31,000 of the page's clock
    bench.idle(29_000);
    assert!(bench.desk.view().loud);
    bench.idle(1_000);
    assert!(!bench.desk.view().loud);
    assert!(bench.desk.deadline().is_some_and(|at| at > bench.now), "it ticks once, not for ever");
}

// row!(L9) row!(L7)
#[test]
fn a_ring_is_not_heard_in_a_call_nor_without_the_stream() {
    let mut bench = Bench::owner();
    bench.call(connected(&ringing(1)));
    bench.call(ringing(2));
    assert!(!bench.desk.view().loud, "a second call is a quiet banner");
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.give(Input::StreamLost { jitter: 0.5 });
    assert!(!bench.desk.view().loud, "another surface may ring by now");
    bench.resume();
    assert!(bench.desk.view().loud);
}

#[test]
fn a_page_of_its_own_is_a_phone() {
    let (mut bench, out) = own_page(Some(owner_of("s1", 1)));
    let hello = out.iter().find_map(|output| match output {
        Output::Hello { here, .. } => Some(here),
        _ => None,
    });
    let here = hello.unwrap();
    assert_eq!((here.location, here.hosted, here.visible), (Some(Location::Own), false, true));
    assert_eq!(bench.desk.view().stage, Stage::Working);
    assert!(bench.desk.view().own_page);
    assert!(matches!(
        wishes(&bench.act(Intent::Redial("+4930555".into())))[..],
        [Wish::Dial { .. }]
    ));
    bench.call(ringing(1));
    assert_eq!(wishes(&bench.act(Intent::Answer(id(1)))), [Wish::Answer { call: id(1) }]);
    let all = whole_call(&mut bench);
    assert_eq!(told(&all), QUIET);
    assert!(!all.iter().any(|output| matches!(output, Output::Open { .. })));
}

#[test]
fn a_page_of_its_own_asks_to_sign_in_like_any_other() {
    let mut bench = Bench::new();
    bench.give(Input::OwnPage { hubspot: Origins::hubspot() });
    assert_eq!(bench.desk.view().stage, Stage::Loading);
    bench.give(Input::SignedOut);
    assert_eq!(bench.desk.view().stage, Stage::SignedOut);
    let out = bench.act(Intent::SignIn);
    assert!(matches!(out[..], [Output::SignIn { portal: None }]));
}

// row!(U31)
#[test]
fn what_would_open_in_hubspots_page_is_a_link_on_a_page_of_its_own() {
    let alone = Owner { ear: None, location: Some(Location::Own), ..owner_of("s1", 1) };
    let (mut bench, _) = own_page(Some(alone));
    for (url, good) in [
        (format!("{APP}/contacts/7/record/0-1/42"), true),
        ("http://hubspot.localhost:4180/contacts/7/record/0-1/42".into(), true),
        ("https://evil.example/contacts/7/record/0-1/42".into(), false),
    ] {
        let record = RecordRef { object_type: "0-1".into(), id: "42".into() };
        let pop = Some(Pop { record, url: url.clone(), tab: PopTab::Same });
        let out = bench.call(CallView { pop, ..connected(&ringing(1)) });
        assert_eq!(wishes(&out), [], "nothing opens by itself, so nothing is reported");
        let links = &bench.desk.view().front.as_ref().unwrap().beside.links;
        assert_eq!(links.iter().map(|link| link.url.as_str()).next(), good.then_some(&*url));
    }
}

// row!(U41) row!(L12)
#[test]
fn a_tab_offers_the_calling_window_where_none_is_open_and_opens_it_as_often_as_asked() {
    for (uses, query) in [(Some(true), ""), (None, ""), (Some(false), "?usesCallingWindow=false")] {
        let (mut bench, _) = frame(uses, owner("s1", 1, Location::Remote, "s1"));
        assert!(bench.desk.view().can_open_window);
        bench.call(connected(&ringing(1)));
        for _ in 0..2 {
            let out = bench.act(Intent::OpenWindow);
            let [Output::OpenWindow { url }] = &out[..] else { panic!() };
            assert_eq!(*url, format!("{APP}/calling-integration-popup-ui/7{query}"));
        }
        bench.give(Input::NoWindow);
        let notice = bench.desk.view().notice.clone().unwrap();
        assert_eq!(notice.kind, NoticeKind::Warn);
        assert!(notice.text.contains("Allow pop-ups"));
        bench.event(Event::Owner(Some(owner("w", 2, Location::Window, "w"))));
        assert!(!bench.desk.view().can_open_window, "it is open");
        assert!(bench.act(Intent::OpenWindow).is_empty());
    }
}

// row!(U41)
#[test]
fn nobody_offers_a_calling_window_where_it_is_not_needed_or_not_known() {
    let offers = |bench: &Bench| bench.desk.view().can_open_window;
    let (taken_over, _) = frame(Some(true), owner("s1", 2, Location::Remote, "w"));
    assert!(!offers(&taken_over), "a window is open: it is heard");
    let (beside_own, _) = frame(Some(true), owner("o", 1, Location::Own, "s1"));
    assert!(!offers(&beside_own));
    assert!(!offers(&Bench::owner()), "this is the window");
    assert!(!offers(&own_page(Some(owner_of("s1", 1))).0));
    let mut bench = Bench::new();
    let strange =
        HostInfo { portal_id: Some("7/../x".into()), ..info(IframeLocation::Remote, None) };
    bench.give(Input::HostReady { info: strange, instance: "h1".into() });
    starts(&mut bench, Some(owner_of("s1", 1)));
    assert!(!offers(&bench), "an account is a number");
}

// row!(U41)
#[test]
fn the_hint_stays_until_it_is_put_away_and_then_stays_away() {
    let (mut bench, _) = frame(Some(true), owner("s1", 1, Location::Remote, "s1"));
    bench.idle(60_000);
    assert!(!bench.desk.view().hint_dropped);
    assert!(
        matches!(bench.act(Intent::DropHint)[..], [Output::DropHint]),
        "kept for the next load"
    );
    assert!(bench.desk.view().hint_dropped, "also where nothing can be kept");
    let (mut next, _) = frame(Some(true), owner("s1", 1, Location::Remote, "s1"));
    next.give(Input::HintDropped);
    assert!(next.desk.view().hint_dropped && next.desk.view().can_open_window);
}

// row!(U39)
#[test]
fn a_mirror_takes_wishes_of_every_kind_and_a_number_that_is_clicked_beside_it() {
    let (mut bench, _) = frame(Some(true), owner("w", 1, Location::Window, "w"));
    bench.call(connected(&ringing(1)));
    let intents = [
        Intent::Mute(id(1), true),
        Intent::Hold(id(1), true),
        Intent::Status(Choice { presence: Presence::Unavailable, reason: None }),
        Intent::TakeOver,
        Intent::HangUp(id(1)),
    ];
    for intent in intents {
        assert_eq!(wishes(&bench.act(intent)).len(), 1);
    }
    bench.call(wrap_up(&ringing(1)));
    let notes = Intent::Notes(id(1), "blue".into());
    bench.act(notes);
    assert!(matches!(wishes(&bench.act(Intent::Save(id(1))))[..], [Wish::Save { .. }]));
    bench.event(Event::Gone(id(1)));
    let dial =
        hubspot_calling::DialNumber { phone_number: Some("+4930555".into()), ..Default::default() };
    let out = bench.host_says(HostMessage::DialNumber(dial));
    assert!(matches!(wishes(&out)[..], [Wish::Dial { .. }]));
}
