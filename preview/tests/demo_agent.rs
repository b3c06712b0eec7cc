//! The demo agent in the backend's own store.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

use sidetone_backend::{Store, people, store};
use sidetone_preview::code::{self, Who};

#[tokio::test]
async fn the_demo_agents_are_made_once_and_get_codes() {
    let data = std::env::temp_dir().join(format!("sidetone-preview-demo-{}", std::process::id()));
    for _ in 0..2 {
        let (issue, _) = code::open(&data, false).await.unwrap();
        let code = async || issue(Who::First).await.unwrap();
        let (one, two) = (code().await, code().await);
        assert_ne!(one, two);
    }
    let (issue, _) = code::open(&data, false).await.unwrap();
    let (one, two) = tokio::join!(issue(Who::Second), issue(Who::Second));
    assert_ne!(one.unwrap(), two.unwrap());
    let store = Store::open(store::file_in(&data)).await.unwrap();
    let agents = people::by_login(&store, code::DEMO_LOGIN).await.unwrap();
    assert_eq!(agents.len(), 1);
    assert_eq!(agents[0].number, code::DEMO_NUMBER);
    assert!(agents[0].simulated);
    let second = people::by_login(&store, code::SECOND_LOGIN).await.unwrap();
    assert_eq!(second.len(), 1, "two frames came at once");
    assert_eq!(second[0].tenant, agents[0].tenant);
    store.close().await;
    std::fs::remove_dir_all(data).unwrap();
}
