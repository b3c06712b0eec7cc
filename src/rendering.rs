//! Every state of the screen, drawn in a browser: nothing panics, everything has a name, and what
//! must be said is said.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod beyond;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

use crate::app;
use crate::gallery::{STATES, show, view};
use crate::ui::Ui;

/// A state on the page; taken away again when it is dropped.
struct Drawn {
    ui: Ui,
    place: HtmlElement,
}

impl Drop for Drawn {
    fn drop(&mut self) {
        self.place.remove();
    }
}

async fn draw(state: &str) -> Drawn {
    let document = web_sys::window().unwrap().document().unwrap();
    let place: HtmlElement = document.create_element("div").unwrap().unchecked_into();
    document.body().unwrap().append_child(&place).unwrap();
    let ui = show(state);
    app::draw(&place, ui);
    settled().await;
    Drawn { ui, place }
}

/// Waits until effects have run.
async fn settled() {
    crate::shell::timer::wait(20).await;
}

fn all(place: &Element, selector: &str) -> Vec<Element> {
    let list = place.query_selector_all(selector).unwrap();
    (0..list.length()).map(|i| list.get(i).unwrap().unchecked_into()).collect()
}

fn is_hidden(element: &Element) -> bool {
    element.closest("[hidden]").unwrap().is_some()
}

fn name(element: &Element) -> String {
    let text = element.text_content().unwrap_or_default();
    element.get_attribute("aria-label").unwrap_or(text).trim().to_owned()
}

fn one(place: &Element, selector: &str) -> Element {
    place.query_selector(selector).unwrap().unwrap()
}

#[wasm_bindgen_test]
async fn every_state_is_drawn_with_a_name_and_named_controls() {
    for state in STATES {
        let drawn = draw(state).await;
        let screens = all(&drawn.place, ".screen");
        assert_eq!(screens.len(), 1, "{state}: one screen");
        let heading = all(&drawn.place, "h1").iter().find(|h| !is_hidden(h)).map(name);
        let label = screens[0].get_attribute("aria-label");
        assert!(heading.or(label).is_some_and(|n| !n.is_empty()), "{state}: a name");
        for button in all(&drawn.place, "button").iter().filter(|button| !is_hidden(button)) {
            assert!(!name(button).is_empty(), "{state}: {}", button.outer_html());
            assert_eq!(button.get_attribute("type").as_deref(), Some("button"), "{state}");
        }
        for field in shown(&drawn.place, "input, textarea") {
            let label = field.closest("label").unwrap().map(|l| name(&l));
            let label = field.get_attribute("aria-label").or(label).unwrap_or_default();
            assert!(!label.is_empty(), "{state}: {}", field.outer_html());
        }
        let styled = all(&drawn.place, "[style]");
        assert!(styled.is_empty(), "{state}: the policy forbids style attributes");
        let ordered = all(&drawn.place, "[tabindex]:not([tabindex='-1'])");
        assert!(ordered.is_empty(), "{state}: the page's order is the keyboard's order");
    }
}

#[wasm_bindgen_test]
async fn a_simulated_call_says_so_wherever_it_shows() {
    for state in
        ["ringing", "several", "new-contact", "dialling", "talking", "wrap-up", "ended", "second"]
    {
        let drawn = draw(state).await;
        let said = |inside: &str| {
            all(&drawn.place, inside).iter().any(|tag| !is_hidden(tag) && name(tag) == "Simulated")
        };
        assert!(said(".party .tag"), "{state}");
        assert!(state != "second" || said(".banner .tag"), "{state}");
    }
}

#[wasm_bindgen_test]
async fn what_waits_stands_below_the_header_and_several_wrap_ups_are_one_line() {
    let drawn = draw("ringing-in-a-wrap-up").await;
    let header = one(&drawn.place, "header").get_bounding_client_rect();
    let waits = one(&drawn.place, "[data-at=others] .banner");
    assert!(waits.get_bounding_client_rect().top() >= header.bottom(), "it lies over the header");
    drawn.ui.scene.update(|scene| {
        let view = std::sync::Arc::make_mut(&mut scene.view);
        let again = view.others[0].clone();
        view.others.push(desk::CallCard { id: contract::CallId("3".into()), ..again });
    });
    settled().await;
    let waits = one(&drawn.place, "[data-at=others] .banner");
    assert_eq!(name(&waits), "2 calls wait for an outcome");
    // What rings lies over it, and moves nothing.
    let drawn = draw("second").await;
    one(&drawn.place, "[data-at=rings] .banner");
    assert_eq!(all(&drawn.place, "[data-at=others] .banner").len(), 0);
}

#[wasm_bindgen_test]
async fn a_ringing_call_shows_the_number_at_once_and_is_announced_assertively() {
    let drawn = draw("unnamed").await;
    assert_eq!(name(&one(&drawn.place, "h1")), "+44 20 7323 8299");
    one(&drawn.place, "#answer");
    drawn
        .ui
        .scene
        .update(|s| std::sync::Arc::make_mut(&mut s.view).announce = "Incoming call".into());
    settled().await;
    assert_eq!(name(&one(&drawn.place, "[aria-live=assertive]")), "Incoming call");
    assert_eq!(name(&one(&drawn.place, "[role=status]")), "");
}

#[wasm_bindgen_test]
async fn a_name_that_arrives_later_replaces_the_number_without_moving_the_buttons() {
    let drawn = draw("unnamed").await;
    let answer = one(&drawn.place, "#answer");
    drawn.ui.scene.update(|s| s.view = view("ringing").into());
    settled().await;
    assert_eq!(name(&one(&drawn.place, "h1")), "Priya Raman");
    assert_eq!(one(&drawn.place, "#answer"), answer, "the same element");
}

#[wasm_bindgen_test]
async fn mute_keeps_its_name_and_says_whether_it_is_down() {
    let drawn = draw("talking").await;
    let mute = one(&drawn.place, "[aria-pressed]");
    assert_eq!(
        (name(&mute), mute.get_attribute("aria-pressed")),
        ("Mute".into(), Some("false".into()))
    );
    drawn.ui.scene.update(|s| s.view = view("muted").into());
    settled().await;
    assert_eq!(one(&drawn.place, "[aria-pressed]"), mute, "the same element");
    assert_eq!(
        (name(&mute), mute.get_attribute("aria-pressed")),
        ("Mute".into(), Some("true".into()))
    );
}

#[wasm_bindgen_test]
fn the_page_holds_the_queue_script_as_the_protocol_crate_gives_it() {
    assert!(include_str!("../index.html").contains(hubspot_calling::browser::QUEUE_SCRIPT));
}

#[wasm_bindgen_test]
async fn more_than_seven_tenants_can_be_searched_and_fewer_need_no_search() {
    let drawn = draw("menu").await;
    assert!(is_hidden(&one(&drawn.place, "#menu input")));
    assert_eq!(all(&drawn.place, "#menu .tenant").len(), 3);
    drop(drawn);
    let drawn = draw("many-tenants").await;
    assert!(!is_hidden(&one(&drawn.place, "#menu input")));
    assert_eq!(all(&drawn.place, "#menu .tenant").len(), 9);
    let find = |text: &str| {
        let text = text.to_owned();
        drawn.ui.scene.update(|s| std::sync::Arc::make_mut(&mut s.view).menu = Some(text));
    };
    find(" WIND ");
    settled().await;
    let found: Vec<String> = all(&drawn.place, "#menu .tenant").iter().map(name).collect();
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[0].starts_with("Northwind Outfitters") && found[0].ends_with("Now"), "{found:?}");
    find("nowhere");
    settled().await;
    assert!(all(&drawn.place, "#menu .tenant").is_empty());
}

/// A press, as the browser reports it.
fn press(element: &Element) {
    element.unchecked_ref::<HtmlElement>().click();
}

thread_local! {
    static MEANT: std::cell::RefCell<Vec<desk::Intent>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// A state whose presses are remembered.
async fn heard(state: &str) -> Drawn {
    MEANT.take();
    let mut drawn = draw(state).await;
    drawn.place.remove();
    let ui = Ui { act: |intent| MEANT.with_borrow_mut(|all| all.push(intent)), ..drawn.ui };
    let document = web_sys::window().unwrap().document().unwrap();
    let place: HtmlElement = document.create_element("div").unwrap().unchecked_into();
    document.body().unwrap().append_child(&place).unwrap();
    app::draw(&place, ui);
    settled().await;
    drawn = Drawn { ui, place };
    drawn
}

fn shown(place: &Element, selector: &str) -> Vec<Element> {
    all(place, selector).into_iter().filter(|e| !is_hidden(e)).collect()
}

// row!(P15)
#[wasm_bindgen_test]
async fn candidates_are_buttons_with_their_reasons_and_a_press_chooses() {
    let drawn = heard("several").await;
    let rows = shown(&drawn.place, ".who");
    assert_eq!(rows.len(), 3);
    assert_eq!(name(&rows[0]), "Priya Raman Acme Travel Ltd You spoke with them on 3 May");
    press(&one(&drawn.place, "#answer"));
    press(&rows[1]);
    let record = contract::RecordRef { object_type: "0-1".into(), id: "2".into() };
    let call = contract::CallId("1".into());
    let meant = [desk::Intent::Answer(call.clone()), desk::Intent::Choose(call, record)];
    assert_eq!(MEANT.take(), meant, "and answering is never in the way");
}

#[wasm_bindgen_test]
async fn a_name_that_is_being_typed_stays_when_the_call_is_answered() {
    let drawn = draw("new-contact").await;
    let field: HtmlElement = one(&drawn.place, "#new-last").unchecked_into();
    field.focus().unwrap();
    drawn.ui.scene.update(|s| s.view = view("contact-talking").into());
    settled().await;
    assert_eq!(one(&drawn.place, "#new-last"), *field, "the same field");
    let document = web_sys::window().unwrap().document().unwrap();
    assert_eq!(document.active_element().unwrap(), *field, "with the keyboard in it");
}

// row!(U31) row!(U32)
#[wasm_bindgen_test]
async fn a_ticket_is_a_link_into_a_tab_of_its_own_and_a_contact_a_button() {
    let drawn = heard("known").await;
    let links = shown(&drawn.place, ".beside a");
    assert_eq!(links.len(), 1);
    let attribute = |name: &str| links[0].get_attribute(name).unwrap_or_default();
    assert_eq!(name(&links[0]), "Open ticket");
    assert_eq!(attribute("href"), "https://app.hubspot.com/contacts/1/record/0-5/9");
    assert_eq!((attribute("target"), attribute("rel")), ("_blank".into(), "noopener".into()));
    let buttons = shown(&drawn.place, ".beside button");
    assert_eq!(buttons.iter().map(name).collect::<Vec<_>>(), ["Open contact"]);
    press(&buttons[0]);
    let record = contract::RecordRef { object_type: "0-1".into(), id: "9".into() };
    assert_eq!(MEANT.take(), [desk::Intent::Open(contract::CallId("1".into()), record)]);
}

// row!(P1) row!(P2)
#[wasm_bindgen_test]
async fn the_list_of_statuses_marks_the_present_and_the_next_and_a_press_chooses() {
    let drawn = heard("statuses-in-a-call").await;
    let button = one(&drawn.place, "[data-at=status]");
    assert_eq!(
        name(&one(&drawn.place, "[data-at=says]")),
        "Next: Training with the northern field team"
    );
    assert_eq!(button.get_attribute("aria-expanded").as_deref(), Some("true"));
    let rows = names(&drawn.place, "#statuses button");
    assert_eq!(rows[..4], ["AvailableNow", "Unavailable", "Break", "Meeting"]);
    assert!(rows[4].ends_with("Next"), "{rows:?}");
    let buttons = shown(&drawn.place, "#statuses button");
    press(&buttons[0]);
    press(&buttons[2]);
    press(&button);
    let away = contract::Choice {
        presence: contract::Presence::Unavailable,
        reason: Some("break".into()),
    };
    let meant = [
        desk::Intent::Status(contract::Choice::default()),
        desk::Intent::Status(away),
        desk::Intent::Statuses,
    ];
    assert_eq!(MEANT.take(), meant);
}

// row!(P2)
#[wasm_bindgen_test]
async fn an_unanswered_ring_leaves_a_line_with_one_button_and_a_wrap_up_can_have_more_time() {
    let drawn = heard("missed").await;
    let line = "A call rang and nobody answered. You are set to unavailable.";
    assert_eq!(names(&drawn.place, "[data-at=unanswered] p"), [line]);
    press(&shown(&drawn.place, "[data-at=unanswered] button")[0]);
    assert_eq!(MEANT.take(), [desk::Intent::Status(contract::Choice::default())]);
    drop(drawn);
    let drawn = heard("wrap-up").await;
    press(&one(&drawn.place, "[data-at=line] [data-at=more]"));
    assert_eq!(MEANT.take(), [desk::Intent::MoreTime(contract::CallId("1".into()))]);
}

fn names(place: &Element, selector: &str) -> Vec<String> {
    shown(place, selector).iter().map(name).collect()
}

// row!(P13)
#[wasm_bindgen_test]
async fn nested_outcomes_open_and_close_and_the_keyboard_stays_on_the_group() {
    let drawn = heard("outcomes").await;
    assert_eq!(names(&drawn.place, ".group"), ["Sales", "Follow up", "Service"]);
    let leaves = [
        "Call back",
        "Send the offer",
        "Ordered",
        "Not interested",
        "Wrong number",
        "Nobody spoke",
    ];
    assert_eq!(names(&drawn.place, ".choices label"), leaves);
    assert_eq!(name(&one(&drawn.place, ".path")), "Sales › Follow up › Call back");
    let group: HtmlElement = shown(&drawn.place, ".group")[0].clone().unchecked_into();
    group.focus().unwrap();
    press(&group);
    assert_eq!(MEANT.take(), [desk::Intent::Group("sales".into())]);
    drawn.ui.scene.update(|s| std::sync::Arc::make_mut(&mut s.view).groups.clear());
    settled().await;
    assert_eq!(names(&drawn.place, ".choices label"), ["Wrong number", "Nobody spoke"]);
    let document = web_sys::window().unwrap().document().unwrap();
    let active = document.active_element().unwrap();
    assert_eq!(name(&active), "Sales");
    assert_eq!(active.get_attribute("aria-expanded").as_deref(), Some("false"));
    press(&shown(&drawn.place, ".choices input")[0]);
    let chosen = desk::Intent::Outcome(contract::CallId("1".into()), Some("wrong number".into()));
    assert_eq!(MEANT.take(), [chosen]);
}

// row!(P13)
#[wasm_bindgen_test]
async fn outcomes_are_found_by_their_own_words_and_those_of_their_groups() {
    let drawn = draw("outcomes").await;
    let find = |text: &str| {
        let text = text.to_owned();
        drawn.ui.scene.update(|s| std::sync::Arc::make_mut(&mut s.view).find = text);
    };
    find(" SALES  back ");
    settled().await;
    assert_eq!(names(&drawn.place, ".choices label"), ["Call back Sales › Follow up"]);
    find("service");
    settled().await;
    assert_eq!(shown(&drawn.place, ".choices label").len(), 4);
    find("zebra");
    settled().await;
    assert!(shown(&drawn.place, ".choices label").is_empty());
    assert_eq!(names(&drawn.place, "[data-at=none]"), ["No outcome has these words."]);
    drop(drawn);
    let few = draw("wrap-up").await;
    assert!(is_hidden(&one(&few.place, "fieldset [data-at=find]")), "few need no search");
}

// row!(P13)
#[wasm_bindgen_test]
async fn what_is_missing_is_said_at_the_field_and_the_keyboard_goes_there() {
    let drawn = draw("wrap-up").await;
    assert!(names(&drawn.place, ".wrap .warn").is_empty());
    drawn.ui.scene.update(|s| {
        let mut next = view("missing-notes");
        next.focus = Some((desk::Spot::Notes, 1));
        s.view = next.into();
    });
    settled().await;
    assert_eq!(names(&drawn.place, ".wrap .warn"), ["Write notes first: they are needed to save."]);
    let active = || web_sys::window().unwrap().document().unwrap().active_element().unwrap();
    assert_eq!(active().tag_name(), "TEXTAREA");
    active().unchecked_into::<HtmlElement>().blur().unwrap();
    drawn.ui.scene.update(|s| {
        let mut next = view("missing-outcome");
        next.focus = Some((desk::Spot::Outcome, 2));
        s.view = next.into();
    });
    settled().await;
    assert_eq!(
        active(),
        one(&drawn.place, "fieldset [data-at=find]"),
        "the first control of the list"
    );
}

#[wasm_bindgen_test]
async fn five_hundred_outcomes_are_drawn_in_an_instant() {
    let drawn = draw("wrap-up").await;
    let leaf = |at: usize| contract::Outcome {
        id: at.to_string(),
        label: ["Code ", &at.to_string()].concat(),
        children: Vec::new(),
    };
    let group = |at: usize| contract::Outcome {
        children: (0..25).map(|one| leaf(at * 100 + one)).collect(),
        ..leaf(at + 10_000)
    };
    let nodes: Vec<_> = (0..20).map(group).collect();
    let began = js_sys::Date::now();
    drawn.ui.scene.update(|s| {
        let view = std::sync::Arc::make_mut(&mut s.view);
        let inbound = contract::OutcomeList { nodes, required: false, notes_required: false };
        view.outcomes = std::sync::Arc::new(contract::Outcomes { inbound, ..Default::default() });
        view.find = "code".into();
    });
    settled().await;
    assert_eq!(shown(&drawn.place, ".choices label").len(), 500);
    // Not a measurement: a quadratic list would take many seconds.
    assert!(js_sys::Date::now() - began < 3_000.0);
}

// row!(U38)
#[wasm_bindgen_test]
async fn how_far_hubspot_is_with_the_last_call_is_said_truthfully() {
    for (state, said) in [
        ("saving", "Priya Raman Saving…"),
        ("saved", "Priya Raman Saved in HubSpot"),
        (
            "later",
            "Priya Raman Will be saved: HubSpot is busy with your account. The next try is in a \
             minute",
        ),
        (
            "refused",
            "Priya Raman HubSpot refused it: There is no property named call_result in this \
             account; your administrator can send it again",
        ),
    ] {
        let drawn = draw(state).await;
        assert_eq!(names(&drawn.place, ".last"), [said]);
    }
    let drawn = draw("pad").await;
    assert!(names(&drawn.place, ".last").is_empty());
}
