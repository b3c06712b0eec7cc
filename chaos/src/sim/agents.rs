//! Agents, callers and HubSpot's pages: what they do by chance, and what gets lost on the way.

use call::{
    Call, CallId, Candidate, Dial, Draft, Entry, Happened, Looked, Ms, Offer, Party, PartySource,
    RecordRef, Stage, Told,
};
use seat::{Choice, Here, Input, Location, Wish};

use super::service::Service;
use super::world::{Event, PORTALS, World};

impl World {
    /// A call begins: most of them inbound.
    pub fn begin_call(&mut self, n: u32) {
        let agent = self.rng.usize(0..self.service.agents());
        let id = Service::id(n);
        let far = format!("+4420794600{:02}", self.rng.u8(0..30));
        let line = format!("+4420700000{agent:02}");
        // Who let a call ring is unavailable until they say otherwise, which most of them do.
        if self.chance(90) {
            self.wish(agent, 1, Wish::Status(Choice::default()));
        }
        let input = if self.chance(65) {
            Input::Offer(Offer {
                id: id.clone(),
                from: far.clone(),
                to: line,
                simulated: true,
                fork: None,
                via: None,
            })
        } else {
            let on_screen = self.chance(20).then(|| record("0-5", "900"));
            let callee = self.chance(50).then(|| record("0-1", &far));
            let dial = Dial {
                id: id.clone(),
                from: line,
                to: far.clone(),
                callee,
                on_screen,
                simulated: true,
            };
            Input::Wish { surface: surface(agent), epoch: None, wish: Wish::Dial(dial) }
        };
        self.send(agent, input);
        let looked = match self.rng.u8(0..10) {
            0..=4 => Some((Looked::One, Some(party(&far, PartySource::Lookup)))),
            5 => Some((Looked::Nobody, None)),
            6 => Some((Looked::Failed("HubSpot did not tell".into()), None)),
            7 | 8 => {
                let candidate = |n: u8| Candidate {
                    party: party(&format!("{far}-{n}"), PartySource::Lookup),
                    why: String::new(),
                };
                Some((Looked::Several(vec![candidate(1), candidate(2)]), None))
            }
            _ => None,
        };
        if let Some((looked, party)) = looked {
            let pause = self.some(5_000);
            self.after(pause, Event::Seat(agent, Input::Looked(id, looked, party)));
        }
    }

    /// Sends something to a seat: it takes a while, comes twice now and then, and not always in order.
    fn send(&mut self, agent: usize, input: Input) {
        let pause = self.some(400);
        if self.chance(10) {
            let again = pause + self.some(3_000);
            self.after(again, Event::Seat(agent, input.clone()));
        }
        self.after(pause, Event::Seat(agent, input));
    }

    fn wish(&mut self, agent: usize, pause: Ms, wish: Wish) {
        let epoch = self.service.seats[agent].owner().map(|owner| owner.epoch);
        let input = Input::Wish { surface: surface(agent), epoch, wish };
        let twice = self.chance(10);
        if twice {
            let again = pause + self.some(2_000);
            self.after(again, Event::Seat(agent, input.clone()));
        }
        self.after(pause, Event::Seat(agent, input));
    }

    fn phone(&mut self, agent: usize, pause: Ms, id: &CallId, input: call::Input) {
        self.after(pause, Event::Seat(agent, Input::Phone(id.clone(), input)));
    }

    /// A call has changed by these entries: whoever sees it may do something about it.
    pub fn shown(&mut self, agent: usize, call: &Call, entries: &[Entry]) {
        for entry in entries {
            match (&entry.what, call.stage()) {
                (Happened::Offered(..), Stage::Ringing(_)) => self.rings(agent, call),
                (Happened::Dialled(..), Stage::Dialling(_)) => self.dials(agent, call),
                (Happened::Was(call::Input::MayAnnounce(_)), _) => self.announce(agent, call.id()),
                (
                    Happened::Was(call::Input::Answer | call::Input::FarAnswered),
                    Stage::Connected(_),
                ) => self.speaks(agent, call),
                (Happened::Was(call::Input::HangUp | call::Input::FarHungUp), Stage::WrapUp(_)) => {
                    self.wraps_up(agent, call)
                }
                _ => {}
            }
        }
        if Service::is_closed(call) && call.host().announced.is_some() && !call.host().completed {
            let pause = self.some(3_000);
            self.wish(agent, pause, Wish::Told(call.id().clone(), Told::Completed));
        }
        if self.is_rough() && self.chance(3) {
            self.after(1, Event::PageGoes(agent));
        }
    }

    fn rings(&mut self, agent: usize, call: &Call) {
        let (id, pause) = (call.id().clone(), self.some(20_000));
        match self.rng.u8(0..10) {
            0..=5 => self.wish(agent, pause, Wish::Answer(id)),
            6 => self.wish(agent, pause, Wish::HangUp(id)),
            7 => self.phone(agent, pause, &id, call::Input::FarHungUp),
            8 => self.phone(agent, pause, &id, call::Input::Voicemail),
            _ => {}
        }
    }

    fn dials(&mut self, agent: usize, call: &Call) {
        let (id, pause) = (call.id().clone(), self.some(15_000));
        self.phone(agent, pause / 2, &id, call::Input::FarRings);
        match self.rng.u8(0..10) {
            0..=5 => self.phone(agent, pause, &id, call::Input::FarAnswered),
            6 => self.phone(agent, pause, &id, call::Input::FarBusy),
            7 => self.phone(agent, pause, &id, call::Input::FarFailed),
            8 => self.wish(agent, pause, Wish::HangUp(id)),
            _ => {}
        }
    }

    fn speaks(&mut self, agent: usize, call: &Call) {
        let (id, pause) = (call.id().clone(), self.some(120_000));
        let notes = format!("notes {}", self.rng.u32(0..1000));
        self.wish(agent, pause / 2, Wish::Draft(id.clone(), Draft { outcome: None, notes }));
        if let Looked::Several(all) = call.looked()
            && let Some(record) = all.last().and_then(|one| one.party.record.clone())
        {
            self.wish(agent, pause / 3, Wish::Choose(id.clone(), record));
        }
        if self.chance(50) {
            self.wish(agent, pause, Wish::HangUp(id));
        } else {
            self.phone(agent, pause, &id, call::Input::FarHungUp);
        }
    }

    fn wraps_up(&mut self, agent: usize, call: &Call) {
        if self.chance(80) {
            let outcome = Some(format!("outcome-{}", self.rng.u8(0..6)));
            let notes = format!("<b>done & {}</b>", self.rng.u32(0..1000));
            let pause = self.some(60_000);
            self.wish(agent, pause, Wish::Save(call.id().clone(), Draft { outcome, notes }));
        }
    }

    /// The owner's page tells HubSpot's page of the call, which makes a record, mostly.
    fn announce(&mut self, agent: usize, id: &CallId) {
        let instance = self.rng.u64(..);
        let pause = self.some(300);
        self.wish(agent, pause, Wish::Told(id.clone(), Told::Announced(format!("{instance}"))));
        if self.chance(85) {
            // Now and then it takes the page so long that everybody else has given up.
            let late = if self.chance(3) { 200_000 } else { 3_000 };
            let made = pause + self.some(late);
            self.after(made, Event::PageMakes(agent, id.clone()));
        }
    }

    /// HubSpot's page makes a record, with our id in it or not, and the owner reports it, or not.
    pub fn page_makes(&mut self, agent: usize, id: CallId) {
        let Some(kept) = self.service.kept.get(&id.0) else { return };
        let call = &kept.call;
        let mut properties: super::hubspot::Properties = [
            ("hs_call_from_number", call.from().to_owned()),
            ("hs_call_to_number", call.to().to_owned()),
            ("hs_timestamp", call.started().to_string()),
            ("by", id.0.clone()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        if self.chance(50) {
            properties.insert("hs_call_external_id".into(), id.0.clone());
        }
        let (now, lag) = (self.now, self.some(29_000));
        let account = &mut self.accounts[PORTALS[World::tenant(agent)]];
        let made = account.make_call(properties, Vec::new(), now, lag);
        self.by_page += 1;
        if self.chance(80) {
            let pause = self.some(2_000);
            self.wish(agent, pause, Wish::Engagement(id, made));
        }
    }

    pub fn page_goes(&mut self, agent: usize) {
        self.tell_seat(agent, Input::SurfaceGone(surface(agent)));
        let pause = self.some(60_000);
        self.after(pause, Event::PageComes(agent));
    }

    pub fn page_comes(&mut self, agent: usize) {
        let hosted = self.chance(90);
        let here = Here {
            location: Some(Location::Remote),
            hosted,
            uses_calling_window: true,
            visible: true,
            asleep: false,
        };
        self.tell_seat(agent, Input::Surface { surface: surface(agent), here });
        // What the page still owes HubSpot, it tells now.
        let owed: Vec<Call> = self.service.seats[agent].calls().to_vec();
        for call in owed {
            if Service::is_closed(&call) {
                let pause = self.some(3_000);
                self.wish(agent, pause, Wish::Told(call.id().clone(), Told::Completed));
            }
        }
    }
}

fn surface(agent: usize) -> String {
    format!("page-{agent}")
}

fn record(object_type: &str, id: &str) -> RecordRef {
    RecordRef { object_type: object_type.into(), id: id.into() }
}

fn party(id: &str, source: PartySource) -> Party {
    let (name, detail) = (format!("Person {id}"), String::new());
    Party { name, detail, fields: Vec::new(), record: Some(record("0-1", id)), source }
}
