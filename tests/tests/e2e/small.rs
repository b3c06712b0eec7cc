//! The smallest frame: 320 by 460.

use serde_json::json;

use crate::steps::{ADA, GRACE, hang_up, ringing};
use sidetone_e2e::{Done, Setup, Stage, Trouble, run, until};

/// Nothing is cut off at the side, and this button is in sight without scrolling.
async fn fits(stage: &Stage, button: &str) -> Done {
    let widget = stage.widget();
    widget.wait("button", button).await?;
    let script = "const wide = document.documentElement.scrollWidth; \
                  const buttons = [...document.querySelectorAll('button')]; \
                  const one = buttons.find((b) => b.innerText.trim() === arguments[0]); \
                  const { top, bottom, left, right } = one.getBoundingClientRect(); \
                  return { wide, innerWidth, top, bottom, left, right, innerHeight }";
    let at = widget.script(script, vec![json!(button)]).await?;
    let number = |name: &str| at[name].as_f64().unwrap_or(f64::NAN);
    let fits = number("wide") <= number("innerWidth")
        && number("top") >= 0.
        && number("left") >= 0.
        && number("bottom") <= number("innerHeight")
        && number("right") <= number("innerWidth");
    if fits { Ok(()) } else { Err(Trouble::Said(format!("\"{button}\" does not fit: {at}"))) }
}

#[tokio::test]
async fn every_screen_fits_into_the_smallest_frame() {
    run("small", Setup::new().at("/preview/bare"), async |stage| {
        let widget = stage.widget();
        widget.wait_state("idle").await?;
        let small = async || {
            // The ring asks for more room; this HubSpot has none.
            let script = "const { style } = window.preview.frame; \
                          style.setProperty('width', '320px', 'important'); \
                          style.setProperty('height', '460px', 'important')";
            stage.host().page().script(script, vec![]).await?;
            until("the frame is small", async || {
                let size = widget.script("return [innerWidth, innerHeight]", vec![]).await?;
                Ok((size == json!([320, 460])).then_some(()))
            })
            .await
        };
        small().await?;
        widget.type_anywhere("02079460958").await?;
        fits(stage, "Call").await?;
        let call = ringing(stage, ADA).await?;
        fits(stage, "Answer").await?;
        fits(stage, "Decline").await?;
        widget.click("button", "Answer").await?;
        widget.wait_state("talking").await?;
        fits(stage, "Hang up").await?;
        let second = stage.api.ring(GRACE).await?;
        widget.wait_text("Grace Hopper is calling").await?;
        fits(stage, "Hang up").await?;
        fits(stage, "Answer").await?;
        stage.api.hang_up(&second).await?;
        hang_up(stage).await?;
        widget.wait("textbox", "Notes").await?;
        // A long screen scrolls downwards, and only so.
        let wide = "return document.documentElement.scrollWidth <= innerWidth";
        assert_eq!(widget.script(wide, vec![]).await?, true);
        widget.click("button", "Save").await?;
        // The second caller, who gave up, is on the screen now.
        fits(stage, "Call again").await?;
        widget.click("button", "Close").await?;
        widget.wait_state("idle").await?;
        stage.host().wait_told(&call, "CALL_COMPLETED").await?;
        Ok(())
    })
    .await;
}
