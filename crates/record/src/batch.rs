//! Which requests of different calls go to HubSpot as one.

use std::collections::BTreeMap;

use call::RecordRef;

use crate::Request;

/// The most that HubSpot takes at once.
pub const MOST: usize = 100;

/// Requests that go as one. `K` is whose each of them is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Group<K> {
    /// One by itself.
    One(K, Request),
    /// Records to make, each with its properties and links.
    Creates(Vec<(K, BTreeMap<String, String>, Vec<RecordRef>)>),
    /// Records to change.
    Updates(Vec<(K, String, BTreeMap<String, String>)>),
    /// Records to link to others of one kind: the record's id and the other's.
    Associates(String, Vec<(K, String, String)>),
    /// Calls to look for by their external ids.
    Finds(Vec<(K, Request)>),
}

/// The most calls that one search looks for: its body has a limit of 3000 characters.
const FINDS: usize = 50;

/// Puts requests together. `alone`: this one was refused in company before. The order of the first of
/// each group is kept; one call has one request at a time, so no order within a call is lost.
pub fn group<K>(requests: impl IntoIterator<Item = (K, Request, bool)>) -> Vec<Group<K>> {
    let mut groups: Vec<Group<K>> = Vec::new();
    for (key, request, alone) in requests {
        if alone {
            groups.push(Group::One(key, request));
            continue;
        }
        match request {
            Request::Create { properties, links } => {
                let open = groups.iter_mut().find_map(|group| match group {
                    Group::Creates(all) if all.len() < MOST => Some(all),
                    _ => None,
                });
                match open {
                    Some(all) => all.push((key, properties, links)),
                    None => groups.push(Group::Creates(vec![(key, properties, links)])),
                }
            }
            Request::Update { id, properties } => {
                let open = groups.iter_mut().find_map(|group| match group {
                    // The same record twice in one batch is not allowed.
                    Group::Updates(all)
                        if all.len() < MOST && all.iter().all(|(_, known, _)| *known != id) =>
                    {
                        Some(all)
                    }
                    _ => None,
                });
                match open {
                    Some(all) => all.push((key, id, properties)),
                    None => groups.push(Group::Updates(vec![(key, id, properties)])),
                }
            }
            Request::Associate { id, to } => {
                let open = groups.iter_mut().find_map(|group| match group {
                    Group::Associates(kind, all) if *kind == to.object_type && all.len() < MOST => {
                        Some(all)
                    }
                    _ => None,
                });
                match open {
                    Some(all) => all.push((key, id, to.id)),
                    None => groups.push(Group::Associates(to.object_type, vec![(key, id, to.id)])),
                }
            }
            find @ Request::Find { .. } => {
                let open = groups.iter_mut().find_map(|group| match group {
                    Group::Finds(all) if all.len() < FINDS => Some(all),
                    _ => None,
                });
                match open {
                    Some(all) => all.push((key, find)),
                    None => groups.push(Group::Finds(vec![(key, find)])),
                }
            }
            other => groups.push(Group::One(key, other)),
        }
    }
    groups.into_iter().map(single).collect()
}

/// A group of one is no group: HubSpot answers a single request more precisely.
fn single<K>(group: Group<K>) -> Group<K> {
    match group {
        Group::Creates(mut all) if all.len() == 1 => match all.pop() {
            Some((key, properties, links)) => {
                Group::One(key, Request::Create { properties, links })
            }
            None => Group::Creates(all),
        },
        Group::Updates(mut all) if all.len() == 1 => match all.pop() {
            Some((key, id, properties)) => Group::One(key, Request::Update { id, properties }),
            None => Group::Updates(all),
        },
        Group::Associates(object_type, mut all) if all.len() == 1 => match all.pop() {
            Some((key, id, to)) => {
                Group::One(key, Request::Associate { id, to: RecordRef { object_type, id: to } })
            }
            None => Group::Associates(object_type, all),
        },
        Group::Finds(mut all) if all.len() == 1 => match all.pop() {
            Some((key, find)) => Group::One(key, find),
            None => Group::Finds(all),
        },
        group => group,
    }
}
