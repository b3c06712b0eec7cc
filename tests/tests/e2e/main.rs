//! End-to-end tests: one module per behaviour, all in one binary, because linking is slow.
//!
//! Run them with `cargo xtask test e2e`, which builds what they need and says where it is.

mod accessibility;
mod console;
mod console_calls;
mod console_checks;
mod console_connections;
mod console_narrow;
mod console_oauth_returns;
mod console_outline;
mod console_people;
mod console_records;
mod console_registration;
mod console_unlink;
mod emergency;
mod host_page;
mod host_records;
mod hostile;
mod hundred;
mod inbound;
mod keyboard;
mod no_host;
mod nobody;
mod outbound;
mod outcomes;
mod pad;
mod presence;
mod record;
mod reload;
mod replies;
mod restart;
mod saved;
mod screen_pop;
mod set_up;
mod settings;
mod sign_in;
mod sign_in_refused;
mod small;
mod steps;
mod storage;
mod tabs;
mod tenants;
mod two_calls;
mod unfinished;
mod who_is_calling;
mod window;
