//! What the far end of a call hears while pages come and go: for how long nothing of the agent,
//! measured in its own recording. How short that is on a machine that does nothing else is for
//! `cargo xtask bench voice` to say; the bounds here catch what is broken.

use crate::navigation::{RECORDS, go};
use crate::steps::{ADA, WINDOW, finish_in, hang_up, talking, wait_speaks};
use sidetone_e2e::{Done, PLAYED, Setup, Stage, Tab, Trouble, run};

/// A page is heard again by then, in milliseconds, while the machine builds something beside it.
const SOON: usize = 5_000;

/// Where nothing is renewed, nothing is missing but what a busy machine delays: a jitter buffer makes
/// up for it. A connection that is made anew takes longer.
const WHOLE: usize = 100;

/// Both ends hear each other by this tab; how long the far end's recording is by then.
async fn heard(stage: &Stage, tab: &Tab, call: &str) -> Done<usize> {
    stage.api.plays_a_tone(call).await?;
    tab.wait_plays(PLAYED).await?;
    let since = stage.api.recording(call).await?.length();
    stage.api.gap_since(call, since).await?;
    Ok(stage.api.recording(call).await?.length())
}

/// Both ends hear each other by this tab, and the longest gap at the far end was not longer than this.
async fn again(stage: &Stage, tab: &Tab, call: &str, since: usize, most: usize) -> Done {
    tab.wait_plays(PLAYED).await?;
    let gap = stage.api.gap_since(call, since).await?;
    println!("the far end missed {gap} ms");
    assert_eq!(stage.api.far_ends().await?, [call], "the far end has another call");
    match gap <= most {
        true => Ok(()),
        false => Err(Trouble::Said(format!("the far end heard nothing for {gap} ms"))),
    }
}

// row!(L4)
#[tokio::test]
async fn a_frame_that_is_reloaded_is_heard_again_soon_at_both_ends() {
    run("gap_frame", Setup::new(), async |stage| {
        let call = talking(stage, ADA).await?;
        let since = heard(stage, &stage.tab, &call).await?;
        stage.host().reload_frame().await?;
        stage.widget().wait_state("talking").await?;
        again(stage, &stage.tab, &call, since, SOON).await?;
        hang_up(stage).await
    })
    .await;
}

// row!(L4)
#[tokio::test]
async fn a_page_of_hubspot_that_is_reloaded_is_heard_again_soon_at_both_ends() {
    run("gap_page", Setup::new(), async |stage| {
        let call = talking(stage, ADA).await?;
        let since = heard(stage, &stage.tab, &call).await?;
        stage.tab.reload().await?;
        stage.widget().wait_state("talking").await?;
        again(stage, &stage.tab, &call, since, SOON).await?;
        hang_up(stage).await
    })
    .await;
}

// row!(L3) row!(L6)
#[tokio::test]
async fn a_tab_that_takes_over_takes_the_voice_with_it_and_gives_it_back() {
    run("gap_take_over", Setup::new(), async |stage| {
        let call = talking(stage, ADA).await?;
        let other = stage.open("/").await?;
        other.widget().wait_state("talking").await?;
        let since = heard(stage, &stage.tab, &call).await?;
        for (to, from) in [(&other, &stage.tab), (&stage.tab, &other)] {
            to.show().await?;
            to.widget().click("button", "Take over").await?;
            wait_speaks(to, true).await?;
            again(stage, to, &call, since, SOON).await?;
            from.wait_silent().await?;
        }
        Ok(())
    })
    .await;
}

// row!(U40) row!(L1)
#[tokio::test]
async fn while_the_calling_window_speaks_ten_new_pages_and_a_reload_leave_no_gap() {
    let setup = Setup::new().at("/?usesCallingWindow=true").with_failing_requests();
    run("gap_navigation", setup, async |stage| {
        stage.widget().wait_state("idle").await?;
        let window = stage.open(WINDOW).await?;
        window.widget().wait_state("idle").await?;
        let call = stage.api.ring(ADA).await?;
        stage.widget().click("button", "Answer").await?;
        stage.widget().wait_state("talking").await?;
        let since = heard(stage, &window, &call).await?;
        for record in RECORDS {
            go(stage, record).await?;
            stage.widget().wait_state("talking").await?;
        }
        stage.tab.reload().await?;
        stage.widget().wait_state("talking").await?;
        again(stage, &window, &call, since, WHOLE).await?;
        let connected = stage.preview.output().matches("news=Connected").count();
        assert_eq!(connected, 1, "the voice went another way meanwhile");
        finish_in(&stage.tab).await
    })
    .await;
}
