//! Moments as HubSpot writes them.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Milliseconds since 1970 of `2026-09-01T10:00:00.000Z`, or of the number itself.
pub fn read(text: &str) -> Option<u64> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    u64::try_from(moment.unix_timestamp_nanos() / 1_000_000).ok()
}

/// The day of a moment, as `2026-09-01`, in UTC.
pub fn day(moment: u64) -> String {
    let seconds = i64::try_from(moment / 1000).unwrap_or_default();
    let date = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

/// A moment to the millisecond, as `2026-09-01 10:00:00.250`, in UTC.
pub fn exactly(moment: u64) -> String {
    let seconds = i64::try_from(moment / 1000).unwrap_or_default();
    let date = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (hour, minute, second) = date.to_hms();
    format!("{} {hour:02}:{minute:02}:{second:02}.{:03}", day(moment), moment % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_of_writing_a_moment_are_read() {
        assert_eq!(read("2026-09-01T10:00:00.250Z"), Some(1_788_256_800_250));
        assert_eq!(read("1788256800250"), Some(1_788_256_800_250));
        assert_eq!(read("yesterday"), None);
        assert_eq!(day(1_788_256_800_250), "2026-09-01");
        assert_eq!(exactly(1_788_256_800_250), "2026-09-01 10:00:00.250");
    }
}
