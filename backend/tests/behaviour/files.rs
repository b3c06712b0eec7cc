//! The widget's files: caching, compression, and the Content-Security-Policy.

use reqwest::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH,
};
use reqwest::{Method, Response, StatusCode};
use std::io::Read;

use crate::rig::{Rig, eventually};

const SCRIPT: &str = "/widget-0123456789abcdef.js";

async fn get(rig: &Rig, path: &str, coding: &str) -> Response {
    rig.ask(Method::GET, path).header(ACCEPT_ENCODING, coding).send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_asked_about_again_and_hashed_names_never() {
    let rig = Rig::new().await;
    for path in ["/", "/index.html"] {
        let answer = get(&rig, path, "identity").await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[CACHE_CONTROL], "no-cache");
        assert_eq!(answer.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
        let tag = answer.headers()[ETAG].clone();
        let request = rig.ask(Method::GET, path).header(IF_NONE_MATCH, tag);
        assert_eq!(request.send().await.unwrap().status(), StatusCode::NOT_MODIFIED);
    }
    let answer = get(&rig, SCRIPT, "identity").await;
    assert_eq!(answer.headers()[CACHE_CONTROL], "public, max-age=31536000, immutable");
    assert_eq!(answer.headers()[CONTENT_TYPE], "text/javascript; charset=utf-8");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_come_compressed_and_are_the_same_files() {
    let rig = Rig::new().await;
    let plain = get(&rig, SCRIPT, "identity").await.bytes().await.unwrap();
    for coding in ["br", "gzip"] {
        // Compression is done beside everything else when the service starts.
        let answer = eventually("files are compressed", async || {
            let answer = get(&rig, SCRIPT, &format!("{coding}, zstd;q=0.5")).await;
            Some(answer).filter(|answer| answer.headers().contains_key(CONTENT_ENCODING))
        })
        .await;
        assert_eq!(answer.headers()[CONTENT_ENCODING], coding);
        let small = answer.bytes().await.unwrap();
        assert!(small.len() < plain.len() / 5);
        let mut whole = Vec::new();
        match coding {
            "br" => drop(brotli::Decompressor::new(&*small, 4096).read_to_end(&mut whole).unwrap()),
            _ => drop(flate2::read::GzDecoder::new(&*small).read_to_end(&mut whole).unwrap()),
        }
        assert_eq!(whole, plain);
    }
    let refused = get(&rig, SCRIPT, "br;q=0").await;
    assert!(!refused.headers().contains_key(CONTENT_ENCODING));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_policy_lets_in_what_is_ours_and_nothing_else() {
    let rig = Rig::with(|config| {
        config.allowed_origins = vec!["http://hubspot.localhost:4180".to_owned()];
    })
    .await;
    let answer = get(&rig, "/", "identity").await;
    let policy = answer.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval' 'sha256-",
        "connect-src 'self' ws://sidetone.localhost;",
        "frame-ancestors https://*.hubspot.com http://hubspot.localhost:4180",
    ] {
        assert!(policy.contains(part), "{part} in {policy}");
    }
    assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"));
    let page = answer.text().await.unwrap();
    assert!(page.contains(
        r#"<meta name="sidetone-origins" content="http://hubspot.localhost:4180 https://app.hubspot.com">"#
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_outside_the_folder_is_served() {
    let rig = Rig::new().await;
    for path in ["/../data/sidetone.sqlite", "/%2e%2e/data/sidetone.sqlite", "/nothing", "/api/no"]
    {
        let answer = rig.ask(Method::GET, path).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sign_in_window_is_the_consoles_page_and_nobody_frames_it() {
    let rig = Rig::with(|config| {
        std::fs::create_dir_all(&config.console_dir).unwrap();
        std::fs::write(config.console_dir.join("index.html"), "<!doctype html><p>console").unwrap();
    })
    .await;
    let answer = rig.ask(Method::GET, "/sign-in").send().await.unwrap();
    let policy = answer.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(answer.text().await.unwrap(), "<!doctype html><p>console");
}
