//! Requests of several calls as one: asked of HubSpot, and each call's own answer.

use hubspot::batch::{self, Done, Make};
use hubspot::{Error, Page, calls};
use record::batch::Group;
use record::{Reply, Request, Said, Trouble};
use std::collections::BTreeMap;

use super::Outbox;
use super::requests::{Answer, as_customer, note, trouble};
use crate::store::people::TenantId;
use crate::told::Told;

impl Outbox {
    pub(super) async fn carry_out_together(
        &self,
        tenant: &TenantId,
        group: Group<String>,
    ) -> Vec<Answer> {
        match group {
            Group::One(..) => Vec::new(),
            Group::Creates(all) => self.create_all(tenant, all).await,
            Group::Updates(all) => {
                let inputs: Vec<_> =
                    all.iter().map(|(_, id, changes)| (id.as_str(), changes)).collect();
                let asked = batch::update(&inputs);
                let result = self.client.ask_logging::<Done>(tenant, &asked).await;
                note(
                    &named(all.iter().map(|(call, ..)| call)),
                    "update together",
                    result.as_ref().map(|_| ()),
                );
                let places = all.into_iter().enumerate();
                places
                    .map(|(place, (call, id, properties))| {
                        let (result, said) = of(&result, |done| {
                            let done_so = done.has(&id).then_some(Reply::Done);
                            (done_so, done.failed(place, Some(&id)))
                        });
                        Answer { call, asked: Request::Update { id, properties }, result, said }
                    })
                    .collect()
            }
            Group::Associates(object_type, all) => {
                let inputs: Vec<_> =
                    all.iter().map(|(_, id, to)| (id.as_str(), to.as_str())).collect();
                let asked = batch::associate(&object_type, &inputs);
                let result = self.client.tell_logging(tenant, &asked).await;
                note(
                    &named(all.iter().map(|(call, ..)| call)),
                    "associate together",
                    result.as_ref().map(|_| ()),
                );
                all.into_iter()
                    .map(|(call, id, to)| {
                        let (result, said) = whole(&result, Reply::Done);
                        let to = call::RecordRef { object_type: object_type.clone(), id: to };
                        Answer { call, asked: Request::Associate { id, to }, result, said }
                    })
                    .collect()
            }
            Group::Finds(all) => self.find_all(tenant, all).await,
        }
    }

    async fn create_all(
        &self,
        tenant: &TenantId,
        all: Vec<(String, BTreeMap<String, String>, Vec<call::RecordRef>)>,
    ) -> Vec<Answer> {
        let inputs: Vec<Make<'_>> = all
            .iter()
            .map(|(_, properties, links)| Make {
                properties,
                links: links.iter().map(as_customer).collect(),
            })
            .collect();
        let asked = batch::create(&inputs);
        let result = self.client.ask_logging::<Done>(tenant, &asked).await;
        note(
            &named(all.iter().map(|(call, ..)| call)),
            "create together",
            result.as_ref().map(|_| ()),
        );
        let places = all.into_iter().enumerate();
        places
            .map(|(place, (call, properties, links))| {
                let (result, said) = of(&result, |done| {
                    let made = done.made(place, &call).map(|id| Reply::Created(id.to_owned()));
                    (made, done.failed(place, None))
                });
                Answer { call, asked: Request::Create { properties, links }, result, said }
            })
            .collect()
    }

    /// One search by our own ids for all. Whoever is not found by it is looked for by numbers too,
    /// each by itself.
    async fn find_all(&self, tenant: &TenantId, all: Vec<(String, Request)>) -> Vec<Answer> {
        let ids: Vec<&str> = all.iter().map(|(call, _)| call.as_str()).collect();
        let asked = calls::find_by_external_ids(&ids);
        let page = self.client.ask_logging::<Page>(tenant, &asked).await;
        note(&named(all.iter().map(|(call, _)| call)), "find together", page.as_ref().map(|_| ()));
        let mut answers = Vec::with_capacity(all.len());
        for (call, request) in all {
            let found = match (&page, &request) {
                (Ok(page), Request::Find { besides, .. }) => page
                    .results
                    .iter()
                    .find(|one| {
                        one.property("hs_call_external_id").eq_ignore_ascii_case(&call)
                            && besides.as_ref() != Some(&one.id)
                    })
                    .map(|one| one.id.clone()),
                _ => None,
            };
            let (result, said) = match (&page, &request, found) {
                (_, _, Some(id)) => (Ok(Reply::Found(Some(id))), Said::default()),
                (Ok(_), find, None) => {
                    let found = self.find(tenant, find).await;
                    super::requests::split(found.map(Reply::Found))
                }
                (page, ..) => whole(page, Reply::Done),
            };
            answers.push(Answer { call, asked: request, result, said });
        }
        answers
    }
}

/// The calls of a request, for the log.
fn named<'a>(calls: impl Iterator<Item = &'a String>) -> String {
    calls.map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// One call's part of an answer that names each.
fn of<'a>(
    result: &'a Result<Done, Told>,
    part: impl FnOnce(&'a Done) -> (Option<Reply>, Option<&'a batch::Failed>),
) -> (Result<Reply, Trouble>, Said) {
    let done = match result {
        Ok(done) => done,
        Err(_) => return whole(result, Reply::Done),
    };
    match part(done) {
        (Some(reply), _) => (Ok(reply), Said::default()),
        (None, Some(failed)) => {
            let said = Said { why: failed.message.clone(), ..Said::default() };
            // By itself HubSpot says more precisely what is wrong.
            let trouble = match failed.category.as_str() {
                "OBJECT_NOT_FOUND" => Trouble::NoSuchRecord,
                _ => Trouble::Together,
            };
            (Err(trouble), said)
        }
        (None, None) => (Err(Trouble::Unknown), Said::default()),
    }
}

/// One call's part of an answer that is the same for all.
fn whole<T>(result: &Result<T, Told>, reply: Reply) -> (Result<Reply, Trouble>, Said) {
    match result {
        Ok(_) => (Ok(reply), Said::default()),
        Err(told) => {
            let said = Said {
                why: told.error.to_string(),
                trace: told.trace.clone(),
                correlation: told.correlation.clone(),
            };
            let trouble = match &told.error {
                Error::Invalid { .. } | Error::NotFound | Error::Conflict { .. } => {
                    Trouble::Together
                }
                error => trouble(error.clone()),
            };
            (Err(trouble), said)
        }
    }
}
