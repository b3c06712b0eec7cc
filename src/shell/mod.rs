//! The shell around the desk: moves its inputs and outputs, and decides nothing.

mod api;
mod channel;
pub mod clock;
mod early;
mod host;
mod keep;
mod late;
mod page;
mod ring;
mod session;
mod sign_in;
mod sound;
mod stream;
pub mod ticker;
pub(crate) mod timer;
mod wire;

use std::cell::{Cell, OnceCell, RefCell};
use std::sync::Arc;

use contract::{ClientMessage, Command, Ms};
use desk::{Desk, Input, Intent, Local, Output, Stage, View};
use hubspot_calling::browser::Hub;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::ui::{Scene, Ui};
use api::{Ask, Refused};
use session::Keeper;
pub use sound::Devices;
use timer::Timer;

thread_local! {
    static SHELL: Cell<Option<&'static Shell>> = const { Cell::new(None) };
}

/// The one shell of the page.
pub(crate) struct Shell {
    desk: RefCell<Desk>,
    /// The revision of the view that is on the screen.
    shown: Cell<Option<u64>>,
    /// Whether the page's storage says that there is a call.
    on_a_call: Cell<Option<bool>>,
    surface: String,
    ui: Ui,
    session: Keeper,
    stream: RefCell<Option<stream::Socket>>,
    /// The page was in a call before it was loaded anew, and the service has not yet said what became of it.
    goes_on: Cell<bool>,
    channel: channel::Channel,
    ring: ring::Ring,
    sound: sound::Sound,
    late: late::Late,
    hub: OnceCell<Hub>,
    /// For the desk's deadline.
    deadline: Timer,
    /// For the clock on the screen.
    tick: Timer,
}

/// Does something with the shell, once it is there.
fn with_shell(run: impl FnOnce(&'static Shell)) {
    if let Some(shell) = SHELL.get() {
        run(shell);
    }
}

/// What the person wants.
fn act(intent: Intent) {
    with_shell(|shell| match shell.late.keep(intent) {
        Some(intent) => shell.feed(Input::Do { intent, fresh: clock::call_id() }),
        None => shell.want_late(),
    });
}

/// Starts everything: the desk, HubSpot's page, the session. Returns what the screen needs.
pub fn start() -> Ui {
    let surface = clock::uuid();
    let desk = Desk::new(surface.clone(), clock::seed());
    let now = clock::now() as Local;
    let late = late::Late::new();
    let goes_on = keep::was_on_a_call();
    let ui = Ui::new(
        Scene {
            view: Arc::clone(desk.view()),
            now,
            blocked: String::new(),
            goes_on,
            devices: sound::Devices::default(),
            whole: late.is_here(),
        },
        act,
    );
    // It lives as long as the page.
    let shell: &'static Shell = Box::leak(Box::new(Shell {
        desk: RefCell::new(desk),
        shown: Cell::new(None),
        on_a_call: Cell::new(None),
        surface,
        ui,
        session: Keeper::new(),
        stream: RefCell::default(),
        goes_on: Cell::new(goes_on),
        channel: channel::Channel::default(),
        ring: ring::Ring::default(),
        sound: sound::Sound::default(),
        late,
        hub: OnceCell::new(),
        deadline: Timer::new(|| with_shell(|shell| shell.feed(Input::Tick))),
        tick: Timer::new(|| with_shell(|shell| shell.draw(Box::new(|_| {})))),
    }));
    SHELL.set(Some(shell));
    late::listen_for_a_person();
    if goes_on {
        shell.want_late();
    }
    shell.listen_to_host();
    shell.feed(Input::Kept(keep::kept()));
    shell.feed(Input::KeptPending(keep::kept_pending()));
    if keep::hint_dropped() {
        shell.feed(Input::HintDropped);
    }
    shell.channel.open();
    sound::watch();
    page::listen();
    sign_in::listen(|digits| act(Intent::Digits(digits)));
    ui
}

impl Shell {
    /// Tells the desk what happened and does what it says.
    fn feed(&'static self, input: Input) {
        self.desk.borrow_mut().handle(input, clock::now());
        self.drain();
    }

    fn drain(&'static self) {
        loop {
            // A statement of its own, so that the desk is free while the output is carried out.
            let output = self.desk.borrow_mut().poll();
            match output {
                Some(output) => self.carry_out(output),
                None => break,
            }
        }
        let desk = self.desk.borrow();
        let now = clock::now();
        self.deadline.set(desk.deadline().map(|at| at.saturating_sub(now)));
        let changed = self.shown.replace(Some(desk.revision())) != Some(desk.revision());
        drop(desk);
        if changed {
            self.follow();
        }
    }

    /// Makes everything follow the desk's view.
    fn follow(&'static self) {
        let view = Arc::clone(self.desk.borrow().view());
        self.ring.set(view.loud);
        let whole = self.late.is_here();
        // Until the first snapshot nobody knows.
        let known = view.agent.is_some();
        if known {
            self.goes_on.set(false);
        }
        if whole {
            self.follow_voice(view.voice.as_ref());
            self.follow_panel(view.sound_panel);
            if known {
                self.give_back();
            }
        } else if view.front.is_some() {
            self.want_late();
        }
        self.remember_the_call(&view);
        self.draw(Box::new(move |scene| {
            scene.view = view;
            scene.whole = whole;
        }));
    }

    /// Makes ready, beside the stream, what the call will need that was there before the page was loaded
    /// anew: for as long as nobody knows whether it is still there.
    fn prepare(&'static self) {
        let stream = self.stream.borrow().is_some();
        if stream && self.late.is_here() && self.goes_on.replace(false) {
            self.prepare_voice();
        }
    }

    /// Lets a page that is loaded anew know that a call goes on, even where it keeps no sign-in.
    fn remember_the_call(&self, view: &View) {
        let on = view.is_on_a_call();
        if view.stage == Stage::Working && self.on_a_call.replace(Some(on)) != Some(on) {
            keep::on_a_call(on);
        }
    }

    fn carry_out(&'static self, output: Output) {
        match output {
            Output::Host(message) => self.tell_host(message),
            Output::Send(message) => self.say(&message),
            Output::Hello { here, resume } => {
                let (token, surface) = (self.session.token(), self.surface.clone());
                self.say(&ClientMessage::Hello { token, surface, here, resume });
            }
            Output::Share { stream, seq } => self.channel.share(&stream, seq),
            Output::Connect => self.connect(),
            Output::Disconnect => self.disconnect(),
            Output::Renew => self.sign_in(),
            Output::KeepPending(numbers) => keep::pending(&numbers),
            Output::Forget { call } => keep::forget(&call),
            output => match self.late.hold(output) {
                Some(output) => self.serve(output),
                None => self.want_late(),
            },
        }
    }

    /// What only a person or a call brings about.
    #[inline(never)] // a page loads it later than the rest
    fn serve(&'static self, output: Output) {
        match output {
            Output::Command { key, command: wish, keepalive } => {
                self.ask(command(key, &wish, keepalive), About::Command);
            }
            Output::ReadNumber { typed, country } => {
                self.ask(number(&typed, country), About::Number)
            }
            Output::SignIn { portal } => spawn_local(async move {
                let blocked = sign_in::open(portal).await.unwrap_or_default();
                self.draw(Box::new(|scene| scene.blocked = blocked));
            }),
            Output::Finish { digits } => self.finish(digits),
            Output::SignOut => self.ask(Ask::post("/api/sign-out", "{}".into()), About::Leaving),
            Output::Move { tenant } => self.ask(moving(&tenant), About::Moving),
            Output::Open { call, url } => {
                if !page::open(&url) {
                    self.feed(Input::NotOpened { call });
                }
            }
            Output::History { number, before, missed } => {
                self.ask(history(before, missed), About::History(number));
            }
            Output::Targets { number, find } => {
                self.ask(targets(&find), About::Targets(number));
            }
            Output::Seen => self.ask(Ask::post("/api/history/seen", "{}".into()), About::Nothing),
            Output::OpenWindow { url } => {
                if !page::open_window(&url) {
                    self.feed(Input::NoWindow);
                }
            }
            Output::AllowSound => self.allow_sound(),
            Output::Device(kind, id) => self.choose_device(kind, &id),
            Output::Volume(percent) => self.choose_volume(percent),
            Output::TestTone => self.test_tone(),
            Output::Report { said, facts } => {
                self.ask(report(&self.surface, &said, &facts), About::Report);
            }
            Output::DropHint => keep::drop_hint(),
            Output::Keep { call, draft } => keep::keep(&call, &draft),
            // Carried out by whoever hands on the others.
            Output::Host(_)
            | Output::Send(_)
            | Output::Hello { .. }
            | Output::Share { .. }
            | Output::Connect
            | Output::Disconnect
            | Output::Renew
            | Output::KeepPending(_)
            | Output::Forget { .. } => {}
        }
    }

    /// Changes what is drawn, brings its clock up to date, and sets the clock's next moment.
    fn draw(&self, change: Box<dyn FnOnce(&mut Scene)>) {
        let now = clock::now() as Local;
        self.ui.scene.update(|scene| {
            change(scene);
            scene.now = now;
            self.tick.set(ticker::next(&scene.view, now));
        });
    }

    /// Sends what needs the token; when that has run out, renews it once and sends again.
    async fn sent(&'static self, ask: &Ask) -> Result<String, Refused> {
        let result = ask.send(&self.session.token()).await;
        if matches!(result, Err(Refused::SignedOut(_))) && self.renew_once().await {
            return ask.send(&self.session.token()).await;
        }
        result
    }

    /// Offers the gateway a connection for a call: its answer (none where this page carries no such call),
    /// or why not.
    async fn post_offer(
        &'static self,
        voice: &desk::Voice,
        sdp: String,
    ) -> Result<Option<String>, Option<contract::Problem>> {
        // A type of its own would bring its own writer into the page.
        let mut whole = String::from("{\"surface\":\"");
        whole.push_str(&self.surface);
        whole.push_str("\",\"epoch\":");
        whole.push_str(&voice.epoch.to_string());
        whole.push_str(",\"call\":\"");
        whole.push_str(&voice.call.0);
        whole.push_str("\",\"connection\":\"");
        whole.push_str(&voice.number.to_string());
        whole.push_str("\",\"sdp\":");
        whole.push_str(&serde_json::to_string(&sdp).unwrap_or_default());
        whole.push('}');
        let answer = self.sent(&Ask::post("/api/sound", whole)).await;
        let sdp = answer.and_then(|text| {
            api::read(&text, |json| Some(json.get("sdp")?.as_str().map(str::to_owned)))
        });
        sdp.map_err(Refused::problem)
    }

    /// Asks something that needs the token, and tells the desk what came of it.
    fn ask(&'static self, ask: Ask, about: About) {
        spawn_local(async move {
            let result = self.sent(&ask).await;
            let signed_out = matches!(result, Err(Refused::SignedOut(_)));
            self.feed(match about {
                About::Leaving => match result {
                    Ok(_) => Input::Left,
                    Err(refused) => Input::NotMoved(refused.problem()),
                },
                About::Moving => match result.and_then(|text| api::read(&text, wire::session)) {
                    Ok(session) => return self.enter(session),
                    Err(refused) => Input::NotMoved(refused.problem()),
                },
                About::Command => Input::CommandDone {
                    key: ask.key,
                    result: result.map(drop).map_err(Refused::problem),
                },
                About::History(number) => Input::History {
                    number,
                    result: result
                        .and_then(|text| api::read(&text, wire::history))
                        .map_err(Refused::problem),
                },
                About::Targets(number) => Input::Targets {
                    number,
                    result: result
                        .and_then(|text| api::read(&text, wire::targets))
                        .map_err(Refused::problem),
                },
                About::Nothing => Input::Tick,
                About::Report => Input::Reported(result.map(drop).map_err(Refused::problem)),
                About::Number => Input::NumberRead(
                    result
                        .and_then(|text| api::read(&text, wire::reading))
                        .map_err(Refused::problem),
                ),
            });
            if signed_out {
                self.feed(Input::SignedOut);
            }
        });
    }
}

/// What was asked for.
enum About {
    Command,
    Number,
    History(u32),
    Targets(u32),
    /// Its answer says nothing.
    Nothing,
    Report,
    Leaving,
    Moving,
}

fn report(surface: &str, said: &str, facts: &[(&str, &str)]) -> Ask {
    let browser = web_sys::window().and_then(|w| w.navigator().user_agent().ok());
    let browser: String = browser.unwrap_or_default().chars().take(200).collect();
    let text = |text: &str| serde_json::to_string(text).unwrap_or_default();
    let mut whole = String::from("{\"surface\":");
    whole.push_str(&text(surface));
    whole.push_str(",\"said\":");
    whole.push_str(&text(said));
    whole.push_str(",\"facts\":[[\"browser\",");
    whole.push_str(&text(&browser));
    for (name, value) in facts {
        whole.push_str("],[");
        whole.push_str(&text(name));
        whole.push(',');
        whole.push_str(&text(value));
    }
    whole.push_str("]]}");
    Ask::post("/api/report", whole)
}

fn history(before: Option<Ms>, missed: bool) -> Ask {
    let mut path = String::from("/api/history?missed=");
    path.push_str(if missed { "true" } else { "false" });
    if let Some(before) = before {
        path.push_str("&before=");
        path.push_str(&before.to_string());
    }
    Ask { path, body: None, key: String::new(), keepalive: false }
}

fn targets(find: &str) -> Ask {
    let mut path = String::from("/api/targets?find=");
    path.push_str(&String::from(js_sys::encode_uri_component(find)));
    Ask { path, body: None, key: String::new(), keepalive: false }
}

fn moving(tenant: &str) -> Ask {
    // A type of its own would bring its own writer into the page.
    let mut whole = String::from("{\"tenant\":");
    whole.push_str(&serde_json::to_string(tenant).unwrap_or_default());
    whole.push('}');
    Ask::post("/api/tenant", whole)
}

fn command(key: String, command: &Command, keepalive: bool) -> Ask {
    let body = serde_json::to_string(command).unwrap_or_default();
    Ask { path: "/api/commands".to_owned(), body: Some(body), key, keepalive }
}

fn number(typed: &str, country: Option<String>) -> Ask {
    let mut path = String::from("/api/number?typed=");
    path.push_str(&String::from(js_sys::encode_uri_component(typed)));
    if let Some(country) = country {
        path.push_str("&country=");
        path.push_str(&String::from(js_sys::encode_uri_component(&country)));
    }
    Ask { path, body: None, key: String::new(), keepalive: false }
}
