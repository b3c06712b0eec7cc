//! The harness of the end-to-end tests: a preview, a browser, and what a person sees and does.
//!
//! A test says what a person does and what must be true afterwards:
//!
//! ```text
//! #[tokio::test]
//! async fn a_caller_is_shown() {
//!     run("a_caller_is_shown", Setup::new(), async |stage| {
//!         stage.api.ring("+442079460958").await?;
//!         stage.widget().wait_text("Incoming call").await
//!     })
//!     .await;
//! }
//! ```
//!
//! Every wait has a bound and polls; nothing here sleeps to make a test pass.

mod api;
mod axe;
mod browser;
mod console;
mod ear;
mod given;
mod host;
mod http;
mod lifecycle;
mod order;
mod passkeys;
pub mod phone_system;
mod places;
mod preview;
mod process;
mod sound;
mod stage;
mod tab;
mod trouble;
mod turn_server;
mod view;
mod wait;
mod watch;

pub use api::{Api, CallRecord};
pub use browser::Browser;
pub use console::{Line, Noise};
pub use given::Given;
pub use host::{Host, Message};
pub use order::check_call;
pub use passkeys::Device;
pub use places::Folder;
pub use preview::Preview;
pub use sound::{PLAYED, Recording, SPOKEN};
pub use stage::{Setup, Stage, run};
pub use tab::Tab;
pub use trouble::{Done, Trouble};
pub use turn_server::TurnServer;
pub use view::View;
pub use wait::{LONG, SHORT, stays, until, until_within};
