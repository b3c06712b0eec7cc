//! Our user agent as a service has it.

use std::collections::VecDeque;
use std::net::SocketAddr;

use sip::{
    Access, CallerIn, Dial, Event, LegEvent, LineConfig, LineEvent, SecretString, Transport, Ua,
    UaConfig, Why,
};
use tokio::sync::mpsc;

use super::{PATIENCE, both_ways};

pub struct Agent {
    pub ua: Ua,
    events: mpsc::UnboundedReceiver<Event>,
    waiting: VecDeque<Event>,
}

pub fn config() -> UaConfig {
    UaConfig { udp: "127.0.0.1:0".parse().unwrap(), ..UaConfig::default() }
}

/// A line by address at a phone system.
pub fn line(server: SocketAddr) -> LineConfig {
    LineConfig {
        line: "desk".to_owned(),
        server: server.to_string(),
        domain: None,
        transport: Transport::Udp,
        user: "1001".to_owned(),
        auth_user: None,
        password: Some(SecretString::from("pw-1001")),
        access: Access::Address,
        trunk: false,
        numbers: Vec::new(),
        peers: vec!["127.0.0.1".to_owned()],
        caller_number: None,
        caller_name: None,
        caller_in: CallerIn::From,
    }
}

impl Agent {
    /// Without a line.
    pub async fn new() -> Self {
        Self::with(config()).await
    }

    pub async fn with(config: UaConfig) -> Self {
        let (ua, events) = Ua::start(config).await.unwrap();
        Self { ua, events, waiting: VecDeque::new() }
    }

    /// With the line `desk`, user 1001, by address.
    pub async fn at(server: SocketAddr) -> Self {
        let agent = Self::new().await;
        agent.ua.register(line(server)).unwrap();
        agent
    }

    /// Apart, for a drain takes the user agent.
    pub fn split(self) -> (Ua, mpsc::UnboundedReceiver<Event>) {
        (self.ua, self.events)
    }

    pub fn dial(&self, leg: &str, to: &str) {
        self.ua.dial(dial(leg, to));
    }

    /// The next event that is wanted; others wait.
    pub async fn wait<T>(&mut self, what: &str, mut wanted: impl FnMut(&Event) -> Option<T>) -> T {
        for at in 0..self.waiting.len() {
            if let Some(found) = wanted(&self.waiting[at]) {
                self.waiting.remove(at);
                return found;
            }
        }
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let event = tokio::time::timeout_at(end, self.events.recv()).await;
            let Ok(event) = event else {
                panic!("waited for {what}, but there is only {:#?}", self.waiting);
            };
            let event = event.unwrap();
            match wanted(&event) {
                Some(found) => return found,
                None => self.waiting.push_back(event),
            }
        }
    }

    pub async fn line_event(&mut self, what: &str, wanted: fn(&LineEvent) -> bool) -> LineEvent {
        self.wait(what, |event| match event {
            Event::Line { event, .. } if wanted(event) => Some(event.clone()),
            _ => None,
        })
        .await
    }

    /// Forgets what has been said of lines so far; how much it was.
    pub fn forget_line_events(&mut self) -> usize {
        self.unheard();
        let before = self.waiting.len();
        self.waiting.retain(|event| !matches!(event, Event::Line { .. }));
        before - self.waiting.len()
    }

    pub async fn leg(&mut self, leg: &str, what: &str, wanted: fn(&LegEvent) -> bool) -> LegEvent {
        self.wait(&format!("{what} of {leg}"), |event| match event {
            Event::Leg { leg: of, event } if of == leg && wanted(event) => Some(event.clone()),
            _ => None,
        })
        .await
    }

    /// A call that is offered: its leg and the event.
    pub async fn offered(&mut self) -> (String, LegEvent) {
        self.wait("an offered call", |event| match event {
            Event::Leg { leg, event: event @ LegEvent::Offered { .. } } => {
                Some((leg.clone(), event.clone()))
            }
            _ => None,
        })
        .await
    }

    pub async fn answered(&mut self, leg: &str) -> String {
        match self.leg(leg, "answered", |event| matches!(event, LegEvent::Answered { .. })).await {
            LegEvent::Answered { sdp } => sdp,
            other => panic!("{other:?}"),
        }
    }

    pub async fn ended(&mut self, leg: &str) -> Why {
        match self.leg(leg, "the end", |event| matches!(event, LegEvent::Ended(_))).await {
            LegEvent::Ended(why) => why,
            other => panic!("{other:?}"),
        }
    }

    /// What has come and was not waited for, of calls.
    pub fn unheard(&mut self) -> Vec<Event> {
        while let Ok(event) = self.events.try_recv() {
            self.waiting.push_back(event);
        }
        self.waiting.iter().filter(|event| matches!(event, Event::Leg { .. })).cloned().collect()
    }
}

pub fn dial(leg: &str, to: &str) -> Dial {
    Dial {
        leg: leg.to_owned(),
        line: "desk".to_owned(),
        to: to.to_owned(),
        caller_number: None,
        caller_name: None,
        sdp: both_ways(5_000),
        limit_ms: 60_000,
    }
}
