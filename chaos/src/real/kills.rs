//! Kills the service with -9 at moments that the seed chooses, and starts it on the same data.

use std::sync::Arc;

use fastrand::Rng;
use tokio::sync::watch;

use super::stage::Stage;
use super::wait::pass;
use super::{Done, Trouble};

/// When each kill comes: after so many calls have begun, and so many milliseconds later; and how
/// long the service stays dead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kill {
    after: usize,
    later: u64,
    dead: u64,
}

/// Spreads kills over a run.
pub fn plan(rng: &mut Rng, kills: usize, calls: usize) -> Vec<Kill> {
    let mut all: Vec<Kill> = (0..kills)
        .map(|_| Kill {
            after: rng.usize(0..calls.max(1)),
            later: rng.u64(0..700),
            dead: rng.u64(0..400),
        })
        .collect();
    all.sort_by_key(|kill| kill.after);
    all
}

/// Carries the plan out while calls begin. Answers with how many there were when all are done, or
/// no more calls begin.
pub async fn carry_out(
    stage: Arc<Stage>,
    plan: Vec<Kill>,
    mut begun: watch::Receiver<usize>,
) -> Done<usize> {
    let mut done = 0;
    for kill in plan {
        if begun.wait_for(|begun| *begun > kill.after).await.is_err() {
            break;
        }
        pass(kill.later).await;
        stage.kill().await?;
        pass(kill.dead).await;
        start(&stage).await?;
        done += 1;
    }
    Ok(done)
}

async fn start(stage: &Stage) -> Done {
    // The port that was free a moment ago may be somebody else's by now: once more.
    let mut last = None;
    for _ in 0..3 {
        match stage.start_again().await {
            Ok(()) => return Ok(()),
            Err(trouble) => last = Some(trouble),
        }
    }
    Err(last.unwrap_or_else(|| Trouble::InVain("the service started again".to_owned())))
}
