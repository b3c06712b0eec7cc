//! The browser as agents have it: it parts storage by site, slows hidden pages down and blocks
//! windows that nobody asked for. Tests that pass without these prove nothing.

use serde_json::json;

use sidetone_e2e::{Setup, run};

/// Counts for two seconds how often a timer of 20 ms runs.
const TICKS: &str = "new Promise((done) => { let n = 0; const timer = setInterval(() => n++, 20); \
                     setTimeout(() => { clearInterval(timer); done(n) }, 2000) })";

/// A window that opens, or none.
const POP_UP: &str = "window.open('about:blank') !== null";

// row!(L5) row!(L11)
#[tokio::test]
async fn the_browser_parts_sites_slows_hidden_pages_and_blocks_windows_nobody_asked_for() {
    run("defaults", Setup::new(), async |stage| {
        stage.widget().wait_state("idle").await?;
        let ours = stage.browser.new_tab().await?;
        ours.go(&stage.preview.ours()).await?;
        let same = stage.open("/").await?;
        same.widget().wait_state("idle").await?;

        // A page of ours at top level does not reach the frame inside HubSpot; a frame in another
        // tab of HubSpot's does.
        let listen = "window.probe = []; \
                      new BroadcastChannel('probe').onmessage = (e) => window.probe.push(e.data)";
        stage.widget().script(listen, vec![]).await?;
        let say = "window.said = new BroadcastChannel('probe'); said.postMessage(arguments[0])";
        ours.page().script(say, vec![json!("other site")]).await?;
        same.widget().script(say, vec![json!("same site")]).await?;
        let heard = "return window.probe";
        sidetone_e2e::until("the frame in the other tab is heard", async || {
            let heard = stage.widget().script(heard, vec![]).await?;
            Ok((heard == json!(["same site"])).then_some(()))
        })
        .await?;

        same.show().await?;
        assert!(same.is_visible().await? && !stage.tab.is_visible().await?);
        let (front, hidden) = (same.evaluate(TICKS).await?, stage.tab.evaluate(TICKS).await?);
        let (front, hidden) = (front.as_u64().unwrap_or(0), hidden.as_u64().unwrap_or(99));
        // A hundred and two, where nothing else runs. As many in both would mean that nothing is slowed.
        assert!(front > 5 * hidden, "ticks: {front} in front, {hidden} hidden");

        let quiet = stage.open("/preview/bare").await?;
        assert_eq!(quiet.evaluate(POP_UP).await?, false, "a page could open a window by itself");
        Ok(())
    })
    .await;
}
