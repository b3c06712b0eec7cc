//! A folder for one program's files, and ports that nobody has.

use std::path::{Path, PathBuf};

use tokio::net::{TcpListener, UdpSocket};

use crate::Done;

/// A folder of its own, which goes when it is dropped.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// A new one. The number, a port of ours, tells it from others'.
    pub fn new(name: &str, number: u16) -> Done<Self> {
        let path = std::env::temp_dir().join(format!("sidetone-{name}-{number}"));
        // What a run that was killed has left.
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file in it.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> Done {
        Ok(std::fs::write(self.0.join(name), bytes)?)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A port that is free for UDP and TCP, and the one after it: phones take both.
pub async fn free_port() -> Done<u16> {
    loop {
        let port = UdpSocket::bind("127.0.0.1:0").await?.local_addr()?.port();
        let Some(next) = port.checked_add(1) else { continue };
        let udp = UdpSocket::bind(("127.0.0.1", port)).await;
        let udp_next = UdpSocket::bind(("127.0.0.1", next)).await;
        let tcp = TcpListener::bind(("127.0.0.1", port)).await;
        let tcp_next = TcpListener::bind(("127.0.0.1", next)).await;
        if udp.is_ok() && udp_next.is_ok() && tcp.is_ok() && tcp_next.is_ok() {
            return Ok(port);
        }
    }
}
