//! HubSpot's side of a page: what was said in both directions, and how it behaves.

use serde_json::{Value, json};

use crate::{Done, Trouble, View, until, until_within};

/// One message of the page's log.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// True from the widget, false to it.
    pub from_widget: bool,
    /// Its type.
    pub kind: String,
    /// Its `data`; null when it has none.
    pub data: Value,
    /// When, milliseconds of the page's own clock.
    pub time: f64,
    /// When, milliseconds since 1970, to compare with other pages.
    pub at: f64,
}

impl Message {
    fn read(entry: &Value) -> Self {
        Self {
            from_widget: entry["dir"] == "widget->host",
            kind: entry["type"].as_str().unwrap_or_default().to_owned(),
            data: entry["data"].clone(),
            time: entry["t"].as_f64().unwrap_or_default(),
            at: entry["at"].as_f64().unwrap_or_default(),
        }
    }

    /// Whether it is about this call.
    pub fn is_of(&self, call: &str) -> bool {
        self.data["externalCallId"] == call
    }
}

/// The host page.
#[derive(Debug, Clone)]
pub struct Host {
    page: View,
}

impl Host {
    pub(crate) fn new(page: View) -> Self {
        Self { page }
    }

    /// The page itself.
    pub fn page(&self) -> &View {
        &self.page
    }

    /// Every message so far, oldest first.
    pub async fn log(&self) -> Done<Vec<Message>> {
        // Messages may hold what JSON cannot; only type and data are read.
        let script = "return window.preview.log.map(({ t, at, dir, type, message }) => \
                      ({ t, at, dir, type, data: message?.data ?? null }))";
        let entries = self.page.script(script, vec![]).await?;
        Ok(entries
            .as_array()
            .map(|all| all.iter().map(Message::read).collect())
            .unwrap_or_default())
    }

    /// What the widget said, oldest first.
    pub async fn heard(&self) -> Done<Vec<Message>> {
        Ok(self.log().await?.into_iter().filter(|message| message.from_widget).collect())
    }

    /// How often the widget said this.
    pub async fn count(&self, kind: &str) -> Done<usize> {
        Ok(self.heard().await?.iter().filter(|message| message.kind == kind).count())
    }

    /// The types of what the widget said of a call, oldest first.
    pub async fn told(&self, call: &str) -> Done<Vec<String>> {
        let heard = self.heard().await?;
        Ok(heard.into_iter().filter(|m| m.is_of(call)).map(|m| m.kind).collect())
    }

    /// Waits until the widget has said this, and returns the first such message.
    pub async fn wait_for(&self, kind: &str) -> Done<Message> {
        until(&format!("the host hears {kind}"), async || {
            let heard = self.heard().await?;
            let kinds: Vec<&str> = heard.iter().map(|message| message.kind.as_str()).collect();
            let nothing = || Trouble::Said(format!("it heard {kinds:?}"));
            heard.iter().find(|m| m.kind == kind).cloned().map(Some).ok_or_else(nothing)
        })
        .await
    }

    /// Waits until the widget has said this of a call.
    pub async fn wait_told(&self, call: &str, kind: &str) -> Done<Message> {
        until_within(crate::LONG, &format!("the host hears {kind} of {call}"), async || {
            let heard = self.heard().await?;
            let of_call: Vec<Message> = heard.into_iter().filter(|m| m.is_of(call)).collect();
            let kinds: Vec<&str> = of_call.iter().map(|m| m.kind.as_str()).collect();
            let nothing = || Trouble::Said(format!("it heard {kinds:?}"));
            of_call.iter().find(|m| m.kind == kind).cloned().map(Some).ok_or_else(nothing)
        })
        .await
    }

    /// Changes one of the page's switches.
    pub async fn set(&self, switch: &str, to: Value) -> Done {
        let script = "window.preview.switches[arguments[0]] = arguments[1]";
        self.page.script(script, vec![json!(switch), to]).await?;
        Ok(())
    }

    /// Sends DIAL_NUMBER, as a click on a number does. True when it was sent.
    pub async fn dial(&self, number: &str) -> Done<bool> {
        let script = "return window.preview.dial(arguments[0]).sent";
        Ok(self.page.script(script, vec![json!(number)]).await? == true)
    }

    /// Loads the calling frame anew and nothing else.
    pub async fn reload_frame(&self) -> Done {
        // Setting the address again loads the frame anew within the living page and its host.
        let script = "const frame = window.preview.frame; frame.src = frame.src";
        self.page.script(script, vec![]).await?;
        Ok(())
    }

    /// The page's clock, milliseconds, as in [`Message::time`].
    pub async fn now(&self) -> Done<f64> {
        Ok(self.page.script("return performance.now()", vec![]).await?.as_f64().unwrap_or(0.))
    }

    /// Errors that the page itself has noted.
    pub async fn errors(&self) -> Done<Vec<String>> {
        let script = "return (window.preview?.errors ?? []).map((e) => `${e.kind}: ${e.message}`)";
        let errors = self.page.script(script, vec![]).await?;
        let text = |error: &Value| error.as_str().unwrap_or_default().to_owned();
        Ok(errors.as_array().map(|all| all.iter().map(text).collect()).unwrap_or_default())
    }
}
