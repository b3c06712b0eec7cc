//! What may be handed on of what people typed: numbers are shortened to their end, addresses and what
//! looks like a secret are taken out.

/// A number with so many digits identifies somebody.
const TELLING: usize = 5;
/// So much of it is left, to tell one from another.
const LEFT: usize = 3;
/// Nobody types a word that is so long, with letters and digits in it.
const SECRET: usize = 20;

/// The end of a telephone number: `…958`. Nothing of one that is short.
pub fn number(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        0 => String::new(),
        short if short < TELLING => "…".to_owned(),
        long => ["…".to_owned(), digits[long - LEFT..].iter().collect()].concat(),
    }
}

/// A text of an agent's without numbers, addresses and secrets of anybody.
pub fn text(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace).map(|word| {
        let (bare, rest) = word.split_at(word.trim_end().len());
        let secret = bare.chars().count() >= SECRET
            && bare.chars().any(|c| c.is_ascii_digit())
            && bare.chars().any(char::is_alphabetic);
        match bare {
            bare if bare.contains('@') => ["…@…", rest].concat(),
            _ if secret => ["…", rest].concat(),
            _ => word.to_owned(),
        }
    });
    shortened(&words.collect::<String>(), &[' ', '\u{a0}', '-', '.', '(', ')', '/'])
}

/// What a page says of its browser: only what is longer than a version is shortened there.
pub fn fact(fact: &str) -> String {
    match fact.contains('@') {
        true => "…".to_owned(),
        false => shortened(fact, &[]),
    }
}

/// The text with every row of digits shortened that is long enough to tell of somebody. Within a
/// number there may be one or two of the separators between digits.
fn shortened(text: &str, separators: &[char]) -> String {
    let all: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(first) = all.get(at).copied() {
        if !first.is_numeric() {
            out.push(first);
            at += 1;
            continue;
        }
        let (mut digits, mut end, mut next) = (Vec::new(), at, at);
        while let Some(one) = all.get(next) {
            if one.is_numeric() {
                digits.push(*one);
                end = next + 1;
            } else if !separators.contains(one) || next - end >= 2 {
                break;
            }
            next += 1;
        }
        if digits.len() < TELLING {
            out.extend(&all[at..end]);
        } else {
            out.push('…');
            out.extend(&digits[digits.len() - LEFT..]);
        }
        at = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn of_a_number_its_end_is_left() {
        assert_eq!(number("+442079460958"), "…958");
        assert_eq!(number("999"), "…");
        assert_eq!(number("anonymous"), "");
    }

    #[test]
    fn numbers_are_found_however_they_are_written() {
        for typed in [
            "+442079460958",
            "020 7946 0958",
            "(020) 7946-0958",
            "020.7946.0958",
            "+44 (0) 20/79460958",
            "020\u{a0}7946\u{a0}0958",
        ] {
            let told = text(&format!("I called {typed} and heard nothing."));
            assert!(told.contains("…958 and heard nothing."), "{told}");
            assert!(!told.contains("7946") && !told.contains("020"), "{told}");
        }
        assert_eq!(
            text("It broke off 3 times at 10:15, line 1024."),
            "It broke off 3 times at 10:15, line 1024."
        );
        assert_eq!(text("٠٢٠٧٩٤٦٠٩٥٨"), "…٩٥٨", "in whatever digits");
    }

    #[test]
    fn addresses_and_secrets_are_taken_out() {
        let told = text("Ada (ada.king@example.com) pat-na1-1a2b3c4d-5e6f-7a8b and\nfine words");
        assert_eq!(told, "Ada …@… … and\nfine words");
    }

    #[test]
    fn a_browsers_version_is_left() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36";
        assert_eq!(fact(chrome), chrome);
        assert_eq!(fact("called 442079460958"), "called …958");
    }

    proptest! {
        #[test]
        fn no_row_of_digits_survives(typed in ".{0,80}") {
            for told in [text(&typed), fact(&typed)] {
                let mut row = 0;
                for c in told.chars() {
                    row = if c.is_numeric() { row + 1 } else { 0 };
                    prop_assert!(row < TELLING, "{told}");
                }
            }
        }

        // Without letters: words that a shortened number has joined may look like a secret then.
        #[test]
        fn what_was_shortened_stays_as_it_is(typed in "[0-9 ().-]{0,60}") {
            let once = text(&typed);
            prop_assert_eq!(text(&once), once.clone());
        }
    }
}
