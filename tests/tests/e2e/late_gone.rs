//! The rest of the page comes broken, or is gone: a page that stands asks again, one that is older than the service
//! is loaded anew, and no call is lost over it.

use std::{fs, path::Path};

use serde_json::json;
use sidetone_e2e::{Done, Folder, Given, SPOKEN, Setup, run, until};

use crate::steps::{ADA, hang_up, talking};

/// The first time that a page asks for the rest, it gets half of it. Notes how it asked.
const HALF: &str = "if (window.top !== window) { const { fetch } = window; window.asked = []; \
     window.fetch = async (...args) => { \
         if (!String(args[0]?.url ?? args[0]).includes('/late-')) return fetch(...args); \
         window.asked.push(args[1]?.cache ?? 'default'); \
         const whole = await fetch(...args); \
         if (window.asked.length > 1) return whole; \
         const bytes = await whole.arrayBuffer(); \
         return new Response(bytes.slice(0, bytes.byteLength / 2), \
             { headers: { 'Content-Type': 'application/wasm' } }); }; }";

#[tokio::test]
async fn what_came_broken_is_asked_for_again_past_the_browsers_cache() {
    run("late_broken", Setup::new().without_page(), async |stage| {
        let (tab, widget) = (&stage.tab, stage.widget());
        tab.before_scripts(HALF).await?;
        tab.go(&stage.preview.hubspot()).await?;
        widget.wait_state("idle").await?;
        let press = "for (const key of ['4', '2']) \
                     document.querySelector(`button[data-row='${key}']`).click()";
        tab.evaluate_in_frame(press).await?;
        until("both digits are on the pad", async || {
            let typed = tab.evaluate_in_frame("document.querySelector('#number').value").await?;
            let asked = tab.evaluate_in_frame("window.asked").await?;
            Ok((typed == "42" && asked == json!(["default", "reload"])).then_some(()))
        })
        .await?;
        talking(stage, ADA).await?;
        // In a call it is asked for before the module stands.
        stage.host().reload_frame().await?;
        widget.wait_state("talking").await?;
        until("it is asked for again in a call", async || {
            let asked = tab.evaluate_in_frame("window.asked").await?;
            Ok((asked == json!(["default", "reload"])).then_some(()))
        })
        .await?;
        tab.wait_plays(SPOKEN).await?;
        hang_up(stage).await
    })
    .await;
}

#[tokio::test]
async fn a_page_that_is_older_than_the_service_is_loaded_anew_while_a_call_rings() {
    let widget = Folder::new("widget").unwrap();
    copy(&Given::read().unwrap().widget, widget.path()).unwrap();
    let setup = Setup::new().with_widget(widget.path()).with_failing_requests();
    run("late_gone", setup, async |stage| {
        let (tab, page) = (&stage.tab, stage.widget());
        page.wait_state("idle").await?;
        tab.evaluate_in_frame("window.before = true").await?;
        rename(widget.path())?;
        stage.api.kill_backend().await?;
        stage.api.start_backend().await?;
        page.wait_text("Connected again").await?;
        stage.api.ring(ADA).await?;
        page.wait_state("ringing").await?;
        let asked = "performance.getEntriesByType('resource') \
                     .filter((entry) => entry.name.includes('/late-')).length";
        until("a young page asks again", async || {
            Ok((tab.evaluate_in_frame(asked).await?.as_u64() > Some(1)).then_some(()))
        })
        .await?;
        assert_eq!(tab.evaluate_in_frame("window.before").await?, true, "it is not loaded anew");
        // The page is not a minute old: it is told that it is.
        let older = "const now = performance.now.bind(performance); \
                     performance.now = () => now() + 60_000";
        tab.evaluate_in_frame(older).await?;
        until("the page is another", async || {
            page.state().await?;
            let before = tab.evaluate_in_frame("window.before ?? null").await?;
            Ok(before.is_null().then_some(()))
        })
        .await?;
        page.click("button", "Answer").await?;
        page.wait_state("talking").await?;
        tab.wait_plays(SPOKEN).await?;
        hang_up(stage).await
    })
    .await;
}

fn copy(from: &Path, to: &Path) -> Done {
    for file in fs::read_dir(from)?.flatten().filter(|file| file.path().is_file()) {
        fs::copy(file.path(), to.join(file.file_name()))?;
    }
    Ok(())
}

/// The same widget as of another release: the script and the rest have other names.
fn rename(widget: &Path) -> Done {
    let files: Vec<String> = fs::read_dir(widget)?
        .flatten()
        .filter_map(|file| file.file_name().into_string().ok())
        .filter(|name| name.starts_with("late-") || name.ends_with(".js"))
        .collect();
    assert_eq!(files.len(), 2, "{files:?}");
    let renamed = |text: String| {
        files.iter().fold(text, |text, name| {
            let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
            let kind = stem.rsplit_once('-').map_or(stem, |(kind, _)| kind);
            text.replace(name.as_str(), &format!("{kind}-00112233445566aa.{end}"))
        })
    };
    for name in files.iter().map(String::as_str).chain(["index.html"]) {
        let path = widget.join(name);
        let bytes = match String::from_utf8(fs::read(&path)?) {
            Ok(text) => renamed(text).into_bytes(),
            Err(binary) => binary.into_bytes(),
        };
        fs::remove_file(&path)?;
        fs::write(widget.join(renamed(name.to_owned())), bytes)?;
    }
    Ok(())
}
