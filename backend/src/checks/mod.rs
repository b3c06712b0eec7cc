//! What keeps a tenant from working: each check asked live, and each with what to do about it.
//!
//! A check never changes anything at HubSpot, and none waits for another that it does not need.

mod before;
mod dates;
mod link;
mod moving;
mod test_call;
mod trouble;
mod widget;
mod words;

pub use dates::day_in_words;
pub use trouble::sentence;

use contract::console::{Check, Checks, ConnectionKind};
use hubspot::account::Account;
use hubspot::calling_settings::Settings;
use hubspot::scopes::Chosen;
use hubspot::{Auth, Error, calling_settings};
use std::sync::Arc;

use crate::app::App;
use crate::clock;
use crate::settings::chosen;
use crate::store::StoreError;
use crate::store::calls::{self, Latest};
use crate::store::connections::{self, Connection};
use crate::store::people::TenantId;

/// A test call is one of the last day, in milliseconds.
const RECENT: u64 = 24 * 60 * 60_000;

/// What all checks go by.
struct Subject {
    app: Arc<App>,
    now: u64,
    /// Every connection that is saved.
    saved: Vec<Connection>,
    /// The one that the tenant works with.
    linked: Option<Connection>,
    /// The last call of the last day.
    call: Option<Latest>,
    /// Where HubSpot's pages are, as far as is known without asking.
    ui: String,
    /// The kinds of records that the tenant works with.
    chosen: Chosen,
    /// What its administrator decided.
    settings: Arc<contract::console::Settings>,
}

/// What several checks need to know, asked once.
struct Shared {
    /// The account; `None` when none is linked.
    account: Option<Result<Account, Error>>,
    /// The widget as HubSpot knows it.
    registration: Registered,
}

/// The widget as HubSpot knows it.
enum Registered {
    /// There is no app that could register one.
    NoApp,
    /// HubSpot knows none.
    None,
    /// This one.
    Some(Box<Settings>),
    /// HubSpot does not say.
    Trouble(Error),
}

/// Asks everything. `role` is what the person who asks is in the tenant.
pub async fn run(
    app: &Arc<App>,
    tenant: &TenantId,
    role: contract::console::Role,
) -> Result<Checks, StoreError> {
    let now = clock::now();
    let linked = connections::in_use(&app.store, tenant).await?;
    let host = linked.as_ref().and_then(|of| of.ui_domain.as_ref());
    let settings = app.switchboard.settings.of(tenant).await?;
    let subject = Subject {
        now,
        saved: connections::list(&app.store, tenant).await?,
        call: calls::latest(&app.store, tenant, now.saturating_sub(RECENT)).await?,
        ui: host
            .map_or_else(|| app.config.hubspot.ui_url.clone(), |host| format!("https://{host}")),
        linked,
        chosen: chosen(&settings),
        settings,
        app: app.clone(),
    };
    let of = &subject;
    let (account, registration, mut checks, types, test_call, old) = tokio::join!(
        of.account(),
        of.registration(),
        before::checks(of, role),
        widget::record_types(of),
        test_call::checks(of),
        moving::seen(of),
    );
    let shared = Shared { account, registration };
    checks.extend(link::checks(of, &shared));
    checks.extend(widget::checks(of, &shared));
    checks.push(types);
    checks.extend(test_call);
    checks.extend(moving::checks(of, &shared, old).await);
    Ok(Checks { at: now, checks })
}

impl Subject {
    /// The connection that the set-up is about: what is worked with, else the first that is saved.
    fn connection(&self) -> Option<&Connection> {
        self.linked.as_ref().or(self.saved.first())
    }

    async fn account(&self) -> Option<Result<Account, Error>> {
        Some(self.app.links.test(self.linked.as_ref()?).await.map_err(|told| told.error))
    }

    async fn registration(&self) -> Registered {
        let oauth = |of: &&Connection| of.kind == ConnectionKind::OAuth;
        let linked = self.linked.as_ref().filter(oauth);
        let Some(of) = linked.or_else(|| self.saved.iter().find(oauth)) else {
            return Registered::NoApp;
        };
        let Ok(app_id) = of.app_id.parse() else { return Registered::NoApp };
        let request = calling_settings::get(app_id, Auth::DeveloperKey);
        match self.app.links.ask_as_developer(of, &request).await {
            Ok(settings) => Registered::Some(Box::new(settings)),
            Err(Error::NotFound) => Registered::None,
            Err(error) => Registered::Trouble(error),
        }
    }
}

/// A list of checks.
type Found = Vec<Check>;
