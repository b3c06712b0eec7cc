//! Every key by its name, and how an environment variable sets it.

use super::ConfigError;
use toml::{Table, Value};

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// A list of texts; comma separated in the environment.
    List,
}

/// Every key there is. `hubspot.api_url` is `SIDETONE_HUBSPOT__API_URL` in the environment.
pub const KEYS: &[(&str, Kind)] = &[
    ("listen", Kind::Text),
    ("public_url", Kind::Text),
    ("widget_dir", Kind::Text),
    ("console_dir", Kind::Text),
    ("data_dir", Kind::Text),
    ("allowed_origins", Kind::List),
    ("trusted_proxies", Kind::List),
    ("tls.cert_file", Kind::Text),
    ("tls.key_file", Kind::Text),
    ("hubspot.api_url", Kind::Text),
    ("hubspot.ui_url", Kind::Text),
    ("hubspot.access_token", Kind::Text),
    ("hubspot.per_ten_seconds", Kind::Number),
    ("hubspot.searches_per_second", Kind::Number),
    ("hubspot.per_day", Kind::Number),
    ("vault.keys_file", Kind::Text),
    ("vault.keys", Kind::Text),
    ("smtp.host", Kind::Text),
    ("smtp.port", Kind::Number),
    ("smtp.user", Kind::Text),
    ("smtp.password", Kind::Text),
    ("smtp.password_file", Kind::Text),
    ("smtp.from", Kind::Text),
    ("smtp.tls", Kind::Text),
    ("simulated_phone.control_token", Kind::Text),
    ("simulated_phone.answer_after_ms", Kind::Number),
    ("voice.listen", Kind::Text),
    ("voice.public_address", Kind::Text),
    ("voice.ports", Kind::Text),
    ("turn.urls", Kind::List),
    ("turn.secret", Kind::Text),
    ("turn.secret_file", Kind::Text),
    ("turn.good_for_s", Kind::Number),
    ("turn.use", Kind::Text),
    ("sip.listen", Kind::Text),
    ("sip.tcp", Kind::Text),
    ("sip.public_address", Kind::Text),
    ("sip.tls_roots", Kind::Text),
    ("calls.held_for_s", Kind::Number),
    ("calls.drain_for_s", Kind::Number),
    ("calls.left_alone_for_s", Kind::Number),
    ("ring_timeout_ms", Kind::Number),
    ("wrap_up_ms", Kind::Number),
    ("log", Kind::Text),
    ("log_format", Kind::Text),
    ("stream.ping_ms", Kind::Number),
    ("stream.horizon", Kind::Number),
    ("record.host_reply_ms", Kind::Number),
    ("record.index_delay_ms", Kind::Number),
];

/// The name of the environment variable that sets a key.
pub fn variable(key: &str) -> String {
    format!("SIDETONE_{}", key.replace('.', "__").to_uppercase())
}

/// The variables that look like ours and are none: most likely typing errors.
pub fn unknown(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let known =
        |name: &str| name == "SIDETONE_CONFIG" || KEYS.iter().any(|(key, _)| variable(key) == name);
    names.into_iter().filter(|name| name.starts_with("SIDETONE_") && !known(name)).collect()
}

/// Lays the variables that are set over what the file said. Empty ones count as not set.
pub fn overlay(
    table: &mut Table,
    env: impl IntoIterator<Item = (String, String)>,
) -> Result<(), ConfigError> {
    for (name, text) in env {
        let Some((key, kind)) = KEYS.iter().find(|(key, _)| variable(key) == name) else {
            continue;
        };
        if text.is_empty() {
            continue;
        }
        let value = match kind {
            Kind::Text => Value::String(text),
            Kind::Number => Value::Integer(text.trim().parse().map_err(|_| {
                ConfigError::Refused(format!("{name} must be a whole number, not {text:?}."))
            })?),
            Kind::List => Value::Array(
                text.split(',')
                    .map(str::trim)
                    .filter(|part| !part.is_empty())
                    .map(|part| Value::String(part.to_owned()))
                    .collect(),
            ),
        };
        match key.split_once('.') {
            None => {
                table.insert((*key).to_owned(), value);
            }
            Some((section, key)) => {
                let section =
                    table.entry(section.to_owned()).or_insert_with(|| Value::Table(Table::new()));
                if let Value::Table(section) = section {
                    section.insert(key.to_owned(), value);
                }
            }
        }
    }
    Ok(())
}
