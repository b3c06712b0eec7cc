//! The list of calls as far as it was read. News make it be read again, as far as it was.

use contract::console::CallLog;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::logic::calls::{join, query};
use crate::logic::failure::Failure;
use crate::net::{clock, get};
use crate::state::Console;

/// How long it is left alone after it was read because of news, in milliseconds: many come at once.
const REST_MS: u64 = 500;

/// What the page's parts share. A handle.
#[derive(Debug, Clone, Copy)]
pub(super) struct List {
    /// What all pages share.
    pub console: Console,
    /// What was read; none before the first answer.
    pub log: RwSignal<Option<CallLog>>,
    /// Why the last reading brought nothing.
    pub failure: RwSignal<Option<Failure>>,
    /// Whether only those are shown that HubSpot refused.
    pub refused: RwSignal<bool>,
    /// What is searched.
    pub searched: RwSignal<String>,
    /// Whether older ones are being read.
    pub older_busy: RwSignal<bool>,
    /// The id of the call whose details are shown.
    pub open: RwSignal<Option<String>>,
    turn: StoredValue<u64>,
    news: StoredValue<News>,
}

/// Whether the list is being read because of news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    None,
    Reading,
    MoreCame,
}

impl List {
    /// Nothing was read yet.
    pub fn new(console: Console) -> Self {
        Self {
            console,
            log: RwSignal::new(None),
            failure: RwSignal::new(None),
            refused: RwSignal::new(false),
            searched: RwSignal::default(),
            older_busy: RwSignal::new(false),
            open: RwSignal::new(None),
            turn: StoredValue::new(0),
            news: StoredValue::new(News::None),
        }
    }

    /// An address below the tenant's calls.
    pub fn below(self, rest: &str) -> String {
        Console::path(&self.console.tenant.get_untracked(), &format!("calls{rest}"))
    }

    fn page(self, before: Option<u64>) -> String {
        let refused = self.refused.get_untracked();
        let query = self.searched.with_untracked(|searched| query(before, refused, searched));
        self.below(&query)
    }

    /// Reads the newest; what was read before belongs to another question.
    pub fn begin(self) {
        self.log.set(None);
        self.failure.set(None);
        spawn_local(self.read(1));
    }

    /// Something changed: reads as far as was read, once for all news that come meanwhile.
    pub fn refresh(self) {
        if self.news.get_value() != News::None {
            return self.news.set_value(News::MoreCame);
        }
        self.news.set_value(News::Reading);
        spawn_local(async move {
            loop {
                let rows = self.log.try_with_untracked(|l| l.as_ref().map_or(1, |l| l.rows.len()));
                let Some(rows) = rows else { return };
                self.read(rows).await;
                clock::wait(REST_MS).await;
                match self.news.try_get_value() {
                    Some(News::MoreCame) => self.news.set_value(News::Reading),
                    Some(_) => return self.news.set_value(News::None),
                    None => return,
                }
            }
        });
    }

    /// Reads at least so many of the newest, where there are so many.
    async fn read(self, rows: usize) {
        let Some(turn) = self.turn.try_get_value().map(|turn| turn + 1) else { return };
        self.turn.set_value(turn);
        let mut whole = CallLog::default();
        let mut before = None;
        loop {
            let answer = get::<CallLog>(&self.page(before)).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(page) => {
                    before = page.rows.last().map(|row| row.started);
                    join(&mut whole, page);
                }
                Err(failure) => return self.failure.set(Some(failure)),
            }
            if !whole.more || whole.rows.len() >= rows || before.is_none() {
                break;
            }
        }
        self.failure.set(None);
        self.log.set(Some(whole));
    }

    /// Reads the next older ones.
    pub fn older(self) {
        let last = self.log.with_untracked(|l| l.as_ref()?.rows.last().map(|row| row.started));
        let (Some(before), Some(turn)) = (last, self.turn.try_get_value()) else { return };
        self.older_busy.set(true);
        spawn_local(async move {
            let answer = get::<CallLog>(&self.page(Some(before))).await;
            if self.turn.try_get_value() == Some(turn) {
                match answer {
                    Ok(page) => self.log.update(|log| {
                        if let Some(log) = log {
                            join(log, page);
                        }
                    }),
                    Err(failure) => self.failure.set(Some(failure)),
                }
            }
            self.older_busy.try_set(false);
        });
    }
}
