//! What a page plays, heard in the page itself.

use std::time::Duration;

use crate::{Done, SHORT, Tab, Trouble, until, until_within};

/// The strongest pitch that a page plays now, in hertz, and how strong it is (0 to 255).
const PLAYS: &str = "(() => { const element = document.querySelector('audio'); \
     const stream = element && element.srcObject; if (!stream) return [0, 0]; \
     if (window.earOf !== stream) { window.earOf = stream; \
       const context = new AudioContext(); window.ear = context.createAnalyser(); \
       window.ear.fftSize = 4096; window.ear.smoothingTimeConstant = 0; \
       window.rate = context.sampleRate; \
       context.createMediaStreamSource(stream).connect(window.ear); } \
     const bins = new Uint8Array(window.ear.frequencyBinCount); \
     window.ear.getByteFrequencyData(bins); \
     const most = Math.max(...bins); \
     return [bins.indexOf(most) * window.rate / 4096, most]; })()";

impl Tab {
    /// Waits until the calling frame plays this pitch, in hertz.
    pub async fn wait_plays(&self, hertz: f64) -> Done {
        self.wait_plays_within(SHORT, hertz).await
    }

    /// As [`wait_plays`](Self::wait_plays), with a bound of one's own.
    pub async fn wait_plays_within(&self, limit: Duration, hertz: f64) -> Done {
        until_within(limit, &format!("the page plays {hertz} Hz"), async || {
            let heard = self.evaluate_in_frame(PLAYS).await?;
            match (heard[0].as_f64(), heard[1].as_f64()) {
                (Some(pitch), Some(strength))
                    if (pitch - hertz).abs() < 15.0 && strength > 90.0 =>
                {
                    Ok(Some(()))
                }
                _ => Err(Trouble::Said(format!("it plays {heard}"))),
            }
        })
        .await
    }

    /// Waits until the calling frame plays nothing at all.
    pub async fn wait_silent(&self) -> Done {
        let silent = "!document.querySelector('audio')?.srcObject";
        until("the page plays nothing", async || {
            Ok((self.evaluate_in_frame(silent).await? == true).then_some(()))
        })
        .await
    }
}
