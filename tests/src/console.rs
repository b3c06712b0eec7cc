//! A line of a console, and whether it counts as an error.

use std::fmt;

use serde_json::Value;

/// One line of a console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Whether the browser counts it as an error.
    pub error: bool,
    /// `network`, `javascript`, `console` and the like.
    pub source: String,
    /// What was said, with the address it was said at.
    pub text: String,
}

/// Which errors a test brings about on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noise {
    /// None: any error fails the test.
    None,
    /// Requests that fail, because the backend is down or refuses them.
    Network,
}

impl Line {
    /// The line in a DevTools event; nothing for other events.
    pub(crate) fn read(event: &Value) -> Option<Self> {
        let params = &event["params"];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match event["method"].as_str()? {
            "Runtime.consoleAPICalled" => {
                let part = |arg: &Value| match &arg["value"] {
                    Value::Null => text(&arg["description"]),
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                let parts = params["args"].as_array()?.iter().map(part).collect::<Vec<_>>();
                let error = matches!(params["type"].as_str(), Some("error" | "assert"));
                Some(Self { error, source: "console".into(), text: parts.join(" ") })
            }
            "Runtime.exceptionThrown" => {
                let details = &params["exceptionDetails"];
                let what = text(&details["exception"]["description"]);
                let words = format!("{} {what}", text(&details["text"]));
                Some(Self { error: true, source: "javascript".into(), text: words })
            }
            "Log.entryAdded" => {
                let entry = &params["entry"];
                let words = format!("{} ({})", text(&entry["text"]), text(&entry["url"]));
                let error = entry["level"] == "error";
                Some(Self { error, source: text(&entry["source"]), text: words })
            }
            _ => None,
        }
    }

    /// Whether it is an error that a test with this noise has not asked for. The browser itself
    /// says which requests failed; a page's own words are never excused.
    pub fn is_error(&self, noise: Noise) -> bool {
        let of_network = self.source == "network"
            || self.source == "javascript" && self.text.starts_with("WebSocket connection to");
        self.error && !(noise == Noise::Network && of_network)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.error { "error, " } else { "" };
        write!(f, "[{kind}{}] {}", self.source, self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn line(source: &str, text: &str) -> Line {
        Line { error: true, source: source.into(), text: text.into() }
    }

    #[test]
    fn only_failed_requests_are_excused_and_only_where_asked() {
        let request = line("network", "Failed to load resource");
        let thrown = line("javascript", "Uncaught");
        assert!(request.is_error(Noise::None) && !request.is_error(Noise::Network));
        assert!(thrown.is_error(Noise::None) && thrown.is_error(Noise::Network));
    }

    #[test]
    fn what_a_page_says_as_an_error_is_one() {
        let said = json!({
            "method": "Runtime.consoleAPICalled",
            "params": { "type": "error", "args": [{ "value": "no" }, { "value": 7 }] },
        });
        assert_eq!(Line::read(&said), Some(line("console", "no 7")));
        assert_eq!(Line::read(&json!({ "id": 1, "result": {} })), None);
    }
}
