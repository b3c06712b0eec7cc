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
    lines(head, &mut text);
    // A piece of a message may stand in a body (sipfrag): it is read with the same suspicion.
    if is_dtmf(head) && !body.trim().is_empty() {
        text.push_str(REMOVED);
    } else {
        lines(body, &mut text);
    }
    text
}

/// The head with the empty line behind it, and the body.
fn split(message: &str) -> (&str, &str) {
    let mut at = 0;
    let mut begun = false;
    for line in message.split_inclusive('\n') {
        at += line.len();
        let empty = ending(line).0.is_empty();
        if empty && begun {
            break;
        }
        begun |= !empty;
    }
    message.split_at(at)
}

fn is_dtmf(head: &str) -> bool {
    head.lines().any(|line| {
        let name = line.split(':').next().unwrap_or_default().trim();
        (name.eq_ignore_ascii_case("content-type") || name.eq_ignore_ascii_case("c"))
            && line.to_ascii_lowercase().contains("dtmf")
    })
}

fn lines(part: &str, text: &mut String) {
    let mut hidden = false;
    for line in part.split_inclusive('\n') {
        let (line, end) = ending(line);
        if hidden && line.starts_with([' ', '\t']) {
            // It belongs to the line before, and is hidden as a whole.
            continue;
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        hidden = is_credentials(name.trim());
        if hidden {
            text.push_str(name.trim());
            text.push_str(": ");
            text.push_str(&credentials(value));
        } else {
            key(line, text);
        }
        text.push_str(end);
    }
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
        let open = parameter.matches('"').count() % 2 == 1;
        let odd = open || lower.contains("response") || lower.contains("nonce");
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

/// Copies a line without the key of SRTP and the passwords in it.
fn key(line: &str, text: &mut String) {
    match line.to_ascii_lowercase().find("inline:") {
        Some(at) => {
            text.push_str(&line[..at + "inline:".len()]);
            text.push_str(REMOVED);
        }
        None => addresses(line, text),
    }
}
