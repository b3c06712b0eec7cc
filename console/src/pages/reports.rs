//! Reports: what agents have sent when something was wrong.

use contract::console::{ReportList, ReportRow, ReportWhole};
use leptos::html;
use leptos::prelude::*;

use crate::net::clock;
use crate::parts::copy::Copy;
use crate::parts::dialog::{Dialog, shut};
use crate::parts::reading::{Progress, Reading};
use crate::state::Console;

/// The page.
#[component]
pub fn ReportsPage(
    /// What all pages share.
    console: Console,
) -> impl IntoView {
    let list = Reading::<ReportList>::new();
    let open = RwSignal::new(None::<ReportRow>);
    let read = move || list.start(Console::path(&console.tenant.get_untracked(), "reports"));
    Effect::new(move |before: Option<String>| {
        let tenant = console.tenant.get();
        if before.is_some_and(|before| before != tenant) {
            list.clear();
            open.set(None);
        }
        read();
        tenant
    });
    let rows = move || list.value.with(|l| l.as_ref().map(|l| l.rows.clone()).unwrap_or_default());
    let empty = move || list.value.with(|l| l.as_ref().is_some_and(|l| l.rows.is_empty()));
    view! {
        <div class="top">
            <div>
                <h1 id="title" tabindex="-1">"Reports"</h1>
                <p class="lead">"What agents of "{move || console.tenant_name()}" sent from their widget when something was wrong, with their last calls. Nobody's number or notes are in it. Kept for 30 days."</p>
            </div>
        </div>
        <Progress of=list again=Callback::new(move |()| read())/>
        <div role="status">
            {move || empty().then(|| view! { <p class="empty">"No reports. Agents send one from the widget: their name, then Microphone and sound."</p> })}
        </div>
        <ul class="list reports" hidden=move || rows().is_empty()>
            <For each=rows key=|row| row.id.clone() children=move |row| view! { <Row row open/> }/>
        </ul>
        {move || open.get().map(|row| view! { <Whole console row closed=Callback::new(move |()| open.set(None))/> })}
    }
}

/// One of them in the list.
#[component]
fn Row(
    /// The report.
    row: ReportRow,
    /// The one that is read.
    open: RwSignal<Option<ReportRow>>,
) -> impl IntoView {
    let at = clock::moment(row.at);
    let label = format!("Read the report of {}", row.agent);
    let said = match row.said.is_empty() {
        true => "Without words.".to_owned(),
        false => row.said.clone(),
    };
    let one = row.clone();
    view! {
        <li>
            <div>
                <p class="name">{row.agent}<span class="second">{at}</span></p>
                <p class="words">{said}</p>
            </div>
            <button class="plain" aria-label=label on:click=move |_| open.set(Some(one.clone()))>"Read"</button>
        </li>
    }
}

/// All of one, to be copied.
#[component]
fn Whole(
    /// What all pages share.
    console: Console,
    /// The report.
    row: ReportRow,
    /// It was closed.
    closed: Callback<()>,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let whole = Reading::<ReportWhole>::new();
    let path = Console::path(&console.tenant.get_untracked(), &format!("reports/{}", row.id));
    let again = Callback::new(move |()| whole.start(path.clone()));
    again.run(());
    let text = Signal::derive(move || {
        whole.value.with(|w| w.as_ref().map(|w| w.text.clone()).unwrap_or_default())
    });
    let there = move || !text.with(String::is_empty);
    view! {
        <Dialog node title=format!("Report of {}", row.agent) closed>
            <div class="detail" data-id="report">
                <Progress of=whole again/>
                // What scrolls can be reached by keys.
                {move || there().then(|| view! { <pre tabindex="0" role="region" aria-label="The report">{text}</pre> })}
                <div class="actions">
                    {move || there().then(|| view! { <Copy said=console.said what="the report" text/> })}
                    <button type="button" class="plain" on:click=move |_| shut(node)>"Close"</button>
                </div>
            </div>
        </Dialog>
    }
}
