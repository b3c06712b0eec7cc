//! Records that open: once, by the owner, only in HubSpot, and by hand where nothing opens.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{Input, Intent, Output, RecordLink};
use hubspot_calling::{
    HostInfo, HostMessage, Id, NavigateToRecord, NavigationFailure, ObjectCoordinates, OpenIn,
    WidgetMessage,
};

const APP: &str = "https://app-eu1.hubspot.com";

fn record(kind: &str, id: &str) -> RecordRef {
    RecordRef { object_type: kind.into(), id: id.into() }
}

fn address(kind: &str, id: &str) -> String {
    format!("{APP}/contacts/7/record/{kind}/{id}")
}

fn popping(call: CallView, kind: &str, tab: PopTab) -> CallView {
    let pop = Pop { record: record(kind, "42"), url: address(kind, "42"), tab };
    CallView { pop: Some(pop), ..call }
}

/// The owner, in a page of HubSpot's account 7.
fn in_hubspot() -> Bench {
    let mut bench = Bench::owner();
    let info = HostInfo { origin: APP.into(), portal_id: Some(Id::from(7)), ..HostInfo::default() };
    bench.give(Input::HostReady { info, instance: "h1".into() });
    bench
}

/// The key of the report that something is about to open.
fn told(out: &[Output]) -> Vec<String> {
    let told = |(key, _, wish)| match wish {
        Wish::Told { told: Told::Popped, .. } => Some(key),
        _ => None,
    };
    asked(out).into_iter().filter_map(told).collect()
}

fn navigated(out: &[Output]) -> Vec<NavigateToRecord> {
    let navigated = |message| match message {
        WidgetMessage::NavigateToRecord(to) => Some(to),
        _ => None,
    };
    hosts(out).into_iter().filter_map(navigated).collect()
}

fn opened(out: &[Output]) -> Vec<String> {
    let opened = |output: &Output| match output {
        Output::Open { url, .. } => Some(url.clone()),
        _ => None,
    };
    out.iter().filter_map(opened).collect()
}

fn links(bench: &Bench) -> Vec<RecordLink> {
    bench.desk.view().front.as_ref().unwrap().beside.links.clone()
}

fn note(bench: &Bench) -> String {
    bench.desk.view().front.as_ref().unwrap().beside.note.clone()
}

// row!(U31) row!(U32)
#[test]
fn a_contact_or_company_opens_through_hubspots_page_once_that_is_reported() {
    for (kind, tab, open_in) in
        [("0-1", PopTab::Same, OpenIn::CurrentTab), ("0-2", PopTab::New, OpenIn::NewTab)]
    {
        let mut bench = in_hubspot();
        let call = popping(CallView { engagement: Some("5".into()), ..ringing(1) }, kind, tab);
        let out = bench.call(call.clone());
        assert!(navigated(&out).is_empty(), "first the backend keeps it");
        let key = told(&out).remove(0);
        let out = bench.done(&key);
        let object = ObjectCoordinates {
            portal_id: Some(Id::from(7)),
            object_id: Id::from(42),
            object_type_id: Some(kind.into()),
        };
        let expected = NavigateToRecord {
            engagement_id: Some(Id::from(5)),
            object: Some(object),
            open_in: Some(open_in),
        };
        assert_eq!(navigated(&out), [expected]);
        let out = bench.call(connected(&call));
        assert!(told(&out).is_empty() && navigated(&out).is_empty(), "once");
    }
}

// row!(U32)
#[test]
fn a_ticket_or_deal_opens_by_its_address_whatever_tab_was_wished_for() {
    for (kind, tab) in [("0-5", PopTab::Same), ("0-3", PopTab::New)] {
        let mut bench = in_hubspot();
        let out = bench.call(popping(ringing(1), kind, tab));
        let out = bench.done(&told(&out).remove(0));
        assert_eq!(opened(&out), [address(kind, "42")]);
        assert!(navigated(&out).is_empty());
        assert_eq!(note(&bench), "", "it opened");
        assert_eq!(links(&bench).remove(0).url, address(kind, "42"), "and can be opened again");
    }
}

// row!(U33)
#[test]
fn what_the_browser_does_not_open_is_a_link_with_a_sentence() {
    let mut bench = in_hubspot();
    let out = bench.call(popping(ringing(1), "0-5", PopTab::New));
    bench.done(&told(&out).remove(0));
    bench.give(Input::NotOpened { call: id(1) });
    assert_eq!(note(&bench), "The record did not open by itself. Open it here.");
    let link = RecordLink { record: record("0-5", "42"), url: address("0-5", "42") };
    assert_eq!(links(&bench), std::slice::from_ref(&link));
    let out = bench.act(Intent::Open(id(1), link.record));
    assert!(out.is_empty(), "the link leads there by itself");
    assert_eq!(note(&bench), "");
}

// row!(U33)
#[test]
fn what_hubspot_does_not_open_becomes_a_link_with_a_sentence() {
    let mut bench = in_hubspot();
    let out = bench.call(popping(ringing(1), "0-1", PopTab::Same));
    bench.done(&told(&out).remove(0));
    assert_eq!(links(&bench)[0].url, "", "HubSpot's page opens it");
    let object = |id: u64| ObjectCoordinates {
        portal_id: None,
        object_id: Id::from(id),
        object_type_id: None,
    };
    let failed = |object| {
        HostMessage::NavigateToRecordFailed(NavigationFailure { object, ..Default::default() })
    };
    bench.host_says(failed(Some(object(41))));
    assert_eq!(note(&bench), "", "that was another record");
    bench.host_says(failed(Some(object(42))));
    assert_eq!(note(&bench), "HubSpot did not open the record. Open it here.");
    assert_eq!(links(&bench)[0].url, address("0-1", "42"));
    assert!(bench.act(Intent::Open(id(1), record("0-1", "42"))).is_empty());
}

#[test]
fn a_failure_that_names_no_record_is_about_the_last() {
    let mut bench = in_hubspot();
    let out = bench.call(popping(ringing(1), "0-2", PopTab::Same));
    bench.done(&told(&out).remove(0));
    bench.host_says(HostMessage::NavigateToRecordFailed(NavigationFailure::default()));
    assert_eq!(links(&bench)[0].url, address("0-2", "42"));
}

// row!(L24)
#[test]
fn a_page_that_was_loaded_anew_does_not_open_it_again() {
    let mut bench = in_hubspot();
    let mut call = popping(ringing(1), "0-1", PopTab::Same);
    call.host.popped = true;
    let out = bench.call(call.clone());
    assert!(told(&out).is_empty() && navigated(&out).is_empty());
    let out = bench.event(Event::Owner(Some(owner_of("s1", 2))));
    assert!(told(&out).is_empty() && navigated(&out).is_empty(), "nor does the next owner");
    assert_eq!(links(&bench).len(), 1, "the button is there all the same");
}

#[test]
fn only_the_owner_opens() {
    let other = owner_of("s2", 1);
    let mut bench = Bench::working(Some(other), vec![popping(ringing(1), "0-1", PopTab::Same)]);
    assert!(told(&bench.idle(5_000)).is_empty());
    let out = bench.event(Event::Owner(Some(owner_of("s1", 2))));
    assert_eq!(told(&out).len(), 1, "until it is this one");
}

#[test]
fn a_report_that_another_owner_overtook_opens_nothing_here() {
    let mut bench = in_hubspot();
    let out = bench.call(popping(ringing(1), "0-1", PopTab::Same));
    let out = bench.refused(&told(&out).remove(0), "stale-epoch");
    assert!(navigated(&out).is_empty() && told(&out).is_empty());
    let out = bench.event(Event::Owner(Some(owner_of("s1", 2))));
    assert_eq!(told(&out).len(), 1, "the owner again: under the new epoch");
    assert_eq!(navigated(&bench.done(&told(&out).remove(0))).len(), 1);
}

#[test]
fn a_report_that_is_lost_is_made_again_and_opens_once() {
    let mut bench = in_hubspot();
    let first = told(&bench.call(popping(ringing(1), "0-1", PopTab::Same))).remove(0);
    bench.unanswered(&first);
    let out = bench.pass(1_000);
    assert_eq!(told(&out), std::slice::from_ref(&first), "under its own key");
    assert_eq!(navigated(&bench.done(&first)).len(), 1);
    assert!(navigated(&bench.done(&first)).is_empty());
}

#[test]
fn what_would_open_long_after_is_left_to_the_person() {
    let mut bench = in_hubspot();
    let out = bench.call(popping(ringing(1), "0-1", PopTab::Same));
    let key = told(&out).remove(0);
    bench.idle(10_000);
    assert!(navigated(&bench.done(&key)).is_empty(), "it would tear the page away");
    assert_eq!(note(&bench), "The record did not open by itself. Open it here.");
    assert_eq!(navigated(&bench.act(Intent::Open(id(1), record("0-1", "42")))).len(), 1);
}

#[test]
fn a_report_that_is_refused_for_good_leaves_the_button() {
    let mut bench = in_hubspot();
    let out = bench.call(popping(ringing(1), "0-5", PopTab::New));
    let out = bench.refused(&told(&out).remove(0), "not-now");
    assert!(opened(&out).is_empty());
    assert_eq!(links(&bench).len(), 1);
    assert!(told(&bench.idle(20_000)).is_empty());
}

// row!(L24)
#[test]
fn what_does_not_lead_into_hubspot_is_never_opened() {
    for url in [
        "http://app.hubspot.com/contacts/7/record/0-5/42",
        "https://app.hubspot.com.evil.example/x",
        "https://app.hubspot.com@evil.example/x",
        "https://app.hubspot.com\\@evil.example/x",
        "https://evil.example/https://app.hubspot.com/",
        "https:/evil.example//app.hubspot.com/",
        "https://app.hubspot.com:8443/x",
        "//app.hubspot.com/x",
        "javascript:alert(1)///",
        " https://app.hubspot.com/x",
        "https://APP.hubspot.com/x",
        "https://app.hubspot.com",
        "",
    ] {
        let mut bench = Bench::owner(); // a page that said neither origin nor account
        let mut call = popping(ringing(1), "0-5", PopTab::New);
        call.case = Some(Case {
            record: record("0-5", "42"),
            name: "Call".into(),
            url: url.into(),
            new: true,
        });
        call.pop.as_mut().unwrap().url = url.into();
        let out = bench.call(call);
        let out = bench.done(&told(&out).remove(0));
        assert!(opened(&out).is_empty(), "{url}");
        assert_eq!(links(&bench), [], "{url}");
        let out = bench.act(Intent::Open(id(1), record("0-5", "42")));
        assert!(out.is_empty(), "{url}");
    }
}

#[test]
fn hubspots_own_hosts_and_the_page_that_greeted_are_opened() {
    let preview = "http://hubspot.localhost:4180";
    for (greeted, url) in [
        ("", "https://app.hubspot.com/help-desk/7/view/1/ticket/42"),
        ("", "https://app-na2.hubspot.com/x"),
        (preview, "http://hubspot.localhost:4180/x"),
    ] {
        let mut bench = Bench::owner();
        let info = HostInfo { origin: greeted.into(), ..HostInfo::default() };
        bench.give(Input::HostReady { info, instance: "h1".into() });
        let mut call = popping(ringing(1), "0-5", PopTab::New);
        call.pop.as_mut().unwrap().url = url.into();
        let out = bench.call(call);
        assert_eq!(opened(&bench.done(&told(&out).remove(0))), [url]);
    }
}

#[test]
fn person_and_ticket_can_be_opened_by_hand_through_the_call_and_its_wrap_up() {
    for call in [ringing(1), dialling(1), connected(&ringing(1)), wrap_up(&ringing(1))] {
        let mut bench = in_hubspot();
        let party = Party {
            name: "Ada".into(),
            detail: String::new(),
            fields: Vec::new(),
            record: Some(record("0-1", "9")),
            source: PartySource::Lookup,
        };
        let case = Case {
            record: record("0-5", "42"),
            name: "Call".into(),
            url: address("0-5", "42"),
            new: false,
        };
        bench.call(CallView { party: Some(party), case: Some(case), ..call });
        let expected = [
            RecordLink { record: record("0-1", "9"), url: String::new() },
            RecordLink { record: record("0-5", "42"), url: address("0-5", "42") },
        ];
        assert_eq!(links(&bench), expected);
        let out = bench.act(Intent::Open(id(1), record("0-1", "9")));
        let to = navigated(&out).remove(0);
        assert_eq!(to.object.unwrap().object_id, Id::from(9));
        assert_eq!(to.open_in, Some(OpenIn::NewTab), "what is on screen stays");
        assert!(bench.act(Intent::Open(id(1), record("0-1", "8"))).is_empty(), "not this one");
    }
}
