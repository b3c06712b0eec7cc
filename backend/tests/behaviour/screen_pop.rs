//! What opens by itself: told to the agent's pages when its moment has come, and once.

use contract::console::{CaseKind, CaseSettings, Moment, PopSettings, PopWhat, Pops, Settings};
use contract::{CallView, PopTab};
use serde_json::json;

use crate::console_links::linked_with;
use crate::rig::Rig;

/// A tenant with these settings, and a contact who calls.
async fn with(settings: Settings) -> Rig {
    let (rig, browser, _) = linked_with(|config| config.ring_timeout_ms = 60_000).await;
    rig.hubspot.contact("51", "Grace", "Hopper", "+442073238299");
    let path = format!("/tenants/{}/settings", rig.tenant().await.0);
    let put = rig.console(&browser.who, "PUT", &path).json(&settings);
    let answer = put.send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    rig
}

fn inbound(when: Moment, what: PopWhat, tab: PopTab) -> Settings {
    let inbound = PopSettings { when: Some(when), what, tab };
    Settings { pops: Pops { inbound, ..Pops::default() }, ..Settings::default() }
}

fn pops(call: &CallView) -> bool {
    call.pop.is_some()
}

// row!(U31) row!(U32)
#[tokio::test(flavor = "multi_thread")]
async fn the_customer_opens_when_it_rings_in_the_tab_that_is_wanted() {
    for tab in [PopTab::Same, PopTab::New] {
        let rig = with(inbound(Moment::Ring, PopWhat::Customer, tab)).await;
        let mut surface = rig.surface("s").await;
        let call = rig.ring("+442073238299").await;
        let pop = surface.until_call(&call, pops).await.pop.unwrap();
        assert_eq!((pop.record.object_type.as_str(), pop.record.id.as_str()), ("0-1", "51"));
        assert_eq!(pop.tab, tab);
        assert!(pop.url.ends_with("/record/0-1/51"), "{}", pop.url);
        rig.done(&surface, json!({ "told": { "call": call, "told": "popped" } })).await;
        let after = surface.until_call(&call, |c| c.host.popped).await;
        assert!(after.pop.is_some(), "it can be opened again by hand");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_opens_before_its_moment_or_where_it_is_off() {
    let rig = with(inbound(Moment::Answer, PopWhat::Customer, PopTab::Same)).await;
    let mut surface = rig.surface("s").await;
    let call = rig.ring("+442073238299").await;
    let known = surface.until_call(&call, |c| c.party.is_some()).await;
    assert_eq!(known.pop, None);
    rig.done(&surface, json!({ "answer": { "call": call } })).await;
    surface.until_call(&call, pops).await;

    let rig = with(Settings::default()).await;
    let mut surface = rig.surface("s").await;
    let call = rig.ring("+442073238299").await;
    rig.done(&surface, json!({ "answer": { "call": call } })).await;
    let known = surface.until_call(&call, |c| c.party.is_some()).await;
    assert_eq!(known.pop, None);
}

// row!(U28)
#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_opens_in_the_help_desks_view_that_is_wanted() {
    let case = CaseSettings {
        kind: Some(CaseKind::Ticket),
        pipeline: "0".into(),
        stage: "1".into(),
        moment: Moment::Answer,
        view: "77".into(),
        ..CaseSettings::default()
    };
    let rig = with(Settings { case, ..inbound(Moment::Answer, PopWhat::Case, PopTab::New) }).await;
    let mut surface = rig.surface("s").await;
    let call = rig.ring("+442073238299").await;
    rig.done(&surface, json!({ "answer": { "call": call } })).await;
    let view = surface.until_call(&call, pops).await;
    let (pop, case) = (view.pop.unwrap(), view.case.unwrap());
    assert_eq!(pop.record, case.record);
    assert_eq!(pop.record.object_type, "0-5");
    assert!(pop.url.contains("/help-desk/"), "{}", pop.url);
    assert!(pop.url.contains("/view/77/ticket/"), "{}", pop.url);
    assert!(case.new, "it was made for this call");
}
