//! At info level the log says what happens to calls, and nothing of whom they are with.

use contract::Phase;
use serde_json::json;
use std::io::Write;
use std::sync::{Mutex, OnceLock};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

use crate::rig::{CONTROL, Rig};

static LOG: OnceLock<()> = OnceLock::new();
static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static ALL: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Keeps every line that any test of this binary logs: at info, and at every level.
pub fn capture() {
    LOG.get_or_init(|| {
        use tracing_subscriber::fmt::layer;
        tracing_subscriber::registry()
            .with(
                layer()
                    .with_ansi(false)
                    .with_writer(|| Lines(&LINES))
                    .with_filter(LevelFilter::INFO),
            )
            .with(
                layer()
                    .with_ansi(false)
                    .with_writer(|| Lines(&ALL))
                    .with_filter(LevelFilter::TRACE),
            )
            .init();
    });
}

/// Everything that was logged so far, down to trace.
pub fn written() -> String {
    String::from_utf8_lossy(&ALL.lock().unwrap()).into_owned()
}

struct Lines(&'static Mutex<Vec<u8>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_number_no_name_no_note_and_no_secret_is_logged_at_info() {
    let rig = Rig::new().await;
    rig.hubspot.contact("51", "Zebediah", "Quux", "+442073238277");
    let mut surface = rig.surface("s").await;
    let call = rig.ring("+442073238277").await;
    surface.until_call(&call, |c| c.party.is_some()).await;
    rig.done(&surface, json!({ "answer": { "call": call } })).await;
    rig.far(&call, "hangup").await;
    // HubSpot's refusal repeats what was sent; it must not reach the log.
    rig.hubspot.fail_next(&[400]);
    let draft = json!({ "notes": "a very private note" });
    rig.done(&surface, json!({ "save": { "call": call, "draft": draft } })).await;
    surface.until_call(&call, |c| matches!(c.phase, Phase::Closed { .. })).await;
    let request = rig.ask(reqwest::Method::GET, "/api/number?typed=02073238277");
    request.bearer_auth(&surface.token).send().await.unwrap();
    rig.kill_and_drop().await;

    let log = String::from_utf8_lossy(&LINES.lock().unwrap()).into_owned();
    assert!(log.contains(&call), "the call is told by its id");
    for personal in [
        "2073238277",
        "Zebediah",
        "Quux",
        "private note",
        &surface.token,
        CONTROL,
        crate::fake_hubspot::TOKEN,
    ] {
        assert!(!log.contains(personal), "{personal} is in the log");
    }
}
