//! An answered call: offers both ways, digits, transfers.

use std::collections::VecDeque;

use super::types::{Action, Change, Heard, Order, Target, Timer};
use crate::cause::{Why, sentence};
use crate::digits::Digit;
use crate::event::LegEvent;

/// How long the service may think about an offer of the far side, in milliseconds. The stack would
/// say 501 after 32 s.
const REOFFER_MS: u64 = 20_000;
/// How long we wait for news of a transfer, in milliseconds; it may ring at the target.
const TRANSFER_MS: u64 = 120_000;
/// How many keys may wait.
const MOST_DIGITS: usize = 64;

#[derive(Debug)]
pub(super) struct Talk {
    /// We called: who did waits longer after a collision.
    caller: bool,
    confirmed: bool,
    ours: Ours,
    theirs: Theirs,
    /// The last change that waits for its turn.
    wanted: Option<Change>,
    digits: VecDeque<Digit>,
    pressing: bool,
    transfer: Option<Transfer>,
    transfers: u32,
}

#[derive(Debug)]
enum Ours {
    None,
    Sent(Change),
    /// After a collision.
    Waiting(Change),
}

#[derive(Debug)]
enum Theirs {
    None,
    Asked {
        n: u32,
        bare: bool,
        needs_ack: bool,
    },
    /// Answered, not acknowledged. `bare`: their answer comes with the ACK.
    Unacknowledged {
        bare: bool,
    },
}

#[derive(Debug)]
struct Transfer {
    n: u32,
    accepted: bool,
    other: Option<String>,
}

impl Talk {
    /// They answered our call.
    pub(super) fn answered() -> Self {
        Self::new(true, true, Theirs::None)
    }

    /// We answered theirs; their ACK is to come.
    pub(super) fn accepted(bare: bool) -> Self {
        Self::new(false, false, Theirs::Unacknowledged { bare })
    }

    fn new(caller: bool, confirmed: bool, theirs: Theirs) -> Self {
        Self {
            caller,
            confirmed,
            ours: Ours::None,
            theirs,
            wanted: None,
            digits: VecDeque::new(),
            pressing: false,
            transfer: None,
            transfers: 0,
        }
    }

    pub(super) fn confirmed(&self) -> bool {
        self.confirmed
    }

    pub(super) fn transfer_accepted(&self) -> bool {
        self.transfer.as_ref().is_some_and(|transfer| transfer.accepted)
    }

    pub(super) fn order(
        &mut self,
        order: Order,
        out: &mut VecDeque<Action>,
    ) -> Result<(), &'static str> {
        match order {
            Order::Hold { sdp } => self.want(Change { sdp, hold: true }, out),
            Order::Resume { sdp } => self.want(Change { sdp, hold: false }, out),
            Order::Answer { sdp } => {
                let Theirs::Asked { n, bare, needs_ack } = self.theirs else {
                    return Err("The far side offers nothing.");
                };
                out.push_back(Action::AnswerOffer { n, sdp });
                self.theirs =
                    if needs_ack { Theirs::Unacknowledged { bare } } else { Theirs::None };
                self.next(out);
            }
            Order::Decline => {
                let Theirs::Asked { n, .. } = self.theirs else {
                    return Err("The far side offers nothing.");
                };
                out.push_back(Action::RefuseOffer { n, status: 488 });
                self.theirs = Theirs::None;
                self.next(out);
            }
            Order::Press(digit) => {
                if self.digits.len() == MOST_DIGITS {
                    return Err("Too many keys wait to be sent.");
                }
                self.digits.push_back(digit);
                self.press(out);
            }
            Order::Transfer(target) => {
                if !self.confirmed {
                    return Err("The far side has not confirmed the call yet.");
                }
                if self.transfer.is_some() {
                    return Err("The call is being transferred.");
                }
                self.transfers += 1;
                let other = match &target {
                    Target::Number(_) => None,
                    Target::Leg(leg) => Some(leg.clone()),
                };
                self.transfer = Some(Transfer { n: self.transfers, accepted: false, other });
                out.push_back(Action::After(Timer::Transfer(self.transfers), TRANSFER_MS));
                out.push_back(Action::Refer(target));
            }
            Order::Ring | Order::Accept { .. } | Order::Refuse(_) | Order::HangUp => {
                return Err("The call is answered.");
            }
        }
        Ok(())
    }

    /// Why the call is over, if it is.
    pub(super) fn heard(
        &mut self,
        heard: Heard,
        dice: u32,
        out: &mut VecDeque<Action>,
    ) -> Option<Why> {
        match heard {
            Heard::Acknowledged { sdp } => {
                self.confirmed = true;
                if let Theirs::Unacknowledged { bare } = self.theirs {
                    self.theirs = Theirs::None;
                    if let (true, Some(sdp)) = (bare, sdp) {
                        out.push_back(Action::Tell(LegEvent::Described { sdp }));
                    }
                }
                self.next(out);
                self.press(out);
            }
            Heard::Reoffered { n, sdp, needs_ack } => self.reoffered(n, sdp, needs_ack, out),
            Heard::OfferAnswered { status, phrase, sdp } => {
                return self.offer_answered(status, &phrase, sdp, dice, out);
            }
            Heard::Pressed(digit) => out.push_back(Action::Tell(LegEvent::Digit(digit))),
            Heard::DigitAnswered { status } => {
                self.pressing = false;
                if !(200..300).contains(&status) {
                    self.digits.clear();
                    out.push_back(Action::Tell(LegEvent::DigitRefused { status }));
                }
                self.press(out);
            }
            Heard::ReferAnswered { status, phrase } => {
                let transfer = self.transfer.as_mut()?;
                if (200..300).contains(&status) {
                    // News may have come before the answer.
                    if !transfer.accepted {
                        transfer.accepted = true;
                        out.push_back(Action::Tell(LegEvent::Transferring { status: 100 }));
                    }
                } else {
                    self.transfer_failed(status, &phrase, out);
                }
            }
            Heard::Progress(progress) => {
                let transfer = self.transfer.as_mut()?;
                transfer.accepted = true;
                match (progress.status, progress.last) {
                    (Some(200..300), _) => {
                        let other = self.transfer.take().and_then(|transfer| transfer.other);
                        out.push_back(Action::Tell(LegEvent::Transferred));
                        out.push_back(Action::HangUp);
                        out.extend(other.map(Action::HangUpOther));
                        return Some(Why::Transferred);
                    }
                    (Some(status @ 300..), _) => self.transfer_failed(status, "", out),
                    (status, true) => {
                        let phrase = "no outcome was told";
                        self.transfer_failed(
                            status.filter(|s| *s >= 300).unwrap_or(0),
                            phrase,
                            out,
                        );
                    }
                    (Some(status), false) => {
                        out.push_back(Action::Tell(LegEvent::Transferring { status }));
                    }
                    (None, false) => {}
                }
            }
            _ => {}
        }
        None
    }

    pub(super) fn due(&mut self, timer: Timer, out: &mut VecDeque<Action>) {
        match timer {
            Timer::Glare => {
                if let Ours::Waiting(change) = &self.ours {
                    // A newer change makes this one useless.
                    self.wanted.get_or_insert(change.clone());
                    self.ours = Ours::None;
                    self.next(out);
                }
            }
            Timer::Reoffer(n) => {
                if matches!(self.theirs, Theirs::Asked { n: asked, .. } if asked == n) {
                    out.push_back(Action::RefuseOffer { n, status: 488 });
                    self.theirs = Theirs::None;
                    self.next(out);
                }
            }
            Timer::Transfer(n) => {
                if self.transfer.as_ref().is_some_and(|transfer| transfer.n == n) {
                    self.transfer_failed(408, "", out);
                }
            }
            Timer::NoAnswer => {}
        }
    }

    fn want(&mut self, change: Change, out: &mut VecDeque<Action>) {
        self.wanted = Some(change);
        self.next(out);
    }

    /// Sends the change that waits, if it is its turn.
    fn next(&mut self, out: &mut VecDeque<Action>) {
        if self.confirmed
            && matches!((&self.ours, &self.theirs), (Ours::None, Theirs::None))
            && let Some(change) = self.wanted.take()
        {
            out.push_back(Action::Offer { sdp: change.sdp.clone() });
            self.ours = Ours::Sent(change);
        }
    }

    /// Sends the key that waits: one at a time, or they could overtake each other.
    fn press(&mut self, out: &mut VecDeque<Action>) {
        if self.confirmed
            && !self.pressing
            && let Some(digit) = self.digits.pop_front()
        {
            self.pressing = true;
            out.push_back(Action::Press(digit));
        }
    }

    fn reoffered(
        &mut self,
        n: u32,
        sdp: Option<String>,
        needs_ack: bool,
        out: &mut VecDeque<Action>,
    ) {
        let status = match (&self.ours, &self.theirs) {
            (Ours::Sent(_), _) => 491,
            (_, Theirs::Asked { .. }) => 500,
            // An UPDATE may overtake the ACK; a new re-INVITE means that the ACK was lost.
            (_, Theirs::Unacknowledged { .. }) if !self.confirmed => 500,
            _ => {
                self.theirs = Theirs::Asked { n, bare: sdp.is_none(), needs_ack };
                out.push_back(Action::After(Timer::Reoffer(n), REOFFER_MS));
                out.push_back(Action::Tell(LegEvent::Reoffered { sdp }));
                return;
            }
        };
        out.push_back(Action::RefuseOffer { n, status });
    }

    fn offer_answered(
        &mut self,
        status: u16,
        phrase: &str,
        sdp: Option<String>,
        dice: u32,
        out: &mut VecDeque<Action>,
    ) -> Option<Why> {
        let Ours::Sent(change) = &self.ours else { return None };
        let change = change.clone();
        self.ours = Ours::None;
        match (status, sdp) {
            (200..300, Some(sdp)) => {
                let event = match change.hold {
                    true => LegEvent::Held { sdp },
                    false => LegEvent::Resumed { sdp },
                };
                out.push_back(Action::Tell(event));
            }
            (491, _) => {
                let steps = u64::from(dice);
                let pause =
                    if self.caller { 2_100 + 10 * (steps % 190) } else { 10 * (steps % 200) };
                self.ours = Ours::Waiting(change);
                out.push_back(Action::After(Timer::Glare, pause));
                return None;
            }
            // The far side has forgotten the call, or is gone (RFC 3261, 14.1).
            (481 | 408 | 0, _) => {
                if status != 481 {
                    out.push_back(Action::HangUp);
                }
                return Some(Why::Failed { status, sentence: sentence(status, phrase) });
            }
            (status, _) => {
                let status = if status < 300 { 488 } else { status };
                let sentence = sentence(status, phrase);
                out.push_back(Action::Tell(LegEvent::OfferRefused { status, sentence }));
            }
        }
        self.next(out);
        None
    }

    fn transfer_failed(&mut self, status: u16, phrase: &str, out: &mut VecDeque<Action>) {
        self.transfer = None;
        let sentence = sentence(status, phrase);
        out.push_back(Action::Tell(LegEvent::TransferFailed { status, sentence }));
    }
}
