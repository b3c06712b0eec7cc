//! A page with HubSpot's own SDK in its client role and nothing else, served at a port of its own.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;

use sidetone_e2e::Done;

/// What HubSpot's documents begin with.
const PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>bare</title>\
    <script src=\"/main.js\"></script>\
    <script>new (window.default ?? window.CallingExtensions)({ debugMode: false, eventHandlers: { onReady() {} } });</script>";

/// Serves it until the process ends, and says its address.
pub fn serve(sdk: &Path) -> Done<String> {
    let script = std::fs::read_to_string(sdk.join("dist/main.js"))?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://bare.localhost:{}/", listener.local_addr()?.port());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let script = script.clone();
            // A browser opens connections to keep them for later: none may hold another up.
            std::thread::spawn(move || answer(&stream, &script));
        }
    });
    Ok(address)
}

fn answer(mut stream: &TcpStream, script: &str) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    // The rest of the request says nothing that matters here.
    let _ = lines.find(String::is_empty);
    let (kind, body) = match first.contains("/main.js") {
        true => ("text/javascript", script),
        false => ("text/html", PAGE),
    };
    let length = body.len();
    // Kept as the widget's files are kept, so that both begin alike. A browser that went has no answer.
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\
         cache-control: max-age=3600\r\nconnection: close\r\n\r\n{body}"
    );
}
