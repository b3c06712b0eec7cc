//! WebSockets go through to the backend, and end with it.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use axum::{
    Router,
    extract::ws::{Message, WebSocket, WebSocketUpgrade},
    routing::get,
};
use futures_util::{SinkExt, StreamExt};
use sidetone_preview::front;
use tokio_tungstenite::tungstenite::{Message as Sent, client::IntoClientRequest};

async fn echo(mut socket: WebSocket) {
    while let Some(Ok(Message::Text(text))) = socket.recv().await {
        if text == "end" || socket.send(Message::Text(text)).await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn a_socket_carries_both_ways_until_the_backend_ends_it() {
    let route = get(|upgrade: WebSocketUpgrade| async { upgrade.on_upgrade(echo) });
    let backend = common::serve(Router::new().route("/api/events", route)).await;
    let address = common::serve(front::router(common::preview(Some(backend)))).await;
    let mut request = format!("ws://{address}/api/events").into_client_request().unwrap();
    request.headers_mut().insert("host", "sidetone.localhost:4180".parse().unwrap());
    let (mut socket, answer) = tokio_tungstenite::connect_async(request).await.unwrap();
    assert_eq!(answer.status(), 101);
    for text in ["one", "two"] {
        socket.send(Sent::text(text)).await.unwrap();
        assert_eq!(socket.next().await.unwrap().unwrap(), Sent::text(text));
    }
    socket.send(Sent::text("end")).await.unwrap();
    let last = socket.next().await;
    assert!(!matches!(last, Some(Ok(Sent::Text(_)))), "{last:?}");
}
