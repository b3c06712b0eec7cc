//! One connection of the browser's with the gateway (WebRTC): made, offered, answered, watched.

use js_sys::{JsString, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    MediaStream, RtcConfiguration, RtcOfferOptions, RtcPeerConnection,
    RtcPeerConnectionState as State, RtcRtpSender, RtcSdpType, RtcSessionDescriptionInit,
    RtcTrackEvent,
};

use desk::SoundNews;

use super::ahead::Ahead;
use super::say;
use crate::shell::with_shell;

/// The browser's connection, with the number that the desk gave it.
pub(super) struct Connection {
    pub number: u32,
    /// The offer's number within it.
    pub attempt: u32,
    pub peer: RtcPeerConnection,
    /// Where the microphone goes in.
    pub sender: RtcRtpSender,
    /// Its first offer, where that was made ahead.
    pub offer: Option<Promise>,
    heard: Closure<dyn Fn(RtcTrackEvent)>,
    changed: Closure<dyn Fn()>,
}

impl Connection {
    /// A connection that is not offered yet; `rtc`: how the service wants it to be made.
    pub fn new(number: u32, rtc: &RtcConfiguration) -> Result<Connection, JsValue> {
        let (peer, sender) = peer(rtc)?;
        Ok(Connection::with(number, peer, sender, None))
    }

    /// One that was made ahead.
    pub fn of(number: u32, ahead: Ahead) -> Connection {
        Connection::with(number, ahead.peer, ahead.sender, Some(ahead.offer))
    }

    fn with(
        number: u32,
        peer: RtcPeerConnection,
        sender: RtcRtpSender,
        offer: Option<Promise>,
    ) -> Connection {
        let heard = Closure::<dyn Fn(RtcTrackEvent)>::new(move |event: RtcTrackEvent| {
            let Ok(stream) = MediaStream::new() else { return };
            stream.add_track(&event.track());
            with_shell(|shell| shell.sound.speaker.play(&stream));
        });
        peer.set_ontrack(Some(heard.as_ref().unchecked_ref()));
        let watched = peer.clone();
        let changed = Closure::<dyn Fn()>::new(move || match watched.connection_state() {
            State::Connected => say(SoundNews::Joined(number)),
            State::Disconnected => say(SoundNews::Shaken(number)),
            State::Failed => say(SoundNews::Broken(number)),
            _ => {}
        });
        peer.set_onconnectionstatechange(Some(changed.as_ref().unchecked_ref()));
        Connection { number, attempt: 0, peer, sender, offer, heard, changed }
    }

    /// Ends it; nothing more is heard of it.
    pub fn close(self) {
        self.peer.set_ontrack(None);
        self.peer.set_onconnectionstatechange(None);
        self.peer.close();
        drop((self.heard, self.changed));
    }
}

/// The browser's connection, and where the microphone goes in.
pub(super) fn peer(rtc: &RtcConfiguration) -> Result<(RtcPeerConnection, RtcRtpSender), JsValue> {
    let peer = RtcPeerConnection::new_with_configuration(rtc)?;
    let sender = peer.add_transceiver_with_str("audio").sender();
    Ok((peer, sender))
}

/// The browser's offer. The gateway is at one address, which the answer names, and finds the page by
/// its first packets, by a relay too: the page's own addresses need not be waited for.
pub(super) async fn offer(peer: &RtcPeerConnection, restart: bool) -> Result<String, JsValue> {
    let options = RtcOfferOptions::new();
    options.set_ice_restart(restart);
    let made = JsFuture::from(peer.create_offer_with_rtc_offer_options(&options)).await?;
    let sdp: JsString = js_sys::Reflect::get(&made, &"sdp".into())?.unchecked_into();
    let ours = RtcSessionDescriptionInit::new(RtcSdpType::Offer);
    ours.set_sdp(&String::from(sdp.clone()));
    JsFuture::from(peer.set_local_description(&ours)).await?;
    Ok(sdp.into())
}

/// Takes the gateway's answer.
pub(super) async fn take(peer: &RtcPeerConnection, sdp: &str) -> Result<(), JsValue> {
    let theirs = RtcSessionDescriptionInit::new(RtcSdpType::Answer);
    theirs.set_sdp(sdp);
    JsFuture::from(peer.set_remote_description(&theirs)).await.map(drop)
}
