//! Twelve tabs of one agent, of which some are frozen and one has crashed while a call comes and goes.

use std::time::Duration;

use crate::steps::{ADA, WHOLE, everywhere, one_whole_record, wait_told_by};
use sidetone_e2e::{Done, Setup, Tab, Trouble, run, until};

const PAGE: &str = "/preview/bare";

/// In a frame: whether it says that it speaks for the agent, and rings aloud.
const SPEAKS: &str = "!/Another window speaks for you/.test(document.body.innerText)";

/// Waits until all of these, wherever they are, show the same.
async fn all_show(tabs: &[&Tab], state: &str) -> Done {
    for tab in tabs {
        tab.wait_state_unseen(state).await?;
    }
    Ok(())
}

/// Waits until exactly one of these says that it speaks; which.
async fn the_one_that_speaks(tabs: &[&Tab]) -> Done<usize> {
    until("exactly one tab speaks", async || {
        let mut speak = Vec::new();
        for (n, tab) in tabs.iter().enumerate() {
            if tab.evaluate_in_frame(SPEAKS).await? == true {
                speak.push(n);
            }
        }
        match speak[..] {
            [one] => Ok(Some(one)),
            _ => Err(Trouble::Said(format!("these do: {speak:?}"))),
        }
    })
    .await
}

// row!(U36) row!(L7) row!(L8) row!(L11)
#[tokio::test]
async fn whatever_happens_to_some_of_twelve_tabs_the_others_have_one_call_and_all_agree_in_the_end()
{
    // A socket that was given up while its page stood still is told to it later.
    let setup = Setup::new()
        .at(PAGE)
        .set("SIDETONE_STREAM__PING_MS", 500)
        .with_failing_requests()
        .within(Duration::from_secs(300));
    run("twelve_tabs", setup, async |stage| {
        let mut tabs = vec![stage.tab.clone()];
        for _ in 1..12 {
            tabs.push(stage.open(PAGE).await?);
        }
        let all: Vec<&Tab> = tabs.iter().collect();
        all_show(&all, "idle").await?;
        // Before the call two stand still and one is dead.
        all[1].freeze().await?;
        all[2].freeze().await?;
        all[3].crash().await?;
        let awake = [&all[..1], &all[4..]].concat();
        awake[8].show().await?;

        let call = stage.api.ring(ADA).await?;
        all_show(&awake, "ringing").await?;
        let speaker = the_one_that_speaks(&awake).await?;
        assert_eq!(speaker, 8, "the one that is looked at rings aloud");
        awake[2].widget().click("button", "Answer").await?;
        all_show(&awake, "talking").await?;
        // Who speaks stands still in the call: another does.
        awake[speaker].freeze().await?;
        let awake: Vec<&Tab> =
            awake.iter().enumerate().filter(|(n, _)| *n != speaker).map(|(_, tab)| *tab).collect();
        let next = the_one_that_speaks(&awake).await?;
        // So it does when that one is closed.
        awake[next].close().await?;
        let awake: Vec<&Tab> =
            awake.iter().enumerate().filter(|(n, _)| *n != next).map(|(_, tab)| *tab).collect();
        the_one_that_speaks(&awake).await?;
        all_show(&awake, "talking").await?;
        awake[0].widget().click("button", "Hang up").await?;
        all_show(&awake, "after").await?;

        // What stood still shows the truth as soon as it goes on.
        let mut living = awake.clone();
        for frozen in [all[1], all[2], all[11]] {
            frozen.thaw().await?;
            living.push(frozen);
        }
        all_show(&living, "after").await?;
        all[1].widget().click("radio", "Connected").await?;
        all[1].widget().click("button", "Save").await?;
        all_show(&living, "idle").await?;
        the_one_that_speaks(&living).await?;
        wait_told_by(&living, &call, &WHOLE).await?;
        everywhere(&living, "idle").await?;
        one_whole_record(stage, &call).await
    })
    .await;
}
