//! What must be true: of what pages show now, and of what HubSpot's pages heard in the end.

use std::collections::{BTreeMap, BTreeSet};

use call::Stage;
use desk::{CardPhase, Link, OwnerView};

use super::host::Word;
use super::world::World;

/// Who has heard nothing for so long, in milliseconds, may have been replaced and does not speak.
const TOO_QUIET: u64 = 11_000;

/// What a call looks like on a screen.
type Shown<'a> = BTreeMap<&'a str, &'static str>;

/// Every page that has heard everything shows the calls that there are, as they are: so nobody rings
/// alone, and nobody goes on ringing. How many pages were looked at while a call rang.
pub fn screens(world: &World) -> Result<usize, String> {
    let mut rang = 0;
    for (id, page) in &world.pages {
        let view = page.desk.view();
        let is_reached = !page.frozen && !page.offline && !page.broken && page.socket.is_some();
        if !is_reached || view.stage != desk::Stage::Working || view.link != Link::Up {
            continue;
        }
        if world.is_behind(*id) {
            continue;
        }
        let there = calls(world, page.tab.agent);
        let cards = view.front.iter().chain(&view.others);
        let shown: Shown<'_> = cards
            // One whose command has not arrived is not there yet, also when it was given up meanwhile.
            .filter(|card| card.waiting.is_none() || world.service.knows(&card.id.0))
            .filter_map(|card| Some((card.id.0.as_str(), of_card(&card.phase)?)))
            .collect();
        if shown != there {
            let surface = &page.surface;
            return Err(format!("{surface} shows {shown:?} and there is {there:?}"));
        }
        rang += usize::from(there.values().any(|phase| *phase == "ringing"));
    }
    Ok(rang)
}

/// Every page says the same of who speaks, and it is true: exactly one owner.
pub fn owners(world: &World) -> Result<(), String> {
    for (agent, cell) in world.service.cells.iter().enumerate() {
        let pages: Vec<_> = world.pages.values().filter(|page| page.tab.agent == agent).collect();
        let Some(owner) = cell.core.owner() else {
            return Err(format!("agent {agent} has {} pages and no owner", pages.len()));
        };
        for page in pages {
            let wanted =
                if page.surface == owner.surface { OwnerView::Here } else { OwnerView::Elsewhere };
            let view = page.desk.view();
            if view.owner != wanted {
                let surface = &page.surface;
                return Err(format!("{surface} says {:?}; the owner is {owner:?}", view.owner));
            }
        }
        let on_the_line =
            |call: &&call::Call| matches!(call.stage(), Stage::Connected(c) if !c.held);
        if cell.core.calls().iter().filter(on_the_line).count() > 1 {
            return Err(format!("agent {agent} speaks with two at once"));
        }
    }
    Ok(())
}

/// The open calls of an agent, as the service has them.
pub fn calls(world: &World, agent: usize) -> Shown<'_> {
    let calls = world.service.cells[agent].core.calls().iter();
    calls.filter_map(|call| Some((call.id().0.as_str(), of_stage(call.stage())?))).collect()
}

/// What HubSpot's pages heard of each call, against what DESIGN promises.
pub fn heard(words: &[Word]) -> Result<(), String> {
    let mut calls: BTreeMap<&str, Vec<&Word>> = BTreeMap::new();
    for word in words.iter().filter(|word| !word.call.is_empty()) {
        calls.entry(&word.call).or_default().push(word);
    }
    for (call, words) in calls {
        of_call(&words).map_err(|why| format!("{call}: {why}: {words:#?}"))?;
    }
    Ok(())
}

fn of_call(words: &[&Word]) -> Result<(), &'static str> {
    if words.iter().any(|word| word.agent != words[0].agent) {
        return Err("heard by pages of two agents");
    }
    if words.iter().filter(|word| word.kind == "ANNOUNCED").count() > 1 {
        return Err("announced twice");
    }
    for (at, word) in words.iter().enumerate() {
        let before = &words[..at];
        if !word.heeded {
            return Err("said where HubSpot does not listen");
        }
        if word.silence > TOO_QUIET {
            return Err("said by one that had heard nothing for long");
        }
        let mine = |kind| before.iter().any(|w| w.kind == kind && w.surface == word.surface);
        let any = |kind| before.iter().any(|w| w.kind == kind);
        // Two who cannot know of each other may cross.
        let known = |w: &&Word| !w.blind && !word.blind;
        if mine(word.kind) {
            return Err("said twice by one surface");
        }
        if mine("COMPLETED") {
            return Err("something after the last word");
        }
        let here = before.iter().any(|w| w.kind == "ANNOUNCED" && w.instance == word.instance);
        match word.kind {
            "ANNOUNCED" if before.iter().any(known) => {
                return Err("announced after other words");
            }
            "ANSWERED" if !here => return Err("answered where it was not announced"),
            // Where nobody knows that it was said, the next one says it again from where it stands.
            "ANSWERED" if word.after_end && !word.blind => return Err("answered after its end"),
            "COMPLETED" if !any("ENDED") => return Err("completed before its end"),
            _ => {}
        }
    }
    Ok(())
}

/// No page heard *unavailable* between a call's announcement and its last word. Two who could not know
/// of each other may cross: what is announced after the last word opens nothing.
pub fn availability(words: &[Word]) -> Result<(), String> {
    let mut open: Vec<(&str, &str)> = Vec::new();
    let mut over: BTreeSet<&str> = BTreeSet::new();
    for word in words {
        match word.kind {
            "ANNOUNCED" if !over.contains(word.call.as_str()) => {
                open.push((&word.surface, &word.call));
            }
            "COMPLETED" => {
                over.insert(&word.call);
                open.retain(|(_, call)| *call != word.call);
            }
            "UNAVAILABLE" if open.iter().any(|(surface, _)| *surface == word.surface) => {
                return Err(format!("unavailable in a call: {words:#?}"));
            }
            _ => {}
        }
    }
    Ok(())
}

fn of_card(phase: &CardPhase) -> Option<&'static str> {
    Some(match phase {
        CardPhase::Ringing { .. } => "ringing",
        CardPhase::Dialling { .. } => "dialling",
        CardPhase::Connected { .. } => "connected",
        CardPhase::WrapUp { .. } => "wrap-up",
        CardPhase::Ended { .. } => return None,
    })
}

fn of_stage(stage: &Stage) -> Option<&'static str> {
    Some(match stage {
        Stage::Ringing(_) => "ringing",
        Stage::Dialling(_) => "dialling",
        Stage::Connected(_) => "connected",
        Stage::WrapUp(_) => "wrap-up",
        Stage::Closed(_) => return None,
    })
}
