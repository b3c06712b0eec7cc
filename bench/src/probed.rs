//! This program once more, beside a copy of the widget that has a probe in it: the browser lets no test
//! put a script into a frame of another site.

use std::path::Path;
use std::process::Command;

use sidetone_backend::ids;
use sidetone_chaos::real::{Done, Trouble};
use sidetone_e2e::Given;

/// Runs this program with one word, in an environment where every calling frame begins with this
/// script. What is missing for that is said.
pub fn again(word: &str, script: &str) -> Done {
    let given = match Given::read() {
        Ok(given) => given,
        Err(why) => {
            println!("In a browser: not measured. {why}");
            return Ok(());
        }
    };
    let folder = std::env::temp_dir().join(format!("sidetone-probed-{}", ids::new_id()));
    let done = copy(&given.widget, &folder, script).and_then(|()| {
        let mut again = Command::new(std::env::current_exe()?);
        again.arg(word).env("SIDETONE_E2E_WIDGET", &folder);
        Ok(again.status()?)
    });
    // It is in the system's folder for what need not stay.
    let _ = std::fs::remove_dir_all(&folder);
    match done?.success() {
        true => Ok(()),
        false => Err(Trouble::Words("The browser's part did not come to its end.".to_owned())),
    }
}

/// A copy of the built widget whose page begins with the script. The service lets scripts of its own
/// page run by their hashes, this one too.
fn copy(widget: &Path, folder: &Path, script: &str) -> Done {
    std::fs::create_dir_all(folder)?;
    for file in std::fs::read_dir(widget)?.flatten() {
        if file.path().is_file() {
            std::fs::copy(file.path(), folder.join(file.file_name()))?;
        }
    }
    let page = folder.join("index.html");
    let text = std::fs::read_to_string(&page)?;
    let at = text.find("<script").unwrap_or(0);
    let (before, after) = text.split_at(at);
    Ok(std::fs::write(&page, format!("{before}<script>{script}</script>{after}"))?)
}
