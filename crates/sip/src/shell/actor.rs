//! The one task that owns lines and legs: takes orders and what the stack says, asks the cores, and
//! does what they want. Nothing that waits for the network runs in it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use rsipstack::dialog::DialogId;
use rsipstack::dialog::dialog::{Dialog, DialogState, TransactionHandle};
use rsipstack::dialog::dialog_layer::DialogLayer;
use rsipstack::dialog::invite_dialog::InviteDialog;
use rsipstack::transaction::endpoint::EndpointInnerRef;
use rsipstack::transaction::transaction::Transaction;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::clock::dice;
use super::dial::Dial;
use super::reach::Reach;
use super::register::LineTask;
use super::watch::Shared;
use crate::cause::{Why, sentence};
use crate::config::Line;
use crate::event::{Event, LegEvent};
use crate::gate::Network;
use crate::leg::{Heard, Leg, Order, Timer};

/// What the service wants.
pub(super) enum Command {
    Register(Box<Line>, Vec<Network>),
    Unregister(String),
    Dial(Box<Dial>),
    Leg(String, Order),
    Drain(Duration, oneshot::Sender<Drained>),
}

/// How a drain ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drained {
    /// How many calls there were when it began.
    pub calls: usize,
    /// How many of them were cut off at the limit.
    pub cut: usize,
}

/// What the tasks of the shell tell the actor.
pub(super) enum Notice {
    /// A leg of ours has its dialog; its INVITE is about to go out.
    Dialled(String, InviteDialog),
    /// It could not even be sent.
    Undialled(String, String),
    /// Its INVITE was answered, and the stack has put its dialog where it is found.
    Settled(String, DialogId),
    /// The stack tells of a leg's dialog.
    State(String, Box<DialogState>),
    /// A message for a leg.
    Heard(String, Heard),
    /// A timer of a leg is due.
    Due(String, Timer),
    /// The time to drain is over.
    DrainLimit,
}

/// A leg and what belongs to it in the stack.
pub(super) struct Entry {
    pub leg: Leg,
    pub line: String,
    pub call_id: String,
    /// They called.
    pub offered: bool,
    pub dialog: Option<InviteDialog>,
    /// The far side's offers that wait for our answer.
    pub offers: BTreeMap<u32, TransactionHandle>,
    pub last_offer: u32,
    /// Something has come back for our INVITE.
    pub heard: bool,
    /// Requests that overtook the answer to our INVITE.
    pub parked: Vec<Transaction>,
    /// Cancelled when the leg is over.
    pub over: CancellationToken,
}

impl Entry {
    pub(super) fn new(leg: Leg, line: &str, call_id: &str) -> Self {
        Self {
            leg,
            line: line.to_owned(),
            call_id: call_id.to_owned(),
            offered: false,
            dialog: None,
            offers: BTreeMap::new(),
            last_offer: 0,
            heard: false,
            parked: Vec::new(),
            over: CancellationToken::new(),
        }
    }
}

struct LineEntry {
    line: Arc<Line>,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

struct Drain {
    calls: usize,
    cut: usize,
    over: bool,
    done: oneshot::Sender<Drained>,
}

pub(super) struct Actor {
    pub endpoint: EndpointInnerRef,
    pub layer: Arc<DialogLayer>,
    pub shared: Arc<Shared>,
    pub reach: Reach,
    pub most_legs: usize,
    pub keepalive_ms: u64,
    pub events: mpsc::UnboundedSender<Event>,
    pub notices: mpsc::UnboundedSender<Notice>,
    /// What must be heard out before we stop: BYEs, ends of registrations.
    pub tasks: TaskTracker,
    pub legs: BTreeMap<String, Entry>,
    /// How many calls were offered: no two have one id, though a phone system may repeat its own.
    pub last_offered: u64,
    lines: BTreeMap<String, LineEntry>,
    /// Lines that are being taken down. One that is set up again under the same name must wait, or
    /// the end of the old registration would end the new one too.
    ending: BTreeMap<String, JoinHandle<()>>,
    drain: Option<Drain>,
}

impl Actor {
    pub(super) fn new(
        layer: Arc<DialogLayer>,
        shared: Arc<Shared>,
        reach: Reach,
        (most_legs, keepalive_ms): (usize, u64),
        events: mpsc::UnboundedSender<Event>,
        notices: mpsc::UnboundedSender<Notice>,
    ) -> Self {
        let endpoint = layer.endpoint.clone();
        let tasks = TaskTracker::new();
        Self {
            endpoint,
            layer,
            shared,
            reach,
            most_legs,
            keepalive_ms,
            events,
            notices,
            tasks,
            legs: BTreeMap::new(),
            last_offered: 0,
            lines: BTreeMap::new(),
            ending: BTreeMap::new(),
            drain: None,
        }
    }

    /// Runs until it is drained, or nobody can order anything any more.
    pub(super) async fn run(
        mut self,
        mut commands: mpsc::UnboundedReceiver<Command>,
        mut notices: mpsc::UnboundedReceiver<Notice>,
        mut incoming: mpsc::UnboundedReceiver<Transaction>,
    ) {
        loop {
            tokio::select! {
                command = commands.recv() => match command {
                    Some(command) => self.command(command),
                    None => break,
                },
                Some(notice) = notices.recv() => self.notice(notice).await,
                Some(tx) = incoming.recv() => self.incoming(tx),
            }
            // A call that was hung up before its ACK may be there after the limit: no longer waited for.
            if self.drain.as_ref().is_some_and(|drain| drain.over || self.legs.is_empty()) {
                break;
            }
        }
        self.hang_all_up();
        for entry in self.lines.values() {
            entry.stop.cancel();
        }
        self.tasks.close();
        // Each of them has a limit of its own; this is for those of the stack.
        if tokio::time::timeout(Duration::from_secs(5), self.tasks.wait()).await.is_err() {
            tracing::warn!("not everything was said to the phone systems before the stop");
        }
        if let Some(drain) = self.drain {
            let _ = drain.done.send(Drained { calls: drain.calls, cut: drain.cut });
        }
    }

    fn command(&mut self, command: Command) {
        match command {
            Command::Register(line, networks) => self.register(*line, networks),
            Command::Unregister(line) => self.take_down(&line),
            Command::Dial(dial) => self.dial(*dial),
            Command::Leg(leg, order) => self.order(&leg, order),
            Command::Drain(limit, done) => {
                let calls = self.legs.len();
                self.drain = Some(Drain { calls, cut: 0, over: false, done });
                let notices = self.notices.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(limit).await;
                    let _ = notices.send(Notice::DrainLimit);
                });
            }
        }
    }

    fn register(&mut self, line: Line, networks: Vec<Network>) {
        let (name, line) = (line.config.line.clone(), Arc::new(line));
        self.take_down(&name);
        let before = self.ending.remove(&name);
        let stop = CancellationToken::new();
        let task = LineTask {
            line: line.clone(),
            endpoint: self.endpoint.clone(),
            reach: self.reach.clone(),
            shared: self.shared.clone(),
            events: self.events.clone(),
            keepalive_ms: self.keepalive_ms,
            stop: stop.clone(),
        };
        let (shared, of_line) = (self.shared.clone(), name.clone());
        let task = self.tasks.spawn(async move {
            if let Some(before) = before {
                let _ = before.await;
            }
            shared.gate().line(&of_line, networks);
            task.run().await;
        });
        self.lines.insert(name, LineEntry { line, stop, task });
    }

    fn take_down(&mut self, line: &str) {
        self.ending.retain(|_, task| !task.is_finished());
        if let Some(entry) = self.lines.remove(line) {
            entry.stop.cancel();
            self.ending.insert(line.to_owned(), entry.task);
        }
    }

    fn order(&mut self, leg: &str, order: Order) {
        match self.legs.get_mut(leg) {
            Some(entry) => {
                entry.leg.order(order);
                self.perform(leg);
            }
            None => {
                let sentence = "There is no such call.".to_owned();
                self.tell(leg, LegEvent::Ignored { order: order.name(), sentence });
            }
        }
    }

    async fn notice(&mut self, notice: Notice) {
        match notice {
            Notice::Dialled(leg, dialog) => match self.legs.get_mut(&leg) {
                Some(entry) => entry.dialog = Some(dialog),
                // It was given up before it went out.
                None => self.cancel(dialog),
            },
            Notice::Undialled(leg, words) => {
                let refused = Heard::Refused { status: 0, phrase: words };
                self.hear(&leg, refused);
            }
            Notice::Settled(leg, id) => {
                // Hung up in the same moment: nobody else would take it away.
                if !self.legs.contains_key(&leg) {
                    self.layer.remove_dialog(&id);
                }
            }
            Notice::State(leg, state) => self.state(&leg, *state).await,
            Notice::Heard(leg, heard) => self.hear(&leg, heard),
            Notice::Due(leg, timer) => {
                if let Some(entry) = self.legs.get_mut(&leg) {
                    entry.leg.due(timer);
                    self.perform(&leg);
                }
            }
            Notice::DrainLimit => {
                let cut = self.legs.len();
                if let Some(drain) = &mut self.drain {
                    (drain.cut, drain.over) = (cut, true);
                }
                self.hang_all_up();
            }
        }
    }

    pub(super) fn hear(&mut self, leg: &str, heard: Heard) {
        if let Some(entry) = self.legs.get_mut(leg) {
            // Silence is no *no answer*: 408 that the stack made up, and nothing before it.
            let heard = match heard {
                Heard::Refused { status: 408, phrase } if !entry.heard && phrase.is_empty() => {
                    Heard::Refused { status: 0, phrase }
                }
                heard => heard,
            };
            entry.leg.heard(heard, dice());
            self.perform(leg);
        }
    }

    fn hang_all_up(&mut self) {
        let legs: Vec<String> = self.legs.keys().cloned().collect();
        for leg in legs {
            self.order(&leg, Order::HangUp);
        }
    }

    /// A leg begins. Its name must be new.
    pub(super) fn begin(&mut self, leg: &str, entry: Entry) {
        self.shared.gate().call_begins(&entry.call_id);
        self.shared.traces().leg(leg, &entry.call_id);
        self.legs.insert(leg.to_owned(), entry);
    }

    /// Forgets a leg that is over.
    pub(super) fn end(&mut self, leg: &str) {
        let Some(entry) = self.legs.remove(leg) else { return };
        self.shared.gate().call_ends(&entry.call_id);
        entry.over.cancel();
        if let Some(dialog) = entry.dialog {
            self.layer.remove_dialog(&Dialog::Invite(dialog).id());
        }
    }

    pub(super) fn line(&self, line: &str) -> Option<Arc<Line>> {
        self.lines.get(line).map(|entry| entry.line.clone())
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.values().map(|entry| &*entry.line)
    }

    pub(super) fn is_draining(&self) -> bool {
        self.drain.is_some()
    }

    pub(super) fn tell(&self, leg: &str, event: LegEvent) {
        let _ = self.events.send(Event::Leg { leg: leg.to_owned(), event });
    }

    /// Tells that a call cannot be made at all.
    pub(super) fn tell_failed(&self, leg: &str, status: u16, words: &str) {
        let why = Why::Failed { status, sentence: sentence(status, words) };
        self.tell(leg, LegEvent::Ended(why));
    }
}
