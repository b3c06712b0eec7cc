//! What carries the calls, and where the phone system is.

use contract::console::{CallerIn, PhoneKind, PhoneTransport};
use leptos::prelude::*;

use super::Card;
use super::sheet::{FORM, Sheet};
use crate::logic::phone::{CODECS, codecs_of, codecs_value, kind_of, kind_value};
use crate::parts::entries::Entries;
use crate::parts::field::{Choice, TextField};
use crate::parts::icon::Icon;
use crate::parts::radios::{Radios, Way};

/// What can carry calls.
const KINDS: &[Way] = &[
    (
        "simulated",
        "Simulated",
        "Nobody is called. Calls ring, are answered and heard as real ones are, to try all of it.",
    ),
    (
        "lines",
        "A SIP line for each agent",
        "Your phone system has an extension with a password for every agent, as for a desk phone.",
    ),
    (
        "trunk",
        "A SIP trunk",
        "One account, or our address, with many numbers. Sidetone decides whom a number rings.",
    ),
];

/// The choice of what carries the calls.
#[component]
pub(super) fn Carries(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let real = move || sheet.kind.get() != PhoneKind::Simulated;
    let switched = move || sheet.kind.get() != sheet.in_use.get();
    view! {
        <Card id="phone-carries" title="What carries the calls" about="A change is what the next call goes by. A call that is going on stays where it is.">
            <Radios form=FORM name="kind" label="Phone system" ways=KINDS
                value=Signal::derive(move || kind_value(sheet.kind.get()).to_owned())
                set=sheet.set(|s, v| s.kind = kind_of(&v)) problems=sheet.problems/>
            <div role="status">
                {move || (real() && switched()).then(|| view! {
                    <div class="notice warn"><Icon name="alert"/><p>"Once this is saved, calls are real: people are called, and calls can cost money. Calls to emergency numbers go out as well."</p></div>
                })}
                {move || (!real() && switched()).then(|| view! {
                    <div class="notice warn"><Icon name="alert"/><p>"Once this is saved, nobody is reached any more and no real call comes in. What is entered for the phone system stays stored."</p></div>
                })}
            </div>
        </Card>
    }
}

/// Where the phone system is, and what calls carry.
#[component]
pub(super) fn System(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let problems = sheet.problems;
    let options = |all: &[(&str, &str)]| {
        let option = |(key, name): &(&str, &str)| ((*key).to_owned(), (*name).to_owned());
        Signal::stored(all.iter().map(option).collect::<Vec<_>>())
    };
    let peers = Signal::derive(move || sheet.draft.with(|d| d.system.peers.clone()));
    let set_peers =
        move |peers: Vec<String>| sheet.draft.update(|d| d.system.peers = peers.clone());
    view! {
        <Card id="phone-system" title="The phone system" about="As its administrator or your carrier names it.">
            <div class="fields">
                <TextField form=FORM name="server" label="Server"
                    help="The registrar or the carrier's gateway: a name or an address, with :port where it is not the usual one."
                    value=sheet.text(|s| s.server.clone()) set=sheet.set(|s, v| s.server = v) problems/>
                <Choice form=FORM name="transport" label="Transport"
                    help="TLS keeps who calls whom from others. The audio is not encrypted with any of them."
                    options=options(&[("udp", "UDP"), ("tcp", "TCP"), ("tls", "TLS")])
                    value=sheet.text(|s| transport(s.transport).to_owned()) set=sheet.set(|s, v| s.transport = transport_of(&v)) problems/>
                <TextField form=FORM name="domain" label="Domain"
                    help="Optional: where addresses have another name behind the @ than the server's."
                    value=sheet.text(|s| s.domain.clone()) set=sheet.set(|s, v| s.domain = v) problems/>
                <Choice form=FORM name="codecs" label="Codecs"
                    help="µ-law is usual in North America and Japan, A-law elsewhere. Opus, where the phone system and its telephones speak it, carries voices as they are."
                    options=options(&CODECS)
                    value=sheet.text(|s| codecs_value(&s.codecs)) set=sheet.set(|s, v| s.codecs = codecs_of(&v)) problems/>
                <TextField form=FORM name="callerNumber" label="Number to show" kind="tel"
                    help="What people see when they are called, where the agent has no number of their own. Nothing: what the phone system shows."
                    value=sheet.text(|s| s.caller_number.clone()) set=sheet.set(|s, v| s.caller_number = v) problems/>
                <Choice form=FORM name="callerIn" label="Where the number to show stands"
                    help="As the phone system wants it. From is right for most."
                    options=options(&[("from", "From"), ("asserted", "P-Asserted-Identity"), ("both", "Both")])
                    value=sheet.text(|s| caller_in(s.caller_in).to_owned()) set=sheet.set(|s, v| s.caller_in = caller_in_of(&v)) problems/>
            </div>
            <Entries form=FORM name="peers" label="Other addresses that calls come from"
                help="Optional, one on each line, as 192.0.2.7 or 192.0.2.0/24. Calls from the server itself are always taken."
                value=peers set=set_peers problems/>
        </Card>
    }
}

fn transport(of: PhoneTransport) -> &'static str {
    match of {
        PhoneTransport::Udp => "udp",
        PhoneTransport::Tcp => "tcp",
        PhoneTransport::Tls => "tls",
    }
}

fn transport_of(value: &str) -> PhoneTransport {
    match value {
        "tcp" => PhoneTransport::Tcp,
        "tls" => PhoneTransport::Tls,
        _ => PhoneTransport::Udp,
    }
}

fn caller_in(of: CallerIn) -> &'static str {
    match of {
        CallerIn::From => "from",
        CallerIn::Asserted => "asserted",
        CallerIn::Both => "both",
    }
}

fn caller_in_of(value: &str) -> CallerIn {
    match value {
        "asserted" => CallerIn::Asserted,
        "both" => CallerIn::Both,
        _ => CallerIn::From,
    }
}
