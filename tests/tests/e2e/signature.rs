//! The line below the header moves with the voices of a call, and lies nearly flat while nobody speaks.

use crate::steps::{ADA, hang_up, talking};
use sidetone_e2e::{Done, Setup, Tab, Trouble, run, until};

/// How high it is, of 1; nothing before a call.
const HEIGHT: &str =
    "Number(document.querySelector('.rise').style.getPropertyValue('--voice') || 0)";

async fn wait_height(tab: &Tab, what: &str, is: fn(f64) -> bool) -> Done {
    until(what, async || {
        let height = tab.evaluate_in_frame(HEIGHT).await?.as_f64();
        match height {
            Some(height) if is(height) => Ok(Some(())),
            _ => Err(Trouble::Said(format!("it is {height:?}"))),
        }
    })
    .await
}

#[tokio::test]
async fn the_line_rises_with_the_voices() {
    run("signature", Setup::new(), async |stage| {
        let call = talking(stage, ADA).await?;
        stage.api.wait_spoken(&call).await?;
        wait_height(&stage.tab, "the line rises", |height| height > 0.4).await?;
        // The far end says again what it hears: soon nobody speaks.
        stage.widget().click("button", "Mute").await?;
        wait_height(&stage.tab, "the line falls", |height| (0.1..0.2).contains(&height)).await?;
        stage.widget().click("button", "Mute").await?;
        wait_height(&stage.tab, "the line rises again", |height| height > 0.4).await?;
        hang_up(stage).await
    })
    .await;
}
