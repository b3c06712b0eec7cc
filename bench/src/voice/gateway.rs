//! The gateway under load, in a process of its own: the service as it is, ordered through its standard
//! input. A line is JSON, `{"call", "page", "sdp", "far"}`: a page's offer, and where its telephone
//! listens; without the last for another page of the same call. The answer is `{"sdp", "port"}`: the
//! page's answer, and where the telephone is to send.

use serde_json::{Value, json};
use sidetone_backend::Service;
use sidetone_backend::config::Config;
use sidetone_chaos::real::{Done, Trouble};
use std::net::SocketAddr;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use voice::media::Remote;
use voice::sound::Codec;

/// Serves until the input ends; says where, once it does. The word is a folder for the store.
pub async fn run(words: &[String]) -> Done {
    let [folder] = words else {
        return Err(Trouble::Words("The gateway needs a folder for its store.".to_owned()));
    };
    let config = Config {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        data_dir: folder.into(),
        ..Config::default()
    };
    let words = |error: &dyn std::fmt::Display| Trouble::Words(error.to_string());
    let service = Service::start(config).await.map_err(|error| words(&error))?;
    let Some(sound) = service.app.sound.clone() else {
        return Err(Trouble::Words("The service has no sound.".to_owned()));
    };
    let (mut lines, mut out) = (BufReader::new(tokio::io::stdin()).lines(), tokio::io::stdout());
    let sip = service.app.lines.with(|ua| ua.address().to_string());
    let ready = json!({ "http": service.address.port(), "sip": sip });
    out.write_all(format!("{ready}\n").as_bytes()).await?;
    out.flush().await?;
    while let Some(line) = lines.next_line().await? {
        let asked: Value = serde_json::from_str(&line).map_err(|error| words(&error))?;
        let text = |key: &str| asked[key].as_str().unwrap_or_default().to_owned();
        let mut port = 0;
        if !asked["far"].is_null() {
            let far =
                text("far").parse().map_err(|error: std::net::AddrParseError| words(&error))?;
            port = sound.far_opens(&text("call")).map_err(|error| words(&error))?;
            sound.far(&text("call"), port, remote(far));
        }
        let sdp = sound.offered(&text("call"), &text("page"), &text("sdp"));
        let answer = json!({ "sdp": sdp.map_err(|error| words(&error))?, "port": port });
        out.write_all(format!("{answer}\n").as_bytes()).await?;
        out.flush().await?;
    }
    Ok(())
}

/// What a telephone at this address would say of itself.
pub fn remote(address: SocketAddr) -> Remote {
    let reports = SocketAddr::new(address.ip(), address.port().wrapping_add(1));
    Remote { address, codec: Codec::Pcmu, number: 0, digits: None, reports, roams: false }
}
