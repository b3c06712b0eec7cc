//! Browsers that refuse what only makes things faster: BroadcastChannel, storage, third parties'
//! cookies.

use serde_json::{Value, json};

use crate::steps::{ADA, WHOLE, everywhere, finish_in, one_whole_record, wait_told_by};
use sidetone_e2e::{Done, Setup, Stage, Tab, run};

/// A call that is answered in one tab and ended in the other.
async fn a_call_over_two_tabs(stage: &Stage, other: &Tab) -> Done {
    let both = [other, &stage.tab];
    everywhere(&both, "idle").await?;
    let call = stage.api.ring(ADA).await?;
    everywhere(&both, "ringing").await?;
    stage.widget().click("button", "Answer").await?;
    everywhere(&both, "talking").await?;
    finish_in(other).await?;
    everywhere(&both, "idle").await?;
    wait_told_by(&both, &call, &WHOLE).await?;
    one_whole_record(stage, &call).await
}

// row!(L5) row!(L8)
#[tokio::test]
async fn without_broadcast_channel_all_tabs_agree() {
    run("refused_channel", Setup::new().without_page(), async |stage| {
        let other = stage.browser.new_tab().await?;
        for (tab, how) in [
            (&stage.tab, "delete globalThis.BroadcastChannel"),
            (
                &other,
                "globalThis.BroadcastChannel = class { constructor() { throw new \
                      DOMException('refused', 'SecurityError') } }",
            ),
        ] {
            tab.before_scripts(how).await?;
            tab.go(&stage.preview.hubspot()).await?;
            let probe = "(() => { try { new BroadcastChannel('x'); return 'open' } \
                         catch (error) { return 'refused' } })()";
            tab.widget().wait_state("idle").await?;
            assert_eq!(tab.evaluate_in_frame(probe).await?, "refused");
        }
        a_call_over_two_tabs(stage, &other).await
    })
    .await;
}

/// The browser's settings under which our site may keep nothing.
pub fn storage() -> Value {
    json!({ "profile": { "content_settings": { "exceptions": { "cookies": {
        "[*.]sidetone.localhost,*": { "setting": 2 },
    } } } } })
}

// row!(L14)
#[tokio::test]
async fn with_all_storage_of_our_site_refused_all_tabs_agree_and_a_reload_goes_on() {
    let setup = Setup::new().without_page().with_preferences(storage()).with_failing_requests();
    run("refused_storage", setup, async |stage| {
        let other = stage.browser.new_tab().await?;
        for tab in [&stage.tab, &other] {
            tab.go(&stage.preview.hubspot()).await?;
            tab.widget().wait_state("idle").await?;
            let probe = "(() => { try { localStorage.length; return 'open' } \
                         catch (error) { return 'refused' } })()";
            assert_eq!(tab.evaluate_in_frame(probe).await?, "refused");
            let cookie = "(document.cookie = 'own=1; Secure; SameSite=None; Partitioned; Path=/', \
                          document.cookie)";
            assert_eq!(tab.evaluate_in_frame(cookie).await?, "");
        }
        a_call_over_two_tabs(stage, &other).await
    })
    .await;
}

// row!(L14)
#[tokio::test]
async fn with_third_parties_cookies_blocked_the_sign_in_lasts_over_a_reload() {
    let blocked =
        json!({ "profile": { "cookie_controls_mode": 1, "block_third_party_cookies": true } });
    let setup = Setup::new().with_preferences(blocked).with_failing_requests();
    run("refused_cookies", setup, async |stage| {
        stage.widget().wait_state("idle").await?;
        let probe = "(document.cookie = 'plain=1; Secure; SameSite=None; Path=/', document.cookie)";
        assert_eq!(stage.tab.evaluate_in_frame(probe).await?, "", "third parties may keep cookies");
        // Only the kept cookie can sign the agent in from now on.
        stage.api.auto_sign_in(false).await?;
        stage.tab.reload().await?;
        stage.widget().wait_state("idle").await?;
        let other = stage.open("/").await?;
        a_call_over_two_tabs(stage, &other).await
    })
    .await;
}

// row!(L5) row!(L8) row!(L14)
#[tokio::test]
async fn with_all_of_it_refused_at_once_a_call_is_whole_and_a_third_tab_finds_it() {
    let refused = json!({ "profile": {
        "cookie_controls_mode": 1, "block_third_party_cookies": true,
        "content_settings": { "exceptions": { "cookies": {
            "[*.]sidetone.localhost,*": { "setting": 2 },
        } } },
    } });
    let setup = Setup::new().without_page().with_preferences(refused).with_failing_requests();
    run("refused_all", setup, async |stage| {
        let other = stage.browser.new_tab().await?;
        let probe = "[() => localStorage.length, () => sessionStorage.length, \
                     () => new BroadcastChannel('x')].filter((open) => { try { open(); return true } \
                     catch { return false } }).length";
        for tab in [&stage.tab, &other] {
            tab.before_scripts("delete globalThis.BroadcastChannel").await?;
            tab.go(&stage.preview.hubspot()).await?;
            tab.widget().wait_state("idle").await?;
            assert_eq!(tab.evaluate_in_frame(probe).await?, 0, "something can be kept or shared");
        }
        let call = stage.api.ring(ADA).await?;
        everywhere(&[&other, &stage.tab], "ringing").await?;
        stage.widget().click("button", "Answer").await?;
        everywhere(&[&other, &stage.tab], "talking").await?;
        let third = stage.open("/").await?;
        let all = [&other, &stage.tab, &third];
        everywhere(&all, "talking").await?;
        other.widget().click("button", "Hang up").await?;
        everywhere(&all, "after").await?;
        third.widget().click("radio", "Connected").await?;
        third.widget().fill("Notes", "Kept nowhere but there").await?;
        third.widget().click("button", "Save").await?;
        everywhere(&all, "idle").await?;
        wait_told_by(&all, &call, &WHOLE).await?;
        let noted = |r: &sidetone_e2e::CallRecord| r.get("hs_call_body").contains("Kept nowhere");
        stage.api.record_of(&call, noted).await?;
        one_whole_record(stage, &call).await
    })
    .await;
}
