//! `/oauth/authorize`: choose person and account, see what is asked, connect or cancel.

use axum::{
    Form, Router,
    extract::{Path, Query, Request, State, rejection::FormRejection},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::{
    demo::{self, Account, Person},
    grant::Code,
    html,
    request::{Asked, Refused},
};
use crate::{clock, state::Shared};

/// What the pages may load, and who may frame them: nobody, as with HubSpot's own.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

/// The pages. HubSpot has them at its UI host, beside the records.
pub fn router(preview: &Shared) -> Router<Shared> {
    Router::new()
        .route("/oauth/authorize", get(anywhere))
        .route("/oauth/{portal}/authorize", get(in_account))
        .route("/oauth/decision", post(decided))
        .layer(middleware::from_fn_with_state(preview.clone(), headers))
}

/// A switch decides whether these pages let go of the window that opened them.
async fn headers(State(preview): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let own = [
        ("cross-origin-opener-policy", preview.switches.opener_policy().as_str()),
        ("content-security-policy", POLICY),
        ("cache-control", "no-store"),
    ];
    for (name, value) in own {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn anywhere(State(preview): State<Shared>, Query(asked): Query<Asked>) -> Response {
    page(&preview, &asked, None)
}

async fn in_account(
    State(preview): State<Shared>,
    Path(portal): Path<String>,
    Query(mut asked): Query<Asked>,
) -> Response {
    asked.account = portal;
    let known = chosen_account(&asked.account);
    match known {
        Some(account) => page(&preview, &asked, Some(account)),
        None => refused(&Refused::Account(asked.account)),
    }
}

/// The chooser until somebody is chosen, then the consent page.
fn page(preview: &Shared, asked: &Asked, only: Option<&'static Account>) -> Response {
    if let Err(why) = asked.check(&preview.our_origin()) {
        return refused(&why);
    }
    match chosen(asked) {
        Some((_, person)) if !person.may_connect => no_access(asked, person),
        Some((account, person)) => {
            Html(html::consent(asked, account, person, &asked.grant(account, person)))
                .into_response()
        }
        None => Html(html::chooser(asked, only)).into_response(),
    }
}

fn chosen_account(portal: &str) -> Option<&'static Account> {
    demo::account(portal.parse().ok()?)
}

fn chosen(asked: &Asked) -> Option<(&'static Account, &'static Person)> {
    chosen_account(&asked.account).zip(demo::person(asked.person.parse().ok()?))
}

#[derive(Deserialize)]
struct Decision {
    decision: String,
    #[serde(flatten)]
    asked: Asked,
}

/// *Connect app* or *Cancel*. Everything is checked again: the form went through a browser.
async fn decided(
    State(preview): State<Shared>,
    form: Result<Form<Decision>, FormRejection>,
) -> Response {
    let Ok(Form(Decision { decision, asked })) = form else {
        return refused(&Refused::Client);
    };
    if let Err(why) = asked.check(&preview.our_origin()) {
        return refused(&why);
    }
    let Some((account, person)) = chosen(&asked) else {
        return Html(html::chooser(&asked, None)).into_response();
    };
    if !person.may_connect {
        return no_access(&asked, person);
    }
    if decision != "connect" {
        let said = "The user denied access to the app";
        return found(&asked.back(&[("error", "access_denied"), ("error_description", said)]));
    }
    let name = clock::random_id();
    let code = Code {
        grant: asked.grant(account, person),
        redirect: asked.redirect().to_owned(),
        challenge: asked.challenge().map(str::to_owned),
        made: clock::now_ms(),
    };
    preview.oauth.book().keep_code(name.clone(), code);
    found(&asked.back(&[("code", &name)]))
}

fn found(address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => (StatusCode::FOUND, [(header::LOCATION, address)]).into_response(),
        Err(_) => refused(&Refused::Redirect(address.to_owned())),
    }
}

fn refused(why: &Refused) -> Response {
    (StatusCode::BAD_REQUEST, Html(html::refused(why))).into_response()
}

fn no_access(asked: &Asked, person: &Person) -> Response {
    (StatusCode::FORBIDDEN, Html(html::no_access(asked, person))).into_response()
}
