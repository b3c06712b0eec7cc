//! Emergency numbers: never rewritten, and what the line cannot carry is said before dialling.

use sidetone_e2e::{Setup, run, until};

const WARNING: &str = "112 is an emergency number, and this line cannot carry it";

#[tokio::test]
async fn an_emergency_number_is_left_as_it_is_and_the_pad_says_that_the_line_cannot_carry_it() {
    run("emergency", Setup::new(), async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        widget.wait_state("idle").await?;
        widget.type_anywhere("112").await?;
        widget.wait_text(WARNING).await?;
        assert_eq!(widget.value("Number to call").await?, "112");
        let text = widget.text().await?;
        assert!(!text.contains("+44 112") && !text.contains("+44112"), "it was rewritten: {text}");
        assert!(!widget.has("button", "Call").await?, "the button must be off");
        // Enter dials nothing and says why again; Escape empties the pad.
        widget.type_anywhere("\u{E007}").await?;
        widget.click("button", "Dismiss").await?;
        widget.type_anywhere("\u{E00C}").await?;
        until("the pad is empty", async || {
            Ok(widget.value("Number to call").await?.is_empty().then_some(()))
        })
        .await?;
        // A click on it in HubSpot says the same and dials nothing.
        assert!(!widget.has("button", "Dismiss").await?);
        assert!(host.dial("112").await?);
        widget.wait("button", "Dismiss").await?;
        widget.wait_text(WARNING).await?;
        assert_eq!(host.count("OUTGOING_CALL_STARTED").await?, 0);
        assert_eq!(widget.state().await?, "idle");
        assert!(stage.api.records().await?.is_empty());
        Ok(())
    })
    .await;
}
