//! The agent's voice on this surface: which call is carried here, by which connection, and what the
//! person should know about microphone and loudspeaker.
//!
//! What is to be carried is part of the view, and the shell makes the browser follow it. A browser
//! does not mend a connection by itself: this does, first by a new way for the connection that is
//! there (ICE), then by a new one.

use contract::{CallId, Phase, Problem};

use crate::desk::Desk;
use crate::output::Output;
use crate::timers::wait;
use crate::view::{NoticeKind, OwnerView, Trouble, Voice};

/// What the browser says about sound. Connections are named by [`Voice::number`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SoundNews {
    /// Whether the page has, or may have, a microphone.
    Microphone(Microphone),
    /// Whether the browser keeps the page silent until somebody has touched it.
    Locked(bool),
    /// The service took the offer of a connection.
    Taken(u32),
    /// It knows this page as the owner of no such call: not yet, or no longer.
    NotMine(u32),
    /// It refused it: why, or no answer.
    NotTaken(u32, Option<Problem>),
    /// Sound runs both ways.
    Joined(u32),
    /// Nothing comes through at the moment.
    Shaken(u32),
    /// The browser has given the connection up.
    Broken(u32),
    /// The browser plays nothing on the loudspeaker that was chosen.
    NoSpeaker,
}

/// What a person speaks into and hears with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// What is spoken into.
    Microphone,
    /// What calls are heard by.
    Speaker,
    /// What the ring is heard by.
    Ring,
}

/// The microphone, as far as the page knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Microphone {
    /// The browser has not said.
    #[default]
    Unknown,
    /// It will ask the person.
    Asks,
    /// It may be used.
    Ready,
    /// The person, or their company, said no.
    Refused,
    /// There is none, or another program holds it.
    Missing,
}

/// How the connection stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Stand {
    /// Offered; an answer and sound are awaited.
    #[default]
    Offered,
    /// Sound runs.
    Joined,
    /// Nothing comes through.
    Shaken,
    /// This service has no sound; why it was said already.
    Given,
}

/// What this surface carries.
#[derive(Debug, Default)]
pub(crate) struct Sounding {
    pub(crate) microphone: Microphone,
    pub(crate) locked: bool,
    pub(crate) open: bool,
    /// What is typed of what is wrong.
    pub(crate) said: String,
    carried: Option<CallId>,
    number: u32,
    attempt: u32,
    stand: Stand,
    /// When something else is tried.
    due: Option<u64>,
    /// Why there is no sound at all, in the service's words.
    none: Option<String>,
}

impl Sounding {
    pub(crate) fn due_at(&self) -> Option<u64> {
        self.due
    }

    /// A new connection.
    fn anew(&mut self, now: u64) {
        self.number = self.number.wrapping_add(1);
        self.attempt = 0;
        self.stand = Stand::Offered;
        self.due = Some(now.saturating_add(wait::JOINING));
    }

    /// A new way for the connection that is there.
    fn restart(&mut self, now: u64) {
        self.attempt = self.attempt.wrapping_add(1);
        self.stand = Stand::Offered;
        self.due = Some(now.saturating_add(wait::JOINING));
    }
}

impl Desk {
    /// Takes what the browser said.
    pub(crate) fn sound_said(&mut self, news: SoundNews, now: u64) {
        let sounding = &mut self.sounding;
        let mine = |number| sounding.carried.is_some() && sounding.number == number;
        match news {
            SoundNews::Microphone(microphone) => sounding.microphone = microphone,
            SoundNews::Locked(locked) => sounding.locked = locked,
            SoundNews::Joined(number) if mine(number) => {
                (sounding.stand, sounding.due) = (Stand::Joined, None);
                sounding.attempt = 0;
            }
            SoundNews::Shaken(number) if mine(number) && sounding.stand == Stand::Joined => {
                sounding.stand = Stand::Shaken;
                sounding.due = Some(now.saturating_add(wait::SHAKEN));
            }
            // Once the same connection is tried again; what breaks then is given up.
            SoundNews::Broken(number) if mine(number) => match sounding.stand {
                Stand::Joined | Stand::Shaken => sounding.restart(now),
                Stand::Offered | Stand::Given => {}
            },
            SoundNews::NotMine(number) if mine(number) => {
                sounding.due = Some(now.saturating_add(wait::OFFER_AGAIN));
            }
            SoundNews::NotTaken(number, problem) if mine(number) => self.not_taken(problem, now),
            SoundNews::NoSpeaker => self
                .warn("The loudspeaker that you chose is not there. The usual one is used.", now),
            _ => {}
        }
    }

    /// Hands the service what is wrong, in the agent's words and in the page's.
    pub(crate) fn report(&mut self) {
        let sounding = &self.sounding;
        let microphone = match sounding.microphone {
            Microphone::Unknown => "unknown",
            Microphone::Asks => "asks",
            Microphone::Ready => "ready",
            Microphone::Refused => "refused",
            Microphone::Missing => "missing",
        };
        let stand = match (&sounding.carried, sounding.stand) {
            (None, _) => "no call",
            (_, Stand::Offered) => "offered",
            (_, Stand::Joined) => "joined",
            (_, Stand::Shaken) => "shaken",
            (_, Stand::Given) => "refused",
        };
        let locked = if sounding.locked { "yes" } else { "no" };
        self.out.push_back(Output::Report {
            said: sounding.said.clone(),
            facts: [("microphone", microphone), ("sound", stand), ("locked", locked)],
        });
    }

    /// The service has the report, or does not: why, or no answer.
    #[inline(never)] // a page loads it later than the rest
    pub(crate) fn reported(&mut self, result: Result<(), Option<Problem>>, now: u64) {
        match result {
            Ok(()) => {
                self.sounding.said.clear();
                self.sounding.open = false;
                self.tell(NoticeKind::Info, "The report is sent. Your administrator sees it.", now);
            }
            Err(Some(problem)) => self.warn(&problem.message, now),
            Err(None) => {
                self.warn("The report could not be sent. What you wrote is still there.", now);
            }
        }
    }

    fn not_taken(&mut self, problem: Option<Problem>, now: u64) {
        let sounding = &mut self.sounding;
        match problem {
            // The next try may find the service there.
            None => sounding.due = Some(now.saturating_add(wait::RETRY)),
            Some(problem) => {
                (sounding.stand, sounding.due) = (Stand::Given, None);
                sounding.none = Some(problem.message.clone());
                self.warn(&problem.message, now);
            }
        }
    }

    /// The stream came back with everything anew: the service may be another one, which knows nothing
    /// of this connection.
    pub(crate) fn speak_anew(&mut self, now: u64) {
        if self.sounding.carried.is_some() && self.sounding.stand != Stand::Given {
            self.sounding.anew(now);
        }
    }

    /// The moment has come at which something else is tried.
    pub(crate) fn sound_again(&mut self, now: u64) {
        match self.sounding.stand {
            Stand::Shaken => self.sounding.restart(now),
            Stand::Offered => self.sounding.anew(now),
            Stand::Joined | Stand::Given => self.sounding.due = None,
        }
    }

    /// Follows the calls: what is to be carried here from now on.
    pub(crate) fn carry(&mut self, now: u64) {
        let wanted = self.spoken();
        if self.sounding.carried != wanted {
            let goes_on = wanted.is_some();
            self.sounding.carried = wanted;
            self.sounding.due = None;
            if goes_on {
                self.sounding.anew(now);
            }
        }
    }

    /// The call that is spoken here: the one that nobody holds; of several that wait, the one that was
    /// carried last, so that it goes on at once.
    fn spoken(&self) -> Option<CallId> {
        let owner = self.owner.as_ref().filter(|owner| owner.surface == self.surface);
        // A page that goes away gives connection and microphone back: only so the browser keeps it, and it
        // can come back as it was.
        if owner.is_none() || !self.loaded || self.hiding {
            return None;
        }
        let mut best: Option<(u8, &CallId)> = None;
        for call in self.calls.iter() {
            let carried = self.sounding.carried.as_ref() == Some(&call.id);
            let rank = match call.phase {
                Phase::Connected { held: false, .. } => 3,
                Phase::Dialling { .. } => 2,
                Phase::Connected { held: true, .. } if carried => 1,
                Phase::Connected { held: true, .. } => 0,
                _ => continue,
            };
            if best.is_none_or(|(most, _)| rank > most) {
                best = Some((rank, &call.id));
            }
        }
        best.map(|(_, id)| id.clone())
    }

    /// What the shell is to follow.
    pub(crate) fn voice(&self) -> Option<Voice> {
        let call = self.calls.get(self.sounding.carried.as_ref()?)?;
        let muted = matches!(call.phase, Phase::Connected { muted: true, .. });
        Some(Voice {
            call: call.id.clone(),
            epoch: self.owner.as_ref()?.epoch,
            number: self.sounding.number,
            attempt: self.sounding.attempt,
            muted,
        })
    }

    /// What keeps the agent from hearing or being heard here.
    pub(crate) fn trouble(&self, owner: OwnerView) -> Option<Trouble> {
        let sounding = &self.sounding;
        if owner != OwnerView::Here || !self.loaded {
            return None;
        }
        let spoken = sounding.carried.is_some();
        match (sounding.microphone, sounding.stand) {
            _ if sounding.none.is_some() && spoken => None,
            (Microphone::Refused, _) => Some(Trouble::Refused),
            (Microphone::Missing, _) => Some(Trouble::Missing),
            (Microphone::Asks, _) => Some(Trouble::Asks),
            _ if sounding.locked => Some(Trouble::Locked),
            (_, Stand::Shaken) if spoken => Some(Trouble::Broken),
            (_, Stand::Offered) if spoken && sounding.attempt > 0 => Some(Trouble::Broken),
            _ => None,
        }
    }
}
