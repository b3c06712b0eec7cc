//! What calls cost that wait: putting one more in, taking out what is due, and memory.

use std::time::Duration;

use sidetone_backend::clock;
use sidetone_backend::store::outbox;
use sidetone_chaos::real::stage::{Plan, Stage};
use sidetone_chaos::real::wait::{pass, until};
use sidetone_chaos::real::{Done, Trouble};

use crate::queue::{Owner, started};

/// How many calls wait.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
/// How many single calls are put in at each size.
const PUTS: usize = 100;
/// How often what is due is taken out at each size, a hundred at a time.
const CLAIMS: usize = 5;

/// What was measured at one size. Times in milliseconds, memory in KiB.
#[derive(Debug)]
pub struct Measured {
    /// How many calls waited.
    pub waiting: usize,
    /// Putting one in.
    pub put: Vec<f64>,
    /// Taking a hundred out.
    pub claim: Vec<f64>,
    /// The service's resident memory while it works on them.
    pub memory: u64,
}

/// Measures at every size. Requests go one by one, so that the queue hardly shrinks meanwhile.
pub async fn measure(plan: &Plan) -> Done<(u64, Vec<Measured>)> {
    let stage = Stage::start(plan).await?;
    let empty = memory(&stage).await?;
    let owner = Owner::add(&stage.store).await?;
    let (mut all, mut waiting) = (Vec::new(), 0);
    for size in SIZES {
        stage.kill().await?;
        while waiting < size - PUTS {
            let some = 500.min(size - PUTS - waiting);
            owner.put(&stage.store, some).await?;
            waiting += some;
        }
        let mut put = Vec::new();
        for _ in 0..PUTS {
            put.push(owner.put_one(&stage.store).await?);
        }
        waiting += PUTS;
        let mut claim = Vec::new();
        for _ in 0..CLAIMS {
            let began = started();
            let limits = record::Limits::default();
            let taken =
                outbox::claim(&stage.store, &owner.tenant, clock::now(), 100, &limits, |_, _| true);
            let taken = taken.await?.len();
            claim.push(began.elapsed().as_secs_f64() * 1000.0);
            if taken < 100 {
                return Err(Trouble::Words(format!("only {taken} calls were due of {waiting}")));
            }
        }
        stage.start_again().await?;
        all.push(Measured { waiting, put, claim, memory: memory(&stage).await? });
    }
    Ok((empty, all))
}

/// The resident memory of the service after it has worked for some seconds.
async fn memory(stage: &Stage) -> Done<u64> {
    pass(5_000).await;
    until(Duration::from_secs(10), "the service's memory is known", async || {
        let Some(id) = stage.service_id() else { return Ok(None) };
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        Ok(line.and_then(|line| line.split_whitespace().next()?.parse().ok()))
    })
    .await
}
