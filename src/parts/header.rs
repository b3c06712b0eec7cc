//! The top of the frame: who is signed in, for which tenant, and whether calls may ring.

use contract::{Location, Tenant};
use desk::{Intent, OwnerView};

use super::status;
use crate::face::{Face, Part, Row};
use crate::ui::Scene;
use crate::words::small;

/// Agent and tenant on the left, the status on the right. The left opens a menu: other tenants, and
/// signing out; the right opens the list of statuses.
pub static HEADER: Face = Face {
    html: include_str!("header.html"),
    parts: &[
        ("header", Part::Flag("hidden", |s| s.view.agent.is_none())),
        ("name", Part::Text(|s| s.view.agent.as_ref().map(|a| a.name.clone()).unwrap_or_default())),
        ("where", Part::Text(place)),
        ("agent", Part::Says("aria-expanded", open)),
        ("agent", Part::Press(|_, _| Some(Intent::Menu))),
        ("menu", Part::Flag("hidden", |s| !open(s))),
        ("take", Part::Flag("hidden", |s| s.view.owner != OwnerView::Elsewhere)),
        ("take", Part::Press(|_, _| Some(Intent::TakeOver))),
        ("window", Part::Flag("hidden", |s| !s.view.can_open_window)),
        ("window", Part::Press(|_, _| Some(Intent::OpenWindow))),
        ("sound", Part::Press(|_, _| Some(Intent::SoundPanel))),
        ("busy", Part::Flag("hidden", |s| !s.view.is_busy())),
        ("choice", Part::Flag("hidden", |s| tenants(s).is_empty())),
        ("find", Part::Flag("hidden", |s| tenants(s).len() <= FEW)),
        ("find", Part::Value(|s| s.view.menu.clone().unwrap_or_default())),
        ("find", Part::Typed(|_, text| Some(Intent::Find(text)))),
        ("tenants", Part::Rows(TENANT, found)),
        ("tenant", Part::Press(|_, id| Some(Intent::Tenant(id.to_owned())))),
        ("out", Part::Press(|_, _| Some(Intent::SignOut))),
        ("status", Part::Flag("data-on", status::available)),
        ("status", Part::Says("aria-expanded", |s| s.view.choosing)),
        ("status", Part::Says("aria-busy", |s| s.view.status_asked.is_some())),
        ("status", Part::Press(|_, _| Some(Intent::Statuses))),
        ("says", Part::Text(status::says)),
        ("status", Part::Focus(status::returns)),
    ],
};

/// So many tenants are seen at a glance.
const FEW: usize = 7;

/// One tenant; the mark stands at the one that is worked for.
const TENANT: &str = r#"<button type="button" class="tenant" data-at="tenant"><span data-at="name"></span><span class="tag" data-at="here"></span></button>"#;

fn open(scene: &Scene) -> bool {
    scene.view.menu.is_some() && scene.view.agent.is_some()
}

fn tenants(scene: &Scene) -> &[Tenant] {
    scene.view.agent.as_ref().map_or(&[], |agent| &agent.tenants)
}

/// The tenants that what is typed names.
fn found(scene: &Scene) -> Vec<Row> {
    let wanted = scene.view.menu.as_deref().unwrap_or_default().trim();
    let wanted = String::from(small(wanted));
    let here = scene.view.agent.as_ref().map(|agent| agent.tenant.as_str());
    let fits = |tenant: &&Tenant| small(&tenant.name).includes(&wanted, 0);
    let row = |tenant: &Tenant| {
        let mark = if here == Some(&tenant.name) { "Now" } else { "" };
        Row::new(&tenant.id, &[("name", &tenant.name), ("here", mark)], &[])
    };
    tenants(scene).iter().filter(fits).map(row).collect()
}

/// Where the calls are, if not here; else the tenant.
pub fn place(scene: &Scene) -> String {
    match (&scene.view.agent, scene.view.owner, scene.view.owner_at) {
        (_, OwnerView::Elsewhere, Some(Location::Window)) => "You speak in the calling window",
        (_, OwnerView::Elsewhere, _) => "Another window speaks for you",
        (Some(agent), ..) => &agent.tenant,
        _ => "",
    }
    .to_owned()
}
