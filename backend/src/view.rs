//! From the cores' words to the contract's, and back.

mod third;

use call::{Call, Stage};
use contract as wire;

use crate::around::Tenancy;
use crate::number;
use crate::store::people::Agent;

/// A call as a surface shows it.
pub fn call(call: &Call, agent: &Agent, tenancy: &Tenancy) -> wire::CallView {
    let (shown, country) = number::show(call.far_number());
    let host = call.host();
    let closed = matches!(call.stage(), Stage::Closed(_));
    wire::CallView {
        id: wire::CallId(call.id().0.clone()),
        direction: direction(call.direction()),
        from: call.from().to_owned(),
        to: call.to().to_owned(),
        shown,
        country,
        party: call.party().map(party),
        looked: looked(call.looked()),
        case: tenancy.case(call),
        pop: tenancy.pop(call),
        phase: phase(call.stage()),
        simulated: call.simulated(),
        fork: call.fork().is_some(),
        elsewhere: call.elsewhere().map(str::to_owned),
        third: third::third(call, tenancy),
        transferred: call.transferred().is_some(),
        note: third::note(call),
        started: call.started(),
        host: wire::Host {
            may_announce: host.may_announce,
            announced: host.announced.clone(),
            answered: host.answered,
            transferred: host.transferred,
            ended: host.ended,
            completed: host.completed,
            popped: host.popped,
            properties: closed.then(|| {
                let around = tenancy.around(agent, call);
                record::properties(&record::Facts::of(call, &around)).into_iter().collect()
            }),
        },
        engagement: call.engagement().map(str::to_owned),
        draft: wire::Draft {
            outcome: call.draft().outcome.clone(),
            notes: call.draft().notes.clone(),
        },
    }
}

/// A direction in the contract's words.
pub fn direction(direction: call::Direction) -> wire::Direction {
    match direction {
        call::Direction::Inbound => wire::Direction::Inbound,
        call::Direction::Outbound => wire::Direction::Outbound,
    }
}

fn phase(stage: &Stage) -> wire::Phase {
    match stage {
        Stage::Ringing(s) => wire::Phase::Ringing { until: s.until },
        Stage::Dialling(s) => wire::Phase::Dialling { far_rings: s.far_rings },
        Stage::Connected(s) => {
            wire::Phase::Connected { since: s.since, muted: s.muted, held: s.held }
        }
        Stage::WrapUp(s) => wire::Phase::WrapUp {
            since: s.since,
            ended: s.ended,
            end: end(s.end),
            closes: s.closes,
        },
        Stage::Closed(s) => wire::Phase::Closed { since: s.since, ended: s.ended, end: end(s.end) },
    }
}

/// How a call ended, in the contract's words.
pub fn end(end: call::EndStatus) -> wire::EndStatus {
    match end {
        call::EndStatus::Completed => wire::EndStatus::Completed,
        call::EndStatus::Failed => wire::EndStatus::Failed,
        call::EndStatus::Canceled => wire::EndStatus::Canceled,
        call::EndStatus::Busy => wire::EndStatus::Busy,
        call::EndStatus::NoAnswer => wire::EndStatus::NoAnswer,
        call::EndStatus::Rejected => wire::EndStatus::Rejected,
        call::EndStatus::Missed => wire::EndStatus::Missed,
    }
}

fn party(party: &call::Party) -> wire::Party {
    wire::Party {
        name: party.name.clone(),
        detail: party.detail.clone(),
        fields: party.fields.clone(),
        record: party.record.as_ref().map(record),
        source: match party.source {
            call::PartySource::Host => wire::PartySource::Host,
            call::PartySource::Lookup => wire::PartySource::Lookup,
            call::PartySource::Dialled => wire::PartySource::Dialled,
            call::PartySource::Chosen => wire::PartySource::Chosen,
        },
    }
}

/// A record in the contract's words.
pub fn record(record: &call::RecordRef) -> wire::RecordRef {
    wire::RecordRef { object_type: record.object_type.clone(), id: record.id.clone() }
}

fn looked(looked: &call::Looked) -> wire::Looked {
    match looked {
        call::Looked::Pending => wire::Looked::Pending,
        call::Looked::One => wire::Looked::One,
        call::Looked::Nobody => wire::Looked::Nobody,
        call::Looked::Failed(why) => wire::Looked::Failed(why.clone()),
        call::Looked::Several(all) => {
            let candidate = |one: &call::Candidate| {
                Some(wire::Candidate {
                    record: record(one.party.record.as_ref()?),
                    name: one.party.name.clone(),
                    detail: one.party.detail.clone(),
                    why: one.why.clone(),
                })
            };
            wire::Looked::Several(all.iter().filter_map(candidate).collect())
        }
    }
}

/// The owner as surfaces know it.
pub fn owner(owner: &seat::Owner) -> wire::Owner {
    wire::Owner {
        surface: owner.surface.clone(),
        epoch: owner.epoch,
        location: owner.location.map(|location| match location {
            seat::Location::Widget => wire::Location::Widget,
            seat::Location::Remote => wire::Location::Remote,
            seat::Location::Window => wire::Location::Window,
            seat::Location::Own => wire::Location::Own,
        }),
        ear: owner.ear.clone(),
    }
}

/// Where a surface is, as the seat knows it. Who says so is awake.
pub fn here(here: &wire::Here) -> seat::Here {
    seat::Here {
        location: here.location.map(|location| match location {
            wire::Location::Widget => seat::Location::Widget,
            wire::Location::Remote => seat::Location::Remote,
            wire::Location::Window => seat::Location::Window,
            wire::Location::Own => seat::Location::Own,
        }),
        hosted: here.hosted,
        uses_calling_window: here.uses_calling_window,
        visible: here.visible,
        asleep: false,
    }
}
