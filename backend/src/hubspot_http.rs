//! HTTP to HubSpot: few requests at a time, and one pause for all when HubSpot asks to slow down.

use hubspot::{Auth, Body, DEVELOPER_KEY, Error, Method, Reply, Request};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;
use vault::Secret;

use crate::clock;
use crate::config::{Config, is_loopback_name};

/// Requests under way at one time; HubSpot's own client keeps to as many.
const AT_ONCE: usize = 6;

/// The longest reply that is read, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;

/// The way to HubSpot. Whose token a request carries is the caller's to say.
#[derive(Debug)]
pub struct HubSpotHttp {
    http: reqwest::Client,
    api_url: String,
    places: Semaphore,
    paused_until: AtomicU64,
}

/// A reply with its body.
pub struct Answered {
    status: u16,
    retry_after: Option<u64>,
    body: Vec<u8>,
}

impl Answered {
    /// As the crate `hubspot` reads it.
    pub fn reply(&self) -> Reply<'_> {
        Reply { status: self.status, retry_after: self.retry_after, body: &self.body }
    }
}

impl HubSpotHttp {
    /// The way as configured.
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
            places: Semaphore::new(AT_ONCE),
            paused_until: AtomicU64::new(0),
        })
    }

    /// Sends a request with the token or key that it needs.
    pub async fn send(&self, request: &Request, key: Option<&Secret>) -> Result<Answered, Error> {
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
        let mut asked = self.http.request(method, format!("{}{}", self.api_url, request.path));
        asked = match (request.auth, key) {
            (Auth::None, _) => asked,
            (Auth::Bearer, Some(token)) => asked.bearer_auth(token.expose()),
            (Auth::Bearer, None) => return Err(Error::Unauthorised),
            (Auth::DeveloperKey, Some(key)) => asked.query(&[(DEVELOPER_KEY, key.expose())]),
            (Auth::DeveloperKey, None) => return Err(Error::DeveloperKey),
        };
        asked = match &request.body {
            Body::None => asked,
            Body::Json(body) => asked.json(body),
            Body::Form(_) => asked
                .header(reqwest::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(request.body.form().unwrap_or_default()),
        };
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
        Ok(Answered { status, retry_after, body })
    }

    /// Keeps the pause that HubSpot asked for, for every request.
    pub fn note<T>(&self, outcome: Result<T, Error>) -> Result<T, Error> {
        if let Err(error) = &outcome
            && let Some(wait) = error.pause()
        {
            self.paused_until.fetch_max(clock::now().saturating_add(wait), Ordering::Relaxed);
        }
        outcome
    }
}
