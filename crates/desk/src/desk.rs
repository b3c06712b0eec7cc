//! The desk itself: its parts, who gets which input, and what happens after each.

use std::collections::VecDeque;
use std::sync::Arc;

use contract::{
    Agent, CallId, LastCall, Later, Line, Outcomes, Owner, ServerMessage, SoundQuality,
};
use hubspot_calling::Origins;

use crate::beside::{Missing, Spot};
use crate::calls::Calls;
use crate::commands::Commands;
use crate::drafts::Drafts;
use crate::history::Pasts;
use crate::host_ear::{Ear, Situation};
use crate::input::Input;
use crate::link::Link;
use crate::news::takes_draft;
use crate::output::Output;
use crate::pad::Pad;
use crate::pop::Popping;
use crate::sound::Sounding;
use crate::status::Standing;
use crate::third::Beyond;
use crate::timers::{Timer, Timers, earlier, wait};
use crate::view::{Notice, NoticeKind, View};
use crate::who::Asking;

/// Whether somebody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Session {
    /// The backend is being asked.
    Asked,
    /// Yes.
    In,
    /// No.
    Out,
    /// No, and the sign-in window is open.
    SigningIn,
}

/// A dial command whose call is not on the screen yet.
#[derive(Debug)]
pub(crate) struct Dialing {
    pub call: CallId,
    pub number: String,
    pub since: u64,
    /// The person does not want it any more.
    pub cancelled: bool,
    /// The command was taken; the call is awaited until then.
    pub taken_until: Option<u64>,
}

/// One surface. See the [crate's contract](crate).
pub struct Desk {
    pub(crate) surface: String,
    pub(crate) session: Session,
    /// One sign-out while working is doubted: the session is asked for once more.
    pub(crate) doubted: bool,
    pub(crate) renew_at: Option<u64>,
    pub(crate) renewing: bool,
    pub(crate) link: Link,
    /// A snapshot was seen.
    pub(crate) loaded: bool,
    pub(crate) agent: Option<Agent>,
    /// HubSpot's number of the account that the frame is in, as its page says.
    pub(crate) portal: Option<String>,
    /// The origin of its page, as the browser vouches for it; empty before the handshake.
    pub(crate) host_origin: String,
    /// The origins at which HubSpot's pages are.
    pub(crate) hubspot: Origins,
    pub(crate) hint_dropped: bool,
    pub(crate) digits: String,
    pub(crate) menu: Option<String>,
    pub(crate) standing: Standing,
    pub(crate) line: Option<Line>,
    pub(crate) owner: Option<Owner>,
    pub(crate) outcomes: Arc<Outcomes>,
    /// What is typed to find an outcome.
    pub(crate) find: String,
    /// The groups of outcomes that are open.
    pub(crate) groups: Vec<String>,
    /// The last finished call, and until when it is shown.
    pub(crate) last: Option<(LastCall, Option<u64>)>,
    pub(crate) askings: Vec<Asking>,
    pub(crate) pops: Vec<Popping>,
    /// What *Save* found missing, of which call.
    pub(crate) missing: Option<(CallId, Missing)>,
    /// Where the keyboard is to go, and how often it was sent somewhere.
    pub(crate) focus: Option<(Spot, u32)>,
    pub(crate) calls: Calls,
    pub(crate) commands: Commands,
    pub(crate) drafts: Drafts,
    /// Wrap-ups whose end was refused.
    pub(crate) unsaved: Vec<CallId>,
    pub(crate) ear: Ear,
    pub(crate) pad: Pad,
    pub(crate) dialing: Option<Dialing>,
    /// The last call dialled from here, and the number as it was asked for.
    pub(crate) dialled: Option<(CallId, String)>,
    /// A call that was given up before it was there.
    pub(crate) unwanted: Option<CallId>,
    /// Clicked while the agent was busy, the newest last.
    pub(crate) pending: Vec<Later>,
    pub(crate) pasts: Pasts,
    /// The service is about to stop.
    pub(crate) closing: bool,
    /// How a call sounds, as it was last told.
    pub(crate) sound: Option<SoundQuality>,
    /// What is open beside a call.
    pub(crate) beyond: Option<Beyond>,
    /// The last question for those to whom a call can be given.
    pub(crate) targets_asked: u32,
    pub(crate) sounding: Sounding,
    pub(crate) notice: Option<(Notice, Option<u64>)>,
    pub(crate) announce: String,
    pub(crate) visible: bool,
    pub(crate) hiding: bool,
    timers: Timers,
    /// What is to be handed to other frames.
    pub(crate) share: Option<Output>,
    pub(crate) out: VecDeque<Output>,
    pub(crate) view: Arc<View>,
    pub(crate) revision: u64,
}

impl Desk {
    /// A new surface. `surface` is its id, different for every load of the page, and the beginning
    /// of every idempotency key; `seed` spreads reconnections.
    pub fn new(surface: String, seed: u64) -> Desk {
        Desk {
            commands: Commands::new(surface.clone()),
            surface,
            session: Session::Asked,
            doubted: false,
            renew_at: None,
            renewing: true,
            link: Link::new(seed),
            loaded: false,
            agent: None,
            portal: None,
            host_origin: String::new(),
            hubspot: Origins::hubspot(),
            hint_dropped: false,
            digits: String::new(),
            menu: None,
            standing: Standing::default(),
            line: None,
            owner: None,
            outcomes: Arc::default(),
            find: String::new(),
            groups: Vec::new(),
            last: None,
            askings: Vec::new(),
            pops: Vec::new(),
            missing: None,
            focus: None,
            calls: Calls::default(),
            drafts: Drafts::default(),
            unsaved: Vec::new(),
            ear: Ear::new(),
            pad: Pad::default(),
            dialing: None,
            dialled: None,
            unwanted: None,
            pending: Vec::new(),
            pasts: Pasts::default(),
            closing: false,
            sound: None,
            beyond: None,
            targets_asked: 0,
            sounding: Sounding::default(),
            notice: None,
            announce: String::new(),
            visible: true,
            hiding: false,
            timers: Timers::default(),
            share: None,
            out: VecDeque::from([Output::Renew]),
            view: Arc::default(),
            revision: 0,
        }
    }

    /// Takes one thing that happened at `now`, in milliseconds of the page's clock.
    pub fn handle(&mut self, input: Input, now: u64) {
        let shows = !matches!(input, Input::StreamMessage(ServerMessage::Ping(_)));
        match input {
            Input::HostReady { info, instance } => {
                self.portal = info.portal_id.as_ref().map(ToString::to_string);
                self.host_origin.clone_from(&info.origin);
                self.ear.ready(&info, instance, now);
                self.say_here();
            }
            Input::HostMessage { message, fresh } => self.host_said(message, fresh, now),
            Input::OwnPage { hubspot } => {
                self.hubspot = hubspot;
                self.ear.own_page();
                self.say_here();
            }
            Input::SignedIn => self.signed_in(now),
            Input::SignedOut => self.signed_out(now),
            Input::NotFinished(problem) => self.not_finished(problem, now),
            Input::Left => {
                self.doubted = true; // by the person's own wish: nothing to doubt
                self.signed_out(now);
            }
            Input::NotMoved(problem) => self.not_moved(problem, now),
            Input::StreamOpened => {
                let here = self.ear.here(self.visible);
                self.link.opened(here, now, &mut self.out);
            }
            Input::StreamMessage(message) => self.stream_said(message, now),
            Input::Handed { stream, message } => self.handed(&stream, message, now),
            Input::StreamLost { jitter } => {
                if self.link.lost(jitter, now) && self.loaded {
                    self.announce("Connection lost. Reconnecting");
                }
            }
            Input::CommandDone { key, result } => self.command_done(&key, result, now),
            Input::NumberRead(Ok(reading)) => {
                self.pad.take_reading(reading);
            }
            // The pad dials without a reading; the backend reads again anyway.
            Input::NumberRead(Err(_)) => {}
            Input::NotOpened { call } => self.not_opened(&call),
            Input::Targets { number, result } => self.targets_came(number, result),
            Input::History { number, result } => self.history_came(number, result),
            Input::KeptPending(numbers) => self.pending = numbers,
            Input::NoWindow => self.warn(
                "The browser did not open the calling window. Allow pop-ups for this site, and press again.",
                now,
            ),
            Input::HintDropped => self.hint_dropped = true,
            Input::Sound(news) => self.sound_said(news, now),
            Input::Reported(result) => self.reported(result, now),
            Input::Kept(kept) => {
                for (call, draft) in kept {
                    if self.loaded && self.calls.get(&call).is_none() {
                        self.out.push_back(Output::Forget { call });
                    } else {
                        self.drafts.kept(call, draft, now);
                    }
                }
            }
            Input::Do { intent, fresh } => self.intent(intent, fresh, now),
            Input::Visible(visible) => self.visible(visible, now),
            Input::PageHide => {
                self.hiding = true;
                self.ear.hurry(true);
                self.drafts.hurry(now);
            }
            Input::PageShow => {
                self.hiding = false;
                self.ear.hurry(false);
                self.link.hurry(now, &mut self.out);
            }
            Input::Tick => {}
        }
        self.carry(now);
        self.settle(shows, now);
        if self.hiding {
            // Last: what is to be said is said first.
            self.link.leave(now, &mut self.out);
        }
        // Others come after what is to be said here.
        self.out.extend(self.share.take());
    }

    /// Hands out the next thing to do.
    pub fn poll(&mut self) -> Option<Output> {
        self.out.pop_front()
    }

    /// When [`Input::Tick`] is to be handled at the latest.
    pub fn deadline(&self) -> Option<u64> {
        self.timers.next()
    }

    /// What the screen shows. Shared with who draws it, and never changed: the next is a new one.
    pub fn view(&self) -> &Arc<View> {
        &self.view
    }

    /// A number that changes whenever the view may have: with every input but the pings of the stream.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    // ---- telling the person -----------------------------------------------------------------

    pub(crate) fn announce(&mut self, text: &str) {
        let again = self.announce == text;
        self.announce.clear();
        self.announce.push_str(text);
        if again {
            self.announce.push('\u{200b}'); // the same words anew are still news
        }
    }

    /// Sends the keyboard somewhere.
    pub(crate) fn look(&mut self, spot: Spot) {
        let times = self.focus.map_or(0, |(_, times)| times);
        self.focus = Some((spot, times.wrapping_add(1)));
    }

    pub(crate) fn warn(&mut self, text: &str, now: u64) {
        self.tell(NoticeKind::Warn, text, now);
    }

    pub(crate) fn tell(&mut self, kind: NoticeKind, text: &str, now: u64) {
        let until = (kind == NoticeKind::Info).then(|| now.saturating_add(wait::NOTICE));
        self.notice = Some((Notice { kind, text: text.into() }, until));
        self.announce(text);
    }

    // ---- after every input ------------------------------------------------------------------

    fn settle(&mut self, mut shows: bool, now: u64) {
        self.arm(now);
        for timer in Timer::ALL {
            if self.timers.take(timer, now) {
                self.fire(timer, now);
                shows = true;
            }
        }
        self.speak(now);
        self.arm(now);
        if shows {
            self.refresh(now);
        }
    }

    fn fire(&mut self, timer: Timer, now: u64) {
        match timer {
            // What these wait for is said in `speak`, which follows.
            Timer::HostGreeting | Timer::HostReply | Timer::Completion | Timer::CatchUp => {}
            // What it changes is on the screen, which follows too.
            Timer::Ring => {}
            Timer::Reconnect => self.link.open(now, &mut self.out),
            Timer::Watchdog => {
                self.link.give_up(now, &mut self.out);
                if self.loaded {
                    self.announce("Connection lost. Reconnecting");
                }
            }
            Timer::Command => self.late(now),
            Timer::Retry => self.commands.retry(now, &mut self.out),
            Timer::Draft => self.send_drafts(now),
            Timer::Reading => self.pad.read(&mut self.out),
            Timer::Sound => self.sound_again(now),
            Timer::EndedCard => self.calls.drop_ended(),
            Timer::Notice => self.notice = None,
            Timer::LastCall => self.last = None,
            Timer::Renew => {
                self.renew_at = None;
                self.renew();
            }
        }
    }

    fn speak(&mut self, now: u64) {
        let heard = |owner: &&Owner| owner.ear.as_ref() == Some(&self.surface);
        let owner = self.owner.as_ref().filter(heard);
        let speaks = self.loaded && self.link.is_current(now);
        let situation = Situation {
            calls: &self.calls,
            epoch: owner.filter(|_| speaks).map(|owner| owner.epoch),
            signed_in: match self.session {
                Session::Asked => None,
                Session::In => self.loaded.then_some(true),
                Session::Out | Session::SigningIn => Some(false),
            },
            available: self.is_available(),
            another: self.loaded
                && self.owner.as_ref().is_some_and(|o| o.ear.is_some() && !heard(&o)),
            now,
        };
        let epoch = situation.epoch;
        self.ear.speak(&situation, &mut self.commands, &mut self.out);
        if let Some(epoch) = epoch {
            self.pop(epoch, now);
        }
    }

    fn arm(&mut self, now: u64) {
        let (calls, commands, hiding) = (&self.calls, &self.commands, self.hiding);
        let draft = self.drafts.due_at(|call| takes_draft(calls, commands, hiding, call));
        let taken_until = self.dialing.as_ref().and_then(|dialing| dialing.taken_until);
        for timer in Timer::ALL {
            let due = match timer {
                Timer::HostGreeting => self.ear.greeting_at(now),
                Timer::HostReply => self.ear.reply_at(now),
                Timer::Completion => self.ear.completion_at(now),
                Timer::Reconnect => self.link.reconnect_at(),
                Timer::Watchdog => self.link.watchdog_at(),
                Timer::CatchUp => self.link.caught_up_at(now),
                Timer::Command => earlier(self.commands.late_at(), taken_until),
                Timer::Retry => self.commands.retry_at(),
                Timer::Draft => draft,
                Timer::Reading => self.pad.read_at(),
                Timer::EndedCard => self.calls.ended_until(),
                Timer::Notice => self.notice.as_ref().and_then(|(_, until)| *until),
                Timer::LastCall => self.last.as_ref().and_then(|(_, until)| *until),
                Timer::Renew => self.renew_at,
                Timer::Ring => self.ring_over_at(now),
                Timer::Sound => self.sounding.due_at(),
            };
            self.timers.set(timer, due);
        }
    }
}
