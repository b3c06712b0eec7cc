//! The frames of baresip's control connection: a length, a colon, so many bytes, a comma.

/// The longest frame that is taken.
const LONGEST: usize = 64 << 10;

/// A frame around this text.
pub fn frame(text: &str) -> String {
    format!("{}:{text},", text.len())
}

/// Takes the first whole frame off what has come; `None` when it is not all there.
///
/// # Errors
/// When it is no frame.
pub fn take(bytes: &mut Vec<u8>) -> Result<Option<String>, &'static str> {
    let Some(colon) = bytes.iter().position(|byte| *byte == b':') else {
        return if bytes.len() > 8 { Err("a frame without a length") } else { Ok(None) };
    };
    let length = std::str::from_utf8(&bytes[..colon]).ok().and_then(|text| text.parse().ok());
    let length: usize = length.filter(|n| *n <= LONGEST).ok_or("a frame without a length")?;
    let end = colon + 1 + length;
    match bytes.get(end) {
        None => Ok(None),
        Some(b',') => {
            let text = String::from_utf8_lossy(&bytes[colon + 1..end]).into_owned();
            bytes.drain(..=end);
            Ok(Some(text))
        }
        Some(_) => Err("a frame without an end"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_taken_one_by_one_however_they_come() {
        let all = frame("{\"a\":1}") + &frame("é,");
        let (mut bytes, mut taken) = (Vec::new(), Vec::new());
        for byte in all.bytes() {
            bytes.push(byte);
            taken.extend(take(&mut bytes).unwrap());
        }
        assert_eq!(taken, ["{\"a\":1}", "é,"]);
        assert!(bytes.is_empty());
    }

    #[test]
    fn what_is_no_frame_is_told() {
        for wrong in [&b"hello there"[..], b"3:abcd", b"-1:a,", b"999999999999:a,"] {
            assert!(take(&mut wrong.to_vec()).is_err(), "{wrong:?}");
        }
    }
}
