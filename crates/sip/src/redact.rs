//! Takes the secrets out of a SIP message before anybody sees it.
//!
//! What goes: everything in the `Authorization` headers but who and where (with the response and its
//! nonces, a password can be guessed at leisure), the same of `Authentication-Info`, passwords in
//! addresses, SRTP keys, and the digits in INFO (a caller may type a card's number). Names and
//! numbers of people stay: the trace is for the tenant whose call it is.

/// What stands where something was taken out.
pub const REMOVED: &str = "[removed]";

/// What of credentials may be seen.
const SHOWN: [&str; 5] = ["username", "realm", "uri", "algorithm", "qop"];

/// The message without its secrets. Lines end as they did.
pub fn redacted(message: &str) -> String {
    let (head, body) = split(message);
    let mut text = String::with_capacity(message.len());
    let mut hidden = false;
    let mut digits = false;
    for line in head.split_inclusive('\n') {
        let (line, end) = ending(line);
        let folded = line.starts_with([' ', '\t']);
        if folded && hidden {
            // What it hides is hidden as a whole.
            continue;
        }
        let name = line.split(':').next().unwrap_or_default().trim();
        hidden = !folded && is_credentials(name);
        if hidden {
            let value = line.split_once(':').map_or("", |(_, value)| value);
            text.push_str(name);
            text.push_str(": ");
            text.push_str(&credentials(value));
        } else {
            digits |= (name.eq_ignore_ascii_case("content-type") || name.eq_ignore_ascii_case("c"))
                && line.to_ascii_lowercase().contains("dtmf");
            addresses(line, &mut text);
        }
        text.push_str(end);
    }
    if digits && !body.trim().is_empty() {
        text.push_str(REMOVED);
    } else {
        for line in body.split_inclusive('\n') {
            let (line, end) = ending(line);
            key(line, &mut text);
            text.push_str(end);
        }
    }
    text
}

/// The head with the empty line behind it, and the body.
fn split(message: &str) -> (&str, &str) {
    let mut at = 0;
    for line in message.split_inclusive('\n') {
        at += line.len();
        if ending(line).0.is_empty() {
            break;
        }
    }
    message.split_at(at)
}

fn ending(line: &str) -> (&str, &str) {
    let bare = line.trim_end_matches(['\r', '\n']);
    line.split_at(bare.len())
}

fn is_credentials(name: &str) -> bool {
    const NAMES: [&str; 4] = [
        "authorization",
        "proxy-authorization",
        "authentication-info",
        "proxy-authentication-info",
    ];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// `Digest username="1001", realm="pbx.example", [removed]`.
fn credentials(value: &str) -> String {
    let value = value.trim();
    let (scheme, parameters) = value.split_once([' ', '\t']).unwrap_or((value, ""));
    if !scheme.eq_ignore_ascii_case("digest") {
        return REMOVED.to_owned();
    }
    let mut shown = String::from("Digest ");
    for parameter in parts(parameters) {
        let name = parameter.split('=').next().unwrap_or_default().trim();
        // A quote that is never closed would make one parameter of all that follows.
        let lower = parameter.to_ascii_lowercase();
        let odd = lower.contains("response") || lower.contains("nonce");
        if !odd && SHOWN.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            addresses(parameter.trim(), &mut shown);
            shown.push_str(", ");
        }
    }
    shown.push_str(REMOVED);
    shown
}

/// Cuts at the commas that stand in no quotes.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |c: char| {
        let cut = c == ',' && !quoted;
        if c == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = c == '\\' && !escaped;
        cut
    })
}

/// Copies a line without the passwords of its addresses: `sip:user:password@host`.
fn addresses(line: &str, text: &mut String) {
    let mut rest = line;
    loop {
        let lower = rest.to_ascii_lowercase();
        let Some(at) = ["sip:", "sips:"]
            .iter()
            .filter_map(|scheme| lower.find(scheme).map(|at| at + scheme.len()))
            .min()
        else {
            break;
        };
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        rest = after;
        let end = rest.find(['>', '"', ' ', '\t', ',']).unwrap_or(rest.len());
        let Some(host) = rest[..end].rfind('@') else { continue };
        let Some(colon) = rest[..host].find(':') else { continue };
        text.push_str(&rest[..=colon]);
        text.push_str(REMOVED);
        rest = &rest[host..];
    }
    text.push_str(rest);
}

/// Copies a line of a body without the key of SRTP in it.
fn key(line: &str, text: &mut String) {
    match line.to_ascii_lowercase().find("inline:") {
        Some(at) => {
            text.push_str(&line[..at + "inline:".len()]);
            text.push_str(REMOVED);
        }
        None => addresses(line, text),
    }
}
