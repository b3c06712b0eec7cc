//! What pages are made of.

pub mod check;
pub mod copy;
pub mod dialog;
pub mod field;
pub mod icon;
pub mod reading;
pub mod secret;
pub mod working;
