//! The pages.

pub mod crm;
pub mod frame;
pub mod header;
pub mod outside;
pub mod people;
pub mod tenants;
pub mod welcome;
