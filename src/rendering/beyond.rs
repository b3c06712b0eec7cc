//! Keys, whom a call can be given to, and the third beside it, as they are drawn and pressed.

use contract::{CallId, Target, ThirdWish};
use desk::Intent;

use super::*;

fn call() -> CallId {
    CallId("1".into())
}

/// The visible button with this text.
fn button(place: &Element, text: &str) -> Element {
    let found = shown(place, "button").into_iter().find(|button| name(button) == text);
    found.unwrap_or_else(|| panic!("no button {text}"))
}

// row!(P6)
#[wasm_bindgen_test]
async fn every_key_is_a_button_and_those_that_were_pressed_are_shown() {
    let drawn = heard("keys").await;
    assert_eq!(name(&one(&drawn.place, "[data-at=pressed]")), "4417#");
    let keys = shown(&drawn.place, ".panel .key");
    assert_eq!(keys.iter().map(name).collect::<String>(), "123456789*0#");
    press(&keys[9]);
    press(&button(&drawn.place, "Keys"));
    assert_eq!(MEANT.take(), [Intent::Press(call(), '*'), Intent::Keys(call())]);
}

// row!(P6)
#[wasm_bindgen_test]
async fn agents_stand_with_their_presence_and_who_is_away_cannot_be_given_a_call() {
    let drawn = heard("transfer").await;
    let rows: Vec<String> = shown(&drawn.place, ".target p").iter().map(name).collect();
    let wanted =
        ["Dana Whitfield Available", "Bea van den Berg-Oosterhuis In a call", "Cleo Adeyemi Away"];
    assert_eq!(rows, wanted);
    press(&button(&drawn.place, "Transfer Dana Whitfield"));
    press(&button(&drawn.place, "Consult Bea van den Berg-Oosterhuis"));
    let give = |id: &str, first| Intent::Give(call(), Target::Agent(id.into()), first);
    assert_eq!(MEANT.take(), [give("1", false), give("2", true)]);
    let away = shown(&drawn.place, "button").iter().any(|b| name(b).ends_with("Cleo Adeyemi"));
    assert!(!away);
}

// row!(P6)
#[wasm_bindgen_test]
async fn a_number_that_is_typed_can_be_given_the_call() {
    let drawn = heard("transfer-number").await;
    press(&button(&drawn.place, "Transfer +44 20 7946 0000"));
    let to = Target::Number("+44 20 7946 0000".into());
    assert_eq!(MEANT.take(), [Intent::Give(call(), to, false)]);
}

// row!(P6)
#[wasm_bindgen_test]
async fn each_stage_with_a_third_has_its_own_buttons() {
    let names = |drawn: &Drawn| -> Vec<String> {
        shown(&drawn.place, ".third button").iter().map(name).collect()
    };
    let drawn = heard("transferring").await;
    assert_eq!(names(&drawn), ["Cancel"]);
    assert_eq!(name(&one(&drawn.place, ".party [data-at=says]")), "Transferring to Dana");
    let given = one(&drawn.place, "[data-at=transfer]");
    assert!(given.has_attribute("disabled"), "one third at a time");
    assert_eq!(names(&heard("joined").await), ["Complete", "Hang up the third"]);
    let drawn = heard("asked").await;
    assert_eq!(names(&drawn), ["Swap", "Merge", "Complete", "Hang up the third"]);
    for text in names(&drawn) {
        press(&button(&drawn.place, &text));
    }
    let wanted = [ThirdWish::Swap, ThirdWish::Merge, ThirdWish::Complete, ThirdWish::Drop];
    assert_eq!(MEANT.take(), wanted.map(|does| Intent::Third(call(), does)));
    drawn.ui.scene.update(|scene| {
        let view = std::sync::Arc::make_mut(&mut scene.view);
        view.front.as_mut().unwrap().third.as_mut().unwrap().mixes = false;
    });
    settled().await;
    assert_eq!(names(&drawn), ["Swap", "Complete", "Hang up the third"], "where nothing mixes");
}
