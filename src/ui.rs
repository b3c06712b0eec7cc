//! What every part of the screen is given: the scene, and where the person's wishes go.

use std::sync::Arc;

use desk::{CallCard, Intent, Local, Spot, View};
use leptos::prelude::*;

use crate::screens::Screen;
use crate::shell::Devices;

/// Everything that the screen is drawn from.
pub struct Scene {
    /// What the desk says is to be shown.
    pub view: Arc<View>,
    /// The page's time in milliseconds, set when something on the screen depends on it.
    pub now: Local,
    /// The address of the sign-in window, if the browser refused to open it.
    pub blocked: String,
    /// Whether this page had a call before it was loaded anew.
    pub goes_on: bool,
    /// What can be chosen to speak into and to hear with.
    pub devices: Devices,
    /// Whether all of the page is loaded: see `shell::late`.
    pub whole: bool,
}

impl Scene {
    /// A text of the call in front; empty while there is none.
    pub fn card(&self, read: fn(&CallCard) -> String) -> String {
        self.view.front.as_ref().map(read).unwrap_or_default()
    }

    /// Whether something holds for the call in front; no while there is none.
    pub fn is(&self, read: fn(&CallCard) -> bool) -> bool {
        self.view.front.as_ref().is_some_and(read)
    }

    /// A wish about the call in front; none while there is none.
    pub fn wish(&self, wish: fn(&CallCard) -> Intent) -> Option<Intent> {
        self.view.front.as_ref().map(wish)
    }

    /// The number of the keyboard's last way there; 0 when its last way led elsewhere.
    pub fn focus(&self, spot: Spot) -> u32 {
        self.view.focus.filter(|(there, _)| *there == spot).map_or(0, |(_, times)| times)
    }

    /// Which screen this is. One that is not loaded yet is waited for like the first snapshot.
    pub fn screen(&self) -> Screen {
        let screen = Screen::of(&self.view);
        if self.whole || !screen.is_late() { screen } else { Screen::Loading }
    }
}

/// The scene and where wishes go. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Ui {
    /// What is drawn; whatever reads it is drawn anew when it changes. It lives as long as the page:
    /// a signal in the arena would bring the arena into the page.
    pub scene: &'static ArcRwSignal<Scene>,
    /// Takes what the person wants.
    pub act: fn(Intent),
}

impl Ui {
    /// A screen for a scene.
    pub fn new(scene: Scene, act: fn(Intent)) -> Ui {
        Ui { scene: Box::leak(Box::new(ArcRwSignal::new(scene))), act }
    }

    /// Reads the scene once, without following it.
    pub fn now<T>(self, read: impl FnOnce(&Scene) -> T) -> T {
        self.scene.with_untracked(read)
    }
}
