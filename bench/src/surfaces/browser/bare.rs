//! A page with HubSpot's own SDK in its client role and nothing else, served at a port of its own.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;

use sidetone_e2e::{Done, Trouble};

/// What HubSpot's documents begin with.
const PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>bare</title>\
    <script src=\"/main.js\"></script>\
    <script>new (window.default ?? window.CallingExtensions)({ debugMode: false, eventHandlers: {} });</script>";

/// Serves it until the process ends, and says its address.
pub fn serve(sdk: &Path) -> Done<String> {
    let script = std::fs::read_to_string(sdk.join("dist/main.js"))?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://bare.localhost:{}/", listener.local_addr()?.port());
    std::thread::Builder::new()
        .spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
                let first = lines.next().unwrap_or_default();
                // The rest of the request says nothing that matters here.
                let _ = lines.find(String::is_empty);
                let (kind, body) = match first.contains("/main.js") {
                    true => ("text/javascript", script.as_str()),
                    false => ("text/html", PAGE),
                };
                let length = body.len();
                // Kept as the widget's files are kept, so that both begin alike.
                let _ = write!(
                    &stream,
                    "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\
                     cache-control: max-age=3600\r\nconnection: close\r\n\r\n{body}"
                );
            }
        })
        .map_err(|error| Trouble::Said(error.to_string()))?;
    Ok(address)
}
