//! Why a call ended, from the phone system's answers: the one table.
//!
//! | answer to our INVITE | why |
//! |---|---|
//! | 486, 600 | busy |
//! | 408, 480, and 487 after our own limit | no answer |
//! | 403, 603, 607, 608 | rejected |
//! | 487 otherwise | canceled |
//! | every other 3xx to 6xx | failed, with the answer's number and a sentence |
//!
//! 403 is *rejected* since carriers send it when the callee's side, not our line, is the reason;
//! where it means our line, the sentence says so. 401 and 407 after our password was sent are
//! failures of the line.

pub use voice::Refusal;

/// Why a leg ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// We hung up an answered call.
    HungUp,
    /// The far side hung up an answered call.
    FarHungUp,
    /// Who was called is busy.
    Busy,
    /// Who was called did not answer in time.
    NoAnswer,
    /// Who was called, or the phone system for them, does not want the call.
    Rejected,
    /// Who called gave up before the answer: we ours, or the caller theirs.
    Canceled,
    /// The caller reached somebody else of ours: no missed call.
    AnsweredElsewhere,
    /// The far side goes on with somebody else.
    Transferred,
    /// We refused an offered call.
    Refused,
    /// It could not be made, or broke.
    Failed {
        /// The answer's number; 0 when there was no answer at all.
        status: u16,
        /// For people: what happened, and what to do.
        sentence: String,
    },
}

/// Reads a final answer to our INVITE. `phrase` is what the phone system wrote behind the number.
/// `our_limit`: we had given up because nobody answered in time.
pub fn why(status: u16, phrase: &str, our_limit: bool) -> Why {
    match status {
        486 | 600 => Why::Busy,
        408 | 480 => Why::NoAnswer,
        487 if our_limit => Why::NoAnswer,
        487 => Why::Canceled,
        403 | 603 | 607 | 608 => Why::Rejected,
        _ => Why::Failed { status, sentence: sentence(status, phrase) },
    }
}

/// A sentence for a person: what the answer means, and what to do. The phone system's own words are
/// put behind it, without control characters, 120 characters at most.
pub fn sentence(status: u16, phrase: &str) -> String {
    let means = match status {
        0 => "The phone system did not answer; check its address and the network.",
        300..=399 => "The number has moved; call the new number.",
        401 | 407 => {
            "The phone system does not accept the line's user name or password; check both in the \
             settings."
        }
        402 => "The phone system wants to be paid first; check the account there.",
        403 => "The phone system does not allow this; check what the line may do there.",
        404 => "The number does not exist there; check it.",
        405 | 501 => "The phone system does not know how to do this.",
        408 => "There was no answer in time.",
        410 => "The number is no longer in use.",
        413 | 513 => "The phone system found the message too long.",
        415 | 488 | 606 => "The phone system does not take our audio; allow G.711 for this line.",
        416 => "The phone system does not take this kind of address.",
        420 | 421 => "The phone system wants an extension that we do not speak.",
        422 => "The phone system wants other session timers.",
        423 => "The phone system wants the line to register less often.",
        480 => "Who was called cannot be reached at the moment.",
        481 => "The phone system does not know this call any more.",
        482 | 483 => "The call runs in a circle; check the phone system's routing.",
        484 => "The number is not complete; check it.",
        485 => "The number is not unique there; check it.",
        486 | 600 => "Who was called is busy.",
        487 => "The call was canceled.",
        491 => "The far side was changing the call at the same moment; try again.",
        493 => "The phone system cannot read an encrypted message.",
        502 | 504 => "The phone system cannot reach the network behind it; try again later.",
        503 => "The phone system is overloaded or being serviced; try again later.",
        505 => "The phone system speaks another version of SIP.",
        603 | 607 | 608 => "The call was declined.",
        604 => "The number does not exist anywhere.",
        500..=599 => "The phone system has a fault of its own; try again later.",
        _ => "The phone system could not do it.",
    };
    let phrase: String = phrase.chars().filter(|c| !c.is_control()).take(120).collect();
    match (status, phrase.trim()) {
        (0, "") => means.to_owned(),
        (0, phrase) => format!("{means} ({phrase})"),
        (_, "") => format!("{means} ({status})"),
        (_, phrase) => format!("{means} ({status} {phrase})"),
    }
}
