//! The widget opened by itself, outside HubSpot.

use sidetone_e2e::{Setup, run};

#[tokio::test]
async fn the_widget_opened_by_itself_says_so_and_leads_to_the_preview() {
    run("no_host", Setup::new().without_page(), async |stage| {
        stage.tab.go(&stage.preview.ours()).await?;
        let page = stage.tab.page();
        page.wait_text("Sidetone works inside HubSpot").await?;
        page.wait("link", "the local preview").await?;
        let axe = stage.axe()?;
        assert_eq!(page.violations(&axe).await?, Vec::<String>::new());
        Ok(())
    })
    .await;
}
