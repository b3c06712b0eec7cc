//! Whether an INVITE can be worked with, before anything is made of it.

use rsipstack::sip::prelude::HeadersExt;
use rsipstack::sip::{Header, Request, StatusCode};

/// The longest Call-ID that is taken, in bytes.
const MOST_CALL_ID: usize = 255;
/// The longest body that is taken, in bytes.
const MOST_BODY: usize = 16 * 1024;

/// What we do; for `Allow`. REFER is missing: nobody may move our calls.
pub(crate) const ALLOW: &str = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, NOTIFY, UPDATE";

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Objection {
    pub status: StatusCode,
    pub headers: Vec<Header>,
}

fn object(status: StatusCode) -> Result<(), Objection> {
    Err(Objection { status, headers: Vec::new() })
}

/// Looks at an INVITE that would begin a call.
///
/// # Errors
/// The answer that it gets instead.
pub(crate) fn screen(request: &Request) -> Result<(), Objection> {
    let call_id = request.call_id_header().map(|id| id.value().len());
    if !matches!(call_id, Ok(1..=MOST_CALL_ID)) {
        return object(StatusCode::BadRequest);
    }
    let tag = request.from_header().ok().and_then(|from| from.tag().ok().flatten());
    if tag.is_none_or(|tag| tag.value().is_empty()) {
        return object(StatusCode::BadRequest);
    }
    let contacts = request.typed_contact_headers().unwrap_or_default();
    if contacts.len() != 1 {
        return object(StatusCode::BadRequest);
    }
    // A call that comes back through our own lines is caught here. Old phones send none.
    match request.max_forwards_header().map(|header| header.value().trim().parse::<u8>()) {
        Ok(Ok(0)) => return object(StatusCode::TooManyHops),
        Ok(Err(_)) => return object(StatusCode::BadRequest),
        Ok(Ok(_)) | Err(_) => {}
    }
    if request.body.len() > MOST_BODY {
        return object(StatusCode::MessageTooLarge);
    }
    // The stack cuts a datagram at 8 KiB, and a body at its end.
    let length = request.headers.iter().find_map(|header| match header {
        Header::ContentLength(length) => Some(length.value().trim().parse::<usize>()),
        _ => None,
    });
    if !matches!(length, None | Some(Ok(_))) || length.is_some_and(|l| l != Ok(request.body.len()))
    {
        return object(StatusCode::BadRequest);
    }
    if !request.body.is_empty() && !is_sdp(request) {
        let headers = vec![Header::Accept("application/sdp".into())];
        return Err(Objection { status: StatusCode::UnsupportedMediaType, headers });
    }
    // `replaces` we do, and a session's timer we let the caller run; of everything else that is
    // required we say that we do not.
    let required: Vec<&str> = request
        .headers
        .iter()
        .filter_map(|header| match header {
            Header::Require(require) => Some(require.value()),
            _ => None,
        })
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|tag| !tag.is_empty())
        .filter(|tag| !["replaces", "timer"].iter().any(|known| tag.eq_ignore_ascii_case(known)))
        .collect();
    if !required.is_empty() {
        let unsupported: String = required.join(", ").chars().take(256).collect();
        let headers = vec![Header::Unsupported(unsupported.into())];
        return Err(Objection { status: StatusCode::BadExtension, headers });
    }
    Ok(())
}

/// Its body is a session description, by its type.
pub(crate) fn is_sdp(request: &Request) -> bool {
    content_type(request).is_some_and(|kind| kind.eq_ignore_ascii_case("application/sdp"))
}

/// The type of its body, without parameters.
pub(crate) fn content_type(request: &Request) -> Option<&str> {
    request.headers.iter().find_map(|header| match header {
        Header::ContentType(kind) => kind.value().split(';').next().map(str::trim),
        _ => None,
    })
}

/// A description in a body; `None` when there is none that is text.
pub(crate) fn description(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    (!text.trim().is_empty() && body.len() <= MOST_BODY).then(|| text.to_owned())
}
