//! Moments as HubSpot writes them: ISO 8601 in UTC with milliseconds.

/// Writes milliseconds since 1970 as `2026-09-01T10:00:00.000Z`.
pub fn write(ms: u64) -> String {
    let (days, rest) = (ms / 86_400_000, ms % 86_400_000);
    let (year, month, day) = civil(days as i64);
    let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
    let (second, milli) = (rest / 1000 % 60, rest % 1000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

/// Reads milliseconds since 1970 (digits) or ISO 8601 in UTC. `None` when it is neither.
pub fn read(text: &str) -> Option<u64> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut date = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut clock = clock.split(':').map(|part| part.parse::<i64>().ok());
    let (hour, minute) = (clock.next()??, clock.next()??);
    let second = clock.next().unwrap_or(Some(0))?;
    let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
    let milli: i64 = fraction.parse().ok()?;
    let in_range = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..60).contains(&second);
    let seconds = ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    in_range.then_some((seconds * 1000 + milli) as u64)
}

/// The date of a day counted from 1970-01-01, by the calendar's 400-year cycle.
fn civil(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468; // days since 0000-03-01
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * from_march + 2) / 5 + 1)
}

/// The inverse of [`civil`].
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * from_march + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_and_read_back() {
        for ms in [0, 951_782_400_000, 1_795_294_475_713, 4_102_444_799_999] {
            assert_eq!(read(&write(ms)), Some(ms));
        }
        assert_eq!(write(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(read("2026-09-01T10:00:00Z"), read("2026-09-01T10:00:00.000Z"));
    }

    #[test]
    fn digits_are_milliseconds_and_words_are_nothing() {
        assert_eq!(read("1795294475713"), Some(1_795_294_475_713));
        for wrong in ["", "today", "2026-13-01T00:00:00Z", "2026-01-01", "-5"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
