//! Who the other party is, by the agent's word: what may have to ask HubSpot first.

use call::{CallId, Looked, RecordRef};
use contract::Wish;

use crate::app::App;
use crate::chosen::NewContact;
use crate::problem::{Failure, problem};
use crate::store::idempotency::Answer;
use crate::store::people::AgentId;
use crate::wish;

/// Does what is wished: [`Wish::Choose`] or [`Wish::CreateContact`].
pub async fn decide(
    app: &App,
    agent: &AgentId,
    surface: String,
    wish: Wish,
    done: &Answer,
) -> Result<(), Failure> {
    let board = &app.switchboard;
    let who = board.cell(agent).await?.agent();
    let at_hand = async |id: &CallId| {
        let call = board.call(agent, id).await?;
        call.ok_or_else(|| Failure::from(seat::Refusal::NoSuchCall))
    };
    match wish {
        Wish::Choose { call, record } => {
            let (id, record) = (wish::id(call)?, wish::record(record)?);
            let call = at_hand(&id).await?;
            let input = if is_candidate(call.looked(), &record) {
                let wish = seat::Wish::Choose(id, record.clone());
                seat::Input::Wish { surface, epoch: None, wish }
            } else {
                let party = board.callers.choice(&who, &call, &record).await?;
                seat::Input::Looked(id, Looked::One, Some(party))
            };
            board.handle(agent, input, Some(done)).await?;
            board.callers.remember(&who, call.far_number(), &record).await;
        }
        Wish::CreateContact { call, first_name, last_name, email } => {
            let id = wish::id(call)?;
            let new = NewContact { first: first_name, last: last_name, email };
            let new = new.checked().map_err(|why| problem("invalid", why))?;
            let call = at_hand(&id).await?;
            let party = board.callers.create(&who, &call, &new).await?;
            let record = party.record.clone();
            let input = seat::Input::Looked(id, Looked::One, Some(party));
            board.handle(agent, input, Some(done)).await?;
            if let Some(record) = record {
                board.callers.remember(&who, call.far_number(), &record).await;
            }
        }
        _ => return Err(problem("invalid", "This is decided elsewhere.").into()),
    }
    Ok(())
}

fn is_candidate(looked: &Looked, record: &RecordRef) -> bool {
    let Looked::Several(all) = looked else { return false };
    all.iter().any(|one| one.party.record.as_ref() == Some(record))
}
