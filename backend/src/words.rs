//! One word for each input of a seat, for the log and for the events of a call.

/// The word. It holds nothing of what was said.
pub fn of(input: &seat::Input) -> &'static str {
    use seat::{Input as I, Wish as W};
    match input {
        I::Surface { .. } => "surface",
        I::SurfaceGone(_) => "surface gone",
        I::Offer(_) => "offer",
        I::Looked(..) => "looked up",
        I::Filed(..) => "filed",
        I::Recorded(..) => "recorded",
        I::Tick => "time",
        I::Phone(_, input) => match input {
            call::Input::FarRings => "far end rings",
            call::Input::FarAnswered => "far end answered",
            call::Input::FarHungUp => "far end hung up",
            call::Input::FarBusy => "far end busy",
            call::Input::FarFailed => "far end failed",
            call::Input::Voicemail => "message left",
            _ => "phone system",
        },
        I::Wish { wish, .. } => match wish {
            W::Dial(_) => "dial",
            W::Answer(_) => "answer",
            W::HangUp(_) => "hang up",
            W::Mute(_, true) => "mute",
            W::Mute(_, false) => "unmute",
            W::Hold(_, true) => "hold",
            W::Hold(_, false) => "resume",
            W::Draft(..) => "draft",
            W::Save(..) => "save",
            W::Presence(_) => "presence",
            W::TakeOver => "take over",
            W::Told(_, told) => match told {
                call::Told::Announced(_) => "told announced",
                call::Told::Answered => "told answered",
                call::Told::Ended => "told ended",
                call::Told::Completed => "told completed",
                call::Told::Popped => "opened the record",
            },
            W::Engagement(..) => "engagement",
            W::Matched(..) => "matched",
            W::Choose(..) => "chose the party",
        },
    }
}
