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
        if !token.is_empty() && !token.starts_with("pat-") {
            wrong.say("privateToken", "The token of a private app begins with pat-.");
        }
    }
    wrong.check()?;
    Ok((Entered { name, kind: form.kind, portal, app_id, client_id }, given))
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
