//! The pages.

pub mod again;
pub mod calls;
pub mod checks;
pub mod crm;
pub mod frame;
pub mod greet;
pub mod header;
pub mod leave;
pub mod outside;
pub mod passkeys;
pub mod people;
pub mod records;
pub mod sign_in;
pub mod tenants;
pub mod throttled;
pub mod welcome;
