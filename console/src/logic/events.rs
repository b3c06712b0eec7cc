//! Reads a `text/event-stream` as it comes in, in pieces of any length.

/// Takes pieces of text and gives the data of whole events.
#[derive(Debug, Default)]
pub struct Events {
    rest: String,
    data: Vec<String>,
}

impl Events {
    /// Takes the next piece; gives the data of the events that are whole with it.
    pub fn push(&mut self, piece: &str) -> Vec<String> {
        self.rest.push_str(piece);
        let mut whole = Vec::new();
        while let Some(end) = self.rest.find('\n') {
            let line: String = self.rest.drain(..=end).collect();
            let line = line.trim_end_matches(['\n', '\r']);
            if line.is_empty() {
                if !self.data.is_empty() {
                    whole.push(std::mem::take(&mut self.data).join("\n"));
                }
            } else if let Some(data) = line.strip_prefix("data:") {
                self.data.push(data.strip_prefix(' ').unwrap_or(data).to_owned());
            }
        }
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_in_pieces_is_given_once_it_is_whole() {
        let mut events = Events::default();
        assert!(events.push("data: {\"peo").is_empty());
        assert!(events.push("ple\":\"t\"}\n").is_empty());
        assert_eq!(events.push("\n"), [r#"{"people":"t"}"#]);
    }

    #[test]
    fn comments_and_other_fields_say_nothing() {
        let mut events = Events::default();
        assert_eq!(events.push(": ping\n\nevent: x\r\ndata:1\r\n\r\ndata: 2\n\n"), ["1", "2"]);
    }

    #[test]
    fn data_of_several_lines_is_one_text() {
        assert_eq!(Events::default().push("data: a\ndata: b\n\n"), ["a\nb"]);
    }
}
