//! The smallest frame, 320 by 460, and the one that HubSpot gives.

use serde_json::json;

use crate::steps::{ADA, GRACE, hang_up, ringing, talking};
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

/// Makes the frame this large. The ring asks for more room; this HubSpot has none.
async fn sized(stage: &Stage, width: u32, height: u32) -> Done {
    let script = "const { style } = window.preview.frame; \
                  style.setProperty('width', arguments[0] + 'px', 'important'); \
                  style.setProperty('height', arguments[1] + 'px', 'important')";
    stage.host().page().script(script, vec![json!(width), json!(height)]).await?;
    until("the frame is small", async || {
        let size = stage.widget().script("return [innerWidth, innerHeight]", vec![]).await?;
        Ok((size == json!([width, height])).then_some(()))
    })
    .await
}

/// In both frames these buttons are in sight, all that is said of the other end is, and axe finds
/// nothing.
async fn both(stage: &Stage, state: &str, buttons: &[&str]) -> Done {
    let axe = stage.axe()?;
    for (width, height) in [(320, 460), (400, 650)] {
        sized(stage, width, height).await?;
        for button in buttons {
            fits(stage, button).await?;
        }
        let script = "const party = document.querySelector('.party'); \
                      const cut = [...party.querySelectorAll('*')].filter((e) => \
                        e.checkVisibility() && e.scrollWidth > e.clientWidth + 1 && e.clientWidth); \
                      return [party.innerText, party.scrollHeight - party.clientHeight, \
                        cut.map((e) => e.outerHTML)]";
        let party = stage.widget().script(script, vec![]).await?;
        let whole = party[1].as_i64().is_some_and(|over| over <= 0) && party[2] == json!([]);
        let wrong = stage.widget().violations(&axe).await?;
        if !whole || !wrong.is_empty() {
            let what = format!("{state}, {width} by {height}: {party}\n{}", wrong.join("\n"));
            return Err(Trouble::Said(what));
        }
    }
    Ok(())
}

// row!(P6)
#[tokio::test]
async fn what_stands_beside_a_call_cuts_nothing_off() {
    let answering = Setup::new().set("SIDETONE_SIMULATED_PHONE__ANSWER_AFTER_MS", 300);
    run("small_beside", answering.at("/preview/bare"), async |stage| {
        let widget = stage.widget();
        widget.wait_state("idle").await?;
        widget.type_anywhere("02079460155").await?;
        widget.wait_text("Will call").await?;
        both(stage, "a number typed", &["Call"]).await?;
        talking(stage, ADA).await?;
        widget.click("button", "Keys").await?;
        both(stage, "keys", &["1", "#", "Keys", "Hang up"]).await?;
        widget.click("button", "Transfer").await?;
        widget.fill("Transfer to: name or number", "020 7946 0155").await?;
        widget.wait("button", "Consult 020 7946 0155").await?;
        both(stage, "a number", &["Transfer", "Hang up"]).await?;
        widget.click("button", "Consult 020 7946 0155").await?;
        widget.wait_text("Speaking with +44 20 7946 0155").await?;
        both(stage, "asked", &["Swap", "Merge", "Complete", "Hang up the third", "Hang up"])
            .await?;
        widget.click("button", "Merge").await?;
        widget.wait_text("All three speak").await?;
        both(stage, "three", &["Complete", "Hang up the third", "Hang up"]).await?;
        hang_up(stage).await
    })
    .await;
}

#[tokio::test]
async fn every_screen_fits_into_the_smallest_frame() {
    run("small", Setup::new().at("/preview/bare"), async |stage| {
        let widget = stage.widget();
        widget.wait_state("idle").await?;
        sized(stage, 320, 460).await?;
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
