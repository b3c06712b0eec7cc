//! What is true at the end: every call of the service's ledger, every record of HubSpot's.

use std::time::Duration;

use contract::console::CallRow;
use serde_json::Value;
use sidetone_backend::store::outbox;

use super::console::text;
use super::setup::{SECOND, Setup};
use super::stage::Stage;
use super::wait::until;
use super::{Done, Trouble};

/// How long what is left may take once HubSpot is well again.
const PATIENCE: Duration = Duration::from_secs(90);

/// A call record or a ticket of HubSpot's.
#[derive(Debug, Clone)]
pub struct Object {
    /// Its id.
    pub id: String,
    /// Its properties.
    pub properties: Value,
    /// The tickets that it is linked to.
    pub tickets: Vec<String>,
}

impl Object {
    fn read(value: &Value) -> Self {
        let linked = value["associations"]["tickets"]["results"].as_array();
        let tickets = linked.map(|all| all.iter().map(|one| text(&one["id"])).collect());
        Self {
            id: text(&value["id"]),
            properties: value["properties"].clone(),
            tickets: tickets.unwrap_or_default(),
        }
    }

    /// A property; empty when it is not there.
    pub fn get(&self, name: &str) -> String {
        text(&self.properties[name])
    }
}

/// One tenant's.
#[derive(Debug, Clone, Default)]
pub struct Books {
    /// The calls that the service knows.
    pub calls: Vec<CallRow>,
    /// The records in the tenant's account.
    pub records: Vec<Object>,
    /// The tickets there that calls have made.
    pub tickets: Vec<Object>,
    /// Whether calls that were answered must have a ticket.
    pub with_tickets: bool,
}

/// Waits until the service has nothing left to do, and reads both sides. What never came is named.
pub async fn read(stage: &Stage, setup: &Setup) -> Done<([Books; 2], Vec<String>)> {
    let settled = until(PATIENCE, "no record is open", async || {
        let open = outbox::open(&stage.store).await?;
        match open.first() {
            None => Ok(Some(())),
            Some(kept) => {
                let (facts, state) = (kept.record.facts(), kept.record.state());
                let trouble = kept.record.trouble().map(|t| t.said.why.clone());
                Err(Trouble::InVain(format!(
                    "{} records are done, such as that of {}, {state:?}, {trouble:?}",
                    open.len(),
                    facts.id
                )))
            }
        }
    })
    .await;
    let unsettled = settled.err().map(|trouble| trouble.to_string()).into_iter().collect();
    let mut books = [Books::default(), Books::default()];
    for (place, account) in [None, Some(SECOND)].into_iter().enumerate() {
        let whose = account.map_or(String::new(), |account| format!("?account={account}"));
        let (calls, _) = setup.console.calls(&setup.tenants[place].0).await?;
        let mut tickets = objects(stage, &format!("/preview/hubspot/tickets{whose}")).await?;
        // The demo account has tickets of its own.
        tickets.retain(|ticket| ticket.get("content").starts_with("Call "));
        books[place] = Books {
            calls,
            records: objects(stage, &format!("/preview/hubspot/calls{whose}")).await?,
            tickets,
            with_tickets: place == 0,
        };
    }
    Ok((books, unsettled))
}

async fn objects(stage: &Stage, path: &str) -> Done<Vec<Object>> {
    let all = stage.site.read(path).await?;
    let read = |all: &Vec<Value>| all.iter().map(Object::read).collect();
    let list = all["results"].as_array().map(read);
    list.ok_or_else(|| Trouble::Refused(path.to_owned(), all.to_string()))
}
