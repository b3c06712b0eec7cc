//! Who is at the other end: the name once known, else the number, in large; below it what else is
//! known and what can be done about it. The number is there from the first moment, and nothing here
//! is in the way of a call's own buttons.

use contract::{Party, RecordRef};
use desk::{Beside, CallCard, CardPhase, ContactField, ContactForm, Intent, Spot, Stage};

use crate::face::{Face, Part, Row};
use crate::ui::Scene;
use crate::words::{self, ending, left, length};

/// The other party of the call in front. It stays while the screens of a call change, so that a name
/// that is being typed stays too.
pub static PARTY: Face = Face {
    html: include_str!("party.html"),
    parts: &[
        ("party", Part::Flag("hidden", |s| s.view.stage != Stage::Working || !s.is(|_| true))),
        ("party", Part::Flag("data-brief", |s| s.is(is_over))),
        ("party", Part::Flag("data-open", |s| s.is(|c| is_open(&c.beside)))),
        ("who", Part::Text(|s| s.card(words::who))),
        ("second", Part::Text(second)),
        ("spoke", Part::Text(spoke)),
        ("third", Part::Text(third)),
        ("for", Part::Text(whose)),
        ("for", Part::Flag("hidden", |s| whose(s).is_empty())),
        ("fields", Part::Rows(FIELD, fields)),
        ("simulated", Part::Flag("hidden", |s| !s.is(|c| c.simulated))),
        ("says", Part::Text(says)),
        ("note", Part::Text(|s| s.card(|c| c.beside.note.clone()))),
        ("note", Part::Flag("hidden", |s| s.is(|c| c.beside.note.is_empty()))),
        ("several", Part::Flag("hidden", |s| !s.is(|c| c.beside.choosing))),
        ("candidates", Part::Rows(include_str!("candidate.html"), candidates)),
        ("candidate", Part::Press(|s, key| about(s, key, Intent::Choose))),
        ("form", Part::Flag("hidden", |s| form(s).is_none())),
        ("first", Part::Value(|s| entered(s, |form| &form.first_name))),
        ("first", Part::Typed(|s, text| typed(s, ContactField::FirstName, text))),
        ("last", Part::Value(|s| entered(s, |form| &form.last_name))),
        ("last", Part::Typed(|s, text| typed(s, ContactField::LastName, text))),
        ("email", Part::Value(|s| entered(s, |form| &form.email))),
        ("email", Part::Typed(|s, text| typed(s, ContactField::Email, text))),
        ("trouble", Part::Text(|s| entered(s, |form| &form.trouble))),
        ("trouble", Part::Flag("hidden", |s| entered(s, |form| &form.trouble).is_empty())),
        ("cancel", Part::Press(|s, _| s.wish(|c| Intent::Contact(c.id.clone())))),
        ("create", Part::Press(|s, _| s.wish(|c| Intent::Create(c.id.clone())))),
        ("create", Part::Says("aria-busy", |s| form(s).is_some_and(|form| form.working))),
        ("links", Part::Rows(LINK, links)),
        ("link", Part::Press(|s, key| about(s, key, Intent::Open))),
        ("open", Part::Press(|s, key| about(s, key, Intent::Open))),
        ("contact", Part::Flag("hidden", |s| !s.is(|c| c.beside.can_create))),
        ("contact", Part::Press(|s, _| s.wish(|c| Intent::Contact(c.id.clone())))),
        ("others", Part::Flag("hidden", |s| !s.is(has_others))),
        ("others", Part::Press(|s, _| s.wish(|c| Intent::Others(c.id.clone())))),
        ("several", Part::Focus(|s| s.focus(Spot::Candidates))),
        ("form", Part::Focus(|s| s.focus(Spot::Contact))),
        ("beside", Part::Focus(|s| s.focus(Spot::Beside))),
    ],
};

/// What the administrator chose to show.
const FIELD: &str = r#"<div><dt data-at="label"></dt><dd data-at="value"></dd></div>"#;

/// A record to open: a link, or a button where HubSpot's page opens it.
const LINK: &str = r#"<span><a class="small" target="_blank" rel="noopener" data-at="link"><span data-at="word"></span></a><button type="button" class="small" data-at="open"></button></span>"#;

fn is_over(card: &CallCard) -> bool {
    matches!(card.phase, CardPhase::WrapUp { .. })
}

/// Whether there is a list or a form beside the call, which needs the room.
fn is_open(beside: &Beside) -> bool {
    beside.choosing || beside.contact.is_some()
}

fn party(scene: &Scene) -> Option<&Party> {
    scene.view.front.as_ref()?.party.as_ref()
}

fn beside(scene: &Scene) -> Option<&Beside> {
    scene.view.front.as_ref().map(|card| &card.beside)
}

fn form(scene: &Scene) -> Option<&ContactForm> {
    beside(scene)?.contact.as_ref()
}

fn entered(scene: &Scene, read: fn(&ContactForm) -> &String) -> String {
    form(scene).map(|form| read(form).clone()).unwrap_or_default()
}

fn typed(scene: &Scene, field: ContactField, text: String) -> Option<Intent> {
    Some(Intent::ContactTyped(scene.view.front.as_ref()?.id.clone(), field, text))
}

/// The number below a name, the country below a number.
fn second(scene: &Scene) -> String {
    scene.card(|c| if c.party.is_some() { c.shown.clone() } else { c.country.clone() })
}

/// What else is known of somebody who has a name: their company, or the country.
fn third(scene: &Scene) -> String {
    scene.card(|c| match &c.party {
        Some(party) if !party.detail.is_empty() => party.detail.clone(),
        Some(_) => c.country.clone(),
        None => String::new(),
    })
}

/// How long both ends spoke, once it is over.
fn spoke(scene: &Scene) -> String {
    scene.card(|c| match c.phase {
        CardPhase::WrapUp { since_local, ended_local, .. } => length(ended_local - since_local),
        _ => String::new(),
    })
}

/// Which tenant is called, for those who work for several.
fn whose(scene: &Scene) -> String {
    let rings = scene.is(|c| matches!(c.phase, CardPhase::Ringing { .. }));
    let several = scene.view.agent.as_ref().filter(|agent| rings && !agent.tenants.is_empty());
    several.map(|agent| ["For ", &agent.tenant].concat()).unwrap_or_default()
}

/// Where the call stands, in words.
fn says(scene: &Scene) -> String {
    let Some(card) = &scene.view.front else { return String::new() };
    if card.third.is_some() {
        return card.third_says.clone();
    }
    match card.phase {
        CardPhase::Ringing { until_local } => {
            let mut text = String::from("Rings for ");
            text.push_str(&left(until_local, scene.now));
            return text;
        }
        CardPhase::Dialling { far_rings: true, .. } => "Ringing at the other end",
        CardPhase::Dialling { .. } => "Dialling",
        CardPhase::Connected { held: true, .. } => "On hold: neither side hears the other",
        CardPhase::Connected { muted: true, .. } => "Muted: you are not heard",
        CardPhase::Ended { end } => ending(card.direction, end),
        _ => "",
    }
    .to_owned()
}

fn fields(scene: &Scene) -> Vec<Row> {
    let fields = party(scene).map_or(&[][..], |party| &party.fields);
    let row = |(label, value): &(String, String)| {
        Row::new("", &[("label", label), ("value", value)], &[])
    };
    fields.iter().map(row).collect()
}

/// The key of a record's row.
fn key(record: &RecordRef) -> String {
    [&record.object_type, "/", &record.id].concat()
}

/// A wish about the record of a row.
fn about(
    scene: &Scene,
    row: &str,
    wish: fn(contract::CallId, RecordRef) -> Intent,
) -> Option<Intent> {
    let (kind, id) = row.split_at_checked(row.bytes().position(|b| b == b'/')?)?;
    let id = id.strip_prefix('/')?;
    let record = RecordRef { object_type: kind.to_owned(), id: id.to_owned() };
    Some(wish(scene.view.front.as_ref()?.id.clone(), record))
}

fn candidates(scene: &Scene) -> Vec<Row> {
    let Some(beside) = beside(scene).filter(|beside| beside.choosing) else { return Vec::new() };
    let now = party(scene).and_then(|party| party.record.as_ref());
    let row = |one: &contract::Candidate| {
        let pressed = if now == Some(&one.record) { "true" } else { "false" };
        let texts = [("name", &*one.name), ("detail", &one.detail), ("why", &one.why)];
        Row::new(&key(&one.record), &texts, &[("", "aria-pressed", pressed)])
    };
    beside.candidates.iter().map(row).collect()
}

fn has_others(card: &CallCard) -> bool {
    let beside = &card.beside;
    !is_open(beside) && !beside.candidates.is_empty()
}

fn links(scene: &Scene) -> Vec<Row> {
    let links = beside(scene).map_or(&[][..], |beside| &beside.links);
    let row = |link: &desk::RecordLink| {
        let word = match link.record.object_type.as_str() {
            "0-1" => "Open contact",
            "0-2" => "Open company",
            "0-3" => "Open deal",
            "0-5" => "Open ticket",
            _ => "Open record",
        };
        let (led, pressed) = if link.url.is_empty() { ("", word) } else { (word, "") };
        let texts = [("link", &*link.url), ("word", led), ("open", pressed)];
        Row::new(&key(&link.record), &texts, &[])
    };
    links.iter().map(row).collect()
}
