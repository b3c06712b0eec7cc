//! Waiting for a state: a bound and a short poll.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::{Done, Trouble};

/// For what a person would see at once. On two cores that builds keep busy it takes many times as long
/// as it does for a person: the bound only ends what never comes. How fast something is says a bench.
pub const SHORT: Duration = Duration::from_secs(20);

/// For what takes its time by design: starts, timeouts, records.
pub const LONG: Duration = Duration::from_secs(45);

/// Between two looks.
const POLL: Duration = Duration::from_millis(15);

/// Looks again and again until there is something, at most [`SHORT`]. `what` completes the sentence
/// "waited until …". A look that fails counts as "not yet".
pub async fn until<T>(what: &str, look: impl AsyncFnMut() -> Done<Option<T>>) -> Done<T> {
    until_within(SHORT, what, look).await
}

/// As [`until`], with a bound of one's own.
pub async fn until_within<T>(
    limit: Duration,
    what: &str,
    mut look: impl AsyncFnMut() -> Done<Option<T>>,
) -> Done<T> {
    let began = Instant::now();
    loop {
        let last = match look().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => String::from("not so"),
            Err(trouble) => trouble.to_string(),
        };
        if began.elapsed() > limit {
            return Err(Trouble::InVain(began.elapsed().as_millis(), what.to_owned(), last));
        }
        sleep(POLL).await;
    }
}

/// Checks that something holds and goes on holding for a while: for what must not happen.
pub async fn stays(
    how_long: Duration,
    what: &str,
    mut look: impl AsyncFnMut() -> Done<bool>,
) -> Done {
    let began = Instant::now();
    while began.elapsed() < how_long {
        if !look().await? {
            return Err(Trouble::Said(format!("it is no longer so that {what}")));
        }
        sleep(POLL).await;
    }
    Ok(())
}
