//! The window that speaks for the agent goes away in a call: the call goes on in the next.

use std::time::Duration;

use crate::steps::{
    ADA, WHOLE, everywhere, finish_in, one_whole_record, talking, wait_speaks, wait_told_by,
};
use sidetone_e2e::{Done, Setup, Stage, Tab, Trouble, run};
use tokio::time::Instant;

/// Another owner is there within a second; a busy machine gets more.
const SOON: Duration = Duration::from_secs(3);

/// What a page hears of a call that it met half-way.
const END: [&str; 2] = ["CALL_ENDED", "CALL_COMPLETED"];

/// A call that was answered in the first tab, and a second tab beside it that shows it.
async fn in_a_call(stage: &Stage) -> Done<(String, Tab)> {
    let call = talking(stage, ADA).await?;
    stage.host().wait_told(&call, "CALL_ANSWERED").await?;
    let beside = stage.open("/contacts/123456/record/0-1/102").await?;
    beside.widget().wait_state("talking").await?;
    wait_speaks(&beside, false).await?;
    stage.tab.show().await?;
    Ok((call, beside))
}

/// Whoever spoke is gone: this tab speaks now, and brings the call to its end.
async fn takes_over(stage: &Stage, tab: &Tab, call: &str, began: Instant) -> Done {
    wait_speaks(tab, true).await?;
    let took = began.elapsed();
    println!("another speaks after {} ms", took.as_millis());
    if took > SOON {
        return Err(Trouble::Said(format!("it took {took:?}")));
    }
    tab.widget().wait_state("talking").await?;
    finish_in(tab).await?;
    wait_told_by(&[tab], call, &END).await?;
    one_whole_record(stage, call).await
}

// row!(L2) row!(L6)
#[tokio::test]
async fn the_owners_tab_is_closed_and_the_call_goes_on_in_the_other() {
    run("owner_closed", Setup::new(), async |stage| {
        let (call, beside) = in_a_call(stage).await?;
        let told = stage.host().told(&call).await?;
        assert_eq!(told, WHOLE[..2]);
        let began = Instant::now();
        stage.tab.close().await?;
        takes_over(stage, &beside, &call, began).await
    })
    .await;
}

// row!(L6)
#[tokio::test]
async fn the_owners_page_crashes_and_the_call_goes_on_in_the_other() {
    run("owner_crashed", Setup::new(), async |stage| {
        let (call, beside) = in_a_call(stage).await?;
        let began = Instant::now();
        stage.tab.crash().await?;
        takes_over(stage, &beside, &call, began).await?;
        stage.tab.close().await
    })
    .await;
}

// row!(L23)
#[tokio::test]
async fn the_owners_frame_crashes_and_is_there_again_after_a_reload() {
    run("frame_crashed", Setup::new(), async |stage| {
        let call = talking(stage, ADA).await?;
        stage.host().wait_told(&call, "CALL_ANSWERED").await?;
        stage.tab.crash_frame().await?;
        stage.tab.reload().await?;
        stage.widget().wait_state("talking").await?;
        finish_in(&stage.tab).await?;
        wait_told_by(&[&stage.tab], &call, &END).await?;
        one_whole_record(stage, &call).await
    })
    .await;
}

// row!(U41)
#[tokio::test]
async fn the_calling_window_is_closed_and_a_tab_speaks() {
    run("window_closed", Setup::new().at("/?usesCallingWindow=true"), async |stage| {
        stage.widget().wait_state("idle").await?;
        let window = stage.open(crate::steps::WINDOW).await?;
        window.widget().wait_state("idle").await?;
        let call = stage.api.ring(ADA).await?;
        everywhere(&[&stage.tab, &window], "ringing").await?;
        window.widget().click("button", "Answer").await?;
        everywhere(&[&stage.tab, &window], "talking").await?;
        assert_eq!(window.host().told(&call).await?, WHOLE[..2]);
        assert_eq!(stage.host().told(&call).await?, [""; 0]);
        wait_speaks(&stage.tab, false).await?;
        let began = Instant::now();
        window.close().await?;
        takes_over(stage, &stage.tab, &call, began).await
    })
    .await;
}

// row!(L4)
#[tokio::test]
async fn the_whole_browser_is_closed_in_a_call_and_another_computer_goes_on_with_it() {
    run("browser_closed", Setup::new(), async |stage| {
        stage.widget().wait_state("idle").await?;
        let browser = stage.browser_beside().await?;
        let tab = browser.tab().await?;
        tab.go(&stage.preview.hubspot()).await?;
        tab.widget().wait_state("idle").await?;
        stage.tab.close().await?;
        let call = stage.api.ring(ADA).await?;
        tab.widget().click("button", "Answer").await?;
        tab.host().wait_told(&call, "CALL_ANSWERED").await?;
        browser.end().await;
        // Nobody is there now. Somebody comes back at another computer, not signed in there before.
        let other = stage.browser_beside().await?.tab().await?;
        other.go(&stage.preview.hubspot()).await?;
        other.widget().wait_state("talking").await?;
        finish_in(&other).await?;
        wait_told_by(&[&other], &call, &END).await?;
        one_whole_record(stage, &call).await
    })
    .await;
}
