//! Days and months: when something was, and what ends soon.

/// A day, in milliseconds.
const DAY: u64 = 24 * 60 * 60_000;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A moment's day for people, such as `3 May 2026`.
pub fn day_in_words(moment: u64) -> String {
    let (months, day) = civil(moment);
    let name = usize::try_from(months % 12).ok().and_then(|month| MONTHS.get(month));
    format!("{day} {} {}", name.copied().unwrap_or_default(), months / 12)
}

/// The number of a moment's month, counted from year 0.
pub fn month_of(moment: u64) -> u64 {
    civil(moment).0
}

/// The number of a moment's month, counted from year 0, and the day in it.
fn civil(moment: u64) -> (u64, u64) {
    // The calendar of civil days (H. Hinnant), from March on so that leap days come last.
    let days = moment / DAY + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let march = (5 * of_year + 2) / 153;
    let month = if march < 10 { march + 3 } else { march - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    (year * 12 + month - 1, of_year - (153 * march + 2) / 5 + 1)
}

/// The number of a month that is written `2027-09`.
pub fn month_in(text: &str) -> Option<u64> {
    let (year, month) = text.split_once('-')?;
    let (year, month): (u64, u64) = (year.parse().ok()?, month.parse().ok()?);
    (1..=12).contains(&month).then(|| year * 12 + month - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (moment, day) in [
            (0, "1 January 1970"),
            (951_782_399_999, "28 February 2000"),
            (951_868_799_999, "29 February 2000"),
            (951_868_800_000, "1 March 2000"),
            (1_798_761_599_999, "31 December 2026"),
        ] {
            assert_eq!(day_in_words(moment), day);
        }
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        for (moment, month) in [
            (0, "1970-01"),
            (951_782_399_999, "2000-02"),
            (951_868_799_999, "2000-02"),
            (951_868_800_000, "2000-03"),
            (1_798_761_599_999, "2026-12"),
            (1_798_761_600_000, "2027-01"),
        ] {
            assert_eq!(Some(month_of(moment)), month_in(month), "{month}");
        }
        assert_eq!(month_in("2027-13"), None);
    }
}
