//! JSON over HTTP to programs on this machine.

use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::{Method, Request, body::Bytes, header};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value;
use tokio::time::timeout;

use crate::{Done, Trouble};

/// How long any answer may take.
const LIMIT: Duration = Duration::from_secs(40);

/// Asks one program.
#[derive(Debug, Clone)]
pub struct Http {
    base: String,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Http {
    /// For the program at this port of the loopback address.
    pub fn new(port: u16) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { base: format!("http://127.0.0.1:{port}"), client }
    }

    /// Where the program is.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Asks and returns the answer's JSON; null where it is none.
    pub async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Done<Value> {
        let (status, answer) = self.answer(method.clone(), path, body).await?;
        if (200..300).contains(&status) {
            return Ok(answer);
        }
        Err(Trouble::Refused(format!("{method} {path}"), status, answer.to_string()))
    }

    /// Asks and returns status and JSON, whatever the status is.
    pub async fn answer(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Done<(u16, Value)> {
        let (status, bytes) = self.raw(method, path, body).await?;
        Ok((status, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
    }

    /// Asks and returns the bytes of a good answer.
    pub async fn bytes(&self, method: Method, path: &str) -> Done<Bytes> {
        match self.raw(method.clone(), path, None).await? {
            (200..300, bytes) => Ok(bytes),
            (status, bytes) => {
                let said = String::from_utf8_lossy(&bytes).into_owned();
                Err(Trouble::Refused(format!("{method} {path}"), status, said))
            }
        }
    }

    async fn raw(&self, method: Method, path: &str, body: Option<Value>) -> Done<(u16, Bytes)> {
        let what = format!("{method} {path}");
        let failed = |why: String| Trouble::Refused(what.clone(), 0, why);
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::from(body.map(|body| body.to_string()).unwrap_or_default()))
            .map_err(|error| failed(error.to_string()))?;
        timeout(LIMIT, async {
            let answer = self.client.request(request).await;
            let answer = answer.map_err(|error| failed(error.to_string()))?;
            let status = answer.status().as_u16();
            let bytes = answer.into_body().collect().await;
            let bytes = bytes.map_err(|error| failed(error.to_string()))?.to_bytes();
            Ok((status, bytes))
        })
        .await
        .unwrap_or_else(|_| Err(failed("no answer".into())))
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Done<Value> {
        self.ask(Method::GET, path, None).await
    }

    /// `POST` with a body.
    pub async fn post(&self, path: &str, body: Value) -> Done<Value> {
        self.ask(Method::POST, path, Some(body)).await
    }
}
