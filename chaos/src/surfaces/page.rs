//! A page of HubSpot's with our frame in it: the real desk, its socket, and what the page heard.

use std::collections::VecDeque;

use contract::{Command, ServerMessage};
use desk::{Desk, Input};
use hubspot_calling::{HostInfo, HostMessage, Id, IframeLocation, Origins};

/// One tab of the browser.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Its number.
    pub id: u64,
    /// Whose.
    pub agent: usize,
    /// Where the frame is; `None`: it is no frame, but a page of our own.
    pub place: Option<IframeLocation>,
    /// Whether the account uses HubSpot's calling window.
    pub uses_window: bool,
    /// Which load of HubSpot's page this is.
    pub instance: u64,
}

impl Tab {
    /// The name of this load of the page.
    pub fn instance(&self) -> String {
        format!("t{}i{}", self.id, self.instance)
    }

    /// What the desk hears of the page around it.
    pub fn greeting(&self) -> Input {
        if self.place.is_none() {
            return Input::OwnPage { hubspot: Origins::hubspot() };
        }
        let info = HostInfo {
            origin: "https://app.hubspot.com".to_owned(),
            portal_id: Some(Id::from(7)),
            iframe_location: self.place.clone(),
            uses_calling_window: Some(self.uses_window),
            ..HostInfo::default()
        };
        Input::HostReady { info, instance: self.instance() }
    }

    /// Whether HubSpot listens to what is said there of calls.
    pub fn is_heard(&self) -> bool {
        match self.place {
            None => false,
            Some(IframeLocation::Window) => self.uses_window,
            Some(_) => true,
        }
    }
}

/// One load of our frame.
pub struct Page {
    /// Its tab.
    pub tab: Tab,
    /// Its id, new with every load.
    pub surface: String,
    /// What it shows and says.
    pub desk: Desk,
    /// Whether the browser lets it run.
    pub frozen: bool,
    /// Whether its computer has no network.
    pub offline: bool,
    /// Whether it can be seen.
    pub visible: bool,
    /// Which try of the socket this is; what belongs to an earlier one is dropped.
    pub attempt: u32,
    /// Whether this try can carry nothing more, and nobody has said so.
    pub broken: bool,
    /// The service's number of the socket, once it is greeted.
    pub socket: Option<u64>,
    /// What came on the stream last.
    pub in_hand: Option<ServerMessage>,
    /// When the service was heard last.
    pub heard: u64,
    /// When the last message for it arrives: they keep their order.
    pub last_down: u64,
    /// The same for what it says.
    pub last_up: u64,
    /// What came while it was frozen.
    pub stash: VecDeque<Parcel>,
}

/// What is on its way.
#[derive(Debug, Clone)]
pub enum Parcel {
    /// HubSpot's page says SYNC, or there is none.
    Greeted,
    /// The shell has something for the desk.
    Told(Box<Input>),
    /// The socket of this try is open, or cannot be.
    Opened(u32),
    /// The service says something on the socket of this try; `None`: it is closed.
    Down(u32, Option<Box<ServerMessage>>),
    /// The answer to a command.
    Answered(String, Result<(), Option<contract::Problem>>),
    /// HubSpot's page replies, to the load of the page that it heard.
    Host(u64, Box<HostMessage>),
}

/// What is on its way to the service.
pub enum Post {
    /// On the socket of this try: the greeting, or a message.
    Up(u64, u32, Box<Up>),
    /// The socket of this number has ended.
    Ended(u64),
    /// A command: of which page, its key, itself, and whether it outlives the page.
    Command(u64, String, Box<Command>, bool),
}

/// What a page says on its socket.
pub enum Up {
    /// The greeting.
    Hello(contract::Here, Option<contract::Resume>),
    /// Anything else.
    Says(contract::ClientMessage),
}
