//! Reports of agents, and one of them in full.

use serde_json::{Value, json};

use crate::net::clock;

fn row(id: &str, minutes: u64, agent: &str, said: &str) -> Value {
    json!({"id": id, "at": clock::now() - minutes * 60_000, "agent": agent, "said": said})
}

fn rows() -> Vec<Value> {
    vec![
        row(
            "r1",
            4,
            "Mara Lindqvist",
            "It crackled from the beginning, and then they could not hear me at all. The number was …958.",
        ),
        row("r2", 190, "Wilhelmina Brandenburg-Oyelaran", ""),
        row("r3", 4_300, "Tomás Ferreira", "No ring."),
    ]
}

/// The list.
pub(super) fn list(state: &str) -> Value {
    json!({"rows": if state == "reports-empty" { Vec::new() } else { rows() }})
}

/// One of them.
pub(super) fn whole(id: &str) -> Value {
    let rows = rows();
    let row = rows.iter().find(|row| row["id"] == id).cloned().unwrap_or_else(|| rows[0].clone());
    let text = "Sidetone report 0192c3c4-77aa-7d3e-9c1f-2f60a1b3c4d5\nSent: 2026-09-01 10:00:00.250 UTC\nAgent: Mara Lindqvist\nService: 0.1.0\nSurface: window\nBrowser: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36\nMicrophone: granted\n\nWhat the agent says:\nIt crackled from the beginning.\n\nLast calls, newest first, in UTC:\n\nCall 0192c3c4-77aa-7d3e-9c1f-2f60a1b3c4d6\n  inbound from …958, began 2026-09-01 09:52:11.004: Completed, 247 s spoken\n  sound: PCMA, MOS 3.4 (2.1), RTT 80 (420) ms, jitter 12 (55) ms, loss 1.9 (12.0) %\n  2026-09-01 09:52:11.004 offer\n  2026-09-01 09:52:14.377 answer\n  2026-09-01 09:56:21.840 hang up\n";
    json!({"row": row, "text": text})
}
