//! The gap of a refresh: a page in a call is gone without a word, another one offers at once, and a
//! telephone records. How long the telephone hears neither of them. What a browser takes to load the
//! page is not in it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sidetone_chaos::real::{Done, Trouble};
use tokio::net::UdpSocket;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use voice::sound::{Codec, Tone, strength};

use super::ends::{Page, Voice, telephone};
use super::ours::Ours;
use crate::figures::{Table, percentile};

/// How often it is measured.
const TIMES: usize = 30;
/// How long a page is heard before it goes.
const SPEAKS: Duration = Duration::from_millis(700);
/// How long it may take until the next one is heard.
const LIMIT: Duration = Duration::from_secs(20);
/// Pages speak in turn in one of these, so that nobody takes one for the other.
const PITCHES: [f64; 2] = [450.0, 700.0];
const CALL: &str = "call";

/// The telephone's recording: when each 20 ms came, and what they were.
type Recording = Arc<Mutex<Vec<(Instant, Vec<i16>)>>>;

/// Sings in one pitch, and listens to nobody.
struct Sings(Tone);

impl Voice for Sings {
    fn says(&mut self) -> Vec<u8> {
        Codec::Pcmu.encode(&self.0.frame())
    }

    fn hears(&mut self, _: &[u8]) {}
}

/// Says nothing of note, and records.
struct Records(Recording);

impl Voice for Records {
    fn says(&mut self) -> Vec<u8> {
        vec![0x7F; 160]
    }

    fn hears(&mut self, payload: &[u8]) {
        let samples = Codec::Pcmu.decode(payload);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((Instant::now(), samples));
    }
}

/// Measures, and writes what came of it into the table.
pub async fn measure(table: &mut Table) -> Done {
    let mut gateway = Ours::start().await?;
    let recording = Recording::default();
    let (socket, mut page) = (UdpSocket::bind("127.0.0.1:0").await?, Page::new().await?);
    let (mut answer, to) = gateway.call(CALL, &page.sdp, socket.local_addr()?).await?;
    let mut tasks = JoinSet::new();
    tasks.spawn(telephone(socket, to, Records(recording.clone())));
    let mut gaps = Vec::new();
    for n in 0..=TIMES {
        let pitch = PITCHES[n % 2];
        let speaks = tasks.spawn(page.speak(answer, Sings(Tone::steady(&[pitch]))));
        heard(&recording, pitch).await?;
        if let Some(gap) = gap(&recording, PITCHES[(n + 1) % 2], pitch).filter(|_| n > 0) {
            gaps.push(gap);
        }
        sleep(SPEAKS).await;
        // No goodbye: its socket is closed, and that is all.
        speaks.abort();
        page = Page::new().await?;
        answer = gateway.page(CALL, &format!("page {n}"), &page.sdp).await?;
    }
    tasks.abort_all();
    gateway.end().await;
    if gaps.len() != TIMES {
        return Err(Trouble::Words(format!("Only {} of {TIMES} gaps were found.", gaps.len())));
    }
    table.heading(&format!("refresh: the page is replaced by a new one, {TIMES} times"));
    let at = |hundredths| percentile(&gaps, hundredths);
    table.line(
        "gap in the telephone's recording",
        format!("{:.0} / {:.0} / {:.0} ms", at(50), at(95), at(100)),
        "median / p95 / longest; from offer to sound, without the browser's loading of the page",
    );
    Ok(())
}

/// Waits until a pitch is in the latest of the recording.
async fn heard(recording: &Recording, pitch: f64) -> Done {
    let hears = async {
        loop {
            let sings = with(recording, |all| {
                all.last().is_some_and(|(_, samples)| strength(samples, pitch) > 0.9)
            });
            if sings {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(LIMIT, hears)
        .await
        .map_err(|_| Trouble::Words("The new page is never heard at the telephone.".to_owned()))
}

/// From the last 20 ms of one pitch to the first of the other, in milliseconds.
fn gap(recording: &Recording, before: f64, after: f64) -> Option<f64> {
    let sings = |samples: &[i16], pitch| strength(samples, pitch) > 0.9;
    with(recording, |all| {
        let last = all.iter().rposition(|(_, samples)| sings(samples, before))?;
        let (first, _) = all.iter().skip(last).find(|(_, samples)| sings(samples, after))?;
        let gap = first.duration_since(all.get(last)?.0).as_secs_f64() * 1_000.0;
        // The recording begins anew with the next page's.
        all.clear();
        Some(gap)
    })
}

fn with<T>(recording: &Recording, does: impl FnOnce(&mut Vec<(Instant, Vec<i16>)>) -> T) -> T {
    does(&mut recording.lock().unwrap_or_else(PoisonError::into_inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_gap_is_what_lies_between_the_two_pitches() {
        let recording = Recording::default();
        let mut tones = PITCHES.map(|pitch| Tone::steady(&[pitch]));
        for n in 0..30 {
            let samples = match n {
                0..10 => tones[0].frame().to_vec(),
                10..20 => vec![3; 160],
                _ => tones[1].frame().to_vec(),
            };
            with(&recording, |all| all.push((Instant::now(), samples)));
            tokio::time::advance(Duration::from_millis(20)).await;
        }
        let gap = gap(&recording, PITCHES[0], PITCHES[1]).unwrap();
        assert!((gap - 220.0).abs() < 0.1, "{gap}");
    }
}
