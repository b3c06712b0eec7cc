//! What is around a call: its tenant's settings and link, in the words of records and of pages.

use call::{Call, Direction, Stage};
use contract::console::{CaseKind, Code, Moment, NumberFormat, PopWhat, Settings};
use contract::{Pop, RecordRef};
use record::{CaseRule, Coding};
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::store::connections::Connection;
use crate::store::people::Agent;
use crate::{moments, number};

/// A tenant's settings and link, as far as calls go by them.
#[derive(Debug, Clone)]
pub struct Tenancy {
    /// The settings.
    pub settings: Arc<Settings>,
    /// The account that it works with.
    pub account: Option<Account>,
    /// Whether three can speak with each other.
    pub mixes: bool,
}

/// An account.
#[derive(Debug, Clone)]
pub struct Account {
    /// Where its pages are: an origin.
    pub ui: String,
    /// Its number.
    pub portal: String,
    /// The app's id; empty for none.
    pub app_id: String,
}

impl Account {
    /// The account of a connection. `usual`: where pages are when HubSpot did not say.
    pub fn of(connection: &Connection, usual: &str) -> Self {
        let host = connection.ui_domain.as_ref();
        Self {
            ui: host.map_or_else(|| usual.to_owned(), |host| format!("https://{host}")),
            portal: connection.portal.clone(),
            app_id: connection.app_id.clone(),
        }
    }

    /// The address of a record.
    pub fn address(&self, object_type: &str, id: &str) -> String {
        format!("{}/contacts/{}/record/{object_type}/{id}", self.ui, self.portal)
    }
}

impl Tenancy {
    /// What a record goes by.
    pub fn around(&self, agent: &Agent, call: &Call) -> record::Around {
        let settings = &self.settings;
        let written = |number: &str| match settings.look_up.format {
            NumberFormat::E164 => number.to_owned(),
            NumberFormat::International => number::show(number).0,
            NumberFormat::National => number::national_for_people(number),
        };
        let plain = settings.look_up.format == NumberFormat::E164;
        record::Around {
            app_id: self.account.as_ref().map(|a| a.app_id.clone()).unwrap_or_default(),
            account: agent.tenant.0.clone(),
            numbers: (!plain).then(|| (written(call.from()), written(call.to()))),
            number: number::show(call.far_number()).0,
            agent: agent.name.clone(),
            line: number::show(&agent.number).0,
            date: moments::day(call.started()),
            coding: coding(settings),
            case: case(settings),
        }
    }

    /// What opens by itself, once it is known and its moment has come.
    pub fn pop(&self, call: &Call) -> Option<Pop> {
        let account = self.account.as_ref()?;
        let wanted = match call.direction() {
            Direction::Inbound => &self.settings.pops.inbound,
            Direction::Outbound => &self.settings.pops.outbound,
        };
        let has_come = match (wanted.when?, call.stage()) {
            (_, Stage::Connected(_)) => true,
            (Moment::Ring, stage) => stage.is_live(),
            (Moment::Answer, _) => false,
        };
        if !has_come {
            return None;
        }
        let record = match wanted.what {
            PopWhat::Case => &call.case()?.record,
            PopWhat::Customer => {
                let party = call.party().and_then(|party| party.record.as_ref());
                party.or(call.callee())?
            }
        };
        Some(Pop {
            record: RecordRef { object_type: record.object_type.clone(), id: record.id.clone() },
            url: self.address(account, &record.object_type, &record.id),
            tab: wanted.tab,
        })
    }

    /// The ticket or deal of a call, as pages show it.
    pub fn case(&self, call: &Call) -> Option<contract::Case> {
        let case = call.case()?;
        let account = self.account.as_ref()?;
        let record = &case.record;
        Some(contract::Case {
            record: RecordRef { object_type: record.object_type.clone(), id: record.id.clone() },
            name: case.name.clone(),
            url: self.address(account, &record.object_type, &record.id),
            new: case.new,
        })
    }

    /// A ticket opens in the help desk's view where the settings name one.
    fn address(&self, account: &Account, object_type: &str, id: &str) -> String {
        let view = &self.settings.case.view;
        if object_type == "0-5" && !view.is_empty() {
            return format!("{}/help-desk/{}/view/{view}/ticket/{id}", account.ui, account.portal);
        }
        account.address(object_type, id)
    }
}

fn coding(settings: &Settings) -> Coding {
    fn flat(all: &[Code], into: &mut BTreeMap<String, Option<String>>) {
        for code in all {
            if code.children.is_empty() {
                into.insert(code.id.clone(), code.disposition.clone());
            }
            flat(&code.children, into);
        }
    }
    let mut codes = BTreeMap::new();
    flat(&settings.outcomes.codes, &mut codes);
    Coding { codes, property: settings.outcomes.property.clone() }
}

fn case(settings: &Settings) -> Option<CaseRule> {
    let wanted = &settings.case;
    let object_type = match wanted.kind? {
        CaseKind::Ticket => "0-5",
        CaseKind::Deal => "0-3",
    };
    Some(CaseRule {
        object_type: object_type.to_owned(),
        pipeline: wanted.pipeline.clone(),
        stage: wanted.stage.clone(),
        subject: wanted.subject.clone(),
        at_ring: wanted.moment == Moment::Ring,
        append_days: wanted.append_days,
        reopen_days: wanted.reopen_days,
        abandoned: wanted.abandoned,
    })
}
