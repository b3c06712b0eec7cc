//! How much of HubSpot's allowance is used, as the console shows it.

use serde_json::Value;

use crate::console_links::{Browser, linked, linked_with, test};
use crate::rig::Rig;

async fn meter(rig: &Rig, browser: &Browser) -> Value {
    let path = format!("/tenants/{}/meter", rig.tenant().await.0);
    rig.console(&browser.who, "GET", &path).send().await.unwrap().json().await.unwrap()
}

// row!(U46) row!(C19) row!(C14)
#[tokio::test(flavor = "multi_thread")]
async fn the_meter_counts_what_is_asked_and_learns_the_limit_from_the_answers() {
    let (rig, browser, connection) = linked().await;
    let at_first = meter(&rig, &browser).await;
    let ten = &at_first["limits"][0];
    assert_eq!(
        (ten["name"].as_str(), ten["limit"].as_u64()),
        (Some("Requests in 10 seconds"), Some(110))
    );
    assert_eq!(ten["learnt"], false);
    assert_eq!(at_first["limits"][1]["limit"], 5);
    assert!(at_first["limits"][2]["limit"].is_null());
    let used = ten["used"].as_u64().unwrap();

    rig.hubspot.crm().limit = Some((190, 50));
    test(&rig, &browser, &connection).await;
    let now = meter(&rig, &browser).await;
    let ten = &now["limits"][0];
    assert_eq!((ten["limit"].as_u64(), ten["learnt"].as_bool()), (Some(190), Some(true)));
    // What others have used of the account is counted too.
    assert_eq!(ten["used"], 140, "{used} before");
    assert_eq!(now["limits"][2]["used"].as_u64().unwrap(), used + 1);
}

// row!(U46) row!(C15)
#[tokio::test(flavor = "multi_thread")]
async fn a_limit_that_was_met_is_shown_with_its_end_and_nothing_is_sent_until_then() {
    let (rig, browser, connection) = linked_with(|config| {
        config.hubspot.per_ten_seconds = 40;
        config.hubspot.per_day = 5_000;
        config.tuning.hubspot_deadline_ms = 1_000;
    })
    .await;
    assert_eq!(meter(&rig, &browser).await["limits"][2]["limit"], 5_000);
    rig.hubspot.fail_next(&[429]);
    let told = test(&rig, &browser, &connection).await;
    assert_eq!(told["ok"], false);
    let now = meter(&rig, &browser).await;
    assert_eq!((now["refused"].as_u64(), now["limits"][0]["limit"].as_u64()), (Some(1), Some(40)));
    assert!(now["pausedUntil"].as_u64().unwrap() > 0);
    let asked = rig.hubspot.asked().len();
    let told = test(&rig, &browser, &connection).await;
    let message = told["message"].as_str().unwrap();
    assert!(message.contains("slow down") && message.contains("request "), "{message}");
    assert_eq!(rig.hubspot.asked().len(), asked, "nothing was sent");
}
