//! The list of HubSpot's open windows.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use serde_json::{Value, json};
use sidetone_preview::state::Shared;

async fn tell(preview: &Shared, id: &str, user: u64, spoke: u64, gone: bool, word: u64) {
    let window = json!({
        "id": id, "user": user, "place": "remote", "title": "Ada", "visible": true,
        "connected": true, "spoke": spoke, "gone": gone, "word": word,
    });
    assert_eq!(common::own(preview, "POST", "/preview/windows", window).await.0, 204);
}

async fn speaking(preview: &Shared) -> Vec<(String, bool)> {
    let (status, list) = common::own(preview, "GET", "/preview/windows", Value::Null).await;
    assert_eq!(status, 200);
    let pair = |window: &Value| {
        (window["id"].as_str().unwrap().to_owned(), window["speaks"].as_bool().unwrap())
    };
    list["results"].as_array().unwrap().iter().map(pair).collect()
}

fn list(pairs: &[(&str, bool)]) -> Vec<(String, bool)> {
    pairs.iter().map(|(id, speaks)| ((*id).to_owned(), *speaks)).collect()
}

#[tokio::test]
async fn of_each_person_the_window_that_spoke_last_is_marked_until_it_is_gone() {
    let preview = common::preview(None);
    tell(&preview, "a", 1, 0, false, 1).await;
    assert_eq!(speaking(&preview).await, list(&[("a", false)]), "nobody has spoken yet");
    tell(&preview, "a", 1, 5, false, 2).await;
    tell(&preview, "b", 1, 7, false, 1).await;
    tell(&preview, "c", 2, 6, false, 1).await;
    assert_eq!(speaking(&preview).await, list(&[("a", false), ("b", true), ("c", true)]));
    tell(&preview, "b", 1, 7, true, 2).await;
    assert_eq!(speaking(&preview).await, list(&[("a", true), ("c", true)]));
}

#[tokio::test]
async fn an_older_word_that_arrives_late_does_not_bring_a_window_back_and_a_newer_one_does() {
    let preview = common::preview(None);
    tell(&preview, "a", 1, 0, false, 1).await;
    tell(&preview, "a", 1, 0, true, 3).await;
    tell(&preview, "a", 1, 0, false, 2).await;
    assert_eq!(speaking(&preview).await, list(&[]));
    tell(&preview, "a", 1, 0, false, 4).await;
    assert_eq!(speaking(&preview).await, list(&[("a", false)]));
}

#[tokio::test]
async fn windows_that_are_gone_take_no_place() {
    let preview = common::preview(None);
    for id in 0..250 {
        tell(&preview, &id.to_string(), 1, 0, true, 1).await;
    }
    tell(&preview, "a", 1, 0, false, 1).await;
    assert_eq!(speaking(&preview).await, list(&[("a", false)]));
}

#[tokio::test]
async fn a_window_that_went_without_a_word_is_told_of_by_another_of_its_browser() {
    let preview = common::preview(None);
    tell(&preview, "a", 1, 0, false, 4).await;
    let (_, list) = common::own(&preview, "GET", "/preview/windows", Value::Null).await;
    // What the other has to say of it: all that was known, and a word after the last.
    let mut lost = list["results"][0].clone();
    assert_eq!(lost["word"], 4);
    lost["gone"] = true.into();
    lost["word"] = 5.into();
    assert_eq!(common::own(&preview, "POST", "/preview/windows", lost).await.0, 204);
    assert_eq!(speaking(&preview).await, []);
    // It was only slow.
    tell(&preview, "a", 1, 0, false, 6).await;
    assert_eq!(speaking(&preview).await, self::list(&[("a", false)]));
}
