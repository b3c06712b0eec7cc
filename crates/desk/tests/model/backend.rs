//! A backend as simple as can be: calls, owner, numbered events, commands by key.

use std::collections::{BTreeMap, BTreeSet};

use contract::*;

use crate::common::{EPOCH_MS, closed, connected, dialling, id, ringing, snapshot, wrap_up};

#[derive(Debug, Default)]
pub struct Backend {
    pub calls: Vec<CallView>,
    /// Calls that were forgotten, as they were then.
    pub gone: Vec<CallView>,
    pub owner: Option<Owner>,
    epoch: u64,
    stream: u64,
    log: Vec<Event>,
    /// Who is connected, and whether HubSpot hears them.
    pub surfaces: BTreeMap<String, bool>,
    done: BTreeSet<String>,
    pub made: u64,
    pub status: Status,
    /// What is to be sent: to whom, what.
    pub out: Vec<(String, ServerMessage)>,
    pub now: u64,
    /// How often each call was dialled.
    pub dialled: BTreeMap<String, u32>,
    /// How many contacts each surface had made for each call.
    pub contacts: BTreeMap<(String, String), u32>,
    /// The last finished call.
    pub last: Option<LastCall>,
}

impl Backend {
    fn stream_name(&self) -> String {
        format!("stream-{}", self.stream)
    }

    fn publish(&mut self, event: Event) {
        self.log.push(event.clone());
        let seq = self.log.len() as u64;
        for surface in self.surfaces.keys() {
            let message =
                ServerMessage::Event { seq, now: EPOCH_MS + self.now, event: event.clone() };
            self.out.push((surface.clone(), message));
        }
    }

    pub fn hello(&mut self, surface: &str, here: &Here, resume: Option<Resume>) {
        self.surfaces.remove(surface);
        let to = surface.to_owned();
        let now = EPOCH_MS + self.now;
        let stream = self.stream_name();
        self.out.push((to.clone(), ServerMessage::Welcome { stream: stream.clone(), now }));
        match resume {
            Some(resume) if resume.stream == stream && resume.seq <= self.log.len() as u64 => {
                for at in resume.seq as usize..self.log.len() {
                    let event = self.log[at].clone();
                    let seq = at as u64 + 1;
                    self.out.push((to.clone(), ServerMessage::Event { seq, now, event }));
                }
            }
            _ => {
                let mut all = snapshot(self.owner.clone(), self.calls.clone(), self.now);
                all.stream = stream;
                all.seq = self.log.len() as u64;
                all.last = self.last.clone();
                all.status = self.status.clone();
                self.out.push((to.clone(), ServerMessage::Snapshot(Box::new(all))));
            }
        }
        self.surfaces.insert(to, here.hosted);
        self.elect();
    }

    pub fn here(&mut self, surface: &str, here: &Here) {
        if let Some(hosted) = self.surfaces.get_mut(surface) {
            *hosted = here.hosted;
        }
        self.elect();
    }

    pub fn gone_surface(&mut self, surface: &str) {
        self.surfaces.remove(surface);
        self.elect();
    }

    /// Appoints again, whoever it is.
    pub fn appoint(&mut self, skip: bool) {
        let hosted: Vec<String> =
            self.surfaces.iter().filter(|(_, hosted)| **hosted).map(|(s, _)| s.clone()).collect();
        let current = self.owner.as_ref().map(|owner| owner.surface.clone());
        let next = hosted.iter().find(|s| !skip || Some(*s) != current.as_ref());
        let Some(surface) = next.or(hosted.first()).cloned() else {
            if self.owner.take().is_some() {
                self.publish(Event::Owner(None));
            }
            return;
        };
        self.epoch += 1;
        let ear = Some(surface.clone());
        self.owner = Some(Owner { surface, epoch: self.epoch, location: None, ear });
        self.publish(Event::Owner(self.owner.clone()));
        self.grant();
    }

    fn elect(&mut self) {
        let stays = self
            .owner
            .as_ref()
            .is_some_and(|owner| self.surfaces.get(&owner.surface).copied().unwrap_or(false));
        if !stays {
            self.appoint(false);
        }
    }

    fn grant(&mut self) {
        let Some(epoch) = self.owner.as_ref().map(|owner| owner.epoch) else { return };
        for at in 0..self.calls.len() {
            let call = &mut self.calls[at];
            let over = matches!(call.phase, Phase::WrapUp { .. } | Phase::Closed { .. });
            if call.host.may_announce.is_none() && !over {
                call.host.may_announce = Some(epoch);
                let call = call.clone();
                self.publish(Event::Call(Box::new(call)));
            }
        }
    }

    pub fn restart(&mut self) {
        self.stream += 1;
        self.log.clear();
        self.surfaces.clear();
        self.out.clear();
        self.owner = None;
    }

    fn add(&mut self, mut call: CallView) {
        call.host.may_announce = None;
        self.calls.push(call.clone());
        if self.owner.is_some() {
            self.grant(); // publishes it
        } else {
            self.publish(Event::Call(Box::new(call)));
        }
    }

    pub fn rings(&mut self) {
        self.made += 1;
        let mut call = ringing(self.made);
        let candidate = |record: &str| Candidate {
            record: RecordRef { object_type: "0-1".into(), id: record.into() },
            name: call.id.0.clone(), // so that a crossed choice is seen
            detail: String::new(),
            why: String::new(),
        };
        call.looked = match self.made % 3 {
            0 => Looked::Nobody,
            1 => Looked::Several(vec![candidate("1"), candidate("2")]),
            _ => Looked::Pending,
        };
        self.add(call);
    }

    pub fn get(&self, call: &CallId) -> Option<&CallView> {
        self.calls.iter().find(|known| known.id == *call)
    }

    fn change(&mut self, call: &CallId, change: impl FnOnce(&CallView) -> CallView) {
        let Some(at) = self.calls.iter().position(|known| known.id == *call) else { return };
        let next = change(&self.calls[at]);
        if next == self.calls[at] {
            return;
        }
        self.calls[at] = next.clone();
        self.publish(Event::Call(Box::new(next.clone())));
        let over = matches!(next.phase, Phase::Closed { .. });
        if over && self.last.as_ref().is_none_or(|last| last.call != next.id) {
            let last = LastCall { call: next.id.clone(), who: String::new(), saved: Saved::Saving };
            self.last = Some(last.clone());
            self.publish(Event::Saved(last));
        }
        if over && (next.host.may_announce.is_none() || next.host.completed) {
            self.calls.remove(at);
            self.gone.push(next);
            self.publish(Event::Gone(call.clone()));
        }
    }

    pub fn answer(&mut self, call: &CallId) {
        self.change(call, |call| match call.phase {
            Phase::Ringing { .. } | Phase::Dialling { .. } => {
                // Callers are people, and callees tickets.
                let object_type = match call.direction {
                    Direction::Inbound => "0-1",
                    Direction::Outbound => "0-5",
                };
                let record = RecordRef { object_type: object_type.into(), id: call.id.0.clone() };
                let url = String::from("https://app.hubspot.com/x");
                let pop = Some(Pop { record, url, tab: PopTab::Same });
                CallView { pop, ..connected(call) }
            }
            _ => call.clone(),
        });
    }

    /// The call is over, whoever ended it.
    pub fn end(&mut self, call: &CallId) {
        self.change(call, |call| match call.phase {
            Phase::Ringing { .. } => closed(call, EndStatus::Missed),
            Phase::Dialling { .. } => closed(call, EndStatus::NoAnswer),
            Phase::Connected { .. } => wrap_up(call),
            _ => call.clone(),
        });
    }

    pub fn close(&mut self, call: &CallId) {
        self.change(call, |call| match call.phase {
            Phase::WrapUp { .. } => closed(call, EndStatus::Completed),
            _ => call.clone(),
        });
    }

    /// HubSpot has the last call.
    pub fn saves(&mut self) {
        if let Some(last) = &mut self.last {
            last.saved = Saved::Saved;
            let last = last.clone();
            self.publish(Event::Saved(last));
        }
    }

    /// Does a command, or finds that it was done.
    pub fn command(&mut self, key: &str, command: &Command) -> Result<(), Problem> {
        if !self.done.insert(key.to_owned()) {
            return Ok(());
        }
        let result = self.wish(command);
        if result.is_err() {
            self.done.remove(key);
        }
        result
    }

    fn wish(&mut self, command: &Command) -> Result<(), Problem> {
        let refuse = |code: &str| Err(Problem { code: code.into(), message: String::new() });
        let owns = self.owner.as_ref().is_some_and(|owner| {
            owner.surface == command.surface && Some(owner.epoch) == command.epoch
        });
        match &command.wish {
            Wish::Told { .. } | Wish::Engagement { .. } | Wish::Matched { .. } if !owns => {
                return refuse("stale-epoch");
            }
            Wish::Dial { call, to, .. } => {
                *self.dialled.entry(call.0.clone()).or_default() += 1;
                self.made += 1;
                let made = dialling(self.made);
                self.add(CallView { id: call.clone(), to: to.clone(), ..made });
                return Ok(());
            }
            Wish::Status { to } => {
                let Choice { presence, reason } = to.clone();
                self.status = Status { presence, reason, ..Status::default() };
                self.publish(Event::Status(self.status.clone()));
                return Ok(());
            }
            _ => {}
        }
        let (Wish::Answer { call }
        | Wish::Decline { call }
        | Wish::HangUp { call }
        | Wish::Mute { call, .. }
        | Wish::Hold { call, .. }
        | Wish::Draft { call, .. }
        | Wish::Save { call, .. }
        | Wish::Choose { call, .. }
        | Wish::CreateContact { call, .. }
        | Wish::Told { call, .. }
        | Wish::Engagement { call, .. }
        | Wish::Matched { call, .. }) = &command.wish
        else {
            return refuse("invalid");
        };
        let Some(known) = self.get(call) else { return refuse("no-such-call") };
        let (ringing, open) = (
            matches!(known.phase, Phase::Ringing { .. }),
            !matches!(known.phase, Phase::Closed { .. }),
        );
        match &command.wish {
            Wish::Answer { .. } if ringing => self.answer(call),
            Wish::Decline { .. } if ringing => self.end(call),
            Wish::HangUp { .. } if open => self.end(call),
            Wish::Draft { draft, .. } if open => {
                self.change(call, |call| CallView { draft: draft.clone(), ..call.clone() });
            }
            Wish::Save { draft, .. } if matches!(known.phase, Phase::WrapUp { .. }) => {
                self.change(call, |call| CallView { draft: draft.clone(), ..call.clone() });
                self.close(call);
            }
            Wish::Choose { record, .. } if open => self.is_party(call, record.clone()),
            Wish::CreateContact { .. } if open => {
                let by = (command.surface.clone(), call.0.clone());
                *self.contacts.entry(by).or_default() += 1;
                self.made += 1;
                let made = RecordRef { object_type: "0-1".into(), id: self.made.to_string() };
                self.is_party(call, made);
            }
            Wish::Told { told, .. } => self.change(call, |call| {
                let mut call = call.clone();
                match told {
                    Told::Announced { instance } => call.host.announced = Some(instance.clone()),
                    Told::Answered => call.host.answered = true,
                    Told::Transferred => call.host.transferred = true,
                    Told::Ended => call.host.ended = true,
                    Told::Completed => call.host.completed = true,
                    Told::Popped => call.host.popped = true,
                }
                call
            }),
            Wish::Engagement { id, .. } => self.change(call, |call| {
                let engagement = call.engagement.clone().or_else(|| Some(id.clone()));
                CallView { engagement, ..call.clone() }
            }),
            Wish::Matched { party, .. } => {
                let chosen = |one: &Party| one.source == PartySource::Chosen;
                if !known.party.as_ref().is_some_and(chosen) {
                    let party = Some(party.clone());
                    self.change(call, |call| CallView { party, ..call.clone() });
                }
            }
            _ => return refuse("not-now"),
        }
        Ok(())
    }

    fn is_party(&mut self, call: &CallId, record: RecordRef) {
        let party = Party {
            name: call.0.clone(),
            detail: String::new(),
            fields: Vec::new(),
            record: Some(record),
            source: PartySource::Chosen,
        };
        self.change(call, |call| CallView {
            party: Some(party),
            looked: Looked::One,
            ..call.clone()
        });
    }

    pub fn nth(&self, n: usize) -> Option<CallId> {
        (!self.calls.is_empty()).then(|| self.calls[n % self.calls.len()].id.clone())
    }

    /// Ids that no page has used.
    pub fn fresh(&mut self) -> CallId {
        self.made += 1;
        id(1_000_000 + self.made)
    }
}
