//! How a number is read before it is dialled, and how it is written for people.

mod countries;
mod emergency;
mod extension;

use contract::NumberReading;
use contract::console::NumberFormat;
use phonenumber::country::Id;
use phonenumber::{Mode, PhoneNumber};

pub use countries::name as country_name;
pub use emergency::numbers as emergency_numbers;

/// Longer than any number that people type.
const LONGEST: usize = 64;

/// Reads what was typed on a line in `line_country`. `country` is where a national number is meant
/// (HubSpot names one for some numbers); without it, the line's country.
pub fn read(
    typed: &str,
    country: Option<&str>,
    line_country: &str,
    carries_emergency: bool,
) -> NumberReading {
    let plain: String = typed.chars().filter(|c| !is_layout(*c)).collect();
    if emergency::numbers(line_country).contains(&plain.as_str()) {
        return emergency(typed, plain, line_country, carries_emergency);
    }
    // A country is named for customers' numbers, which are no extensions.
    if country.is_none() && extension::is_one(&plain) {
        return extension::reading(typed, plain, line_country);
    }
    let refused = |note: &str| NumberReading {
        typed: typed.to_owned(),
        dials: String::new(),
        shown: typed.trim().to_owned(),
        country: String::new(),
        valid: false,
        emergency: false,
        note: note.to_owned(),
    };
    if plain.is_empty() {
        return refused("Type a number to call.");
    }
    let digits = plain.strip_prefix('+').unwrap_or(&plain);
    if plain.len() > LONGEST || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return refused(
            "This is not a phone number. Use digits, with + and the country code first.",
        );
    }
    let home = country.unwrap_or(line_country).to_uppercase().parse::<Id>().ok();
    let Ok(number) = phonenumber::parse(home, &plain) else {
        return refused("This number cannot be read. Write it with + and the country code.");
    };
    let dials = number.format().mode(Mode::E164).to_string();
    let length = dials.len() - 1;
    if !(7..=15).contains(&length) {
        let note =
            if length < 7 { "This number is too short." } else { "This number is too long." };
        return refused(note);
    }
    // The tables of numbers in use are always a little behind: doubt is said, not enforced.
    let note =
        if number.is_valid() { "" } else { "This number may not be in use. Check it once more." };
    NumberReading {
        typed: typed.to_owned(),
        shown: for_people(&number),
        country: country_of(&number),
        dials,
        valid: true,
        emergency: false,
        note: note.to_owned(),
    }
}

/// Reads the tables of numbers, so that the first call does not wait for them.
pub fn warm_up() {
    show("+442073238299");
}

/// A number as it stands in a call: for people, and its country. What cannot be read is shown as
/// it is.
pub fn show(number: &str) -> (String, String) {
    match international(number) {
        Some(read) => (for_people(&read), country_of(&read)),
        None => (number.to_owned(), String::new()),
    }
}

/// The country of an international number, in ISO letters.
pub fn country_letters(number: &str) -> Option<String> {
    international(number)?.country().id().map(|id| id.as_ref().to_owned())
}

/// A number as the phone system gave it: E.164 where it can be read as such on a line in this
/// country, else unchanged.
pub fn normalised(number: &str, line_country: &str) -> String {
    let plain: String = number.chars().filter(|c| !is_layout(*c)).collect();
    let home = line_country.parse::<Id>().ok();
    match phonenumber::parse(home, &plain) {
        Ok(read) if read.is_valid() => read.format().mode(Mode::E164).to_string(),
        _ => number.trim().to_owned(),
    }
}

/// A number in E.164, in whatever way it is written: a national one as in this country. `None` when
/// it cannot be read. Whether the number is in use does not matter.
pub fn e164(number: &str, country: &str) -> Option<String> {
    let plain: String = number.chars().filter(|c| !is_layout(*c)).collect();
    if plain.is_empty() || plain.len() > LONGEST {
        return None;
    }
    let read = phonenumber::parse(country.to_uppercase().parse::<Id>().ok(), &plain).ok()?;
    let written = read.format().mode(Mode::E164).to_string();
    (8..=16).contains(&written.len()).then_some(written)
}

/// A number as it is written into HubSpot.
pub fn written(number: &str, format: NumberFormat) -> String {
    let mode = match format {
        NumberFormat::E164 => Mode::E164,
        NumberFormat::International => Mode::International,
        NumberFormat::National => Mode::National,
    };
    international(number).map_or_else(|| number.to_owned(), |n| n.format().mode(mode).to_string())
}

/// Whether these are the ISO letters of a country.
pub fn is_country(letters: &str) -> bool {
    letters.len() == 2 && letters.parse::<Id>().is_ok()
}

/// A number without its country code, as HubSpot's search wants it; the digits where it cannot be
/// read.
pub fn national(number: &str) -> String {
    match international(number) {
        Some(read) => read.national().to_string(),
        None => number.chars().filter(char::is_ascii_digit).collect(),
    }
}

/// A number as it is written in its own country; unchanged where it cannot be read.
pub fn national_for_people(number: &str) -> String {
    match international(number) {
        Some(read) => read.format().mode(Mode::National).to_string(),
        None => number.to_owned(),
    }
}

fn international(number: &str) -> Option<PhoneNumber> {
    if !number.starts_with('+') || number.len() > LONGEST {
        return None;
    }
    phonenumber::parse(None, number).ok()
}

fn emergency(typed: &str, plain: String, country: &str, carried: bool) -> NumberReading {
    let note = if carried {
        ""
    } else {
        "This line cannot carry emergency calls. Use a mobile phone or another line."
    };
    NumberReading {
        typed: typed.to_owned(),
        shown: plain.clone(),
        dials: plain,
        country: country_name(country).to_owned(),
        valid: carried,
        emergency: true,
        note: note.to_owned(),
    }
}

fn for_people(number: &PhoneNumber) -> String {
    number.format().mode(Mode::International).to_string()
}

fn country_of(number: &PhoneNumber) -> String {
    number.country().id().map(|id| country_name(id.as_ref()).to_owned()).unwrap_or_default()
}

/// What people put between digits.
fn is_layout(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '(' | ')' | '-' | '.' | '/' | '\u{2010}'..='\u{2015}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}
