//! Calls whose page never comes back.

use crate::steps::{ADA, talking, the_one_record};
use sidetone_e2e::{Setup, run};

// row!(L20)
#[tokio::test]
async fn a_call_whose_page_is_gone_for_good_is_recorded_by_the_backend() {
    // The browser says of the stream that it ended with the page.
    let setup = Setup::new().set("SIDETONE_WRAP_UP_MS", 1000).with_failing_requests();
    run("unfinished", setup, async |stage| {
        let call = talking(stage, ADA).await?;
        stage.host().wait_told(&call, "CALL_ANSWERED").await?;
        stage.tab.go("about:blank").await?;
        stage.api.hang_up(&call).await?;
        the_one_record(stage, &call, |record| {
            record.get("hs_call_status") == "COMPLETED" && record.is_linked_to(101)
        })
        .await?;
        Ok(())
    })
    .await;
}
