//! How much of HubSpot's allowance is used, live.

use contract::console::MeterRow;
use leptos::prelude::*;

use crate::logic::meter::{figures, refused, share, source, tight, waiting};
use crate::net::clock;
use crate::parts::icon::Icon;
use crate::state::Console;

/// The meter. It is read by the frame, for as long as this page is looked at.
#[component]
pub(super) fn MeterCard(
    /// What all pages share.
    console: Console,
) -> impl IntoView {
    let limits = Memo::new(move |_| {
        console.meter.with(|m| m.as_ref().map(|m| m.limits.clone()).unwrap_or_default())
    });
    let names =
        Memo::new(move |_| limits.with(|l| l.iter().map(|r| r.name.clone()).collect::<Vec<_>>()));
    let known = Memo::new(move |_| console.meter.with(Option::is_some));
    let said = move |of: fn(&contract::console::Meter) -> String| {
        move || console.meter.with(|m| m.as_ref().map(of))
    };
    let paused = Memo::new(move |_| {
        let until = console.meter.with(|m| m.as_ref().and_then(|m| m.paused_until));
        until.filter(|until| *until > clock::now())
    });
    view! {
        <section class="card meter" aria-label="Use of HubSpot's allowance">
            <div>
                <h2>"Use of HubSpot"</h2>
                <p class="help">"HubSpot allows an account so many requests. Calls are written down first; everything else waits for them."</p>
            </div>
            {move || (!known.get()).then(|| view! { <p class="help">"Not known at the moment."</p> })}
            {move || paused.get().map(|until| view! {
                <p class="notice warn"><Icon name="wait"/><span>{format!("HubSpot wants no requests until {}.", clock::to_the_second(until))}</span></p>
            })}
            <div class="stack" hidden=move || !known.get()>
                <For each=move || names.get() key=String::clone children=move |name| view! { <Limit limits name/> }/>
                <dl class="facts">
                    <div><dt>"Waiting"</dt><dd>{said(waiting)}</dd></div>
                    <div><dt>"Too many, said HubSpot"</dt><dd>{said(refused)}</dd></div>
                </dl>
            </div>
        </section>
    }
}

/// One limit, as a bar and in figures.
#[component]
fn Limit(
    /// All of them.
    limits: Memo<Vec<MeterRow>>,
    /// Its name.
    name: String,
) -> impl IntoView {
    let own = name.clone();
    let row = Memo::new(move |_| limits.with(|l| l.iter().find(|r| r.name == own).cloned()));
    let of = move |of: fn(&MeterRow) -> String| move || row.with(|r| r.as_ref().map(of));
    let full = Memo::new(move |_| row.with(|r| r.as_ref().and_then(share)));
    let tight = Memo::new(move |_| row.with(|r| r.as_ref().is_some_and(tight)));
    view! {
        <div class="limit" class:tight=tight>
            <p class="head"><span class="name">{name.clone()}</span><span class="number">{of(figures)}</span></p>
            {move || full.with(Option::is_some).then(|| view! {
                <meter aria-label=name.clone() min="0" max="100" high="90" optimum="0" prop:value=move || f64::from(full.get().unwrap_or_default())></meter>
            })}
            <p class="help">{of(|r| source(r).to_owned())}</p>
        </div>
    }
}
