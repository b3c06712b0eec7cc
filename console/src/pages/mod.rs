//! The pages.

pub mod again;
pub mod checks;
pub mod crm;
pub mod frame;
pub mod greet;
pub mod header;
pub mod outside;
pub mod passkeys;
pub mod people;
pub mod sign_in;
pub mod tenants;
pub mod welcome;
