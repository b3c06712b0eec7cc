//! Which lines follow from what a tenant has stored, and which of them an agent calls by.

use sip::sdp::Codec;
use sip::{Access, CallerIn, ExposeSecret, LineConfig, SecretString, Transport};
use std::collections::{BTreeMap, HashMap};
use vault::Secret;

use crate::store::people::{AgentId, TenantId};
use crate::store::phone_systems::{self as kept, AgentLine, Kind, Password, PhoneSystem};

/// The lines of one tenant.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// By their names in the user agent.
    pub lines: BTreeMap<String, Planned>,
    /// What calls offer, the best first.
    pub codecs: Vec<Codec>,
    trunk: Option<String>,
    agents: HashMap<AgentId, String>,
    numbers: HashMap<AgentId, String>,
}

/// One of them.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Whose; `None` for a trunk.
    pub agent: Option<AgentId>,
    /// For the user agent.
    pub config: LineConfig,
    /// Why it cannot be set up at all.
    pub trouble: Option<String>,
}

/// How an agent calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The line's name.
    pub line: String,
    /// The number to show; the line's when `None`.
    pub caller_number: Option<String>,
    /// What to offer, the best first.
    pub codecs: Vec<Codec>,
}

impl Planned {
    /// Whether nothing needs to be set up anew.
    pub fn is_same(&self, other: &Self) -> bool {
        let password = |line: &Self| {
            line.config.password.as_ref().map(|secret| secret.expose_secret().to_owned())
        };
        let shown = |line: &Self| format!("{:?} {:?}", line.config, line.trouble);
        shown(self) == shown(other) && password(self) == password(other)
    }
}

impl Plan {
    /// The lines of a tenant. `numbers` are the tenant's, where another tenant has a trunk at the same
    /// phone system: only calls to them are this one's. `open` opens the password of the trunk or of an agent's line.
    pub fn of(
        tenant: &TenantId,
        system: &PhoneSystem,
        lines: &[AgentLine],
        numbers: Option<Vec<String>>,
        open: impl Fn(&str, &Password) -> Result<Secret, String>,
    ) -> Self {
        let mut plan = Self { codecs: codecs(system), ..Self::default() };
        let shown =
            lines.iter().filter_map(|line| Some((line.agent.clone(), line.caller_number.clone()?)));
        plan.numbers = shown.collect();
        let mut add = |name: &str, whose: &str, password: Option<&Password>, mut line: Planned| {
            match password.map(|password| open(whose, password)).transpose() {
                Ok(opened) => {
                    let secret = |opened: Secret| SecretString::from(opened.expose().to_owned());
                    line.config.password = opened.map(secret);
                }
                Err(error) => {
                    line.trouble = Some(format!("Its password cannot be opened ({error})."));
                }
            }
            plan.lines.insert(name.to_owned(), line);
        };
        match system.kind {
            Kind::Simulated => {}
            Kind::Trunk => {
                let name = format!("{}/{}", tenant.0, kept::TRUNK);
                let mut config = config(&name, system);
                // Without numbers every call would be for it.
                config.trunk = numbers.as_ref().is_none_or(|numbers| !numbers.is_empty());
                config.numbers = numbers.unwrap_or_default();
                let line = Planned { agent: None, config, trouble: None };
                add(&name, kept::TRUNK, system.password.as_ref(), line);
                plan.trunk = Some(name);
            }
            Kind::Lines => {
                for own in lines.iter().filter(|line| !line.user.is_empty()) {
                    let name = format!("{}/{}", tenant.0, own.agent.0);
                    let mut config = config(&name, system);
                    config.user.clone_from(&own.user);
                    config.auth_user.clone_from(&own.auth_user);
                    if own.caller_number.is_some() {
                        config.caller_number.clone_from(&own.caller_number);
                    }
                    let agent = Some(own.agent.clone());
                    let line = Planned { agent, config, trouble: None };
                    add(&name, &own.agent.0, own.password.as_ref(), line);
                }
                plan.agents = plan
                    .lines
                    .iter()
                    .filter_map(|(name, line)| Some((line.agent.clone()?, name.clone())))
                    .collect();
            }
        }
        plan
    }

    /// By which line an agent calls.
    pub fn way(&self, agent: &AgentId) -> Option<Way> {
        let line = self.trunk.as_ref().or_else(|| self.agents.get(agent))?.clone();
        let caller_number = self.numbers.get(agent).cloned();
        Some(Way { line, caller_number, codecs: self.codecs.clone() })
    }
}

impl Plan {
    /// Where the trunk is; `None` when there is none.
    pub fn trunk_server(&self) -> Option<String> {
        Some(self.lines.get(self.trunk.as_ref()?)?.config.server.clone())
    }

    /// The trunk with the tenant's number; `None` when there is none.
    pub fn trunk_way(&self) -> Option<Way> {
        let line = self.trunk.clone()?;
        Some(Way { line, caller_number: None, codecs: self.codecs.clone() })
    }
}

fn config(name: &str, system: &PhoneSystem) -> LineConfig {
    LineConfig {
        line: name.to_owned(),
        server: system.server.clone(),
        domain: system.domain.clone(),
        transport: match system.transport {
            kept::Transport::Udp => Transport::Udp,
            kept::Transport::Tcp => Transport::Tcp,
            kept::Transport::Tls => Transport::Tls,
        },
        user: system.user.clone(),
        auth_user: system.auth_user.clone(),
        password: None,
        access: match system.access {
            kept::Access::Registration { expires_s } => Access::Registration { expires_s },
            kept::Access::Address => Access::Address,
        },
        trunk: false,
        numbers: Vec::new(),
        peers: system.peers.clone(),
        caller_number: system.caller_number.clone(),
        caller_name: None,
        caller_in: match system.caller_in {
            kept::CallerIn::From => CallerIn::From,
            kept::CallerIn::Asserted => CallerIn::Asserted,
            kept::CallerIn::Both => CallerIn::Both,
        },
    }
}

fn codecs(system: &PhoneSystem) -> Vec<Codec> {
    let codec = |codec: &kept::Codec| match codec {
        kept::Codec::Pcmu => Codec::Pcmu,
        kept::Codec::Pcma => Codec::Pcma,
        kept::Codec::Opus => Codec::Opus,
    };
    system.codecs.iter().map(codec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(agent: &str, user: &str, caller: Option<&str>) -> AgentLine {
        AgentLine {
            agent: AgentId(agent.to_owned()),
            user: user.to_owned(),
            auth_user: None,
            password: Some(Password { sealed: user.as_bytes().to_vec(), set_at: 0 }),
            caller_number: caller.map(str::to_owned),
        }
    }

    fn plan(kind: Kind, lines: &[AgentLine]) -> Plan {
        shared(kind, lines, None)
    }

    fn shared(kind: Kind, lines: &[AgentLine], numbers: Option<&[&str]>) -> Plan {
        let numbers =
            numbers.map(|numbers| numbers.iter().map(|number| (*number).to_owned()).collect());
        let system = PhoneSystem {
            kind,
            server: "pbx.example".to_owned(),
            user: "main".to_owned(),
            caller_number: Some("+441".to_owned()),
            ..PhoneSystem::default()
        };
        // "Sealed" is the text backwards here.
        let open = |_: &str, kept: &Password| {
            let mut text = String::from_utf8(kept.sealed.clone()).unwrap();
            match text.as_str() {
                "broken" => return Err("the key is gone".to_owned()),
                _ => text.insert_str(0, "pw-"),
            }
            Ok(Secret::new(text))
        };
        Plan::of(&TenantId("t".to_owned()), &system, lines, numbers, open)
    }

    #[test]
    fn every_agent_calls_by_their_own_line_and_who_has_none_by_none() {
        let plan = plan(
            Kind::Lines,
            &[
                line("a", "1001", Some("+442")),
                line("b", "1002", None),
                line("c", "", Some("+443")),
            ],
        );
        let way = |agent: &str| plan.way(&AgentId(agent.to_owned()));
        assert_eq!(way("a").unwrap().line, "t/a");
        assert_eq!(way("a").unwrap().caller_number.as_deref(), Some("+442"));
        assert_eq!(way("b").unwrap().line, "t/b");
        assert_eq!(plan.lines["t/b"].config.caller_number.as_deref(), Some("+441"));
        assert_eq!((way("c"), way("d")), (None, None));
    }

    #[test]
    fn all_agents_call_by_the_trunk_with_their_own_numbers() {
        let plan = plan(Kind::Trunk, &[line("a", "", Some("+442"))]);
        let way = |agent: &str| plan.way(&AgentId(agent.to_owned())).unwrap();
        assert_eq!(way("a").caller_number.as_deref(), Some("+442"));
        assert_eq!(way("b").caller_number, None);
        assert_eq!((way("a").line, way("b").line), ("t/trunk".to_owned(), "t/trunk".to_owned()));
        assert!(plan.lines["t/trunk"].config.trunk);
    }

    #[test]
    fn a_trunk_beside_another_tenants_has_only_its_own_numbers() {
        let trunk = |numbers| shared(Kind::Trunk, &[], numbers).lines["t/trunk"].config.clone();
        let own = trunk(Some(&["+442"]));
        assert!(own.trunk && own.numbers == ["+442"]);
        let none = trunk(Some(&[]));
        assert!(!none.trunk && none.numbers.is_empty());
    }

    #[test]
    fn a_line_is_set_up_anew_only_when_something_differs() {
        let one = plan(Kind::Lines, &[line("a", "1001", None)]);
        let again = plan(Kind::Lines, &[line("a", "1001", None)]);
        let other = plan(Kind::Lines, &[line("a", "1009", None)]);
        assert!(one.lines["t/a"].is_same(&again.lines["t/a"]));
        assert!(!one.lines["t/a"].is_same(&other.lines["t/a"]));
        let mut secret = again.lines["t/a"].clone();
        secret.config.password = Some(SecretString::from("another"));
        assert!(!one.lines["t/a"].is_same(&secret));
    }

    #[test]
    fn a_password_that_cannot_be_opened_is_told_and_the_other_lines_are_set_up() {
        let plan = plan(Kind::Lines, &[line("a", "broken", None), line("b", "1002", None)]);
        let trouble = |name: &str| plan.lines[name].trouble.as_deref();
        assert!(trouble("t/a").unwrap().contains("the key is gone"));
        assert_eq!(trouble("t/b"), None);
    }
}
