//! The six digits that finish a sign-in, and how long they are good.

/// Digits in groups of three, to be read out and typed.
pub fn grouped(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().filter(|c| !c.is_whitespace()).collect();
    digits.chunks(3).map(|g| g.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// What is left of milliseconds, as a clock shows it. The last second is not over before it is.
pub fn left(ms: u64) -> String {
    let seconds = ms.div_ceil(1_000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The same in words, for those who listen.
pub fn spoken(ms: u64) -> String {
    let seconds = ms.div_ceil(1_000);
    let count = |n: u64, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    match (seconds / 60, seconds % 60) {
        (0, s) => count(s, "second"),
        (m, 0) => count(m, "minute"),
        (m, s) => format!("{} {}", count(m, "minute"), count(s, "second")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_groups_of_three() {
        assert_eq!(grouped("123456"), "123 456");
        assert_eq!(grouped("123 456"), "123 456");
        assert_eq!(grouped("0012345"), "001 234 5");
        assert_eq!(grouped(""), "");
    }

    #[test]
    fn the_clock_runs_down_to_nothing() {
        assert_eq!(left(120_000), "2:00");
        assert_eq!(left(119_999), "2:00");
        assert_eq!(left(65_000), "1:05");
        assert_eq!(left(1), "0:01");
        assert_eq!(left(0), "0:00");
    }

    #[test]
    fn who_listens_hears_whole_words() {
        assert_eq!(spoken(120_000), "2 minutes");
        assert_eq!(spoken(61_000), "1 minute 1 second");
        assert_eq!(spoken(30_000), "30 seconds");
    }
}
