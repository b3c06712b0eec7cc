//! One document as a person has it before them: what it says, and what can be pressed.
//!
//! Presses and keys are real input, so that the browser treats them as a person's.

use std::time::Duration;

use fantoccini::{
    Client, Locator,
    actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    elements::{Element, ElementRef},
    key::Key,
    wd::WindowHandle,
};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until};

use crate::{Done, Tab, Trouble, until, until_within};

/// Scrolls an element there.
const TO_THE_MIDDLE: &str = "arguments[0].scrollIntoView({ block: 'center' })";

/// Which document of a tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The tab's own.
    Top,
    /// That of the calling frame.
    Widget,
}

impl Place {
    pub(crate) fn selector(self) -> Option<&'static str> {
        match self {
            Self::Top => None,
            Self::Widget => Some("iframe#hubspot-calling-extension-iframe"),
        }
    }
}

/// Where the driver looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) tab: WindowHandle,
    pub(crate) place: Place,
}

/// Finds what is visible and has a role and an accessible name.
const FIND: &str = include_str!("find.js");

/// A person's two presses on one spot are further apart than this; the widget takes anything
/// faster for one movement of the hand.
const HAND: Duration = Duration::from_millis(550);

/// A document in a tab.
#[derive(Debug, Clone)]
pub struct View {
    tab: Tab,
    place: Place,
}

impl View {
    pub(crate) fn new(tab: Tab, place: Place) -> Self {
        Self { tab, place }
    }

    /// The tab it is in.
    pub fn tab(&self) -> &Tab {
        &self.tab
    }

    async fn with<T>(&self, what: impl AsyncFnOnce(&Client) -> Done<T>) -> Done<T> {
        let browser = self.tab.browser();
        let result = match browser.at(&self.tab, self.place).await {
            Ok(client) => what(client).await,
            Err(trouble) => Err(trouble),
        };
        if result.is_err() {
            // The frame may have been made anew: look for it again next time.
            browser.lost().await;
        }
        result
    }

    /// Runs a script in the document and returns what it returns.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Done<Value> {
        self.with(async |client| Ok(client.execute(script, arguments).await?)).await
    }

    /// All the visible text, with single spaces.
    pub async fn text(&self) -> Done<String> {
        let text =
            self.script("return document.body ? document.body.innerText : ''", vec![]).await?;
        let words: Vec<&str> = text.as_str().unwrap_or_default().split_whitespace().collect();
        Ok(words.join(" "))
    }

    /// Waits until the visible text contains this.
    pub async fn wait_text(&self, wanted: &str) -> Done {
        self.wait_text_within(crate::SHORT, wanted).await
    }

    /// As [`wait_text`](Self::wait_text), with a bound of one's own.
    pub async fn wait_text_within(&self, limit: Duration, wanted: &str) -> Done {
        until_within(limit, &format!("the page says \"{wanted}\""), async || {
            let text = self.text().await?;
            match text.contains(wanted) {
                true => Ok(Some(())),
                false => Err(Trouble::Said(format!("it says \"{text}\""))),
            }
        })
        .await
    }

    /// Waits until the visible text no longer contains this.
    pub async fn wait_no_text(&self, unwanted: &str) -> Done {
        until(&format!("the page no longer says \"{unwanted}\""), async || {
            Ok((!self.text().await?.contains(unwanted)).then_some(()))
        })
        .await
    }

    /// The widget's state as its style sheet knows it: `idle`, `ringing`, `dialling`, `talking`,
    /// `held`, `after`, `off`.
    pub async fn state(&self) -> Done<String> {
        let script = "return document.querySelector('[data-state]')?.dataset.state ?? ''";
        Ok(self.script(script, vec![]).await?.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the widget is in this state.
    pub async fn wait_state(&self, wanted: &str) -> Done {
        self.wait_state_within(crate::SHORT, wanted).await
    }

    /// As [`wait_state`](Self::wait_state), with a bound of one's own.
    pub async fn wait_state_within(&self, limit: Duration, wanted: &str) -> Done {
        until_within(limit, &format!("the widget is `{wanted}`"), async || {
            let state = self.state().await?;
            match state == wanted {
                true => Ok(Some(())),
                false => Err(Trouble::Said(format!("it is `{state}`: {}", self.text().await?))),
            }
        })
        .await
    }

    /// The visible, enabled element with this role and accessible name; nothing when there is none.
    pub async fn find(&self, role: &str, name: &str) -> Done<Option<Element>> {
        self.with(async |client| {
            let found = client.execute(FIND, vec![json!(role), json!(name)]).await?;
            let id = found.as_object().and_then(|object| object.values().next()?.as_str());
            let element = |id: &str| {
                Element::from_element_id(client.clone(), ElementRef::from(id.to_owned()))
            };
            Ok(id.map(element))
        })
        .await
    }

    /// Whether there is such an element now.
    pub async fn has(&self, role: &str, name: &str) -> Done<bool> {
        Ok(self.find(role, name).await?.is_some())
    }

    /// Waits for an element.
    pub async fn wait(&self, role: &str, name: &str) -> Done<Element> {
        until(&format!("there is a {role} \"{name}\""), async || self.find(role, name).await).await
    }

    /// Presses an element with the mouse as soon as it is there and can be pressed. One that lies under
    /// what stays in sight at an edge is scrolled to, as a person does: the driver scrolls to what is
    /// outside of the window only.
    pub async fn click(&self, role: &str, name: &str) -> Done {
        self.hand().await;
        until(&format!("the {role} \"{name}\" can be pressed"), async || {
            let Some(element) = self.find(role, name).await? else { return Ok(None) };
            let pressed = self.with(async |_| Ok(element.click().await?)).await;
            if pressed.as_ref().is_err_and(|why| why.to_string().contains("click intercepted")) {
                self.script(TO_THE_MIDDLE, vec![json!(element)]).await?;
            }
            pressed.map(Some)
        })
        .await?;
        *self.tab.browser().last_click().lock().await = Some(Instant::now());
        Ok(())
    }

    /// Presses an element twice, as fast as a double click is.
    pub async fn double_click(&self, role: &str, name: &str) -> Done {
        self.hand().await;
        let element = self.wait(role, name).await?;
        // A pointer that moves does not scroll, as a plain press does.
        self.script(TO_THE_MIDDLE, vec![json!(element)]).await?;
        let to = PointerAction::MoveToElement { element, duration: None, x: 0., y: 0. };
        let down = PointerAction::Down { button: MOUSE_BUTTON_LEFT };
        let up = PointerAction::Up { button: MOUSE_BUTTON_LEFT };
        let twice = MouseActions::new("mouse".into())
            .then(to)
            .then(down.clone())
            .then(up.clone())
            .then(down)
            .then(up);
        self.with(async |client| Ok(client.perform_actions(twice).await?)).await?;
        *self.tab.browser().last_click().lock().await = Some(Instant::now());
        Ok(())
    }

    /// Waits until a press now is a press of its own.
    async fn hand(&self) {
        if let Some(last) = *self.tab.browser().last_click().lock().await {
            sleep_until(last + HAND).await;
        }
    }

    /// Presses an element with the keyboard: the focus on it, and Enter.
    pub async fn enter(&self, role: &str, name: &str) -> Done {
        self.keys(role, name, &Key::Enter.to_string()).await
    }

    /// Types into an element, or presses keys while it has the focus.
    pub async fn keys(&self, role: &str, name: &str, keys: &str) -> Done {
        until(&format!("the {role} \"{name}\" takes keys"), async || {
            let Some(element) = self.find(role, name).await? else { return Ok(None) };
            self.with(async |_| Ok(element.send_keys(keys).await?)).await?;
            Ok(Some(()))
        })
        .await
    }

    /// Types with nothing in particular focused: touches the page first.
    pub async fn type_anywhere(&self, keys: &str) -> Done {
        self.touch().await?;
        self.press(keys).await
    }

    /// Presses a place that does nothing, so that the keyboard is here.
    pub async fn touch(&self) -> Done {
        self.hand().await;
        self.with(async |client| Ok(client.find(Locator::Css(".word, h1")).await?.click().await?))
            .await?;
        *self.tab.browser().last_click().lock().await = Some(Instant::now());
        Ok(())
    }

    /// Presses keys, wherever the focus is.
    pub async fn press(&self, keys: &str) -> Done {
        let mut pressed = KeyActions::new("keyboard".into());
        for value in keys.chars() {
            pressed = pressed.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.with(async |client| Ok(client.perform_actions(pressed).await?)).await
    }

    /// Presses a key while Alt is held, wherever the focus is.
    pub async fn press_with_alt(&self, key: char) -> Done {
        let alt = char::from(Key::Alt);
        let pressed = KeyActions::new("keyboard".into())
            .then(KeyAction::Down { value: alt })
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key })
            .then(KeyAction::Up { value: alt });
        self.with(async |client| Ok(client.perform_actions(pressed).await?)).await
    }

    /// The accessible name of what has the focus, as far as [`find`](Self::find) knows names.
    pub async fn focused(&self) -> Done<String> {
        let script = "const e = document.activeElement; \
                      const label = e.labels?.[0]?.querySelector('span') ?? e.labels?.[0]; \
                      return e.ariaLabel ?? label?.innerText ?? e.innerText ?? ''";
        Ok(self.script(script, vec![]).await?.as_str().unwrap_or_default().trim().to_owned())
    }

    /// Presses Tab until this has the focus.
    pub async fn tab_to(&self, name: &str) -> Done {
        let mut seen = Vec::new();
        for _ in 0..30 {
            let focused = self.focused().await?;
            if focused == name {
                return Ok(());
            }
            seen.push(focused);
            self.press(&Key::Tab.to_string()).await?;
        }
        Err(Trouble::Said(format!("Tab does not lead to \"{name}\"; it leads to {seen:?}")))
    }

    /// Empties a field with the keyboard and types.
    pub async fn fill(&self, name: &str, text: &str) -> Done {
        let all = format!("{}a{}", Key::Control, Key::Null);
        self.keys("textbox", name, &format!("{all}{}{text}", Key::Delete)).await
    }

    /// What is in a field.
    pub async fn value(&self, name: &str) -> Done<String> {
        let element = self.wait("textbox", name).await?;
        self.with(async |_| Ok(element.prop("value").await?.unwrap_or_default())).await
    }

    /// Whether a radio button or check box is set.
    pub async fn is_set(&self, role: &str, name: &str) -> Done<bool> {
        let element = self.wait(role, name).await?;
        self.with(async |_| Ok(element.is_selected().await?)).await
    }

    /// The violations that axe-core finds, each as one line.
    pub async fn violations(&self, axe: &str) -> Done<Vec<String>> {
        self.with(async |client| crate::axe::violations(client, axe).await).await
    }
}
