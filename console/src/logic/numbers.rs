//! How a number reads in each way of writing it, by an example. All of them are reserved for fiction.

use contract::console::NumberFormat;

/// Country, and its example: E.164, international, national.
const EXAMPLES: [(&str, [&str; 3]); 6] = [
    ("GB", ["+442079460958", "+44 20 7946 0958", "020 7946 0958"]),
    ("US", ["+12125550142", "+1 212-555-0142", "(212) 555-0142"]),
    ("CA", ["+16135550142", "+1 613-555-0142", "(613) 555-0142"]),
    ("DE", ["+4930231250123", "+49 30 231250123", "030 231250123"]),
    ("FR", ["+33199001234", "+33 1 99 00 12 34", "01 99 00 12 34"]),
    ("AU", ["+61255500142", "+61 2 5550 0142", "(02) 5550 0142"]),
];

/// An example in a country's way of writing; in the British where there is none of its own.
pub fn example(region: &str, format: NumberFormat) -> &'static str {
    let [british, ..] = EXAMPLES;
    let own = EXAMPLES.into_iter().find(|(country, _)| *country == region);
    let (_, [e164, international, national]) = own.unwrap_or(british);
    match format {
        NumberFormat::E164 => e164,
        NumberFormat::International => international,
        NumberFormat::National => national,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_of_an_example_are_the_same_number() {
        for (country, [e164, international, national]) in EXAMPLES {
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            assert_eq!(digits(e164), digits(international), "{country}");
            let own = digits(national);
            assert!(digits(e164).ends_with(own.trim_start_matches('0')), "{country}");
        }
    }

    #[test]
    fn a_country_without_an_example_has_the_british_one() {
        assert_eq!(example("DE", NumberFormat::National), "030 231250123");
        assert_eq!(example("", NumberFormat::E164), "+442079460958");
        assert_eq!(example("NZ", NumberFormat::International), "+44 20 7946 0958");
    }
}
