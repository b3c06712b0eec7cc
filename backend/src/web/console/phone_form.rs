//! The forms of a phone system and of a line: everything that is wrong is said at once. What can
//! work is for the user agent to say; it is asked field by field.

use contract::console::{PhoneLine, SavePhone};
use sip::{LineConfig, UaConfig};
use vault::Secret;

use super::refusal::{Refusal, Wrong};
use crate::store::people::AgentId;
use crate::store::phone_systems::{Access, AgentLine, Kind, PhoneSystem, Transport};

/// The most networks that calls may come from.
const MOST_PEERS: usize = 32;

/// The longest password, in bytes.
const LONGEST: usize = 256;

/// What becomes of a stored password.
pub enum NewSecret {
    /// It stays.
    Kept,
    /// This one takes its place.
    Typed(Secret),
    /// Nothing does.
    Forgotten,
}

/// Checks the form of a phone system. `before` is what is stored: what the chosen kind has no use
/// for stays as it was.
pub fn system(
    asked: SavePhone,
    before: PhoneSystem,
    ua: &UaConfig,
) -> Result<(PhoneSystem, NewSecret), Refusal> {
    let SavePhone { system: form, password, forget_password } = asked;
    if form.kind == Kind::Simulated {
        return Ok((PhoneSystem { kind: Kind::Simulated, ..before }, NewSecret::Kept));
    }
    let mut wrong = Wrong::default();
    let mut system = PhoneSystem {
        kind: form.kind,
        server: form.server.trim().to_owned(),
        transport: form.transport,
        domain: given(&form.domain),
        codecs: form.codecs,
        access: form.access,
        peers: form.peers.iter().filter_map(|peer| given(peer)).collect(),
        caller_in: form.caller_in,
        caller_number: given(&form.caller_number),
        ..before
    };
    let ask = Ask(ua);
    ask.about(&mut wrong, "server", |line| line.server.clone_from(&system.server));
    ask.about(&mut wrong, "transport", |line| {
        line.transport = transport(system.transport);
        line.access = access(system.access);
    });
    ask.about(&mut wrong, "domain", |line| line.domain.clone_from(&system.domain));
    let twice = system.codecs.iter().enumerate().any(|(n, c)| system.codecs[..n].contains(c));
    if system.codecs.is_empty() || twice {
        wrong.say("codecs", "Choose at least one, and each of them once.");
    }
    if let Access::Registration { .. } = system.access {
        ask.about(&mut wrong, "expiresS", |line| line.access = access(system.access));
    }
    if system.peers.len() > MOST_PEERS {
        wrong.say("peers", &format!("Enter at most {MOST_PEERS} networks."));
    }
    for (n, peer) in system.peers.iter().take(MOST_PEERS).enumerate() {
        ask.about(&mut wrong, &format!("peers.{n}"), |line| line.peers = vec![peer.clone()]);
    }
    caller_number(&ask, &mut wrong, &system.caller_number);
    let mut new = NewSecret::Kept;
    if system.kind == Kind::Trunk {
        system.user = form.user.trim().to_owned();
        system.auth_user = given(&form.auth_user);
        account(&ask, &mut wrong, &system.user, &system.auth_user);
        let needed = matches!(system.access, Access::Registration { .. });
        let has = system.password.is_some() && !forget_password;
        new = match secret(&mut wrong, password.as_deref(), needed && !has) {
            Some(typed) => NewSecret::Typed(typed),
            None if forget_password => NewSecret::Forgotten,
            None => NewSecret::Kept,
        };
    } else if system.access == Access::Address {
        wrong.say("access", "Lines of agents are registered. Choose registration, or a trunk.");
    }
    wrong.check()?;
    Ok((system, new))
}

/// Checks the form of an agent's line. `has` says whether a password is stored already. With a
/// trunk agents have no lines of their own, only a number to show.
pub fn line(
    form: &PhoneLine,
    agent: AgentId,
    kind: Kind,
    password: Option<&str>,
    has: bool,
) -> Result<(AgentLine, NewSecret), Refusal> {
    let mut wrong = Wrong::default();
    let line = AgentLine {
        agent,
        user: form.user.trim().to_owned(),
        auth_user: given(&form.auth_user),
        password: None,
        caller_number: given(&form.caller_number),
    };
    let ua = UaConfig::default();
    let ask = Ask(&ua);
    let has_line = kind == Kind::Lines || !line.user.is_empty();
    if has_line {
        account(&ask, &mut wrong, &line.user, &line.auth_user);
    }
    caller_number(&ask, &mut wrong, &line.caller_number);
    let new = secret(&mut wrong, password, has_line && !has);
    wrong.check()?;
    Ok((line, new.map_or(NewSecret::Kept, NewSecret::Typed)))
}

/// Asks the user agent about one field of a line that can work otherwise.
struct Ask<'a>(&'a UaConfig);

impl Ask<'_> {
    fn about(&self, wrong: &mut Wrong, field: &str, change: impl FnOnce(&mut LineConfig)) {
        let mut line = LineConfig {
            line: "form".to_owned(),
            server: "pbx.example.com".to_owned(),
            domain: None,
            transport: sip::Transport::Udp,
            user: "100".to_owned(),
            auth_user: None,
            password: Some("asked for by itself".into()),
            access: sip::Access::Registration { expires_s: 300 },
            trunk: false,
            numbers: Vec::new(),
            peers: Vec::new(),
            caller_number: None,
            caller_name: None,
            caller_in: sip::CallerIn::From,
        };
        change(&mut line);
        // A length of time that cannot be is said at its own field.
        match line.check(self.0) {
            Err(found) if found.key != "expires_s" || field == "expiresS" => {
                wrong.say(field, &sentence(&found.reason));
            }
            _ => {}
        }
    }
}

fn account(ask: &Ask<'_>, wrong: &mut Wrong, user: &str, auth_user: &Option<String>) {
    ask.about(wrong, "user", |line| user.clone_into(&mut line.user));
    ask.about(wrong, "authUser", |line| line.auth_user.clone_from(auth_user));
}

fn caller_number(ask: &Ask<'_>, wrong: &mut Wrong, number: &Option<String>) {
    ask.about(wrong, "callerNumber", |line| line.caller_number.clone_from(number));
}

fn secret(wrong: &mut Wrong, typed: Option<&str>, needed: bool) -> Option<Secret> {
    let typed = typed.map(str::trim).filter(|typed| !typed.is_empty());
    match typed {
        None if needed => {
            wrong.say("password", "Enter the password: the phone system asks for it.");
            None
        }
        Some(typed) if typed.len() > LONGEST || typed.chars().any(char::is_control) => {
            wrong.say("password", &format!("Enter at most {LONGEST} characters on one line."));
            None
        }
        typed => typed.map(|typed| Secret::new(typed.to_owned())),
    }
}

/// What was entered, without what surrounds it; `None` when nothing was.
fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A reason as a sentence, with the names that the configuration has.
fn sentence(reason: &str) -> String {
    let reason = reason.replace("tls_roots", "sip.tls_roots").replace("set tcp", "set sip.tcp");
    let mut rest = reason.chars();
    let first = rest.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", rest.as_str())
}

fn transport(of: Transport) -> sip::Transport {
    match of {
        Transport::Udp => sip::Transport::Udp,
        Transport::Tcp => sip::Transport::Tcp,
        Transport::Tls => sip::Transport::Tls,
    }
}

fn access(of: Access) -> sip::Access {
    match of {
        Access::Registration { expires_s } => sip::Access::Registration { expires_s },
        Access::Address => sip::Access::Address,
    }
}
