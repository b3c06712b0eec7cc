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
        I::Phone(_, input) => of_call(input),
        I::Wish { wish, .. } => match wish {
            W::Dial(_) => "dial",
            W::Answer(_) => "answer",
            W::HangUp(_) => "hang up",
            W::Mute(_, true) => "mute",
            W::Mute(_, false) => "unmute",
            W::Hold(_, true) => "hold",
            W::Hold(_, false) => "resume",
            W::Digits(..) => "keys",
            W::Transfer(..) => "transfer",
            W::Consult(..) => "ask somebody first",
            W::Swap(_) => "swap",
            W::Merge(_) => "join",
            W::Complete(_) => "leave the two",
            W::DropThird(_) => "drop the third",
            W::Draft(..) => "draft",
            W::Save(..) => "save",
            W::Extend(_) => "more time",
            W::Status(_) => "status",
            W::TakeOver => "take over",
            W::Told(_, told) => match told {
                call::Told::Announced(_) => "told announced",
                call::Told::Answered => "told answered",
                call::Told::Transferred => "told transferred",
                call::Told::Ended => "told ended",
                call::Told::Completed => "told completed",
                call::Told::Popped => "opened the record",
            },
            W::Engagement(..) => "engagement",
            W::Matched(..) => "matched",
            W::Choose(..) => "chose the party",
            W::Later(_) => "numbers for later",
        },
    }
}

/// The word for an entry of a call's ledger.
pub fn of_entry(entry: &call::Entry) -> &'static str {
    match &entry.what {
        call::Happened::Offered(..) => "offer",
        call::Happened::Dialled(..) => "dial",
        call::Happened::Was(input) => of_call(input),
    }
}

fn of_call(input: &call::Input) -> &'static str {
    use call::{Input as I, ThirdNews as T3, Told as T};
    match input {
        I::Answer => "answer",
        I::HangUp => "hang up",
        I::Mute(true) => "mute",
        I::Mute(false) => "unmute",
        I::Hold(true) => "hold",
        I::Hold(false) => "resume",
        I::Digits(_) => "keys",
        I::Transfer(_) => "transfer",
        I::Consult(_) => "ask somebody first",
        I::Swap => "swap",
        I::Merge => "join",
        I::Complete => "leave the two",
        I::DropThird => "drop the third",
        I::Third(T3::Rings) => "third rings",
        I::Third(T3::Answered) => "third answered",
        I::Third(T3::Gone(_)) => "third gone",
        I::Draft(_) => "draft",
        I::Extend => "more time",
        I::Save(_) => "save",
        I::FarRings => "far end rings",
        I::FarAnswered => "far end answered",
        I::FarHungUp => "far end hung up",
        I::FarBusy => "far end busy",
        I::FarNoAnswer => "far end did not answer",
        I::FarFailed => "far end failed",
        I::Unreachable(_) => "nobody could be rung",
        I::MayAnnounce(_) => "HubSpot's page is to make the record",
        I::Told(T::Announced(_)) => "told announced",
        I::Told(T::Answered) => "told answered",
        I::Told(T::Transferred) => "told transferred",
        I::Told(T::Ended) => "told ended",
        I::Told(T::Completed) => "told completed",
        I::Told(T::Popped) => "opened the record",
        I::Engagement(_) => "recorded",
        I::Party(_) => "matched",
        I::Looked(_) => "looked up",
        I::Choose(_) => "chose the party",
        I::Case(_) => "filed",
        I::Voicemail => "message left",
        I::Elsewhere(_) => "another agent answered",
        I::Deserted => "nobody came back to it",
        I::Tick => "time",
    }
}
