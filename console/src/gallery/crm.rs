//! Answers about the widget's registration and the account's users.

use serde_json::{Value, json};

/// What HubSpot has, and what is wanted.
pub(super) fn registration(state: &str, after: bool) -> Value {
    let good = after || state == "crm-registered";
    let url = "https://phone.example.com/?kind=widget";
    let fresh = state == "crm-register";
    let now = |old: &str, wanted: &str| match (good, fresh) {
        (true, _) => json!(wanted),
        (false, true) => Value::Null,
        (false, false) => json!(old),
    };
    json!({
        "registered": good,
        "rows": [
            {"field": "name", "now": now("Sidetone", "Sidetone"), "wanted": "Sidetone"},
            {"field": "url", "now": now("https://old.example.com/widget/index.html?a=very-long-address", url), "wanted": url},
            {"field": "supportsInboundCalling", "now": now("false", "true"), "wanted": "true"},
        ],
        "tryLine": "localStorage.setItem('LocalSettings:Calling:installedApps', '{\"name\":\"Sidetone\"}')",
        "stopTryingLine": "localStorage.removeItem('LocalSettings:Calling:installedApps')",
    })
}

/// The account's users.
pub(super) fn users() -> Value {
    let user = |id: u32, name: &str, known: bool| {
        let first = name.split(' ').next().unwrap_or_default().to_lowercase();
        json!({"id": id.to_string(), "name": name, "email": format!("{first}@northwind.example"), "known": known})
    };
    json!([
        user(1, "Mara Lindqvist", true),
        user(2, "Kay Otis", false),
        user(3, "Wilhelmina Brandenburg-Oyelaran", true),
        user(4, "Pavel Dvořák", false),
        user(5, "Lucía Fernández de Córdoba y Álvarez", false),
        user(6, "Sam Obi", false),
        user(7, "Grace Murray", false),
    ])
}
