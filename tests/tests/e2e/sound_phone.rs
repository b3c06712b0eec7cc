//! A telephone at a phone system calls the agent's line, and the agent answers in the browser: each
//! hears the other, and hears them again after the frame and the page were loaded anew. With kamailio
//! and baresip; `cargo xtask test e2e` installs them where it may.

use crate::console_phone::phone;
use sidetone_e2e::phone_system::{Kamailio, Phone};
use sidetone_e2e::{Done, Recording, SPOKEN, Setup, Stage, View, run};

/// The agent's line, and who calls it.
pub const LINE: &str = "1001";
pub const OUTSIDE: &str = "1003";

/// What the telephone plays, in hertz.
pub const PLAYED: f64 = 1_000.0;

/// A second of what it hears, in samples.
const SECOND: usize = 8_000;

/// A page is heard again by then, in milliseconds, on a machine that builds something meanwhile.
const SOON: usize = 5_000;

/// An administrator enters the phone system and the agent's line, and the line registers.
pub async fn set_up(stage: &Stage, system: &Kamailio) -> Done {
    let page = phone(stage).await?;
    set_up_on(&page, system).await
}

/// The same, on the page *Phone system*.
pub async fn set_up_on(page: &View, system: &Kamailio) -> Done {
    page.keys("radio", "A SIP line for each agent", " ").await?;
    page.fill("Server", &system.server()).await?;
    page.fill("Domain", "pbx.test").await?;
    page.click("button", "Save").await?;
    page.wait_text("The phone system is saved.").await?;
    page.wait_text("All changes are saved.").await?;
    page.click("button", "Change the line of Demo Agent").await?;
    page.fill("Line", LINE).await?;
    page.fill("Password", &format!("pw-{LINE}")).await?;
    page.enter("textbox", "Line").await?;
    page.wait_text("Registered").await
}

/// From now on, both hear each other for a second.
pub async fn hear_each_other(stage: &Stage, phone: &Phone) -> Done {
    stage.tab.wait_plays(PLAYED).await?;
    let from = phone.heard()?.len();
    let clear = |heard: &[i16]| {
        let frames = Recording(heard.to_vec()).frames(SPOKEN);
        frames.iter().filter(|clear| **clear).count() * 10 >= frames.len() * 9
    };
    phone.hears_since(from, SECOND, "the telephone hears the microphone", clear).await
}

// row!(U36) row!(L4)
#[tokio::test]
#[ignore = "needs kamailio and baresip: cargo xtask test e2e"]
async fn a_telephone_and_the_browser_hear_each_other_and_again_after_reloads() {
    run("sound_phone", Setup::new().without_page(), async |stage| {
        let system = Kamailio::start().await?;
        set_up(stage, &system).await?;
        let mut phone = Phone::start(&system, OUTSIDE, PLAYED, false).await?;
        stage.tab.go(&format!("{}/", stage.preview.hubspot())).await?;
        stage.widget().wait_state("idle").await?;

        phone.dials(LINE).await?;
        phone.until("CALL_RINGING").await?;
        stage.widget().wait_state("ringing").await?;
        stage.widget().click("button", "Answer").await?;
        phone.until("CALL_ESTABLISHED").await?;
        stage.widget().wait_state("talking").await?;
        hear_each_other(stage, &phone).await?;

        stage.host().reload_frame().await?;
        stage.widget().wait_state("talking").await?;
        hear_each_other(stage, &phone).await?;
        stage.tab.reload().await?;
        stage.widget().wait_state("talking").await?;
        hear_each_other(stage, &phone).await?;
        let gap = Recording(phone.heard()?).gap(SPOKEN);
        println!("the telephone missed {gap} ms");
        assert!(gap <= SOON, "the telephone heard nothing for {gap} ms");

        phone.hangs_up().await?;
        stage.widget().wait_state("after").await
    })
    .await;
}
