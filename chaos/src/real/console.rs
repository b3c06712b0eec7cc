//! The console as an administrator uses it: linking an account, settings, and the list of calls.

use contract::console::{CallLog, CallRow};
use hyper::Method;
use serde_json::{Value, json};

use super::site::{Body, Name, Site};
use super::{Done, Trouble};

/// A person of the stand-in's who may connect apps.
const ADMINISTRATOR: &str = "7654321";

/// Signed in as the demo owner.
#[derive(Debug)]
pub struct Console {
    site: Site,
    token: String,
    cookie: String,
}

impl Console {
    /// Signs in by the link that the preview makes for the demo owner.
    pub async fn sign_in(site: &Site) -> Done<Self> {
        let link = site
            .ask(Name::Machine, Method::GET, "/preview/console", &[], Body::None)
            .await?
            .header("location");
        let code = link.split_once("#welcome=").map(|(_, code)| code.to_owned());
        let code = code.ok_or_else(|| refused("the console's link", &link))?;
        let body = Body::Json(json!({ "code": code }));
        let path = "/api/console/session";
        let answer = site.ask(Name::Ours, Method::POST, path, &[], body).await?;
        let token = answer.json["token"].as_str().ok_or_else(|| refused(path, &answer.json))?;
        let cookie = answer.header("set-cookie");
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(Self { site: site.clone(), token: token.to_owned(), cookie })
    }

    /// Asks; anything but a yes is a trouble.
    pub async fn ask(&self, method: Method, path: &str, body: Body) -> Done<Value> {
        let bearer = format!("Bearer {}", self.token);
        let headers = [("authorization", bearer.as_str()), ("cookie", self.cookie.as_str())];
        let answer = self.site.ask(Name::Ours, method.clone(), path, &headers, body).await?;
        if answer.is_good() { Ok(answer.json) } else { Err(refused(path, &answer.json)) }
    }

    /// Links a tenant to an account of the stand-in's, as a person would through HubSpot's pages.
    pub async fn link(&self, tenant: &str, account: u64, app: &Value) -> Done {
        let path = format!("/api/console/tenants/{tenant}/connections");
        let form = json!({
            "name": "Second account", "kind": "oAuth", "portal": account.to_string(),
            "appId": text(&app["appId"]), "clientId": text(&app["clientId"]),
            "clientSecret": text(&app["clientSecret"]), "developerKey": text(&app["developerKey"]),
        });
        let made = self.ask(Method::POST, &path, Body::Json(form)).await?;
        let path = format!("{path}/{}/link", text(&made["id"]));
        let begun = self.ask(Method::POST, &path, Body::Json(json!({}))).await?;
        let address = text(&begun["url"]);
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let form = format!("{query}&person={ADMINISTRATOR}&account={account}&decision=connect");
        let decided = self
            .site
            .ask(Name::HubSpot, Method::POST, "/oauth/decision", &[], Body::Form(form))
            .await?;
        let back = decided.header("location");
        let path =
            back.strip_prefix(&self.site.origin()).ok_or_else(|| refused("consent", &back))?;
        self.ask(Method::GET, path, Body::None).await.map(drop)
    }

    /// Changes a tenant's settings.
    pub async fn set(&self, tenant: &str, change: impl FnOnce(&mut Value)) -> Done {
        let path = format!("/api/console/tenants/{tenant}/settings");
        let mut settings = self.ask(Method::GET, &path, Body::None).await?;
        change(&mut settings);
        self.ask(Method::PUT, &path, Body::Json(settings)).await.map(drop)
    }

    /// Every call of a tenant, newest first, and how many records HubSpot refused.
    pub async fn calls(&self, tenant: &str) -> Done<(Vec<CallRow>, u32)> {
        let (mut rows, mut before): (Vec<CallRow>, _) = (Vec::new(), None);
        loop {
            let from = before.map_or(String::new(), |at: u64| format!("?before={at}"));
            let path = format!("/api/console/tenants/{tenant}/calls{from}");
            let page = self.ask(Method::GET, &path, Body::None).await?;
            let page: CallLog = serde_json::from_value(page).map_err(|e| refused(&path, &e))?;
            // The page after this one begins with those of the same moment: none is left out.
            before = page.rows.last().map(|row| row.started + 1);
            let fresh: Vec<CallRow> = page
                .rows
                .into_iter()
                .filter(|row| rows.iter().all(|known| known.id != row.id))
                .collect();
            let more = page.more && !fresh.is_empty();
            rows.extend(fresh);
            if !more {
                return Ok((rows, page.refused));
            }
        }
    }
}

/// A JSON text or number as text.
pub fn text(value: &Value) -> String {
    let number = || value.as_u64().map(|n| n.to_string());
    value.as_str().map(str::to_owned).or_else(number).unwrap_or_default()
}

fn refused(what: &str, why: &impl ToString) -> Trouble {
    Trouble::Refused(what.to_owned(), why.to_string())
}
