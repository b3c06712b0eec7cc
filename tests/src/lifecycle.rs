//! What happens to a tab besides what its agent does there: it is hidden, frozen, crashes, goes back.
//!
//! The driver brings every tab to the front that it looks at; what is here leaves hidden what is
//! hidden.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::timeout;

use crate::{Done, Tab, Trouble, until, view::Place};

impl Tab {
    /// Whether the page is in sight, as it says itself.
    pub async fn is_visible(&self) -> Done<bool> {
        Ok(self.evaluate("!document.hidden").await? == true)
    }

    /// Freezes the page and its frames, as the browser does with hidden tabs to save power: no
    /// timer and no frame runs, and the browser ends its sockets. [`hang`](Self::hang) leaves them.
    pub async fn freeze(&self) -> Done {
        self.lifecycle("frozen").await
    }

    /// The page goes on where it stopped. It stays hidden until it is shown.
    pub async fn thaw(&self) -> Done {
        self.lifecycle("active").await
    }

    /// The calling frame stands still for so long: nothing runs in it, and its sockets stay open and
    /// unanswered, as when the computer swaps or a debugger holds it.
    pub async fn hang(&self, how_long: Duration) -> Done {
        let frame = self.frame().await?;
        let script = format!(
            "for (const end = performance.now() + {}; performance.now() < end;);",
            how_long.as_millis()
        );
        // It is not waited for: the answer comes when it is over.
        let begin = self.evaluate_at(&frame, &script);
        let _ = timeout(Duration::from_millis(200), begin).await;
        Ok(())
    }

    /// Kills the process that draws the page. The tab stays, with nothing in it, and can only be
    /// closed.
    pub async fn crash(&self) -> Done {
        self.kill(&self.target()).await
    }

    /// Kills the process of the calling frame alone; HubSpot's page around it lives. The browser may
    /// have the calling frames of several tabs in one process, which then all go.
    pub async fn crash_frame(&self) -> Done {
        let frame = self.frame().await?;
        self.kill(&frame).await
    }

    /// One page back, as the browser's button does it.
    pub async fn back(&self) -> Done {
        let client = self.browser().at(self, Place::Top).await?;
        let gone = client.back().await;
        self.browser().lost().await;
        Ok(gone?)
    }

    /// One page forward.
    pub async fn forward(&self) -> Done {
        let client = self.browser().at(self, Place::Top).await?;
        let gone = client.forward().await;
        self.browser().lost().await;
        Ok(gone?)
    }

    /// A script that runs in the calling frame before its own, from its next load on.
    pub async fn before_scripts(&self, script: &str) -> Done {
        self.browser().watch().before_scripts(&self.target(), script.to_owned()).await
    }

    /// The value of an expression in the page. Other than the driver's scripts it counts as no
    /// gesture of a person.
    pub async fn evaluate(&self, expression: &str) -> Done<Value> {
        self.evaluate_at(&self.target(), expression).await
    }

    /// The value of an expression in the calling frame.
    pub async fn evaluate_in_frame(&self, expression: &str) -> Done<Value> {
        self.evaluate_at(&self.frame().await?, expression).await
    }

    /// Waits until the widget is in this state, as [`View::wait_state`](crate::View::wait_state)
    /// does, and leaves the tab where it is.
    pub async fn wait_state_unseen(&self, wanted: &str) -> Done {
        let state = "document.querySelector('[data-state]')?.dataset.state ?? ''";
        until(&format!("the widget is `{wanted}` in its hidden tab"), async || {
            let state = self.evaluate_in_frame(state).await?;
            match state == wanted {
                true => Ok(Some(())),
                false => Err(Trouble::Said(format!("it is {state}"))),
            }
        })
        .await
    }

    /// Bytes in use in the calling frame's JavaScript heap, after a collection.
    pub async fn heap_of_frame(&self) -> Done<u64> {
        let (frame, watch) = (self.frame().await?, self.browser().watch());
        watch.ask(Some(&frame), "HeapProfiler.collectGarbage", json!({})).await?;
        let heap = watch.ask(Some(&frame), "Runtime.getHeapUsage", json!({})).await?;
        let used = heap["usedSize"].as_f64();
        used.map(|used| used as u64).ok_or_else(|| Trouble::Said(format!("no heap: {heap}")))
    }

    async fn evaluate_at(&self, target: &str, expression: &str) -> Done<Value> {
        let asked =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.browser().watch().ask(Some(target), "Runtime.evaluate", asked).await?;
        match &answer["exceptionDetails"] {
            Value::Null => Ok(answer["result"]["value"].clone()),
            thrown => Err(Trouble::Said(format!("{expression}: {thrown}"))),
        }
    }

    /// Closes the tab without asking its page.
    pub(crate) async fn shut(&self) -> Done {
        let target = json!({ "targetId": self.target() });
        self.browser().watch().ask(None, "Target.closeTarget", target).await.map(drop)
    }

    async fn lifecycle(&self, state: &str) -> Done {
        let watch = self.browser().watch();
        let state = json!({ "state": state });
        watch.ask(Some(&self.target()), "Page.setWebLifecycleState", state).await.map(drop)
    }

    async fn kill(&self, target: &str) -> Done {
        let watch = self.browser().watch();
        // Who is killed gives no answer.
        let _ = watch.ask(Some(target), "Page.crash", json!({})).await;
        self.browser().lost().await;
        Ok(())
    }

    /// DevTools' id of the page, which the driver uses too.
    fn target(&self) -> String {
        String::from(self.handle().clone())
    }

    /// DevTools' id of the calling frame.
    async fn frame(&self) -> Done<String> {
        let page = self.target();
        until("DevTools knows the calling frame", async || {
            let targets = self.browser().watch().targets().await?;
            let frame = targets.iter().find(|target| {
                target["type"] == "iframe" && target["parentFrameId"].as_str() == Some(&page)
            });
            Ok(frame.and_then(|frame| frame["targetId"].as_str()).map(str::to_owned))
        })
        .await
    }
}
