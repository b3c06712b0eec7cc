//! HubSpot's ear: what its page is told, by whom and when.
//!
//! Only the ear speaks, and only while it knows that it is the ear. HubSpot's replies often
//! carry no call id, so announcements are questions of which one is open at a time: the next waits
//! for the replies or two seconds. Which reply belongs to which call stands in `replies.rs`.

use std::collections::VecDeque;

use contract::{CallId, CallView, Direction, Here, Location, Phase, Wish};
use hubspot_calling::{HostInfo, Id, Initialized, WidgetMessage};

use crate::calls::Calls;
use crate::commands::Commands;
use crate::ledger::Ledger;
use crate::output::Output;
use crate::timers::{earlier, wait};
use crate::words;

/// Who is at the other side of the frame.
#[derive(Debug)]
enum Host {
    /// Not known yet.
    Awaited,
    /// Nobody, and there will be none: a softphone of its own.
    Own,
    /// HubSpot's page.
    Here {
        location: Option<Location>,
        uses_calling_window: Option<bool>,
        instance: String,
        since: u64,
    },
}

/// What the desk knows when HubSpot's page may be told something.
pub(crate) struct Situation<'a> {
    pub calls: &'a Calls,
    /// The epoch, if this surface is the ear and knows it for sure.
    pub epoch: Option<u64>,
    /// Whether another surface is known to be the ear.
    pub another: bool,
    /// Whether somebody is signed in; `None` while nobody knows.
    pub signed_in: Option<bool>,
    /// Whether the agent takes calls.
    pub available: bool,
    pub now: u64,
}

/// What HubSpot's page was told and has replied.
#[derive(Debug)]
pub(crate) struct Ear {
    host: Host,
    pub(crate) ledgers: Vec<Ledger>,
    /// What INITIALIZED, LOGGED_IN and LOGGED_OUT said last, to this instance.
    told_signed_in: Option<bool>,
    /// What INITIALIZED, USER_AVAILABLE and USER_UNAVAILABLE said last, to this instance.
    told_available: bool,
    /// An epoch that the backend refused: no reports under it.
    stale: Option<u64>,
    /// The page goes away: everything that is to be reported goes at once.
    hurry: bool,
    /// This surface was the ear when last looked at.
    was_heard: bool,
}

impl Ear {
    pub(crate) fn new() -> Self {
        Self {
            host: Host::Awaited,
            ledgers: Vec::new(),
            told_signed_in: None,
            told_available: false,
            stale: None,
            hurry: false,
            was_heard: false,
        }
    }

    /// The handshake is done. A new instance has heard nothing of us yet, and answers nothing that
    /// another one was asked.
    pub(crate) fn ready(&mut self, info: &HostInfo, instance: String, now: u64) {
        let same = matches!(&self.host, Host::Here { instance: known, .. } if *known == instance);
        if !same {
            self.told_signed_in = None;
            self.told_available = false;
            self.ledgers.iter_mut().for_each(Ledger::stop_waiting);
        }
        self.host = Host::Here {
            location: words::location(info.iframe_location.as_ref()),
            uses_calling_window: info.uses_calling_window,
            instance,
            since: now,
        };
    }

    /// There is no host and will be none.
    pub(crate) fn own_page(&mut self) {
        self.host = Host::Own;
    }

    pub(crate) fn is_awaited(&self) -> bool {
        matches!(self.host, Host::Awaited)
    }

    /// Whether HubSpot's page is there.
    pub(crate) fn is_here(&self) -> bool {
        matches!(self.host, Host::Here { .. })
    }

    /// Whether this page is a softphone of its own.
    pub(crate) fn is_own(&self) -> bool {
        matches!(self.host, Host::Own)
    }

    /// Whether this is the frame in HubSpot's navigation bar.
    pub(crate) fn is_in_the_bar(&self) -> bool {
        matches!(self.host, Host::Here { location: Some(Location::Remote), .. })
    }

    /// Whether HubSpot says that the account does not use its calling window.
    pub(crate) fn window_is_unused(&self) -> bool {
        matches!(self.host, Host::Here { uses_calling_window: Some(false), .. })
    }

    /// The page goes away, or is back.
    pub(crate) fn hurry(&mut self, hurry: bool) {
        self.hurry = hurry;
    }

    /// Where this surface is.
    pub(crate) fn here(&self, visible: bool) -> Here {
        let (location, hosted, uses_calling_window) = match &self.host {
            Host::Here { location, uses_calling_window, .. } => {
                (*location, true, uses_calling_window.unwrap_or(false))
            }
            Host::Own => (Some(Location::Own), false, false),
            Host::Awaited => (None, false, false),
        };
        Here { location, hosted, uses_calling_window, visible }
    }

    /// Forgets calls that are gone, once no reply to them can be taken for another's.
    fn forget(&mut self, calls: &Calls, now: u64) {
        self.ledgers.retain(|one| {
            calls.get(&one.call).is_some() || one.asked_within(wait::HOST_LATE_REPLY, now)
        });
    }

    // ---- what is said -----------------------------------------------------------------------

    /// Says all that is due, in order, and reports it to the backend.
    pub(crate) fn speak(
        &mut self,
        at: &Situation<'_>,
        commands: &mut Commands,
        out: &mut VecDeque<Output>,
    ) {
        self.forget(at.calls, at.now);
        let Host::Here { instance, since, .. } = &self.host else { return };
        let (instance, since) = (instance.clone(), *since);
        let mut say = |message| out.push_back(Output::Host(message));
        self.greet(at, since, &mut say);
        self.sign_in_and_out(at, &mut say);
        let Some(epoch) = at.epoch else { return };
        if at.available && !self.told_available {
            self.told_available = true;
            say(WidgetMessage::UserAvailable);
        }
        for call in at.calls.iter() {
            self.speak_of(call, epoch, &instance, at.now, &mut say);
        }
        if !at.available && self.told_available && !self.holds_availability(at.calls, epoch) {
            self.told_available = false;
            say(WidgetMessage::UserUnavailable);
        }
        self.report(at, epoch, commands, out);
    }

    /// INITIALIZED: once per instance, when it is known who is signed in, or when that takes long.
    fn greet(&mut self, at: &Situation<'_>, since: u64, say: &mut impl FnMut(WidgetMessage)) {
        // Beside a calling window the frame in the navigation bar says nothing. So it first has to know
        // whether there is one.
        let used = matches!(self.host, Host::Here { uses_calling_window: Some(true), .. });
        let beside = used && self.is_in_the_bar();
        let waited = at.now >= since.saturating_add(wait::HOST_GREETING) && !beside;
        if self.told_signed_in.is_some()
            || (at.signed_in.is_none() && !waited)
            || (at.another && beside)
        {
            return;
        }
        let signed_in = at.signed_in.unwrap_or(false);
        // Never unavailable in a call that HubSpot knows of, not even from a page that is new.
        let available = signed_in && (at.available || at.calls.iter().any(is_open_at_host));
        self.told_signed_in = Some(signed_in);
        self.told_available = available;
        let engagement = at.calls.front().and_then(|call| call.engagement.as_deref());
        say(WidgetMessage::Initialized(Initialized {
            is_logged_in: Some(signed_in),
            is_available: Some(available),
            size: Some(words::SIZE),
            engagement_id: engagement.map(Id::from),
            ..Initialized::default()
        }));
    }

    /// LOGGED_IN by the ear; LOGGED_OUT by whoever was the ear until then.
    fn sign_in_and_out(&mut self, at: &Situation<'_>, say: &mut impl FnMut(WidgetMessage)) {
        let (heard, was_heard) = (at.epoch.is_some(), self.was_heard);
        match at.signed_in {
            Some(true) if heard && self.told_signed_in == Some(false) => {
                self.told_signed_in = Some(true);
                say(WidgetMessage::LoggedIn);
            }
            Some(false) if was_heard && self.told_signed_in == Some(true) => {
                self.told_signed_in = Some(false);
                self.told_available = false;
                say(WidgetMessage::LoggedOut);
            }
            _ => {}
        }
        if heard || at.signed_in == Some(false) {
            self.was_heard = heard;
        }
    }

    /// Another surface is the ear, or nobody.
    pub(crate) fn not_heard(&mut self) {
        self.was_heard = false;
    }

    fn speak_of(
        &mut self,
        call: &CallView,
        epoch: u64,
        instance: &str,
        now: u64,
        say: &mut impl FnMut(WidgetMessage),
    ) {
        let others_wait = self.ledgers.iter().any(|one| one.call != call.id && one.is_open(now));
        let ledger = ledger_of(&mut self.ledgers, call);
        let (host, phase) = (&call.host, &call.phase);
        if ledger.engagement.is_none() {
            ledger.engagement.clone_from(&call.engagement);
        }
        // What is over is never announced: by then the backend may be making the record.
        let lives = matches!(
            phase,
            Phase::Ringing { .. } | Phase::Dialling { .. } | Phase::Connected { .. }
        );
        let may = host.may_announce == Some(epoch);
        // Another surface may have asked about this call just before: the reply comes to us now.
        let elsewhere = host.announced.as_deref().is_some_and(|heard| heard != instance);
        if !may && host.may_announce.is_some() && !elsewhere && ledger.asked.is_none() {
            ledger.asked = Some(now);
            ledger.wants_engagement = call.engagement.is_none() && !call.fork;
            ledger.wants_match = call.direction == Direction::Inbound;
        }
        // A call that was answered waits no longer: HubSpot must hear of it before it hears more.
        let waits = others_wait && !matches!(phase, Phase::Connected { .. });
        if may && lives && !waits && ledger.heard_by(host).is_none() {
            say(words::announcement(call));
            ledger.announced = Some(String::from(instance));
            ledger.asked = Some(now);
            ledger.wants_engagement = call.engagement.is_none() && !call.fork;
            ledger.wants_match = call.direction == Direction::Inbound;
        }
        if matches!(phase, Phase::Ringing { .. }) && !ledger.resized {
            ledger.resized = true;
            say(WidgetMessage::ResizeWidget(words::SIZE));
        }
        let (was_answered, over) = match phase {
            Phase::Ringing { .. } | Phase::Dialling { .. } => (false, None),
            Phase::Connected { .. } => (true, None),
            Phase::WrapUp { end, .. } => (true, Some(*end)),
            Phase::Closed { since, end, .. } => (since.is_some(), Some(*end)),
        };
        let said_ended = ledger.ended || host.ended;
        let said_answered = ledger.answered || host.answered;
        if was_answered && !said_answered && !said_ended && ledger.heard_by(host) == Some(instance)
        {
            say(words::answered(call));
            ledger.answered = true;
        }
        let (Some(end), Some(_)) = (over, host.may_announce) else { return };
        // Only whoever heard of the call can make something of where it went.
        let said_transferred = ledger.transferred || host.transferred;
        if call.transferred
            && !said_transferred
            && !said_ended
            && ledger.heard_by(host) == Some(instance)
        {
            say(words::transferred(call));
            ledger.transferred = true;
        }
        if !said_ended {
            say(words::ended(call, end, ledger.record(call)));
            ledger.ended = true;
        }
        if !matches!(phase, Phase::Closed { .. }) || host.properties.is_none() {
            return;
        }
        let closed = *ledger.closed.get_or_insert(now);
        let hopes = ledger.heard_by(host).is_some()
            && ledger.record(call).is_none()
            && !ledger.failed
            // Of several who were rung only the one who answered has a record.
            && (was_answered || !call.fork)
            && now < closed.saturating_add(wait::COMPLETION);
        if !hopes && !ledger.completed && !host.completed {
            say(words::completed(call, ledger.record(call)));
            ledger.completed = true;
        }
    }

    /// Whether the page must not hear *unavailable* now.
    fn holds_availability(&self, calls: &Calls, epoch: u64) -> bool {
        calls.iter().any(|call| {
            let ledger = self.ledgers.iter().find(|ledger| ledger.call == call.id);
            let completed = call.host.completed || ledger.is_some_and(|one| one.completed);
            let announced =
                call.host.announced.is_some() || ledger.is_some_and(|one| one.announced.is_some());
            let to_come = call.host.may_announce == Some(epoch)
                && !matches!(call.phase, Phase::WrapUp { .. } | Phase::Closed { .. });
            !completed && (announced || to_come)
        })
    }

    // ---- what is reported -------------------------------------------------------------------

    fn report(
        &mut self,
        at: &Situation<'_>,
        epoch: u64,
        commands: &mut Commands,
        out: &mut VecDeque<Output>,
    ) {
        if self.stale == Some(epoch) {
            return;
        }
        for ledger in &self.ledgers {
            let Some(call) = at.calls.get(&ledger.call) else { continue };
            for wish in ledger.reports(call, commands, self.hurry) {
                commands.issue(wish, Some(epoch), true, at.now, out);
            }
        }
    }

    /// The backend took a report, or refused it for good.
    pub(crate) fn settled(&mut self, call: &CallId, wish: &Wish) {
        if let Some(ledger) = self.ledgers.iter_mut().find(|ledger| ledger.call == *call) {
            ledger.settled(wish);
        }
    }

    /// The backend knows a newer ear than this surface does. If that is this surface again, the
    /// reports are made again under the new epoch.
    pub(crate) fn refused_as_stale(&mut self, epoch: Option<u64>) {
        self.stale = epoch.or(self.stale);
    }

    // ---- when -------------------------------------------------------------------------------

    /// When INITIALIZED is said at the latest.
    pub(crate) fn greeting_at(&self, now: u64) -> Option<u64> {
        match &self.host {
            Host::Here { since, .. } if self.told_signed_in.is_none() => {
                // One that waits longer waits for news of who is heard.
                Some(since.saturating_add(wait::HOST_GREETING)).filter(|at| *at > now)
            }
            _ => None,
        }
    }

    /// When a question has waited long enough for the next to be asked.
    pub(crate) fn reply_at(&self, now: u64) -> Option<u64> {
        let open = self.ledgers.iter().filter(|ledger| ledger.is_open(now));
        open.fold(None, |due, ledger| earlier(due, ledger.open_until()))
    }

    /// When a CALL_COMPLETED has waited long enough.
    pub(crate) fn completion_at(&self, now: u64) -> Option<u64> {
        let waiting = self.ledgers.iter().filter(|ledger| !ledger.completed);
        waiting
            .filter_map(|ledger| ledger.closed)
            .map(|closed| closed.saturating_add(wait::COMPLETION))
            .filter(|at| *at > now)
            .min()
    }
}

/// Whether HubSpot knows the call and waits for its end.
fn is_open_at_host(call: &CallView) -> bool {
    call.host.announced.is_some() && !call.host.completed
}

fn ledger_of<'a>(ledgers: &'a mut Vec<Ledger>, call: &CallView) -> &'a mut Ledger {
    let at = ledgers.iter().position(|ledger| ledger.call == call.id).unwrap_or_else(|| {
        ledgers.push(Ledger::new(call));
        ledgers.len() - 1
    });
    &mut ledgers[at]
}
