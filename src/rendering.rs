//! Every state of the screen, drawn in a browser: nothing panics, everything has a name, and what
//! must be said is said.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

use crate::app::App;
use crate::gallery::{STATES, show, view};
use crate::ui::Ui;

/// A state on the page; taken away again when it is dropped.
struct Drawn {
    ui: Ui,
    place: HtmlElement,
    _mounted: Box<dyn std::any::Any>,
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
    let mounted = mount_to(place.clone(), move || view! { <App ui=ui/> });
    settled().await;
    Drawn { ui, place, _mounted: Box::new(mounted) }
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
        let heading = all(&drawn.place, "h1").first().map(name);
        let label = screens[0].get_attribute("aria-label");
        assert!(heading.or(label).is_some_and(|n| !n.is_empty()), "{state}: a name");
        for button in all(&drawn.place, "button").iter().filter(|button| !is_hidden(button)) {
            assert!(!name(button).is_empty(), "{state}: {}", button.outer_html());
            assert_eq!(button.get_attribute("type").as_deref(), Some("button"), "{state}");
        }
        for field in all(&drawn.place, "input, textarea") {
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
    for state in ["ringing", "dialling", "talking", "wrap-up", "ended", "second"] {
        let drawn = draw(state).await;
        let said = |inside: &str| {
            all(&drawn.place, inside).iter().any(|tag| !is_hidden(tag) && name(tag) == "Simulated")
        };
        assert!(said("main .tag"), "{state}");
        assert!(state != "second" || said(".banner .tag"), "{state}");
    }
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
    assert!(is_hidden(&one(&drawn.place, ".menu input")));
    assert_eq!(all(&drawn.place, ".tenant").len(), 3);
    drop(drawn);
    let drawn = draw("many-tenants").await;
    assert!(!is_hidden(&one(&drawn.place, ".menu input")));
    assert_eq!(all(&drawn.place, ".tenant").len(), 9);
    let find = |text: &str| {
        let text = text.to_owned();
        drawn.ui.scene.update(|s| std::sync::Arc::make_mut(&mut s.view).menu = Some(text));
    };
    find(" WIND ");
    settled().await;
    let found: Vec<String> = all(&drawn.place, ".tenant").iter().map(name).collect();
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[0].starts_with("Northwind Outfitters") && found[0].ends_with("Now"), "{found:?}");
    find("nowhere");
    settled().await;
    assert!(all(&drawn.place, ".tenant").is_empty());
}
