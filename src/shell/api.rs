//! Requests to the backend.

use contract::{Problem, Session, SignIn};
use gloo_net::http::Request;
use hubspot_calling::Json;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::wire;

/// How long an answer is waited for, in milliseconds: longer than the service itself waits for HubSpot.
/// A browser waits for minutes, and of a page that it froze meanwhile it may lose the answer.
const PATIENCE: u32 = 15_000;

/// Why a request did not succeed.
pub enum Refused {
    /// `401`: the token is not valid any more.
    SignedOut(Problem),
    /// The backend refused, with its reason.
    Problem(Problem),
    /// No answer: the network, or the backend is away. It may or may not have been done.
    NoAnswer,
}

impl Refused {
    /// As the desk wants to hear it.
    pub fn problem(self) -> Option<Problem> {
        match self {
            Refused::SignedOut(problem) | Refused::Problem(problem) => Some(problem),
            Refused::NoAnswer => None,
        }
    }
}

/// A request. With a body it is a POST of JSON, without one a GET.
pub struct Ask {
    /// Where: a path of our own origin, with its query.
    pub path: String,
    /// The JSON text to send.
    pub body: Option<String>,
    /// The `Idempotency-Key`; empty for none.
    pub key: String,
    /// Let it outlive the page.
    pub keepalive: bool,
}

impl Ask {
    /// A POST that needs no key: it may be sent twice.
    pub fn post(path: &str, body: String) -> Ask {
        Ask { path: path.to_owned(), body: Some(body), key: String::new(), keepalive: false }
    }

    /// `POST /api/session`: finishes an attempt by its secret and digits, or renews from the cookie.
    pub fn session(attempt: Option<(String, String)>) -> Ask {
        let (secret, digits) = attempt.unzip();
        let body = SignIn { secret, digits, code: None };
        Ask::post("/api/session", serde_json::to_string(&body).unwrap_or_default())
    }

    /// The browser's request; an empty token stands for none.
    fn request(&self, token: &str) -> Option<Request> {
        let options = web_sys::RequestInit::new();
        let headers = js_sys::Object::new();
        if let Some(body) = &self.body {
            options.set_method("POST");
            options.set_body(&body.into());
            set(&headers, "Content-Type", &"application/json".into());
        }
        if !self.key.is_empty() {
            set(&headers, "Idempotency-Key", &self.key.as_str().into());
        }
        if !token.is_empty() {
            let mut bearer = String::from("Bearer ");
            bearer.push_str(token);
            set(&headers, "Authorization", &bearer.into());
        }
        options.set_headers(&headers);
        options.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
        set(&options, "keepalive", &self.keepalive.into());
        web_sys::Request::new_with_str_and_init(&self.path, &options).ok().map(Request::from)
    }

    /// Sends it and gives the text of a good answer.
    pub async fn send(&self, token: &str) -> Result<String, Refused> {
        let request = self.request(token).ok_or(Refused::NoAnswer)?;
        let answer = request.send().await.map_err(|_| Refused::NoAnswer)?;
        let text = answer.text().await.map_err(|_| Refused::NoAnswer)?;
        if answer.ok() {
            return Ok(text);
        }
        Err(match (answer.status(), wire::read(&text, wire::problem)) {
            (401, problem) => Refused::SignedOut(problem.unwrap_or_else(strange)),
            (_, Some(problem)) => Refused::Problem(problem),
            // A proxy in between speaks for a backend that is away.
            (500.., None) => Refused::NoAnswer,
            (_, None) => Refused::Problem(strange()),
        })
    }
}

fn set(object: &js_sys::Object, name: &str, value: &JsValue) {
    // Refused only for frozen objects; these are new.
    let _ = js_sys::Reflect::set(object, &name.into(), value);
}

/// Reads the text of a good answer.
pub fn read<T>(text: &str, reader: fn(&Json) -> Option<T>) -> Result<T, Refused> {
    wire::read(text, reader).ok_or_else(|| Refused::Problem(strange()))
}

/// Asks for a session.
pub async fn session(attempt: Option<(String, String)>) -> Result<Session, Refused> {
    read(&Ask::session(attempt).send("").await?, wire::session)
}

fn strange() -> Problem {
    Problem {
        code: "internal".to_owned(),
        message: "The service gave an answer that this page does not understand. Reload the page."
            .to_owned(),
    }
}
