//! HTTP to the one port of the preview, under each of its names.

use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::{Method, Request, body::Bytes, header};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value;
use tokio::time::timeout;

use super::{Done, Trouble};

/// How long any answer may take.
const LIMIT: Duration = Duration::from_secs(40);

/// Whose name a request carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// Our own site: the service.
    Ours,
    /// HubSpot's pages.
    HubSpot,
    /// The preview itself: controls, and HubSpot's REST side.
    Machine,
}

/// An answer, whatever its status.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Its JSON; null where it is none.
    pub json: Value,
    headers: hyper::HeaderMap,
}

impl Answer {
    /// A header's text; empty where it is not there.
    pub fn header(&self, name: &str) -> String {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    }

    /// Whether it says yes.
    pub fn is_good(&self) -> bool {
        (200..400).contains(&self.status)
    }
}

/// A request's body.
#[derive(Debug, Clone)]
pub enum Body {
    /// None.
    None,
    /// JSON.
    Json(Value),
    /// A form as it is sent.
    Form(String),
}

/// The preview's port.
#[derive(Debug, Clone)]
pub struct Site {
    port: u16,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Site {
    /// The preview at this port of the loopback address.
    pub fn new(port: u16) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Self { port, client: Client::builder(TokioExecutor::new()).build(connector) }
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Our own site's origin.
    pub fn origin(&self) -> String {
        format!("http://sidetone.localhost:{}", self.port)
    }

    /// Asks, and returns the answer whatever it says.
    pub async fn ask(
        &self,
        name: Name,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Done<Answer> {
        let what = format!("{method} {path}");
        let failed = |why: String| Trouble::NoAnswer(what.clone(), why);
        let host = match name {
            Name::Ours => format!("sidetone.localhost:{}", self.port),
            Name::HubSpot => format!("hubspot.localhost:{}", self.port),
            Name::Machine => format!("127.0.0.1:{}", self.port),
        };
        let (kind, text) = match body {
            Body::None => ("application/json", String::new()),
            Body::Json(json) => ("application/json", json.to_string()),
            Body::Form(form) => ("application/x-www-form-urlencoded", form),
        };
        let mut request = Request::builder()
            .method(method)
            .uri(format!("http://127.0.0.1:{}{path}", self.port))
            .header(header::HOST, host)
            .header(header::CONTENT_TYPE, kind);
        if name == Name::Ours {
            request = request.header(header::ORIGIN, self.origin());
        }
        for (header, value) in headers {
            request = request.header(*header, *value);
        }
        let request = request.body(Full::from(text)).map_err(|error| failed(error.to_string()))?;
        timeout(LIMIT, async {
            let answer = self.client.request(request).await;
            let answer = answer.map_err(|error| failed(error.to_string()))?;
            let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
            let bytes = answer.into_body().collect().await;
            let bytes = bytes.map_err(|error| failed(error.to_string()))?.to_bytes();
            let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
            Ok(Answer { status, json, headers })
        })
        .await
        .unwrap_or_else(|_| Err(failed("it took too long".to_owned())))
    }

    /// Asks the preview itself, which must say yes.
    pub async fn control(&self, method: Method, path: &str, body: Body) -> Done<Value> {
        let answer = self.ask(Name::Machine, method.clone(), path, &[], body).await?;
        if answer.is_good() {
            return Ok(answer.json);
        }
        Err(Trouble::Refused(
            format!("{method} {path}"),
            format!("{} {}", answer.status, answer.json),
        ))
    }

    /// Reads from the preview itself.
    pub async fn read(&self, path: &str) -> Done<Value> {
        self.control(Method::GET, path, Body::None).await
    }

    /// Tells the preview something.
    pub async fn tell(&self, path: &str, body: Value) -> Done<Value> {
        self.control(Method::POST, path, Body::Json(body)).await
    }
}
