//! How a number will be dialled is known before it is.

use reqwest::Method;
use serde_json::{Value, json};

use crate::rig::Rig;

async fn read(rig: &Rig, token: &str, query: &[(&str, &str)]) -> Value {
    let mut url = reqwest::Url::parse(&rig.url("/api/number")).unwrap();
    url.query_pairs_mut().extend_pairs(query);
    let path = format!("/api/number?{}", url.query().unwrap());
    let request = rig.ask(Method::GET, &path).bearer_auth(token);
    request.send().await.unwrap().json().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_shown_as_it_will_be_dialled_with_its_country() {
    let rig = Rig::new().await;
    let token = rig.token(&rig.agent).await;
    for (typed, dials, shown, country) in [
        ("020 7323 8299", "+442073238299", "+44 20 7323 8299", "United Kingdom"),
        ("+1 (650) 253-0000", "+16502530000", "+1 650-253-0000", "United States"),
        ("0041 44 668 18 00", "+41446681800", "+41 44 668 18 00", "Switzerland"),
    ] {
        let reading = read(&rig, &token, &[("typed", typed)]).await;
        assert_eq!(reading["dials"], dials, "{typed}");
        assert_eq!(reading["shown"], shown, "{typed}");
        assert_eq!(reading["country"], country, "{typed}");
        assert_eq!(reading["typed"], typed);
        assert_eq!(reading["valid"], true);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_national_number_is_read_in_the_country_that_hubspot_named() {
    let rig = Rig::new().await;
    let token = rig.token(&rig.agent).await;
    let reading = read(&rig, &token, &[("typed", "030 901820"), ("country", "de")]).await;
    assert_eq!(reading["dials"], "+4930901820");
    assert_eq!(reading["country"], "Germany");
}

#[tokio::test(flavor = "multi_thread")]
async fn emergency_numbers_are_never_rewritten_and_the_simulated_line_says_that_it_cannot() {
    let rig = Rig::new().await;
    let token = rig.token(&rig.agent).await;
    for typed in ["999", "112", " 9 9 9 "] {
        let reading = read(&rig, &token, &[("typed", typed)]).await;
        assert_eq!(reading["emergency"], true, "{typed}");
        assert_eq!(reading["dials"], typed.replace(' ', ""));
        assert_eq!(reading["valid"], false);
        assert!(reading["note"].as_str().unwrap().contains("cannot carry"));
    }
    let surface = rig.surface("s").await;
    let line = &surface.snapshot.as_ref().unwrap().line;
    assert_eq!(line.emergency.numbers, ["999", "112"]);
    assert!(!line.emergency.carried);
    let wish = json!({ "dial": { "call": "0198c0de-0000-7000-8000-000000000999", "to": "999" } });
    let answer = rig.command(&surface, wish).await;
    assert_eq!(answer.status(), 409);
    assert_eq!(answer.json::<Value>().await.unwrap()["code"], "not-carried");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extension_is_dialled_as_it_is_typed_and_an_emergency_number_of_elsewhere_is_none() {
    let rig = Rig::new().await;
    let token = rig.token(&rig.agent).await;
    for typed in ["12", "1001", "20-11", "123 456", "0"] {
        let reading = read(&rig, &token, &[("typed", typed)]).await;
        let plain: String = typed.chars().filter(char::is_ascii_digit).collect();
        let is_one = plain.len() > 1;
        assert_eq!(reading["valid"], is_one, "{typed}");
        assert_eq!(reading["dials"], if is_one { plain.as_str() } else { "" }, "{typed}");
        assert_eq!(reading["emergency"], false);
        assert_eq!(reading["country"], "", "{typed} is of no country");
    }
    // What HubSpot says is of a country is a number there, and one too short is none.
    let reading = read(&rig, &token, &[("typed", "1001"), ("country", "DE")]).await;
    assert_eq!(reading["valid"], false, "{reading}");
    let reading = read(&rig, &token, &[("typed", "911")]).await;
    assert_eq!(reading["valid"], false);
    let note = reading["note"].as_str().unwrap();
    assert!(note.contains("999 or 112"), "{note}");
    // The plus begins a whole number.
    let reading = read(&rig, &token, &[("typed", "+1001")]).await;
    assert_eq!(reading["valid"], false, "{reading}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_refused_with_a_sentence() {
    let rig = Rig::new().await;
    let token = rig.token(&rig.agent).await;
    let long = "1".repeat(5000);
    for typed in ["", "hello", "1", "+", "++44", "+44 20 7323 8299 x5", long.as_str(), "💥"] {
        let reading = read(&rig, &token, &[("typed", typed)]).await;
        assert_eq!(reading["valid"], false, "{typed}");
        assert!(!reading["note"].as_str().unwrap().is_empty());
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]

    #[test]
    fn no_text_breaks_the_reading(
        text in "(\\PC{0,20}|[+0-9 ()x#*;,-]{0,30}|\\+?[0-9]{1,18})",
        country in "([A-Z]{2}|\\PC{0,4})",
    ) {
        let reading = sidetone_backend::number::read(&text, Some(&country), "GB", false);
        if reading.valid {
            proptest::prop_assert!(reading.dials.starts_with('+') && reading.dials.len() <= 16);
        }
        sidetone_backend::number::show(&text);
        sidetone_backend::number::national(&text);
        sidetone_backend::number::normalised(&text, &country);
    }
}
