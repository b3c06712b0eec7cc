//! The line below the header moves with the voices of a call, and lies still while the call is on hold.

use crate::steps::{ADA, hang_up, talking};
use sidetone_e2e::{Done, Setup, Tab, run, until};

/// How high it is, of 1; nothing before a call.
const HEIGHT: &str =
    "Number(document.querySelector('.rise').style.getPropertyValue('--voice') || 0)";

async fn wait_height(tab: &Tab, what: &str, is: fn(f64) -> bool) -> Done {
    until(what, async || {
        let height = tab.evaluate_in_frame(HEIGHT).await?.as_f64();
        Ok(height.is_some_and(is).then_some(()))
    })
    .await
}

#[tokio::test]
async fn the_line_rises_with_the_voices() {
    run("signature", Setup::new(), async |stage| {
        let call = talking(stage, ADA).await?;
        stage.api.wait_spoken(&call).await?;
        // The microphone of the tests swells and fades.
        wait_height(&stage.tab, "the line rises", |height| height > 0.4).await?;
        wait_height(&stage.tab, "the line falls", |height| (0.1..0.3).contains(&height)).await?;
        wait_height(&stage.tab, "the line rises again", |height| height > 0.4).await?;
        hang_up(stage).await
    })
    .await;
}
