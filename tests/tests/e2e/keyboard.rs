//! A call with the keyboard alone, and what somebody hears who does not see the screen.

use crate::steps::{ADA, has_outcome, heard_all, the_one_record};
use sidetone_e2e::{Setup, run, until};

const ENTER: &str = "\u{E007}";
const SPACE: &str = " ";

#[tokio::test]
async fn a_call_is_taken_and_finished_with_the_keyboard_alone() {
    run("keyboard", Setup::new(), async |stage| {
        let widget = stage.widget();
        let spoken = async |words: &str| {
            until(&format!("a live region says \"{words}\""), async || {
                let script = "return [...document.querySelectorAll('[aria-live], [role=status]')] \
                              .map((region) => region.textContent).join(' ')";
                let said = widget.script(script, vec![]).await?;
                Ok(said.as_str().is_some_and(|said| said.contains(words)).then_some(()))
            })
            .await
        };
        widget.wait_state("idle").await?;
        widget.touch().await?;
        let call = stage.api.ring(ADA).await?;
        widget.wait_state("ringing").await?;
        spoken("Incoming call from").await?;
        // Whoever answers before it is known who calls is told the number.
        widget.wait_text("Ada Lovelace").await?;
        widget.tab_to("Answer").await?;
        widget.press(ENTER).await?;
        widget.wait_state("talking").await?;
        spoken("Connected with Ada Lovelace").await?;
        widget.tab_to("Mute").await?;
        widget.press(SPACE).await?;
        spoken("Muted").await?;
        widget.tab_to("Hang up").await?;
        widget.press(ENTER).await?;
        widget.wait_state("after").await?;
        spoken("Call ended").await?;
        widget.tab_to("Busy").await?;
        // Down the list to "Connected".
        widget.press("\u{E015}").await?;
        assert!(widget.is_set("radio", "Connected").await?);
        widget.tab_to("Notes").await?;
        widget.press("by hand").await?;
        widget.tab_to("Save").await?;
        widget.press(ENTER).await?;
        widget.wait_state("idle").await?;
        heard_all(stage, &call).await?;
        the_one_record(stage, &call, |record| has_outcome(record, "by hand")).await?;
        Ok(())
    })
    .await;
}
