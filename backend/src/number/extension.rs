//! Extensions of the phone system, and short numbers such as those of services: dialled as they are
//! typed, because only the phone system knows them.

use contract::NumberReading;

use super::emergency;

/// What is called in an emergency nearly everywhere. It is no extension where it is no emergency number:
/// whoever types it means something else.
const ABROAD: [&str; 3] = ["112", "911", "999"];

/// Whether digits that were typed are too few for a telephone number, and so one of these.
pub(super) fn is_one(plain: &str) -> bool {
    (2..=6).contains(&plain.len()) && plain.bytes().all(|byte| byte.is_ascii_digit())
}

/// How one will be dialled.
pub(super) fn reading(typed: &str, plain: String, line_country: &str) -> NumberReading {
    let elsewhere = ABROAD.contains(&plain.as_str());
    let note = match elsewhere {
        true => {
            let here = emergency::numbers(line_country).join(" or ");
            format!("This is an emergency number elsewhere. Here it is {here}.")
        }
        false => "An extension or a short number: dialled as it is.".to_owned(),
    };
    NumberReading {
        typed: typed.to_owned(),
        shown: plain.clone(),
        dials: if elsewhere { String::new() } else { plain },
        country: String::new(),
        valid: !elsewhere,
        emergency: false,
        note,
    }
}
