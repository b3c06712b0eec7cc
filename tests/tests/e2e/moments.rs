//! When a frame was pressed and when it came to each state, by its own clock.

use sidetone_e2e::{Done, Tab, until};

/// From now on the frame remembers it.
pub async fn watch(tab: &Tab) -> Done {
    let script = "window.moments = {}; \
        const note = (what) => (moments[what] ??= performance.timeOrigin + performance.now()); \
        addEventListener('click', () => note('pressed'), true); \
        const look = () => note(document.querySelector('[data-state]').dataset.state); \
        new MutationObserver(look).observe(document, \
          { subtree: true, childList: true, attributeFilter: ['data-state'] })";
    tab.evaluate_in_frame(&format!("(() => {{ {script} }})()")).await.map(drop)
}

/// When it was `pressed` or came to this state first, milliseconds since 1970.
pub async fn moment(tab: &Tab, what: &str) -> Done<f64> {
    until(&format!("the frame was {what}"), async || {
        Ok(tab.evaluate_in_frame(&format!("moments['{what}']")).await?.as_f64())
    })
    .await
}
