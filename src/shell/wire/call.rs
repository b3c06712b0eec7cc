//! One call.

use contract::{
    CallView, Candidate, Case, Host, Looked, Party, PartySource, Phase, Pop, PopTab, Properties,
    Third, ThirdStage,
};
use hubspot_calling::Json;

use super::part::{Part, each, named, variant};
use super::shared::{direction, draft, end, record};

pub(super) fn call(from: &Part) -> CallView {
    CallView {
        id: from.id("id"),
        direction: direction(from),
        from: from.text("from"),
        to: from.text("to"),
        shown: from.text("shown"),
        country: from.some("country"),
        party: from.one("party", party),
        looked: looked(from.at("looked")),
        case: from.one("case", case),
        pop: from.one("pop", pop),
        phase: phase(&from.part("phase")),
        simulated: from.flag("simulated"),
        fork: from.is("fork"),
        elsewhere: from.maybe("elsewhere"),
        third: from.one("third", third),
        transferred: from.is("transferred"),
        note: from.maybe("note"),
        started: from.number("started"),
        host: host(&from.must("host")),
        engagement: from.maybe("engagement"),
        draft: draft(from.at("draft")),
    }
}

fn looked(value: &Json) -> Looked {
    let (name, content) = variant(value);
    match name {
        "one" => Looked::One,
        "nobody" => Looked::Nobody,
        "several" => Looked::Several(each(content, candidate)),
        "failed" => Looked::Failed(content.as_str().unwrap_or_default().to_owned()),
        _ => Looked::Pending,
    }
}

fn candidate(from: &Part) -> Candidate {
    Candidate {
        record: record(&from.part("record")),
        name: from.text("name"),
        detail: from.some("detail"),
        why: from.some("why"),
    }
}

fn case(from: &Part) -> Case {
    Case {
        record: record(&from.part("record")),
        name: from.text("name"),
        url: from.text("url"),
        new: from.flag("new"),
    }
}

fn pop(from: &Part) -> Pop {
    Pop {
        record: record(&from.part("record")),
        url: from.text("url"),
        // What is on screen is not replaced by accident.
        tab: if from.at("tab").as_str() == Some("same") { PopTab::Same } else { PopTab::New },
    }
}

fn phase(from: &Part) -> Phase {
    let (name, from) = from.variant();
    let at = |key| from.number(key);
    match name {
        "ringing" => Phase::Ringing { until: at("until") },
        "connected" => Phase::Connected {
            since: at("since"),
            muted: from.flag("muted"),
            held: from.flag("held"),
        },
        "wrapUp" => Phase::WrapUp {
            since: at("since"),
            ended: at("ended"),
            end: end(&from),
            closes: at("closes"),
        },
        "closed" => {
            Phase::Closed { since: from.at("since").as_u64(), ended: at("ended"), end: end(&from) }
        }
        _ => {
            if name != "dialling" {
                from.lacks();
            }
            Phase::Dialling { far_rings: from.flag("farRings") }
        }
    }
}

fn third(from: &Part) -> Third {
    let stages = [
        ("transferring", ThirdStage::Transferring),
        ("ringing", ThirdStage::Ringing),
        ("withThird", ThirdStage::WithThird),
        ("withFar", ThirdStage::WithFar),
        ("joined", ThirdStage::Joined),
    ];
    Third {
        name: from.text("name"),
        stage: named(from.at("stage"), &stages).unwrap_or(ThirdStage::Dialling),
        mixes: from.is("mixes"),
    }
}

fn host(from: &Part) -> Host {
    Host {
        may_announce: from.at("mayAnnounce").as_u64(),
        announced: from.maybe("announced"),
        answered: from.is("answered"),
        transferred: from.is("transferred"),
        ended: from.is("ended"),
        completed: from.is("completed"),
        popped: from.is("popped"),
        properties: from.at("properties").as_object().map(texts),
    }
}

/// The texts of an object.
fn texts(object: &[(String, Json)]) -> Properties {
    let mut texts = Properties::default();
    for (name, value) in object {
        if let Some(text) = value.as_str() {
            texts.0.push((name.clone(), text.to_owned()));
        }
    }
    texts
}

fn party(from: &Part) -> Party {
    Party {
        name: from.text("name"),
        detail: from.some("detail"),
        fields: from.each("fields", |pair| {
            let text = |at| {
                let value =
                    pair.value.as_list().and_then(|pair| pair.get(at)).unwrap_or(&Json::Null);
                Part { value, whole: pair.whole }.is_text()
            };
            (text(0), text(1))
        }),
        record: from.one("record", record),
        source: named(
            from.at("source"),
            &[
                ("host", PartySource::Host),
                ("lookup", PartySource::Lookup),
                ("dialled", PartySource::Dialled),
                ("chosen", PartySource::Chosen),
            ],
        )
        .unwrap_or(PartySource::Lookup),
    }
}
