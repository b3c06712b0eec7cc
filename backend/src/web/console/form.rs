//! The form of a connection: everything that is wrong with it is said at once.

use contract::console::{ConnectionKind, SaveConnection};
use vault::Secret;

use super::refusal::{Refusal, Wrong};
use crate::store::connections::Entered;
use crate::store::secrets::Field;

/// The longest secret that is taken, in bytes. HubSpot's have a few hundred.
const LONGEST: usize = 4_096;

/// Checks a form. `set` names the secrets that are stored already: these may be left out.
pub fn check(
    form: &SaveConnection,
    set: &[&str],
) -> Result<(Entered, Vec<(Field, Secret)>), Refusal> {
    let mut wrong = Wrong::default();
    let oauth = form.kind == ConnectionKind::OAuth;
    let name = wrong.text("name", &form.name, 80);
    let portal = digits(
        &mut wrong,
        "portal",
        &form.portal,
        "Enter the Domain ID: only digits. HubSpot shows it under the account's name.",
    );
    let (mut app_id, mut client_id) = (String::new(), String::new());
    // An app's link has no token that tells.
    let mut region = oauth.then(String::new);
    let mut given = Vec::new();
    let mut take =
        |wrong: &mut Wrong, field: Field, name: &str, text: &Option<String>, needed: bool| {
            let text = text.as_deref().map(str::trim).filter(|text| !text.is_empty());
            match text {
                None if needed && !set.contains(&field.name()) => {
                    wrong.say(name, "Enter something here.")
                }
                None => {}
                Some(text) if !is_secret(text) => {
                    wrong.say(
                        name,
                        "This does not look right: enter it without spaces, as HubSpot shows it.",
                    );
                }
                Some(text) => given.push((field, Secret::new(text.to_owned()))),
            }
        };
    if oauth {
        app_id = digits(&mut wrong, "appId", &form.app_id, "Enter the App ID: only digits.");
        client_id = wrong.text("clientId", &form.client_id, 128);
        if client_id.contains(char::is_whitespace) {
            wrong.say("clientId", "Enter the client id without spaces, as HubSpot shows it.");
        }
        take(&mut wrong, Field::DeveloperKey, "developerKey", &form.developer_key, true);
        take(&mut wrong, Field::ClientSecret, "clientSecret", &form.client_secret, true);
    } else {
        take(&mut wrong, Field::PrivateToken, "privateToken", &form.private_token, true);
        let token = form.private_token.as_deref().unwrap_or_default().trim();
        region = region_of(token).map(str::to_owned);
        if !token.is_empty() && region.is_none() {
            wrong.say(
                "privateToken",
                "The token of a private app looks like pat-na1-… or pat-eu1-…: copy all of it.",
            );
        }
    }
    let old_app = form.old_app.trim().to_owned();
    if !old_app.is_empty() {
        digits(&mut wrong, "oldApp", &old_app, "Enter the old app's id: only digits, or nothing.");
        if old_app == app_id {
            wrong.say("oldApp", "This is the id of the app above. Enter the other app's.");
        }
    }
    wrong.check()?;
    let (kind, sign_in) = (form.kind, form.sign_in);
    let entered = Entered { name, kind, portal, app_id, client_id, sign_in, old_app, region };
    Ok((entered, given))
}

/// The data centre that a private app's token names: `na1` of `pat-na1-…`.
fn region_of(token: &str) -> Option<&str> {
    let (region, rest) = token.strip_prefix("pat-")?.split_once('-')?;
    let letters = region.trim_end_matches(|c: char| c.is_ascii_digit());
    let plain = letters.len() == 2 && letters.bytes().all(|byte| byte.is_ascii_lowercase());
    (plain && region.len() > 2 && region.len() <= 4 && !rest.is_empty()).then_some(region)
}

/// A number of HubSpot's, which is kept as its digits.
fn digits(wrong: &mut Wrong, field: &str, text: &str, otherwise: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.len() > 15 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        wrong.say(field, otherwise);
    }
    text.to_owned()
}

fn is_secret(text: &str) -> bool {
    text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_graphic())
}
