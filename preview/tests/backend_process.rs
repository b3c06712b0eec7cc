//! The backend's process: started, killed, started again, and brought back when it dies.
//!
//! The process is this test binary itself, asked by a small script to run `pretended_backend`.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf, time::Duration};

use axum::{Router, routing::get};
use sidetone_preview::{
    child::{Child, ChildError, Plan},
    state,
};
use tokio::{net::TcpListener, sync::watch, time::timeout};

/// Serves only where the script asks for it; in an ordinary run it does nothing.
#[tokio::test]
async fn pretended_backend() {
    let Ok(address) = std::env::var("SIDETONE_LISTEN") else { return };
    async fn exit() -> &'static str {
        std::process::exit(3)
    }
    let router =
        Router::new().route("/readyz", get(|| async { "ready" })).route("/exit", get(exit));
    let listener = TcpListener::bind(address).await.unwrap();
    axum::serve(listener, router).await.unwrap();
}

fn script(name: &str, line: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("sidetone-preview-{name}-{}", std::process::id()));
    fs::write(&path, format!("#!/bin/sh\n{line}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn plan(name: &str) -> Plan {
    let own = std::env::current_exe().unwrap();
    let line = format!("exec '{}' --exact pretended_backend --nocapture", own.display());
    Plan { program: script(name, &line), settings: Vec::new() }
}

async fn until_up(upstream: &mut watch::Receiver<Option<std::net::SocketAddr>>, up: bool) {
    let waited = upstream.wait_for(|address| address.is_some() == up);
    timeout(Duration::from_secs(20), waited).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_killed_backend_stays_dead_until_it_is_started() {
    let plan = plan("kill");
    let client = state::client();
    let (child, upstream) = Child::new(plan.clone(), client.clone());
    assert_eq!(*upstream.borrow(), None);
    child.start().await.unwrap();
    let first = upstream.borrow().unwrap();
    assert!(sidetone_preview::child::is_ready(&client, first).await);
    child.start().await.unwrap();
    assert_eq!(*upstream.borrow(), Some(first), "a second start does nothing");
    child.kill().await;
    assert_eq!(*upstream.borrow(), None);
    assert!(!sidetone_preview::child::is_ready(&client, first).await);
    child.start().await.unwrap();
    assert!(upstream.borrow().is_some());
    child.stop().await;
    assert_eq!(child.start().await, Err(ChildError::Stopping));
    fs::remove_file(plan.program).unwrap();
}

#[tokio::test]
async fn a_backend_that_ends_by_itself_is_started_again() {
    let plan = plan("exit");
    let client = state::client();
    let (child, mut upstream) = Child::new(plan.clone(), client.clone());
    child.start().await.unwrap();
    let first = upstream.borrow_and_update().unwrap();
    let exit = format!("http://{first}/exit").parse().unwrap();
    assert!(client.get(exit).await.is_err());
    until_up(&mut upstream, false).await;
    until_up(&mut upstream, true).await;
    let second = upstream.borrow().unwrap();
    assert!(sidetone_preview::child::is_ready(&client, second).await);
    child.stop().await;
    fs::remove_file(plan.program).unwrap();
}

#[tokio::test]
async fn a_backend_that_cannot_start_is_told_in_a_sentence() {
    let missing = Plan { program: "/nowhere/sidetone".into(), settings: Vec::new() };
    let error = Child::new(missing, state::client()).0.start().await.unwrap_err();
    assert!(matches!(error, ChildError::Start(..)), "{error}");
    let program = script("fail", "exit 7");
    let plan = Plan { program: program.clone(), settings: Vec::new() };
    let error = Child::new(plan, state::client()).0.start().await.unwrap_err();
    assert_eq!(error, ChildError::Ended("exit status: 7".into()));
    fs::remove_file(program).unwrap();
}
