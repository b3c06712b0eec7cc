//! HTTP to HubSpot: as much as each account allows, every request with a deadline and a number.

use hubspot::{Auth, Body, DEVELOPER_KEY, Error, Method, Reply, Request};
use record::allowance::{Figures, Kind, Policy, Said, Slow};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use std::time::Duration;
use vault::Secret;

use crate::allowances::{Allowances, Way};
use crate::config::{Config, is_loopback_name};
use crate::told::Told;
use crate::{clock, ids};

/// The longest reply that is read, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;

/// The way to HubSpot. Whose token a request carries is the caller's to say.
#[derive(Debug)]
pub struct HubSpotHttp {
    http: reqwest::Client,
    api_url: String,
    allowances: Allowances,
    /// How long a request may take, and how long somebody who looks waits for a place.
    deadline: u64,
}

/// A reply with its body.
pub struct Answered {
    status: u16,
    retry_after: Option<u64>,
    body: Vec<u8>,
    trace: String,
}

impl Answered {
    /// As the crate `hubspot` reads it.
    pub fn reply(&self) -> Reply<'_> {
        Reply { status: self.status, retry_after: self.retry_after, body: &self.body }
    }

    /// What a reader of [`Answered::reply`] makes of it, with the numbers of the request.
    pub fn told<T>(&self, read: Result<T, Error>) -> Result<T, Told> {
        read.map_err(|error| Told {
            error,
            trace: self.trace.clone(),
            correlation: self.reply().correlation_id().unwrap_or_default(),
        })
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
            allowances: Allowances::new(&config.hubspot, &config.tuning),
            deadline: config.tuning.hubspot_deadline_ms,
        })
    }

    /// How much of an account's allowance is used.
    pub fn figures(&self, portal: &str, private: bool) -> Figures {
        self.allowances.figures(portal, private)
    }

    /// Sends a request that belongs to no account's allowance, such as one for a token.
    pub async fn send(&self, request: &Request, key: Option<&Secret>) -> Result<Answered, Told> {
        self.send_by(request, key, &Way::none()).await
    }

    /// Sends a request with the token or key that it needs, as soon as there is a place for it.
    pub async fn send_by(
        &self,
        request: &Request,
        key: Option<&Secret>,
        way: &Way,
    ) -> Result<Answered, Told> {
        let trace = ids::new_trace();
        let kind = if request.is_search() { Kind::Search } else { Kind::Plain };
        let told = |error| Told { error, trace: trace.clone(), correlation: String::new() };
        let place = self.allowances.place(way, kind, self.deadline).await;
        let place = place.map_err(|wait| told(Error::RateLimited { wait }))?;
        let begun = clock::now();
        let sent = self.exchange(request, key).await;
        let took = clock::now().saturating_sub(begun);
        match sent {
            Ok((answered, headers)) => {
                let answered = Answered { trace: trace.clone(), ..answered };
                place.answered(&said(&answered.reply(), &headers));
                let status = answered.status;
                let correlation = answered.reply().correlation_id().unwrap_or_default();
                if (200..300).contains(&status) {
                    tracing::debug!(trace, ?request, status, took, "HubSpot answered");
                } else {
                    let portal = way.portal.as_str();
                    tracing::info!(
                        trace,
                        correlation,
                        portal,
                        ?request,
                        status,
                        took,
                        "HubSpot refused"
                    );
                }
                Ok(answered)
            }
            Err(error) => {
                drop(place);
                tracing::info!(
                    trace,
                    portal = way.portal,
                    ?request,
                    took,
                    "HubSpot did not answer"
                );
                Err(told(error))
            }
        }
    }

    async fn exchange(
        &self,
        request: &Request,
        key: Option<&Secret>,
    ) -> Result<(Answered, HeaderMap), Error> {
        let lost = |why: &str, never_sent| Error::NoAnswer { why: why.to_owned(), never_sent };
        let mut answer = self.built(request, key)?.send().await.map_err(|e| {
            match (e.is_connect(), e.is_timeout()) {
                (true, _) => lost("no connection", true),
                (_, true) => lost("timed out", false),
                _ => lost("the connection broke", false),
            }
        })?;
        let status = answer.status().as_u16();
        let headers = answer.headers().clone();
        let mut body = Vec::new();
        while let Some(part) =
            answer.chunk().await.map_err(|_| lost("the answer broke off", false))?
        {
            body.extend_from_slice(&part);
            if body.len() > LONGEST {
                return Err(Error::Unreadable { why: "it is too long".to_owned() });
            }
        }
        let retry_after = number(&headers, RETRY_AFTER.as_str());
        Ok((Answered { status, retry_after, body, trace: String::new() }, headers))
    }

    fn built(
        &self,
        request: &Request,
        key: Option<&Secret>,
    ) -> Result<reqwest::RequestBuilder, Error> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let asked = self.http.request(method, format!("{}{}", self.api_url, request.path));
        let asked = match (request.auth, key) {
            (Auth::None, _) => asked,
            (Auth::Bearer, Some(token)) => asked.bearer_auth(token.expose()),
            (Auth::Bearer, None) => return Err(Error::Unauthorised),
            (Auth::DeveloperKey, Some(key)) => asked.query(&[(DEVELOPER_KEY, key.expose())]),
            (Auth::DeveloperKey, None) => return Err(Error::DeveloperKey),
        };
        Ok(match &request.body {
            Body::None => asked,
            Body::Json(body) => asked.json(body),
            Body::Form(_) => asked
                .header(reqwest::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(request.body.form().unwrap_or_default()),
        })
    }
}

/// What an answer says of the account's limits.
fn said(reply: &Reply<'_>, headers: &HeaderMap) -> Said {
    let limit = |name: &str| number(headers, name).and_then(|n: u64| u32::try_from(n).ok());
    Said {
        max: limit("x-hubspot-ratelimit-max"),
        remaining: limit("x-hubspot-ratelimit-remaining"),
        interval_ms: number(headers, "x-hubspot-ratelimit-interval-milliseconds"),
        daily: limit("x-hubspot-ratelimit-daily"),
        daily_remaining: limit("x-hubspot-ratelimit-daily-remaining"),
        slow: reply.pause().map(|wait| Slow {
            policy: match reply.status {
                429 => Policy::named(&reply.policy().unwrap_or_default()),
                _ => Policy::Locked,
            },
            wait,
        }),
    }
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}
