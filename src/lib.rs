//! The widget: one surface of an agent, inside HubSpot.
//!
//! [`desk`] decides, [`shell`] moves its inputs and outputs, and the rest draws what the desk says.

pub mod app;
pub mod face;
pub mod finger;
pub mod focus;
#[cfg(any(feature = "gallery", test))]
pub mod gallery;
pub mod keys;
pub mod listen;
pub mod parts;
pub mod screens;
pub mod shell;
pub mod ui;
pub mod words;

#[cfg(all(test, target_arch = "wasm32"))]
mod rendering;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
