//! Why a request brought nothing, each with its sentence.

use contract::console::Refused;

/// Why a request brought nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// No answer came.
    #[error("Sidetone does not answer. Check your connection, then try again.")]
    NoAnswer,
    /// No answer came in time to something that only reads.
    #[error("Sidetone did not answer in time. Try again.")]
    Late,
    /// No answer came in time to something that changes: it may have happened all the same.
    #[error(
        "Sidetone did not answer in time. What you asked for may have happened all the same: look before you try again."
    )]
    Unsure,
    /// The session is over, or there was none.
    #[error("{}", .0.message)]
    SignedOut(Refused),
    /// The backend refused.
    #[error("{}", .0.message)]
    Refused(Refused),
    /// An answer that is not what was agreed.
    #[error("The service gave an answer that this page does not understand. Reload the page.")]
    Strange,
}

impl Failure {
    /// What an answer that is not good says. A proxy in between speaks for a backend that is away.
    pub fn of(status: u16, text: &str) -> Self {
        match (status, serde_json::from_str::<Refused>(text)) {
            (401, Ok(refused)) => Self::SignedOut(refused),
            (401, Err(_)) => Self::SignedOut(Refused {
                code: "signed-out".to_owned(),
                message: "You are signed out.".to_owned(),
                fields: Vec::new(),
            }),
            (_, Ok(refused)) => Self::Refused(refused),
            (500.., Err(_)) => Self::NoAnswer,
            (_, Err(_)) => Self::Strange,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_speaks_for_itself() {
        let failure = Failure::of(409, r#"{"code":"not-now","message":"Save first."}"#);
        assert_eq!(failure.to_string(), "Save first.");
    }

    #[test]
    fn a_gateway_s_page_means_that_the_backend_is_away() {
        assert_eq!(Failure::of(502, "<html>"), Failure::NoAnswer);
        assert_eq!(Failure::of(404, "<html>"), Failure::Strange);
    }

    #[test]
    fn a_401_is_always_a_signed_out_session() {
        assert!(matches!(Failure::of(401, ""), Failure::SignedOut(_)));
    }
}
