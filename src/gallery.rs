//! Every state of the screen from hand-made views, to look at and to test. Not in a release: only
//! with the feature `gallery`, which no production build has on. `?state=ringing` chooses.

use contract::{
    Agent, CallId, Direction, Draft, Emergency, EndStatus, Line, NumberReading, Party, PartySource,
    Presence, Tenant,
};
use desk::{
    CallCard, CardPhase, EmergencyNote, Intent, Link, Notice, NoticeKind, OwnerView, PendingDial,
    SaveState, Stage, View,
};

use crate::ui::{Scene, Ui};

/// The names of all states.
pub const STATES: [&str; 29] = [
    "waiting",
    "no-host",
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
    "ringing",
    "unnamed",
    "dialling",
    "far-rings",
    "talking",
    "muted",
    "held",
    "second",
    "pending",
    "lost",
    "wrap-up",
    "save-failed",
    "ended",
    "notice",
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
        },
        |_: Intent| {},
    )
}

/// The view of a state; the idle pad for a name that is not known.
pub fn view(state: &str) -> View {
    let mut view = View {
        stage: Stage::Working,
        agent: Some(Agent {
            name: "Mara Lindqvist".into(),
            tenant: "Northwind Outfitters".into(),
            presence: Presence::Available,
            tenants: Vec::new(),
        }),
        line: Some(Line {
            number: "+442079460100".into(),
            shown: "+44 20 7946 0100".into(),
            country: "GB".into(),
            simulated: true,
            emergency: Emergency { numbers: vec!["999".into(), "112".into()], carried: false },
        }),
        owner: OwnerView::Here,
        outcomes: [
            "Connected",
            "Left live message",
            "Left voicemail",
            "No answer",
            "Busy",
            "Wrong number",
        ]
        .map(|label| (label.to_lowercase(), label.to_owned()))
        .into(),
        ..View::default()
    };
    let stages = [
        ("waiting", Stage::WaitingForHost),
        ("no-host", Stage::NoHost),
        ("signed-out", Stage::SignedOut),
        ("blocked", Stage::SignedOut),
        ("signing-in", Stage::SigningIn),
        ("goes-on", Stage::SignedOut),
        ("loading", Stage::Loading),
    ];
    if let Some((_, stage)) = stages.iter().find(|(name, _)| *name == state) {
        return View { stage: *stage, ..View::default() };
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
        "unavailable" => {
            if let Some(agent) = view.agent.as_mut() {
                agent.presence = Presence::Unavailable;
            }
        }
        "menu" => tenants(&mut view, 3),
        "many-tenants" => tenants(&mut view, 9),
        "menu-in-a-call" => {
            tenants(&mut view, 3);
            view.front = Some(card(talking(false, false)));
        }
        "ringing" => view.front = Some(card(CardPhase::Ringing { until_local: 270_000 })),
        "unnamed" => {
            view.front =
                Some(CallCard { party: None, ..card(CardPhase::Ringing { until_local: 270_000 }) });
        }
        "dialling" | "far-rings" => {
            let far_rings = state == "far-rings";
            view.front = Some(card(CardPhase::Dialling { far_rings, since_local: 240_000 }));
        }
        "talking" => view.front = Some(card(talking(false, false))),
        "muted" => view.front = Some(card(talking(true, false))),
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
        "pending" => {
            view.front = Some(card(wrap_up));
            view.pending_dial = Some(PendingDial {
                number: "+442073238299".into(),
                shown: "+44 20 7323 8299".into(),
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
        simulated: true,
        phase,
        draft: Draft::default(),
        saved: SaveState::Kept,
        waiting: None,
    }
}
