//! Invitations by e-mail, where a mail server is configured.

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

use crate::config::{Config, ConfigError, SmtpTls};

/// How long a mail server may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// The way to the mail server.
pub struct Mail {
    from: Mailbox,
    server: AsyncSmtpTransport<Tokio1Executor>,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mail")
    }
}

/// Why mail cannot be sent at all.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The address, or TLS.
    #[error("Mail cannot be set up: {0}. Check the section smtp.")]
    Setup(String),
}

impl Mail {
    /// As configured; `None` without a mail server.
    pub fn new(config: &Config) -> Result<Option<Self>, MailError> {
        let smtp = &config.smtp;
        let (Some(host), Some(from)) = (&smtp.host, &smtp.from) else { return Ok(None) };
        let setup = |error: &dyn std::fmt::Display| MailError::Setup(error.to_string());
        let from = from.parse().map_err(|error| setup(&error))?;
        let tls = || TlsParameters::new(host.clone()).map_err(|error| setup(&error));
        let tls = match smtp.tls {
            SmtpTls::StartTls => Tls::Required(tls()?),
            SmtpTls::Tls => Tls::Wrapper(tls()?),
            SmtpTls::None => Tls::None,
        };
        let mut server = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(smtp.port())
            .timeout(Some(PATIENCE))
            .tls(tls);
        if let (Some(user), Some(password)) = (&smtp.user, smtp.secret()?) {
            let password = password.reveal().to_owned();
            server = server.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Some(Self { from, server: server.build() }))
    }

    /// Sends an invitation. The error is a sentence for whoever invites: the link can be handed over
    /// in another way.
    pub async fn invite(&self, name: &str, email: &str, link: &str) -> Result<(), String> {
        let wrong = || format!("No mail can be sent to {email}. Hand the link over yourself.");
        let to = Mailbox::new(Some(name.to_owned()), email.parse().map_err(|_| wrong())?);
        let text = format!(
            "Hello {name},\r\n\r\nyou are invited to Sidetone, the telephone in HubSpot. Open this \
             link within a week:\r\n\r\n{link}\r\n\r\nIt works once. Whoever has it can sign in as \
             you: pass it on to nobody.\r\n"
        );
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject("Your invitation to Sidetone")
            .header(ContentType::TEXT_PLAIN)
            .body(text)
            .map_err(|_| wrong())?;
        // What the server says may name the address; it is not logged.
        self.server.send(message).await.map(drop).map_err(|error| {
            let kind = match () {
                () if error.is_permanent() => "refused it for good",
                () if error.is_transient() => "refused it for now",
                () if error.is_timeout() => "did not answer in time",
                () if error.is_tls() => "has no TLS that can be trusted",
                () => "could not be reached",
            };
            tracing::warn!(kind, "an invitation could not be sent");
            format!("The mail was not sent: the mail server {kind}. Hand the link over yourself.")
        })
    }
}
