//! One input, one step: claimed, decided, written down, told. What could not be written down has never
//! happened.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::StatusCode;
use call::{Call, Stage, Target};
use contract::Event;
use seat::{Output, Saved, Seat};
use tokio::sync::MutexGuard;

use super::{Cell, Seated, Switchboard};
use crate::around::Tenancy;
use crate::problem::Failure;
use crate::store::calls::{Change, ChangedCall, SeatRow};
use crate::store::idempotency::Answer;
use crate::store::people::{Agent, AgentId};
use crate::store::{StoreError, calls as kept};
use crate::{clock, later, outbox, status, view, words};

impl Switchboard {
    pub(super) async fn step(
        self: &Arc<Self>,
        cell: &Cell,
        mut seated: MutexGuard<'_, Seated>,
        input: seat::Input,
        answer: Option<&Answer>,
    ) -> Result<(), Failure> {
        let now = clock::now();
        let agent = &cell.id;
        let what = words::of(&input);
        let settings = self.settings.of(&cell.agent().tenant).await?;
        seated.core.go_by(self.rules_of(&settings));
        let before = seated.core.saved().clone();
        let claimed = self.claim(&seated.core, &input)?;
        let release = || claimed.iter().for_each(|leg| self.phone.release(leg));
        seated.core.handle(input, now).inspect_err(|_| release())?;
        let mut outputs = Vec::new();
        while let Some(output) = seated.core.poll() {
            outputs.push(output);
        }
        let who = cell.agent();
        let written = match self.tenancy(&who.tenant).await {
            Ok(tenancy) => self
                .write(&who, &tenancy, &before, seated.core.saved(), &outputs, answer)
                .await
                .map(|()| tenancy),
            Err(error) => Err(error),
        };
        let tenancy = match written {
            Ok(tenancy) => tenancy,
            Err(error) => {
                self.take_back(cell, &mut seated, before);
                release();
                return Err(error.into());
            }
        };
        let mut new_facts = false;
        for output in outputs {
            match output {
                Output::Changed(call) => {
                    tracing::info!(call = call.id().0, stage = call.stage().name(), what, "a call");
                    new_facts = true;
                    self.listens(agent, &call);
                    let shown = view::call(&call, &who, &tenancy);
                    self.hub.publish(agent, Event::Call(Box::new(shown)), now);
                    if is_just_closed(&before, &call) {
                        self.tell_saving(&who, &call, now).await;
                        if call.is_missed()
                            && let Err(error) = self.tell_missed(agent).await
                        {
                            tracing::error!(%error, "missed calls could not be counted");
                        }
                    }
                    if !before.calls.iter().any(|known| known.id() == call.id()) {
                        self.look_up(cell, &call);
                    }
                }
                Output::Phone(call, call::Output::Dial { to }) => {
                    let mut known = seated.core.calls().iter();
                    let is_it = known.find(|known| *known.id() == call);
                    let simulated = is_it.is_none_or(Call::simulated);
                    self.phone.dial(&who, &call.0, to, simulated);
                }
                Output::Phone(call, call::Output::Transfer(Target::Agent { agent, name, leg })) => {
                    let call = seated.core.calls().iter().find(|known| *known.id() == call);
                    if let Some(call) = call {
                        self.hand_on(&who, call, AgentId(agent), name, leg);
                    }
                }
                Output::Phone(call, call::Output::Consult { to }) => {
                    let known = seated.core.calls().iter().find(|known| *known.id() == call);
                    match self.colleague(&who, known, &to).await {
                        Some(colleague) => self.ask(&who, &call, &colleague),
                        None => self.phone.order(agent, &call.0, call::Output::Consult { to }),
                    }
                }
                Output::Phone(call, order) => self.phone.order(agent, &call.0, order),
                Output::Gone(call) => {
                    self.hub.publish(agent, Event::Gone(contract::CallId(call.0.clone())), now);
                }
                Output::Owner(owner) => {
                    let owner = owner.as_ref().map(view::owner);
                    self.hub.publish(agent, Event::Owner(owner), now);
                }
                Output::Voice(call, to) => self.phone.voice(&call.0, to),
                Output::Later(numbers) => {
                    self.hub.publish(agent, Event::Later(later::show(&numbers)), now);
                }
                Output::Status(status) => {
                    self.hub.publish(agent, Event::Status(status::show(&status)), now);
                }
            }
        }
        if new_facts {
            self.outbox.wake(&who.tenant);
        }
        drop(seated);
        cell.woken.notify_one();
        self.closing.stepped();
        Ok(())
    }

    /// Claims the far end for a leg that is about to be answered, before anybody hears of an answer.
    fn claim(&self, core: &Seat, input: &seat::Input) -> Result<Option<String>, Failure> {
        let seat::Input::Wish { wish: seat::Wish::Answer(id), .. } = input else { return Ok(None) };
        let fits = |call: &&Call| {
            call.id() == id && call.fork().is_some() && matches!(call.stage(), Stage::Ringing(_))
        };
        let Some(leg) = core.calls().iter().find(fits).map(|call| call.id().0.clone()) else {
            return Ok(None);
        };
        match self.phone.claim(&leg) {
            Ok(()) => Ok(Some(leg)),
            Err(lost) => Err(Failure::new(StatusCode::CONFLICT, "not-now", &lost.to_string())),
        }
    }

    /// One transaction: ledger, call and record of every call that changed, and the seat.
    async fn write(
        &self,
        who: &Agent,
        tenancy: &Tenancy,
        before: &Saved,
        after: &Saved,
        outputs: &[Output],
        answer: Option<&Answer>,
    ) -> Result<(), StoreError> {
        let mut latest: BTreeMap<&str, ChangedCall> = BTreeMap::new();
        let mut gone = Vec::new();
        for output in outputs {
            match output {
                Output::Changed(call) => {
                    let id = &*call.id().0;
                    let entries = call.entries().iter().map(|e| (e.clone(), words::of_entry(e)));
                    let mut all: Vec<_> =
                        latest.remove(id).map(|was| was.entries).unwrap_or_default();
                    all.extend(entries);
                    let facts = record::Facts::of(call, &tenancy.around(who, call));
                    let ended = matches!(call.stage(), Stage::WrapUp(_) | Stage::Closed(_));
                    let sound = if ended { self.listening.whole(&call.id().0) } else { None };
                    let call = (**call).clone();
                    let changed = ChangedCall { call, facts, entries: all, sound };
                    latest.insert(id, changed);
                }
                Output::Gone(id) => gone.push(id.0.clone()),
                _ => {}
            }
        }
        let row = |saved: &Saved| SeatRow {
            epoch: saved.epoch,
            status: saved.status.clone(),
            later: saved.later.clone(),
        };
        let change = Change {
            agent: &who.id,
            tenant: &who.tenant,
            at: clock::now(),
            seat: Some(row(after)).filter(|now| *now != row(before)),
            calls: latest.into_values().collect(),
            limits: self.outbox.limits(),
            gone,
            answer,
        };
        kept::write(&self.store, &change).await
    }

    /// The agent is done with a call: from now on its pages show how far HubSpot is.
    async fn tell_saving(&self, who: &Agent, call: &Call, now: u64) {
        // It may have been written while the wrap-up was open.
        let kept = match crate::store::outbox::of(&self.store, &call.id().0).await {
            Ok(Some(kept)) => kept,
            Ok(None) => return,
            Err(error) => {
                tracing::error!(%error, "a record could not be read");
                return;
            }
        };
        let mut last = outbox::saved(&kept.record, self.outbox.limits());
        if last.saved == contract::Saved::Saving && !self.client.is_linked(&who.tenant).await {
            last.saved = contract::Saved::Later(
                "HubSpot is not linked. The call is kept and written as soon as it is.".to_owned(),
            );
        }
        self.hub.publish(&who.id, Event::Saved(last), now);
    }

    /// The store failed: the step never happened. Surfaces are appointed anew.
    fn take_back(&self, cell: &Cell, seated: &mut Seated, before: Saved) {
        let now = clock::now();
        let mut core = Seat::restore(before, self.rules.limits);
        if let Some(at) = seated.core.is_empty_since() {
            core.empty_since(at);
        }
        for (surface, here) in &seated.surfaces {
            let input = seat::Input::Surface { surface: surface.clone(), here: *here };
            // A surface is never refused.
            let _ = core.handle(input, now);
        }
        while let Some(output) = core.poll() {
            if let Output::Voice(call, to) = output {
                self.phone.voice(&call.0, to);
            }
        }
        let owner = core.owner().map(view::owner);
        self.hub.publish(&cell.id, Event::Owner(owner), now);
        seated.core = core;
    }
}

/// Whether this step has closed the call.
fn is_just_closed(before: &Saved, call: &Call) -> bool {
    let was_closed = before
        .calls
        .iter()
        .any(|known| known.id() == call.id() && matches!(known.stage(), Stage::Closed(_)));
    matches!(call.stage(), Stage::Closed(_)) && !was_closed
}
