//! What the address of the sign-in window asks for.

/// What a window at `/sign-in` is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Errand {
    /// A frame in HubSpot waits.
    Frame(Waiting),
    /// The console is to be opened.
    Console,
    /// A console waits that lost its session; nothing on its page is lost.
    Again,
    /// HubSpot has sent the window back.
    Returned,
    /// The address is damaged: signing in by it would sign in to the wrong thing.
    Damaged,
}

/// A frame that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its attempt.
    pub attempt: String,
    /// HubSpot's number of the account that it is in, if it told.
    pub portal: Option<String>,
}

impl Errand {
    /// Reads the part of the address after `#`.
    pub fn read(hash: &str) -> Self {
        match hash.trim_start_matches('#') {
            "" => Self::Console,
            "again" => Self::Again,
            "returned" => Self::Returned,
            fields => Waiting::read(fields).map_or(Self::Damaged, Self::Frame),
        }
    }
}

impl Waiting {
    /// Reads `attempt=…&portal=…`.
    pub fn read(fields: &str) -> Option<Self> {
        let field = |name: &str| {
            let mut fields = fields.split('&').filter_map(|f| f.split_once('='));
            fields.find(|(n, _)| *n == name).map(|(_, value)| value)
        };
        let attempt = field("attempt").filter(|a| is_base64url(a))?.to_owned();
        let portal = field("portal").filter(|p| is_portal(p)).map(str::to_owned);
        Some(Self { attempt, portal })
    }

    /// Writes it down as [`Waiting::read`] reads it.
    pub fn written(&self) -> String {
        match &self.portal {
            Some(portal) => format!("attempt={}&portal={portal}", self.attempt),
            None => format!("attempt={}", self.attempt),
        }
    }
}

/// Whether a text can be HubSpot's number of an account.
pub fn is_portal(text: &str) -> bool {
    !text.is_empty() && text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_base64url(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (16..=128).contains(&text.len()) && text.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATTEMPT: &str = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg";

    #[test]
    fn a_frame_names_its_attempt_and_its_account() {
        let waiting = Waiting { attempt: ATTEMPT.into(), portal: Some("4471190".into()) };
        let address = format!("#attempt={ATTEMPT}&portal=4471190");
        assert_eq!(Errand::read(&address), Errand::Frame(waiting.clone()));
        assert_eq!(Waiting::read(&waiting.written()), Some(waiting));
    }

    #[test]
    fn an_account_that_is_no_number_is_not_believed() {
        let told = |portal: &str| Waiting::read(&format!("attempt={ATTEMPT}&portal={portal}"));
        assert_eq!(told("x1").and_then(|w| w.portal), None);
        assert_eq!(told("").and_then(|w| w.portal), None);
        assert!(told("x1").is_some());
    }

    #[test]
    fn without_an_attempt_the_window_is_for_the_console() {
        assert_eq!(Errand::read(""), Errand::Console);
        assert_eq!(Errand::read("#"), Errand::Console);
        assert_eq!(Errand::read("#again"), Errand::Again);
        assert_eq!(Errand::read("#returned"), Errand::Returned);
    }

    #[test]
    fn a_damaged_address_does_not_become_the_console_s() {
        for hash in ["#attempt=", "#attempt=a b", "#attempt=short", "#portal=1", "#/people"] {
            assert_eq!(Errand::read(hash), Errand::Damaged, "{hash}");
        }
    }
}
