//! Waiting for a state that nobody announces: a bound and a short poll.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::{Done, Trouble};

/// Between two looks.
const POLL: Duration = Duration::from_millis(20);

/// Looks until there is something. A look that fails counts as "not yet": the service may be dead.
pub async fn until<T>(
    limit: Duration,
    what: &str,
    mut look: impl AsyncFnMut() -> Done<Option<T>>,
) -> Done<T> {
    let began = Instant::now();
    loop {
        let said = match look().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => String::new(),
            Err(trouble) => format!(": {trouble}"),
        };
        if began.elapsed() > limit {
            return Err(Trouble::InVain(format!("{what}{said}")));
        }
        sleep(POLL).await;
    }
}

/// Lets this much real time pass: how long somebody talks, or thinks.
pub async fn pass(ms: u64) {
    sleep(Duration::from_millis(ms)).await;
}
