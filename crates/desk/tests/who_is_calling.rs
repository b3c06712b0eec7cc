//! Who is calling: nobody known, one, several, and what the person does about it.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{Beside, ContactField, Input, Intent, Spot};

fn record(id: &str) -> RecordRef {
    RecordRef { object_type: "0-1".into(), id: id.into() }
}

fn candidates() -> Vec<Candidate> {
    let one = |id: &str, name: &str, why: &str| Candidate {
        record: record(id),
        name: name.into(),
        detail: "Acme".into(),
        why: why.into(),
    };
    vec![one("1", "Ada", "You spoke with them on 3 May"), one("2", "Bea", "")]
}

fn several(call: CallView) -> CallView {
    CallView { looked: Looked::Several(candidates()), ..call }
}

fn nobody(call: CallView) -> CallView {
    CallView { looked: Looked::Nobody, ..call }
}

fn is_party(call: CallView, id: &str, name: &str, source: PartySource) -> CallView {
    let party = Party {
        name: name.into(),
        detail: String::new(),
        fields: vec![("Tier".into(), "Gold".into())],
        record: Some(record(id)),
        source,
    };
    CallView { party: Some(party), looked: Looked::One, ..call }
}

fn beside(bench: &Bench) -> Beside {
    bench.desk.view().front.as_ref().unwrap().beside.clone()
}

fn name(bench: &Bench) -> Option<String> {
    bench.desk.view().front.as_ref().unwrap().party.as_ref().map(|party| party.name.clone())
}

fn types(bench: &mut Bench, field: ContactField, text: &str) {
    bench.act(Intent::ContactTyped(id(1), field, text.into()));
}

// row!(P15)
#[test]
fn one_who_is_known_is_shown_with_what_the_administrator_chose() {
    let mut bench = Bench::owner();
    bench.call(is_party(ringing(1), "1", "Ada", PartySource::Lookup));
    let view = bench.desk.view();
    let party = view.front.as_ref().unwrap().party.as_ref().unwrap();
    assert_eq!(party.fields, [("Tier".into(), "Gold".into())]);
    let beside = beside(&bench);
    assert!(!beside.choosing && !beside.can_create && beside.candidates.is_empty());
}

// row!(P15) row!(L18)
#[test]
fn several_are_offered_likeliest_first_and_the_call_can_be_answered_all_the_same() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    assert_eq!(beside(&bench), Beside::default(), "the ring waits for nothing");
    bench.call(several(ringing(1)));
    assert!(beside(&bench).choosing);
    assert_eq!(beside(&bench).candidates, candidates());
    assert_eq!(bench.desk.view().announce, "Several people have this number");
    assert_eq!(wishes(&bench.act(Intent::Answer(id(1)))), [Wish::Answer { call: id(1) }]);
}

#[test]
fn a_choice_is_sent_at_once_and_shown_before_it_is_answered() {
    let mut bench = Bench::owner();
    bench.call(several(ringing(1)));
    let out = bench.act(Intent::Choose(id(1), record("2")));
    assert_eq!(wishes(&out), [Wish::Choose { call: id(1), record: record("2") }]);
    assert_eq!(name(&bench).as_deref(), Some("Bea"));
    assert!(!beside(&bench).choosing);
    bench.done(&key(&out));
    assert_eq!(name(&bench).as_deref(), Some("Bea"), "until the backend shows it");
    bench.call(is_party(ringing(1), "2", "Beatrice", PartySource::Chosen));
    assert_eq!(name(&bench).as_deref(), Some("Beatrice"));
}

#[test]
fn another_can_be_chosen_as_long_as_the_call_is_at_hand() {
    let mut bench = Bench::owner();
    bench.call(several(ringing(1)));
    let first = key(&bench.act(Intent::Choose(id(1), record("1"))));
    bench.done(&first);
    let call = is_party(wrap_up(&ringing(1)), "1", "Ada", PartySource::Chosen);
    bench.call(call);
    assert!(!beside(&bench).choosing);
    assert_eq!(beside(&bench).candidates, candidates(), "they are remembered");
    bench.act(Intent::Others(id(1)));
    assert!(beside(&bench).choosing);
    let out = bench.act(Intent::Choose(id(1), record("2")));
    assert_eq!(wishes(&out), [Wish::Choose { call: id(1), record: record("2") }]);
    assert_eq!(name(&bench).as_deref(), Some("Bea"));
    bench.event(Event::Gone(id(1)));
    assert_eq!(wishes(&bench.act(Intent::Choose(id(1), record("1")))), []);
}

#[test]
fn only_the_last_of_two_quick_choices_is_sent_again_after_a_loss() {
    let mut bench = Bench::owner();
    bench.call(several(ringing(1)));
    bench.act(Intent::Choose(id(1), record("1")));
    bench.act(Intent::Choose(id(1), record("2")));
    bench.give(Input::StreamLost { jitter: 0.0 });
    let again = wishes(&bench.resume());
    assert!(again.contains(&Wish::Choose { call: id(1), record: record("2") }), "{again:?}");
    assert!(!again.contains(&Wish::Choose { call: id(1), record: record("1") }), "{again:?}");
}

#[test]
fn a_choice_that_was_refused_is_taken_back_and_said() {
    let mut bench = Bench::owner();
    bench.call(several(ringing(1)));
    let out = bench.act(Intent::Choose(id(1), record("2")));
    bench.refused(&key(&out), "hubspot");
    assert_eq!(name(&bench), None);
    assert!(beside(&bench).choosing);
    assert_eq!(bench.desk.view().notice.as_ref().unwrap().text, "A sentence.");
}

#[test]
fn who_was_not_offered_cannot_be_chosen() {
    let mut bench = Bench::owner();
    bench.call(several(ringing(1)));
    assert_eq!(wishes(&bench.act(Intent::Choose(id(1), record("9")))), []);
    assert_eq!(wishes(&bench.act(Intent::Choose(id(2), record("1")))), []);
}

#[test]
fn whom_the_agent_dialled_is_not_asked_about_again() {
    let mut bench = Bench::owner();
    let call = is_party(dialling(1), "1", "Ada", PartySource::Dialled);
    bench.call(several(call));
    assert!(!beside(&bench).choosing);
    bench.act(Intent::Others(id(1)));
    assert!(beside(&bench).choosing, "unless they want to");
}

// row!(P15)
#[test]
fn a_contact_can_be_made_of_nobody_in_every_stage_of_a_call() {
    for call in [ringing(1), dialling(1), connected(&ringing(1)), wrap_up(&ringing(1))] {
        let mut bench = Bench::owner();
        bench.call(nobody(call));
        assert!(beside(&bench).can_create);
        bench.act(Intent::Contact(id(1)));
        assert_eq!(bench.desk.view().focus.unwrap().0, Spot::Contact);
        types(&mut bench, ContactField::FirstName, " Ada ");
        types(&mut bench, ContactField::LastName, "Lovelace");
        types(&mut bench, ContactField::Email, "ada@example.com");
        let out = bench.act(Intent::Create(id(1)));
        let wish = Wish::CreateContact {
            call: id(1),
            first_name: "Ada".into(),
            last_name: "Lovelace".into(),
            email: "ada@example.com".into(),
        };
        assert_eq!(wishes(&out), [wish]);
        assert!(beside(&bench).contact.unwrap().working);
        assert_eq!(wishes(&bench.act(Intent::Create(id(1)))), [], "once");
        bench.done(&key(&out));
        assert_eq!(beside(&bench).contact, None);
        assert_eq!(bench.desk.view().announce, "Contact created");
    }
}

#[test]
fn a_contact_that_was_refused_keeps_what_was_typed_with_the_reason() {
    let mut bench = Bench::owner();
    bench.call(nobody(ringing(1)));
    bench.act(Intent::Contact(id(1)));
    types(&mut bench, ContactField::Email, "ada@");
    let out = bench.act(Intent::Create(id(1)));
    bench.refused(&key(&out), "hubspot");
    let form = beside(&bench).contact.unwrap();
    assert_eq!((form.email.as_str(), form.trouble.as_str()), ("ada@", "A sentence."));
    assert!(!form.working);
    assert_eq!(bench.desk.view().notice, None, "it stands at the form");
    bench.call(nobody(connected(&ringing(1))));
    assert_eq!(beside(&bench).contact.unwrap().email, "ada@", "also when the call goes on");
    types(&mut bench, ContactField::Email, "ada@example.com");
    assert_eq!(beside(&bench).contact.unwrap().trouble, "");
    let again = bench.act(Intent::Create(id(1)));
    assert_ne!(key(&again), key(&out), "another contact, another key");
}

#[test]
fn a_form_that_is_closed_and_opened_again_still_has_what_was_typed() {
    let mut bench = Bench::owner();
    bench.call(nobody(ringing(1)));
    bench.act(Intent::Contact(id(1)));
    types(&mut bench, ContactField::LastName, "Lovelace");
    bench.act(Intent::Contact(id(1)));
    assert_eq!(beside(&bench).contact, None);
    assert!(beside(&bench).can_create);
    bench.act(Intent::Contact(id(1)));
    assert_eq!(beside(&bench).contact.unwrap().last_name, "Lovelace");
}

#[test]
fn a_contact_of_nothing_is_not_asked_for() {
    let mut bench = Bench::owner();
    bench.call(nobody(ringing(1)));
    bench.act(Intent::Contact(id(1)));
    types(&mut bench, ContactField::FirstName, "  ");
    assert_eq!(wishes(&bench.act(Intent::Create(id(1)))), []);
    assert!(beside(&bench).contact.unwrap().trouble.starts_with("Enter a name"));
}

#[test]
fn an_answer_that_is_late_is_told_at_the_form_and_asked_for_under_the_same_key() {
    let mut bench = Bench::owner();
    bench.call(nobody(wrap_up(&ringing(1))));
    bench.act(Intent::Contact(id(1)));
    types(&mut bench, ContactField::LastName, "Lovelace");
    let first = key(&bench.act(Intent::Create(id(1))));
    bench.idle(10_000);
    let form = beside(&bench).contact.unwrap();
    assert!(!form.working && form.trouble.starts_with("No answer from Sidetone"), "{form:?}");
    assert_eq!(key(&bench.act(Intent::Create(id(1)))), first, "no second contact");
}

#[test]
fn a_field_ends_where_the_contract_ends_it() {
    let mut bench = Bench::owner();
    bench.call(nobody(ringing(1)));
    bench.act(Intent::Contact(id(1)));
    for (field, most) in
        [(ContactField::FirstName, 100), (ContactField::LastName, 100), (ContactField::Email, 200)]
    {
        types(&mut bench, field, &"ü".repeat(300));
        let form = beside(&bench).contact.unwrap();
        let text = match field {
            ContactField::FirstName => form.first_name,
            ContactField::LastName => form.last_name,
            ContactField::Email => form.email,
        };
        assert_eq!(text.chars().count(), most);
    }
}

#[test]
fn a_look_up_that_failed_is_a_quiet_line() {
    let mut bench = Bench::owner();
    let why = "HubSpot did not answer in time.";
    bench.call(CallView { looked: Looked::Failed(why.into()), ..ringing(1) });
    assert_eq!(beside(&bench).note, why);
    assert!(!beside(&bench).can_create, "nobody knows whether they are known");
    assert_eq!(bench.desk.view().notice, None);
}

// row!(L19)
#[test]
fn a_contact_that_hubspots_page_knows_is_not_made_again() {
    let mut bench = Bench::owner();
    let call = is_party(ringing(1), "1", "Ada", PartySource::Host);
    bench.call(nobody(call));
    assert!(!beside(&bench).can_create);
}
