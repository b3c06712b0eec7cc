//! The order in which a host may hear of a call.

/// Checks what one host page was told of one call from its beginning to its end: announced once and
/// first, answered at most once, transferred at most once and only after that, ended once, completed once and last. An error is a sentence.
pub fn check_call(told: &[String]) -> Result<(), String> {
    let of_call: Vec<&str> = told.iter().map(String::as_str).collect();
    let wrong = |why: &str| Err(format!("{why}: {of_call:?}"));
    let announced = |kind: &&str| matches!(*kind, "INCOMING_CALL" | "OUTGOING_CALL_STARTED");
    if of_call.iter().filter(|kind| announced(kind)).count() != 1 {
        return wrong("not announced exactly once");
    }
    if !of_call.first().is_some_and(announced) {
        return wrong("announced late");
    }
    if of_call.last() != Some(&"CALL_COMPLETED") {
        return wrong("CALL_COMPLETED is not the last");
    }
    let order: Vec<&str> = of_call.iter().skip(1).copied().collect();
    match order.as_slice() {
        ["CALL_ENDED", "CALL_COMPLETED"]
        | ["CALL_ANSWERED", "CALL_ENDED", "CALL_COMPLETED"]
        | ["CALL_ANSWERED", "CALL_TRANSFERRED", "CALL_ENDED", "CALL_COMPLETED"] => Ok(()),
        _ => wrong("not in order"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(told: &[&str]) -> Result<(), String> {
        check_call(&told.iter().map(|kind| String::from(*kind)).collect::<Vec<_>>())
    }

    #[test]
    fn a_whole_call_is_in_order() {
        assert!(check(&["INCOMING_CALL", "CALL_ANSWERED", "CALL_ENDED", "CALL_COMPLETED"]).is_ok());
        assert!(check(&["OUTGOING_CALL_STARTED", "CALL_ENDED", "CALL_COMPLETED"]).is_ok());
    }

    #[test]
    fn what_is_missing_doubled_or_late_is_named() {
        assert!(check(&["INCOMING_CALL", "CALL_ENDED"]).is_err());
        assert!(check(&["CALL_ENDED", "CALL_COMPLETED"]).is_err());
        assert!(
            check(&["INCOMING_CALL", "INCOMING_CALL", "CALL_ENDED", "CALL_COMPLETED"]).is_err()
        );
        assert!(check(&["INCOMING_CALL", "CALL_ENDED", "CALL_COMPLETED", "CALL_ENDED"]).is_err());
    }
}
