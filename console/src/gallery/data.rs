//! The hand-made answers.

use contract::console::Refused;
use serde_json::{Value, json};

use crate::logic::failure::Failure;
use crate::net::Method;
use crate::net::clock;
use crate::net::request::Ask;

/// The answer to a request in a state; `None` where the state is that none comes.
pub fn answer(state: &str, ask: &Ask) -> Option<Result<String, Failure>> {
    let good = |value: Value| Some(Ok(value.to_string()));
    let path = ask.path.trim_start_matches("/api/console/");
    if let Some(answer) = super::sign_in::answer(state, path) {
        return answer;
    }
    match (ask.method, path, state) {
        (_, "session", "starting") | (_, "tenants/t1/people", "people-loading") => None,
        (_, "session", "unreached") => Some(Err(Failure::NoAnswer)),
        (_, "session", "lost" | "lost-aside") if super::asked_before() => {
            Some(Err(signed_out("You were signed out in another window.")))
        }
        (_, "session", "signed-out") => Some(Err(signed_out("Sign in first."))),
        (_, "session", "first-owner") => refuse(&[
            ("name", "Enter something here."),
            ("email", "Enter an e-mail address, like ada@example.com."),
        ]),
        (_, "session", _) => good(json!({"token": "t", "expiresIn": 600_000})),
        (_, "welcome", "used-link") => {
            Some(Err(signed_out("This link has been used, or is too old. Ask for a new one.")))
        }
        (_, "welcome", _) => {
            let name = (state != "first-owner").then_some("Mara Lindqvist");
            good(json!({"name": name, "expires": clock::now() + 172_800_000}))
        }
        (_, "me", "agent" | "greet-agent") => {
            good(json!({"id": "p9", "name": "Jonas Weber", "owner": false, "tenants": []}))
        }
        (_, "me", _) => good(me()),
        (Method::Get, "tenants/t1/people", "people-error") => Some(Err(Failure::NoAnswer)),
        (Method::Get, "tenants/t1/people", "people-empty") => good(json!([])),
        (Method::Get, "tenants/t1/people", _) => good(people()),
        (_, path, "lost" | "lost-aside")
            if path.starts_with("tenants/") && ask.method == Method::Post =>
        {
            Some(Err(signed_out("You were signed out in another window.")))
        }
        (Method::Put, "tenants/t1/phone", _) => refuse(&[
            ("server", "Write a host name or an IP address, with :port if it needs one."),
            ("peers.1", "\"nowhere\" is no network; write 192.0.2.1 or 192.0.2.0/24."),
        ]),
        (_, "tenants/t1/phone", _) => good(super::phone::settings(state)),
        (_, "tenants/t1/phone/states", _) => good(super::phone::states()),
        (_, "tenants/t1/phone/test", _) => good(super::phone::tested(state)),
        (Method::Get, "tenants/t1/checks", _) => good(super::checks::checks()),
        (Method::Post, "tenants/t1/people", _) => {
            refuse(&[("email", "Somebody with this address is in this tenant already.")])
        }
        (_, "tenants/t1/people/import", _) => refuse(&[
            ("line 2", "email: Enter an e-mail address, like ada@example.com."),
            ("line 4", "name: Enter something here."),
        ]),
        (_, path, _) if path.ends_with("/invitation") => {
            let link = "https://phone.example.com/console/#welcome=q3nV0c9XyPZ7uKdm2rTsLw";
            let mut made = json!({"link": link, "expires": clock::now() + 172_800_000});
            match state {
                "people-sent" => made["sentTo"] = json!("tomás@northwind.example"),
                "people-not-sent" => made["notSent"] = json!("The mail server did not take it."),
                _ => {}
            }
            good(made)
        }
        (_, path, "crm-loading") if path.ends_with("/registration") => None,
        (Method::Get, path, "crm-registration-error") if path.ends_with("/registration") => {
            Some(Err(Failure::Late))
        }
        (method, path, _) if path.ends_with("/registration") => {
            good(super::crm::registration(state, method == Method::Post))
        }
        (Method::Get, path, _) if path.ends_with("/uninstall") => {
            let cuts_off = json!(["Northwind Trade Service and Spare Parts"]);
            good(json!({"cutsOff": cuts_off, "allowed": state != "crm-uninstall-not"}))
        }
        (Method::Get, "tenants/t1/people/hubspot", _) => good(super::crm::users()),
        (_, path, _) if path.ends_with("/owners") => good(json!([
            {"id": "1", "name": "Mara Lindqvist", "email": "mara@northwind.example"},
            {"id": "2", "name": "Tomás Ferreira", "email": "tomas@northwind.example"},
        ])),
        (_, path, "crm-missing") if path.ends_with("/test") => {
            let message = "HubSpot does not know this token any more. Unlink, then link again.";
            good(json!({"ok": false, "message": message, "millis": 240}))
        }
        (_, path, _) if path.ends_with("/test") => good(
            json!({"ok": true, "message": "HubSpot answered for account 4471190.", "millis": 187}),
        ),
        (Method::Get, "tenants/t1/settings", _) => good(super::records::settings(state)),
        (Method::Put, "tenants/t1/settings", _) => refuse(&[
            ("lookUp.region", "Choose a country."),
            ("case.stage", "HubSpot does not know this stage any more. Choose another one."),
            ("outcomes.codes.won.label", "Enter a name of 1 to 150 characters."),
            ("lookUp.ownNumbers.1", "Enter a number with its country code, as +44 20 7946 0100."),
            ("routes.1.agent", "Choose an agent of this tenant."),
        ]),
        (Method::Get, path, _) if path.starts_with("tenants/t1/choices") => {
            good(super::records::choices(state, path.ends_with("fresh")))
        }
        (Method::Get, "tenants/t1/reports", _) => good(super::reports::list(state)),
        (Method::Get, path, _) if path.starts_with("tenants/t1/reports/") => {
            good(super::reports::whole(path.trim_start_matches("tenants/t1/reports/")))
        }
        (Method::Get, "tenants/t1/meter", _) => good(super::calls::meter(state)),
        (Method::Get, path, "calls-loading") if path.starts_with("tenants/t1/calls") => None,
        (Method::Get, path, "calls-error") if path.starts_with("tenants/t1/calls") => {
            Some(Err(Failure::NoAnswer))
        }
        (Method::Get, path, _) if path.starts_with("tenants/t1/calls/") => {
            good(super::calls::detail(path.trim_start_matches("tenants/t1/calls/")))
        }
        (Method::Get, path, _) if path.starts_with("tenants/t1/calls") => {
            good(super::calls::log(state, path))
        }
        (Method::Get, "tenants/t1/preparation", _) => good(preparation()),
        (Method::Get, "tenants/t1/connections", "crm-new") => good(json!([])),
        (Method::Get, "tenants/t1/connections", _) => good(connections(state)),
        (Method::Put, _, _) => refuse(&[
            ("portal", "Enter the Domain ID: digits only."),
            ("clientSecret", "This secret does not belong to the Client ID. Copy it again."),
        ]),
        _ => good(json!({})),
    }
}

fn signed_out(message: &str) -> Failure {
    let (code, message) = ("signed-out".to_owned(), message.to_owned());
    Failure::SignedOut(Refused { code, message, fields: Vec::new() })
}

fn refuse(fields: &[(&str, &str)]) -> Option<Result<String, Failure>> {
    let fields: Vec<_> =
        fields.iter().map(|(field, message)| json!({"field": field, "message": message})).collect();
    let message = "Something is missing or wrong. Nothing was stored yet.";
    let body = json!({"code": "invalid", "message": message, "fields": fields});
    Some(Err(Failure::of(422, &body.to_string())))
}

fn me() -> Value {
    json!({"id": "p1", "name": "Ingrid Solheim", "owner": true, "mail": true, "tenants": [
        {"tenant": "t1", "name": "Northwind Outfitters", "role": "owner"},
        {"tenant": "t2", "name": "Northwind Trade Service and Spare Parts", "role": "owner"},
    ]})
}

fn people() -> Value {
    let person = |id: &str, name: &str, role: &str, seen: bool, line: Option<&str>| {
        let first = name.split(' ').next().unwrap_or_default().to_lowercase();
        let email = format!("{first}@northwind.example");
        json!({"id": id, "name": name, "email": email, "role": role, "active": true,
            "line": line, "invited": null, "seen": seen, "mayChange": true})
    };
    let mut all = vec![
        person("p1", "Ingrid Solheim", "owner", true, None),
        person("p2", "Mara Lindqvist", "administrator", true, Some("+44 20 7946 0100")),
        person("p3", "Tomás Ferreira", "agent", false, Some("+44 20 7946 0101")),
        person("p4", "Wilhelmina Brandenburg-Oyelaran", "agent", false, None),
        person("p5", "Jonas Weber", "agent", true, Some("+44 20 7946 0103")),
        person("p6", "Asha Nair", "owner", true, None),
    ];
    all[2]["invited"] = json!(clock::now() + 86_400_000);
    all[4]["active"] = json!(false);
    all[5]["mayChange"] = json!(false);
    json!(all)
}

fn connections(state: &str) -> Value {
    let since = clock::now() - 3_600_000;
    let missing = json!([{"scope": "crm.objects.owners.read", "disables": "Calls go to no owner, and Default User cannot be chosen."}]);
    let linked = |missing: Value| json!({"linked": {"since": since, "by": "ingrid@northwind.example", "missing": missing}});
    let link = match state {
        "crm-not-linked" => {
            json!({"notLinked": {"why": "HubSpot was left without agreeing. Link again when you are ready."}})
        }
        "crm-wrong" | "crm-update" => json!({"notLinked": {"why": null}}),
        "crm-linking" => json!({"linking": {"since": since}}),
        "crm-missing" => linked(missing),
        "records-scopes" => linked(
            json!([{"scope": "tickets", "disables": "No tickets are made, and calls are filed under none."}]),
        ),
        _ => linked(json!([])),
    };
    let production = connection("c1", "Production", "oAuth", link, state == "crm-linked");
    let unlinked = json!({"notLinked": {"why": null}});
    let sandbox = connection("c2", "Sandbox", "privateApp", unlinked, false);
    json!([production, sandbox])
}

fn connection(id: &str, name: &str, kind: &str, link: Value, chosen: bool) -> Value {
    let oauth = kind == "oAuth";
    let set = |set: bool, days: u64| {
        let at = set.then(|| clock::now() - days * 86_400_000);
        json!({"set": at, "old": days > 182})
    };
    let user = json!({"owner": "1", "name": "Mara Lindqvist", "creates": true, "updates": false});
    json!({
        "id": id, "name": name, "kind": kind, "portal": "4471190",
        "appId": if oauth { "2206153" } else { "" },
        "clientId": if oauth { "6f1c2ad0-94c7-4f0e-9d35-1be20ac3f7d1" } else { "" },
        "developerKey": set(oauth, 230), "clientSecret": set(oauth, 12),
        "privateToken": set(!oauth, 40), "link": link,
        "inUse": id == "c1", "signIn": true, "oldApp": "", "region": if oauth { "" } else { "eu1" },
        "defaultUser": chosen.then_some(user),
    })
}

/// What to enter in HubSpot.
fn preparation() -> Value {
    let hsmeta = "{\n  \"uid\": \"sidetone\",\n  \"type\": \"app\",\n  \"config\": {\n    \"name\": \"Sidetone\",\n    \"auth\": {\n      \"type\": \"oauth\",\n      \"redirectUrls\": [\n        \"https://phone.example.com/oauth/hubspot/callback\"\n      ]\n    }\n  }\n}";
    json!({
        "redirectUrls": ["https://phone.example.com/oauth/hubspot/callback", "https://phone.example.com/sign-in/hubspot/callback"],
        "scopes": [
            {"scope": "crm.objects.contacts.read", "feature": "Shows who is calling", "required": true},
            {"scope": "crm.objects.contacts.write", "feature": "Writes calls down, and adds callers who are new", "required": true},
            {"scope": "crm.objects.owners.read", "feature": "Gives calls to the right owner", "required": false},
        ],
        "hsmeta": hsmeta,
    })
}
