//! HubSpot's page: the edge of [`hubspot_calling`], fed to the desk.

use desk::Input;
use hubspot_calling::browser::{Hub, is_framed};
use hubspot_calling::{Channel, Origins, Output, WidgetMessage};

use super::{Shell, clock, with_shell};

impl Shell {
    /// Starts to listen to HubSpot's page, or says that this is a page of its own. Where the browser
    /// lets nobody listen, the screen goes on waiting and says what to do.
    pub(super) fn listen_to_host(&'static self) {
        if !is_framed() {
            return self.feed(Input::OwnPage { hubspot: allowed() });
        }
        let own = web_sys::window().and_then(|w| w.location().origin().ok()).unwrap_or_default();
        let channel = Channel::new(allowed(), own, env!("CARGO_PKG_VERSION"), clock::uuid());
        let Ok(hub) = Hub::new(channel) else { return };
        // In its place before it listens: the first greeting may have come already.
        let hub = self.hub.get_or_init(|| hub);
        let _ = hub.listen(|output| {
            with_shell(|shell| match output {
                Output::Ready { info, instance, .. } => {
                    shell.feed(Input::HostReady { info, instance });
                }
                Output::Message(message) => {
                    shell.feed(Input::HostMessage { message, fresh: clock::call_id() });
                }
                _ => {}
            });
        });
    }

    /// Says something to HubSpot's page; without one nobody is there to hear it.
    pub(super) fn tell_host(&self, message: WidgetMessage) {
        if let Some(hub) = self.hub.get() {
            hub.send(message);
        }
    }
}

/// HubSpot's own origins and those that the backend wrote into the page.
fn allowed() -> Origins {
    let mut origins = Origins::hubspot();
    let meta = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.query_selector("meta[name=sidetone-origins]").ok().flatten())
        .and_then(|m| m.get_attribute("content"))
        .unwrap_or_default();
    for origin in meta.split_ascii_whitespace() {
        // One that cannot be read allows nothing, which is the safe side.
        let _ = origins.add(origin);
    }
    origins
}
