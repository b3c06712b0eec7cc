//! The table of timers of a desk: what each one waits for, and when it is due.

/// Milliseconds until each wait is over.
pub(crate) mod wait {
    /// INITIALIZED is said this long after the handshake even if nobody knows who is signed in.
    pub const HOST_GREETING: u64 = 1_000;
    /// HubSpot's reply to an announcement; then the next question may be asked.
    pub const HOST_REPLY: u64 = 2_000;
    /// How long after a question a reply without a call id can still be its answer.
    pub const HOST_LATE_REPLY: u64 = 30_000;
    /// CALL_COMPLETED waits this long for the engagement id.
    pub const COMPLETION: u64 = 2_000;
    /// The first pause before the stream is opened again; it doubles with every try.
    pub const RECONNECT: u64 = 250;
    /// The longest pause before the stream is opened again.
    pub const RECONNECT_MOST: u64 = 5_000;
    /// When the service said that it goes away, all pages come back at once: each at its own moment
    /// between the first pause and this.
    pub const AFTER_RESTART: u64 = 4_000;
    /// Silence that is longer than two pings and a bit: this page was frozen, or its computer slept.
    /// Another surface may speak by now.
    pub const FROZEN: u64 = 11_000;
    /// Nothing heard for three pings: the stream is dead.
    pub const WATCHDOG: u64 = 15_000;
    /// Missed events follow the greeting within this time; until then nothing is said to HubSpot.
    pub const CATCH_UP: u64 = 250;
    /// A command is answered by now, or the person is told.
    pub const COMMAND: u64 = 10_000;
    /// The first pause before an unanswered command is sent again while the stream is up.
    pub const RETRY: u64 = 1_000;
    /// The longest such pause.
    pub const RETRY_MOST: u64 = 5_000;
    /// From the last key stroke until a draft is sent.
    pub const DRAFT: u64 = 300;
    /// From the last key stroke until a number is read.
    pub const READING: u64 = 150;
    /// How long the card of a call that never connected stays.
    pub const ENDED_CARD: u64 = 10_000;
    /// How long a notice of the kind `Info` stays.
    pub const NOTICE: u64 = 6_000;
    /// How long the last call is shown after HubSpot has it.
    pub const LAST_CALL: u64 = 600_000;
    /// After this long a record that opens by itself would be a surprise.
    pub const POP: u64 = 10_000;
    /// A connection for sound that is not joined by then is made anew.
    pub const JOINING: u64 = 5_000;
    /// Sound that stays away for this long is looked for on a new way.
    pub const SHAKEN: u64 = 2_000;
    /// From an offer that was not taken to the next.
    pub const OFFER_AGAIN: u64 = 300;
    /// Before a session that ended while working is asked for once more.
    pub const RENEW: u64 = 1_500;
}

/// Every timer of a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timer {
    /// Say INITIALIZED at the latest now.
    HostGreeting,
    /// A question to HubSpot's page has waited long enough.
    HostReply,
    /// CALL_COMPLETED has waited long enough for an engagement id.
    Completion,
    /// Open the stream again.
    Reconnect,
    /// The stream has been silent for too long.
    Watchdog,
    /// What was missed has arrived.
    CatchUp,
    /// A command is late.
    Command,
    /// Send an unanswered command again.
    Retry,
    /// Send a draft.
    Draft,
    /// Have the typed number read.
    Reading,
    /// Put the card of a call that never connected away.
    EndedCard,
    /// Put the notice away.
    Notice,
    /// Put the word about the last call away.
    LastCall,
    /// Ask for the session once more.
    Renew,
    /// Stop ringing aloud: nobody is calling any more, whatever is not heard.
    Ring,
    /// Try another way for sound.
    Sound,
}

impl Timer {
    /// All of them, in the order in which they fire when several are due.
    pub(crate) const ALL: [Timer; 16] = [
        Timer::HostGreeting,
        Timer::HostReply,
        Timer::Completion,
        Timer::Reconnect,
        Timer::Watchdog,
        Timer::CatchUp,
        Timer::Command,
        Timer::Retry,
        Timer::Draft,
        Timer::Reading,
        Timer::EndedCard,
        Timer::Notice,
        Timer::LastCall,
        Timer::Renew,
        Timer::Ring,
        Timer::Sound,
    ];
}

/// When each timer is due; `None` when it is not running.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    due: [Option<u64>; Timer::ALL.len()],
}

impl Timers {
    /// Starts a timer anew, or stops it.
    pub(crate) fn set(&mut self, timer: Timer, due: Option<u64>) {
        self.due[timer as usize] = due;
    }

    /// Takes a timer that is due, so that it fires once.
    pub(crate) fn take(&mut self, timer: Timer, now: u64) -> bool {
        let slot = &mut self.due[timer as usize];
        let fires = slot.is_some_and(|due| due <= now);
        if fires {
            *slot = None;
        }
        fires
    }

    /// The earliest moment at which something is due.
    pub(crate) fn next(&self) -> Option<u64> {
        self.due.iter().flatten().min().copied()
    }
}

/// The earlier of two moments that may not be.
pub(crate) fn earlier(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
