//! The agent's calls of earlier: who, when, what came of it, and calling back.

use contract::{CallId, Direction, Past, Saved};
use desk::{HistoryView, Intent, Local, PastCall};
use js_sys::Date;

use crate::face::{Face, Part, Row};
use crate::ui::Scene;
use crate::words::{ending, length};

/// The list, all or the missed ones only.
pub static HISTORY: Face = Face {
    html: include_str!("history.html"),
    parts: &[
        ("all", Part::Says("aria-pressed", |s| !is(s, |h| h.missed))),
        ("all", Part::Press(|_, _| Some(Intent::OnlyMissed(false)))),
        ("missed", Part::Says("aria-pressed", |s| is(s, |h| h.missed))),
        ("missed", Part::Press(|_, _| Some(Intent::OnlyMissed(true)))),
        ("back", Part::Press(|_, _| Some(Intent::History(false)))),
        ("empty", Part::Text(empty)),
        ("calls", Part::Rows(include_str!("past.html"), rows)),
        ("calls", Part::Says("aria-busy", |s| is(s, |h| h.loading))),
        // Its wrap-up is what the screen shows without the history.
        ("finish", Part::Press(|_, _| Some(Intent::History(false)))),
        ("open", Part::Press(|_, id| Some(Intent::OpenPast(CallId(id.to_owned()))))),
        ("link", Part::Press(|_, id| Some(Intent::OpenPast(CallId(id.to_owned()))))),
        (
            "dial",
            Part::Press(|s, id| {
                let mut all = s.view.history.iter().flat_map(|h| h.calls.iter());
                let found = all.find(|one| one.past.id.0 == id)?;
                Some(Intent::Redial(found.past.number.clone()))
            }),
        ),
        ("more", Part::Flag("hidden", |s| !is(s, |h| h.more))),
        ("more", Part::Press(|_, _| Some(Intent::Earlier))),
    ],
};

fn is(scene: &Scene, read: fn(&HistoryView) -> bool) -> bool {
    scene.view.history.as_ref().is_some_and(read)
}

/// What is said instead of calls.
fn empty(scene: &Scene) -> String {
    let Some(history) = &scene.view.history else { return String::new() };
    match () {
        () if history.failed => "The calls could not be loaded. Press All to try again.",
        () if !history.calls.is_empty() => "",
        () if history.loading => "Loading…",
        () if history.missed => "No missed calls.",
        () => "No calls yet. What you take and make is listed here.",
    }
    .to_owned()
}

fn rows(scene: &Scene) -> Vec<Row> {
    let mut rows = Vec::new();
    for one in scene.view.history.iter().flat_map(|history| history.calls.iter()) {
        rows.push(row(one));
    }
    rows
}

fn row(PastCall { past, link }: &PastCall) -> Row {
    let who = if past.name.is_empty() { &past.shown } else { &past.name };
    let icon = match (past.missed, past.direction) {
        (true, _) => "#alert",
        (_, Direction::Inbound) => "#ring",
        (_, Direction::Outbound) => "#out",
    };
    let there = |is: bool| if is { "1" } else { "" };
    let url = link.as_ref().map(|link| link.url.as_str());
    let to = who;
    let texts = [
        ("icon", icon),
        ("who", who),
        ("what", &what(past)),
        ("simulated", if past.simulated { "Simulated" } else { "" }),
        ("finish", there(past.open)),
        ("open", there(url == Some(""))),
        ("link", url.unwrap_or_default()),
        ("dial", there(!past.number.is_empty())),
        ("a", to),
        ("b", to),
        ("c", to),
        ("d", to),
    ];
    Row::new(&past.id.0, &texts, &[])
}

/// When, what came of it, how far HubSpot is.
fn what(past: &Past) -> String {
    let mut text = when(past.at);
    let mut add = |more: &str| {
        if !more.is_empty() {
            text.push_str(" · ");
            text.push_str(more);
        }
    };
    match past {
        Past { elsewhere, .. } if !elsewhere.is_empty() => {
            add(elsewhere);
            add("answered");
        }
        Past { voicemail: true, .. } => add("Left a message"),
        Past { missed: true, .. } => add("Missed call"),
        Past { seconds: 1.., .. } => add(&length(Local::from(past.seconds) * 1_000)),
        _ => add(ending(past.direction, past.end)),
    }
    add(&past.outcome);
    add(match &past.saved {
        _ if past.open => "Outcome still open",
        Some(Saved::Saved) => "Saved",
        Some(Saved::Refused(_)) => "Refused by HubSpot",
        Some(_) => "Will be saved",
        None => "",
    });
    text
}

/// `10:42` of today, `21 Nov, 10:42` of another day.
fn when(at: u64) -> String {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let (at, now) = (Date::new(&(at as f64).into()), Date::new_0());
    let mut text = String::new();
    let day = |date: &Date| (date.get_full_year(), date.get_month(), date.get_date());
    if day(&at) != day(&now) {
        text.push_str(&at.get_date().to_string());
        text.push(' ');
        let month = at.get_month() as usize * 3;
        text.push_str(MONTHS.get(month..month + 3).unwrap_or_default());
        text.push_str(", ");
    }
    text.push_str(&at.get_hours().to_string());
    text.push(':');
    if at.get_minutes() < 10 {
        text.push('0');
    }
    text.push_str(&at.get_minutes().to_string());
    text
}
