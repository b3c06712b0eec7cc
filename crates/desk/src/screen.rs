//! The screen: the desk's state as a [`View`].

use std::sync::Arc;

use contract::{CallId, CallView, Direction, Draft, Looked, Phase, Wish};

use crate::beside::Beside;
use crate::calls;
use crate::desk::{Desk, Dialing, Session};
use crate::quality::{Quality, judge};
use crate::third::third_says;
use crate::view::{CallCard, CardPhase, Link, OwnerView, SaveState, Stage, View, Waiting};

impl Desk {
    /// Makes the view anew and counts it. Whether it differs is not looked at: who draws it compares
    /// every text with what is on the screen anyway, and comparing all of it here is 3 kB of code.
    pub(crate) fn refresh(&mut self, now: u64) {
        self.view = Arc::new(self.screen(now));
        self.revision = self.revision.wrapping_add(1);
    }

    fn screen(&self, now: u64) -> View {
        let mut cards: Vec<CallCard> = Vec::new();
        if let Some(dialing) = &self.dialing {
            cards.push(self.dialing_card(dialing));
        }
        cards.extend(self.calls.by_urgency().into_iter().map(|call| self.card(call)));
        if cards.is_empty() {
            cards.extend(self.calls.ended().map(|call| self.card(call)));
        }
        let sound = self.sound.clone().filter(|sound| {
            let speaks = |card: &CallCard| matches!(card.phase, CardPhase::Connected { .. });
            cards.first().is_some_and(|card| card.id == sound.call && speaks(card))
        });
        let mut cards = cards.into_iter();
        let owner = match &self.owner {
            Some(owner) if owner.surface == self.surface => OwnerView::Here,
            Some(_) => OwnerView::Elsewhere,
            None => OwnerView::Nobody,
        };
        View {
            stage: self.stage(),
            link: match self.link.lost_since() {
                Some(since) => Link::Reconnecting { since_local: since as i64 },
                None => Link::Up,
            },
            agent: self.agent.clone(),
            status: self.standing.status.clone(),
            status_asked: self.status_asked(),
            reasons: self.standing.reasons.clone(),
            choosing: self.standing.choosing,
            line: self.line.clone(),
            owner,
            voice: self.voice(),
            trouble: self.trouble(owner),
            sound_panel: self.sounding.open,
            said: self.sounding.said.clone(),
            owner_at: self.owner.as_ref().and_then(|owner| owner.location),
            loud: self.rings_aloud(now),
            own_page: self.ear.is_own(),
            can_open_window: self.window_address().is_some(),
            hint_dropped: self.hint_dropped,
            pad: self.pad.view(self.line.as_ref(), self.is_free()),
            front: cards.next(),
            others: cards.collect(),
            panel: self.panel(),
            pending_dial: self.pending_view(),
            history: self.pasts.view(),
            missed: self.pasts.missed,
            outcomes: self.outcomes.clone(),
            find: self.find.clone(),
            groups: self.groups.clone(),
            last: self.last.as_ref().map(|(last, _)| last.clone()),
            closing: self.closing,
            quality: sound.as_ref().map_or(Quality::Unknown, judge),
            sound,
            focus: self.focus,
            digits: self.digits.clone(),
            menu: self.menu.clone(),
            notice: self.notice.as_ref().map(|(notice, _)| notice.clone()),
            announce: self.announce.clone(),
        }
    }

    fn stage(&self) -> Stage {
        if self.ear.is_awaited() {
            return Stage::WaitingForHost;
        }
        match self.session {
            Session::Out => Stage::SignedOut,
            Session::SigningIn => Stage::SigningIn,
            Session::Asked | Session::In if self.loaded => Stage::Working,
            Session::Asked | Session::In => Stage::Loading,
        }
    }

    /// Whether the call in front rings, and is to be heard here and nowhere else.
    fn rings_aloud(&self, now: u64) -> bool {
        let mine = self.owner.as_ref().is_some_and(|owner| owner.surface == self.surface);
        let rings = self.calls.front().is_some_and(|call| match call.phase {
            Phase::Ringing { until } => self.link.to_local(until) > now as i64,
            _ => false,
        });
        mine && rings && self.dialing.is_none() && self.link.is_up()
    }

    /// When the ring that is heard would be over.
    pub(crate) fn ring_over_at(&self, now: u64) -> Option<u64> {
        match self.calls.front()?.phase {
            Phase::Ringing { until } => {
                u64::try_from(self.link.to_local(until)).ok().filter(|at| *at > now)
            }
            _ => None,
        }
    }

    fn dialing_card(&self, dialing: &Dialing) -> CallCard {
        CallCard {
            id: dialing.call.clone(),
            direction: Direction::Outbound,
            number: dialing.number.clone(),
            shown: dialing.number.clone(),
            country: String::new(),
            party: None,
            beside: Beside::default(),
            simulated: self.line.as_ref().is_some_and(|line| line.simulated),
            phase: CardPhase::Dialling { far_rings: false, since_local: dialing.since as i64 },
            third: None,
            third_says: String::new(),
            draft: Draft::default(),
            saved: SaveState::Kept,
            waiting: Some(if dialing.cancelled { Waiting::HangUp } else { Waiting::Dial }),
        }
    }

    fn card(&self, call: &CallView) -> CallCard {
        let local = |at| self.link.to_local(at);
        CallCard {
            id: call.id.clone(),
            direction: call.direction,
            number: calls::number(call).into(),
            shown: call.shown.clone(),
            country: call.country.clone(),
            party: self.party(call),
            beside: self.beside(call),
            simulated: call.simulated,
            phase: match &call.phase {
                Phase::Ringing { until } => CardPhase::Ringing { until_local: local(*until) },
                Phase::Dialling { far_rings } => {
                    CardPhase::Dialling { far_rings: *far_rings, since_local: local(call.started) }
                }
                Phase::Connected { since, muted, held } => {
                    CardPhase::Connected { since_local: local(*since), muted: *muted, held: *held }
                }
                Phase::WrapUp { since, ended, end, closes } => CardPhase::WrapUp {
                    since_local: local(*since),
                    ended_local: local(*ended),
                    end: *end,
                    closes_local: local(*closes),
                },
                Phase::Closed { end, .. } => CardPhase::Ended { end: *end },
            },
            third: call.third.clone(),
            third_says: call.third.as_ref().map(third_says).unwrap_or_default(),
            draft: self.drafts.shown(call),
            saved: self.save_state(call),
            waiting: self.waiting(call),
        }
    }

    fn beside(&self, call: &CallView) -> Beside {
        let missing = self.missing.as_ref().filter(|(id, _)| *id == call.id);
        let choosing = self.is_choosing(call);
        Beside {
            candidates: self.asking(&call.id).map_or_else(Vec::new, |one| one.candidates.clone()),
            choosing,
            can_create: self.can_create(call),
            contact: self.form(&call.id),
            links: self.links(call),
            note: match (&call.note, &call.looked, self.pop_note(&call.id)) {
                (Some(note), ..) => note.clone(),
                (_, Looked::Failed(why), "") => why.clone(),
                (.., note) => String::from(note),
            },
            missing: missing.map(|(_, missing)| *missing),
        }
    }

    fn save_state(&self, call: &CallView) -> SaveState {
        let saving = |wish: &Wish| matches!(wish, Wish::Save { call: c, .. } if *c == call.id);
        match self.commands.find(&saving) {
            Some(flight) if flight.late => SaveState::Failed,
            Some(_) => SaveState::Saving,
            None if self.unsaved.contains(&call.id) => SaveState::Failed,
            None if self.drafts.is_unsent(&call.id) => SaveState::Typing,
            None => SaveState::Kept,
        }
    }

    fn waiting(&self, call: &CallView) -> Option<Waiting> {
        let mine = |wish: &Wish| waits_for(wish).is_some_and(|(id, _)| *id == call.id);
        let flight = self.commands.find(&mine).filter(|flight| !flight.late)?;
        waits_for(&flight.command.wish).map(|(_, waiting)| waiting)
    }
}

/// The button that a command without an answer belongs to.
fn waits_for(wish: &Wish) -> Option<(&CallId, Waiting)> {
    match wish {
        Wish::Answer { call } => Some((call, Waiting::Answer)),
        Wish::Decline { call } => Some((call, Waiting::Decline)),
        Wish::HangUp { call } => Some((call, Waiting::HangUp)),
        Wish::Mute { call, .. } => Some((call, Waiting::Mute)),
        Wish::Hold { call, .. } => Some((call, Waiting::Hold)),
        Wish::Transfer { call, .. } | Wish::Third { call, .. } => Some((call, Waiting::Third)),
        Wish::Save { call, .. } => Some((call, Waiting::Save)),
        _ => None,
    }
}
