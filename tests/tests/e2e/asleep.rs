//! The computer sleeps for longer than every limit: all pages stand still, and the world goes on.

use std::time::Duration;

use crate::steps::{ADA, GRACE, WHOLE, everywhere, finish_in, talking, told_by, wait_told_by};
use sidetone_e2e::{Done, Setup, Stage, Tab, run, stays};

/// Who is silent for a second is gone. Not sooner: a page that is busy for some 200 ms, on a machine with
/// two cores, would be taken for one that sleeps.
fn quick() -> Setup {
    Setup::new()
        .set("SIDETONE_STREAM__PING_MS", 300)
        // A socket that was given up while its page stood still is told to it later.
        .with_failing_requests()
}

/// All tabs of the browser stand still.
async fn sleep(tabs: &[&Tab]) -> Done {
    for tab in tabs {
        tab.freeze().await?;
    }
    Ok(())
}

async fn wake(tabs: &[&Tab]) -> Done {
    for tab in tabs {
        tab.thaw().await?;
    }
    tabs[0].show().await
}

/// Waits until this call's record in HubSpot says so.
async fn wait_record(stage: &Stage, call: &str, status: &str) -> Done {
    stage.api.record_of(call, |r| r.get("hs_call_status") == status).await.map(drop)
}

// row!(L9) row!(L11) row!(P2)
#[tokio::test]
async fn what_rang_during_a_sleep_is_missed_and_not_announced_and_the_agent_is_there_as_before() {
    run("asleep", quick(), async |stage| {
        let other = stage.open("/").await?;
        let both = [&stage.tab, &other];
        everywhere(&both, "idle").await?;
        sleep(&both).await?;
        // Until the service takes them for asleep, they are offered what rings.
        stays(Duration::from_millis(1_500), "the computer sleeps", async || Ok(true)).await?;
        let missed = stage.api.ring(ADA).await?;
        stage.api.hang_up(&missed).await?;
        wait_record(stage, &missed, "CANCELED").await?;
        wake(&both).await?;
        for tab in both {
            tab.widget().wait_text("The caller hung up").await?;
            tab.widget().wait("button", "Status: Available").await?;
        }
        stays(Duration::from_secs(1), "it is not announced", async || {
            let told = told_by(&both, &missed).await?;
            Ok(told.iter().all(|kind| ["CALL_ENDED", "CALL_COMPLETED"].contains(&&**kind)))
        })
        .await?;
        for tab in both {
            tab.widget().click("button", "Close").await?;
            tab.widget().wait("button", "History 1 missed").await?;
        }
        // The next call rings as ever.
        let call = stage.api.ring(GRACE).await?;
        everywhere(&both, "ringing").await?;
        stage.widget().click("button", "Answer").await?;
        everywhere(&both, "talking").await?;
        finish_in(&other).await?;
        wait_told_by(&both, &call, &WHOLE).await
    })
    .await;
}

// row!(L9) row!(L11)
#[tokio::test]
async fn a_call_that_ended_during_a_sleep_is_over_afterwards_and_hubspot_hears_its_end_once() {
    let setup = quick().set("SIDETONE_WRAP_UP_MS", 1_000);
    run("asleep_in_a_call", setup, async |stage| {
        let other = stage.open("/").await?;
        other.widget().wait_state("idle").await?;
        let both = [&stage.tab, &other];
        let call = talking(stage, ADA).await?;
        wait_told_by(&both, &call, &WHOLE[..2]).await?;
        sleep(&both).await?;
        stage.api.hang_up(&call).await?;
        wait_record(stage, &call, "COMPLETED").await?;
        // Its wrap-up is over too.
        stays(Duration::from_millis(1_500), "the computer sleeps", async || Ok(true)).await?;
        wake(&both).await?;
        for tab in both {
            tab.wait_state_unseen("idle").await?;
        }
        wait_told_by(&both, &call, &WHOLE).await?;
        stage.widget().wait("button", "Status: Available").await?;
        stays(Duration::from_secs(1), "it is not said again", async || {
            Ok(told_by(&both, &call).await? == WHOLE)
        })
        .await
    })
    .await;
}

// row!(P2) row!(L11)
#[tokio::test]
async fn a_status_that_was_chosen_lasts_over_a_sleep() {
    run("asleep_on_a_break", quick(), async |stage| {
        let widget = stage.widget();
        widget.wait_state("idle").await?;
        widget.click("button", "Status: Available").await?;
        widget.click("button", "Break").await?;
        stage.host().wait_for("USER_UNAVAILABLE").await?;
        let before = stage.host().count("USER_AVAILABLE").await?;
        sleep(&[&stage.tab]).await?;
        let call = stage.api.ring(ADA).await?;
        wait_record(stage, &call, "MISSED").await?;
        wake(&[&stage.tab]).await?;
        widget.wait("button", "History 1 missed").await?;
        widget.wait("button", "Status: Break").await?;
        // HubSpot hears of it once, and not of the sleep.
        assert_eq!(stage.host().count("USER_AVAILABLE").await?, before);
        assert_eq!(stage.host().count("USER_UNAVAILABLE").await?, 1);
        assert_eq!(stage.host().told(&call).await?, [""; 0]);
        Ok(())
    })
    .await;
}
