//! Signalling over SIP: lines that register with a phone system, calls in and out, hold, digits and
//! transfer.
//!
//! [`Ua`] is started once and runs on tokio. It takes orders and tells [`Event`]s; it moves session
//! descriptions as text and no audio. [`sdp`] writes and reads the descriptions of plain RTP.
//!
//! ```text
//! service ──orders──▶ Ua ─▶ shell (rsipstack, tokio) ◀─UDP, TCP, TLS─▶ phone system
//!         ◀─events───            │ asks
//!                     cores: leg, cause, registration, gate, lines, sdp, redact, trace, …
//! ```
//!
//! What decides is in the cores: they have no clock, no randomness and no I/O. The shell has no
//! decisions that could be tested without it.
//!
//! ```no_run
//! # async fn service(line: sip::LineConfig, offer: String, answer: String) -> Result<(), sip::Misconfigured> {
//! use sip::{Dial, Event, LegEvent, Ua, UaConfig};
//!
//! let (ua, mut events) = Ua::start(UaConfig::default()).await?;
//! ua.register(line)?;
//! while let Some(event) = events.recv().await {
//!     match event {
//!         Event::Leg { leg, event: LegEvent::Offered { .. } } => {
//!             ua.ring(&leg);
//!             ua.accept(&leg, &answer);
//!         }
//!         Event::Line { line, .. } => ua.dial(Dial {
//!             leg: "01a2-a-call-of-ours".to_owned(),
//!             line,
//!             to: "+49301234".to_owned(),
//!             caller_number: None,
//!             caller_name: None,
//!             sdp: offer.clone(),
//!             limit_ms: 60_000,
//!         }),
//!         _ => {}
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! **Secrets.** A password goes into the digest and nowhere else. rsipstack writes whole messages to
//! its log at `info`: set `rsipstack=warn` there. The traces of this crate are without secrets.
//!
//! **Limits.** A datagram of more than 8 KiB is cut by the stack and refused; over TCP a message may
//! have 64 KiB, its body 16 KiB. Strangers are told 403, ten in a second, and nothing is kept of
//! them. Names are looked up by the system: A and AAAA, no SRV.

mod address;
mod cause;
mod config;
mod digits;
mod event;
mod gate;
pub mod leg;
mod lines;
mod redact;
mod registration;
mod screen;
pub mod sdp;
mod shell;
mod sipfrag;
mod trace;

pub use cause::{Refusal, Why, sentence, why};
pub use config::{Access, CallerIn, LineConfig, Misconfigured, Transport, UaConfig};
pub use digits::Digit;
pub use event::{Event, LegEvent, LineEvent};
pub use leg::{Order, Target};
pub use redact::redacted;
pub use secrecy::{ExposeSecret, SecretString};
pub use shell::{Counts, Dial, Drained, Ua};
pub use trace::Message;

#[cfg(test)]
mod tests;
