//! Makes an installation to try: two tenants of two accounts, agents, customers, tickets.

use std::sync::{Arc, Mutex};

use hyper::Method;
use serde_json::{Value, json};
use sidetone_backend::people::{self, NewAgent, TenantId};
use sidetone_backend::sign_in;

use super::console::{Console, text};
use super::numbers::{KNOWN, Numbers};
use super::page::Page;
use super::play::Player;
use super::script::Desk;
use super::site::{Body, Name};
use super::stage::Stage;
use super::{Done, Trouble};

/// The stand-in's second account.
pub const SECOND: u64 = 654_321;

/// The token of the stand-in's demo account.
const TOKEN: &str = "preview-demo-token";

/// The agents: of which tenant, and what they work with.
const AGENTS: [(usize, Desk); 10] = [
    (0, Desk::Hosted),
    (0, Desk::Hosted),
    (0, Desk::Hosted),
    (0, Desk::Hosted),
    (0, Desk::Hosted),
    (0, Desk::Alone),
    (0, Desk::Empty),
    (1, Desk::Alone),
    (1, Desk::Alone),
    (1, Desk::Empty),
];

/// Whom HubSpot knows as owners of records; the other agents it does not know.
const OWNERS: [&str; 2] = ["sally.sales@demo.example", "olivia.operations@demo.example"];

/// What HubSpot's pages made: the record's id and the call's.
pub type Made = Arc<Mutex<Vec<(String, String)>>>;

/// What was made.
#[derive(Debug)]
pub struct Setup {
    /// The demo owner's console.
    pub console: Console,
    /// The two tenants: the first has tickets and pages inside HubSpot.
    pub tenants: [TenantId; 2],
    /// The agents.
    pub players: Vec<(Desk, Player)>,
    /// What HubSpot's pages made.
    pub made: Made,
}

/// Makes it, through the console, the store and HubSpot's REST side.
pub async fn furnish(stage: &Stage) -> Done<Setup> {
    let site = &stage.site;
    let console = Console::sign_in(site).await?;
    let all = people::tenants(&stage.store).await?;
    let named = |name: &str| {
        let found = all.iter().find(|(_, known)| known == name).map(|(id, _)| id.clone());
        found.ok_or_else(|| Trouble::Refused("the tenants".to_owned(), format!("{all:?}")))
    };
    let tenants = [named("Demo")?, named("Demo West")?];
    let app = site.read("/preview/hubspot/app").await?;
    console.link(&tenants[1].0, SECOND, &app).await?;
    console.set(&tenants[0].0, |settings| settings["case"] = tickets()).await?;
    customers(stage).await?;
    let made = Made::default();
    let mut players = Vec::new();
    for (n, (tenant, desk)) in AGENTS.into_iter().enumerate() {
        let (login, number) = (format!("agent{n}"), format!("+4420794609{n:02}"));
        let agent = NewAgent { login: &login, name: &login, number: &number, country: "GB" };
        let agent = people::add_agent(&stage.store, &tenants[tenant], agent).await?;
        if let Some(email) = OWNERS.get(n) {
            people::set_email(&stage.store, &agent, email).await?;
        }
        let page = if desk == Desk::Empty {
            None
        } else {
            let code = sign_in::issue_code(&stage.store, &agent).await?;
            let body = Body::Json(json!({ "code": code }));
            let answer = site.ask(Name::Ours, Method::POST, "/api/session", &[], body).await?;
            let token = text(&answer.json["token"]);
            Some(Page::new(site.clone(), token, desk == Desk::Hosted, made.clone()))
        };
        players.push((desk, Player { site: site.clone(), login, page }));
    }
    Ok(Setup { console, tenants, players, made })
}

/// A ticket for every call that was answered, none for others.
fn tickets() -> Value {
    json!({
        "kind": "ticket", "pipeline": "0", "stage": "1", "subject": "{way} {number}",
        "moment": "answer", "appendDays": 0, "reopenDays": 0, "abandoned": false,
    })
}

async fn customers(stage: &Stage) -> Done {
    let bearer = format!("Bearer {TOKEN}");
    let inputs: Vec<Value> = (0..KNOWN)
        .map(|n| {
            json!({ "properties": {
                "firstname": "Customer", "lastname": n.to_string(), "phone": Numbers::known(n),
            }})
        })
        .collect();
    let path = "/hubspot-api/crm/objects/2026-09/contacts/batch/create";
    let body = Body::Json(json!({ "inputs": inputs }));
    let headers = [("authorization", bearer.as_str())];
    let answer = stage.site.ask(Name::Machine, Method::POST, path, &headers, body).await?;
    if answer.is_good() {
        return Ok(());
    }
    Err(Trouble::Refused(path.to_owned(), answer.json.to_string()))
}
