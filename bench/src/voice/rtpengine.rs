//! rtpengine, the gateway of carriers, as Debian has it, in userspace: driven over UDP by its `ng`
//! protocol, a cookie and a dictionary in bencode. It has no kernel module here; with one it forwards
//! plain RTP at a fraction of the price.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sidetone_chaos::real::{Done, Trouble};
use tokio::net::UdpSocket;
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// How long an answer may take, and how often we ask again; a datagram can be lost.
const ANSWERS: Duration = Duration::from_millis(500);
const TRIES: usize = 20;

/// Ports for sound: four a call.
const PORTS: (u16, u16) = (30_000, 32_000);

/// What it is asked. The field names are the protocol's.
#[derive(Serialize, Default)]
#[serde(rename_all = "kebab-case")]
struct Ask<'a> {
    command: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    call_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_tag: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_tag: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sdp: Option<&'a str>,
    #[serde(rename = "ICE", skip_serializing_if = "Option::is_none")]
    ice: Option<&'a str>,
    #[serde(rename = "DTLS", skip_serializing_if = "Option::is_none")]
    dtls: Option<&'a str>,
    #[serde(rename = "SDES", skip_serializing_if = "Vec::is_empty")]
    sdes: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transport_protocol: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rtcp_mux: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    replace: Vec<&'a str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Answer {
    result: String,
    error_reason: Option<String>,
    sdp: Option<String>,
}

/// The process.
pub struct Rtpengine {
    child: Child,
    control: UdpSocket,
    asked: u64,
    log: PathBuf,
}

impl Rtpengine {
    /// Starts it; `None` when it is not installed, which is said by the command around this one.
    pub async fn start() -> Done<Option<Self>> {
        let Some(program) = std::env::var_os("SIDETONE_RTPENGINE").filter(|it| !it.is_empty())
        else {
            return Ok(None);
        };
        let place = UdpSocket::bind("127.0.0.1:0").await?.local_addr()?;
        let log = std::env::temp_dir().join(format!("sidetone-rtpengine-{}.log", place.port()));
        let (out, err) =
            (std::fs::File::create(&log)?, std::fs::File::options().append(true).open(&log)?);
        let child = Command::new(program)
            .args(["--config-file=none", "--table=-1", "--foreground", "--log-stderr"])
            .args(["--log-level=4", "--interface=127.0.0.1", "--delete-delay=0"])
            .arg(format!("--listen-ng={place}"))
            .args([format!("--port-min={}", PORTS.0), format!("--port-max={}", PORTS.1)])
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(err)
            .kill_on_drop(true)
            .spawn()?;
        let control = UdpSocket::bind("127.0.0.1:0").await?;
        control.connect(place).await?;
        let mut it = Self { child, control, asked: 0, log };
        it.ask(&Ask { command: "ping", ..Ask::default() }).await?;
        Ok(Some(it))
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }

    /// A new call: the page's answer, and where its telephone sends.
    pub async fn call(
        &mut self,
        call: &str,
        offer: &str,
        far: SocketAddr,
    ) -> Done<(String, SocketAddr)> {
        let offer = gathered(offer);
        let replace = || vec!["origin", "session-connection"];
        let offered = Ask {
            command: "offer",
            call_id: Some(call),
            from_tag: Some("page"),
            sdp: Some(&offer),
            ice: Some("remove"),
            dtls: Some("off"),
            sdes: vec!["off"],
            transport_protocol: Some("RTP/AVP"),
            rtcp_mux: vec!["demux"],
            replace: replace(),
            ..Ask::default()
        };
        let to = place(&self.sdp(&offered).await?)?;
        let (ip, port) = (far.ip(), far.port());
        let telephone = format!(
            "v=0\r\no=- 1 1 IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\n\
             m=audio {port} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=sendrecv\r\n"
        );
        let answered = Ask {
            command: "answer",
            call_id: Some(call),
            from_tag: Some("page"),
            to_tag: Some("telephone"),
            sdp: Some(&telephone),
            ice: Some("force"),
            dtls: Some("passive"),
            sdes: vec!["off"],
            transport_protocol: Some("UDP/TLS/RTP/SAVPF"),
            rtcp_mux: vec!["require"],
            replace: replace(),
        };
        // The telephone sends as the source of this number, as our own ends do.
        Ok((sourced(&grouped(&self.sdp(&answered).await?), u32::from(to.port())), to))
    }

    /// Ends it.
    pub async fn end(mut self) {
        let _ = self.child.kill().await;
        let _ = std::fs::remove_file(self.log);
    }

    async fn sdp(&mut self, ask: &Ask<'_>) -> Done<String> {
        let answer = self.ask(ask).await?;
        answer.sdp.ok_or_else(|| Trouble::Words("rtpengine answers without SDP.".to_owned()))
    }

    async fn ask(&mut self, ask: &Ask<'_>) -> Done<Answer> {
        self.asked += 1;
        let cookie = self.asked.to_string();
        let words = |error: serde_bencode::Error| Trouble::Words(error.to_string());
        let mut datagram = format!("{cookie} ").into_bytes();
        datagram.extend(serde_bencode::to_bytes(ask).map_err(words)?);
        let mut bytes = vec![0; 20_000];
        for _ in 0..TRIES {
            // It may not listen yet, which the network says as an error.
            let _ = self.control.send(&datagram).await;
            let Ok(Ok(length)) = timeout(ANSWERS, self.control.recv(&mut bytes)).await else {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let said = bytes.get(..length).unwrap_or_default();
            let Some(said) = said.strip_prefix(format!("{cookie} ").as_bytes()) else { continue };
            let answer: Answer = serde_bencode::from_bytes(said).map_err(words)?;
            if answer.result == "error" {
                let why = answer.error_reason.unwrap_or_default();
                return Err(Trouble::Words(format!("rtpengine refuses: {why}")));
            }
            return Ok(answer);
        }
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        Err(Trouble::Words(format!("rtpengine does not answer.\n{log}")))
    }
}

/// An offer as a page makes it that has found its addresses: it names the first of them where str0m
/// leaves nought, which rtpengine takes for hold.
fn gathered(offer: &str) -> String {
    let candidate = offer.lines().find_map(|line| line.strip_prefix("a=candidate:"));
    let mut words = candidate.unwrap_or_default().split_whitespace().skip(4);
    let (Some(host), Some(port)) = (words.next(), words.next()) else { return offer.to_owned() };
    offer
        .replace("c=IN IP4 0.0.0.0", &format!("c=IN IP4 {host}"))
        .replace("m=audio 9 ", &format!("m=audio {port} "))
}

/// An answer with the group of its one sound, which str0m wants to see and browsers do without.
fn grouped(answer: &str) -> String {
    let mid = answer.lines().find_map(|line| line.strip_prefix("a=mid:")).unwrap_or_default();
    answer.replacen("t=0 0\r\n", &format!("t=0 0\r\na=group:BUNDLE {mid}\r\n"), 1)
}

/// An answer that names the source of its sound: rtpengine hands packets on as they are and does not
/// say whose they are, and str0m wants to know.
fn sourced(answer: &str, source: u32) -> String {
    format!("{}\r\na=ssrc:{source} cname:telephone\r\n", answer.trim_end())
}

/// Where a description wants to hear.
fn place(sdp: &str) -> Done<SocketAddr> {
    let word = |line: &str, at: usize| line.split_whitespace().nth(at).map(str::to_owned);
    let host = sdp.lines().find(|line| line.starts_with("c=")).and_then(|line| word(line, 2));
    let port = sdp.lines().find(|line| line.starts_with("m=audio ")).and_then(|line| word(line, 1));
    let place = host.zip(port).and_then(|(host, port)| format!("{host}:{port}").parse().ok());
    place.ok_or_else(|| Trouble::Words(format!("rtpengine's SDP names no place:\n{sdp}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_is_asked_is_a_dictionary_in_order() {
        let ask = Ask {
            command: "offer",
            call_id: Some("c"),
            ice: Some("remove"),
            replace: vec!["origin"],
            ..Ask::default()
        };
        let bytes = serde_bencode::to_bytes(&ask).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, "d3:ICE6:remove7:call-id1:c7:command5:offer7:replacel6:originee");
    }

    #[test]
    fn what_it_answers_is_read_with_more_in_it_than_we_know() {
        let said = b"d4:listl1:xe6:result2:ok3:sdp5:v=0\r\n7:warning1:we";
        let answer: Answer = serde_bencode::from_bytes(said).unwrap();
        assert_eq!((answer.result.as_str(), answer.sdp.as_deref()), ("ok", Some("v=0\r\n")));
    }

    #[test]
    fn an_offer_names_its_first_address() {
        let offer = "m=audio 9 X 0\r\nc=IN IP4 0.0.0.0\r\n\
            a=candidate:1 1 udp 2130706175 127.0.0.1 45678 typ host\r\n";
        let named = gathered(offer);
        assert!(named.starts_with("m=audio 45678 X 0\r\nc=IN IP4 127.0.0.1\r\n"), "{named}");
        assert_eq!(gathered("v=0\r\n"), "v=0\r\n");
    }

    #[test]
    fn an_answer_has_a_group() {
        let grouped = grouped("v=0\r\nt=0 0\r\nm=audio 1 X 0\r\na=mid:q\r\n");
        assert_eq!(grouped, "v=0\r\nt=0 0\r\na=group:BUNDLE q\r\nm=audio 1 X 0\r\na=mid:q\r\n");
    }

    #[test]
    fn an_answer_names_its_source_last() {
        let named = sourced("v=0\r\nm=audio 1 X 0\r\n", 7);
        assert_eq!(named, "v=0\r\nm=audio 1 X 0\r\na=ssrc:7 cname:telephone\r\n");
    }

    #[test]
    fn a_place_is_found_in_a_description() {
        let sdp = "v=0\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 30004 RTP/AVP 0\r\n";
        assert_eq!(place(sdp).unwrap(), "127.0.0.1:30004".parse().unwrap());
        assert!(place("v=0\r\n").is_err());
    }
}
