//! The searchable forms that HubSpot makes of a telephone number.

use super::{Kind, values::Values};

/// The country codes of the demo's numbers, and of a few neighbours.
const CODES: [&str; 6] = ["1", "31", "33", "353", "44", "49"];
/// The country of numbers that name none: the demo account's.
const HOME: &str = "44";

/// The digits of a number.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Country code and number without it. A code that is not known leaves the number whole.
fn parts(number: &str) -> Option<(&'static str, String)> {
    let digits = digits(number);
    let international = match number.trim().starts_with('+') {
        true => Some(digits.as_str()),
        false => digits.strip_prefix("00"),
    };
    let Some(international) = international else {
        let national = digits.trim_start_matches('0');
        return (!national.is_empty()).then(|| (HOME, national.to_owned()));
    };
    if international.is_empty() {
        return None;
    }
    let code = CODES.into_iter().find(|code| international.starts_with(code)).unwrap_or("");
    Some((code, international[code.len()..].to_owned()))
}

/// Sets the calculated properties of a contact or company anew.
pub fn calculate(kind: Kind, values: &mut Values) {
    let forms: &[(&str, &str)] = match kind {
        Kind::Contacts => &[("phone", "phone"), ("mobilephone", "mobile")],
        Kind::Companies => &[("phone", "phone")],
        _ => return,
    };
    let mut first = None;
    for (name, form) in forms {
        let own = values.get(*name).and_then(|number| parts(number));
        let whole = own.as_ref().map(|(code, national)| format!("+{code}{national}"));
        first = first.or_else(|| whole.clone());
        let local = own.map(|(_, national)| national);
        put(values, format!("hs_searchable_calculated_{form}_number"), local);
        put(values, format!("hs_searchable_calculated_international_{form}_number"), whole);
    }
    if kind == Kind::Contacts {
        put(values, "hs_calculated_phone_number".to_owned(), first);
    }
}

fn put(values: &mut Values, name: String, value: Option<String>) {
    match value {
        Some(value) => values.insert(name, value),
        None => values.remove(&name),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_taken_apart_into_country_and_rest() {
        for (number, code, national) in [
            ("+44 20 7946 0958", "44", "2079460958"),
            ("+1 212 555 0142", "1", "2125550142"),
            ("0049 30 23125 777", "49", "3023125777"),
            ("020 7946 0958", "44", "2079460958"),
        ] {
            assert_eq!(parts(number), Some((code, national.to_owned())), "{number}");
        }
        assert_eq!(parts("unknown"), None);
    }

    #[test]
    fn a_number_that_is_cleared_takes_its_forms_along() {
        let mut values = Values::from([("phone".into(), "+44 20 7946 0958".into())]);
        calculate(Kind::Contacts, &mut values);
        assert_eq!(values["hs_calculated_phone_number"], "+442079460958");
        values.remove("phone");
        calculate(Kind::Contacts, &mut values);
        assert!(values.is_empty(), "{values:?}");
    }
}
