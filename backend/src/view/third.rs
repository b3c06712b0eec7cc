//! A third beside a call, and what became of a transfer, as a surface shows it.

use call::{Call, Stage, ThirdStage, With};
use contract as wire;

use crate::around::Tenancy;

/// Who is beside the call.
pub(super) fn third(call: &Call, tenancy: &Tenancy) -> Option<wire::Third> {
    let Stage::Connected(connected) = call.stage() else { return None };
    let third = connected.third.as_ref()?;
    let stage = match third.stage {
        ThirdStage::Transferring { .. } => wire::ThirdStage::Transferring,
        ThirdStage::Dialling { rings: false, .. } => wire::ThirdStage::Dialling,
        ThirdStage::Dialling { rings: true, .. } => wire::ThirdStage::Ringing,
        ThirdStage::Asked(With::Third) => wire::ThirdStage::WithThird,
        ThirdStage::Asked(With::Far) => wire::ThirdStage::WithFar,
        ThirdStage::Joined => wire::ThirdStage::Joined,
    };
    Some(wire::Third { name: third.who.name.clone(), stage, mixes: tenancy.mixes })
}

/// Where it came from, where it went, or why it did not go, in a sentence.
pub(super) fn note(call: &Call) -> Option<String> {
    if let Some(trouble) = call.trouble() {
        return Some(trouble.to_owned());
    }
    if let Some(to) = call.transferred() {
        return Some(format!("Transferred to {to}."));
    }
    let via = call.via()?;
    Some(match via.back {
        true => format!("{} did not take it: it is back with you.", via.by),
        false => format!("Transferred by {}.", via.by),
    })
}
