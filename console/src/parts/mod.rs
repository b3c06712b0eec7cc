//! What pages are made of.

pub mod check;
pub mod copy;
pub mod days;
pub mod dialog;
pub mod entries;
pub mod field;
pub mod field_list;
pub mod icon;
pub mod radios;
pub mod reading;
pub mod secret;
pub mod working;
