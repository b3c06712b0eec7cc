//! The dial pad.

use crate::steps::{
    dialled, far_end_answers, hang_up, has_outcome, heard_all, save, the_one_record,
};
use sidetone_e2e::{Setup, run};

/// The Enter key.
const ENTER: &str = "\u{E007}";
/// The backspace key.
const BACKSPACE: &str = "\u{E003}";

// row!(L25)
#[tokio::test]
async fn a_number_typed_on_the_keyboard_is_shown_as_it_will_be_dialled_and_called() {
    run("pad_keyboard", Setup::new(), async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        widget.wait_state("idle").await?;
        // Typed anywhere; one digit too many is taken back.
        widget.type_anywhere(&format!("020 7946 09580{BACKSPACE}")).await?;
        widget.wait_text("Will call +44 20 7946 0958, United Kingdom").await?;
        widget.type_anywhere(ENTER).await?;
        widget.wait_state("dialling").await?;
        let told = host.wait_for("OUTGOING_CALL_STARTED").await?;
        assert_eq!(told.data["toNumber"], "+442079460958");
        let call = dialled(stage).await?;
        far_end_answers(stage, &call).await?;
        hang_up(stage).await?;
        save(stage, "Typed").await?;
        heard_all(stage, &call).await?;
        the_one_record(stage, &call, |r| has_outcome(r, "Typed") && r.is_linked_to(101)).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_keys_on_the_screen_dial_too_and_a_double_click_on_call_dials_once() {
    run("pad_mouse", Setup::new(), async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        widget.wait_state("idle").await?;
        widget.keys("textbox", "Number to call", "+44161496077").await?;
        widget.click("button", "7").await?;
        widget.wait_text("Will call +44 161 496 0777").await?;
        widget.double_click("button", "Call").await?;
        widget.wait_state("dialling").await?;
        let call = dialled(stage).await?;
        far_end_answers(stage, &call).await?;
        hang_up(stage).await?;
        save(stage, "").await?;
        heard_all(stage, &call).await?;
        assert_eq!(host.count("OUTGOING_CALL_STARTED").await?, 1);
        the_one_record(stage, &call, |record| has_outcome(record, "")).await?;
        Ok(())
    })
    .await;
}
