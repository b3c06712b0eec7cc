//! The list of calls: what stands in it in words, and how pages of it are joined.

use std::collections::BTreeSet;

use contract::console::{CallLog, CallRow, WriteState, WriteTrouble};
use contract::{CallSound, EndStatus, SoundSpan};

/// As many waiting records are worth a line above the list.
const MANY: u32 = 20;

/// How a call stands: an icon's name, a word for the page's styles, and what is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The icon's name.
    pub icon: &'static str,
    /// The name in the page's styles.
    pub class: &'static str,
    /// What is said.
    pub says: &'static str,
    /// Since when, or what comes next; empty where there is nothing to add.
    pub more: String,
}

/// How a call stands now. `moment` writes a time for people.
pub fn standing(row: &CallRow, now: u64, moment: impl Fn(u64) -> String) -> Standing {
    let (icon, class, says, more) = match &row.state {
        WriteState::Open if row.end.is_none() => ("line", "open", "In a call", String::new()),
        WriteState::Open => ("wait", "open", "Not written yet", "Waits for the wrap-up".to_owned()),
        WriteState::Waiting { due, trouble } => {
            let next = match due.saturating_sub(now) {
                0 => "now".to_owned(),
                left if left < 60_000 => format!("in {} s", left.div_ceil(1000)),
                left if left < 3_600_000 => format!("in {} min", left.div_ceil(60_000)),
                _ => moment(*due),
            };
            match trouble {
                None => ("wait", "waiting", "Will be saved", format!("Next try {next}")),
                Some(t) => {
                    let more = format!("Since {}; next try {next}", moment(t.at));
                    ("alert", "troubled", "Not saved yet", more)
                }
            }
        }
        WriteState::Saved { at } => ("check", "saved", "Saved", moment(*at)),
        WriteState::Refused(t) => ("broken", "refused", "Refused by HubSpot", moment(t.at)),
    };
    Standing { icon, class, says, more }
}

/// The last trouble of a call.
pub fn trouble(state: &WriteState) -> Option<&WriteTrouble> {
    match state {
        WriteState::Waiting { trouble, .. } => trouble.as_ref(),
        WriteState::Refused(trouble) => Some(trouble),
        WriteState::Open | WriteState::Saved { .. } => None,
    }
}

/// How a call ended.
pub fn ended(end: Option<EndStatus>) -> &'static str {
    match end {
        None => "Goes on",
        Some(EndStatus::Completed) => "Completed",
        Some(EndStatus::Failed) => "Failed",
        Some(EndStatus::Canceled) => "Given up",
        Some(EndStatus::Busy) => "Busy",
        Some(EndStatus::NoAnswer) => "No answer",
        Some(EndStatus::Rejected) => "Declined",
        Some(EndStatus::Missed) => "Missed",
    }
}

/// How long both ends spoke: `4:07`, `1:02:03`; a dash where they did not.
pub fn length(ms: u64) -> String {
    let all = ms / 1000;
    let (hours, minutes, seconds) = (all / 3600, all / 60 % 60, all % 60);
    match (hours, all) {
        (_, 0) => "–".to_owned(),
        (0, _) => format!("{minutes}:{seconds:02}"),
        (_, _) => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// How a call sounded, the worst of each figure in brackets: `MOS 4.4 (4.1), …`.
pub fn heard(sound: &CallSound) -> String {
    let tenths = |span: SoundSpan| {
        let one = |tenths: u32| format!("{}.{}", tenths / 10, tenths % 10);
        format!("{} ({})", one(span.mean), one(span.worst))
    };
    let whole = |span: SoundSpan| format!("{} ({})", span.mean, span.worst);
    let CallSound { codec, mos, rtt, jitter, loss } = sound;
    let (mos, loss, rtt, jitter) = (tenths(*mos), tenths(*loss), whole(*rtt), whole(*jitter));
    format!("MOS {mos}, loss {loss} %, jitter {jitter} ms, round trip {rtt} ms, {codec}")
}

/// Who the other party is: the name, else the number.
pub fn party(row: &CallRow) -> String {
    match (row.party.is_empty(), row.number.is_empty()) {
        (false, _) => row.party.clone(),
        (true, false) => row.number.clone(),
        (true, true) => "Number withheld".to_owned(),
    }
}

/// What stands above the list: whether it is bad, and what is said.
pub fn banner(log: &CallLog) -> Option<(bool, String)> {
    let waiting = match log.waiting {
        0 => String::new(),
        1 => " 1 record waits to be written.".to_owned(),
        n => format!(" {n} records wait to be written."),
    };
    match log.refused {
        0 if log.waiting < MANY => None,
        0 => Some((
            false,
            format!(
                "{} They are written as fast as HubSpot allows; nothing is lost.",
                waiting.trim()
            ),
        )),
        1 => Some((
            true,
            format!(
                "HubSpot refused 1 call. Open it to see why and what to do, then send it again.{waiting}"
            ),
        )),
        n => Some((
            true,
            format!(
                "HubSpot refused {n} calls. Open one to see why and what to do, then send them again.{waiting}"
            ),
        )),
    }
}

/// What sending again has brought.
pub fn sent_again(count: u32) -> String {
    match count {
        0 => "There is nothing to send again.".to_owned(),
        1 => "1 call is sent again.".to_owned(),
        n => format!("{n} calls are sent again."),
    }
}

/// The query of a page of the list.
pub fn query(before: Option<u64>, refused: bool, searched: &str) -> String {
    let mut parts = Vec::new();
    if let Some(before) = before {
        parts.push(format!("before={before}"));
    }
    if refused {
        parts.push("only=troubles".to_owned());
    }
    let digits: String = searched.chars().filter(char::is_ascii_digit).collect();
    if !digits.is_empty() {
        parts.push(format!("number={digits}"));
    }
    if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
}

/// Adds a page of older calls; one that is there already is not shown twice.
pub fn join(list: &mut CallLog, page: CallLog) {
    let there: BTreeSet<_> = list.rows.iter().map(|row| row.id.clone()).collect();
    list.rows.extend(page.rows.into_iter().filter(|row| !there.contains(&row.id)));
    list.more = page.more;
    list.waiting = page.waiting;
    list.refused = page.refused;
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::Direction;

    fn row(id: &str, state: WriteState) -> CallRow {
        CallRow {
            id: id.into(),
            started: 0,
            direction: Direction::Inbound,
            number: "+44 20 7946 0958".into(),
            party: String::new(),
            agent: "Mara".into(),
            end: Some(EndStatus::Completed),
            talked: 0,
            outcome: String::new(),
            state,
            url: None,
        }
    }

    fn says(state: WriteState) -> String {
        let stands = standing(&row("1", state), 100_000, |ms| format!("at {ms}"));
        format!("{}: {}", stands.says, stands.more)
    }

    #[test]
    fn how_a_call_sounded_is_told_with_the_worst_in_brackets() {
        let span = |mean, worst| SoundSpan { mean, worst };
        let sound = CallSound {
            codec: "PCMA".into(),
            mos: span(43, 8),
            rtt: span(40, 90),
            jitter: span(3, 14),
            loss: span(1, 120),
        };
        let told =
            "MOS 4.3 (0.8), loss 0.1 (12.0) %, jitter 3 (14) ms, round trip 40 (90) ms, PCMA";
        assert_eq!(heard(&sound), told);
    }

    #[test]
    fn nothing_is_called_saved_before_it_is() {
        assert_eq!(says(WriteState::Open), "Not written yet: Waits for the wrap-up");
        let going_on = CallRow { end: None, ..row("1", WriteState::Open) };
        assert_eq!(standing(&going_on, 0, |_| String::new()).says, "In a call");
        let waiting = WriteState::Waiting { due: 100_000, trouble: None };
        assert_eq!(says(waiting), "Will be saved: Next try now");
        assert_eq!(says(WriteState::Saved { at: 7 }), "Saved: at 7");
    }

    #[test]
    fn a_trouble_is_told_with_the_next_try() {
        let trouble = WriteTrouble { at: 5, ..WriteTrouble::default() };
        let waiting = |due| says(WriteState::Waiting { due, trouble: Some(trouble.clone()) });
        assert_eq!(waiting(112_300), "Not saved yet: Since at 5; next try in 13 s");
        assert_eq!(waiting(400_000), "Not saved yet: Since at 5; next try in 5 min");
        assert_eq!(waiting(9_000_000), "Not saved yet: Since at 5; next try at 9000000");
        assert_eq!(says(WriteState::Refused(trouble)), "Refused by HubSpot: at 5");
    }

    #[test]
    fn a_length_reads_like_a_clock() {
        assert_eq!(
            [0, 999, 7_000, 247_000, 3_723_000].map(length),
            ["–", "–", "0:07", "4:07", "1:02:03"]
        );
    }

    #[test]
    fn the_banner_speaks_up_for_refused_calls_and_for_many_that_wait() {
        let log = |refused, waiting| CallLog { refused, waiting, ..CallLog::default() };
        assert_eq!(banner(&log(0, 3)), None);
        assert!(
            banner(&log(0, 57)).is_some_and(|(bad, says)| !bad && says.starts_with("57 records"))
        );
        let (bad, says) = banner(&log(2, 1)).unwrap();
        assert!(bad && says.starts_with("HubSpot refused 2 calls."));
        assert!(says.ends_with("1 record waits to be written."));
    }

    #[test]
    fn the_list_is_asked_for_by_what_was_chosen() {
        assert_eq!(query(None, false, ""), "");
        assert_eq!(query(Some(9), true, "+44 (20) x"), "?before=9&only=troubles&number=4420");
    }

    #[test]
    fn a_call_that_moved_between_pages_is_shown_once() {
        let saved = || WriteState::Saved { at: 1 };
        let page = |ids: &[&str], more| CallLog {
            rows: ids.iter().map(|id| row(id, saved())).collect(),
            more,
            ..CallLog::default()
        };
        let mut list = page(&["c", "b"], true);
        join(&mut list, page(&["b", "a"], false));
        let ids: Vec<_> = list.rows.iter().map(|r| r.id.as_str()).collect();
        assert_eq!((ids.as_slice(), list.more), (["c", "b", "a"].as_slice(), false));
    }

    #[test]
    fn a_party_without_a_name_is_its_number() {
        let mut row = row("1", WriteState::Open);
        assert_eq!(party(&row), "+44 20 7946 0958");
        row.number.clear();
        assert_eq!(party(&row), "Number withheld");
        row.party = "Ada".into();
        assert_eq!(party(&row), "Ada");
    }
}
