//! What HubSpot's page does besides: it ends calls, minimises the frame, starts anew.

use serde_json::json;

use crate::steps::{ADA, heard_all, ringing, save, talking, the_one_record};
use sidetone_e2e::{Setup, run, until};

#[tokio::test]
async fn hubspot_can_end_a_call() {
    run("end_call", Setup::new(), async |stage| {
        let call = talking(stage, ADA).await?;
        stage.host().page().script("window.preview.host.send('END_CALL')", vec![]).await?;
        stage.widget().wait_state("after").await?;
        save(stage, "").await?;
        heard_all(stage, &call).await?;
        the_one_record(stage, &call, |r| r.get("hs_call_status") == "COMPLETED").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_ring_opens_a_frame_that_hubspot_has_minimised() {
    run("minimised", Setup::new(), async |stage| {
        let host = stage.host();
        stage.widget().wait_state("idle").await?;
        host.page().script("window.preview.host.minimize(true)", vec![]).await?;
        ringing(stage, ADA).await?;
        until("the frame is open", async || {
            let size = "const { width, height } = window.preview.frame.getBoundingClientRect(); \
                        return [width, height]";
            Ok((host.page().script(size, vec![]).await? == json!([400, 650])).then_some(()))
        })
        .await?;
        stage.widget().click("button", "Decline").await
    })
    .await;
}

#[tokio::test]
async fn a_host_that_starts_anew_around_the_living_frame_is_greeted_anew() {
    run("host_anew", Setup::new(), async |stage| {
        let (widget, host) = (stage.widget(), stage.host());
        let call = talking(stage, ADA).await?;
        host.wait_told(&call, "CALL_ANSWERED").await?;
        let greeted = host.count("INITIALIZED").await?;
        let anew = "window.preview.frame.contentWindow.postMessage({ \
                      type: 'SYNC', messageId: '4102444800000_1', hostUrl: location.origin, \
                      portalId: 123456, iframeLocation: 'remote', usesCallingWindow: false, \
                    }, '*')";
        host.page().script(anew, vec![]).await?;
        until("the new host is greeted", async || {
            Ok((host.count("INITIALIZED").await? == greeted + 1).then_some(()))
        })
        .await?;
        assert_eq!(widget.state().await?, "talking");
        assert_eq!(host.count("INCOMING_CALL").await?, 1);
        Ok(())
    })
    .await;
}
