//! The demo agent in the backend's own store.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

use sidetone_backend::{Store, people, store};
use sidetone_preview::code;

#[tokio::test]
async fn the_demo_agent_is_made_once_and_gets_codes() {
    let data = std::env::temp_dir().join(format!("sidetone-preview-demo-{}", std::process::id()));
    for _ in 0..2 {
        let (issue, _) = code::open(&data, false).await.unwrap();
        let (one, two) = (issue().await.unwrap(), issue().await.unwrap());
        assert_ne!(one, two);
    }
    let store = Store::open(store::file_in(&data)).await.unwrap();
    let agents = people::by_login(&store, code::DEMO_LOGIN).await.unwrap();
    assert_eq!(agents.len(), 1);
    assert_eq!(agents[0].number, code::DEMO_NUMBER);
    assert!(agents[0].simulated);
    store.close().await;
    std::fs::remove_dir_all(data).unwrap();
}
