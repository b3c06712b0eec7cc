//! The way into the console from the preview.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

#[tokio::test]
async fn one_address_leads_into_the_console() {
    let preview = common::preview(None);
    let address = common::serve(sidetone_preview::front::router(preview)).await;
    let request = hyper::Request::get(format!("http://{address}/preview/console"));
    let request = request.body(axum::body::Body::empty()).unwrap();
    let answer = sidetone_preview::state::client().request(request).await.unwrap();
    assert_eq!(answer.status(), 303);
    let to = answer.headers()["location"].to_str().unwrap();
    assert_eq!(to, "http://sidetone.localhost:4180/console/#welcome=link");
}
