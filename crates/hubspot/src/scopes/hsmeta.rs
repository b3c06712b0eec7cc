//! The file that describes our app to HubSpot's developer platform, made from the table of scopes.

use serde_json::{Value, json};

use super::{Need, OAUTH, names};

/// The content of `src/app/app-hsmeta.json` in a HubSpot project: an app for one's own accounts,
/// which asks for what the code uses and may show the widget.
pub fn hsmeta(name: &str, widget_origin: &str, redirect_urls: &[&str]) -> Value {
    let mut linking = names(Need::Required);
    linking.retain(|name| *name != OAUTH);
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
                // Whoever signs in is asked for these only, and HubSpot shows an error where
                // one is left out. A link asks for the next ones too.
                "requiredScopes": [OAUTH],
                "conditionallyRequiredScopes": linking,
                "optionalScopes": names(Need::Optional),
            },
            "permittedUrls": { "fetch": [], "iframe": [widget_origin], "img": [] },
            "support": {},
        },
    })
}
