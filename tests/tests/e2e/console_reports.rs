//! The Reports page: what an agent sends from the widget is listed and read there, without anybody's
//! number.

use serde_json::json;
use sidetone_e2e::{Setup, run};

use crate::console::{console, no_findings};
use crate::console_narrow::fits;
use crate::steps::{ADA, hang_up, save, talking};

// row!(P3)
#[tokio::test]
async fn what_an_agent_sends_is_read_in_the_console_in_any_window() {
    run("console_reports", Setup::new().with_failing_requests(), async |stage| {
        let widget = stage.widget();
        let call = talking(stage, ADA).await?;
        hang_up(stage).await?;
        save(stage, "Called about a turbine.").await?;
        widget.script("document.querySelector('[data-at=agent]').click()", vec![]).await?;
        widget.click("button", "Microphone and sound").await?;
        widget.wait_text("Something is wrong?").await?;
        widget.fill("Something is wrong?", "It crackled, and 020 7946 0155 did not hear me.").await?;
        widget.click("button", "Send a report with your last calls").await?;
        widget.wait_text("The report is sent.").await?;

        let page = console(stage).await?;
        page.click("link", "Reports").await?;
        page.wait_text("It crackled, and …155 did not hear me.").await?;
        // The words stand in their row, and not over the page.
        let inside = "const words = [...document.querySelectorAll('p')].find((p) => p.innerText.startsWith('It crackled')); \
                      const [a, b] = [words, words.closest('li')].map((e) => e.getBoundingClientRect()); \
                      return a.top >= b.top && a.bottom <= b.bottom && a.left >= b.left && a.right <= b.right";
        assert_eq!(page.script(inside, vec![]).await?, true);
        no_findings(stage, &page).await?;
        let small = json!({ "width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": false });
        stage.browser.devtools("Emulation.setDeviceMetricsOverride", small).await?;
        fits(stage, &page, "reports").await?;
        assert_eq!(page.script(inside, vec![]).await?, true);
        page.click("button", "Read the report of Demo Agent").await?;
        page.wait_text(&format!("Call {call}")).await?;
        fits(stage, &page, "a report").await?;
        let text = page.text().await?;
        for secret in ["0958", "0155", "turbine"] {
            assert!(!text.contains(secret), "{secret} is in {text}");
        }
        Ok(())
    })
    .await;
}
