//! The preview's own pages, with many windows: who speaks is shown, and everybody can use them.

use serde_json::{Value, json};

use crate::steps::{ADA, WINDOW};
use sidetone_e2e::{Done, Setup, Stage, Tab, run, until};

/// The windows in the list of a page: what they are called and what is said of them.
async fn listed(tab: &Tab) -> Done<Vec<String>> {
    let script = "return [...document.querySelectorAll('[data-window]')] \
                  .map((li) => li.innerText.replace(/\\s+/g, ' ').trim()).sort()";
    let found = tab.page().script(script, vec![]).await?;
    let text = |line: &Value| line.as_str().unwrap_or_default().to_owned();
    Ok(found.as_array().map(|all| all.iter().map(text).collect()).unwrap_or_default())
}

async fn wait_listed(tab: &Tab, wanted: &[&str]) -> Done {
    tab.show().await?;
    until(&format!("the windows are listed as {wanted:?}"), async || {
        let listed = listed(tab).await?;
        match listed == wanted {
            true => Ok(Some(())),
            false => Err(sidetone_e2e::Trouble::Said(format!("they are {listed:?}"))),
        }
    })
    .await
}

// row!(U40)
#[tokio::test]
async fn the_page_lists_the_windows_and_says_which_one_speaks() {
    run("preview_windows", Setup::new().at("/?usesCallingWindow=true"), async |stage| {
        stage.widget().wait_state("idle").await?;
        // Nothing was said yet but a greeting.
        wait_listed(&stage.tab, &["Navigation bar · Ada Lovelace this one"]).await?;
        let window = stage.open(WINDOW).await?;
        window.widget().wait_state("idle").await?;
        stage.api.ring(ADA).await?;
        window.widget().wait_state("ringing").await?;
        let wanted =
            ["Calling window speaks to HubSpot hidden", "Navigation bar · Ada Lovelace this one"];
        wait_listed(&stage.tab, &wanted).await?;
        window.close().await?;
        stage.widget().click("button", "Decline").await?;
        let here = "Navigation bar · Ada Lovelace speaks to HubSpot this one";
        wait_listed(&stage.tab, &[here]).await
    })
    .await;
}

#[tokio::test]
async fn a_window_that_goes_without_a_word_is_listed_no_more() {
    let setup = Setup::new().at("/?usesCallingWindow=true");
    run("preview_window_crashed", setup, async |stage| {
        stage.widget().wait_state("idle").await?;
        let window = stage.open(WINDOW).await?;
        window.widget().wait_state("idle").await?;
        wait_listed(
            &stage.tab,
            &["Calling window hidden", "Navigation bar · Ada Lovelace this one"],
        )
        .await?;
        window.crash().await?;
        wait_listed(&stage.tab, &["Navigation bar · Ada Lovelace this one"]).await
    })
    .await;
}

/// Nothing is cut off at the side in a window as wide as this.
async fn fits(stage: &Stage, tab: &Tab, wide: u32) -> Done {
    tab.show().await?;
    let size = json!({ "width": wide, "height": 640, "deviceScaleFactor": 1, "mobile": false });
    stage.browser.devtools("Emulation.setDeviceMetricsOverride", size).await?;
    let fits = "return [innerWidth, document.documentElement.scrollWidth <= innerWidth]";
    assert_eq!(tab.page().script(fits, vec![]).await?, json!([wide, true]));
    Ok(())
}

#[tokio::test]
async fn the_pages_fit_and_have_no_accessibility_violation() {
    run("preview_pages", Setup::new(), async |stage| {
        let axe = stage.axe()?;
        stage.widget().wait_state("idle").await?;
        let window = stage.open(WINDOW).await?;
        window.widget().wait_state("idle").await?;
        for tab in [&window, &stage.tab] {
            for wide in [1400, 800, 320] {
                fits(stage, tab, wide).await?;
                assert_eq!(tab.page().violations(&axe).await?, Vec::<String>::new(), "{wide}");
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_app_that_takes_no_calls_is_shown_on_records_only() {
    let setup = Setup::new().at("/?supportsInboundCalling=false");
    run("preview_outbound_only", setup, async |stage| {
        stage.widget().wait_state("idle").await?;
        let page = stage.tab.page();
        let place =
            "return window.preview.log.find((m) => m.type === 'SYNC').message.iframeLocation";
        assert_eq!(page.script(place, vec![]).await?, "widget");
        // The switch is the browser's: another tab is alike, without a word in its address.
        let other = stage.open("/").await?;
        other.widget().wait_state("idle").await?;
        assert_eq!(other.page().script(place, vec![]).await?, "widget");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_second_account_has_pages_of_its_own() {
    let setup = Setup::new().at("/contacts/654321/record/0-1/201");
    run("preview_second_account", setup, async |stage| {
        stage.tab.page().wait("heading", "Katherine Johnson").await?;
        let portal = "return window.preview.log.find((m) => m.type === 'SYNC').message.portalId";
        until("SYNC names the account", async || {
            Ok((stage.host().page().script(portal, vec![]).await? == 654_321).then_some(()))
        })
        .await
    })
    .await;
}
