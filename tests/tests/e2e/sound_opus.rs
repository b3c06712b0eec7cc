//! A telephone that speaks Opus and nothing else calls, and the browser speaks it too: they hear each
//! other, also after the frame was loaded anew; and a report of the agent's says so in the console.

use crate::console::no_findings;
use crate::console_phone::phone;
use crate::sound_phone::{LINE, OUTSIDE, PLAYED, hear_each_other, set_up_on};
use crate::steps::hang_up;
use sidetone_e2e::phone_system::{Kamailio, Phone};
use sidetone_e2e::{Setup, run};

// row!(U36) row!(P6)
#[tokio::test]
#[ignore = "needs kamailio and baresip: cargo xtask test e2e"]
async fn a_telephone_that_speaks_opus_is_heard_in_the_browser_and_a_report_tells_of_it() {
    run("sound_opus", Setup::new().without_page(), async |stage| {
        let system = Kamailio::start().await?;
        let page = phone(stage).await?;
        page.keys("radio", "A SIP line for each agent", " ").await?;
        page.keys("combobox", "Codecs", "Opus").await?;
        set_up_on(&page, &system).await?;
        let mut phone = Phone::speaking("opus/48000/2", &system, OUTSIDE, PLAYED, false).await?;
        stage.tab.go(&format!("{}/", stage.preview.hubspot())).await?;
        let widget = stage.widget();
        widget.wait_state("idle").await?;

        phone.dials(LINE).await?;
        widget.wait_state("ringing").await?;
        widget.click("button", "Answer").await?;
        phone.until("CALL_ESTABLISHED").await?;
        widget.wait_state("talking").await?;
        hear_each_other(stage, &phone).await?;
        stage.host().reload_frame().await?;
        let widget = stage.widget();
        widget.wait_state("talking").await?;
        hear_each_other(stage, &phone).await?;

        // Kept with the call when it is over: looked at every two seconds, and when the agent hangs up.
        hang_up(stage).await?;
        widget.script("document.querySelector('[data-at=agent]').click()", vec![]).await?;
        widget.click("button", "Microphone and sound").await?;
        widget.fill("Something is wrong?", "Is this Opus?").await?;
        widget.click("button", "Send a report with your last calls").await?;
        widget.wait_text("The report is sent.").await?;

        let page = crate::console::console(stage).await?;
        page.click("link", "Reports").await?;
        page.wait_text("Is this Opus?").await?;
        page.click("button", "Read the report of Demo Agent").await?;
        page.wait_text("opus, MOS").await?;
        no_findings(stage, &page).await
    })
    .await;
}
