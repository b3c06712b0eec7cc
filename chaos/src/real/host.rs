//! HubSpot's page around a page of ours: it hears of a call, makes the call's record or does not,
//! says its id or keeps it, and writes into it what the closed call says.

use std::sync::Arc;

use contract::{CallView, Phase, Told, Wish};
use hyper::Method;
use serde_json::json;

use super::console::text;
use super::page::{Page, lock};
use super::site::Body;

/// Looks whether HubSpot's page is to hear something, and lets it hear it.
pub fn speak(page: &Arc<Page>) {
    let Some(epoch) = page.epoch().filter(|_| page.hosted) else { return };
    for call in page.view().calls.into_values() {
        let id = call.id.0.clone();
        let lives = !matches!(call.phase, Phase::WrapUp { .. } | Phase::Closed { .. });
        let may = call.host.may_announce == Some(epoch) && call.host.announced.is_none();
        if lives && may && lock(&page.told).0.insert(id.clone()) {
            tokio::spawn(announced(page.clone(), call));
            continue;
        }
        let closed = matches!(call.phase, Phase::Closed { .. });
        let owes = call.host.may_announce.is_some() && !call.host.completed;
        if closed && owes && lock(&page.told).1.insert(id) {
            tokio::spawn(completed(page.clone(), call));
        }
    }
}

/// INCOMING_CALL or OUTGOING_CALL_STARTED. What fails here failed in a page: nobody repeats it.
async fn announced(page: Arc<Page>, call: CallView) {
    let manner = page.manner();
    let mut made = None;
    if manner.makes {
        let asked = json!({
            "externalCallId": call.id.0,
            "direction": match call.direction {
                contract::Direction::Inbound => "INBOUND",
                contract::Direction::Outbound => "OUTBOUND",
            },
            "from": call.from,
            "to": call.to,
            "started": call.started,
            "withExternalId": manner.stamps,
        });
        if let Ok(answer) = page.site.tell("/preview/host/engagements", asked).await {
            let id = text(&answer["engagementId"]);
            lock(&page.made).push((id.clone(), call.id.0.clone()));
            made = Some(id);
        }
    }
    let instance = page.surface.clone();
    let told = Wish::Told { call: call.id.clone(), told: Told::Announced { instance } };
    let _ = page.command(told, true).await;
    if let Some(id) = made.filter(|_| manner.reports) {
        let _ = page.command(Wish::Engagement { call: call.id, id }, true).await;
    }
}

/// CALL_ENDED and CALL_COMPLETED.
async fn completed(page: Arc<Page>, call: CallView) {
    // HubSpot's page goes by the id that we say; without one it looks for nothing.
    if let (Some(id), Some(properties)) = (&call.engagement, &call.host.properties) {
        let path = format!("/preview/host/engagements/{id}");
        let body = Body::Json(json!({ "properties": properties }));
        let _ = page.site.control(Method::PATCH, &path, body).await;
    }
    let _ = page.command(Wish::Told { call: call.id, told: Told::Completed }, true).await;
}
