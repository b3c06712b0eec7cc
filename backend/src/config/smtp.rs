//! Where invitations are sent from.

use serde::Deserialize;
use std::path::PathBuf;

use super::{ConfigError, Secret, is_loopback_name};

/// The mail server. Without a host no mail is sent.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Smtp {
    /// Its host name.
    pub host: Option<String>,
    /// Its port; 0: the usual one of the kind of TLS.
    pub port: u16,
    /// Who signs in there; nobody where it needs nobody.
    pub user: Option<String>,
    /// The password.
    pub password: Option<Secret>,
    /// A file with the password.
    pub password_file: Option<PathBuf>,
    /// The sender's address, with a name or without.
    pub from: Option<String>,
    /// How the way there is protected.
    pub tls: SmtpTls,
}

/// How the way to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpTls {
    /// It begins in plain and must change to TLS before anything is said.
    StartTls,
    /// TLS from the start.
    Tls,
    /// Not at all: for a server on this machine only.
    None,
}

impl Default for Smtp {
    fn default() -> Self {
        Self {
            host: None,
            port: 0,
            user: None,
            password: None,
            password_file: None,
            from: None,
            tls: SmtpTls::StartTls,
        }
    }
}

impl Smtp {
    /// The port that is asked.
    pub fn port(&self) -> u16 {
        match (self.port, self.tls) {
            (0, SmtpTls::StartTls) => 587,
            (0, SmtpTls::Tls) => 465,
            (0, SmtpTls::None) => 25,
            (port, _) => port,
        }
    }

    /// The password, read from its file if it is in one.
    pub fn secret(&self) -> Result<Option<Secret>, ConfigError> {
        match (&self.password, &self.password_file) {
            (Some(password), _) => Ok(Some(password.clone())),
            (None, Some(file)) => {
                let text = std::fs::read_to_string(file).map_err(|error| {
                    ConfigError::Refused(format!(
                        "smtp.password_file {} cannot be read: {error}.",
                        file.display()
                    ))
                })?;
                Ok(Some(Secret::new(text.trim_end_matches(['\r', '\n']))))
            }
            (None, None) => Ok(None),
        }
    }

    /// What is wrong, if anything is.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let refuse = |sentence: &str| Err(ConfigError::Refused(sentence.to_owned()));
        let Some(host) = &self.host else {
            if self.user.is_some() || self.from.is_some() {
                return refuse(
                    "smtp.host is missing: without it no mail is sent. Set it, or leave the section out.",
                );
            }
            return Ok(());
        };
        let Some(from) = &self.from else {
            return refuse("smtp.from is missing: set the address that invitations come from.");
        };
        if from.parse::<lettre::message::Mailbox>().is_err() {
            return refuse(
                "smtp.from must be an address, such as phone@example.com or Phone <phone@example.com>.",
            );
        }
        if self.tls == SmtpTls::None && !is_loopback_name(host) {
            return refuse(
                "smtp.tls is none: that is allowed only for a mail server on this machine. Use starttls or tls.",
            );
        }
        if self.password.is_some() && self.password_file.is_some() {
            return refuse("smtp.password and smtp.password_file are both set; set one of them.");
        }
        let secret = self.secret()?;
        if self.user.is_some() != secret.is_some() {
            return refuse("smtp.user and its password belong together; set both or none.");
        }
        Ok(())
    }
}
