//! What an agent reports when something was wrong: their words, what their page knows of itself, and
//! their last calls, without what identifies anybody else.

use call::{Call, Direction, Stage};
use contract::{CallSound, FACTS_MOST, Report, SAID_MOST, SoundSpan};

use crate::store::people::Agent;
use crate::store::reports::{self, New, Reported};
use crate::store::{Store, StoreError};
use crate::{clock, ids, moments, redact};

/// So many calls are told of.
const CALLS: u32 = 10;
/// The longest name and value of a fact, and the longest id of a surface, in characters.
const NAME: usize = 40;
const VALUE: usize = 200;
const SURFACE: usize = 128;

/// Keeps a report of this agent's. Its id; `None` when they have sent enough of them within the hour.
///
/// # Errors
/// When the store fails.
pub async fn keep(
    store: &Store,
    agent: &Agent,
    report: &Report,
) -> Result<Option<String>, StoreError> {
    let calls = reports::last_calls(store, &agent.id, CALLS).await?;
    let (id, at) = (ids::new_id(), clock::now());
    let said = redact::text(cut(report.said.trim(), SAID_MOST));
    let text = whole(&id, at, &agent.name, &said, report, &calls);
    let new =
        New { id: &id, agent: &agent.id, tenant: &agent.tenant, at, said: &said, text: &text };
    Ok(reports::keep(store, &new).await?.then_some(id))
}

/// All of it, as plain text.
fn whole(
    id: &str,
    at: u64,
    agent: &str,
    said: &str,
    report: &Report,
    calls: &[Reported],
) -> String {
    let mut lines = vec![
        format!("Sidetone report {id}"),
        format!("Sent: {} UTC", moments::exactly(at)),
        format!("Agent: {agent}"),
        format!("Service: {}", env!("CARGO_PKG_VERSION")),
        format!("Surface: {}", one_line(&redact::fact(cut(&report.surface, SURFACE)))),
    ];
    for (name, value) in report.facts.iter().take(FACTS_MOST) {
        let (name, value) = (redact::fact(cut(name, NAME)), redact::fact(cut(value, VALUE)));
        lines.push(format!("{}: {}", one_line(&name), one_line(&value)));
    }
    lines.extend([String::new(), "What the agent says:".to_owned()]);
    lines.push(if said.is_empty() { "(nothing)" } else { said }.to_owned());
    lines.extend([String::new(), "Last calls, newest first, in UTC:".to_owned()]);
    if calls.is_empty() {
        lines.push("(none)".to_owned());
    }
    for Reported { call, sound, ledger } in calls {
        lines.extend([String::new(), headline(call)]);
        lines.extend(sound.as_ref().map(|sound| format!("  sound: {}", figures(sound))));
        let entry = |(at, what): &(u64, String)| format!("  {} {what}", moments::exactly(*at));
        lines.extend(ledger.iter().map(entry));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// A call in a line: its id, and of the number only the end.
fn headline(call: &Call) -> String {
    let direction = match call.direction() {
        Direction::Inbound => "inbound from",
        Direction::Outbound => "outbound to",
    };
    let number = redact::number(call.far_number());
    let simulated = if call.simulated() { ", simulated" } else { "" };
    let ended = |end: call::EndStatus, since: Option<u64>, ended: u64| {
        let spoken = since.map_or(0, |since| ended.saturating_sub(since) / 1000);
        format!("{end:?}, {spoken} s spoken")
    };
    let stands = match call.stage() {
        Stage::WrapUp(wrap_up) => ended(wrap_up.end, Some(wrap_up.since), wrap_up.ended),
        Stage::Closed(closed) => ended(closed.end, closed.since, closed.ended),
        stage => stage.name().to_owned(),
    };
    let began = moments::exactly(call.started());
    format!("Call {}\n  {direction} {number}{simulated}, began {began}: {stands}", call.id().0)
}

/// How a call sounded: the mean of each figure, and the worst in brackets.
fn figures(sound: &CallSound) -> String {
    let tenths = |span: SoundSpan| {
        let one = |tenths: u32| format!("{}.{}", tenths / 10, tenths % 10);
        format!("{} ({})", one(span.mean), one(span.worst))
    };
    let whole = |span: SoundSpan| format!("{} ({})", span.mean, span.worst);
    let CallSound { codec, mos, rtt, jitter, loss } = sound;
    format!(
        "{codec}, MOS {}, RTT {} ms, jitter {} ms, loss {} %",
        tenths(*mos),
        whole(*rtt),
        whole(*jitter),
        tenths(*loss)
    )
}

/// At most so many characters of it.
fn cut(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(at, _)| &text[..at])
}

/// A fact cannot pretend to be another line of the report.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
