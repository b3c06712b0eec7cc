//! Trying the widget in one's own browser, before or beside what HubSpot has stored for the app.

use serde_json::Value;

use super::Settings;

/// Where HubSpot's pages look for a widget that only this browser shall show.
const KEY: &str = "LocalSettings:Calling:CallingExtensions";

/// The line to paste into the browser's console on a page of HubSpot; a reload shows the widget.
pub fn override_line(settings: &Settings) -> String {
    let fields = settings.fields().into_iter().map(|(name, value)| (name.to_owned(), value));
    let stored = Value::Object(fields.collect()).to_string();
    // A JSON text is also a literal of JavaScript, so quotes in a name cannot end it.
    format!("localStorage.setItem({}, {})", Value::from(KEY), Value::from(stored))
}

/// The line that undoes it.
pub fn override_off_line() -> String {
    format!("localStorage.removeItem({})", Value::from(KEY))
}
