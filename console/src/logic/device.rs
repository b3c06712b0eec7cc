//! Where the page is: what a new passkey is called at first, and whether the address can have any.

/// What this device may be called, from how its browser describes itself.
pub fn name(agent: &str) -> &'static str {
    // Android says Linux too, and Chrome OS as well: the narrower names come first.
    let kinds = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android device"),
        ("CrOS", "Chromebook"),
        ("Windows", "Windows computer"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux computer"),
    ];
    let found = kinds.into_iter().find(|(mark, _)| agent.contains(mark));
    found.map_or("This computer", |(_, name)| name)
}

/// A name that no other passkey has: `Mac`, then `Mac 2`.
pub fn free(name: &str, taken: &[String]) -> String {
    let is_free = |name: &String| !taken.contains(name);
    let numbered = (2..).map(|n| format!("{name} {n}"));
    std::iter::once(name.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

/// Whether an address is numbers: passkeys are bound to names.
pub fn is_ip(host: &str) -> bool {
    host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_called_what_people_call_it() {
        assert_eq!(name("Mozilla/5.0 (Windows NT 10.0; Win64; x64)"), "Windows computer");
        assert_eq!(name("Mozilla/5.0 (Linux; Android 15; Pixel 9)"), "Android device");
        assert_eq!(name("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)"), "Chromebook");
        assert_eq!(name("something new"), "This computer");
    }

    #[test]
    fn a_second_passkey_of_a_device_gets_a_number() {
        let taken = ["Mac".to_owned(), "Mac 2".to_owned()];
        assert_eq!(free("Mac", &[]), "Mac");
        assert_eq!(free("Mac", &taken), "Mac 3");
    }

    #[test]
    fn numbers_are_no_names() {
        assert!(is_ip("192.168.0.7") && is_ip("[::1]"));
        assert!(!is_ip("localhost") && !is_ip("phone.example.com"));
    }
}
