//! How far HubSpot is with a call, in the words of the pages.

use contract::{CallId, LastCall, Saved};
use record::{Limits, Record, Standing};

use crate::number;

/// How far HubSpot is with a finished call.
pub fn saved(record: &Record, limits: &Limits) -> LastCall {
    let facts = record.facts();
    let far = match facts.direction {
        call::Direction::Inbound => &facts.from,
        call::Direction::Outbound => &facts.to,
    };
    let who = if facts.name.is_empty() { number::show(far).0 } else { facts.name.clone() };
    let saved = match (record.standing(limits), record.trouble()) {
        (Standing::Saved(_), _) => Saved::Saved,
        (Standing::Refused(why), _) => Saved::Refused(why),
        (Standing::Waiting(_), Some(trouble)) if record.is_failing() => {
            Saved::Later(trouble.said.why.clone())
        }
        (Standing::Waiting(_) | Standing::Open, _) => Saved::Saving,
    };
    LastCall { call: CallId(facts.id.clone()), who, saved }
}
