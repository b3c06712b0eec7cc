//! Whom a call goes to: an agent of the same tenant who can be reached, or a number.

use call::{CallId, Peer};
use contract::{Problem, Target};

use crate::app::App;
use crate::problem::{Failure, problem};
use crate::store::people::{self, Agent, AgentId};
use crate::{ids, number, wish};

/// Reads the wish to give a call away, or to ask somebody first.
pub async fn read(
    app: &App,
    who: &Agent,
    call: contract::CallId,
    to: Target,
    consult: bool,
) -> Result<seat::Wish, Failure> {
    let call = wish::id(call)?;
    let peer = match to {
        Target::Number(typed) => outside(&typed, who)?,
        Target::Agent(id) => {
            let other = colleague(app, who, AgentId(id)).await?;
            if !consult {
                let leg = CallId(ids::new_id());
                let target = call::Target::Agent { agent: other.id.0, name: other.name, leg };
                return Ok(seat::Wish::Transfer(call, target));
            }
            Peer { number: other.number, name: other.name }
        }
    };
    Ok(match consult {
        true => seat::Wish::Consult(call, peer),
        false => seat::Wish::Transfer(call, call::Target::Number(peer)),
    })
}

fn outside(typed: &str, who: &Agent) -> Result<Peer, Problem> {
    let read = number::read(typed, None, &who.country, wish::carries_emergency_calls(who));
    if !read.valid {
        return Err(problem("invalid", &read.note));
    }
    Ok(Peer { number: read.dials, name: read.shown })
}

/// An agent of the same tenant who can be rung now.
async fn colleague(app: &App, who: &Agent, id: AgentId) -> Result<Agent, Failure> {
    let found = people::agent(&app.store, &id).await?;
    let found = found.filter(|other| other.tenant == who.tenant && other.id != who.id);
    let Some(other) = found else {
        return Err(problem("invalid", "There is no such agent. Choose somebody else.").into());
    };
    if app.switchboard.reach(&id).await?.0 == seat::Reach::Away {
        let why = format!("{} cannot be reached now. Choose somebody else.", other.name);
        return Err(problem("not-now", &why).into());
    }
    Ok(other)
}
