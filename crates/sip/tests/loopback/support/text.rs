//! A SIP message as text, taken apart without the crate under test.

/// A message that came.
#[derive(Debug, Clone)]
pub struct Text {
    pub first: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Text {
    pub fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut lines = head.split("\r\n");
        let first = lines.next().unwrap_or_default().to_owned();
        let header = |line: &str| {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            (name.trim().to_owned(), value.trim().to_owned())
        };
        Self { first, headers: lines.map(header).collect(), body: body.to_owned() }
    }

    /// The method of a request; empty for an answer.
    pub fn method(&self) -> &str {
        if self.first.starts_with("SIP/2.0") { "" } else { self.first.split(' ').next().unwrap() }
    }

    /// The number of an answer; 0 for a request.
    pub fn status(&self) -> u16 {
        let mut words = self.first.split(' ');
        if words.next() == Some("SIP/2.0") { words.next().unwrap().parse().unwrap() } else { 0 }
    }

    /// The address of a request.
    pub fn uri(&self) -> &str {
        self.first.split(' ').nth(1).unwrap()
    }

    /// The first header of this name; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    /// The number of its CSeq.
    pub fn seq(&self) -> u32 {
        self.header("CSeq").split(' ').next().unwrap().parse().unwrap()
    }

    /// The method of its CSeq.
    pub fn seq_method(&self) -> &str {
        self.header("CSeq").split(' ').nth(1).unwrap()
    }

    /// What stands between the brackets of a header.
    pub fn bracketed(&self, name: &str) -> &str {
        self.header(name).split(['<', '>']).nth(1).unwrap_or_default()
    }
}
