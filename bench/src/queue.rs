//! Puts finished calls into the outbox, by the transaction that the service itself uses.

use std::time::Instant;

use call::{Call, CallId, Draft, Input, Limits, Offer, RecordRef};
use record::{Around, Facts};
use sidetone_backend::people::{self, AgentId, NewAgent, TenantId};
use sidetone_backend::store::calls::{self, Change, ChangedCall};
use sidetone_backend::{Store, clock, ids};
use sidetone_chaos::real::{Done, Trouble};

/// HubSpot's outcome "Connected".
const CONNECTED: &str = "f240bbac-87c9-4f6e-bf70-924b57d47db7";

/// Contacts of the demo account.
const CONTACTS: [&str; 8] = ["101", "102", "103", "104", "105", "106", "107", "108"];

/// Whose calls they are.
#[derive(Debug, Clone)]
pub struct Owner {
    /// The tenant, which is linked.
    pub tenant: TenantId,
    /// An agent of it.
    pub agent: AgentId,
}

impl Owner {
    /// A new agent of the demo tenant, called `bench`.
    pub async fn add(store: &Store) -> Done<Self> {
        let all = people::tenants(store).await?;
        let demo = all.into_iter().find(|(_, name)| name == "Demo").map(|(id, _)| id);
        let tenant = demo.ok_or_else(|| Trouble::Words("There is no demo tenant.".to_owned()))?;
        let new =
            NewAgent { login: "bench", name: "Bench", number: "+442079460777", country: "GB" };
        let agent = people::add_agent(store, &tenant, new).await?;
        Ok(Self { tenant, agent })
    }

    /// Puts so many calls into the outbox in one transaction.
    pub async fn put(&self, store: &Store, count: usize) -> Done {
        let now = clock::now();
        let calls: Vec<ChangedCall> =
            (0..count).map(|n| self.finished(n, now)).collect::<Done<_>>()?;
        let change = Change {
            agent: &self.agent,
            tenant: &self.tenant,
            at: now,
            seat: None,
            gone: calls.iter().map(|one| one.call.id().0.clone()).collect(),
            calls,
            limits: &record::Limits::default(),
            answer: None,
        };
        Ok(calls::write(store, &change).await?)
    }

    /// Puts one, and says how many milliseconds that took.
    pub async fn put_one(&self, store: &Store) -> Done<f64> {
        let began = started();
        self.put(store, 1).await?;
        Ok(began.elapsed().as_secs_f64() * 1000.0)
    }

    /// A call that was answered, had its wrap-up and was saved.
    fn finished(&self, n: usize, now: u64) -> Done<ChangedCall> {
        let wrong = |error: call::InvalidTransition| Trouble::Words(error.to_string());
        let offer = Offer {
            id: CallId(ids::new_id()),
            from: format!("+44770090{:04}", n % 1000),
            to: "+442079460777".to_owned(),
            simulated: true,
            fork: None,
            via: None,
        };
        let mut call = Call::inbound(offer, now - 30_000, Limits::default());
        call.handle(Input::Answer, now - 25_000).map_err(wrong)?;
        call.handle(Input::FarHungUp, now - 1_000).map_err(wrong)?;
        let notes = "Wants to know when the order comes; call back tomorrow.".to_owned();
        let draft = Draft { outcome: Some(CONNECTED.to_owned()), notes };
        call.handle(Input::Save(draft), now).map_err(wrong)?;
        let around = Around { account: self.tenant.0.clone(), ..Around::default() };
        let mut facts = Facts::of(&call, &around);
        let contact = CONTACTS[n % CONTACTS.len()].to_owned();
        facts.customer = Some(RecordRef { object_type: "0-1".to_owned(), id: contact });
        let entries = call.entries().iter().map(|entry| (entry.clone(), "measured")).collect();
        Ok(ChangedCall { call, facts, entries, sound: None })
    }
}

/// Now, for durations.
#[allow(clippy::disallowed_methods, reason = "a bench measures time")]
pub fn started() -> Instant {
    Instant::now()
}
