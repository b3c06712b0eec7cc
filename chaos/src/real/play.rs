//! Plays one call: the far end through the preview, the agent through the page.

use std::sync::Arc;
use std::time::Duration;

use contract::{CallId, Choice, Draft, Phase, Wish};
use serde_json::json;
use sidetone_backend::ids;

use super::console::text;
use super::page::{Page, Said, View};
use super::script::{Course, Finish, Script};
use super::site::{Body, Name, Site};
use super::wait::{pass, until};
use super::{Done, Trouble};

/// Longer than any restart.
const PATIENCE: Duration = Duration::from_secs(60);

/// An agent at work.
#[derive(Debug, Clone)]
pub struct Player {
    /// The preview's port.
    pub site: Site,
    /// The agent's name for programs.
    pub login: String,
    /// Their page, if they have one.
    pub page: Option<Arc<Page>>,
}

/// What the service has acknowledged of a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acknowledged {
    /// The call's id.
    pub call: String,
    /// The script's number.
    pub script: usize,
    /// The last outcome and notes that were answered with 204.
    pub draft: Option<(Option<String>, String)>,
}

impl Player {
    /// Plays a call to its end. `None`: the service did not accept it.
    pub async fn play(&self, script: &Script) -> Done<Option<Acknowledged>> {
        if let Some(page) = &self.page {
            page.until("the agent is free", View::is_idle).await?;
            page.behave(script.manner);
            // Who let a call ring is unavailable until they say otherwise.
            page.command(Wish::Status { to: Choice::default() }, false).await?;
        }
        let begun = match &self.page {
            Some(page) if !script.course.is_inbound() => dial(page, script).await?,
            _ => self.ring(script).await?,
        };
        let Some(call) = begun else { return Ok(None) };
        let mut known = Acknowledged { call, script: script.n, draft: None };
        let call = known.call.clone();
        if let Some(page) = &self.page {
            // Else a call that the page has not heard of yet would be taken for over.
            page.hears_of(&call).await?;
        }
        match script.course {
            Course::Missed | Course::DialNot => {}
            Course::Abandoned => self.far(&call, "hangup", script.pause).await?,
            Course::Message => self.far(&call, "message", script.pause).await?,
            Course::Declined => {
                self.wish(script.pause, Wish::Decline { call: CallId(call.clone()) }).await?;
            }
            Course::DialGivenUp => {
                self.wish(script.pause, Wish::HangUp { call: CallId(call.clone()) }).await?;
            }
            Course::Answered => {
                self.wish(script.pause, Wish::Answer { call: CallId(call.clone()) }).await?;
                self.talk(&mut known, script).await?;
            }
            Course::DialAnswered => {
                self.far(&call, "answer", script.pause).await?;
                self.talk(&mut known, script).await?;
            }
        }
        if let Some(page) = &self.page {
            page.set_open(true);
            page.until("the call is over", |view| view.is_over(&call)).await?;
        }
        Ok(Some(known))
    }

    /// Lets the phone system ring. A service that dies meanwhile may have taken the call all the same:
    /// then it rings twice, and the end of the run counts both.
    async fn ring(&self, script: &Script) -> Done<Option<String>> {
        let asked = json!({ "from": script.number, "agent": self.login });
        let path = "/preview/calls";
        until(PATIENCE, "the phone system rings", async || {
            let body = Body::Json(asked.clone());
            let answer = self.site.ask(Name::Machine, hyper::Method::POST, path, &[], body).await?;
            match answer.status {
                201 => Ok(Some(Some(text(&answer.json["id"])))),
                500..=599 => Ok(None),
                _ => Err(Trouble::Refused(path.to_owned(), answer.json.to_string())),
            }
        })
        .await
    }

    /// The far end does something. Too late is no error: the service may have ended the call.
    async fn far(&self, call: &str, does: &str, pause: u64) -> Done {
        pass(pause).await;
        let path = format!("/preview/calls/{call}/{does}");
        until(PATIENCE, &format!("the far end could {does}"), async || {
            let body = Body::Json(json!({}));
            let answer =
                self.site.ask(Name::Machine, hyper::Method::POST, &path, &[], body).await?;
            match answer.status {
                // Its phone does not ring yet.
                409 if does == "answer" && self.is_dialling(call) => Ok(None),
                200..500 => Ok(Some(())),
                _ => Ok(None),
            }
        })
        .await
    }

    fn is_dialling(&self, call: &str) -> bool {
        let Some(page) = &self.page else { return false };
        let view = page.view();
        !view.up || matches!(view.phase(call), Some(Phase::Dialling { .. }))
    }

    async fn wish(&self, pause: u64, wish: Wish) -> Done<Option<Said>> {
        pass(pause).await;
        let Some(page) = &self.page else { return Ok(None) };
        page.command(wish, false).await.map(Some)
    }

    /// From the answer to the end of the wrap-up, as far as the agent takes part in it.
    async fn talk(&self, known: &mut Acknowledged, script: &Script) -> Done {
        let Some(page) = &self.page else { return Ok(()) };
        let call = CallId(known.call.clone());
        page.until("it is answered, or over", |view| {
            let phase = view.phase(&call.0);
            view.up && !matches!(phase, Some(Phase::Ringing { .. } | Phase::Dialling { .. }))
        })
        .await?;
        pass(script.pause).await;
        if script.finish == Finish::Vanishes {
            page.set_open(false);
            // Nobody is there: only the far end can end it.
            return self.far(&call.0, "hangup", script.pause).await;
        }
        if script.far_ends {
            self.far(&call.0, "hangup", 0).await?;
        } else {
            page.command(Wish::HangUp { call: call.clone() }, false).await?;
        }
        page.until("the line is free", |view| {
            view.up && !matches!(view.phase(&call.0), Some(Phase::Connected { .. }))
        })
        .await?;
        let draft =
            Draft { outcome: script.outcome.map(str::to_owned), notes: script.notes.clone() };
        if matches!(script.finish, Finish::Types | Finish::TypesAndSaves) {
            let notes = format!("{} (typed)", script.notes);
            let typed = Draft { notes, ..draft.clone() };
            self.keep(known, Wish::Draft { call: call.clone(), draft: typed.clone() }, typed)
                .await?;
        }
        if matches!(script.finish, Finish::Saves | Finish::TypesAndSaves) {
            pass(script.pause).await;
            self.keep(known, Wish::Save { call, draft: draft.clone() }, draft).await?;
        }
        Ok(())
    }

    async fn keep(&self, known: &mut Acknowledged, wish: Wish, draft: Draft) -> Done {
        if self.wish(0, wish).await? == Some(Said::Done) {
            known.draft = Some((draft.outcome, draft.notes));
        }
        Ok(())
    }
}

/// The agent dials. Refused where another call came in the meantime.
async fn dial(page: &Page, script: &Script) -> Done<Option<String>> {
    let call = ids::new_id();
    let wish = Wish::Dial {
        call: CallId(call.clone()),
        to: script.number.clone(),
        country: None,
        callee: None,
        on_screen: None,
    };
    let said = page.command(wish, false).await?;
    if said != Said::Done {
        return Ok(None);
    }
    Ok(Some(call))
}
