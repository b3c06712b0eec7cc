//! How much of HubSpot's allowance is used, in words and as a share.

use contract::console::{Meter, MeterRow};

/// A share above which a limit is nearly used up, in hundredths.
const NEARLY: u32 = 90;

/// How much of a limit is used, in hundredths; none where no limit is known.
pub fn share(row: &MeterRow) -> Option<u32> {
    let limit = row.limit.filter(|limit| *limit > 0)?;
    let share = u64::from(row.used) * 100 / u64::from(limit);
    Some(u32::try_from(share).unwrap_or(100).min(100))
}

/// The figures of a limit.
pub fn figures(row: &MeterRow) -> String {
    match row.limit {
        Some(limit) => format!("{} of {limit}", row.used),
        None => format!("{}, no limit known", row.used),
    }
}

/// Where a limit comes from.
pub fn source(row: &MeterRow) -> &'static str {
    match (row.limit, row.learnt) {
        (None, _) => "HubSpot has not told a limit.",
        (Some(_), true) => "As HubSpot tells.",
        (Some(_), false) => "As configured, until HubSpot tells.",
    }
}

/// Whether a limit is nearly used up.
pub fn tight(row: &MeterRow) -> bool {
    share(row).is_some_and(|share| share >= NEARLY)
}

/// What waits for a place.
pub fn waiting(meter: &Meter) -> String {
    match meter.waiting {
        (0, 0) => "Nothing waits.".to_owned(),
        (logging, others) => {
            format!("{logging} for writing calls down, {others} for everything else.")
        }
    }
}

/// How often HubSpot has said that it was too much.
pub fn refused(meter: &Meter) -> String {
    match meter.refused {
        0 => "Never since the service was started.".to_owned(),
        1 => "Once since the service was started.".to_owned(),
        n => format!("{n} times since the service was started."),
    }
}

/// How many seconds HubSpot wants silence for yet; none where it does not.
pub fn paused(meter: &Meter, now: u64) -> Option<u64> {
    let left = meter.paused_until?.checked_sub(now).filter(|left| *left > 0)?;
    Some(left.div_ceil(1000))
}

/// What stands above all pages while HubSpot wants silence.
pub fn throttled(meter: &Meter, now: u64) -> Option<String> {
    let left = match paused(meter, now)? {
        1 => "1 second".to_owned(),
        n if n < 120 => format!("{n} seconds"),
        n => format!("{} minutes", n.div_ceil(60)),
    };
    Some(format!(
        "HubSpot asks for fewer requests and is left alone for {left}. Calls go on; their records are written afterwards, none is lost."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(used: u32, limit: Option<u32>) -> MeterRow {
        MeterRow { name: "Requests in 10 seconds".into(), used, limit, learnt: true }
    }

    #[test]
    fn a_share_is_never_more_than_all_of_it() {
        assert_eq!(share(&row(55, Some(110))), Some(50));
        assert_eq!(share(&row(500, Some(110))), Some(100));
        assert_eq!(share(&row(5, None)), None);
        assert_eq!(share(&row(5, Some(0))), None);
        assert!(tight(&row(99, Some(110))) && !tight(&row(98, Some(110))));
    }

    #[test]
    fn an_unknown_limit_is_not_invented() {
        assert_eq!(figures(&row(7, None)), "7, no limit known");
        assert_eq!(figures(&row(7, Some(110))), "7 of 110");
        assert_eq!(source(&row(7, None)), "HubSpot has not told a limit.");
    }

    #[test]
    fn the_banner_stands_only_while_hubspot_wants_silence() {
        let meter = |until| Meter { paused_until: until, ..Meter::default() };
        assert_eq!(throttled(&meter(None), 1000), None);
        assert_eq!(throttled(&meter(Some(1000)), 1000), None);
        assert!(throttled(&meter(Some(3500)), 1000).is_some_and(|t| t.contains("for 3 seconds")));
        assert!(throttled(&meter(Some(1001)), 1000).is_some_and(|t| t.contains("for 1 second.")));
        assert!(throttled(&meter(Some(600_000)), 0).is_some_and(|t| t.contains("10 minutes")));
    }

    #[test]
    fn counts_read_as_sentences() {
        let meter = Meter { waiting: (3, 1), refused: 1, ..Meter::default() };
        assert_eq!(waiting(&meter), "3 for writing calls down, 1 for everything else.");
        assert_eq!(refused(&meter), "Once since the service was started.");
        assert_eq!(waiting(&Meter::default()), "Nothing waits.");
    }
}
