//! A connection that is made before the desk says what for. A page that is loaded anew in a call is missed at the
//! other end: while the stream comes up, the browser makes its offer and opens the microphone. It is kept ready
//! and no more: whether it is offered, and for which call, the desk says.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{future_to_promise, spawn_local};
use web_sys::{PermissionState, RtcConfiguration, RtcPeerConnection, RtcRtpSender};

use super::{connection, watch};
use crate::shell::Shell;
use crate::shell::timer::wait;

/// For how many milliseconds it is kept where the service does not say whether it is wanted.
const KEPT: u64 = 10_000;

/// A connection that belongs to no call yet.
pub(super) struct Ahead {
    pub peer: RtcPeerConnection,
    /// Where the microphone goes in.
    pub sender: RtcRtpSender,
    /// Its offer, `undefined` where the browser made none. It never fails: nobody may ask for it.
    pub offer: Promise,
}

impl Ahead {
    /// Made as the service wants connections to be made (`rtc`).
    fn new(rtc: &RtcConfiguration) -> Result<Ahead, JsValue> {
        let (peer, sender) = connection::peer(rtc)?;
        let offers = peer.clone();
        let offer = future_to_promise(async move {
            let made = connection::offer(&offers, false).await;
            Ok(made.map_or(JsValue::UNDEFINED, JsValue::from))
        });
        Ok(Ahead { peer, sender, offer })
    }
}

impl Shell {
    /// Makes one. The microphone is opened only where the browser has said that it will not ask for it.
    #[inline(never)] // a page loads it later than the rest
    pub(in crate::shell) fn prepare_voice(&'static self) {
        let Ok(ahead) = Ahead::new(&self.session.rtc()) else { return };
        self.sound.ahead.replace(Some(ahead));
        spawn_local(async {
            let granted = watch::permission().await;
            if granted.is_ok_and(|status| status.state() == PermissionState::Granted)
                && self.sound.ahead.borrow().is_some()
            {
                self.bring_microphone(true);
            }
            wait(KEPT).await;
            self.give_back();
        });
    }

    /// Closes one that nobody wants, and the microphone that was opened for it.
    #[inline(never)] // a page loads it later than the rest
    pub(in crate::shell) fn give_back(&self) {
        if let Some(ahead) = self.sound.ahead.take() {
            ahead.peer.close();
            if !self.sound.panel.get() {
                self.sound.microphone.close();
            }
        }
    }
}
