//! What is not safe is refused with a sentence that names the key.

use sidetone_backend::config::{Config, EXAMPLE, KEYS};

fn load(env: &[(&str, &str)]) -> Result<Config, String> {
    let env = env.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
    Config::load(None, env).map_err(|e| e.to_string())
}

#[test]
fn the_defaults_are_fine() {
    load(&[]).unwrap();
}

// row!(C12)
#[test]
fn plain_http_is_refused_everywhere_but_on_loopback_names() {
    for fine in [
        "https://phone.example.com",
        "http://localhost:4181",
        "http://sidetone.localhost:4180",
        "http://127.0.0.1:9",
        "http://[::1]:9",
    ] {
        load(&[("SIDETONE_PUBLIC_URL", fine)]).unwrap();
    }
    for refused in [
        "http://phone.example.com",
        "http://10.0.0.1",
        "http://localhost.example.com",
        "http://notlocalhost",
        "ftp://localhost",
        "nonsense",
        "https://phone.example.com/path",
    ] {
        let sentence = load(&[("SIDETONE_PUBLIC_URL", refused)]).unwrap_err();
        assert!(sentence.contains("public_url"), "{sentence}");
    }
    let sentence = load(&[("SIDETONE_HUBSPOT__API_URL", "http://api.hubapi.com")]).unwrap_err();
    assert!(sentence.contains("hubspot.api_url"), "{sentence}");
    let sentence = load(&[("SIDETONE_ALLOWED_ORIGINS", "http://crm.example.com")]).unwrap_err();
    assert!(sentence.contains("allowed_origins"), "{sentence}");
}

#[test]
fn how_long_calls_are_kept_makes_sense() {
    load(&[("SIDETONE_CALLS__HELD_FOR_S", "5"), ("SIDETONE_CALLS__DRAIN_FOR_S", "0")]).unwrap();
    for (key, value, names) in [
        ("SIDETONE_CALLS__HELD_FOR_S", "0", "calls.held_for_s"),
        ("SIDETONE_CALLS__HELD_FOR_S", "601", "calls.held_for_s"),
        ("SIDETONE_CALLS__DRAIN_FOR_S", "14401", "calls.drain_for_s"),
        ("SIDETONE_CALLS__LEFT_ALONE_FOR_S", "59", "calls.left_alone_for_s"),
        ("SIDETONE_CALLS__LEFT_ALONE_FOR_S", "86401", "calls.left_alone_for_s"),
    ] {
        let sentence = load(&[(key, value)]).unwrap_err();
        assert!(sentence.contains(names), "{sentence}");
    }
}

#[test]
fn sound_needs_an_address_that_browsers_reach() {
    load(&[("SIDETONE_VOICE__LISTEN", "127.0.0.1:4181")]).unwrap();
    load(&[
        ("SIDETONE_VOICE__LISTEN", "0.0.0.0:4181"),
        ("SIDETONE_VOICE__PUBLIC_ADDRESS", "203.0.113.7"),
    ])
    .unwrap();
    for (key, value, names) in [
        ("SIDETONE_VOICE__LISTEN", "0.0.0.0:4181", "voice.public_address"),
        ("SIDETONE_VOICE__LISTEN", "224.0.0.1:4181", "voice.listen"),
        ("SIDETONE_VOICE__PUBLIC_ADDRESS", "0.0.0.0", "voice.public_address"),
        ("SIDETONE_VOICE__PUBLIC_ADDRESS", "224.0.0.1", "voice.public_address"),
        ("SIDETONE_VOICE__PUBLIC_ADDRESS", "203.0.113.7:0", "voice.public_address"),
        ("SIDETONE_VOICE__PUBLIC_ADDRESS", "phone.example.com", "voice.public_address"),
    ] {
        let sentence = load(&[(key, value)]).unwrap_err();
        assert!(sentence.contains(names), "{sentence}");
    }
    assert!(load(&[("SIDETONE_VOICE__LISTEN", "here")]).is_err());
    for refused in ["20000", "80-90", "20000-20002", "30000-20000", "65533-65536", "a-b"] {
        let sentence = load(&[("SIDETONE_VOICE__PORTS", refused)]).unwrap_err();
        assert!(sentence.contains("voice.ports"), "{refused}: {sentence}");
    }
    let ports = load(&[("SIDETONE_VOICE__PORTS", "31000-31003")]).unwrap().voice.ports;
    assert_eq!(ports.range(), 31_000..=31_003);
}

#[test]
fn phone_systems_need_an_address_that_they_reach() {
    load(&[("SIDETONE_SIP__LISTEN", "0.0.0.0:5060"), ("SIDETONE_SIP__TCP", "0.0.0.0:5060")])
        .unwrap();
    let public = ("SIDETONE_SIP__PUBLIC_ADDRESS", "203.0.113.7");
    let config = load(&[("SIDETONE_PUBLIC_URL", "https://phone.example.com"), public]).unwrap();
    let public = config.sip.user_agent(&config).unwrap().public.unwrap();
    assert_eq!(public.to_string(), "203.0.113.7:5060");
    for (key, value, names) in [
        ("SIDETONE_SIP__LISTEN", "224.0.0.1:5060", "sip.listen"),
        ("SIDETONE_SIP__TCP", "127.0.0.1:0", "sip.tcp"),
        ("SIDETONE_SIP__PUBLIC_ADDRESS", "0.0.0.0", "sip.public_address"),
        ("SIDETONE_SIP__PUBLIC_ADDRESS", "203.0.113.7:0", "sip.public_address"),
        ("SIDETONE_SIP__PUBLIC_ADDRESS", "phone.example.com", "sip.public_address"),
    ] {
        let sentence = load(&[(key, value)]).unwrap_err();
        assert!(sentence.contains(names), "{sentence}");
    }
    let missing = load(&[("SIDETONE_SIP__TLS_ROOTS", "/nowhere/roots.pem")]).unwrap();
    let sentence = missing.sip.user_agent(&missing).unwrap_err().to_string();
    assert!(sentence.contains("sip.tls_roots"), "{sentence}");
}

#[test]
fn a_relay_is_complete_and_one_that_browsers_take() {
    let urls =
        ("SIDETONE_TURN__URLS", "turn:turn.example.com:3478?transport=udp, turns:[2001:db8::7]");
    let secret = ("SIDETONE_TURN__SECRET", "shared-with-the-relay");
    let config = load(&[urls, secret]).unwrap();
    assert_eq!(config.turn.urls.len(), 2);
    assert!(!format!("{config:?}").contains("shared-with"), "the secret does not show itself");
    for (env, key) in [
        (vec![urls], "turn.secret"),
        (vec![secret], "turn.urls"),
        (vec![("SIDETONE_TURN__USE", "always")], "turn.urls"),
        (vec![urls, secret, ("SIDETONE_TURN__USE", "perhaps")], "perhaps"),
        (vec![urls, secret, ("SIDETONE_TURN__GOOD_FOR_S", "1799")], "turn.good_for_s"),
        (vec![urls, secret, ("SIDETONE_TURN__GOOD_FOR_S", "86401")], "turn.good_for_s"),
        (vec![urls, ("SIDETONE_TURN__SECRET", "two words")], "turn.secret"),
        (vec![urls, ("SIDETONE_TURN__SECRET_FILE", "/no/such/file")], "turn.secret_file"),
        (vec![urls, secret, ("SIDETONE_TURN__SECRET_FILE", "/no/such/file")], "turn.secret_file"),
        (vec![("SIDETONE_TURN__URLS", "stun:turn.example.com"), secret], "turn.urls"),
        (vec![("SIDETONE_TURN__URLS", "turn:a,turn:b,turn:c,turn:d,turn:e"), secret], "turn.urls"),
    ] {
        let sentence = load(&env).unwrap_err();
        assert!(sentence.contains(key), "{key}: {sentence}");
        assert!(!sentence.contains("shared-with"), "{sentence}");
    }
}

#[test]
fn other_machines_are_listened_to_only_with_tls_or_behind_a_proxy() {
    let sentence = load(&[("SIDETONE_LISTEN", "0.0.0.0:443")]).unwrap_err();
    assert!(sentence.contains("tls.cert_file"), "{sentence}");
    load(&[("SIDETONE_LISTEN", "0.0.0.0:80"), ("SIDETONE_TRUSTED_PROXIES", "10.0.0.0/8, ::1")])
        .unwrap();
    load(&[
        ("SIDETONE_LISTEN", "[::]:443"),
        ("SIDETONE_TLS__CERT_FILE", "cert.pem"),
        ("SIDETONE_TLS__KEY_FILE", "key.pem"),
    ])
    .unwrap();
    let sentence = load(&[("SIDETONE_TLS__CERT_FILE", "cert.pem")]).unwrap_err();
    assert!(sentence.contains("belong together"), "{sentence}");
}

#[test]
fn nonsense_is_refused_by_name() {
    for (name, value, word) in [
        ("SIDETONE_RING_TIMEOUT_MS", "soon", "SIDETONE_RING_TIMEOUT_MS"),
        ("SIDETONE_RING_TIMEOUT_MS", "0", "ring_timeout_ms"),
        ("SIDETONE_TRUSTED_PROXIES", "10.0.0.0/99", "trusted_proxies"),
        ("SIDETONE_LOG_FORMAT", "xml", "xml"),
        ("SIDETONE_LISTEN", "everywhere", "socket address"),
        ("SIDETONE_HUBSPOT__ACCESS_TOKEN", "two words", "hubspot.access_token"),
        ("SIDETONE_ALLOWED_ORIGINS", "https://a.example/path", "allowed_origins"),
    ] {
        let sentence = load(&[(name, value)]).unwrap_err();
        assert!(sentence.contains(word), "{name}={value}: {sentence}");
    }
}

#[test]
fn a_mail_server_is_complete_and_reached_safely_or_there_is_none() {
    let host = ("SIDETONE_SMTP__HOST", "mail.example.com");
    let from = ("SIDETONE_SMTP__FROM", "Telephone <phone@example.com>");
    let user = ("SIDETONE_SMTP__USER", "phone");
    let password = ("SIDETONE_SMTP__PASSWORD", "mail-secret");
    let config = load(&[host, from, user, password]).unwrap();
    assert!(!format!("{config:?}").contains("mail-secret"));
    assert_eq!(config.smtp.port(), 587);
    load(&[("SIDETONE_SMTP__HOST", "localhost"), from, ("SIDETONE_SMTP__TLS", "none")]).unwrap();
    for (env, key) in [
        (vec![host], "smtp.from"),
        (vec![from], "smtp.host"),
        (vec![host, ("SIDETONE_SMTP__FROM", "nobody")], "smtp.from"),
        (vec![host, from, user], "smtp.user"),
        (vec![host, from, password], "smtp.user"),
        (vec![host, from, ("SIDETONE_SMTP__TLS", "none")], "smtp.tls"),
        (vec![host, from, ("SIDETONE_SMTP__TLS", "perhaps")], "perhaps"),
        (
            vec![host, from, user, ("SIDETONE_SMTP__PASSWORD_FILE", "/no/such/file")],
            "smtp.password_file",
        ),
    ] {
        let sentence = load(&env).unwrap_err();
        assert!(sentence.contains(key), "{key}: {sentence}");
    }
}

#[test]
fn the_example_is_what_there_is() {
    let file =
        std::env::temp_dir().join(format!("sidetone-{}.toml", sidetone_backend::ids::new_id()));
    std::fs::write(&file, EXAMPLE).unwrap();
    let read = Config::load(Some(&file), []).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(format!("{read:?}"), format!("{:?}", Config::default()));
    let mut section = String::new();
    let mut documented = Vec::new();
    for line in EXAMPLE.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = format!("{}.", name.trim_end_matches(']'));
        }
        if let Some((key, _)) = line.trim_start_matches("# ").split_once(" = ") {
            documented.push(format!("{section}{key}"));
        }
    }
    for (key, _) in KEYS {
        assert!(documented.iter().any(|known| known == key), "{key} is not in the example");
    }
    assert_eq!(documented.len(), KEYS.len());
}

#[test]
fn a_typing_error_in_the_file_is_named() {
    let file =
        std::env::temp_dir().join(format!("sidetone-{}.toml", sidetone_backend::ids::new_id()));
    std::fs::write(&file, "lissten = \"127.0.0.1:1\"\n").unwrap();
    let sentence = Config::load(Some(&file), []).unwrap_err().to_string();
    std::fs::remove_file(&file).unwrap();
    assert!(sentence.contains("lissten"), "{sentence}");
    let sentence = Config::load(Some(&file), []).unwrap_err().to_string();
    assert!(sentence.contains("--config"), "{sentence}");
}

#[test]
fn secrets_do_not_show_themselves() {
    let config = load(&[
        ("SIDETONE_HUBSPOT__ACCESS_TOKEN", "pat-very-secret"),
        ("SIDETONE_SIMULATED_PHONE__CONTROL_TOKEN", "also-secret"),
    ])
    .unwrap();
    let shown = format!("{config:?}");
    assert!(!shown.contains("secret-") && !shown.contains("very-secret"), "{shown}");
    assert!(!shown.contains("also-secret"), "{shown}");
    assert_eq!(config.hubspot.access_token.unwrap().reveal(), "pat-very-secret");
}
