//! HubSpot's side of OAuth 2: the pages where a person links the demo app to an account, the token
//! routes, and what became of it. It keeps everything in memory.

mod authorize;
mod book;
mod caller;
pub mod demo;
mod errors;
mod grant;
mod html;
mod inspect;
mod pkce;
mod request;
mod state;
mod token;

pub use authorize::router as pages;
pub use book::Book;
pub use caller::Caller;
pub use errors::OauthError;
pub use grant::{Access, Code, Grant, Install, Pair};
pub use state::{Oauth, router as reading};
pub use token::router as tokens;
