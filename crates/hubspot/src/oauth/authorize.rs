//! The address in HubSpot where a person chooses an account and consents.

use crate::escape;

/// What an authorisation asks for.
#[derive(Clone, Copy)]
pub struct Authorize<'a> {
    /// HubSpot's pages for people: [`crate::UI_URL`], or the preview's stand-in.
    pub ui_url: &'a str,
    /// The account to preselect.
    pub portal: Option<&'a str>,
    /// The app's client id.
    pub client_id: &'a str,
    /// Where HubSpot sends the person back; it has to be registered in exactly this writing.
    pub redirect_uri: &'a str,
    /// Scopes without which nothing is linked: every one that the app declares as required.
    pub scopes: &'a [&'a str],
    /// Scopes that HubSpot leaves out where the account does not have them.
    pub optional_scopes: &'a [&'a str],
    /// Our mark of this attempt, which comes back unchanged.
    pub state: &'a str,
    /// The PKCE challenge; see [`super::challenge`].
    pub code_challenge: Option<&'a str>,
}

/// The address to send a person to.
pub fn authorize_url(ask: &Authorize<'_>) -> String {
    let scopes = ask.scopes.join(" ");
    let optional = ask.optional_scopes.join(" ");
    let mut pairs = vec![
        ("client_id", ask.client_id),
        ("redirect_uri", ask.redirect_uri),
        ("scope", scopes.as_str()),
    ];
    if !optional.is_empty() {
        pairs.push(("optional_scope", optional.as_str()));
    }
    pairs.push(("state", ask.state));
    if let Some(challenge) = ask.code_challenge {
        pairs.extend([("code_challenge", challenge), ("code_challenge_method", "S256")]);
    }
    let portal = ask.portal.map(|id| format!("/{}", escape::segment(id))).unwrap_or_default();
    let ui_url = ask.ui_url.trim_end_matches('/');
    format!("{ui_url}/oauth{portal}/authorize?{}", escape::pairs(&pairs))
}
