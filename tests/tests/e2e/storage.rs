//! The browser as agents have it: storage partitioned, third parties' cookies blocked, pop-ups
//! blocked. Tests that pass without these prove nothing.

use serde_json::{Value, json};

use sidetone_e2e::{Setup, run};

// row!(L5)
#[tokio::test]
async fn storage_is_partitioned_and_the_pop_up_blocker_is_on() {
    run("storage", Setup::new().without_page(), async |stage| {
        // Before any script of ours: those count as a person's gesture.
        stage.tab.go(&stage.preview.hubspot()).await?;
        let opened = json!({ "expression": "window.open('about:blank') !== null" });
        let opened = stage.browser.devtools("Runtime.evaluate", opened).await?;
        assert_eq!(opened["result"]["value"], false, "a page could open a window by itself");

        let other = stage.browser.new_tab().await?;
        other.go(&stage.preview.ours()).await?;
        let keep = "localStorage.setItem('probe', 'top')";
        other.page().script(keep, vec![]).await?;
        let widget = stage.widget();
        widget.wait_state("idle").await?;
        let read = "return localStorage.getItem('probe')";
        assert_eq!(widget.script(read, vec![]).await?, Value::Null, "storage is shared");

        let cookies = "document.cookie = 'plain=1; Secure; SameSite=None; Path=/'; \
                       document.cookie = 'ours=1; Secure; SameSite=None; Partitioned; Path=/'; \
                       return document.cookie";
        assert_eq!(widget.script(cookies, vec![]).await?, "ours=1");
        Ok(())
    })
    .await;
}
