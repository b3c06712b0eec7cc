//! What all routes of the preview share.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::body::{Body, Bytes};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use tokio::sync::watch;

use crate::{
    calls::FarEnds,
    child::Child,
    code::{Invite, IssueCode},
    names,
    oauth::Oauth,
    rest::Rest,
    switches::Switches,
    windows::Windows,
};

/// The shared state; cheap to clone.
pub type Shared = Arc<Preview>;

/// What all routes of the preview share.
pub struct Preview {
    /// The public port of both sites.
    pub port: u16,
    /// Where the backend listens; `None` while it is down.
    pub upstream: watch::Receiver<Option<SocketAddr>>,
    /// The client that speaks to the backend.
    pub client: Client<HttpConnector, Body>,
    /// Issues one-time codes for the demo agents.
    pub issue_code: IssueCode,
    /// Makes one-time links to the console for the demo owner.
    pub invite: Invite,
    /// Switches that hold for every page.
    pub switches: Switches,
    /// HubSpot's REST side.
    pub rest: Rest,
    /// HubSpot's side of OAuth.
    pub oauth: Oauth,
    /// The far ends of calls that the preview knows of.
    pub far_ends: Mutex<FarEnds>,
    /// The windows of HubSpot that are open.
    pub windows: Mutex<Windows>,
    /// The secret that opens the backend's simulated phone system to us.
    pub control_token: String,
    /// The backend's process; `None` in tests that bring a backend of their own.
    pub child: Option<Child>,
    /// HubSpot's SDK, as published.
    pub sdk: Bytes,
}

impl Preview {
    /// The origin of HubSpot's stand-in.
    pub fn hubspot_origin(&self) -> String {
        format!("http://{}:{}", names::HUBSPOT, self.port)
    }

    /// Our own origin.
    pub fn our_origin(&self) -> String {
        format!("http://{}:{}", names::OURS, self.port)
    }

    /// The open windows, also after a panic elsewhere: they are only a list.
    pub fn windows(&self) -> MutexGuard<'_, Windows> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The known far ends, also after a panic elsewhere: they are only a list.
    pub fn far_ends(&self) -> MutexGuard<'_, FarEnds> {
        self.far_ends.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A client for the backend. It asks no resolver: addresses are numbers.
pub fn client() -> Client<HttpConnector, Body> {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    Client::builder(TokioExecutor::new()).build(connector)
}
