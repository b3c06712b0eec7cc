//! Configurations that cannot work are refused, with the key.

use secrecy::SecretString;

use crate::config::{Access, CallerIn, LineConfig, Transport, UaConfig};

pub(super) fn line() -> LineConfig {
    LineConfig {
        line: "desk".to_owned(),
        server: "pbx.example".to_owned(),
        domain: None,
        transport: Transport::Udp,
        user: "1001".to_owned(),
        auth_user: None,
        password: Some(SecretString::from("hunter2")),
        access: Access::Registration { expires_s: 300 },
        trunk: false,
        numbers: Vec::new(),
        peers: Vec::new(),
        caller_number: None,
        caller_name: None,
        caller_in: CallerIn::From,
    }
}

fn key(change: impl FnOnce(&mut LineConfig)) -> Option<&'static str> {
    let mut config = line();
    change(&mut config);
    let error = config.check(&UaConfig::default()).err()?;
    assert!(!error.reason.is_empty());
    Some(error.key)
}

#[test]
fn a_sound_line_passes() {
    assert_eq!(key(|_| {}), None);
    assert_eq!(key(|line| line.server = "192.0.2.1:5080".to_owned()), None);
}

#[test]
fn each_key_is_named_that_cannot_work() {
    assert_eq!(key(|line| line.line.clear()), Some("line"));
    assert_eq!(key(|line| line.server = "pbx example".to_owned()), Some("server"));
    assert_eq!(key(|line| line.domain = Some("pbx:5060".to_owned())), Some("domain"));
    assert_eq!(key(|line| line.user = "10 01".to_owned()), Some("user"));
    assert_eq!(key(|line| line.auth_user = Some("a\"b".to_owned())), Some("auth_user"));
    assert_eq!(key(|line| line.password = None), Some("password"));
    assert_eq!(key(|line| line.access = Access::Registration { expires_s: 5 }), Some("expires_s"));
    assert_eq!(key(|line| line.caller_number = Some("x y@z".to_owned())), Some("caller_number"));
    assert_eq!(key(|line| line.numbers = vec!["a@b".to_owned()]), Some("numbers"));
    assert_eq!(key(|line| line.peers = vec!["0.0.0.0/0".to_owned()]), Some("peers"));
    assert_eq!(key(|line| line.transport = Transport::Tls), Some("transport"));
    let by_address_over_tcp = |line: &mut LineConfig| {
        line.transport = Transport::Tcp;
        line.access = Access::Address;
    };
    assert_eq!(key(by_address_over_tcp), Some("transport"));
}

#[test]
fn the_user_agent_is_checked_too() {
    let with = |change: fn(&mut UaConfig)| {
        let mut config = UaConfig::default();
        change(&mut config);
        config.check().err().map(|error| error.key)
    };
    assert_eq!(with(|_| {}), None);
    assert_eq!(with(|ua| ua.public = Some("0.0.0.0:5060".parse().unwrap())), Some("public"));
    assert_eq!(with(|ua| ua.tcp = Some("127.0.0.1:0".parse().unwrap())), Some("tcp"));
    assert_eq!(with(|ua| ua.tls_roots = Some(b"DER".to_vec())), Some("tls_roots"));
    assert_eq!(with(|ua| ua.user_agent = "\r\n".to_owned()), Some("user_agent"));
    assert_eq!(with(|ua| ua.most_legs = 0), Some("most_legs"));
}

#[test]
fn a_line_does_not_show_its_password() {
    let shown = format!("{:?} {:?}", line(), line().checked(&UaConfig::default()).unwrap());
    assert!(!shown.contains("hunter2"), "{shown}");
}
