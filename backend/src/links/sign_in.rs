//! Asking HubSpot who somebody is: the scope `oauth` and nothing else. The tokens that come with the
//! answer are looked at once and dropped; they are never kept, and never used for the account.

use contract::console::Role;
use hubspot::oauth::{self, Authorize, Return};
use vault::Secret;

use super::{Links, sign_in_url};
use crate::store::connections::Connection;
use crate::store::hubspot_sign_ins::{self as windows, Begun};
use crate::store::persons::{self, Person, PersonId};
use crate::store::secrets::Field;
use crate::store::{StoreError, matching};
use crate::{clock, ids};

/// How long a person may take at HubSpot, in milliseconds.
const WINDOW_MS: u64 = 10 * 60_000;

/// Which app can tell who somebody is.
#[derive(Debug)]
pub enum Way {
    /// This one.
    App(Box<Connection>),
    /// There are several: the account must be named.
    Several,
    /// None is set up.
    None,
}

/// A window on its way to HubSpot.
#[derive(Debug)]
pub struct SignInBegun {
    /// HubSpot's page.
    pub url: String,
    /// What the browser is known by when it comes back.
    pub browser: String,
}

impl Links {
    /// The app to ask, for a frame in this account, or for the console.
    pub async fn way(&self, portal: Option<&str>) -> Result<Way, StoreError> {
        let apps = matching::sign_in_apps(&self.store, portal).await?;
        let same =
            |a: &Connection, b: &Connection| a.client_id == b.client_id && a.portal == b.portal;
        let one_app = apps.windows(2).all(|two| same(&two[0], &two[1]));
        Ok(match apps.into_iter().next() {
            Some(app) if one_app || portal.is_some() => Way::App(Box::new(app)),
            Some(_) => Way::Several,
            None => Way::None,
        })
    }

    /// Sends a window to HubSpot; `None` when too many are there already.
    pub async fn begin_sign_in(
        &self,
        app: &Connection,
        attempt: Option<&str>,
    ) -> Result<Option<SignInBegun>, StoreError> {
        let (state, browser, now) = (ids::new_secret(), ids::new_secret(), clock::now());
        let begun = Begun {
            state: &ids::hash(&state),
            browser: &ids::hash(&browser),
            connection: &app.id,
            attempt,
            expires: now + WINDOW_MS,
        };
        if !windows::begin(&self.store, &begun, now).await? {
            return Ok(None);
        }
        let url = oauth::authorize_url(&Authorize {
            ui_url: &self.ui_url,
            portal: Some(&app.portal),
            client_id: &app.client_id,
            redirect_uri: &sign_in_url(&self.origin),
            scopes: &["oauth"],
            optional_scopes: &[],
            code_challenge: Some(&oauth::challenge(&self.verifier(&state))),
            state: &state,
        });
        Ok(Some(SignInBegun { url, browser }))
    }

    /// Takes the return of a window. What came of it is kept for the page that asks next; a return
    /// that nobody waits for changes nothing.
    pub async fn finish_sign_in(
        &self,
        query: &str,
        browser: Option<&str>,
    ) -> Result<(), StoreError> {
        let Ok(back) = Return::parse(query) else { return Ok(()) };
        let (Some(state), Some(browser)) = (back.state(), browser) else { return Ok(()) };
        let (hash, now) = (ids::hash(state), clock::now());
        let came = windows::returned(&self.store, &hash, &ids::hash(browser), now).await?;
        let Some((connection, framed)) = came else { return Ok(()) };
        let outcome = self.who(&connection, framed, &back).await;
        windows::settle(&self.store, &hash, outcome.as_ref().map_err(String::as_str)).await
    }

    /// Who it is, or a sentence.
    async fn who(&self, connection: &str, framed: bool, back: &Return) -> Result<PersonId, String> {
        let app = matching::sign_in_app(&self.store, connection).await.map_err(failed)?;
        let app = app.ok_or("Signing in with HubSpot was switched off meanwhile.")?;
        let (code, state) = match back {
            Return::Granted { code, state } => (code, state),
            Return::Refused { error, .. } if error == "access_denied" => {
                return Err("HubSpot was not allowed to say who you are. If that was a slip, try \
                            again; if HubSpot does not let you, use a passkey."
                    .to_owned());
            }
            Return::Refused { error, description, .. } => {
                let said = if description.is_empty() { error } else { description };
                return Err(format!("HubSpot refused: {said}. Use a passkey, or ask for help."));
            }
        };
        let secret = self.secret(&app, Field::ClientSecret).await.map_err(failed)?;
        let secret = secret.ok_or("Signing in with HubSpot was switched off meanwhile.")?;
        let verifier = self.verifier(state);
        let redirect = sign_in_url(&self.origin);
        let request =
            oauth::exchange(&app.client_id, secret.expose(), &redirect, code, Some(&verifier));
        let answered = self.http.send(&request, None).await.map_err(|e| format!("{e}."))?;
        let read = oauth::read_tokens(&request, &answered.reply());
        let tokens = read.map_err(|error| format!("{error}. {}", error.remedy()))?;
        let access = Secret::new(tokens.access);
        drop(Secret::new(tokens.refresh));
        let about = self.introspect(&app, &secret, &access).await;
        let about = about.ok_or("HubSpot did not say who you are. Try again in a minute.")?;
        let hub = tokens.hub_id.or(about.hub_id).map(|hub| hub.to_string());
        let hub = hub.ok_or("HubSpot did not say which account this is. Try again in a minute.")?;
        let user = tokens.user_id.or(about.user_id).map(|user| user.to_string());
        if hub != app.portal {
            return Err(format!(
                "You chose the HubSpot account {hub}, and Sidetone asked for {}. Try again and choose \
                 that one.",
                app.portal
            ));
        }
        self.known(&hub, framed, user.as_deref(), about.user.as_deref()).await
    }

    /// The person whom HubSpot means, if they may sign in this way.
    async fn known(
        &self,
        hub: &str,
        framed: bool,
        user: Option<&str>,
        email: Option<&str>,
    ) -> Result<PersonId, String> {
        let by_number = match user {
            Some(user) => matching::hubspot_user(&self.store, hub, user).await.map_err(failed)?,
            None => None,
        };
        let person = match (&by_number, email) {
            (Some(id), _) => persons::person(&self.store, id).await.map_err(failed)?,
            (None, Some(email)) => persons::by_email(&self.store, email).await.map_err(failed)?,
            (None, None) => None,
        };
        let tenants = matching::tenants_of_portal(&self.store, hub).await.map_err(failed)?;
        let helper = matching::helper(&self.store, &tenants).await.map_err(failed)?;
        let ask = helper.map_or("Ask an administrator".to_owned(), |name| format!("Ask {name}"));
        let called = email.unwrap_or("you");
        let Some(person) = person else {
            return Err(format!(
                "HubSpot says you are {called}, and nobody here has this address. {ask} to add you."
            ));
        };
        let memberships = persons::memberships(&self.store, &person.id).await.map_err(failed)?;
        let member = memberships.iter().any(|(tenant, ..)| tenants.contains(tenant));
        may_enter(&person, member, &ask)?;
        let beyond = |(tenant, _, role): &(_, _, Role)| {
            *role >= Role::Administrator && !tenants.contains(tenant)
        };
        if !framed && (person.owner || memberships.iter().any(beyond)) {
            // The account's own administrators decide who somebody is there. That word is good for
            // the account's tenants, and must lead no further.
            return Err(format!(
                "{} may do more here than this HubSpot account can vouch for. Sign in with your \
                 passkey.",
                person.name
            ));
        }
        if let Some(user) = user {
            matching::remember_hubspot_user(&self.store, hub, user, &person.id)
                .await
                .map_err(failed)?;
        }
        Ok(person.id)
    }
}

fn may_enter(person: &Person, member: bool, ask: &str) -> Result<(), String> {
    if !person.active {
        return Err(format!("{} may not sign in at the moment. {ask}.", person.name));
    }
    if !member {
        return Err(format!(
            "{} is not one of the people of this HubSpot account's tenants. {ask} to add you.",
            person.name
        ));
    }
    if !person.hubspot_sign_in {
        return Err(format!(
            "{} may not sign in with HubSpot. Use your passkey. {ask} if you have none.",
            person.name
        ));
    }
    Ok(())
}

/// Something of ours failed: what it was stands in the log.
fn failed(error: impl std::fmt::Display) -> String {
    tracing::error!(%error, "somebody could not be signed in with HubSpot");
    "Something failed on our side. Try again in a moment.".to_owned()
}
