//! Calls in every state, and one of them in full.

use serde_json::{Value, json};

use crate::net::clock;

fn trouble(minutes: u64) -> Value {
    json!({"at": clock::now() - minutes * 60_000,
        "why": "HubSpot does not know the stage “Refunded” of the pipeline “Returns”. Choose another one under Records, then send the call again.",
        "trace": "k7q2m9xd", "correlation": "5b6c1e0a-4e41-4c2e-9a55-0f4c8f1c2b7d"})
}

fn rows() -> Vec<Value> {
    let row = |id: &str, minutes: u64, party: &str, number: &str, state: Value| {
        json!({"id": id, "started": clock::now() - minutes * 60_000, "direction": "inbound", "number": number,
            "party": party, "agent": "Mara Lindqvist", "end": "COMPLETED", "talked": 247_000,
            "outcome": "Call back", "state": state, "url": null})
    };
    let saved = |minutes: u64| json!({"saved": {"at": clock::now() - minutes * 60_000}});
    let mut all = vec![
        row("c1", 1, "Ada Byron", "+44 20 7946 0958", json!("open")),
        row("c2", 4, "", "+1 212-555-0142", json!("open")),
        row(
            "c3",
            9,
            "Grace Murray",
            "+1 212-555-0187",
            json!({"waiting": {"due": clock::now(), "trouble": null}}),
        ),
        row(
            "c4",
            22,
            "Wilhelmina Brandenburg-Oyelaran",
            "+49 30 231250123",
            json!({"waiting": {"due": clock::now() + 240_000, "trouble": trouble(3)}}),
        ),
        row(
            "c5",
            51,
            "Lucía Fernández de Córdoba y Álvarez",
            "+44 20 7946 0321",
            json!({"refused": trouble(44)}),
        ),
        row("c6", 75, "Kay Otis", "+44 20 7946 0777", saved(74)),
        row("c7", 1_600, "", "", saved(1_590)),
    ];
    for (at, changes) in [
        (0, json!({"end": null, "talked": 0, "outcome": ""})),
        (1, json!({"direction": "outbound", "outcome": ""})),
        (
            5,
            json!({"direction": "outbound", "outcome": "Sales › Lost › Bought elsewhere", "url": "https://app.hubspot.com/contacts/4471190/record/0-48/7101"}),
        ),
        (6, json!({"end": "MISSED", "talked": 0, "outcome": "", "agent": ""})),
    ] {
        if let (Some(row), Some(changes)) = (all[at].as_object_mut(), changes.as_object()) {
            row.extend(changes.clone());
        }
    }
    all
}

/// The list.
pub(super) fn log(state: &str, path: &str) -> Value {
    let mut all = rows();
    if path.contains("only=troubles") {
        all.retain(|row| row["state"]["refused"].is_object());
    }
    match state {
        "calls-empty" => json!({"rows": [], "more": false, "waiting": 0, "refused": 0}),
        "calls-waiting" => json!({"rows": all[..4], "more": false, "waiting": 57, "refused": 0}),
        _ => json!({"rows": all, "more": !path.contains('?'), "waiting": 2, "refused": 1}),
    }
}

/// One of them.
pub(super) fn detail(id: &str) -> Value {
    let rows = rows();
    let row = rows.iter().find(|row| row["id"] == id).cloned().unwrap_or_else(|| rows[0].clone());
    let event = |n: u32, what: &str| json!({"n": n, "at": row["started"].as_u64().unwrap_or_default() + u64::from(n) * 4_100, "what": what});
    let kept = row["state"]["saved"].is_object();
    json!({
        "row": row, "creator": "HubSpot's page",
        "events": [event(1, "Rings at Mara Lindqvist."), event(2, "Answered by Mara Lindqvist."), event(3, "HubSpot's page made the record 7101."), event(4, "The other party hung up."), event(5, "Outcome chosen: Call back.")],
        "written": if kept { json!([["hs_call_title", "Call with Kay Otis"], ["hs_call_status", "COMPLETED"], ["hs_call_duration", "247000"], ["hs_call_body", "<p>Wants the new price list.</p>"], ["hs_call_external_id", "0192c3c4-77aa-7d3e-9c1f-2f60a1b3c4d5"]]) } else { json!([]) },
        "links": if kept { json!([["Contact 101", "https://app.hubspot.com/contacts/4471190/record/0-1/101"], ["Ticket 9001", "https://app.hubspot.com/contacts/4471190/record/0-5/9001"]]) } else { json!([]) },
        "notes": "Wants the new price list.\nCall back on Thursday.",
        "sound": {"codec": "PCMA", "mos": {"mean": 43, "worst": 38}, "rtt": {"mean": 40, "worst": 90},
            "jitter": {"mean": 3, "worst": 14}, "loss": {"mean": 1, "worst": 9}},
    })
}

/// How much of HubSpot's allowance is used.
pub(super) fn meter(state: &str) -> Value {
    let row = |name: &str, used: u32, limit: Option<u32>, learnt: bool| json!({"name": name, "used": used, "limit": limit, "learnt": learnt});
    let throttled = state == "throttled";
    json!({
        "limits": [
            row("Requests in 10 seconds", if throttled { 108 } else { 31 }, Some(110), true),
            row("Searches in a second", 1, Some(5), false),
            row("Requests today", 41_290, None, false),
        ],
        "waiting": if throttled { json!([42, 7]) } else { json!([0, 0]) },
        "pausedUntil": throttled.then(|| clock::now() + 7_200),
        "refused": u32::from(throttled) * 3,
    })
}
