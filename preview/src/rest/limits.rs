//! HubSpot's limits: so many requests in any ten seconds of one app in one account, so many
//! searches in any second of one account, so many requests of a private app in a day.

use std::collections::{HashMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::Policy;
use crate::oauth::Caller;

/// The figures of HubSpot's limits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// Whether they are enforced.
    pub on: bool,
    /// Requests in ten seconds, of one app in one account. Searches do not count.
    pub ten_seconds: usize,
    /// Searches in a second, of all apps in one account.
    pub search_per_second: usize,
    /// Requests in a day of a private app; 0 for no such limit.
    pub daily: usize,
    /// By how much every duration of the stand-in is divided.
    pub speed: f64,
}

impl Default for Figures {
    fn default() -> Self {
        Self { on: true, ten_seconds: 110, search_per_second: 5, daily: 250_000, speed: 1.0 }
    }
}

impl Figures {
    /// A duration of HubSpot's as long as it takes here, milliseconds.
    pub fn hastened(&self, ms: u64) -> u64 {
        (ms as f64 / self.speed).round() as u64
    }
}

/// What of a limit is left, as the headers say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Requests in an interval.
    pub most: usize,
    /// How many more may come now.
    pub left: usize,
    /// The interval, milliseconds.
    pub interval: u64,
    /// The same for the day; none for apps of OAuth.
    pub daily: Option<(usize, usize)>,
}

/// An account, and whether it is its private app that asks.
type Asker = (u64, bool);

/// What was asked lately.
#[derive(Debug, Default)]
pub struct Limits {
    /// The figures.
    pub figures: Figures,
    requests: HashMap<Asker, VecDeque<u64>>,
    searches: HashMap<u64, VecDeque<u64>>,
    /// The number of the day and how many came in it.
    days: HashMap<u64, (u64, usize)>,
}

impl Limits {
    /// Counts a request, or says which limit it would break: then it does not count. A search that
    /// is let through has no standing, for its answer has no headers.
    pub fn take(
        &mut self,
        caller: &Caller,
        is_search: bool,
        now: u64,
    ) -> Result<Option<Standing>, (Policy, Option<Standing>)> {
        let figures = self.figures;
        if !figures.on {
            return Ok(None);
        }
        let asker = (caller.portal(), *caller == Caller::PrivateApp);
        let day = now / figures.hastened(86_400_000).max(1);
        let of_day = self.days.entry(asker.0).or_default();
        if of_day.0 != day {
            *of_day = (day, 0);
        }
        let has_daily = asker.1 && figures.daily > 0;
        let daily_left =
            if has_daily { figures.daily.saturating_sub(of_day.1) } else { usize::MAX };
        let (length, most) = match is_search {
            true => (1000, figures.search_per_second),
            false => (10_000, figures.ten_seconds),
        };
        let interval = figures.hastened(length).max(1);
        let window = match is_search {
            true => self.searches.entry(asker.0).or_default(),
            false => self.requests.entry(asker).or_default(),
        };
        while window.front().is_some_and(|first| first + interval <= now) {
            window.pop_front();
        }
        let full = window.len() >= most;
        let broken = match (daily_left, full) {
            (0, _) => Some(Policy::Daily),
            (_, true) if is_search => Some(Policy::Secondly),
            (_, true) => Some(Policy::TenSecondlyRolling),
            _ => None,
        };
        if broken.is_none() {
            window.push_back(now);
            // What the day's limit does not hold for is not counted towards it either.
            of_day.1 += usize::from(has_daily);
        }
        let left = most.saturating_sub(window.len());
        let daily = has_daily.then(|| (figures.daily, figures.daily.saturating_sub(of_day.1)));
        let standing = (!is_search).then_some(Standing { most, left, interval, daily });
        broken.map_or(Ok(standing), |policy| Err((policy, standing)))
    }

    /// Forgets what was asked; the figures stay.
    pub fn clear(&mut self) {
        *self = Self { figures: self.figures, ..Self::default() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(limits: &mut Limits, is_search: bool, now: u64) -> Option<Policy> {
        limits.take(&Caller::PrivateApp, is_search, now).err().map(|(policy, _)| policy)
    }

    #[test]
    fn any_ten_seconds_hold_only_so_many_requests() {
        let mut limits = Limits::default();
        for at in 0..110 {
            assert_eq!(refused(&mut limits, false, at * 10), None);
        }
        assert_eq!(refused(&mut limits, false, 9_999), Some(Policy::TenSecondlyRolling));
        assert_eq!(refused(&mut limits, false, 10_000), None, "the first has left the window");
        assert_eq!(refused(&mut limits, false, 10_009), Some(Policy::TenSecondlyRolling));
        assert_eq!(refused(&mut limits, true, 10_009), None, "searches are counted apart");
    }

    #[test]
    fn speed_makes_the_windows_shorter() {
        let mut limits = Limits::default();
        limits.figures.speed = 100.0;
        for _ in 0..5 {
            assert_eq!(refused(&mut limits, true, 1000), None);
        }
        assert_eq!(refused(&mut limits, true, 1009), Some(Policy::Secondly));
        assert_eq!(refused(&mut limits, true, 1010), None);
    }

    #[test]
    fn a_day_s_limit_ends_at_midnight() {
        let mut limits = Limits::default();
        limits.figures.daily = 2;
        let midnight = 86_400_000;
        for _ in 0..2 {
            assert_eq!(refused(&mut limits, false, midnight - 1), None);
        }
        assert_eq!(refused(&mut limits, false, midnight - 1), Some(Policy::Daily));
        assert_eq!(refused(&mut limits, false, midnight), None);
    }
}
