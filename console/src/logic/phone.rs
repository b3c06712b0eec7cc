//! What is typed into the forms of a phone system, until it is saved, and what is said of lines.

use contract::console::{
    PhoneAccess, PhoneAgent, PhoneCodec, PhoneKind, PhoneLine, PhoneReach, PhoneSettings,
    PhoneState, PhoneStep, PhoneSystem, PhoneTested, SavePhone, SavePhoneLine,
};

use super::connection::Slot;

/// The fields of a phone system's form in their order, as the service names them.
pub const FORM: [&str; 12] = [
    "kind",
    "server",
    "transport",
    "domain",
    "codecs",
    "callerNumber",
    "callerIn",
    "peers",
    "access",
    "user",
    "authUser",
    "password",
];

/// The field that only a registration has; the last of the form.
pub const EXPIRES: &str = "expiresS";

/// The fields of a line's form.
pub const LINE_FORM: [&str; 4] = ["user", "authUser", "password", "callerNumber"];

/// What is typed into a phone system's form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// All but the password.
    pub system: PhoneSystem,
    /// The trunk's password.
    pub password: Slot,
}

impl Draft {
    /// The form of what is stored.
    pub fn of(stored: &PhoneSettings) -> Self {
        Self { system: stored.system.clone(), password: Slot::of(stored.password) }
    }

    /// What is sent: without blanks at the ends, and without what the kind has no use for.
    pub fn sent(&self) -> SavePhone {
        let mut system = self.system.clone();
        for text in [
            &mut system.server,
            &mut system.domain,
            &mut system.user,
            &mut system.auth_user,
            &mut system.caller_number,
        ] {
            *text = text.trim().to_owned();
        }
        // Agents' lines have passwords, not an address.
        if system.kind == PhoneKind::Lines && system.access == PhoneAccess::Address {
            system.access = PhoneAccess::default();
        }
        let trunk = system.kind == PhoneKind::Trunk;
        SavePhone {
            password: self.password.sent().filter(|_| trunk),
            forget_password: trunk && self.password == Slot::Forgotten,
            system,
        }
    }

    /// Whether something would be changed by saving.
    pub fn differs(&self, stored: &PhoneSettings) -> bool {
        let sent = self.sent();
        if sent.system.kind == PhoneKind::Simulated {
            // Nothing else is looked at then.
            return stored.system.kind != PhoneKind::Simulated;
        }
        sent.password.is_some()
            || sent.forget_password
            || sent.system != Self::of(stored).sent().system
    }

    /// For how many seconds to register, as typed; nothing when we are known by our address.
    pub fn expires(&self) -> Option<u32> {
        match self.system.access {
            PhoneAccess::Registration { expires_s } => Some(expires_s),
            PhoneAccess::Address => None,
        }
    }
}

/// A typed number of seconds. What is no number is none that the service takes.
pub fn seconds(typed: &str) -> u32 {
    typed.trim().parse().unwrap_or(0)
}

/// How seconds stand in their field.
pub fn seconds_shown(seconds: u32) -> String {
    if seconds == 0 { String::new() } else { seconds.to_string() }
}

/// What is typed into a line's form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineDraft {
    /// All but the password.
    pub line: PhoneLine,
    /// Its password.
    pub password: Slot,
}

impl LineDraft {
    /// The form of a stored line.
    pub fn of(stored: &PhoneAgent) -> Self {
        Self { line: stored.line.clone(), password: Slot::of(stored.password) }
    }

    /// What is sent.
    pub fn sent(&self) -> SavePhoneLine {
        let line = PhoneLine {
            user: self.line.user.trim().to_owned(),
            auth_user: self.line.auth_user.trim().to_owned(),
            caller_number: self.line.caller_number.trim().to_owned(),
        };
        SavePhoneLine { line, password: self.password.sent() }
    }
}

/// The ways to offer codecs: value, name.
pub const CODECS: [(&str, &str); 6] = [
    ("PCMU,PCMA", "G.711 µ-law, then A-law"),
    ("PCMA,PCMU", "G.711 A-law, then µ-law"),
    ("PCMU", "G.711 µ-law only"),
    ("PCMA", "G.711 A-law only"),
    ("OPUS,PCMU,PCMA", "Opus, then G.711 µ-law and A-law"),
    ("OPUS,PCMA,PCMU", "Opus, then G.711 A-law and µ-law"),
];

/// Codecs as one of [`CODECS`]' values.
pub fn codecs_value(codecs: &[PhoneCodec]) -> String {
    let name = |codec: &PhoneCodec| match codec {
        PhoneCodec::Pcmu => "PCMU",
        PhoneCodec::Pcma => "PCMA",
        PhoneCodec::Opus => "OPUS",
    };
    codecs.iter().map(name).collect::<Vec<_>>().join(",")
}

/// The codecs of one of [`CODECS`]' values.
pub fn codecs_of(value: &str) -> Vec<PhoneCodec> {
    let codec = |name: &str| match name {
        "PCMU" => Some(PhoneCodec::Pcmu),
        "PCMA" => Some(PhoneCodec::Pcma),
        "OPUS" => Some(PhoneCodec::Opus),
        _ => None,
    };
    value.split(',').filter_map(codec).collect()
}

/// A kind by its value in the form.
pub fn kind_of(value: &str) -> PhoneKind {
    match value {
        "lines" => PhoneKind::Lines,
        "trunk" => PhoneKind::Trunk,
        _ => PhoneKind::Simulated,
    }
}

/// A kind's value in the form.
pub fn kind_value(kind: PhoneKind) -> &'static str {
    match kind {
        PhoneKind::Simulated => "simulated",
        PhoneKind::Lines => "lines",
        PhoneKind::Trunk => "trunk",
    }
}

/// A line of the table of numbers: the number, what it rings, and where that is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rings {
    /// The number, E.164.
    pub number: String,
    /// What it rings.
    pub whom: String,
    /// The page where it is changed: its address and its name.
    pub place: (&'static str, &'static str),
    /// The number is one that nobody can call.
    pub fiction: bool,
}

/// The numbers that the simulated phone system gives to agents begin so.
const FICTION: &str = "+442079460";

/// Every number of the tenant: groups first, then agents.
pub fn rings(settings: &PhoneSettings) -> Vec<Rings> {
    let real = settings.system.kind != PhoneKind::Simulated;
    let fiction = |number: &str| real && number.starts_with(FICTION);
    let groups = settings.groups.iter().map(|group| {
        let agents = match group.agents {
            1 => "1 agent".to_owned(),
            n => format!("{n} agents"),
        };
        Rings {
            number: group.number.clone(),
            whom: format!("{} ({agents})", group.name),
            place: ("#/records", "Records"),
            fiction: fiction(&group.number),
        }
    });
    let agents = settings.agents.iter().map(|agent| Rings {
        number: agent.number.clone(),
        whom: agent.name.clone(),
        place: ("#/people", "People"),
        fiction: fiction(&agent.number),
    });
    groups.chain(agents).collect()
}

/// Where the phone system reaches us, as facts: what, and where. What is not known says what to do.
pub fn reached(ours: &PhoneReach) -> Vec<(&'static str, String)> {
    let or = |known: &str, otherwise: &str| match known {
        "" => otherwise.to_owned(),
        known => known.to_owned(),
    };
    let (first, last) = ours.ports;
    let sound = match ours.sound.as_str() {
        "" => "Not known. Set sip.public_address in the configuration.".to_owned(),
        ip => format!("{ip}, UDP ports {first} to {last}"),
    };
    vec![
        ("SIP over UDP", or(&ours.udp, "Known once the first line is set up.")),
        ("SIP over TCP", or(&ours.tcp, "Not accepted. The configuration names it as sip.tcp.")),
        ("Sound (RTP)", sound),
    ]
}

/// The state of an agent's line, or with `None` of the trunk.
pub fn state_of<'a>(states: &'a [PhoneState], agent: Option<&str>) -> Option<&'a PhoneState> {
    states.iter().find(|state| state.agent.as_deref() == agent)
}

/// How a test went, in a sentence.
pub fn summary(tested: &PhoneTested) -> String {
    let failed = |step: &&PhoneStep| step.worked == Some(false);
    match tested.steps.iter().find(failed) {
        Some(step) => format!("The test failed at: {}.", step.what),
        None => "The line works.".to_owned(),
    }
}

/// Whether some step of a test failed.
pub fn failed(tested: &PhoneTested) -> bool {
    tested.steps.iter().any(|step| step.worked == Some(false))
}

/// The exchange of a test as text.
pub fn exchange(tested: &PhoneTested) -> String {
    let message = |m: &contract::console::PhoneMessage| {
        let way = if m.sent { "sent to" } else { "received from" };
        let peer = if m.peer.is_empty() { "the phone system" } else { &m.peer };
        let (s, ms) = (m.at / 1_000, m.at % 1_000);
        let text = m.text.replace("\r\n", "\n");
        format!("--- {s}.{ms:03} s, {way} {peer}\n{}\n", text.trim_end())
    };
    tested.exchange.iter().map(message).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::console::{PhoneGroup, PhoneMessage, PhoneStanding, Secret};

    fn stored() -> PhoneSettings {
        PhoneSettings {
            system: PhoneSystem {
                kind: PhoneKind::Trunk,
                server: "sip.example.com".into(),
                user: "sidetone".into(),
                ..PhoneSystem::default()
            },
            password: Secret { set: Some(7), old: false },
            agents: vec![PhoneAgent {
                agent: "a1".into(),
                name: "Mara".into(),
                number: "+442079460101".into(),
                line: PhoneLine::default(),
                password: Secret::default(),
            }],
            groups: vec![PhoneGroup { number: "+4930123".into(), name: "Sales".into(), agents: 2 }],
            ours: PhoneReach::default(),
        }
    }

    #[test]
    fn what_is_stored_is_no_change_and_blanks_are_none() {
        let mut draft = Draft::of(&stored());
        assert!(!draft.differs(&stored()));
        draft.system.server = " sip.example.com ".into();
        assert!(!draft.differs(&stored()));
        assert_eq!(draft.sent().password, None);
        draft.password = Slot::Typed("new".into());
        assert!(draft.differs(&stored()));
        assert_eq!(draft.sent().password.as_deref(), Some("new"));
    }

    #[test]
    fn of_the_simulated_one_only_the_choice_counts() {
        let mut simulated = stored();
        simulated.system.kind = PhoneKind::Simulated;
        let mut draft = Draft::of(&simulated);
        draft.system.server = "elsewhere".into();
        draft.password = Slot::Typed("new".into());
        assert!(!draft.differs(&simulated));
        assert_eq!(draft.sent().password, None, "it is not sent where nothing takes it");
        assert!(draft.differs(&stored()));
    }

    #[test]
    fn lines_of_agents_are_registered_whatever_the_trunk_was() {
        let mut draft = Draft::of(&stored());
        draft.system.access = PhoneAccess::Address;
        assert_eq!(draft.sent().system.access, PhoneAccess::Address);
        assert_eq!(draft.expires(), None);
        draft.system.kind = PhoneKind::Lines;
        assert_eq!(draft.sent().system.access, PhoneAccess::Registration { expires_s: 300 });
    }

    #[test]
    fn a_trunks_password_that_is_to_go_is_a_change_and_a_lines_never_goes_alone() {
        let mut draft = Draft::of(&stored());
        assert!(!draft.sent().forget_password);
        draft.password = Slot::Forgotten;
        assert!(draft.differs(&stored()));
        let sent = draft.sent();
        assert_eq!((sent.password, sent.forget_password), (None, true));
        draft.system.kind = PhoneKind::Lines;
        assert!(!draft.sent().forget_password, "only a trunk has one");
    }

    #[test]
    fn where_we_are_reached_is_said_or_what_to_do() {
        let mut ours = PhoneReach { ports: (20_000, 29_999), ..PhoneReach::default() };
        assert!(reached(&ours)[2].1.contains("sip.public_address"));
        ours.udp = "203.0.113.7:5060".into();
        ours.sound = "203.0.113.7".into();
        let said: Vec<String> = reached(&ours).into_iter().map(|(_, said)| said).collect();
        assert_eq!(said[0], "203.0.113.7:5060");
        assert!(said[1].starts_with("Not accepted."));
        assert_eq!(said[2], "203.0.113.7, UDP ports 20000 to 29999");
    }

    #[test]
    fn codecs_and_kinds_are_found_again_by_their_values() {
        for (value, _) in CODECS {
            assert_eq!(codecs_value(&codecs_of(value)), value);
        }
        for kind in [PhoneKind::Simulated, PhoneKind::Lines, PhoneKind::Trunk] {
            assert_eq!(kind_of(kind_value(kind)), kind);
        }
    }

    #[test]
    fn seconds_that_are_none_are_refused_by_the_service_and_not_shown() {
        assert_eq!((seconds(" 300 "), seconds("soon"), seconds("-1")), (300, 0, 0));
        assert_eq!((seconds_shown(300), seconds_shown(0)), ("300".to_owned(), String::new()));
    }

    #[test]
    fn every_number_says_whom_it_rings_and_where_that_is_changed() {
        let all = rings(&stored());
        let said: Vec<_> = all.iter().map(|r| (r.whom.as_str(), r.place.1, r.fiction)).collect();
        assert_eq!(said, [("Sales (2 agents)", "Records", false), ("Mara", "People", true)]);
        let mut simulated = stored();
        simulated.system.kind = PhoneKind::Simulated;
        assert!(rings(&simulated).iter().all(|r| !r.fiction), "there they are right");
    }

    #[test]
    fn a_line_s_password_is_sent_only_where_one_was_typed() {
        let mut draft = LineDraft::of(&stored().agents[0]);
        assert_eq!(draft.password, Slot::Typed(String::new()), "none is stored: the field is open");
        assert_eq!(draft.sent().password, None);
        draft.line.user = " 201 ".into();
        draft.password = Slot::Typed("pw".into());
        let sent = draft.sent();
        assert_eq!((sent.line.user.as_str(), sent.password.as_deref()), ("201", Some("pw")));
    }

    #[test]
    fn a_state_is_an_agent_s_or_the_trunk_s() {
        let known = PhoneState { agent: None, standing: PhoneStanding::Known };
        let asking = PhoneState { agent: Some("a1".into()), standing: PhoneStanding::Asking };
        let states = [known.clone(), asking.clone()];
        assert_eq!(state_of(&states, None), Some(&known));
        assert_eq!(state_of(&states, Some("a1")), Some(&asking));
        assert_eq!(state_of(&states, Some("a2")), None);
    }

    #[test]
    fn a_test_is_summed_up_by_its_first_failure() {
        let step = |what: &str, worked| PhoneStep { what: what.into(), worked, says: "…".into() };
        let mut tested = PhoneTested {
            steps: vec![step("Registration", Some(true)), step("Ringing", None)],
            exchange: Vec::new(),
        };
        assert_eq!(summary(&tested), "The line works.");
        tested.steps[0].worked = Some(false);
        assert!(failed(&tested));
        assert_eq!(summary(&tested), "The test failed at: Registration.");
    }

    #[test]
    fn an_exchange_is_text_with_times_and_ways() {
        let message = |at, sent, peer: &str, text: &str| PhoneMessage {
            at,
            sent,
            peer: peer.into(),
            text: text.into(),
        };
        let tested = PhoneTested {
            steps: Vec::new(),
            exchange: vec![
                message(3, true, "192.0.2.1:5060", "REGISTER sip:x SIP/2.0\r\nA: b\r\n\r\n"),
                message(1_042, false, "", "SIP/2.0 403 Forbidden\r\n\r\n"),
            ],
        };
        assert_eq!(
            exchange(&tested),
            "--- 0.003 s, sent to 192.0.2.1:5060\nREGISTER sip:x SIP/2.0\nA: b\n\n\
             --- 1.042 s, received from the phone system\nSIP/2.0 403 Forbidden\n"
        );
    }
}
