//! A tab says why a calling window is better, opens one, and can take its calls back.

use sidetone_e2e::{Setup, run};

use crate::sign_in::window;
use crate::steps::ADA;

const HINT: &str = "A calling window keeps it";
const THERE: &str = "You speak in the calling window";

// row!(U40) row!(U41) row!(L2)
#[tokio::test]
async fn the_hint_stays_away_once_it_is_put_away_and_the_menu_opens_the_window_in_a_call() {
    run("calling_window", Setup::new(), async |stage| {
        let tab = stage.widget();
        tab.wait_state("idle").await?;
        // That the page may not sound before it is touched is said first.
        tab.touch().await?;
        tab.wait_text(HINT).await?;
        assert_eq!(tab.violations(&stage.axe()?).await?, Vec::<String>::new());
        tab.click("button", "Do not show this again").await?;
        tab.wait_no_text(HINT).await?;
        stage.tab.reload().await?;
        tab.wait_state("idle").await?;
        tab.wait_no_text(HINT).await?;
        stage.api.ring(ADA).await?;
        tab.click("button", "Answer").await?;
        tab.wait_state("talking").await?;
        let before = stage.browser.tabs().await?;
        tab.click("button", "Demo Agent Demo").await?;
        tab.click("button", "Open the calling window").await?;
        let opened = window(stage, &before).await?;
        let calling = opened.widget();
        // The call goes on there, and the tab shows it.
        calling.wait_state("talking").await?;
        tab.wait_text(THERE).await?;
        tab.wait_state("talking").await?;
        assert_eq!(tab.violations(&stage.axe()?).await?, Vec::<String>::new());
        // It does not hang on the tab that opened it.
        let opener = opened.page().script("return opener === null", vec![]).await?;
        assert_eq!(opener, true);
        stage.tab.show().await?;
        tab.click("button", "Take over").await?;
        tab.wait_no_text(THERE).await?;
        calling.wait_text("Another window speaks for you").await?;
        calling.click("button", "Hang up").await?;
        tab.wait_state("after").await?;
        tab.click("radio", "Connected").await?;
        tab.click("button", "Save").await?;
        calling.wait_state("idle").await?;
        Ok(())
    })
    .await;
}
