//! A phone behind the phone system: baresip without a sound card. It plays a tone, records what it
//! hears, and does what it is told over its control connection.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::folder::{Folder, free_port};
use super::kamailio::Kamailio;
use super::netstring::{frame, take};
use super::{program, read_wav, tone_wav};
use crate::process::Process;
use crate::{Done, LONG, Trouble, until};

const CONFIG: &str = include_str!("baresip.config.in");

/// It hangs up when its tone ends: longer than any test.
const TONE_S: u32 = 180;

/// A phone that is registered.
#[derive(Debug)]
pub struct Phone {
    user: String,
    control: TcpStream,
    read: Vec<u8>,
    process: Process,
    folder: Folder,
}

impl Phone {
    /// A phone of this user that plays a tone of this pitch, in hertz, in every call, and is
    /// registered. It answers by itself, or as it is told.
    pub async fn start(at: &Kamailio, user: &str, pitch: f64, answers: bool) -> Done<Self> {
        Self::speaking("PCMU,PCMA", at, user, pitch, answers).await
    }

    /// The same; it speaks these codecs, by baresip's names for them, and no others.
    pub async fn speaking(
        codecs: &str,
        at: &Kamailio,
        user: &str,
        pitch: f64,
        answers: bool,
    ) -> Done<Self> {
        let port = free_port().await?;
        let control = free_port().await?;
        let folder = Folder::new("phone", port)?;
        let config = CONFIG
            .replace("@DIR@", &folder.path().to_string_lossy())
            .replace("@PORT@", &port.to_string())
            .replace("@CONTROL@", &control.to_string());
        folder.write("config", config)?;
        folder.write("tone.wav", tone_wav(pitch, TONE_S))?;
        let mode = if answers { "auto" } else { "manual" };
        let proxy = at.port();
        let account = format!(
            "<sip:{user}@pbx.test;transport=udp>;auth_user={user};auth_pass=pw-{user};\
             outbound=\"sip:127.0.0.1:{proxy}\";regint=3;answermode={mode};audio_codecs={codecs}\n"
        );
        folder.write("accounts", account)?;
        let mut command = Command::new(program("SIDETONE_BARESIP", "/usr/bin/baresip"));
        // It records where it stands.
        command.arg("-f").arg(folder.path()).current_dir(folder.path());
        let log = folder.path().join("log");
        let registered = |line: &str| line.contains("200 OK").then_some(());
        let (process, ()) = Process::start("baresip", &mut command, &log, LONG, registered).await?;
        let control = TcpStream::connect(("127.0.0.1", control)).await?;
        Ok(Self { user: user.to_owned(), control, read: Vec::new(), process, folder })
    }

    /// Whose it is.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// Calls a user or a number.
    pub async fn dials(&mut self, to: &str) -> Done {
        self.does("dial", &format!("sip:{to}@pbx.test")).await
    }

    /// Picks up.
    pub async fn answers(&mut self) -> Done {
        self.does("accept", "").await
    }

    /// Hangs up; declines with 486 where it has not picked up.
    pub async fn hangs_up(&mut self) -> Done {
        self.does("hangup", "").await
    }

    /// Puts the other side on hold.
    pub async fn holds(&mut self) -> Done {
        self.does("hold", "").await
    }

    /// Takes the other side back.
    pub async fn resumes(&mut self) -> Done {
        self.does("resume", "").await
    }

    /// Presses a key for the other side, in the sound.
    pub async fn presses(&mut self, key: char) -> Done {
        self.does("sndcode", &key.to_string()).await
    }

    /// Asks the other side to call a user or a number instead.
    pub async fn transfers(&mut self, to: &str) -> Done {
        self.does("transfer", &format!("sip:{to}@pbx.test")).await
    }

    /// Waits until so many keys were pressed by the other side, however that was told; which.
    pub async fn keys(&mut self, count: usize) -> Done<String> {
        let mut keys = String::new();
        while keys.len() < count {
            let pressed = self.until("CALL_DTMF_START").await?;
            keys.push_str(pressed["param"].as_str().unwrap_or("?"));
        }
        Ok(keys)
    }

    /// Waits for something that happens to a call, such as `CALL_INCOMING`, `CALL_RINGING`,
    /// `CALL_ESTABLISHED` or `CALL_CLOSED`; what it says of it. What came before it is forgotten.
    pub async fn until(&mut self, kind: &str) -> Done<Value> {
        self.until_any(&[kind]).await
    }

    /// The same, for the first of several.
    pub async fn until_any(&mut self, kinds: &[&str]) -> Done<Value> {
        let is =
            |said: &Value| said["event"] == true && kinds.iter().any(|kind| said["type"] == *kind);
        self.frame_that(&kinds.join(" or "), is).await
    }

    /// All that it has heard in its latest call, as it was recorded.
    pub fn heard(&self) -> Done<Vec<i16>> {
        let newest = std::fs::read_dir(self.folder.path())?
            .filter_map(Result::ok)
            .filter(|file| file.file_name().to_string_lossy().ends_with("-dec.wav"))
            .filter_map(|file| Some((file.metadata().ok()?.created().ok()?, file.path())))
            .max();
        newest.map_or_else(|| Ok(Vec::new()), |(_, path)| read_wav(&std::fs::read(path)?))
    }

    /// Waits until the last so many samples that it hears from now on are as they should be.
    pub async fn hears(&self, last: usize, what: &str, is: impl Fn(&[i16]) -> bool) -> Done {
        let before = self.heard()?.len();
        let is = |heard: &[i16]| {
            // A recording that is shorter is that of another call.
            let new = if heard.len() < before { 0 } else { before };
            let from = heard.len().checked_sub(last).filter(|from| *from >= new);
            from.is_some_and(|from| is(&heard[from..]))
        };
        self.has_heard(what, is).await
    }

    /// Waits until all that it heard in its latest call is as it should be.
    pub async fn has_heard(&self, what: &str, is: impl Fn(&[i16]) -> bool) -> Done {
        let user = &self.user;
        until(&format!("{what} ({user})"), async || Ok(is(&self.heard()?).then_some(()))).await
    }

    /// Waits until so many samples that it heard after the first `from` are as they should be: the
    /// last of them.
    pub async fn hears_since(
        &self,
        from: usize,
        last: usize,
        what: &str,
        is: impl Fn(&[i16]) -> bool,
    ) -> Done {
        until(what, async || {
            let heard = self.heard()?;
            let at = heard.len().checked_sub(last).filter(|at| *at >= from);
            Ok(at.filter(|at| is(&heard[*at..])).map(|_| ()))
        })
        .await
    }

    /// What it has written, for the report of a failure.
    pub fn output(&self) -> String {
        self.process.output()
    }

    /// Its files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    async fn does(&mut self, command: &str, params: &str) -> Done {
        let order = json!({ "command": command, "params": params, "token": command });
        self.control.write_all(frame(&order.to_string()).as_bytes()).await?;
        let said =
            self.frame_that(command, |said| said["response"] == true && said["token"] == command);
        let said = said.await?;
        match said["ok"] == true {
            true => Ok(()),
            false => Err(Trouble::said(format!("the phone does not {command}: {said}"))),
        }
    }

    async fn frame_that(&mut self, what: &str, is: impl Fn(&Value) -> bool) -> Done<Value> {
        let comes = async {
            loop {
                match take(&mut self.read).map_err(Trouble::said)? {
                    Some(text) => {
                        let said = serde_json::from_str(&text).unwrap_or_default();
                        if is(&said) {
                            return Ok(said);
                        }
                    }
                    None if self.control.read_buf(&mut self.read).await? == 0 => {
                        return Err(Trouble::said("the phone has ended"));
                    }
                    None => {}
                }
            }
        };
        let limit: Duration = LONG;
        match timeout(limit, comes).await {
            Ok(said) => said,
            Err(_) => Err(Trouble::said(format!(
                "the phone never said {what}.\n{}",
                self.process.output()
            ))),
        }
    }
}
