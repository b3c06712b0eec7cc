//! Sound in the page: makes the browser follow what the view says is to be carried, and tells what the
//! browser says of it. It decides nothing.

mod ahead;
mod connection;
mod devices;
mod microphone;
mod speaker;
mod watch;
mod wave;

use std::cell::{Cell, RefCell};

use desk::{Input, Microphone, SoundNews, Voice};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{Shell, with_shell};
use ahead::Ahead;
use connection::Connection;
pub use devices::Devices;
pub(super) use watch::watch;

/// What the page carries now, and with what.
#[derive(Default)]
pub(super) struct Sound {
    connection: RefCell<Option<Connection>>,
    /// What is made ready for the next one.
    ahead: RefCell<Option<Ahead>>,
    microphone: microphone::Source,
    speaker: speaker::Speaker,
    meter: devices::Meter,
    /// The panel is open.
    panel: Cell<bool>,
    /// The page asks for the microphone at most once at a time.
    asking: Cell<bool>,
}

/// Tells the desk what the browser says.
fn say(news: SoundNews) {
    with_shell(|shell| shell.feed(Input::Sound(news)));
}

impl Shell {
    /// Makes the browser follow the view.
    pub(super) fn follow_voice(&'static self, voice: Option<&Voice>) {
        let sound = &self.sound;
        let Some(voice) = voice else {
            if let Some(before) = sound.connection.take() {
                before.close();
                sound.microphone.close();
                sound.speaker.silence();
            }
            return;
        };
        sound.microphone.mute(voice.muted);
        let (number, attempt) =
            sound.connection.borrow().as_ref().map_or((None, 0), |c| (Some(c.number), c.attempt));
        if number == Some(voice.number) && attempt == voice.attempt {
            return;
        }
        if number != Some(voice.number) {
            let made = match sound.ahead.take() {
                Some(ahead) => Ok(Connection::of(voice.number, ahead)),
                None => Connection::new(voice.number, &self.session.rtc()),
            };
            let Ok(made) = made else {
                return say(SoundNews::NotTaken(voice.number, None));
            };
            if let Some(before) = sound.connection.replace(Some(made)) {
                before.close();
            }
            self.bring_microphone(voice.muted);
            self.move_the_line(voice.number);
        }
        if let Some(connection) = sound.connection.borrow_mut().as_mut() {
            connection.attempt = voice.attempt;
        }
        self.offer(voice.clone());
    }

    /// Offers as soon as the browser can, without waiting for the microphone: it is put into the
    /// connection when it is there.
    fn offer(&'static self, voice: Voice) {
        spawn_local(async move {
            let number = voice.number;
            let Some(peer) = self.peer(number) else { return };
            let made = match self.made_ahead(number) {
                Some(made) => JsFuture::from(made).await.map(|sdp| sdp.as_string()),
                None => connection::offer(&peer, voice.attempt > 0).await.map(Some),
            };
            let taken = match made {
                Ok(Some(sdp)) => self.post_offer(&voice, sdp).await,
                _ => Err(None),
            };
            say(match taken {
                Ok(None) => SoundNews::NotMine(number),
                Ok(Some(sdp)) => match connection::take(&peer, &sdp).await {
                    Ok(()) => SoundNews::Taken(number),
                    Err(_) => SoundNews::NotTaken(number, None),
                },
                Err(problem) => SoundNews::NotTaken(number, problem),
            });
        });
    }

    /// The first offer of the present connection, where it was made ahead.
    fn made_ahead(&self, number: u32) -> Option<js_sys::Promise> {
        let mut present = self.sound.connection.borrow_mut();
        present.as_mut().filter(|c| c.number == number)?.offer.take()
    }

    /// The browser's connection of this number, while it is the present one.
    fn peer(&self, number: u32) -> Option<web_sys::RtcPeerConnection> {
        let present = self.sound.connection.borrow();
        present.as_ref().filter(|c| c.number == number).map(|c| c.peer.clone())
    }

    /// Puts the microphone into the present connection, or the one that is made ahead, and opens it first where it is not open.
    fn bring_microphone(&'static self, muted: bool) {
        if self.sound.asking.replace(true) {
            return;
        }
        spawn_local(async move {
            let opened = self.sound.microphone.open().await;
            self.sound.asking.set(false);
            match opened {
                Ok(track) => {
                    track.set_enabled(!muted);
                    let sender = self.sound.connection.borrow().as_ref().map(|c| c.sender.clone());
                    let ahead = self.sound.ahead.borrow().as_ref().map(|c| c.sender.clone());
                    match sender.or(ahead) {
                        Some(sender) => {
                            let put = sender.replace_track(Some(&track));
                            let _ = JsFuture::from(put).await;
                            // It may have been muted meanwhile; and nothing is said where nobody asked.
                            let voice = self.desk.borrow().view().voice.clone();
                            self.sound.microphone.mute(voice.is_none_or(|voice| voice.muted));
                        }
                        // The call is over: the browser must not show an open microphone.
                        None => self.sound.microphone.close(),
                    }
                    say(SoundNews::Microphone(Microphone::Ready));
                }
                Err(why) => say(SoundNews::Microphone(why)),
            }
        });
    }

    /// The person has pressed to allow sound: asks for the microphone, and plays.
    pub(super) fn allow_sound(&'static self) {
        self.sound.speaker.unlock();
        if self.sound.connection.borrow().is_some() {
            return self.bring_microphone(false);
        }
        spawn_local(async move {
            let asked = self.sound.microphone.open().await;
            // It was only asked for: calls open it.
            if self.sound.connection.borrow().is_none() {
                self.sound.microphone.close();
            }
            say(SoundNews::Microphone(match asked {
                Ok(_) => Microphone::Ready,
                Err(why) => why,
            }));
        });
    }
}
