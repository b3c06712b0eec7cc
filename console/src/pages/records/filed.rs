//! What a call is filed under, beside its call record.

use contract::console::{CaseKind, Choices, Pipeline};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Card;
use super::opens::{moment_of, moment_value};
use super::scopes::Scopes;
use super::sheet::{FORM, Sheet};
use crate::logic::choosing::{first_stage, pipelines, stages};
use crate::logic::records::{Section, kind_name};
use crate::logic::template::{PLACEHOLDERS, example, insert, problem};
use crate::parts::check::Check;
use crate::parts::days::Days;
use crate::parts::field::{Choice, TextField, id};
use crate::parts::icon::Icon;
use crate::parts::radios::{Radios, Way};

/// What a call can be filed under.
const KINDS: [Way; 3] = [
    ("", "Call record only", "The call stands on the timeline of the contact or company."),
    ("ticket", "Service › Tickets", "Each call belongs to a ticket as well."),
    ("deal", "Sales › Deals", "Each call belongs to a deal as well."),
];

/// The section.
#[component]
pub(super) fn Filed(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let problems = sheet.problems;
    let kind = sheet.get(|d| d.case.kind);
    let all = Memo::new(move |_| {
        let kind = kind.get();
        sheet.choices.value.with(|c| c.as_ref().map(|c| of_kind(c, kind)).unwrap_or_default())
    });
    // The pipeline and stage of the kind that is not chosen just now.
    let aside = StoredValue::new(Vec::<(CaseKind, String, String)>::new());
    let choose = Callback::new(move |value: String| {
        let to = kind_of(&value);
        let before = sheet.draft.with_untracked(|d| d.case.clone());
        if let Some(kind) = before.kind {
            aside.update_value(|all| {
                all.retain(|(k, ..)| *k != kind);
                all.push((kind, before.pipeline, before.stage));
            });
        }
        let kept = aside.with_value(|all| all.iter().find(|(k, ..)| Some(*k) == to).cloned());
        let (pipeline, stage) = kept.map_or_else(
            || {
                let all =
                    sheet.choices.value.with_untracked(|c| c.as_ref().map(|c| of_kind(c, to)));
                let all = all.unwrap_or_default();
                let first = all.first().map(|p| p.id.clone()).unwrap_or_default();
                let stage = first_stage(&all, &first);
                (first, stage)
            },
            |(_, pipeline, stage)| (pipeline, stage),
        );
        sheet.draft.update(|d| {
            d.case.kind = to;
            d.case.pipeline = pipeline;
            d.case.stage = stage;
        });
    });
    let pipeline = sheet.get(|d| d.case.pipeline.clone());
    let stage = sheet.get(|d| d.case.stage.clone());
    let set_pipeline = Callback::new(move |to: String| {
        let stage = all.with_untracked(|all| first_stage(all, &to));
        problems.update(|p| p.clear("case.stage"));
        sheet.draft.update(|d| {
            d.case.pipeline = to;
            d.case.stage = stage;
        });
    });
    let ticket = Memo::new(move |_| kind.get() == Some(CaseKind::Ticket));
    let word = move || kind.get().map_or("ticket or deal", kind_name);
    let moments = [("answer", "When it is answered"), ("ring", "As soon as it rings")]
        .map(|(key, shown)| (key.to_owned(), shown.to_owned()));
    view! {
        <Card section=Section::Filed about="Every call gets a call record in HubSpot. It can belong to a ticket or a deal as well.">
            <Radios form=FORM name="case.kind" label="CRM record type" ways=&KINDS
                value=Signal::derive(move || kind_value(kind.get()).to_owned()) set=choose problems/>
            <Scopes sheet kind/>
            <div class="card-part" hidden=move || kind.with(Option::is_none)>
                <div class="fields">
                    <Choice form=FORM name="case.pipeline" label="Pipeline"
                        options=Signal::derive(move || all.with(|all| pipeline.with(|p| pipelines(all, p))))
                        value=pipeline set=set_pipeline problems/>
                    <Choice form=FORM name="case.stage" label="Stage of a new one"
                        options=Signal::derive(move || all.with(|all| stages(all, &pipeline.get(), &stage.get())))
                        value=stage set=sheet.set(|d, v| d.case.stage = v) problems/>
                    <Choice form=FORM name="case.moment" label="When it is made"
                        options=Signal::stored(moments.to_vec())
                        value=sheet.get(|d| moment_value(Some(d.case.moment)).to_owned())
                        set=sheet.set(|d, v: String| d.case.moment = moment_of(&v).unwrap_or_default()) problems/>
                </div>
                <Subject sheet/>
                <div class="fields">
                    <Days form=FORM name="case.appendDays" label="Add calls to an open one for (days)"
                        help="A call goes to the customer's latest open one that is not older than this. 0: a new one for each call."
                        value=sheet.get(|d| d.case.append_days) set=sheet.set(|d, v| d.case.append_days = v) problems/>
                    <Days form=FORM name="case.reopenDays" label="Open a closed one again for (days)"
                        help="Where none is open, one that was closed within this time is opened again. 0: never."
                        value=sheet.get(|d| d.case.reopen_days) set=sheet.set(|d, v| d.case.reopen_days = v) problems/>
                    <Check form=FORM name="case.abandoned" label="Also for calls that nobody answered"
                        help="Missed and abandoned calls get one too, so that somebody calls back."
                        value=sheet.get(|d| d.case.abandoned) set=sheet.set(|d, v| d.case.abandoned = v) problems/>
                    {move || ticket.get().then(|| view! {
                        <TextField form=FORM name="case.view" label="Help desk view" mode="numeric"
                            help="When applicable: the number behind /view/ in the address of your help desk. Tickets open in that view. Empty: the ticket's own page."
                            value=sheet.get(|d| d.case.view.clone()) set=sheet.set(|d, v| d.case.view = v) problems/>
                    })}
                </div>
                <p class="help">"The owner of a new "{word}" is the agent; where HubSpot does not know them, the Default User of the "<a href="#/crm">"connection"</a>"."</p>
            </div>
        </Card>
    }
}

/// The subject, with its placeholders and how it reads.
#[component]
fn Subject(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let subject = sheet.get(|d| d.case.subject.clone());
    let wrong = Memo::new(move |_| subject.with(|s| problem(s)));
    let element = id(FORM, "case.subject");
    let put = move |mark: &'static str| {
        let element = element.clone();
        move |_| {
            let input = document().get_element_by_id(&element);
            let input = input.and_then(|i| i.dyn_into::<web_sys::HtmlInputElement>().ok());
            let caret = input.as_ref().and_then(|i| i.selection_end().ok().flatten());
            let before = subject.get_untracked();
            let caret = caret.map_or(before.len(), |c| c as usize);
            let (text, caret) = insert(&before, caret, mark);
            sheet.draft.update(|d| d.case.subject = text);
            sheet.problems.update(|p| p.clear("case.subject"));
            if let Some(input) = input {
                let caret = u32::try_from(caret).unwrap_or_default();
                request_animation_frame(move || {
                    // Refused by no field of text.
                    let _ = input.focus();
                    let _ = input.set_selection_range(caret, caret);
                });
            }
        }
    };
    view! {
        <div class="stack">
            <TextField form=FORM name="case.subject" label="Subject of a new one" help="Empty: {way} {name}."
                value=subject set=sheet.set(|d, v| d.case.subject = v) problems=sheet.problems/>
            <div class="marks" role="group" aria-label="Put into the subject">
                {PLACEHOLDERS.map(|(mark, means, _)| view! {
                    <button type="button" class="small" title=means aria-label=format!("Insert {mark}: {means}") on:click=put(mark)><code>{mark}</code></button>
                }).collect_view()}
            </div>
            <p class="help" aria-live="polite">"Example: "<output data-id="subject-example">{move || subject.with(|s| example(s))}</output></p>
            {move || wrong.get().map(|text| view! { <p class="notice warn"><Icon name="alert"/><span>{text}</span></p> })}
        </div>
    }
}

fn of_kind(choices: &Choices, kind: Option<CaseKind>) -> Vec<Pipeline> {
    match kind {
        None => Vec::new(),
        Some(CaseKind::Ticket) => choices.ticket_pipelines.clone(),
        Some(CaseKind::Deal) => choices.deal_pipelines.clone(),
    }
}

fn kind_value(kind: Option<CaseKind>) -> &'static str {
    match kind {
        None => "",
        Some(CaseKind::Ticket) => "ticket",
        Some(CaseKind::Deal) => "deal",
    }
}

fn kind_of(value: &str) -> Option<CaseKind> {
    match value {
        "ticket" => Some(CaseKind::Ticket),
        "deal" => Some(CaseKind::Deal),
        _ => None,
    }
}
