//! What is typed into a connection's form, until it is saved.

use contract::console::{Connection, ConnectionKind, SaveConnection, Secret};

/// The form's fields in their order, as the request names them.
pub const FORM: [&str; 10] = [
    "name",
    "kind",
    "portal",
    "appId",
    "developerKey",
    "clientId",
    "clientSecret",
    "signIn",
    "oldApp",
    "privateToken",
];

/// A secret in a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Slot {
    /// The stored one stays.
    #[default]
    Kept,
    /// A new one is being typed.
    Typed(String),
    /// The stored one goes, and nothing takes its place.
    Forgotten,
}

impl Slot {
    /// A field for a secret: open at once where none is stored.
    pub fn of(secret: Secret) -> Self {
        if secret.set.is_some() { Self::Kept } else { Self::Typed(String::new()) }
    }

    /// What is typed.
    pub fn text(&self) -> &str {
        match self {
            Self::Kept | Self::Forgotten => "",
            Self::Typed(text) => text,
        }
    }

    /// What is sent: nothing while nothing was typed.
    pub(super) fn sent(&self) -> Option<String> {
        let text = self.text().trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// What is typed into a connection's form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// See [`Connection::name`].
    pub name: String,
    /// See [`Connection::kind`].
    pub kind: ConnectionKind,
    /// See [`Connection::portal`].
    pub portal: String,
    /// See [`Connection::app_id`].
    pub app_id: String,
    /// See [`Connection::client_id`].
    pub client_id: String,
    /// See [`Connection::developer_key`].
    pub developer_key: Slot,
    /// See [`Connection::client_secret`].
    pub client_secret: Slot,
    /// See [`Connection::private_token`].
    pub private_token: Slot,
    /// See [`Connection::sign_in`].
    pub sign_in: bool,
    /// See [`Connection::old_app`].
    pub old_app: String,
}

impl Draft {
    /// The form of a stored connection.
    pub fn of(stored: &Connection) -> Self {
        Self {
            name: stored.name.clone(),
            kind: stored.kind,
            portal: stored.portal.clone(),
            app_id: stored.app_id.clone(),
            client_id: stored.client_id.clone(),
            developer_key: Slot::of(stored.developer_key),
            client_secret: Slot::of(stored.client_secret),
            private_token: Slot::of(stored.private_token),
            sign_in: stored.sign_in,
            old_app: stored.old_app.clone(),
        }
    }

    /// The form of a connection that is not stored yet.
    pub fn empty(name: &str) -> Self {
        let open = || Slot::Typed(String::new());
        Self {
            name: name.to_owned(),
            developer_key: open(),
            client_secret: open(),
            private_token: open(),
            sign_in: true,
            ..Self::default()
        }
    }

    /// Whether something was typed into the form of a new connection.
    pub fn begun(&self, taken: &[String]) -> bool {
        let fresh = Self::empty(next_name(taken));
        let nameless = |draft: &Self| Self { name: String::new(), ..draft.clone() };
        nameless(self) != nameless(&fresh)
            || !self.name.trim().is_empty() && self.name != fresh.name
    }

    /// What is sent. What belongs to the other kind is left out.
    pub fn save(&self) -> SaveConnection {
        let oauth = self.kind == ConnectionKind::OAuth;
        let text = |text: &String| text.trim().to_owned();
        let app = |value: &String| if oauth { text(value) } else { String::new() };
        SaveConnection {
            name: text(&self.name),
            kind: self.kind,
            portal: text(&self.portal),
            app_id: app(&self.app_id),
            client_id: app(&self.client_id),
            developer_key: self.developer_key.sent().filter(|_| oauth),
            client_secret: self.client_secret.sent().filter(|_| oauth),
            private_token: self.private_token.sent().filter(|_| !oauth),
            // The choice is shown for OAuth apps only, and stays as it is for others.
            sign_in: self.sign_in || !oauth,
            old_app: text(&self.old_app),
        }
    }

    /// Whether saving would change something.
    pub fn differs(&self, stored: &Connection) -> bool {
        self.save() != Self::of(stored).save()
    }
}

/// Whether an app can register the widget: it needs an id and a key of the developer account.
pub fn can_register(stored: &Connection) -> bool {
    stored.kind == ConnectionKind::OAuth
        && !stored.app_id.is_empty()
        && stored.developer_key.set.is_some()
}

/// What a second connection is named at first.
pub fn next_name(taken: &[String]) -> &'static str {
    let free = |name: &&str| !taken.iter().any(|t| t == name);
    ["Production", "Sandbox"].into_iter().find(free).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::console::LinkState;

    fn stored() -> Connection {
        Connection {
            id: "c".into(),
            name: "Production".into(),
            kind: ConnectionKind::OAuth,
            portal: "123".into(),
            app_id: "9".into(),
            client_id: "x".into(),
            developer_key: Secret::default(),
            client_secret: Secret { set: Some(1), old: false },
            private_token: Secret::default(),
            link: LinkState::NotLinked { why: None },
            default_user: None,
            in_use: true,
            sign_in: true,
            old_app: String::new(),
            region: String::new(),
        }
    }

    #[test]
    fn a_stored_secret_stays_until_another_is_typed() {
        let mut draft = Draft::of(&stored());
        assert_eq!(draft.client_secret, Slot::Kept);
        assert_eq!(draft.save().client_secret, None);
        draft.client_secret = Slot::Typed(" new ".into());
        assert_eq!(draft.save().client_secret.as_deref(), Some("new"));
        draft.client_secret = Slot::Typed(String::new());
        assert_eq!(draft.save().client_secret, None, "an empty field erases nothing");
    }

    #[test]
    fn what_belongs_to_the_other_kind_is_not_sent() {
        let mut draft = Draft::of(&stored());
        draft.private_token = Slot::Typed("pat-eu1-x".into());
        assert_eq!(draft.save().private_token, None);
        draft.kind = ConnectionKind::PrivateApp;
        let sent = draft.save();
        assert_eq!(sent.private_token.as_deref(), Some("pat-eu1-x"));
        assert!(sent.client_id.is_empty() && sent.app_id.is_empty());
    }

    #[test]
    fn only_a_change_makes_a_form_differ() {
        let mut draft = Draft::of(&stored());
        assert!(!draft.differs(&stored()));
        draft.client_secret = Slot::Typed(String::new());
        assert!(!draft.differs(&stored()), "opening a field changes nothing");
        draft.portal = "124".into();
        assert!(draft.differs(&stored()));
    }

    #[test]
    fn a_new_form_is_begun_once_something_was_typed() {
        let mut draft = Draft::empty("Production");
        assert!(!draft.begun(&[]));
        assert!(!Draft::empty("").begun(&[]), "an empty name is no work lost");
        draft.portal = "1".into();
        assert!(draft.begun(&[]));
        assert!(Draft { name: "Own".into(), ..Draft::empty("") }.begun(&[]));
    }

    #[test]
    fn a_choice_about_signing_in_and_the_old_app_are_sent() {
        let mut draft = Draft::of(&stored());
        draft.sign_in = false;
        draft.old_app = " 77 ".into();
        assert!(draft.differs(&stored()));
        assert!(!draft.save().sign_in);
        assert_eq!(draft.save().old_app, "77");
        draft.kind = ConnectionKind::PrivateApp;
        assert!(draft.save().sign_in, "the checkbox is not shown for a private app");
    }

    #[test]
    fn only_an_app_with_its_key_can_register_the_widget() {
        assert!(!can_register(&stored()));
        let key = Secret { set: Some(1), old: false };
        let with_key = Connection { developer_key: key, ..stored() };
        assert!(can_register(&with_key));
        let private = Connection { kind: ConnectionKind::PrivateApp, ..with_key };
        assert!(!can_register(&private));
    }

    #[test]
    fn the_first_connections_have_names_that_are_free() {
        assert_eq!(next_name(&[]), "Production");
        assert_eq!(next_name(&["Production".into()]), "Sandbox");
        assert_eq!(next_name(&["Production".into(), "Sandbox".into()]), "");
    }
}
