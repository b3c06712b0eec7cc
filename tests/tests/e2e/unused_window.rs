//! An account that does not use HubSpot's calling window: a window of our own speaks with the caller,
//! and a frame in the navigation bar tells HubSpot of it.

use std::time::Duration;

use crate::steps::{
    ADA, WHOLE, everywhere, finish_in, one_whole_record, wait_speaks, wait_told_by,
};
use sidetone_e2e::{Done, Setup, Stage, Tab, Trouble, run};
use tokio::time::Instant;

/// The window, as the widget opens it where the account does not use one.
const WINDOW: &str = "/calling-integration-popup-ui/123456?usesCallingWindow=false";
const TAB: &str = "/?usesCallingWindow=false";

/// Another owner is there within a second; a busy machine gets more.
const SOON: Duration = Duration::from_secs(3);

/// Two tabs, and the window beside them that owns.
async fn with_a_window(stage: &Stage) -> Done<(Tab, Tab)> {
    let other = stage.open("/contacts/123456/record/0-1/102").await?;
    other.widget().wait_state("idle").await?;
    let window = stage.open(WINDOW).await?;
    everywhere(&[&stage.tab, &other, &window], "idle").await?;
    wait_speaks(&window, true).await?;
    wait_speaks(&other, false).await?;
    wait_speaks(&stage.tab, false).await?;
    Ok((other, window))
}

/// All that this page heard besides the handshake and a wish for another size.
async fn heard(tab: &Tab) -> Done<Vec<String>> {
    let heard = tab.host().heard().await?.into_iter().map(|message| message.kind);
    Ok(heard
        .filter(|kind| !["SYNC_ACK", "RESIZE_WIDGET", "INITIALIZED"].contains(&&**kind))
        .collect())
}

// row!(U40) row!(L7)
#[tokio::test]
async fn our_own_window_has_the_call_and_hubspot_hears_all_of_it_once_in_a_tab() {
    run("unused_window", Setup::new().at(TAB), async |stage| {
        let (other, window) = with_a_window(stage).await?;
        let all = [&other, &stage.tab, &window];
        let call = stage.api.ring(ADA).await?;
        everywhere(&all, "ringing").await?;
        window.widget().click("button", "Answer").await?;
        everywhere(&all, "talking").await?;
        wait_speaks(&window, true).await?;
        other.widget().wait_text("You speak in the calling window").await?;
        window.widget().click("button", "Hang up").await?;
        everywhere(&all, "after").await?;
        window.widget().click("radio", "Connected").await?;
        window.widget().fill("Notes", "From the window").await?;
        window.widget().click("button", "Save").await?;
        everywhere(&all, "idle").await?;
        wait_told_by(&all, &call, &WHOLE).await?;
        // All of it in one page, which is not the window's.
        let pages = [other.host().told(&call).await?, stage.host().told(&call).await?];
        assert!(pages.contains(&WHOLE.map(String::from).to_vec()), "the tabs heard {pages:?}");
        assert_eq!(heard(&window).await?, [""; 0], "the window spoke to HubSpot");
        stage.api.record_of(&call, |r| r.get("hs_call_body").contains("From the window")).await?;
        one_whole_record(stage, &call).await
    })
    .await;
}

// row!(U40) row!(U41) row!(L2)
#[tokio::test]
async fn closed_in_a_call_a_tab_goes_on_with_it_and_opened_again_the_window_has_it_back() {
    run("unused_window_closed", Setup::new().at(TAB), async |stage| {
        let (other, window) = with_a_window(stage).await?;
        let call = stage.api.ring(ADA).await?;
        everywhere(&[&stage.tab, &other, &window], "ringing").await?;
        window.widget().click("button", "Answer").await?;
        everywhere(&[&stage.tab, &other, &window], "talking").await?;
        wait_told_by(&[&stage.tab, &other], &call, &WHOLE[..2]).await?;
        window.show().await?;

        let began = Instant::now();
        window.close().await?;
        let took = one_speaks(&[&stage.tab, &other], began).await?;
        println!("a tab speaks after {} ms", took.as_millis());
        if took > SOON {
            return Err(Trouble::Said(format!("it took {took:?}")));
        }
        // The call is what it was, and nobody said anything of it again.
        everywhere(&[&stage.tab, &other], "talking").await?;
        wait_told_by(&[&stage.tab, &other], &call, &WHOLE[..2]).await?;

        let again = stage.open(WINDOW).await?;
        again.widget().wait_state("talking").await?;
        wait_speaks(&again, true).await?;
        wait_speaks(&stage.tab, false).await?;
        wait_speaks(&other, false).await?;
        finish_in(&again).await?;
        everywhere(&[&stage.tab, &other], "idle").await?;
        wait_told_by(&[&stage.tab, &other, &again], &call, &WHOLE).await?;
        assert_eq!(heard(&again).await?, [""; 0], "the window spoke to HubSpot");
        one_whole_record(stage, &call).await
    })
    .await;
}

/// Waits until one of these tabs speaks for the agent; how long that took since then.
async fn one_speaks(tabs: &[&Tab], since: Instant) -> Done<Duration> {
    let quiet = "/Another window speaks for you|You speak in the calling window/\
                 .test(document.body.innerText)";
    sidetone_e2e::until("one of the tabs speaks", async || {
        for tab in tabs {
            if tab.evaluate_in_frame(quiet).await? == false {
                return Ok(Some(since.elapsed()));
            }
        }
        Ok(None)
    })
    .await
}
