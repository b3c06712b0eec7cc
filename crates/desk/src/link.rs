//! The event stream: opened, greeted, kept in order, missed and opened again.
//!
//! Only this file knows whether the stream stands. It hands on what is in order, asks for what was
//! missed when a number is skipped, and turns the backend's time into the page's.

use std::collections::VecDeque;

use contract::{ClientMessage, Event, Here, Ms, Resume, ServerMessage, Snapshot, SoundQuality};

use crate::output::Output;
use crate::timers::wait;

/// What a message of the stream means to the desk.
pub(crate) enum Heard {
    /// Nothing beyond the link itself.
    Nothing,
    /// All there is; the link is up.
    Snapshot(Box<Snapshot>),
    /// The next change.
    Event(Event),
    /// How a call sounds.
    Sound(SoundQuality),
    /// The link is up again and missed events follow.
    Resumed,
    /// The session is not valid any more.
    SignedOut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// No session, or no wish to be connected.
    Off,
    /// Between two tries.
    Waiting { until: u64 },
    /// The socket is being opened.
    Opening,
    /// Hello was said; the next is Welcome.
    Greeting { resumes: bool },
    /// Welcome was said, but events mean nothing without a snapshot.
    Bare,
    /// Events come in order.
    Up,
}

/// The event stream of one surface.
#[derive(Debug)]
pub(crate) struct Link {
    state: State,
    seen: Option<Resume>,
    /// Events were skipped once from this number on; next time a snapshot is asked for.
    gap_at: Option<u64>,
    tries: u32,
    heard: u64,
    lost: Option<u64>,
    offset: Option<i64>,
    /// After a resumption, missed events are still on their way until then.
    behind_until: u64,
    /// The service said that it goes away, so that every page comes back at the same time.
    restarts: bool,
    seed: u64,
}

impl Link {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            state: State::Off,
            seen: None,
            gap_at: None,
            tries: 0,
            heard: 0,
            lost: None,
            offset: None,
            behind_until: 0,
            restarts: false,
            seed,
        }
    }

    /// Whether the backend is heard.
    pub(crate) fn is_up(&self) -> bool {
        self.state == State::Up
    }

    /// Whether what is known is also current, so that one may speak on it.
    pub(crate) fn is_current(&self, now: u64) -> bool {
        self.is_up() && now >= self.behind_until && !self.was_frozen(now)
    }

    /// Whether it was silent here for so long that another surface may have been asked to speak.
    fn was_frozen(&self, now: u64) -> bool {
        now > self.heard.saturating_add(wait::FROZEN)
    }

    /// When what was missed has arrived.
    pub(crate) fn caught_up_at(&self, now: u64) -> Option<u64> {
        (self.is_up() && now < self.behind_until).then_some(self.behind_until)
    }

    /// Since when the connection is lost.
    pub(crate) fn lost_since(&self) -> Option<u64> {
        self.lost
    }

    /// A moment of the backend on the page's clock.
    pub(crate) fn to_local(&self, at: Ms) -> i64 {
        (at as i64).saturating_sub(self.offset.unwrap_or(0))
    }

    /// When the stream is to be opened again.
    pub(crate) fn reconnect_at(&self) -> Option<u64> {
        match self.state {
            State::Waiting { until } => Some(until),
            _ => None,
        }
    }

    /// When silence is too long.
    pub(crate) fn watchdog_at(&self) -> Option<u64> {
        match self.state {
            State::Off | State::Waiting { .. } => None,
            _ => Some(self.heard.saturating_add(wait::WATCHDOG)),
        }
    }

    /// Opens the stream now, unless it is open or being opened.
    pub(crate) fn open(&mut self, now: u64, out: &mut VecDeque<Output>) {
        if matches!(self.state, State::Off | State::Waiting { .. }) {
            self.state = State::Opening;
            self.heard = now;
            out.push_back(Output::Connect);
        }
    }

    /// Cuts a pause between two tries short.
    pub(crate) fn hurry(&mut self, now: u64, out: &mut VecDeque<Output>) {
        if matches!(self.state, State::Waiting { .. }) {
            self.open(now, out);
        }
    }

    /// The page goes away: it signs off itself. A browser that keeps the page for the way back may
    /// leave the socket open, and a page that cannot be seen would go on to own.
    pub(crate) fn leave(&mut self, now: u64, out: &mut VecDeque<Output>) {
        if !matches!(self.state, State::Off | State::Waiting { .. }) {
            out.push_back(Output::Disconnect);
            self.lost = self.lost.or(Some(now));
            self.state = State::Waiting { until: u64::MAX };
        }
    }

    /// Gives the stream up for good and forgets what was seen.
    pub(crate) fn stop(&mut self, out: &mut VecDeque<Output>) {
        if !matches!(self.state, State::Off | State::Waiting { .. }) {
            out.push_back(Output::Disconnect);
        }
        *self = Self { offset: self.offset, ..Self::new(self.seed) };
    }

    /// The socket is open: greet.
    pub(crate) fn opened(&mut self, here: Here, now: u64, out: &mut VecDeque<Output>) {
        if self.state != State::Opening {
            return;
        }
        self.heard = now;
        let resume = self.seen.clone();
        self.state = State::Greeting { resumes: resume.is_some() };
        out.push_back(Output::Hello { here, resume });
    }

    /// Says where the surface is, if anybody listens; Hello says it otherwise.
    pub(crate) fn here(&self, here: Here, out: &mut VecDeque<Output>) {
        if matches!(self.state, State::Greeting { .. } | State::Bare | State::Up) {
            out.push_back(Output::Send(ClientMessage::Here(here)));
        }
    }

    /// The socket is gone. True when the desk thought it was there.
    pub(crate) fn lost(&mut self, jitter: f64, now: u64) -> bool {
        if matches!(self.state, State::Off | State::Waiting { .. }) {
            return false;
        }
        self.pause(jitter, now);
        true
    }

    /// Closes a stream that is of no use and opens another after a pause.
    pub(crate) fn give_up(&mut self, now: u64, out: &mut VecDeque<Output>) {
        out.push_back(Output::Disconnect);
        // A small generator of its own: this is no secret, only a way not to march in step.
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        self.pause((self.seed >> 40) as f64 / (1u64 << 24) as f64, now);
    }

    fn pause(&mut self, jitter: f64, now: u64) {
        let whole =
            wait::RECONNECT.saturating_mul(1 << self.tries.min(5)).min(wait::RECONNECT_MOST);
        // From a half to the whole; further apart where everybody was sent away at once.
        let (least, most) = match self.restarts {
            true => (wait::RECONNECT, wait::AFTER_RESTART.max(whole)),
            false => (whole / 2, whole),
        };
        // A jitter that is no number counts as none.
        let part = if jitter > 0.0 { jitter.min(1.0) } else { 0.0 };
        let pause = least + ((most - least) as f64 * part) as u64;
        self.tries = self.tries.saturating_add(1);
        self.lost = self.lost.or(Some(now));
        self.state = State::Waiting { until: now.saturating_add(pause) };
    }

    /// Takes one message. What is out of order is not handed on.
    pub(crate) fn message(
        &mut self,
        message: ServerMessage,
        now: u64,
        out: &mut VecDeque<Output>,
    ) -> Heard {
        if matches!(self.state, State::Off | State::Waiting { .. } | State::Opening) {
            return Heard::Nothing; // a late word of a stream that was given up
        }
        if self.is_up() && self.was_frozen(now) {
            // What comes now was said long ago, and the rest of it is still on its way.
            self.behind_until = now.saturating_add(wait::CATCH_UP);
        }
        self.heard = now;
        match message {
            ServerMessage::Ping(number) => {
                out.push_back(Output::Send(ClientMessage::Pong(number)));
                Heard::Nothing
            }
            ServerMessage::Welcome { stream, now: theirs } => {
                self.offset = None;
                self.clock(theirs, now);
                let resumes = self.state == State::Greeting { resumes: true };
                if resumes && self.seen.as_ref().is_some_and(|seen| seen.stream == stream) {
                    self.up();
                    self.behind_until = now.saturating_add(wait::CATCH_UP);
                    return Heard::Resumed;
                }
                self.state = State::Bare;
                Heard::Nothing
            }
            ServerMessage::Snapshot(snapshot) => {
                self.clock(snapshot.now, now);
                self.seen = Some(Resume { stream: snapshot.stream.clone(), seq: snapshot.seq });
                self.gap_at = None;
                self.behind_until = now;
                self.up();
                Heard::Snapshot(snapshot)
            }
            ServerMessage::Sound(sound) => Heard::Sound(sound),
            ServerMessage::Event { seq, now: theirs, event } => {
                self.event(seq, theirs, event, now, out)
            }
            ServerMessage::Bye { code } => match code.as_str() {
                "signed-out" => {
                    self.stop(out);
                    self.lost = Some(now);
                    Heard::SignedOut
                }
                "replaced" => {
                    // Another socket of this surface took over; do not wrestle with it.
                    self.tries = 5;
                    self.give_up(now, out);
                    Heard::Nothing
                }
                code => {
                    self.restarts = code == "going-away";
                    self.give_up(now, out);
                    Heard::Nothing
                }
            },
        }
    }

    fn event(
        &mut self,
        seq: u64,
        theirs: Ms,
        event: Event,
        now: u64,
        out: &mut VecDeque<Output>,
    ) -> Heard {
        let up = self.state == State::Up;
        match &mut self.seen {
            Some(seen) if up && seq <= seen.seq => Heard::Nothing,
            Some(seen) if up && seq == seen.seq.saturating_add(1) => {
                seen.seq = seq;
                self.clock(theirs, now);
                Heard::Event(event)
            }
            seen => {
                // Something was missed. Ask for it; if that leaves the same gap, for all of it.
                let at = seen.as_ref().map(|seen| seen.seq);
                if !up || (at.is_some() && self.gap_at == at) {
                    self.seen = None;
                } else {
                    self.gap_at = at;
                }
                self.give_up(now, out);
                Heard::Nothing
            }
        }
    }

    /// Whether this event of this stream is the next one: heard elsewhere, it is as good as heard here.
    pub(crate) fn misses(&self, stream: &str, seq: u64) -> bool {
        let next = |seen: &Resume| seen.stream == stream && seq == seen.seq.saturating_add(1);
        self.state != State::Off && self.seen.as_ref().is_some_and(next)
    }

    /// The event of this number was heard elsewhere.
    pub(crate) fn skip(&mut self, seq: u64) {
        if let Some(seen) = &mut self.seen {
            seen.seq = seq;
        }
    }

    /// The event that was just heard, for others.
    pub(crate) fn share(&self) -> Option<Output> {
        let Resume { stream, seq } = self.seen.clone()?;
        Some(Output::Share { stream, seq })
    }

    fn up(&mut self) {
        self.restarts = false;
        self.state = State::Up;
        self.tries = 0;
        self.lost = None;
    }

    /// The way here takes time, so every reading is too small: the largest of a connection is best.
    fn clock(&mut self, theirs: Ms, now: u64) {
        let offset = (theirs as i64).saturating_sub(now as i64);
        self.offset = Some(self.offset.map_or(offset, |known| known.max(offset)));
    }
}
