//! Checks of every state, in every group.

use serde_json::{Value, json};

use crate::net::clock;

/// What was found.
pub(super) fn checks() -> Value {
    let check = |id: &str, group: &str, state: &str, title: &str, found: &str, rest: Value| {
        let mut whole =
            json!({"id": id, "title": title, "group": group, "state": state, "found": found});
        if let (Some(whole), Some(rest)) = (whole.as_object_mut(), rest.as_object()) {
            whole.extend(rest.clone());
        }
        whole
    };
    let todo = |remedy: &str, label: &str, href: &str| json!({"remedy": remedy, "place": {"label": label, "href": href}});
    json!({"at": clock::now() - 4_000, "checks": [
        check("address", "before", "good", "The address", "https://phone.example.com is reached from outside.", json!({})),
        check("people", "before", "warning", "People", "2 of 6 people have never signed in.",
            todo("Invite them.", "People", "#/people")),
        check("linked", "link", "good", "The link", "HubSpot answered for account 4471190 in 187 ms.", json!({})),
        check("scopes", "link", "bad", "Scopes", "HubSpot did not grant crm.objects.owners.read: calls go to no owner.",
            todo("Add the scope to your app, then unlink and link again.", "CRM", "#/crm")),
        check("registered", "widget", "bad", "Registration", "HubSpot's calling settings name another address.",
            todo("Press Update HubSpot.", "CRM", "#/crm")),
        check("chosen", "widget", "unknown", "Sidetone is chosen", "HubSpot does not tell which calling app people have chosen.",
            todo("Look at it in HubSpot: Settings, General, Calling.", "HubSpot's calling settings", "https://app.hubspot.com/calling-settings/4471190")),
        check("record", "testCall", "unknown", "A call's record", "There was no call yet.",
            json!({"remedy": "Make a test call to the simulated phone system."})),
    ]})
}
