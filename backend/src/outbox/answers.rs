//! What HubSpot answered is kept, and told to the seat, the agent's pages and the consoles.

use call::CallId;
use contract::Event;
use contract::console::Changed;
use record::{Input, Request};

use super::requests::Answer;
use super::{Outbox, shown};
use crate::news::News;
use crate::store::calls;
use crate::store::outbox::{self as kept, Kept};
use crate::store::people::TenantId;
use crate::{clock, ids};

/// How long the store is left alone after a trouble, in milliseconds.
const STORE_PAUSE: u64 = 1_000;

impl Outbox {
    pub(super) async fn take_answers(&self, tenant: &TenantId, answers: Vec<Answer>) {
        let asked: Vec<(String, bool)> =
            answers.iter().map(|answer| (answer.call.clone(), is_filing(&answer.asked))).collect();
        let inputs: Vec<_> = answers
            .into_iter()
            .map(|answer| {
                let note = note(&answer);
                let Answer { call, asked, result, said } = answer;
                let input = Input::Answer { asked, result, jitter: ids::jitter(), said };
                (call, input, note)
            })
            .collect();
        let (done, now) = loop {
            let now = clock::now();
            match kept::answer(&self.store, &inputs, now, &self.limits).await {
                Ok(done) => break (done, now),
                Err(error) => {
                    // Until they are kept nothing more is sent for these calls.
                    tracing::error!(%error, "HubSpot's answers could not be kept");
                    clock::until(Some(now + STORE_PAUSE)).await;
                }
            }
        };
        for kept in &done {
            let call = &kept.record.facts().id;
            let filing = asked.iter().any(|(id, filing)| id == call && *filing);
            self.tell_seat(kept, filing);
            self.tell_pages(kept, now).await;
        }
        self.links.tell_what(tenant, Changed::Calls(tenant.0.clone()));
    }

    /// The seat learns an id that it does not know, and what the call is filed under.
    fn tell_seat(&self, kept: &Kept, filing: bool) {
        let id = || CallId(kept.record.facts().id.clone());
        let send = |input| {
            let _ = self.news.send(News { agent: kept.agent.clone(), input, done: None });
        };
        if kept.record.facts().engagement.is_none()
            && let Some(record) = kept.record.id()
        {
            send(seat::Input::Recorded(id(), record.to_owned()));
        }
        if let Some(filed) = kept.record.filed().filter(|_| filing) {
            let (record, name) = (filed.record.clone(), filed.name.clone());
            send(seat::Input::Filed(id(), call::Case { record, name, new: filed.new }));
        }
    }

    /// The agent's pages learn how far HubSpot is with their last finished call.
    async fn tell_pages(&self, kept: &Kept, now: u64) {
        let facts = kept.record.facts();
        if !facts.closed {
            return;
        }
        match calls::is_latest(&self.store, &kept.agent, facts.started).await {
            Ok(true) => {
                let last = shown::saved(&kept.record, &self.limits);
                self.hub.publish(&kept.agent, Event::Saved(last), now);
            }
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "the latest call could not be read"),
        }
    }
}

fn is_filing(request: &Request) -> bool {
    matches!(
        request,
        Request::FindCases { .. }
            | Request::FindOwnCase { .. }
            | Request::CreateCase { .. }
            | Request::Reopen { .. }
    )
}

/// What the ledger says of it.
fn note(answer: &Answer) -> Option<&'static str> {
    match (&answer.asked, &answer.result) {
        (_, Err(record::Trouble::Refused { .. })) => Some("HubSpot refused it"),
        (_, Err(_)) => None,
        (Request::Create { .. }, Ok(_)) => Some("call record made"),
        (Request::Update { .. }, Ok(_)) => Some("call record changed"),
        (Request::Associate { .. }, Ok(_)) => Some("call record linked"),
        (Request::Archive { .. }, Ok(_)) => {
            Some("HubSpot's page had made a record too: that one stays, ours was put away")
        }
        (Request::CreateCase { .. }, Ok(record::Reply::Created(_))) => Some("ticket or deal made"),
        (Request::Reopen { .. }, Ok(_)) => Some("ticket or deal opened again"),
        _ => None,
    }
}
