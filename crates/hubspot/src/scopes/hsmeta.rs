//! The file that describes our app to HubSpot's developer platform, made from the table of scopes.

use serde_json::{Value, json};

use super::{Need, names};

/// The content of `src/app/app-hsmeta.json` in a HubSpot project: an app for one's own accounts,
/// which asks for what the code uses and may show the widget.
pub fn hsmeta(name: &str, widget_origin: &str, redirect_urls: &[&str]) -> Value {
    json!({
        "uid": "app",
        "type": "app",
        "config": {
            "name": name,
            "description": "Answers and places calls inside HubSpot and writes them to the timeline.",
            "distribution": "private",
            "auth": {
                "type": "oauth",
                "redirectUrls": redirect_urls,
                "requiredScopes": names(Need::Required),
                "optionalScopes": names(Need::Optional),
                "conditionallyRequiredScopes": [],
            },
            "permittedUrls": { "fetch": [], "iframe": [widget_origin], "img": [] },
            "support": {},
        },
    })
}
