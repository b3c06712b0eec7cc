//! The service as a whole: the real router on a loopback port, a store in a folder of its own, and
//! a small HubSpot. One file for each behaviour.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail by panicking")]

mod fake_crm;
mod fake_hubspot;
mod fake_oauth;
mod fake_smtp;
mod people;
mod rig;
mod surface;

mod announcing;
mod call_log;
mod checks;
mod checks_moving;
mod checks_test_call;
mod commands;
mod config_refusals;
mod console_choice;
mod console_connections;
mod console_hubspot_people;
mod console_import;
mod console_lines;
mod console_links;
mod console_members;
mod console_meter;
mod console_private;
mod console_registration;
mod console_session;
mod console_settings;
mod console_uninstall;
mod end_to_end;
mod files;
mod keys;
mod ledger;
mod logs;
mod look_up;
mod mail;
mod manners;
mod matrix;
mod numbers;
mod owners;
mod restart;
mod ring_rules;
mod routes;
mod secrets;
mod session;
mod sign_in_hubspot;
mod sign_in_window;
mod simulated;
mod stream;
mod tenant_choice;
mod tenants;
mod together;
mod transport;
mod unanswered;
