//! The outcomes to choose from: HubSpot's own list, kept for ten minutes.

use hubspot::dispositions::{self, Disposition};
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock;
use crate::hubspot_client::HubSpotClient;
use crate::lookup::kind;

/// How long a list is good, in milliseconds.
const GOOD_FOR: u64 = 10 * 60_000;

/// The list as last heard.
#[derive(Debug)]
pub struct Outcomes {
    client: Arc<HubSpotClient>,
    kept: Mutex<Kept>,
}

#[derive(Debug)]
struct Kept {
    list: Vec<(String, String)>,
    asked: u64,
}

impl Outcomes {
    /// HubSpot's six defaults, until something else is heard.
    pub fn new(client: Arc<HubSpotClient>) -> Self {
        let kept = Kept { list: choices(dispositions::defaults()), asked: 0 };
        Self { client, kept: Mutex::new(kept) }
    }

    /// Id and label of each, without waiting for anybody.
    pub fn list(&self) -> Vec<(String, String)> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).list.clone()
    }

    /// Whether it is time to ask again. Says so once for each time.
    pub fn is_stale(&self) -> bool {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let now = clock::now();
        let stale = self.client.is_linked() && now.saturating_sub(kept.asked) >= GOOD_FOR;
        if stale {
            kept.asked = now;
        }
        stale
    }

    /// Asks HubSpot. On any trouble the last list stays.
    pub async fn refresh(&self) {
        match self.client.ask::<Vec<Disposition>>(&dispositions::list()).await {
            Ok(all) => {
                let list = choices(all);
                if !list.is_empty() {
                    self.kept.lock().unwrap_or_else(PoisonError::into_inner).list = list;
                }
            }
            Err(error) => tracing::warn!(kind = kind(&error), "the outcomes could not be had"),
        }
    }
}

fn choices(all: Vec<Disposition>) -> Vec<(String, String)> {
    all.into_iter()
        .filter(|one| !one.deleted && !one.label.is_empty())
        .map(|one| (one.id, one.label))
        .collect()
}
