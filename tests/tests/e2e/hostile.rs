//! Hostile frames beside the calling frame.

use crate::steps::{ADA, hang_up, has_outcome, heard_all, save, talking, the_one_record};
use sidetone_e2e::{LONG, Setup, run, until};

#[tokio::test]
async fn hostile_neighbours_that_speak_first_and_always_change_nothing() {
    run("hostile", Setup::new().at("/preview/hostile"), async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        // Every step of the start waits behind what the neighbours shout.
        widget.wait_state_within(LONG, "idle").await?;
        let counted = "const { sent, heard, started } = window.preview.hostile; \
                       return { sent, heard: heard.length, started }";
        let shouted = async |more: u64| {
            until("the neighbours have shouted", async || {
                let count = host.page().script(counted, vec![]).await?;
                assert_eq!(count["heard"], 0, "the widget answered a neighbour: {count}");
                Ok((count["sent"].as_u64() >= Some(more)).then_some(()))
            })
            .await
        };
        shouted(3_000).await?;
        assert_eq!(widget.state().await?, "idle");
        // The widget knows the true account only.
        let ack = host.wait_for("SYNC_ACK").await?;
        assert_eq!(ack.kind, "SYNC_ACK");
        // A whole call works under their noise.
        let call = talking(stage, ADA).await?;
        shouted(6_000).await?;
        assert_eq!(widget.state().await?, "talking");
        assert!(widget.text().await?.contains("Ada Lovelace"));
        hang_up(stage).await?;
        save(stage, "Undisturbed").await?;
        heard_all(stage, &call).await?;
        assert_eq!(host.count("OUTGOING_CALL_STARTED").await?, 0);
        assert_eq!(host.count("INCOMING_CALL").await?, 1);
        the_one_record(stage, &call, |record| has_outcome(record, "Undisturbed")).await?;
        Ok(())
    })
    .await;
}
