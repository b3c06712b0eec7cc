//! The settings of a tenant as a form: its sections, its fields, and what is not saved.

use contract::console::{CaseKind, Code, OutcomeSettings, PopSettings, PopWhat, Route, Settings};
use contract::{PopTab, console::Moment};

use super::outline::lines;

/// A section of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Who is calling.
    Who,
    /// What a call is filed under.
    Filed,
    /// What opens by itself.
    Opens,
    /// Outcomes.
    Outcomes,
    /// Who is rung.
    Rung,
    /// Ring groups.
    Groups,
    /// The status of agents.
    Status,
    /// How long calls are kept.
    Kept,
}

impl Section {
    /// All of them, in the page's order.
    pub const ALL: [Self; 8] = [
        Self::Who,
        Self::Filed,
        Self::Opens,
        Self::Outcomes,
        Self::Rung,
        Self::Groups,
        Self::Status,
        Self::Kept,
    ];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Who => "Who is calling",
            Self::Filed => "What a call is filed under",
            Self::Opens => "What opens by itself",
            Self::Outcomes => "Outcomes",
            Self::Rung => "Who is rung",
            Self::Groups => "Ring groups",
            Self::Status => "Status of agents",
            Self::Kept => "How long calls are kept",
        }
    }

    /// The id of its heading.
    pub fn id(self) -> &'static str {
        match self {
            Self::Who => "records-who",
            Self::Filed => "records-filed",
            Self::Opens => "records-opens",
            Self::Outcomes => "records-outcomes",
            Self::Rung => "records-rung",
            Self::Groups => "records-groups",
            Self::Status => "records-status",
            Self::Kept => "records-kept",
        }
    }
}

/// What is sent: without blanks at the ends, and without what the service fills in.
pub fn sent(draft: &Settings) -> Settings {
    fn codes(list: &[Code]) -> Vec<Code> {
        let code = |c: &Code| Code {
            label: c.label.trim().to_owned(),
            children: codes(&c.children),
            ..c.clone()
        };
        list.iter().map(code).collect()
    }
    let mut sent = draft.clone();
    for text in [&mut sent.case.subject, &mut sent.case.view, &mut sent.look_up.region] {
        *text = text.trim().to_owned();
    }
    sent.outcomes.codes = codes(&sent.outcomes.codes);
    for reason in &mut sent.status.reasons {
        reason.label = reason.label.trim().to_owned();
    }
    for route in &mut sent.routes {
        route.value = route.value.trim().to_owned();
        route.agent_name.clear();
    }
    for group in &mut sent.groups {
        group.number = group.number.trim().to_owned();
        group.name = group.name.trim().to_owned();
        group.agent_names.clear();
    }
    sent
}

/// The sections in which two settings differ.
pub fn changed(now: &Settings, stored: &Settings) -> Vec<Section> {
    let (now, stored) = (sent(now), sent(stored));
    let differs = |section: &Section| match section {
        Section::Who => now.look_up != stored.look_up,
        Section::Filed => now.case != stored.case,
        Section::Opens => now.pops != stored.pops,
        Section::Outcomes => now.outcomes != stored.outcomes,
        Section::Rung => now.routes != stored.routes,
        Section::Groups => now.groups != stored.groups,
        Section::Status => now.status != stored.status,
        Section::Kept => now.keep_days != stored.keep_days,
    };
    Section::ALL.into_iter().filter(differs).collect()
}

/// The names of the form's fields as the service knows them, in the page's order.
pub fn fields(settings: &Settings) -> Vec<String> {
    let mut all: Vec<String> = [
        "lookUp.region",
        "lookUp.primary",
        "lookUp.secondary",
        "lookUp.contactFields",
        "lookUp.companyFields",
        "lookUp.contactShown",
        "lookUp.companyShown",
        "lookUp.newField",
        "lookUp.format",
        "lookUp.ownNumbers",
        "case.kind",
        "case.pipeline",
        "case.stage",
        "case.subject",
        "case.moment",
        "case.appendDays",
        "case.reopenDays",
        "case.abandoned",
        "case.view",
        "pops.inbound.when",
        "pops.inbound.what",
        "pops.inbound.tab",
        "pops.outbound.when",
        "pops.outbound.what",
        "pops.outbound.tab",
        "outcomes.codes",
    ]
    .map(str::to_owned)
    .into();
    for line in lines(&settings.outcomes.codes) {
        let id = line.code.id;
        let own =
            ["label", "disposition", "only"].map(|name| format!("outcomes.codes.{id}.{name}"));
        all.extend(own);
    }
    let rules = [
        "outcomes.property",
        "outcomes.inbound.required",
        "outcomes.inbound.notesRequired",
        "outcomes.outbound.required",
        "outcomes.outbound.notesRequired",
    ];
    all.extend(rules.map(str::to_owned));
    for n in 0..settings.routes.len() {
        let own = ["object", "property", "value", "agent"].map(|name| format!("routes.{n}.{name}"));
        all.extend(own);
    }
    all.push("routes".to_owned());
    for n in 0..settings.groups.len() {
        let own = ["number", "name", "agents"].map(|name| format!("groups.{n}.{name}"));
        all.extend(own);
    }
    let reasons = settings.status.reasons.iter();
    all.extend(["groups", "status.reasons"].map(str::to_owned));
    all.extend(reasons.map(|reason| format!("status.reasons.{}.label", reason.id)));
    let rest = ["status.first", "status.wrapUpSeconds", "status.awayWhenUnanswered", "keepDays"];
    all.extend(rest.map(str::to_owned));
    all
}

/// What there is to say of a choice of what opens, if something is.
pub fn pop_note(pop: &PopSettings, case: Option<(CaseKind, Moment)>) -> Option<String> {
    let when = pop.when?;
    if pop.what == PopWhat::Customer {
        return None;
    }
    let Some((kind, moment)) = case else {
        return Some(
            "No ticket or deal is made: nothing opens. Choose what calls are filed under above, or let the customer open."
                .to_owned(),
        );
    };
    let name = kind_name(kind);
    if when == Moment::Ring && moment == Moment::Answer {
        return Some(format!(
            "The {name} is made when the call is answered, so it opens then, not while it rings."
        ));
    }
    (pop.tab == PopTab::Same)
        .then(|| format!("A {name} cannot open in the same tab: it opens in a new one."))
}

/// What a call is filed under, as a word in a sentence.
pub fn kind_name(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Ticket => "ticket",
        CaseKind::Deal => "deal",
    }
}

/// The scopes of HubSpot's that a kind needs, by how they begin.
pub fn scope_of(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Ticket => "tickets",
        CaseKind::Deal => "crm.objects.deals.",
    }
}

/// The numbers in a text of one number a line.
pub fn numbers(text: &str) -> Vec<String> {
    let numbers = text.lines().map(str::trim).filter(|line| !line.is_empty());
    numbers.map(str::to_owned).collect()
}

/// The number of days in what was typed; nothing typed is none, and more than a century is enough.
pub fn days(text: &str) -> u32 {
    let digits: String = text.chars().filter(char::is_ascii_digit).take(5).collect();
    digits.parse().unwrap_or_default()
}

/// The number of seconds in what was typed; nothing typed is none, and more than a day is enough.
pub fn seconds(text: &str) -> Option<u32> {
    let digits: String = text.chars().filter(char::is_ascii_digit).take(5).collect();
    digits.parse().ok()
}

/// An empty rule about who is rung.
pub fn empty_route() -> Route {
    Route {
        object: contract::console::Looked::Contacts,
        property: String::new(),
        value: String::new(),
        agent: String::new(),
        agent_name: String::new(),
    }
}

/// Whether the tenant has a list of its own.
pub fn has_own(outcomes: &OutcomeSettings) -> bool {
    !outcomes.codes.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::console::RingGroup;

    #[test]
    fn what_is_not_saved_is_told_by_its_section() {
        let stored = Settings::default();
        assert!(changed(&stored, &stored).is_empty());
        let mut now = stored.clone();
        now.case.subject = "  ".into();
        assert!(changed(&now, &stored).is_empty(), "blanks change nothing");
        now.keep_days.0 = 30;
        now.look_up.region = "DE".into();
        now.status.reasons[0].label.push(' ');
        assert_eq!(changed(&now, &stored), [Section::Who, Section::Kept]);
        now.status.reasons.swap(0, 1);
        assert_eq!(changed(&now, &stored), [Section::Who, Section::Status, Section::Kept]);
    }

    #[test]
    fn an_agents_name_is_the_service_s_and_no_change() {
        let mut stored = Settings::default();
        stored.routes.push(Route { value: "gold".into(), agent: "1".into(), ..empty_route() });
        let mut now = stored.clone();
        now.routes[0].agent_name = "Ada".into();
        now.routes[0].value = " gold ".into();
        assert!(changed(&now, &stored).is_empty());
        assert_eq!(sent(&now), stored);
    }

    #[test]
    fn a_group_is_a_section_of_its_own_and_its_names_are_the_service_s() {
        let group = |number: &str, name: &str| RingGroup {
            number: number.into(),
            agents: vec!["1".into()],
            agent_names: vec![name.into()],
            ..RingGroup::default()
        };
        let stored = Settings { groups: vec![group("+441", "")], ..Settings::default() };
        let now = Settings { groups: vec![group(" +441 ", "Ada")], ..Settings::default() };
        assert!(changed(&now, &stored).is_empty());
        assert_eq!(changed(&Settings::default(), &stored), [Section::Groups]);
        assert!(fields(&stored).contains(&"groups.0.agents".to_owned()));
    }

    #[test]
    fn every_code_and_rule_has_fields_that_problems_can_stand_at() {
        let mut settings = Settings { routes: vec![empty_route(); 2], ..Settings::default() };
        let inner = Code {
            id: "won".into(),
            label: "Won".into(),
            disposition: None,
            only: None,
            children: vec![],
        };
        let outer = Code { id: "sales".into(), children: vec![inner.clone()], ..inner };
        settings.outcomes.codes = vec![outer];
        let all = fields(&settings);
        let at = |name: &str| all.iter().position(|f| f == name).unwrap();
        assert!(at("outcomes.codes.sales.label") < at("outcomes.codes.won.label"));
        assert!(at("case.pipeline") < at("outcomes.codes"));
        assert!(at("routes.1.value") < at("status.reasons.break.label"));
        assert!(at("status.wrapUpSeconds") < at("keepDays"));
    }

    #[test]
    fn it_is_said_when_what_was_chosen_cannot_open_so() {
        let case = |tab| PopSettings { when: Some(Moment::Ring), what: PopWhat::Case, tab };
        let ring = Some((CaseKind::Ticket, Moment::Ring));
        assert!(pop_note(&case(PopTab::New), None).is_some_and(|n| n.contains("nothing opens")));
        assert!(pop_note(&case(PopTab::Same), ring).is_some_and(|n| n.contains("new one")));
        assert_eq!(pop_note(&case(PopTab::New), ring), None);
        let answer = Some((CaseKind::Deal, Moment::Answer));
        assert!(
            pop_note(&case(PopTab::New), answer).is_some_and(|n| n.contains("not while it rings"))
        );
        let never = PopSettings { when: None, ..case(PopTab::Same) };
        assert_eq!(pop_note(&never, None), None);
        let customer = PopSettings { what: PopWhat::Customer, ..case(PopTab::Same) };
        assert_eq!(pop_note(&customer, None), None);
    }

    #[test]
    fn numbers_and_days_are_read_from_what_people_type() {
        assert_eq!(numbers(" +441 \n\n+442"), ["+441", "+442"]);
        assert_eq!((seconds("90 s"), seconds(" ")), (Some(90), None));
        assert_eq!((days("30"), days(""), days("30 days"), days("99999999")), (30, 0, 30, 99_999));
    }
}
