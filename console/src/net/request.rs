//! One request to the backend, with a time limit. A token that has run out is renewed once on the way.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::session;
use crate::logic::failure::Failure;
#[cfg(not(feature = "gallery"))]
use {
    super::clock,
    crate::logic::limits::{late, limit},
    futures_util::future::{Either, select},
    std::pin::pin,
};

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Adds, or sets something going.
    Post,
    /// Stores all of a thing.
    Put,
    /// Changes a thing.
    Patch,
    /// Removes.
    Delete,
}

/// A request.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What it does.
    pub method: Method,
    /// Its path.
    pub path: String,
    /// Its body.
    pub body: Option<String>,
    /// Whether the body is JSON; plain CSV otherwise.
    pub json: bool,
}

/// Reads a thing.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    let ask = Ask { method: Method::Get, path: path.to_owned(), body: None, json: true };
    read(&ask.send().await?)
}

/// Sends JSON and gives the text of the answer, which may be empty.
pub async fn send(
    method: Method,
    path: &str,
    body: &(impl Serialize + ?Sized),
) -> Result<String, Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Strange)?;
    Ask { method, path: path.to_owned(), body: Some(body), json: true }.send().await
}

/// Sends JSON and reads the answer.
pub async fn send_json<T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: &(impl Serialize + ?Sized),
) -> Result<T, Failure> {
    read(&send(method, path, body).await?)
}

/// Posts a text and reads the answer.
pub async fn send_text<T: DeserializeOwned>(path: &str, text: String) -> Result<T, Failure> {
    let ask = Ask { method: Method::Post, path: path.to_owned(), body: Some(text), json: false };
    read(&ask.send().await?)
}

/// Reads the text of a good answer.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|_| Failure::Strange)
}

impl Ask {
    /// Sends it; renews the session once where it has run out.
    pub async fn send(&self) -> Result<String, Failure> {
        let token = session::token();
        match self.once(&token).await {
            Err(Failure::SignedOut(_)) if !token.is_empty() => {
                session::renew(&token).await?;
                self.once(&session::token()).await
            }
            Err(failure @ Failure::SignedOut(_)) => {
                session::missed(&failure);
                Err(failure)
            }
            answer => answer,
        }
    }

    /// Sends it with this token; with none where it is empty.
    #[cfg(not(feature = "gallery"))]
    pub async fn once(&self, token: &str) -> Result<String, Failure> {
        use gloo_net::http::RequestBuilder;
        let method = match self.method {
            Method::Get => gloo_net::http::Method::GET,
            Method::Post => gloo_net::http::Method::POST,
            Method::Put => gloo_net::http::Method::PUT,
            Method::Patch => gloo_net::http::Method::PATCH,
            Method::Delete => gloo_net::http::Method::DELETE,
        };
        let abort = web_sys::AbortController::new().map_err(|_| Failure::NoAnswer)?;
        let mut request =
            RequestBuilder::new(&self.path).method(method).abort_signal(Some(&abort.signal()));
        if !token.is_empty() {
            request = request.header("Authorization", &format!("Bearer {token}"));
        }
        let request = match &self.body {
            Some(body) => {
                let kind = if self.json { "application/json" } else { "text/csv" };
                request.header("Content-Type", kind).body(body.as_str())
            }
            None => request.build(),
        };
        let request = request.map_err(|_| Failure::NoAnswer)?;
        let answer = async {
            let answer = request.send().await.map_err(|_| Failure::NoAnswer)?;
            let text = answer.text().await.map_err(|_| Failure::NoAnswer)?;
            if answer.ok() { Ok(text) } else { Err(Failure::of(answer.status(), &text)) }
        };
        let end = clock::wait(limit(&self.path));
        match select(pin!(answer), pin!(end)).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => {
                abort.abort();
                Err(late(self.method == Method::Get, &self.path))
            }
        }
    }

    /// In the gallery the answers are made by hand.
    #[cfg(feature = "gallery")]
    pub async fn once(&self, _token: &str) -> Result<String, Failure> {
        crate::gallery::answer(self).await
    }
}
