//! Two tenants on one account of HubSpot's: an agent of both works for one at a time.

use sidetone_e2e::{Setup, run};

// row!(U3) row!(U22) row!(U23)
#[tokio::test]
async fn an_agent_of_two_tenants_changes_between_calls_and_the_choice_is_remembered() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("tenants", setup, async |stage| {
        // The second tenant names the same account.
        crate::console::saved(stage).await?;
        let tab = &stage.tab;
        tab.go(&stage.preview.hubspot()).await?;
        let widget = tab.widget();
        widget.wait_state("idle").await?;
        let other = stage.open("/").await?;
        other.widget().wait_text("Demo Agent").await?;
        tab.show().await?;
        widget.click("button", "Demo Agent Demo").await?;
        assert_eq!(widget.violations(&stage.axe()?).await?, Vec::<String>::new());
        widget.click("button", "Demo West").await?;
        widget.wait("button", "Demo Agent Demo West").await?;
        other.widget().wait("button", "Demo Agent Demo West").await?;

        tab.reload().await?;
        widget.wait("button", "Demo Agent Demo West").await?;
        widget.click("button", "Demo Agent Demo West").await?;
        widget.click("button", "Demo").await?;
        widget.wait("button", "Demo Agent Demo").await?;

        // In a call nobody changes, and the call says whom it is for.
        widget.wait_state("idle").await?;
        stage.api.ring(crate::steps::ADA).await?;
        widget.wait_text("For Demo").await?;
        widget.click("button", "Answer").await?;
        widget.wait_state("talking").await?;
        widget.click("button", "Demo Agent Demo").await?;
        widget.wait_text("Finish it, then change the tenant").await?;
        widget.click("button", "Demo West").await?;
        widget.wait_text("Finish it first").await
    })
    .await;
}
