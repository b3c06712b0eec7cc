//! Random walks in the browser: tabs are opened, closed, reloaded, frozen, cut off; calls come, are
//! answered and hung up from anywhere. After each walk all surfaces show what the backend has.
//!
//! Ten walks by default. `SIDETONE_WALKS` says how many, `SIDETONE_WALK_SEED` where they begin: a walk
//! is repeated by its number, though how it falls out in time is the machine's.

use std::time::Duration;

use serde_json::Value;
use sidetone_e2e::{Done, LONG, Setup, Stage, Tab, Trouble, run, until_within};

use crate::steps::{ADA, GRACE};

/// A page of HubSpot's with the frame and nothing else.
const PAGE: &str = "/preview/bare";
/// A calling window in an account that does not use it.
const WINDOW: &str = "/calling-integration-popup-ui/123456?usesCallingWindow=false";
/// Tabs at most.
const TABS: usize = 5;
/// What happens in a walk.
const ACTS: usize = 16;
/// How long one walk may take on a busy machine.
const LIMIT: Duration = Duration::from_secs(300);

/// Dice with a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Ring,
    /// Whoever has a button that goes on with the call presses it.
    Press,
    FarHangsUp,
    Open,
    OpenWindow,
    OpenOwn,
    Close,
    ReloadFrame,
    ReloadPage,
    Freeze,
    Thaw,
    Offline,
    Back,
    Show,
}

const CHANCES: [Act; 22] = [
    Act::Ring,
    Act::Ring,
    Act::Ring,
    Act::Press,
    Act::Press,
    Act::Press,
    Act::Press,
    Act::Press,
    Act::FarHangsUp,
    Act::Open,
    Act::Open,
    Act::OpenWindow,
    Act::OpenOwn,
    Act::Close,
    Act::ReloadFrame,
    Act::ReloadPage,
    Act::Freeze,
    Act::Thaw,
    Act::Offline,
    Act::Back,
    Act::Show,
    Act::Show,
];

/// What is in a tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A page of HubSpot's, which hears what the frame says.
    Page,
    /// A window that has the call and tells HubSpot nothing.
    Window,
    /// The widget by itself, outside HubSpot.
    Own,
}

/// One tab of the walk.
struct Place {
    tab: Tab,
    kind: Kind,
    frozen: bool,
}

impl Place {
    /// The value of an expression in the widget.
    async fn evaluate(&self, expression: &str) -> Done<Value> {
        match self.kind {
            Kind::Own => self.tab.evaluate(expression).await,
            _ => self.tab.evaluate_in_frame(expression).await,
        }
    }
}

/// The widget's state.
const STATE: &str = "document.querySelector('[data-state]')?.dataset.state ?? ''";

struct Walk<'a> {
    stage: &'a Stage,
    dice: Dice,
    places: Vec<Place>,
    /// Whether our site can be reached.
    reached: bool,
    calls: Vec<String>,
    /// What HubSpot's pages heard of calls, page by page: each load of a page has a log of its own.
    heard: Vec<Vec<(String, String)>>,
    /// The same of windows, to which HubSpot does not listen.
    unheeded: Vec<Vec<(String, String)>>,
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

// row!(U36) row!(U39) row!(L1) row!(L7) row!(L8) row!(L9) row!(L11)
#[tokio::test]
async fn after_every_random_walk_all_surfaces_agree_and_every_call_has_one_record() {
    let (first, walks) = (number("SIDETONE_WALK_SEED", 1), number("SIDETONE_WALKS", 10));
    for seed in first..first + walks {
        println!("walk {seed}");
        let setup = Setup::new()
            .at(PAGE)
            .set("SIDETONE_STREAM__PING_MS", 1_000)
            .with_failing_requests()
            .within(LIMIT);
        run(&format!("walk_{seed}"), setup, async |stage| {
            stage.widget().wait_state("idle").await?;
            let mut walk = Walk {
                stage,
                dice: Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
                places: vec![Place { tab: stage.tab.clone(), kind: Kind::Page, frozen: false }],
                reached: true,
                calls: Vec::new(),
                heard: Vec::new(),
                unheeded: Vec::new(),
            };
            walk.whole().await
        })
        .await;
    }
}

impl Walk<'_> {
    async fn whole(&mut self) -> Done {
        self.open(Kind::Page).await?;
        for _ in 0..ACTS {
            let act = CHANCES[self.dice.roll(CHANCES.len())];
            println!("  {act:?} among {} tabs", self.places.len());
            self.act(act).await?;
        }
        println!("  settles");
        self.settle().await?;
        self.one_call().await?;
        self.check_calls().await
    }

    async fn act(&mut self, act: Act) -> Done {
        let at = self.dice.roll(self.places.len());
        match act {
            Act::Ring if self.reached => {
                let from = if self.dice.roll(2) == 0 { ADA } else { GRACE };
                // Refused where nobody is there to take it.
                if let Ok(call) = self.stage.api.ring(from).await {
                    self.calls.push(call);
                }
            }
            Act::Press => self.press(at).await,
            Act::FarHangsUp => {
                if let Some(call) = self.calls.last() {
                    let _ = self.stage.api.hang_up(call).await;
                }
            }
            Act::Open | Act::OpenWindow | Act::OpenOwn
                if self.places.len() < TABS && self.reached =>
            {
                let kind = match act {
                    Act::Open => Kind::Page,
                    Act::OpenWindow => Kind::Window,
                    _ => Kind::Own,
                };
                self.open(kind).await?;
            }
            // The last one stays: a test of its own closes them all.
            Act::Close if self.places.len() > 1 => {
                self.remember(at).await;
                self.places.remove(at).tab.close().await?;
            }
            Act::ReloadFrame if self.runs(at) && self.places[at].kind != Kind::Own => {
                self.places[at].tab.host().reload_frame().await?;
            }
            Act::ReloadFrame | Act::ReloadPage if self.runs(at) => {
                self.remember(at).await;
                self.places[at].tab.reload().await?;
            }
            Act::Freeze if !self.places[at].frozen && self.places.len() > 1 => {
                self.places[at].tab.freeze().await?;
                self.places[at].frozen = true;
            }
            Act::Thaw => self.thaw(at).await?,
            Act::Offline => {
                self.stage.api.network(false).await?;
                self.reached = false;
            }
            Act::Back => {
                self.stage.api.network(true).await?;
                self.reached = true;
            }
            Act::Show if !self.places[at].frozen => self.places[at].tab.show().await?,
            _ => {}
        }
        Ok(())
    }

    /// Whether the page runs and can be loaded.
    fn runs(&self, at: usize) -> bool {
        !self.places[at].frozen && self.reached
    }

    async fn open(&mut self, kind: Kind) -> Done {
        let tab = self.stage.browser.new_tab().await?;
        let preview = &self.stage.preview;
        tab.go(&match kind {
            Kind::Page => preview.hubspot() + PAGE,
            Kind::Window => preview.hubspot() + WINDOW,
            Kind::Own => preview.ours(),
        })
        .await?;
        self.places.push(Place { tab, kind, frozen: false });
        Ok(())
    }

    async fn thaw(&mut self, at: usize) -> Done {
        if self.places[at].frozen {
            self.places[at].tab.thaw().await?;
            self.places[at].frozen = false;
        }
        Ok(())
    }

    /// Presses what goes on with the call, in a tab that perhaps nobody sees. Where there is nothing
    /// to press, nothing is.
    async fn press(&self, at: usize) {
        if self.places[at].frozen {
            return;
        }
        let press = "(() => { const names = ['Answer', 'Hang up', 'Save']; \
                     const all = [...document.querySelectorAll('button:not([disabled])')]; \
                     const one = all.find((b) => names.includes(b.innerText.trim())); \
                     one?.click(); return one?.innerText ?? '' })()";
        let _ = self.places[at].evaluate(press).await;
    }

    /// Keeps what a page of HubSpot's has heard, before it goes.
    async fn remember(&mut self, at: usize) {
        let log = "window.preview.log.filter((m) => m.dir === 'widget->host') \
                   .map((m) => [m.type, m.message?.data?.externalCallId ?? ''])";
        let place = &self.places[at];
        if place.frozen || place.kind == Kind::Own {
            return;
        }
        let Ok(Value::Array(log)) = place.tab.evaluate(log).await else { return };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let log = log.iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect();
        match place.kind {
            Kind::Window => self.unheeded.push(log),
            _ => self.heard.push(log),
        }
    }

    // ---- the end ----------------------------------------------------------------------------

    /// Everything runs and is reached again. A page that is new shows what the backend has, and all
    /// others must come to show the same.
    async fn settle(&mut self) -> Done {
        self.stage.api.network(true).await?;
        self.reached = true;
        for at in 0..self.places.len() {
            self.thaw(at).await?;
            // A frame that could not be loaded without the network is loaded again, as a person does.
            let loaded = self.places[at].evaluate("location.protocol != 'chrome-error:'").await;
            if !loaded.is_ok_and(|loaded| loaded == true) {
                self.remember(at).await;
                self.places[at].tab.reload().await?;
            }
        }
        if self.places.len() == TABS {
            self.remember(0).await;
            self.places.remove(0).tab.close().await?;
        }
        self.open(Kind::Page).await?;
        let mut states = Vec::new();
        let agreed = until_within(LONG * 2, "all surfaces agree", async || {
            states.clear();
            for place in &self.places {
                states.push(place.evaluate(STATE).await?);
            }
            let known = |state: &Value| {
                ["idle", "ringing", "talking", "held", "after"].map(Value::from).contains(state)
            };
            let same = states.iter().all(|state| *state == states[0] && known(state));
            if same { Ok(Some(())) } else { Err(Trouble::Said(format!("they show {states:?}"))) }
        });
        if let Err(trouble) = agreed.await {
            for place in &self.places {
                let text = place.evaluate("document.body.innerText").await;
                println!("  {:?} says {text:?}", place.kind);
            }
            return Err(trouble);
        }
        // What is open comes to its end, from whichever tab.
        for call in &self.calls {
            let _ = self.stage.api.hang_up(call).await;
        }
        let last = self.places.len() - 1;
        until_within(LONG, "all wrap-ups are saved", async || {
            self.press(last).await;
            Ok((self.places[last].evaluate(STATE).await? == "idle").then_some(()))
        })
        .await?;
        self.everywhere("idle").await
    }

    async fn everywhere(&self, state: &str) -> Done {
        for place in &self.places {
            let kind = place.kind;
            // The card of a call that nobody took stays for some seconds.
            until_within(LONG, &format!("the {kind:?} is `{state}`"), async || {
                match place.evaluate(STATE).await? {
                    now if now == state => Ok(Some(())),
                    now => Err(Trouble::Said(format!("it is {now}"))),
                }
            })
            .await?;
        }
        Ok(())
    }

    /// A whole call, each step from any tab and seen in all.
    async fn one_call(&mut self) -> Done {
        let call = self.stage.api.ring(ADA).await?;
        self.calls.push(call);
        self.everywhere("ringing").await?;
        for state in ["talking", "after", "idle"] {
            let at = self.dice.roll(self.places.len());
            self.press(at).await;
            self.everywhere(state).await?;
        }
        Ok(())
    }

    /// Every call has exactly one complete record, and HubSpot's pages heard of it in order.
    async fn check_calls(&mut self) -> Done {
        for call in &self.calls {
            self.stage
                .api
                .record_of(call, |record| !record.get("hs_call_status").is_empty())
                .await?;
        }
        let records = self.stage.api.records().await?.len();
        if records != self.calls.len() {
            let calls = self.calls.len();
            return Err(Trouble::Said(format!("{calls} calls have {records} records")));
        }
        for at in 0..self.places.len() {
            self.remember(at).await;
        }
        for call in &self.calls {
            let all: Vec<Vec<&str>> = self.heard.iter().map(|page| words(page, call)).collect();
            let announced = all.iter().flatten().filter(|kind| **kind == "INCOMING_CALL").count();
            if self.unheeded.iter().any(|page| !words(page, call).is_empty()) {
                return Err(Trouble::Said(format!(
                    "a window spoke of {call}: {:?}",
                    self.unheeded
                )));
            }
            if announced > 1 || !all.iter().all(|page| in_order(page)) {
                return Err(Trouble::Said(format!("of {call} HubSpot's pages heard {all:?}")));
            }
        }
        match self
            .calls
            .last()
            .map(|call| self.heard.iter().flat_map(|page| words(page, call)).collect::<Vec<_>>())
        {
            // Nothing disturbed the last one.
            Some(told) if told == WHOLE => Ok(()),
            told => Err(Trouble::Said(format!("of the last call HubSpot heard {told:?}"))),
        }
    }
}

/// What is said of a call from beginning to end.
const WHOLE: [&str; 4] = ["INCOMING_CALL", "CALL_ANSWERED", "CALL_ENDED", "CALL_COMPLETED"];

fn words<'a>(page: &'a [(String, String)], call: &str) -> Vec<&'a str> {
    page.iter().filter(|(_, of)| of == call).map(|(kind, _)| kind.as_str()).collect()
}

/// Whether a page heard each word at most once and none before its time. A page that was loaded in the
/// middle of a call hears its end only.
fn in_order(page: &[&str]) -> bool {
    let place = |kind: &&str| WHOLE.iter().position(|known| known == kind);
    let places: Vec<Option<usize>> = page.iter().map(place).collect();
    places.windows(2).all(|pair| pair[0] < pair[1])
        && (!page.contains(&"CALL_ANSWERED") || page[0] == "INCOMING_CALL")
}
