//! Importing people from a table.

use contract::console::Imported;
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::Desk;
use crate::logic::fields::{Problems, lines};
use crate::logic::words::imported;
use crate::net::send_text;
use crate::parts::dialog::{Dialog, shut};
use crate::parts::field::{Labelled, focus};
use crate::parts::icon::Icon;
use crate::parts::working::Working;

/// A file or pasted text; what is wrong is listed by line and can be put right in place.
#[component]
pub(super) fn Import(
    /// What the page's parts share.
    desk: Desk,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let text = RwSignal::new(String::new());
    let wrong = RwSignal::new(Vec::<String>::new());
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let choose = move |event: ev::Event| {
        let input = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(file) = input.and_then(|i| i.files()).and_then(|files| files.get(0)) else {
            return;
        };
        spawn_local(async move {
            match JsFuture::from(file.text()).await {
                Ok(read) => text.set(read.as_string().unwrap_or_default()),
                Err(_) => wrong.set(vec!["This file cannot be read. Choose another.".to_owned()]),
            }
        });
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        if text.with_untracked(|t| t.trim().is_empty()) {
            wrong.set(vec!["Choose a file, or paste a table.".to_owned()]);
            return focus("import-csv".to_owned());
        }
        busy.set(true);
        wrong.set(Vec::new());
        let (path, body) = (desk.below("/import"), text.get_untracked());
        spawn_local(async move {
            match send_text::<Imported>(&path, body).await {
                Ok(done) => {
                    desk.console.said.set(imported(done));
                    desk.again().await;
                    shut(node);
                }
                Err(failure) => {
                    wrong.set(lines(&failure));
                    focus("import-csv".to_owned());
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog node title="Import people" closed=Callback::new(move |()| desk.doing.set(None))>
            <form novalidate on:submit=send>
                <p>"A table as CSV. Its first line names the columns: "<code>"name"</code>", "<code>"email"</code>" and, if wanted, "<code>"role"</code>" (agent or administrator)."</p>
                <div role="alert">
                    {move || (!wrong.with(Vec::is_empty)).then(|| view! {
                        <div class="notice bad">
                            <Icon name="alert"/>
                            <div>
                                <p><b>"Nothing was imported."</b></p>
                                <ul>{wrong.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                            </div>
                        </div>
                    })}
                </div>
                <Labelled form="import".to_owned() name="file" label="File" problems>
                    <input id="import-file" type="file" accept=".csv,text/csv" on:change=choose/>
                </Labelled>
                <Labelled form="import".to_owned() name="csv" label="Or paste the table" problems>
                    <textarea
                        id="import-csv"
                        rows="8"
                        spellcheck="false"
                        placeholder="name,email,role"
                        prop:value=text
                        on:input=move |event| text.set(event_target_value(&event))
                    ></textarea>
                </Labelled>
                <div class="actions">
                    <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button>
                    <Working busy>"Import"</Working>
                </div>
            </form>
        </Dialog>
    }
}
