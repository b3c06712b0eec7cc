//! One leg's life, without I/O: what an order of the service or a message of the far side leads to.
//!
//! ```text
//! we call     Calling ──200──▶ Talking ──BYE, either side──▶ Ended
//!                └──3xx to 6xx, our limit, hang up──────────▶ ┘
//! they call   Offered ──accept──▶ Talking ──▶ …     Offered ──refuse, CANCEL──▶ Ended
//!                                 Talking ──hang up before their ACK──▶ Leaving ──ACK──▶ Ended
//! ```
//!
//! [`Leg::order`], [`Leg::heard`] and [`Leg::due`] change the state; [`Leg::poll`] hands out what is
//! to be done until it has nothing more. Time comes in as a due [`Timer`], chance as a number.
//!
//! **One offer at a time.** A call is changed by an offer and its answer. While ours is open, theirs
//! is told 491; while theirs is open, ours waits. Told 491 ourselves, we try again after a pause that
//! differs for who called and who was called (RFC 3261, 14.1). Only the last of several changes that
//! wait is sent.

mod talk;
mod types;

use std::collections::VecDeque;

use talk::Talk;
pub use types::{Action, Change, Heard, Order, Target, Timer};

use crate::cause::{Refusal, Why, sentence, why};
use crate::event::LegEvent;

/// How long an offered call may wait for the service, in milliseconds: a caller whose CANCEL was lost
/// would wait for ever.
const UNANSWERED_MS: u64 = 300_000;

/// A call's end at one line.
#[derive(Debug)]
pub struct Leg {
    stage: Stage,
    out: VecDeque<Action>,
}

#[derive(Debug)]
enum Stage {
    Calling {
        /// The audio before the answer, which is the answer where the 200 has none.
        early: Option<String>,
    },
    Offered {
        /// The INVITE came without an offer.
        bare: bool,
    },
    Talking(Box<Talk>),
    /// Hung up before the far side's ACK: BYE must wait for it (RFC 3261, 15).
    Leaving,
    Ended,
}

impl Leg {
    /// A call that we make, given up after so many milliseconds.
    pub fn calling(limit_ms: u64) -> Self {
        let out = VecDeque::from([Action::After(Timer::NoAnswer, limit_ms)]);
        Self { stage: Stage::Calling { early: None }, out }
    }

    /// A call that we are offered. `bare`: without a description.
    pub fn offered(bare: bool) -> Self {
        let out = VecDeque::from([Action::After(Timer::NoAnswer, UNANSWERED_MS)]);
        Self { stage: Stage::Offered { bare }, out }
    }

    /// What is to be done next.
    pub fn poll(&mut self) -> Option<Action> {
        self.out.pop_front()
    }

    /// Nothing more will come of it.
    pub fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Ended) && self.out.is_empty()
    }

    /// The far side has answered, or we have.
    pub fn is_talking(&self) -> bool {
        matches!(self.stage, Stage::Talking(_))
    }

    /// An order of the service.
    pub fn order(&mut self, order: Order) {
        let name = order.name();
        let not_now = match (&mut self.stage, order) {
            (Stage::Ended | Stage::Leaving, _) => Some("The call has ended."),
            (Stage::Calling { .. }, Order::HangUp) => {
                self.out.push_back(Action::Cancel);
                self.end(Why::Canceled);
                None
            }
            (Stage::Offered { .. }, Order::Ring) => {
                self.out.push_back(Action::Ring);
                None
            }
            (Stage::Offered { bare }, Order::Accept { sdp }) => {
                let talk = Talk::accepted(*bare);
                self.stage = Stage::Talking(Box::new(talk));
                self.out.push_back(Action::Accept { sdp });
                None
            }
            (Stage::Offered { .. }, Order::Refuse(refusal)) => {
                self.out.push_back(Action::Refuse { status: refusal.sip().0 });
                self.end(Why::Refused);
                None
            }
            (Stage::Offered { .. }, Order::Decline) => {
                self.out.push_back(Action::Refuse { status: 488 });
                self.end(Why::Refused);
                None
            }
            (Stage::Offered { .. }, Order::HangUp) => {
                self.out.push_back(Action::Refuse { status: 603 });
                self.end(Why::Refused);
                None
            }
            (Stage::Talking(talk), Order::HangUp) => {
                if talk.confirmed() {
                    self.out.push_back(Action::HangUp);
                    self.end(Why::HungUp);
                } else {
                    self.tell(LegEvent::Ended(Why::HungUp));
                    self.stage = Stage::Leaving;
                }
                None
            }
            (Stage::Talking(talk), order) => talk.order(order, &mut self.out).err(),
            (Stage::Calling { .. }, _) => Some("Nobody has answered yet."),
            (Stage::Offered { .. }, _) => Some("The call is not answered yet."),
        };
        if let Some(sentence) = not_now {
            self.tell(LegEvent::Ignored { order: name, sentence: sentence.to_owned() });
        }
    }

    /// A message of the far side. `dice` is any number; it spreads pauses.
    pub fn heard(&mut self, heard: Heard, dice: u32) {
        match (&mut self.stage, heard) {
            (Stage::Calling { early }, Heard::Rang { sdp }) => {
                if sdp.is_some() {
                    early.clone_from(&sdp);
                }
                self.tell(LegEvent::Rings { sdp });
            }
            (Stage::Calling { early }, Heard::Answered { sdp }) => match sdp.or(early.take()) {
                Some(sdp) => {
                    self.stage = Stage::Talking(Box::new(Talk::answered()));
                    self.tell(LegEvent::Answered { sdp });
                }
                None => {
                    self.out.push_back(Action::HangUp);
                    self.end(Why::Failed { status: 488, sentence: sentence(488, "") });
                }
            },
            (Stage::Calling { .. }, Heard::Refused { status, phrase }) => {
                self.end(why(status, &phrase, false));
            }
            (Stage::Offered { .. }, Heard::Canceled { elsewhere }) => {
                self.end(if elsewhere { Why::AnsweredElsewhere } else { Why::Canceled });
            }
            // Our answer and their CANCEL crossed; the CANCEL was first.
            (Stage::Talking(talk), Heard::Canceled { .. }) if !talk.confirmed() => {
                self.end(Why::Canceled);
            }
            (Stage::Leaving, Heard::Acknowledged { .. }) => {
                self.out.push_back(Action::HangUp);
                self.stage = Stage::Ended;
            }
            (Stage::Leaving, Heard::NeverAcknowledged | Heard::HungUp | Heard::Canceled { .. }) => {
                self.stage = Stage::Ended;
            }
            (Stage::Offered { .. } | Stage::Calling { .. }, Heard::HungUp) => {
                self.end(Why::Canceled)
            }
            (Stage::Talking(talk), Heard::HungUp) => {
                let transferred = talk.transfer_accepted();
                if transferred {
                    self.tell(LegEvent::Transferred);
                }
                self.end(if transferred { Why::Transferred } else { Why::FarHungUp });
            }
            // The stack has sent BYE already.
            (Stage::Talking(_), Heard::NeverAcknowledged) => {
                let sentence = "The far side never confirmed our answer; check the network.";
                self.end(Why::Failed { status: 408, sentence: sentence.to_owned() });
            }
            (Stage::Talking(_), Heard::Lost { status }) => {
                self.end(Why::Failed { status, sentence: sentence(status, "") });
            }
            (Stage::Leaving, Heard::Lost { .. }) => self.stage = Stage::Ended,
            (Stage::Talking(talk), heard) => {
                if let Some(why) = talk.heard(heard, dice, &mut self.out) {
                    self.end(why);
                }
            }
            (Stage::Ended | Stage::Leaving, Heard::Reoffered { n, .. }) => {
                self.out.push_back(Action::RefuseOffer { n, status: 481 });
            }
            (_, Heard::Reoffered { n, .. }) => {
                self.out.push_back(Action::RefuseOffer { n, status: 500 });
            }
            _ => {}
        }
    }

    /// A timer is due. One that no longer matters does nothing.
    pub fn due(&mut self, timer: Timer) {
        match (&mut self.stage, timer) {
            (Stage::Calling { .. }, Timer::NoAnswer) => {
                self.out.push_back(Action::Cancel);
                self.end(why(487, "", true));
            }
            (Stage::Offered { .. }, Timer::NoAnswer) => {
                self.out.push_back(Action::Refuse { status: Refusal::NoAnswer.sip().0 });
                self.end(Why::NoAnswer);
            }
            (Stage::Talking(talk), timer) => talk.due(timer, &mut self.out),
            _ => {}
        }
    }

    fn end(&mut self, why: Why) {
        self.stage = Stage::Ended;
        self.tell(LegEvent::Ended(why));
    }

    fn tell(&mut self, event: LegEvent) {
        self.out.push_back(Action::Tell(event));
    }
}
