//! Percent-encoding: ids in paths, values in queries and forms, and the way back.

/// An id as one segment of a path: everything but letters, digits, `-` and `_` is escaped. The dot
/// is, so that no id can be `..`.
pub(crate) fn segment(id: &str) -> String {
    escape(id, b"-_")
}

/// A value of a query or a form: what RFC 3986 leaves unreserved stays, all else is escaped.
pub(crate) fn value(text: &str) -> String {
    escape(text, b"-_.~")
}

/// Pairs as a query or a form body.
pub(crate) fn pairs<K: AsRef<str>, V: AsRef<str>>(pairs: &[(K, V)]) -> String {
    let one = |(name, text): &(K, V)| format!("{}={}", value(name.as_ref()), value(text.as_ref()));
    pairs.iter().map(one).collect::<Vec<_>>().join("&")
}

/// The text that a query's name or value stands for; `None` when an escape is broken or the result
/// is no UTF-8.
pub(crate) fn decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(out).ok()
}

fn hex(digit: u8) -> Option<u8> {
    (digit as char).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

fn escape(text: &str, kept: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
