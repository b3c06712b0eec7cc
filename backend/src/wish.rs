//! A surface's wish, checked, in the seat's words.

use contract::console::Settings;
use contract::{Problem, ThirdWish, Wish};

use crate::problem::problem;
use crate::store::people::Agent;
use crate::{later, number, status};

/// The longest text that is taken for a name, an id or an instance, in bytes.
const TEXT: usize = 500;
/// Notes beyond this many bytes are refused; the call itself cuts at 10,000 characters.
const NOTES: usize = 60_000;

/// Reads a wish for this agent. The problem is the answer when it makes no sense.
pub fn read(wish: Wish, agent: &Agent, settings: &Settings) -> Result<seat::Wish, Problem> {
    Ok(match wish {
        Wish::Dial { call, to, country, callee, on_screen } => {
            let id = id(call)?;
            let read = number::read(
                &to,
                country.as_deref(),
                &agent.country,
                carries_emergency_calls(agent),
            );
            if !read.valid {
                let code = if read.emergency { "not-carried" } else { "invalid" };
                return Err(problem(code, &read.note));
            }
            seat::Wish::Dial(call::Dial {
                id,
                from: agent.number.clone(),
                to: read.dials,
                callee: callee.map(record).transpose()?,
                on_screen: on_screen.map(record).transpose()?,
                simulated: agent.simulated,
            })
        }
        Wish::Answer { call } => seat::Wish::Answer(id(call)?),
        Wish::Decline { call } | Wish::HangUp { call } => seat::Wish::HangUp(id(call)?),
        Wish::Mute { call, on } => seat::Wish::Mute(id(call)?, on),
        Wish::Hold { call, on } => seat::Wish::Hold(id(call)?, on),
        Wish::Digits { call, keys } => {
            let keys = call::Keys::of(&keys.0).ok_or_else(|| {
                problem("invalid", "Keys are 0 to 9, * and #; at most 32 at one time.")
            })?;
            seat::Wish::Digits(id(call)?, keys)
        }
        Wish::Third { call, does } => {
            let id = id(call)?;
            match does {
                ThirdWish::Swap => seat::Wish::Swap(id),
                ThirdWish::Merge => seat::Wish::Merge(id),
                ThirdWish::Complete => seat::Wish::Complete(id),
                ThirdWish::Drop => seat::Wish::DropThird(id),
            }
        }
        Wish::Transfer { .. } => {
            // Whom it goes to is looked up before: see `web::transferring`.
            return Err(problem("not-now", "Calls cannot be transferred here."));
        }
        Wish::Draft { call, draft } => seat::Wish::Draft(id(call)?, entered(draft)?),
        Wish::Save { call, draft } => seat::Wish::Save(id(call)?, entered(draft)?),
        Wish::Extend { call } => seat::Wish::Extend(id(call)?),
        Wish::Status { to } => seat::Wish::Status(status::read(to, settings)?),
        Wish::Later { numbers } => seat::Wish::Later(later::read(numbers)?),
        Wish::TakeOver => seat::Wish::TakeOver,
        Wish::Choose { call, record: chosen } => seat::Wish::Choose(id(call)?, record(chosen)?),
        Wish::CreateContact { .. } => {
            // It takes time and is done before: see `web::deciding`.
            return Err(problem("not-now", "Contacts cannot be made here."));
        }
        Wish::Told { call, told } => {
            let told = match told {
                contract::Told::Announced { instance } => call::Told::Announced(text(instance)?),
                contract::Told::Answered => call::Told::Answered,
                contract::Told::Transferred => call::Told::Transferred,
                contract::Told::Ended => call::Told::Ended,
                contract::Told::Completed => call::Told::Completed,
                contract::Told::Popped => call::Told::Popped,
            };
            seat::Wish::Told(id(call)?, told)
        }
        Wish::Engagement { call, id: engagement } => {
            seat::Wish::Engagement(id(call)?, hubspot_id(engagement)?)
        }
        Wish::Matched { call, party } => {
            let name = text(party.name)?;
            if name.trim().is_empty() {
                return Err(problem("invalid", "A name must not be empty."));
            }
            let party = call::Party {
                name,
                detail: text(party.detail)?,
                fields: Vec::new(),
                record: party.record.map(record).transpose()?,
                // Whatever the page claims: this is what it is.
                source: call::PartySource::Host,
            };
            seat::Wish::Matched(id(call)?, party)
        }
    })
}

/// Whether the agent's line carries emergency calls: the simulated phone system cannot.
pub fn carries_emergency_calls(agent: &Agent) -> bool {
    !agent.simulated
}

/// The id of a call, if it is one.
pub fn id(id: contract::CallId) -> Result<call::CallId, Problem> {
    if id.is_well_formed() {
        return Ok(call::CallId(id.0));
    }
    Err(problem("invalid", "The id of a call is a UUID in lower case."))
}

/// A record, if it can be one.
pub fn record(record: contract::RecordRef) -> Result<call::RecordRef, Problem> {
    Ok(call::RecordRef { object_type: hubspot_id(record.object_type)?, id: hubspot_id(record.id)? })
}

/// HubSpot's ids and type ids: letters, digits, `-` and `_`.
fn hubspot_id(id: String) -> Result<String, Problem> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if !id.is_empty() && id.len() <= 64 && id.bytes().all(plain) {
        return Ok(id);
    }
    Err(problem("invalid", "This is no id of a record in HubSpot."))
}

fn entered(draft: contract::Draft) -> Result<call::Draft, Problem> {
    if draft.notes.len() > NOTES {
        return Err(problem(
            "invalid",
            "The notes are too long. Keep them under 10,000 characters.",
        ));
    }
    let outcome = draft.outcome.filter(|o| !o.is_empty()).map(hubspot_id).transpose()?;
    Ok(call::Draft { outcome, notes: draft.notes })
}

fn text(text: String) -> Result<String, Problem> {
    if text.len() <= TEXT {
        return Ok(text);
    }
    Err(problem("invalid", "A text in this command is too long."))
}
