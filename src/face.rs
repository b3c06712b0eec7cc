//! A piece of the screen: markup from a file, and a table of what in it follows the scene.
//!
//! Every screen is a [`Face`]: HTML that never changes, and [`Part`]s that name an element by its
//! `data-at` and say what follows the scene there. One effect per face compares and writes what has
//! changed. The elements stay the same for as long as the screen does, so nothing moves under the
//! finger, and a field keeps its cursor.
//!
//! Why a table and not one `view!` for each screen: every element type brings its own copy of the
//! rendering code. Measured with all screens, that was 41 kB of the 80 that the frame may load.
//! This way markup costs what its text costs, and a part costs one small function.

use std::cell::RefCell;
use std::rc::Rc;

use desk::Intent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlTextAreaElement};

use crate::focus;
use crate::listen::{listen, target};
use crate::ui::{Scene, Ui};

/// A piece of the screen.
pub struct Face {
    /// The markup. Nothing from outside ever becomes part of it.
    pub html: &'static str,
    /// What follows the scene: the element's `data-at`, and how.
    pub parts: &'static [(&'static str, Part)],
}

/// How an element follows the scene, or what happens to it means.
pub enum Part {
    /// Its text; of a `<use>`, the icon that it shows; of a link, where it leads.
    Text(fn(&Scene) -> String),
    /// An attribute that is there or not.
    Flag(&'static str, fn(&Scene) -> bool),
    /// An attribute that says `true` or `false`.
    Says(&'static str, fn(&Scene) -> bool),
    /// What is in a field.
    Value(fn(&Scene) -> String),
    /// Rows, each made of this markup. They are made anew when any of them changes.
    Rows(&'static str, fn(&Scene) -> Vec<Row>),
    /// Which row's radio button, named `choice`, is chosen: its key, or empty.
    Chosen(fn(&Scene) -> String),
    /// What a press means; the key of the row it is in, or empty.
    Press(fn(&Scene, &str) -> Option<Intent>),
    /// What a change of the text in it means.
    Typed(fn(&Scene, String) -> Option<Intent>),
    /// A number other than 0 that changes whenever the keyboard is to go there: to it, or to the first
    /// control in it. It stands last in the table: first everything is shown that is to be shown.
    Focus(fn(&Scene) -> u32),
}

/// One row.
#[derive(PartialEq)]
pub struct Row {
    /// What tells it from the others; handed to [`Part::Press`].
    pub key: String,
    /// The texts in it by `data-at`; an element with an empty text is hidden.
    pub texts: Vec<(&'static str, String)>,
    /// Attributes in it.
    pub marks: Vec<Mark>,
}

impl Row {
    /// A row of texts that are copied.
    pub fn new(key: &str, texts: &[(&'static str, &str)], marks: &[Mark]) -> Row {
        let text = |(at, text): &(&'static str, &str)| (*at, (*text).to_owned());
        let texts = texts.iter().map(text).collect();
        Row { key: key.to_owned(), texts, marks: marks.into() }
    }
}

/// An attribute in a row: the `data-at` of the element, or empty for the row itself; name; value.
pub type Mark = (&'static str, &'static str, &'static str);

/// What a part said last.
#[derive(PartialEq)]
enum Said {
    Nothing,
    Text(String),
    Flag(bool),
    Count(u32),
    Rows(Vec<Row>),
}

/// A face on the page.
struct Live {
    face: &'static Face,
    /// For each part its element, and what it said last.
    spots: Vec<(Option<Element>, Said)>,
}

/// What is not loaded yet.
static NOTHING: Face = Face { html: "", parts: &[] };

/// Which face an element shows.
#[derive(Clone, Copy)]
pub enum Show {
    /// Always this one.
    Always(&'static Face),
    /// This one, once all of the page is loaded: nobody needs it before.
    Late(&'static Face),
    /// That of the screen; made anew for another screen, or for another call.
    Screen,
}

impl Show {
    fn face(self, scene: &Scene) -> &'static Face {
        match self {
            Show::Late(_) if !scene.whole => &NOTHING,
            Show::Always(face) | Show::Late(face) => face,
            Show::Screen => scene.screen().face(),
        }
    }
}

/// Brings an element to life. Draws its face, follows the scene, hears presses and typing.
pub fn live(root: Element, ui: Ui, show: Show) {
    let (mut shown, mut whole) = ui.now(|scene| (scene.screen(), scene.whole));
    let live = Rc::new(RefCell::new(Live::new(&root, ui.now(|scene| show.face(scene)))));
    for name in ["click", "input"] {
        let live = Rc::clone(&live);
        let heard = move |event: Event| {
            let intent = ui.now(|scene| live.borrow().meaning(scene, &event));
            if let Some(intent) = intent {
                (ui.act)(intent);
                // What was not taken leaves the field again, even where nothing else changed. Before
                // the page is whole it is only kept, and stays.
                ui.now(|scene| {
                    if scene.whole {
                        live.borrow_mut().paint(scene);
                    }
                });
            }
        };
        listen(&root, name, false, Box::new(heard));
    }
    follow(ui, move |scene| {
        let screen = scene.screen();
        let arrives = matches!(show, Show::Screen) && screen != shown;
        if arrives || matches!(show, Show::Late(_)) && scene.whole != whole {
            *live.borrow_mut() = Live::new(&root, show.face(scene));
        }
        (shown, whole) = (screen, scene.whole);
        live.borrow_mut().paint(scene);
        if arrives {
            focus::arrive(&shown);
        }
    });
}

/// Runs this now and whenever the scene has changed, for as long as the page lives.
pub fn follow(ui: Ui, mut run: impl FnMut(&Scene) + 'static) {
    // Ordinary effects are kept in an arena, which brings more code into the page.
    std::mem::forget(RenderEffect::new(move |_| ui.scene.with(&mut run)));
}

impl Live {
    fn new(root: &Element, face: &'static Face) -> Live {
        root.set_inner_html(face.html);
        let spots = face.parts.iter().map(|(at, _)| (find(root, at), Said::Nothing)).collect();
        Live { face, spots }
    }

    /// Writes what has changed.
    fn paint(&mut self, scene: &Scene) {
        for ((_, part), (spot, said)) in self.face.parts.iter().zip(&mut self.spots) {
            let Some(spot) = spot else { continue };
            let says = match part {
                Part::Text(read) | Part::Value(read) | Part::Chosen(read) => {
                    Said::Text(read(scene))
                }
                Part::Flag(_, read) | Part::Says(_, read) => Said::Flag(read(scene)),
                Part::Rows(_, read) => Said::Rows(read(scene)),
                Part::Focus(read) => Said::Count(read(scene)),
                Part::Press(_) | Part::Typed(_) => continue,
            };
            // What is typed before the page is whole waits to be taken, and stays in its field.
            if matches!(part, Part::Value(_)) && !scene.whole {
                continue;
            }
            // What was wished for on another screen is past.
            if matches!((part, &*said), (Part::Focus(_), Said::Nothing)) {
                *said = says;
                continue;
            }
            // A field is also changed by the person.
            if *said != says || matches!(part, Part::Value(_) | Part::Chosen(_)) {
                write(spot, part, &says);
                *said = says;
            }
        }
    }

    /// What an event means. It may have happened to the word or the icon on a button: the nearest
    /// element around it that means something counts.
    fn meaning(&self, scene: &Scene, event: &Event) -> Option<Intent> {
        let pressed = event.type_() == "click";
        let mut around = target(event);
        while let Some(spot) = around {
            let at = spot.get_attribute("data-at").unwrap_or_default();
            let mut parts = self.face.parts.iter().filter(|(name, _)| *name == at);
            let meant = parts.find_map(|(_, part)| match part {
                Part::Press(wish) if pressed => {
                    let row = spot.closest("[data-row]").ok().flatten();
                    wish(scene, &row.and_then(|r| r.get_attribute("data-row")).unwrap_or_default())
                }
                Part::Typed(wish) if !pressed => wish(scene, value(&spot)?),
                _ => None,
            });
            if meant.is_some() {
                return meant;
            }
            around = spot.parent_element();
        }
        None
    }
}

/// The element with this name inside another.
fn find(inside: &Element, at: &str) -> Option<Element> {
    let mut selector = String::from("[data-at=");
    selector.push_str(at);
    selector.push(']');
    inside.query_selector(&selector).ok()?
}

fn write(spot: &Element, part: &Part, says: &Said) {
    match (part, says) {
        (Part::Text(_), Said::Text(text)) => write_text(spot, text),
        (Part::Flag(name, _), Said::Flag(on)) => {
            // Refused only for names that cannot exist.
            let _ = spot.toggle_attribute_with_force(name, *on);
        }
        (Part::Says(name, _), Said::Flag(on)) => {
            let _ = spot.set_attribute(name, if *on { "true" } else { "false" });
        }
        (Part::Value(_), Said::Text(text)) => set_value(spot, text),
        (Part::Chosen(_), Said::Text(key)) => {
            for row in children(spot) {
                if let Some(input) = find(&row, "choice").and_then(|c| c.dyn_into().ok()) {
                    HtmlInputElement::set_checked(
                        &input,
                        row.get_attribute("data-row").as_ref() == Some(key),
                    );
                }
            }
        }
        (Part::Rows(html, _), Said::Rows(rows)) => {
            let held = held(spot);
            spot.set_inner_html(&html.repeat(rows.len()));
            for (row, element) in rows.iter().zip(children(spot)) {
                let _ = element.set_attribute("data-row", &row.key);
                for (at, text) in &row.texts {
                    if let Some(spot) = find(&element, at) {
                        write_text(&spot, text);
                        let _ = spot.toggle_attribute_with_force("hidden", text.is_empty());
                    }
                }
                for (at, name, value) in &row.marks {
                    let marked = if at.is_empty() { None } else { find(&element, at) };
                    let _ = marked.as_ref().unwrap_or(&element).set_attribute(name, value);
                }
                if let Some((key, at)) = &held
                    && *key == row.key
                {
                    // The keyboard stays where it was, on the row that took its place.
                    focus::on(&find(&element, at).unwrap_or(element));
                }
            }
        }
        (Part::Focus(_), Said::Count(1..)) => focus::go(spot),
        _ => {}
    }
}

fn write_text(spot: &Element, text: &str) {
    match spot.tag_name().as_str() {
        "use" | "A" => drop(spot.set_attribute("href", text)),
        // It has elements of its own, and is only there or not.
        _ if spot.first_element_child().is_some() => {}
        _ => spot.set_text_content(Some(text)),
    }
}

/// The row among these that has the keyboard, and the `data-at` of what has it there.
fn held(rows: &Element) -> Option<(String, String)> {
    let active = rows.owner_document()?.active_element().filter(|e| rows.contains(Some(e)))?;
    let row = active.closest("[data-row]").ok()??;
    Some((row.get_attribute("data-row")?, active.get_attribute("data-at")?))
}

/// The elements right inside another.
pub fn children(of: &Element) -> impl Iterator<Item = Element> {
    std::iter::successors(of.first_element_child(), Element::next_element_sibling)
}

fn value(field: &Element) -> Option<String> {
    match field.dyn_ref::<HtmlInputElement>() {
        Some(input) => Some(input.value()),
        None => field.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value),
    }
}

fn set_value(field: &Element, text: &str) {
    if value(field).as_deref() == Some(text) {
        return;
    }
    match field.dyn_ref::<HtmlInputElement>() {
        Some(input) => input.set_value(text),
        None => field.dyn_ref::<HtmlTextAreaElement>().into_iter().for_each(|a| a.set_value(text)),
    }
}
