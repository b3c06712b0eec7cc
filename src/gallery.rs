//! Every state of the screen from hand-made views, to look at and to test. Not in a release: only
//! with the feature `gallery`, which no production build has on. `?state=ringing` chooses.

use std::sync::Arc;

use contract::{
    Agent, CallId, Candidate, Choice, Colleague, Direction, Draft, Emergency, EndStatus, LastCall,
    Line, Location, NumberReading, Outcome, OutcomeList, Outcomes, Party, PartySource, Presence,
    Reach, Reason, RecordRef, Saved, Status, Targets, Tenant, Third, ThirdStage,
};
use desk::{
    Beside, CallCard, CardPhase, Choosing, ContactForm, Device, EmergencyNote, Intent, Link,
    Missing, Notice, NoticeKind, OwnerView, Panel, PendingDial, Quality, RecordLink, SaveState,
    Stage, Trouble, View,
};

use crate::shell::Devices;
use crate::ui::{Scene, Ui};

/// The names of all states.
pub const STATES: [&str; 70] = [
    "waiting",
    "own-page",
    "signed-out",
    "blocked",
    "signing-in",
    "goes-on",
    "menu",
    "menu-in-a-call",
    "many-tenants",
    "loading",
    "pad",
    "typed",
    "invalid",
    "emergency",
    "unavailable",
    "statuses",
    "statuses-in-a-call",
    "next",
    "on-break",
    "missed",
    "ringing",
    "unnamed",
    "known",
    "several",
    "nobody",
    "new-contact",
    "contact-refused",
    "dialling",
    "far-rings",
    "talking",
    "chosen",
    "several-talking",
    "contact-talking",
    "not-opened",
    "muted",
    "held",
    "good-sound",
    "poor-sound",
    "keys",
    "transfer",
    "transfer-number",
    "transferring",
    "asked",
    "joined",
    "second",
    "ringing-in-a-wrap-up",
    "pending",
    "lost",
    "wrap-up",
    "save-failed",
    "outcomes",
    "outcomes-found",
    "missing-outcome",
    "missing-notes",
    "hint",
    "hint-in-a-call",
    "mirror",
    "mirror-ringing",
    "saving",
    "saved",
    "later",
    "refused",
    "ended",
    "notice",
    "asks-microphone",
    "no-microphone-in-a-call",
    "silent",
    "broken",
    "sound",
    "sound-in-the-frame",
];

/// The screen for the state that the address asks for.
pub fn start() -> Ui {
    let query = web_sys::window().and_then(|w| w.location().search().ok()).unwrap_or_default();
    show(query.strip_prefix("?state=").unwrap_or("pad"))
}

/// The screen for a state.
pub fn show(state: &str) -> Ui {
    Ui::new(
        Scene {
            view: view(state).into(),
            now: 247_000,
            blocked: if state == "blocked" { "/sign-in".into() } else { String::new() },
            goes_on: state == "goes-on",
            devices: devices(state != "sound-in-the-frame"),
            whole: true,
        },
        |_: Intent| {},
    )
}

/// A headset and the computer's own.
fn devices(can_choose: bool) -> Devices {
    let named = [
        (Device::Microphone, "h", "Headset H800"),
        (Device::Microphone, "b", "Built-in microphone"),
        (Device::Speaker, "h", "Headset H800"),
        (Device::Speaker, "b", "Built-in speakers"),
        (Device::Ring, "h", "Headset H800"),
        (Device::Ring, "b", "Built-in speakers"),
    ];
    let all = named.map(|(kind, id, name)| (kind, id.to_owned(), name.to_owned())).into();
    let chosen = ["h", "h", "b"].map(str::to_owned);
    Devices { all, chosen, can_choose, volume: 70 }
}

/// A tab that owns, where no calling window is open.
fn tab(view: &mut View) {
    view.owner_at = Some(Location::Remote);
    view.can_open_window = true;
}

/// A tab beside the calling window.
fn elsewhere(view: &mut View) {
    view.owner = OwnerView::Elsewhere;
    view.owner_at = Some(Location::Window);
}

/// The view of a state; the idle pad for a name that is not known.
pub fn view(state: &str) -> View {
    let mut view = View {
        stage: Stage::Working,
        agent: Some(Agent {
            name: "Mara Lindqvist".into(),
            tenant: "Northwind Outfitters".into(),
            tenants: Vec::new(),
        }),
        reasons: Arc::new(reasons()),
        line: Some(Line {
            number: "+442079460100".into(),
            shown: "+44 20 7946 0100".into(),
            country: "GB".into(),
            simulated: true,
            emergency: Emergency { numbers: vec!["999".into(), "112".into()], carried: false },
        }),
        owner: OwnerView::Here,
        outcomes: Arc::new(outcomes(
            [
                "Connected",
                "Left live message",
                "Left voicemail",
                "No answer",
                "Busy",
                "Wrong number",
            ]
            .map(|label| outcome(label, Vec::new()))
            .into(),
        )),
        ..View::default()
    };
    let stages = [
        ("waiting", Stage::WaitingForHost),
        ("own-page", Stage::SignedOut),
        ("signed-out", Stage::SignedOut),
        ("blocked", Stage::SignedOut),
        ("signing-in", Stage::SigningIn),
        ("goes-on", Stage::SignedOut),
        ("loading", Stage::Loading),
    ];
    if let Some((_, stage)) = stages.iter().find(|(name, _)| *name == state) {
        let own_page = state == "own-page";
        return View { stage: *stage, own_page, ..View::default() };
    }
    let talking = |muted, held| CardPhase::Connected { since_local: 0, muted, held };
    let wrap_up = CardPhase::WrapUp {
        since_local: 0,
        ended_local: 185_000,
        end: EndStatus::Completed,
        closes_local: 486_000,
    };
    match state {
        "typed" => pad(&mut view, "020 7323 8299", "+44 20 7323 8299", "United Kingdom"),
        "invalid" => {
            view.pad.text = "020 73".into();
            view.pad.note = "This number is too short for the United Kingdom.".into();
        }
        "emergency" => {
            view.pad.text = "999".into();
            view.pad.emergency = Some(EmergencyNote {
                number: "999".into(),
                carried: false,
                text: "This line cannot carry emergency calls. Use a mobile phone to call 999."
                    .into(),
            });
        }
        "unavailable" => view.status.presence = Presence::Unavailable,
        "on-break" => view.status = because("break"),
        "statuses" => {
            view.choosing = true;
            view.status = because("training");
        }
        "statuses-in-a-call" | "next" => {
            view.choosing = state != "next";
            view.status.next =
                Some(Choice { presence: Presence::Unavailable, reason: Some("training".into()) });
            view.front = Some(card(talking(false, false)));
        }
        "missed" => {
            view.status = Status { presence: Presence::Unavailable, missed: true, ..view.status };
        }
        "menu" => tenants(&mut view, 3),
        "many-tenants" => tenants(&mut view, 9),
        "menu-in-a-call" => {
            tenants(&mut view, 3);
            view.front = Some(card(talking(false, false)));
        }
        "asks-microphone" => view.trouble = Some(Trouble::Asks),
        "silent" => view.trouble = Some(Trouble::Locked),
        "no-microphone-in-a-call" | "broken" => {
            let broken = state == "broken";
            view.trouble = Some(if broken { Trouble::Broken } else { Trouble::Refused });
            view.front = Some(card(talking(false, false)));
        }
        "sound" | "sound-in-the-frame" => view.sound_panel = true,
        "hint" => tab(&mut view),
        "hint-in-a-call" => {
            tab(&mut view);
            view.front = Some(card(talking(false, false)));
        }
        "mirror" => {
            elsewhere(&mut view);
            view.front = Some(card(talking(false, false)));
        }
        "mirror-ringing" => {
            elsewhere(&mut view);
            view.front = Some(card(CardPhase::Ringing { until_local: 270_000 }));
        }
        "ringing" => view.front = Some(card(CardPhase::Ringing { until_local: 270_000 })),
        "unnamed" => {
            view.front =
                Some(CallCard { party: None, ..card(CardPhase::Ringing { until_local: 270_000 }) });
        }
        "known" | "several" | "nobody" | "new-contact" | "contact-refused" => {
            view.front = Some(beside(state, CardPhase::Ringing { until_local: 270_000 }));
        }
        "chosen" | "several-talking" | "contact-talking" | "not-opened" => {
            view.front = Some(beside(state, talking(false, false)));
        }
        "outcomes" | "outcomes-found" | "missing-outcome" => {
            let mut card = CallCard { beside: open_both(), ..card(wrap_up) };
            card.draft.outcome = (state != "missing-outcome").then(|| "call back".into());
            card.beside.missing = (state == "missing-outcome").then_some(Missing::Outcome);
            view.front = Some(card);
            view.outcomes = Arc::new(outcomes(tree()));
            view.groups = vec!["sales".into(), "follow up".into()];
            if state == "outcomes-found" {
                view.find = "SALES back".into();
            }
        }
        "missing-notes" => {
            let mut card = card(wrap_up);
            card.draft.outcome = Some("connected".into());
            card.beside.missing = Some(Missing::Notes);
            view.front = Some(card);
        }
        "saving" => last(&mut view, Saved::Saving),
        "saved" => last(&mut view, Saved::Saved),
        "later" => last(
            &mut view,
            Saved::Later("HubSpot is busy with your account. The next try is in a minute.".into()),
        ),
        "refused" => last(
            &mut view,
            Saved::Refused("There is no property named call_result in this account.".into()),
        ),
        "dialling" | "far-rings" => {
            let far_rings = state == "far-rings";
            view.front = Some(card(CardPhase::Dialling { far_rings, since_local: 240_000 }));
        }
        "talking" => view.front = Some(card(talking(false, false))),
        "muted" => view.front = Some(card(talking(true, false))),
        "keys" | "transfer" | "transfer-number" => {
            view.front = Some(card(talking(false, false)));
            view.panel = Some(panel(state));
        }
        "transferring" => {
            view.front = Some(third(ThirdStage::Transferring, "Transferring to Dana"))
        }
        "asked" => {
            let says = "Speaking with Dana; the other party is on hold";
            view.front = Some(third(ThirdStage::WithThird, says));
        }
        "joined" => {
            let says = "All three speak: you, the other party and Dana";
            view.front = Some(third(ThirdStage::Joined, says));
        }
        "good-sound" | "poor-sound" => {
            let advice =
                "Your network loses sound. A cable, or moving closer to the router, helps.";
            let poor = state == "poor-sound";
            view.quality = if poor { Quality::Poor(advice) } else { Quality::Good };
            view.front = Some(card(talking(false, false)));
        }
        "held" => view.front = Some(card(talking(false, true))),
        "second" => {
            view.front = Some(card(talking(false, false)));
            view.others = vec![CallCard {
                id: CallId("2".into()),
                party: None,
                shown: "+46 8 123 456 78".into(),
                ..card(CardPhase::Ringing { until_local: 270_000 })
            }];
        }
        "ringing-in-a-wrap-up" => {
            view.front = Some(card(CardPhase::Ringing { until_local: 270_000 }));
            view.others = vec![CallCard { id: CallId("2".into()), ..card(wrap_up) }];
        }
        "pending" => {
            view.front = Some(card(wrap_up));
            view.pending_dial = Some(PendingDial {
                number: "+442073238299".into(),
                shown: "+44 20 7323 8299".into(),
                more: 2,
            });
        }
        "lost" => {
            view.link = Link::Reconnecting { since_local: 240_000 };
            view.front = Some(card(talking(false, false)));
        }
        "wrap-up" => {
            let mut card = card(wrap_up);
            card.draft.outcome = Some("connected".into());
            card.draft.notes = "Wants the blue one in 42. Call back on Tuesday before noon.".into();
            view.front = Some(card);
        }
        "save-failed" => {
            view.front = Some(CallCard { saved: SaveState::Failed, ..card(wrap_up) });
        }
        "ended" => view.front = Some(card(CardPhase::Ended { end: EndStatus::Busy })),
        "notice" => {
            view.notice = Some(Notice {
                kind: NoticeKind::Error,
                text: "The call could not be started: the phone system did not answer. Try again."
                    .into(),
            });
        }
        _ => {}
    }
    view
}

fn reasons() -> Vec<Reason> {
    let reason = |id: &str, label: &str| Reason { id: id.into(), label: label.into() };
    vec![
        reason("break", "Break"),
        reason("meeting", "Meeting"),
        reason("training", "Training with the northern field team"),
    ]
}

fn because(reason: &str) -> Status {
    Status { presence: Presence::Unavailable, reason: Some(reason.into()), ..Status::default() }
}

fn tenants(view: &mut View, count: usize) {
    let names = ["Northwind Outfitters", "Southwind", "Westwind Travel", "Eastwind"];
    let tenant = |at: usize| Tenant {
        id: at.to_string(),
        name: names.get(at).map_or_else(|| ["Branch ", &at.to_string()].concat(), |n| (*n).into()),
    };
    view.menu = Some(String::new());
    if let Some(agent) = view.agent.as_mut() {
        agent.tenants = (0..count).map(tenant).collect();
    }
}

fn pad(view: &mut View, typed: &str, shown: &str, country: &str) {
    view.pad.text = typed.into();
    view.pad.can_dial = true;
    view.pad.reading = Some(NumberReading {
        typed: typed.into(),
        dials: shown.replace(' ', ""),
        shown: shown.into(),
        country: country.into(),
        valid: true,
        emergency: false,
        note: String::new(),
    });
}

fn card(phase: CardPhase) -> CallCard {
    let outbound = matches!(phase, CardPhase::Dialling { .. } | CardPhase::Ended { .. });
    CallCard {
        id: CallId("1".into()),
        direction: if outbound { Direction::Outbound } else { Direction::Inbound },
        number: "+442073238299".into(),
        shown: "+44 20 7323 8299".into(),
        country: "United Kingdom".into(),
        party: Some(Party {
            name: "Priya Raman".into(),
            detail: "Acme Travel Ltd".into(),
            fields: Vec::new(),
            record: None,
            source: PartySource::Host,
        }),
        beside: Beside::default(),
        simulated: true,
        phase,
        third: None,
        third_says: String::new(),
        draft: Draft::default(),
        saved: SaveState::Kept,
        waiting: None,
    }
}

/// What is open beside a call.
fn panel(state: &str) -> Panel {
    let colleague =
        |id: &str, name: &str, reach| Colleague { id: id.into(), name: name.into(), reach };
    let agents = vec![
        colleague("1", "Dana Whitfield", Reach::Free),
        colleague("2", "Bea van den Berg-Oosterhuis", Reach::Busy),
        colleague("3", "Cleo Adeyemi", Reach::Away),
    ];
    match state {
        "keys" => Panel::Keys("4417#".into()),
        "transfer" => Panel::Transfer(Choosing {
            found: Targets { agents, more: true },
            ..Choosing::default()
        }),
        _ => Panel::Transfer(Choosing {
            typed: "+44 20 7946 0000".into(),
            number: true,
            ..Choosing::default()
        }),
    }
}

/// A call with somebody beside it.
fn third(stage: ThirdStage, says: &str) -> CallCard {
    let third = Some(Third { name: "Dana".into(), stage, mixes: true });
    let phase = CardPhase::Connected { since_local: 0, muted: false, held: false };
    CallCard { third, third_says: says.into(), ..card(phase) }
}

fn record(object_type: &str, id: &str) -> RecordRef {
    RecordRef { object_type: object_type.into(), id: id.into() }
}

fn open_both() -> Beside {
    let link = |kind, url: &str| RecordLink { record: record(kind, "9"), url: url.into() };
    let ticket = "https://app.hubspot.com/contacts/1/record/0-5/9";
    Beside { links: vec![link("0-1", ""), link("0-5", ticket)], ..Beside::default() }
}

/// A card with something beside it.
fn beside(state: &str, phase: CardPhase) -> CallCard {
    let candidate = |id, name: &str, detail: &str, why: &str| Candidate {
        record: record("0-1", id),
        name: name.into(),
        detail: detail.into(),
        why: why.into(),
    };
    let candidates = vec![
        candidate("1", "Priya Raman", "Acme Travel Ltd", "You spoke with them on 3 May"),
        candidate("2", "Dev Raman", "dev.raman@example.com", "Has an open ticket"),
        candidate("3", "Acme Travel Ltd", "", ""),
    ];
    let card = card(phase);
    let form = ContactForm {
        first_name: "Priya".into(),
        last_name: "Raman".into(),
        email: "priya@acme".into(),
        ..ContactForm::default()
    };
    let (unnamed, beside) = match state {
        "known" => (false, open_both()),
        "several" | "several-talking" => {
            (true, Beside { candidates, choosing: true, can_create: true, ..Beside::default() })
        }
        "nobody" => (true, Beside { can_create: true, ..Beside::default() }),
        "new-contact" | "contact-talking" => {
            (true, Beside { contact: Some(form), ..Beside::default() })
        }
        "contact-refused" => {
            let trouble = "HubSpot says that this e-mail address is not one. Correct it.".into();
            let contact = Some(ContactForm { trouble, ..form });
            (true, Beside { contact, ..Beside::default() })
        }
        "chosen" => (false, Beside { candidates, ..open_both() }),
        _ => {
            let note = "HubSpot did not open the record. Open it here.".into();
            (false, Beside { note, ..open_both() })
        }
    };
    let field = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    let party = card.party.clone().map(|party| Party {
        fields: match state {
            "known" | "chosen" => vec![
                field("Lifecycle stage", "Customer"),
                field("Contact owner", "Mara Lindqvist"),
                field("Membership", "Gold, since 2019"),
            ],
            _ => Vec::new(),
        },
        ..party
    });
    CallCard { party: party.filter(|_| !unnamed), beside, ..card }
}

fn outcome(label: &str, children: Vec<Outcome>) -> Outcome {
    Outcome { id: label.to_lowercase(), label: label.to_owned(), children }
}

fn outcomes(nodes: Vec<Outcome>) -> Outcomes {
    let list = OutcomeList { nodes, required: false, notes_required: false };
    Outcomes {
        inbound: list.clone(),
        outbound: OutcomeList { required: true, notes_required: true, ..list },
    }
}

fn tree() -> Vec<Outcome> {
    let leaves = |labels: &[&str]| labels.iter().map(|l| outcome(l, Vec::new())).collect();
    vec![
        outcome(
            "Sales",
            vec![
                outcome("Follow up", leaves(&["Call back", "Send the offer"])),
                outcome("Ordered", Vec::new()),
                outcome("Not interested", Vec::new()),
            ],
        ),
        outcome("Service", leaves(&["Solved", "Passed on", "Return", "Complaint"])),
        outcome("Wrong number", Vec::new()),
        outcome("Nobody spoke", Vec::new()),
    ]
}

fn last(view: &mut View, saved: Saved) {
    view.last = Some(LastCall { call: CallId("1".into()), who: "Priya Raman".into(), saved });
}
