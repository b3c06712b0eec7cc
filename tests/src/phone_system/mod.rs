//! A real phone system for tests: kamailio, an rtpengine that carries its sound where a test wants
//! it, baresip phones behind it, and a network of our own between them and the service.
//! `cargo xtask test phone` installs the programs.

mod folder;
mod kamailio;
mod netstring;
mod network;
mod phone;
mod relay;
mod rtpengine;
mod wav;

pub use folder::free_port;
pub use kamailio::{Descriptions, Kamailio, OTHER_NUMBER};
pub use network::Network;
pub use phone::Phone;
pub use relay::Relay;
pub use rtpengine::Rtpengine;
pub use wav::{read_wav, tone_wav};

use std::path::PathBuf;

/// The variables that name the programs.
pub(crate) const VARIABLES: [&str; 2] = ["SIDETONE_KAMAILIO", "SIDETONE_BARESIP"];

/// The program that a variable names, or where Debian puts it.
pub(crate) fn program(variable: &str, debian: &str) -> PathBuf {
    let named = std::env::var_os(variable).filter(|value| !value.is_empty());
    named.map_or_else(|| PathBuf::from(debian), PathBuf::from)
}
