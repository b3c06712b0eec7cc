//! When a session is renewed, and how long to wait between tries.

/// What comes after a renewal that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Try again in so many milliseconds.
    Again(u64),
    /// Nobody is signed in any more.
    Lost,
}

/// How long after a session was got to renew it: three quarters of its life, in milliseconds.
pub fn first(expires_in: u64) -> u64 {
    expires_in - expires_in / 4
}

/// What to do after a failed renewal. `left` is what the token still lives, in milliseconds. A
/// refusal ends nothing while the token holds.
pub fn after(refused: bool, left: u64, tries: u32) -> Next {
    match (refused, left) {
        (true, 0) => Next::Lost,
        (true, left) => Next::Again(left),
        (false, _) => Next::Again(pause(tries)),
    }
}

/// Milliseconds before try number `tries` (from 0): 1 s, doubled up to 30 s.
pub fn pause(tries: u32) -> u64 {
    (1_000 << tries.min(5)).min(30_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_renewed_well_before_it_ends() {
        assert_eq!(first(600_000), 450_000);
        assert_eq!(first(0), 0);
    }

    #[test]
    fn a_refusal_counts_once_the_token_is_over() {
        assert_eq!(after(true, 150_000, 0), Next::Again(150_000));
        assert_eq!(after(true, 0, 1), Next::Lost);
    }

    #[test]
    fn a_backend_that_is_away_is_asked_again_ever_less_often() {
        let pauses: Vec<_> = (0..8).map(pause).collect();
        assert_eq!(pauses[..5], [1_000, 2_000, 4_000, 8_000, 16_000]);
        assert_eq!(pauses[5..], [30_000, 30_000, 30_000]);
        assert_eq!(after(false, 0, 2), Next::Again(4_000));
    }
}
