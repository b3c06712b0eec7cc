//! Who has a number in HubSpot: searched by a tenant's settings, and every hit compared here.

use contract::console::{LookUp, Looked as Searched, Settings};
use hubspot::owners::{self, Owner};
use hubspot::parties::{self, Kind};
use hubspot::{Error, Listing, Object, Page};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::choices::Discovery;
use crate::clock;
use crate::hubspot_client::HubSpotClient;
use crate::number;
use crate::settings::AllSettings;
use crate::store::people::TenantId;
use crate::store::{Store, StoreError, parties as kept};
use crate::tasks::Tasks;
use crate::told::Told;

/// How long it is believed who has a number, where nothing may wait for HubSpot; in milliseconds.
const KNOWN_FOR: u64 = 10 * 60_000;
/// How many numbers are remembered.
const NUMBERS: usize = 2_000;
/// How long HubSpot's users are remembered, in milliseconds: an hour.
const USERS_FOR: u64 = 60 * 60_000;
/// How many pages of users are read: a hundred on each.
const PAGES: usize = 10;

/// HubSpot's own property with a contact's number, however it was typed.
const CALCULATED: &str = "hs_calculated_phone_number";

/// Somebody who has a number.
#[derive(Debug, Clone)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// The record, with what the settings want of it.
    pub object: Object,
}

/// What was heard, and when.
type Since<T> = (u64, Arc<T>);

/// Who has which number of a tenant's callers.
type Known = HashMap<(TenantId, String), Since<Vec<Hit>>>;

/// Why nobody can be named.
#[derive(Debug)]
pub enum Trouble {
    /// Our store.
    Store(StoreError),
    /// HubSpot.
    HubSpot(Told),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Told> for Trouble {
    fn from(told: Told) -> Self {
        Self::HubSpot(told)
    }
}

/// The other ends of calls.
#[derive(Debug)]
pub struct Callers {
    pub(crate) store: Store,
    pub(crate) client: Arc<HubSpotClient>,
    pub(crate) settings: Arc<AllSettings>,
    pub(crate) discovery: Arc<Discovery>,
    pub(crate) tasks: Arc<Tasks>,
    /// How long a look-up may take, in milliseconds.
    pub(crate) deadline: u64,
    /// What was found last, for those who cannot wait.
    known: Mutex<Known>,
    users: Mutex<HashMap<TenantId, Since<HashSet<String>>>>,
}

impl Callers {
    /// Nobody is known yet.
    pub fn new(
        store: Store,
        client: Arc<HubSpotClient>,
        settings: Arc<AllSettings>,
        discovery: Arc<Discovery>,
        tasks: Arc<Tasks>,
        deadline: u64,
    ) -> Self {
        let (known, users) = (Mutex::default(), Mutex::default());
        Self { store, client, settings, discovery, tasks, deadline, known, users }
    }

    /// Everybody who has this number (E.164). `line` is the country of the line that is called.
    pub async fn find(
        &self,
        tenant: &TenantId,
        far: &str,
        line: &str,
    ) -> Result<Arc<Vec<Hit>>, Trouble> {
        let settings = self.settings.of(tenant).await?;
        let look_up = &settings.look_up;
        let mut hits = Vec::new();
        for kind in [Some(look_up.primary), look_up.secondary].into_iter().flatten().map(kind) {
            hits = self.search(tenant, &settings, kind, far, line).await?;
            if !hits.is_empty() {
                break;
            }
        }
        let hits = Arc::new(hits);
        let mut known = lock(&self.known);
        let now = clock::now();
        if known.len() >= NUMBERS {
            known.retain(|_, (at, _)| now.saturating_sub(*at) < KNOWN_FOR);
        }
        if known.len() < NUMBERS {
            known.insert((tenant.clone(), far.to_owned()), (now, hits.clone()));
        }
        Ok(hits)
    }

    /// Everybody who has this number as far as that is known without asking.
    pub fn at_hand(&self, tenant: &TenantId, far: &str) -> Option<Arc<Vec<Hit>>> {
        let known = lock(&self.known);
        let (at, hits) = known.get(&(tenant.clone(), far.to_owned()))?;
        (clock::now().saturating_sub(*at) < KNOWN_FOR).then(|| hits.clone())
    }

    /// Forgets who has a number: somebody was made or chosen.
    pub fn forget(&self, tenant: &TenantId, far: &str) {
        lock(&self.known).remove(&(tenant.clone(), far.to_owned()));
    }

    /// Forgets all numbers of a tenant: others may be found now, or more may be wanted of them.
    pub fn forget_all(&self, tenant: &TenantId) {
        lock(&self.known).retain(|(of, _), _| of != tenant);
    }

    /// Reads one record as a search would have found it.
    pub async fn read(&self, tenant: &TenantId, kind: Kind, id: &str) -> Result<Hit, Trouble> {
        let settings = self.settings.of(tenant).await?;
        let more = wanted(&settings, kind);
        let object = self.client.ask(tenant, &parties::by_id(kind, id, &more)).await?;
        Ok(Hit { kind, object })
    }

    /// Whether this is the tenant's own number: a line, or one that was entered.
    pub async fn is_own(&self, tenant: &TenantId, far: &str) -> Result<bool, StoreError> {
        let settings = self.settings.of(tenant).await?;
        let entered = settings.look_up.own_numbers.iter().any(|number| number == far);
        Ok(entered || kept::is_line(&self.store, tenant, far).await?)
    }

    /// Whether one of the numbers of a hit is this one, in whatever way it is written.
    pub async fn has_number(
        &self,
        tenant: &TenantId,
        hit: &Hit,
        far: &str,
        line: &str,
    ) -> Result<bool, StoreError> {
        let settings = self.settings.of(tenant).await?;
        Ok(has_number(&settings.look_up, hit, far, line))
    }

    async fn search(
        &self,
        tenant: &TenantId,
        settings: &Settings,
        kind: Kind,
        far: &str,
        line: &str,
    ) -> Result<Vec<Hit>, Trouble> {
        let look_up = &settings.look_up;
        let national = number::national(far);
        let (fields, more) = (fields(look_up, kind), wanted(settings, kind));
        let request = parties::search(kind, far, &national, fields, &more);
        let page: Page = self.client.ask(tenant, &request).await?;
        let hits = page.results.into_iter().map(|object| Hit { kind, object });
        let mut hits: Vec<Hit> = hits.filter(|hit| has_number(look_up, hit, far, line)).collect();
        let has_address = |hit: &Hit| !hit.object.property("email").is_empty();
        if kind == Kind::Contact && hits.iter().any(has_address) {
            let inside = self.inside(tenant).await?;
            hits.retain(|hit| !inside.contains(&hit.object.property("email").to_lowercase()));
        }
        Ok(hits)
    }

    /// The e-mail addresses of the tenant's own people, here and in HubSpot.
    async fn inside(&self, tenant: &TenantId) -> Result<HashSet<String>, StoreError> {
        let mut all: HashSet<String> =
            kept::emails(&self.store, tenant).await?.into_iter().collect();
        all.extend(self.users(tenant).await.iter().cloned());
        Ok(all)
    }

    /// HubSpot's users as they were an hour ago at most. Without an answer they are those of before.
    async fn users(&self, tenant: &TenantId) -> Arc<HashSet<String>> {
        let now = clock::now();
        let before = lock(&self.users).get(tenant).cloned();
        if let Some((at, users)) = &before
            && now.saturating_sub(*at) < USERS_FOR
        {
            return users.clone();
        }
        match self.all_users(tenant).await {
            Ok(users) => {
                let users = Arc::new(users);
                lock(&self.users).insert(tenant.clone(), (now, users.clone()));
                users
            }
            Err(told) => {
                tracing::info!(error = %told, "HubSpot's users could not be had");
                before.map(|(_, users)| users).unwrap_or_default()
            }
        }
    }

    async fn all_users(&self, tenant: &TenantId) -> Result<HashSet<String>, Told> {
        let mut all = HashSet::new();
        let mut after: Option<String> = None;
        for _ in 0..PAGES {
            let request = owners::list(None, after.as_deref());
            let page: Listing<Owner> = self.client.ask(tenant, &request).await?;
            after = page.next().map(str::to_owned);
            let people = page.results.into_iter().filter(|owner| !owner.email.is_empty());
            all.extend(people.map(|owner| owner.email.to_lowercase()));
            if after.is_none() {
                break;
            }
        }
        Ok(all)
    }

    /// Runs something that has the deadline of a look-up.
    pub async fn in_time<T>(
        &self,
        run: impl Future<Output = Result<T, Trouble>>,
    ) -> Result<T, Trouble> {
        let late = || {
            let error = Error::NoAnswer { why: "timed out".to_owned(), never_sent: false };
            Err(Trouble::HubSpot(error.into()))
        };
        tokio::time::timeout(Duration::from_millis(self.deadline), run)
            .await
            .unwrap_or_else(|_| late())
    }
}

fn kind(searched: Searched) -> Kind {
    match searched {
        Searched::Contacts => Kind::Contact,
        Searched::Companies => Kind::Company,
    }
}

/// The properties that hold numbers.
fn fields(of: &LookUp, kind: Kind) -> &[String] {
    match kind {
        Kind::Contact => &of.contact_fields,
        Kind::Company => &of.company_fields,
    }
}

/// The properties that are shown beside the name.
pub fn shown(of: &LookUp, kind: Kind) -> &[String] {
    match kind {
        Kind::Contact => &of.contact_shown,
        Kind::Company => &of.company_shown,
    }
}

/// All properties that are asked for besides who it is.
fn wanted(settings: &Settings, of: Kind) -> Vec<String> {
    let mut all = fields(&settings.look_up, of).to_vec();
    all.extend_from_slice(shown(&settings.look_up, of));
    let rules = settings.routes.iter().filter(|route| kind(route.object) == of);
    all.extend(rules.map(|route| route.property.clone()));
    if of == Kind::Contact {
        all.push(CALCULATED.to_owned());
    }
    all
}

fn has_number(of: &LookUp, hit: &Hit, far: &str, line: &str) -> bool {
    let region = if of.region.is_empty() { line } else { &of.region };
    let calculated = (hit.kind == Kind::Contact).then_some(CALCULATED);
    let names = fields(of, hit.kind).iter().map(String::as_str).chain(calculated);
    names
        .map(|name| hit.object.property(name))
        .any(|value| number::e164(value, region).is_some_and(|value| value == far))
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(phone: &str) -> Hit {
        let properties = [("phone".to_owned(), Some(phone.to_owned()))].into();
        Hit { kind: Kind::Contact, object: Object { id: "1".to_owned(), properties } }
    }

    // row!(P15)
    #[test]
    fn a_hit_counts_only_when_its_number_is_the_one_in_the_tenants_country() {
        let of = LookUp { region: "GB".to_owned(), ..LookUp::default() };
        let has = |phone: &str, line: &str| has_number(&of, &contact(phone), "+442073238299", line);
        for phone in ["+44 20 7323 8299", "020 7323 8299", "(020) 7323-8299", "0044 20 7323 8299"] {
            assert!(has(phone, "DE"), "{phone}");
        }
        for phone in ["+49 20 7323 8299", "7323 829", "+1 442073238299", "8299", "", "no number"] {
            assert!(!has(phone, "GB"), "{phone}");
        }
        let of = LookUp::default();
        let national = contact("020 7323 8299");
        assert!(has_number(&of, &national, "+442073238299", "GB"));
        assert!(!has_number(&of, &national, "+442073238299", "DE"), "the line's country counts");
    }
}
