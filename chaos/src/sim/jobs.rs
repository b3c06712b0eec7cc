//! A tenant's lane and its requests: claimed, put together, sent when there is a place, answered.

use call::{CallId, Ms};
use record::allowance::{Class, Kind, Next, Policy, Said, Slow, Ticket};
use record::batch::{self, Group};
use record::{Input, Reply, Request, Trouble};

use super::service::owners;
use super::world::{Event, PORTALS, World};

/// Groups of one tenant under way at one time.
const AT_ONCE: usize = 6;
/// How long an answer is waited for.
const DEADLINE: Ms = 10_000;

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// It never arrives.
    RequestLost,
    /// It is carried out, and nobody hears of it.
    AnswerLost,
    /// HubSpot has trouble of its own: carried out or not.
    ServerError(bool),
    /// The token is not accepted for the moment.
    Unauthorised,
    /// Locked for a while.
    Locked,
}

/// Requests that go to HubSpot as one.
pub struct Job {
    pub tenant: usize,
    pub calls: Vec<(String, Request)>,
    /// Of a search: by our ids first, then by numbers.
    pub by_numbers: bool,
    pub fault: Fault,
    pub ticket: Option<Ticket>,
    pub joined: bool,
    pub results: Vec<Result<Reply, Trouble>>,
    pub slow: Option<Slow>,
    /// The service that asked is gone.
    pub orphan: bool,
    pub arrived: bool,
}

impl Job {
    fn kind(&self) -> Kind {
        match self.calls.first() {
            Some((
                _,
                Request::Find { .. } | Request::FindCases { .. } | Request::FindOwnCase { .. },
            )) => Kind::Search,
            _ => Kind::Plain,
        }
    }
}

impl World {
    /// Looks at a lane not later than at this moment.
    pub fn wake_lane(&mut self, tenant: usize, at: Ms) {
        if self.service.lane_due[tenant].is_none_or(|due| due > at) {
            self.service.lane_due[tenant] = Some(at);
            self.after(at.saturating_sub(self.now), Event::Lane(tenant));
        }
    }

    /// Claims what is due of a tenant, and sends it.
    pub fn lane(&mut self, tenant: usize) {
        if self.service.lane_due[tenant].is_none_or(|due| due > self.now) {
            return;
        }
        self.service.lane_due[tenant] = None;
        if self.service.under_way[tenant] >= AT_ONCE {
            return; // the next answer looks again
        }
        let (now, limits) = (self.now, self.service.limits);
        self.service.sift();
        let mut due = self.service.open_of(tenant);
        due.sort();
        let mut claimed = Vec::new();
        for (_, call) in due.iter().filter(|(at, _)| *at <= now).take(batch::MOST) {
            let Some(kept) = self.service.kept.get_mut(call) else { continue };
            kept.record.handle(Input::Owners(owners(kept.agent)), now, &limits);
            if let Some(request) = kept.record.poll(now, &limits) {
                claimed.push((call.clone(), request, kept.record.is_alone()));
            }
        }
        for group in batch::group(claimed) {
            let calls = match group {
                Group::One(call, request) => vec![(call, request)],
                Group::Creates(all) => all
                    .into_iter()
                    .map(|(call, properties, links)| (call, Request::Create { properties, links }))
                    .collect(),
                Group::Updates(all) => all
                    .into_iter()
                    .map(|(call, id, properties)| (call, Request::Update { id, properties }))
                    .collect(),
                Group::Associates(object_type, all) => all
                    .into_iter()
                    .map(|(call, id, to)| {
                        let to = call::RecordRef { object_type: object_type.clone(), id: to };
                        (call, Request::Associate { id, to })
                    })
                    .collect(),
                Group::Finds(all) => all,
            };
            self.service.under_way[tenant] += 1;
            self.send_job(tenant, calls, false);
        }
        let later = due.iter().map(|(at, _)| *at).filter(|at| *at > now).min();
        if let Some(at) = later {
            self.wake_lane(tenant, at);
        }
    }

    fn send_job(&mut self, tenant: usize, calls: Vec<(String, Request)>, by_numbers: bool) {
        let fault = self.some_fault();
        self.service.next_job += 1;
        let id = self.service.next_job;
        let job = Job {
            tenant,
            calls,
            by_numbers,
            fault,
            ticket: None,
            joined: false,
            results: Vec::new(),
            slow: None,
            orphan: false,
            arrived: false,
        };
        self.service.jobs.insert(id, job);
        self.after(0, Event::Try(id));
    }

    fn some_fault(&mut self) -> Fault {
        if !self.is_rough() {
            return Fault::None;
        }
        let fault = match self.rng.u8(0..100) {
            0..=3 => Fault::RequestLost,
            4..=7 => Fault::AnswerLost,
            8..=10 => Fault::ServerError(true),
            11..=13 => Fault::ServerError(false),
            14 => Fault::Unauthorised,
            15 => Fault::Locked,
            _ => Fault::None,
        };
        self.faults += u64::from(fault != Fault::None);
        fault
    }

    /// Sends a request if there is a place for it.
    pub fn try_to_send(&mut self, id: u64) {
        let now = self.now;
        let Some(job) = self.service.jobs.get_mut(&id) else { return };
        if job.orphan {
            // The service died before it was sent.
            self.service.jobs.remove(&id);
            return;
        }
        // Two calls of one customer must not make two tickets at the same time.
        let creates = matches!(job.calls.first(), Some((_, Request::CreateCase { .. })));
        if creates && self.service.creating.contains(&job.tenant) {
            self.after(50, Event::Try(id));
            return;
        }
        let kind = job.kind();
        let allowance = &mut self.service.allowances[PORTALS[job.tenant]];
        if !job.joined {
            job.joined = true;
            allowance.joined(Class::Logging, kind);
        }
        match allowance.next(Class::Logging, kind, now) {
            Next::Now => {
                allowance.left(Class::Logging, kind);
                job.ticket = Some(allowance.sent(kind, now));
                if creates {
                    self.service.creating.insert(job.tenant);
                }
                let way = self.some(300);
                self.after(way, Event::Arrive(id));
            }
            Next::At(at) => self.after(at.saturating_sub(now).max(1), Event::Try(id)),
            Next::AfterChange => self.after(20, Event::Try(id)),
        }
    }

    /// A request arrives at HubSpot.
    pub fn arrive(&mut self, id: u64) {
        let Some(mut job) = self.service.jobs.remove(&id) else { return };
        let now = self.now;
        let account = PORTALS[job.tenant];
        let many = job.calls.len();
        let all = |trouble: Trouble| (0..many).map(|_| Err(trouble.clone())).collect();
        let mut pause = self.some(300);
        if job.fault == Fault::RequestLost {
            (job.results, pause) = (all(Trouble::Unknown), DEADLINE);
        } else if !self.accounts[account].admits(job.kind() == Kind::Search, now) {
            let policy =
                if job.kind() == Kind::Search { Policy::Second } else { Policy::TenSeconds };
            let wait = if policy == Policy::Second { 1_000 } else { 10_000 };
            job.slow = Some(Slow { policy, wait });
            job.results = all(Trouble::Later(Some(wait)));
        } else {
            match job.fault {
                Fault::Unauthorised => job.results = all(Trouble::Later(None)),
                Fault::Locked => job.results = all(Trouble::Later(Some(2_000))),
                Fault::ServerError(false) => job.results = all(Trouble::Unknown),
                fault => {
                    let calls = job.calls.clone();
                    job.results = self.carry_out(job.tenant, &calls, job.by_numbers);
                    if matches!(fault, Fault::ServerError(true) | Fault::AnswerLost) {
                        job.results = all(Trouble::Unknown);
                        pause = if fault == Fault::AnswerLost { DEADLINE } else { pause };
                    }
                }
            }
        }
        job.arrived = true;
        if !job.orphan {
            self.service.jobs.insert(id, job);
            self.after(pause, Event::Answer(id));
        }
    }

    /// An answer has come, or is given up.
    pub fn answer(&mut self, id: u64) {
        let Some(mut job) = self.service.jobs.remove(&id) else { return };
        if job.orphan {
            return;
        }
        let (now, limits, tenant) = (self.now, self.service.limits, job.tenant);
        if let Some(ticket) = job.ticket.take() {
            let said = Said { slow: job.slow.take(), ..Said::default() };
            self.service.allowances[PORTALS[tenant]].answered(ticket, &said, now);
        }
        self.service.creating.remove(&tenant);
        let mut again = Vec::new();
        for ((call, request), result) in job.calls.into_iter().zip(job.results) {
            if !job.by_numbers
                && matches!(request, Request::Find { .. })
                && result == Ok(Reply::Found(None))
            {
                again.push((call, request));
                continue;
            }
            let filing = matches!(
                request,
                Request::FindCases { .. }
                    | Request::FindOwnCase { .. }
                    | Request::CreateCase { .. }
                    | Request::Reopen { .. }
            );
            let Some(kept) = self.service.kept.get_mut(&call) else { continue };
            let input = Input::Answer {
                asked: request,
                result,
                jitter: self.rng.u32(0..1000),
                said: record::Said::default(),
            };
            kept.record.handle(input, now, &limits);
            self.service.ids.extend(kept.record.id().map(str::to_owned));
            let agent = kept.agent;
            let news = kept
                .record
                .id()
                .map(str::to_owned)
                .filter(|_| kept.record.facts().engagement.is_none());
            let filed = kept.record.filed().filter(|_| filing).cloned();
            if let Some(id) = news {
                self.after(1, Event::Seat(agent, seat::Input::Recorded(CallId(call.clone()), id)));
            }
            if let Some(filed) = filed {
                let case = call::Case { record: filed.record, name: filed.name, new: filed.new };
                self.after(1, Event::Seat(agent, seat::Input::Filed(CallId(call), case)));
            }
        }
        self.service.under_way[tenant] = self.service.under_way[tenant].saturating_sub(1);
        for one in again {
            self.service.under_way[tenant] += 1;
            self.send_job(tenant, vec![one], true);
        }
        self.wake_lane(tenant, now);
    }
}
