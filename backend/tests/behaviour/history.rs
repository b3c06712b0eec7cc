//! What an agent sees of their own calls: in pages, the missed ones counted until they are looked at.

use contract::{Direction, EndStatus, History, Phase, Saved};
use reqwest::Method;
use serde_json::{Value, json};
use sidetone_backend::ids;

use crate::groups::{Team, rings};
use crate::rig::{Rig, eventually};
use crate::surface::Surface;

async fn history(rig: &Rig, surface: &Surface, query: &str) -> History {
    let path = format!("/api/history{query}");
    let request = rig.ask(Method::GET, &path).bearer_auth(&surface.token);
    request.send().await.unwrap().json().await.unwrap()
}

fn missed(surface: &Surface) -> u32 {
    surface.snapshot.as_ref().unwrap().missed
}

// row!(P5)
#[tokio::test(flavor = "multi_thread")]
async fn it_says_who_when_how_long_what_came_of_it_and_whether_it_is_saved() {
    let rig = Rig::new().await;
    rig.hubspot.contact("51", "Grace", "Hopper", "+442073238299");
    let mut ada = rig.surface("a").await;
    let call = rig.ring("+442073238299").await;
    ada.until_call(&call, |call| call.party.is_some()).await;
    rig.done(&ada, json!({ "answer": { "call": call } })).await;
    assert_eq!(history(&rig, &ada, "").await.calls, [], "it goes on");
    rig.done(&ada, json!({ "hangUp": { "call": call } })).await;
    let open = &history(&rig, &ada, "").await.calls[0];
    assert!(open.open && open.saved.is_none(), "{open:?}");
    let draft = json!({ "outcome": "d-1", "notes": "" });
    ada.until(|ada| !ada.snapshot.as_ref().unwrap().outcomes.inbound.nodes.is_empty()).await;
    rig.done(&ada, json!({ "save": { "call": call, "draft": draft } })).await;
    let dialled = ids::new_id();
    rig.done(&ada, json!({ "dial": { "call": dialled, "to": "+442073238201" } })).await;
    ada.until(|ada| ada.call(&dialled).is_none_or(|c| matches!(c.phase, Phase::Closed { .. })))
        .await;
    let all = eventually("both are saved", async || {
        let all = history(&rig, &ada, "").await.calls;
        all.iter().all(|past| past.saved == Some(Saved::Saved)).then_some(all)
    })
    .await;
    let [busy, talked] = &all[..] else { panic!("{all:?}") };
    assert_eq!((&busy.id.0, busy.direction), (&dialled, Direction::Outbound));
    assert_eq!((busy.end, busy.missed, busy.seconds), (EndStatus::Busy, false, 0));
    assert_eq!((talked.name.as_str(), talked.outcome.as_str()), ("Grace Hopper", "Sold"));
    assert_eq!(talked.record.as_ref().unwrap().id, "51");
    assert_eq!((talked.number.as_str(), talked.simulated), ("+442073238299", true));
    assert_eq!(talked.shown, "+44 20 7323 8299");
}

// row!(P5)
#[tokio::test(flavor = "multi_thread")]
async fn it_comes_in_pages_newest_first_and_only_the_agents_own() {
    let rig = Rig::with(|config| config.ring_timeout_ms = 1).await;
    let ada = rig.surface("a").await;
    for n in 0..32 {
        rig.ring(&format!("+4420732380{n:02}")).await;
    }
    eventually("all are over", async || {
        let sql = "SELECT count(*) FROM calls WHERE missed = 1";
        (rig.count_in_store(sql).await == 32).then_some(())
    })
    .await;
    let first = history(&rig, &ada, "").await;
    assert_eq!((first.calls.len(), first.more), (30, true));
    assert!(first.calls.is_sorted_by(|a, b| a.at >= b.at));
    let last = first.calls.last().unwrap().at;
    let rest = history(&rig, &ada, &format!("?before={last}&missed=true")).await;
    assert!(!rest.more && rest.calls.len() <= 2, "{}", rest.calls.len());
    assert!(rest.calls.iter().all(|past| past.missed && past.at < last));
    let other = people(&rig).await;
    assert_eq!(history(&rig, &other, "").await, History::default());
}

async fn people(rig: &Rig) -> Surface {
    use sidetone_backend::people::{NewAgent, add_agent};
    let bea = NewAgent { login: "bea", name: "Bea", number: "+442079460801", country: "GB" };
    let bea = add_agent(&rig.store, &rig.tenant().await, bea).await.unwrap();
    Surface::connect(rig.address, "b", rig.token(&bea).await).await
}

// row!(P5) row!(U35)
#[tokio::test(flavor = "multi_thread")]
async fn missed_calls_are_counted_on_every_surface_until_the_agent_looks() {
    let mut rig = Rig::new().await;
    let (mut one, mut two) = (rig.surface("1").await, rig.surface("2").await);
    for _ in 0..2 {
        let call = rig.ring("+442073238299").await;
        rig.far(&call, "hangup").await;
    }
    let declined = rig.ring("+442073238299").await;
    rig.done(&one, json!({ "decline": { "call": declined } })).await;
    for surface in [&mut one, &mut two] {
        surface.until(|s| missed(s) == 2).await;
    }
    let only = history(&rig, &one, "?missed=true").await.calls;
    assert_eq!(only.len(), 2);
    rig.kill().await;
    rig.start().await;
    let (mut one, mut two) = (rig.surface("1").await, rig.surface("2").await);
    assert_eq!((missed(&one), missed(&two)), (2, 2), "it outlives a restart");
    let seen = rig.ask(Method::POST, "/api/history/seen").bearer_auth(&one.token);
    assert_eq!(seen.send().await.unwrap().status(), 204);
    for surface in [&mut one, &mut two] {
        surface.until(|s| missed(s) == 0).await;
    }
    assert_eq!(history(&rig, &one, "?missed=true").await.calls.len(), 2, "they stay in the list");
}

// row!(P5)
#[tokio::test(flavor = "multi_thread")]
async fn what_another_agent_answered_is_shown_as_such_and_is_not_missed() {
    let team = Team::of(&["ada-b", "bea"]).await;
    let mut all = team.surfaces().await;
    team.ring().await;
    let (one, two) = (rings(&mut all[0]).await, rings(&mut all[1]).await);
    team.rig.done(&all[1], json!({ "answer": { "call": two } })).await;
    all[0].until(|s| s.call(&one).is_none_or(|c| matches!(c.phase, Phase::Closed { .. }))).await;
    let past = history(&team.rig, &all[0], "").await.calls;
    assert_eq!((past[0].elsewhere.as_str(), past[0].missed), ("bea", false));
    assert_eq!(past[0].saved, None);
    assert_eq!(history(&team.rig, &all[0], "?missed=true").await.calls, []);
    assert_eq!(missed(&all[0]), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_before_there_was_a_count_is_in_the_list_and_not_counted() {
    let rig = Rig::with(|config| config.ring_timeout_ms = 1).await;
    rig.ring("+442073238299").await;
    rig.records_are_unchanged_at(1).await;
    // What the migration does to calls of before.
    let migration = include_str!("../../migrations/0009_groups_and_history.sql");
    let update = migration.split(';').find(|one| one.contains("UPDATE calls")).unwrap();
    rig.edit_store("UPDATE calls SET missed = 0").await;
    rig.run_in_store(update).await;
    let ada = rig.surface("a").await;
    assert_eq!(missed(&ada), 0);
    let all: Value = json!(history(&rig, &ada, "?missed=true").await);
    assert_eq!(all["calls"][0]["missed"], true, "{all}");
}
