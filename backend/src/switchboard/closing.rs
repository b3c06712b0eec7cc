//! Before the service stops: no call begins any more, and those that go on may end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use contract::Event;
use tokio::sync::Notify;

use super::Switchboard;
use crate::clock;

/// Whether the service is about to stop.
#[derive(Debug, Default)]
pub struct Closing {
    begun: AtomicBool,
    stepped: Notify,
}

impl Closing {
    /// Whether it is.
    pub fn has_begun(&self) -> bool {
        self.begun.load(Ordering::SeqCst)
    }

    /// A seat has changed: a call may be over.
    pub(super) fn stepped(&self) {
        self.stepped.notify_one();
    }
}

impl Switchboard {
    /// From now on no call begins. Every page is told.
    pub fn close(&self) {
        self.closing.begun.store(true, Ordering::SeqCst);
        self.hub.announce(&Event::Closing, clock::now());
    }

    /// Waits until no call is ringing, being dialled or on the line. For one task at a time.
    pub async fn quiet(self: &Arc<Self>) {
        while self.live_calls().await > 0 {
            self.closing.stepped.notified().await;
        }
    }

    /// How many calls are ringing, being dialled or on the line.
    pub async fn live_calls(&self) -> usize {
        let cells: Vec<_> = self.lock().values().cloned().collect();
        let mut live = 0;
        for cell in cells {
            let seated = cell.seat.lock().await;
            live += seated.core.calls().iter().filter(|call| call.stage().is_live()).count();
        }
        live
    }
}
