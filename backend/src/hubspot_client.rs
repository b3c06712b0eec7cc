//! The HTTP client for HubSpot: one token, few requests at a time, and one pause for all when
//! HubSpot asks to slow down.

use hubspot::{Error, Method, Reply, Request};
use serde::de::DeserializeOwned;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

use crate::clock;
use crate::config::{Config, Secret, is_loopback_name};

/// Requests under way at one time; HubSpot's own client keeps to as many.
const AT_ONCE: usize = 6;

/// The longest reply that is read, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;

/// Requests to one HubSpot account.
#[derive(Debug)]
pub struct HubSpotClient {
    http: reqwest::Client,
    api_url: String,
    token: Option<Secret>,
    places: Semaphore,
    paused_until: AtomicU64,
}

impl HubSpotClient {
    /// A client as configured.
    pub fn new(config: &Config) -> Result<Self, reqwest::Error> {
        let deadline = Duration::from_millis(config.tuning.hubspot_deadline_ms);
        let mut builder = reqwest::Client::builder();
        let host = reqwest::Url::parse(&config.hubspot.api_url).ok();
        if host.as_ref().and_then(|url| url.host_str()).is_some_and(is_loopback_name) {
            // A proxy of the environment knows another loopback than ours.
            builder = builder.no_proxy();
        }
        let http = builder
            .timeout(deadline)
            .connect_timeout(deadline / 2)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("sidetone/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self {
            http,
            api_url: config.hubspot.api_url.trim_end_matches('/').to_owned(),
            token: config.hubspot.access_token.clone(),
            places: Semaphore::new(AT_ONCE),
            paused_until: AtomicU64::new(0),
        })
    }

    /// Whether there is a token to ask with.
    pub fn is_linked(&self) -> bool {
        self.token.is_some()
    }

    /// Sends a request and reads its reply.
    pub async fn ask<T: DeserializeOwned>(&self, request: &Request) -> Result<T, Error> {
        let (status, retry_after, body) = self.send(request).await?;
        let reply = Reply { status, retry_after, body: &body };
        self.note(request.read(&reply))
    }

    /// Sends a request whose reply has nothing to read.
    pub async fn tell(&self, request: &Request) -> Result<(), Error> {
        let (status, retry_after, body) = self.send(request).await?;
        self.note(request.done(&Reply { status, retry_after, body: &body }))
    }

    async fn send(&self, request: &Request) -> Result<(u16, Option<u64>, Vec<u8>), Error> {
        let Some(token) = &self.token else { return Err(Error::Unauthorised) };
        let lost = |why: &str, never_sent| Error::NoAnswer { why: why.to_owned(), never_sent };
        let place = self.places.acquire().await;
        if place.is_err() {
            return Err(lost("the service stops", true));
        }
        clock::until(Some(self.paused_until.load(Ordering::Relaxed))).await;
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut asked = self
            .http
            .request(method, format!("{}{}", self.api_url, request.path))
            .bearer_auth(token.reveal());
        if let Some(body) = &request.body {
            asked = asked.json(body);
        }
        let mut answer =
            asked.send().await.map_err(|e| match (e.is_connect(), e.is_timeout()) {
                (true, _) => lost("no connection", true),
                (_, true) => lost("timed out", false),
                _ => lost("the connection broke", false),
            })?;
        let status = answer.status().as_u16();
        let retry_after = answer
            .headers()
            .get(reqwest::header::RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.trim().parse().ok());
        let mut body = Vec::new();
        while let Some(part) =
            answer.chunk().await.map_err(|_| lost("the answer broke off", false))?
        {
            body.extend_from_slice(&part);
            if body.len() > LONGEST {
                return Err(Error::Unreadable { why: "it is too long".to_owned() });
            }
        }
        Ok((status, retry_after, body))
    }

    /// Keeps the pause that HubSpot asked for, for every request.
    fn note<T>(&self, outcome: Result<T, Error>) -> Result<T, Error> {
        if let Err(error) = &outcome
            && let Some(wait) = error.pause()
        {
            self.paused_until.fetch_max(clock::now().saturating_add(wait), Ordering::Relaxed);
        }
        outcome
    }
}
