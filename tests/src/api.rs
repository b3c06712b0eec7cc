//! The preview's routes for scripts: the far end of calls, HubSpot's records, the backend's life.

use std::time::Duration;

use hyper::Method;
use serde_json::{Value, json};

use crate::{Done, Trouble, http::Http, until_within};

/// For a call's record after its end; it only ends what never comes.
const RECORD: Duration = Duration::from_secs(30);

/// The preview's routes.
#[derive(Debug, Clone)]
pub struct Api {
    http: Http,
}

/// One call record in HubSpot's stand-in.
#[derive(Debug, Clone, PartialEq)]
pub struct CallRecord {
    /// HubSpot's id of it.
    pub id: String,
    /// Its properties.
    pub properties: Value,
    /// Its associations.
    pub associations: Value,
}

impl CallRecord {
    fn read(value: &Value) -> Self {
        Self {
            id: text(&value["id"]),
            properties: value["properties"].clone(),
            associations: value["associations"].clone(),
        }
    }

    /// A property; empty when it is not there.
    pub fn get(&self, name: &str) -> String {
        text(&self.properties[name])
    }

    /// Whether it is linked to this contact.
    pub fn is_linked_to(&self, contact: u64) -> bool {
        let results = self.associations["contacts"]["results"].as_array();
        let wanted = contact.to_string();
        results.is_some_and(|all| all.iter().any(|one| text(&one["id"]) == wanted))
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.as_u64().map(|n| n.to_string()), |s| Some(s.into()))
        .unwrap_or_default()
}

impl Api {
    /// For the preview at this port.
    pub fn new(port: u16) -> Self {
        Self { http: Http::new(port) }
    }

    /// The way to them.
    pub(crate) fn http(&self) -> &Http {
        &self.http
    }

    /// Lets a caller ring at the demo line, and returns the call's id.
    pub async fn ring(&self, from: &str) -> Done<String> {
        let made = self.http.post("/preview/calls", json!({ "from": from })).await?;
        Ok(text(&made["id"]))
    }

    /// Lets a caller ring at a number, as the phone system would, and returns the far end's id.
    pub async fn ring_at(&self, from: &str, to: &str) -> Done<String> {
        let made = self.http.post("/preview/calls", json!({ "from": from, "to": to })).await?;
        Ok(text(&made["id"]))
    }

    /// The far end answers.
    pub async fn answer(&self, call: &str) -> Done {
        self.http.post(&format!("/preview/calls/{call}/answer"), json!({})).await.map(drop)
    }

    /// The far end hangs up.
    pub async fn hang_up(&self, call: &str) -> Done {
        self.http.post(&format!("/preview/calls/{call}/hangup"), json!({})).await.map(drop)
    }

    /// The far end plays [`PLAYED`](crate::PLAYED) from now on, instead of saying again what it hears.
    pub async fn plays_a_tone(&self, call: &str) -> Done {
        self.http.post(&format!("/preview/calls/{call}/tone"), json!({})).await.map(drop)
    }

    /// The ids of the far ends that are on the line.
    pub async fn far_ends(&self) -> Done<Vec<String>> {
        let all = self.http.get("/preview/calls").await?;
        let ids = |all: &Vec<Value>| all.iter().map(|one| text(&one["id"])).collect();
        all["results"].as_array().map(ids).ok_or_else(|| Trouble::Said(format!("no list: {all}")))
    }

    /// All call records in HubSpot.
    pub async fn records(&self) -> Done<Vec<CallRecord>> {
        let all = self.http.get("/preview/hubspot/calls").await?;
        let read = |all: &Vec<Value>| all.iter().map(CallRecord::read).collect();
        all["results"].as_array().map(read).ok_or_else(|| Trouble::Said(format!("no list: {all}")))
    }

    /// Waits until there is a record with this call's id for which `is_complete` holds, and checks
    /// that no other record is there beside those of `others`.
    pub async fn record_of(
        &self,
        call: &str,
        is_complete: impl Fn(&CallRecord) -> bool,
    ) -> Done<CallRecord> {
        until_within(RECORD, &format!("the record of {call} is there and complete"), async || {
            let all = self.records().await?;
            let mut own = all.iter().filter(|one| one.get("hs_call_external_id") == call);
            match (own.next(), own.next()) {
                (Some(one), None) if is_complete(one) => Ok(Some(one.clone())),
                _ => Err(Trouble::Said(format!("there are {all:#?}"))),
            }
        })
        .await
    }

    /// Kills the backend and returns when it is dead.
    pub async fn kill_backend(&self) -> Done {
        self.http.post("/preview/backend/kill", json!({})).await.map(drop)
    }

    /// Starts the backend and returns when it is ready.
    pub async fn start_backend(&self) -> Done {
        self.http.post("/preview/backend/start", json!({})).await.map(drop)
    }

    /// Whether a widget that nobody is signed in at becomes the demo agent by itself.
    pub async fn auto_sign_in(&self, on: bool) -> Done {
        self.http.post("/preview/switches", json!({ "autoSignIn": on })).await.map(drop)
    }

    /// Cuts the network between the browsers and our own site, with all that is connected, or mends
    /// it. HubSpot's pages stay reachable.
    pub async fn network(&self, on: bool) -> Done {
        self.http.post("/preview/switches", json!({ "network": on })).await.map(drop)
    }

    /// Whether HubSpot's pages let go of the window that opened them.
    pub async fn opener_policy(&self, policy: &str) -> Done {
        self.http.post("/preview/switches", json!({ "openerPolicy": policy })).await.map(drop)
    }

    /// The app that the stand-in for HubSpot knows, with its secrets.
    pub async fn app(&self) -> Done<Value> {
        self.http.get("/preview/hubspot/app").await
    }

    /// Somebody removes the app in HubSpot's own settings.
    pub async fn uninstall(&self) -> Done {
        self.http.post("/preview/hubspot/uninstall", json!({})).await.map(drop)
    }

    /// Every access token that HubSpot has issued runs out now.
    pub async fn expire_tokens(&self) -> Done {
        self.http.post("/preview/hubspot/tokens/expire", json!({})).await.map(drop)
    }

    /// How things stand between the app and the accounts, as HubSpot sees it.
    pub async fn connected(&self) -> Done<Value> {
        self.http.get("/preview/hubspot/connect").await
    }

    /// Makes HubSpot's REST side fail, as `/preview/hubspot/faults` takes it.
    pub async fn fault(&self, fault: Value) -> Done {
        self.http.post("/preview/hubspot/faults", fault).await.map(drop)
    }

    /// HubSpot's REST side is well again.
    pub async fn no_faults(&self) -> Done {
        self.http.ask(Method::DELETE, "/preview/hubspot/faults", None).await.map(drop)
    }
}
