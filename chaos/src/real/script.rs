//! What happens in each call, decided from the seed before anything begins.

use fastrand::Rng;

use super::numbers::Numbers;

/// How a call goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Inbound, answered.
    Answered,
    /// Inbound, declined by the agent.
    Declined,
    /// Inbound, rings until the service gives up.
    Missed,
    /// Inbound, the caller gives up.
    Abandoned,
    /// Inbound, the caller leaves a message.
    Message,
    /// Outbound, answered.
    DialAnswered,
    /// Outbound; the far end does by itself what its number says: busy, no answer, declined, failed.
    DialNot,
    /// Outbound, the agent gives up.
    DialGivenUp,
}

impl Course {
    /// Who begins it.
    pub fn is_inbound(self) -> bool {
        !matches!(self, Self::DialAnswered | Self::DialNot | Self::DialGivenUp)
    }
}

/// What HubSpot's page does with the call that it hears of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    /// It makes the record of the call.
    pub makes: bool,
    /// It writes our id of the call into that record.
    pub stamps: bool,
    /// The record's id reaches the service.
    pub reports: bool,
}

/// What the agent does when the line is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// Saves at once.
    Saves,
    /// Types first, then saves.
    TypesAndSaves,
    /// Types, and leaves the rest to time.
    Types,
    /// Does nothing.
    Leaves,
    /// The page goes away in the middle of the call and comes back after it.
    Vanishes,
}

/// One call.
#[derive(Debug, Clone)]
pub struct Script {
    /// Its number in the run, from 0.
    pub n: usize,
    /// How it goes.
    pub course: Course,
    /// What HubSpot's page does.
    pub manner: Manner,
    /// What the agent does afterwards.
    pub finish: Finish,
    /// The far end's number, E.164.
    pub number: String,
    /// The outcome that is chosen.
    pub outcome: Option<&'static str>,
    /// The notes as typed.
    pub notes: String,
    /// Real milliseconds until the far end, or the agent, does the next thing.
    pub pause: u64,
    /// Whether the far end hangs up, and not the agent.
    pub far_ends: bool,
}

/// HubSpot's outcomes: connected, left a message, wrong number.
const OUTCOMES: [&str; 3] = [
    "f240bbac-87c9-4f6e-bf70-924b57d47db7",
    "b2cf5968-551e-4856-9783-52b3da59a7d0",
    "17b47fee-58de-441e-a44c-c6300d46f273",
];

/// What an agent has to work with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// A page inside HubSpot.
    Hosted,
    /// A page that HubSpot does not hear.
    Alone,
    /// None: nobody is signed in.
    Empty,
}

/// The scripts of one agent's calls.
pub fn write(rng: &mut Rng, numbers: &mut Numbers, desk: Desk, ns: &[usize]) -> Vec<Script> {
    ns.iter().map(|n| one(rng, numbers, desk, *n)).collect()
}

fn one(rng: &mut Rng, numbers: &mut Numbers, desk: Desk, n: usize) -> Script {
    let course = match (desk, rng.u8(0..100)) {
        (Desk::Empty, 0..40) => Course::Missed,
        (Desk::Empty, 40..75) => Course::Abandoned,
        (Desk::Empty, _) => Course::Message,
        (_, 0..38) => Course::Answered,
        (_, 38..45) => Course::Declined,
        (_, 45..52) => Course::Missed,
        (_, 52..60) => Course::Abandoned,
        (_, 60..66) => Course::Message,
        (_, 66..86) => Course::DialAnswered,
        (_, 86..96) => Course::DialNot,
        _ => Course::DialGivenUp,
    };
    let manner = match rng.u8(0..100) {
        0..45 => Manner { makes: true, stamps: rng.bool(), reports: true },
        45..75 => Manner { makes: true, stamps: rng.bool(), reports: false },
        _ => Manner { makes: false, stamps: false, reports: false },
    };
    let finish = match rng.u8(0..100) {
        0..55 => Finish::Saves,
        55..78 => Finish::TypesAndSaves,
        78..84 => Finish::Types,
        84..90 => Finish::Leaves,
        _ => Finish::Vanishes,
    };
    // A page that keeps the id to itself leaves nothing but number and time to go by.
    let known = manner.reports || !manner.makes;
    let number = match course {
        Course::DialNot => numbers.ending(["01", "02", "03", "04"][rng.usize(0..4)]),
        _ if known && rng.u8(0..100) < 40 => numbers.customer(rng),
        _ => numbers.fresh(),
    };
    Script {
        n,
        course,
        manner,
        finish,
        number,
        outcome: (rng.u8(0..100) < 80).then(|| OUTCOMES[rng.usize(0..OUTCOMES.len())]),
        notes: format!("Call {n} <b>of & \"many\"</b>\nline {}", rng.u32(..)),
        pause: rng.u64(0..300),
        far_ends: rng.bool(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_writes_the_same_scripts() {
        let written = |seed| {
            let mut rng = Rng::with_seed(seed);
            let all: Vec<usize> = (0..200).collect();
            let scripts = write(&mut rng, &mut Numbers::default(), Desk::Hosted, &all);
            format!("{scripts:?}")
        };
        assert_eq!(written(3), written(3));
        assert_ne!(written(3), written(4));
    }

    #[test]
    fn a_desk_without_a_page_only_has_calls_that_need_none() {
        let mut rng = Rng::with_seed(5);
        let all: Vec<usize> = (0..200).collect();
        for script in write(&mut rng, &mut Numbers::default(), Desk::Empty, &all) {
            assert!(script.course.is_inbound() && script.course != Course::Answered, "seed 5");
        }
    }
}
