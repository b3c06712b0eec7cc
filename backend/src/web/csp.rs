//! The Content-Security-Policy of a page, and the widget's page with what it must know.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::config::Config;

/// HubSpot's own hosts. CSP knows no `app-*`: the exact origin is checked at the handshake.
const HUBSPOT: &str = "https://*.hubspot.com";

/// Who may frame the widget's page.
pub fn widgets_hosts(config: &Config) -> String {
    let mut ancestors = String::from(HUBSPOT);
    for origin in config.host_origins() {
        ancestors.push(' ');
        ancestors.push_str(&origin);
    }
    ancestors
}

/// The policy for a page with these inline scripts that `ancestors` may frame.
pub fn policy(config: &Config, page: &str, ancestors: &str) -> String {
    let own = config.own_origin();
    let socket = own.replacen("http", "ws", 1);
    let mut scripts = String::from("'self' 'wasm-unsafe-eval'");
    for script in inline_scripts(page) {
        let hash = STANDARD.encode(Sha256::digest(script.as_bytes()));
        scripts.push_str(&format!(" 'sha256-{hash}'"));
    }
    format!(
        "default-src 'none'; script-src {scripts}; connect-src 'self' {socket}; \
         style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self' blob:; \
         manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )
}

/// Writes the allowed origins into the page's meta tag `sidetone-origins`.
pub fn with_origins(page: &str, origins: &[String]) -> String {
    let tag = format!(r#"<meta name="sidetone-origins" content="{}">"#, origins.join(" "));
    let mut from = 0;
    while let Some(start) = find(page, "<meta", from) {
        let Some(end) = page[start..].find('>').map(|at| start + at + 1) else { break };
        if page[start..end].contains("sidetone-origins") {
            return format!("{}{tag}{}", &page[..start], &page[end..]);
        }
        from = end;
    }
    match find(page, "<head", 0).and_then(|at| Some(at + page[at..].find('>')? + 1)) {
        Some(head) => format!("{}{tag}{}", &page[..head], &page[head..]),
        None => page.to_owned(),
    }
}

/// The text of every script that has no `src`.
fn inline_scripts(page: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut from = 0;
    while let Some(start) = find(page, "<script", from) {
        let Some(open) = page[start..].find('>').map(|at| start + at + 1) else { break };
        let Some(close) = find(page, "</script", open) else { break };
        if !page[start..open].contains(" src=") {
            scripts.push(&page[open..close]);
        }
        from = close;
    }
    scripts
}

/// Finds a tag, whatever its case.
fn find(page: &str, tag: &str, from: usize) -> Option<usize> {
    let wanted = tag.as_bytes();
    let bytes = &page.as_bytes()[from..];
    bytes.windows(wanted.len()).position(|w| w.eq_ignore_ascii_case(wanted)).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><HTML><head><meta charset="utf-8">
<meta name="sidetone-origins" content=""><script>let a = 1;</script>
<script src="/x.js"></script><SCRIPT type="module">import "/y.js"</SCRIPT></head></HTML>"#;

    #[test]
    fn inline_scripts_are_found_and_others_left_alone() {
        assert_eq!(inline_scripts(PAGE), ["let a = 1;", "import \"/y.js\""]);
        assert_eq!(inline_scripts("<script>never closed"), Vec::<&str>::new());
    }

    #[test]
    fn the_origins_are_written_into_the_page() {
        let page = with_origins(PAGE, &["https://a.example".into(), "https://b.example".into()]);
        assert!(page.contains(r#"content="https://a.example https://b.example">"#));
        assert!(!page.contains(r#"content="">"#));
        let bare = with_origins("<html><head></head></html>", &["https://a.example".into()]);
        assert!(bare.contains(r#"<head><meta name="sidetone-origins""#));
    }

    #[test]
    fn the_policy_names_scripts_and_ancestors() {
        let config = Config {
            public_url: "https://phone.example.com".to_owned(),
            allowed_origins: vec!["https://crm.example.com".to_owned()],
            ..Config::default()
        };
        let policy = policy(&config, PAGE, &widgets_hosts(&config));
        assert_eq!(policy.matches("'sha256-").count(), 2);
        assert!(policy.contains("connect-src 'self' wss://phone.example.com;"));
        assert!(policy.ends_with(
            "frame-ancestors https://*.hubspot.com https://crm.example.com https://app.hubspot.com"
        ));
    }
}
