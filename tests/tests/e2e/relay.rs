//! An agent whose network lets nothing through but to a relay (TURN) speaks by it. The relay is coturn.

use crate::steps::{ADA, hang_up, talking};
use sidetone_e2e::{SPOKEN, Setup, TurnServer, run};

/// What service and relay share.
const SECRET: &str = "of-relay-and-service";

#[tokio::test]
#[ignore = "needs coturn: cargo xtask test e2e"]
async fn sound_goes_by_the_relay_and_comes_back_with_it() {
    let mut relay = TurnServer::start(SECRET).await.unwrap();
    let setup = Setup::new()
        .set("SIDETONE_TURN__URLS", relay.url())
        .set("SIDETONE_TURN__SECRET", SECRET)
        .set("SIDETONE_TURN__USE", "always");
    run("relay", setup, async |stage| {
        let widget = stage.widget();
        let call = talking(stage, ADA).await?;
        stage.api.wait_spoken(&call).await?;
        stage.tab.wait_plays(SPOKEN).await?;
        // Nothing else leads there.
        relay.stops();
        stage.api.wait_unspoken(&call).await?;
        relay.starts().await?;
        stage.api.wait_spoken(&call).await?;
        stage.tab.wait_plays(SPOKEN).await?;
        widget.wait_state("talking").await?;
        hang_up(stage).await?;
        let log = stage.preview.output();
        assert!(!log.contains(SECRET), "the log shows nothing that lets somebody in");
        Ok(())
    })
    .await;
}
