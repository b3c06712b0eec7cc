//! Requests of different calls go together where that is allowed, and nothing of one call overtakes
//! another.

use std::collections::BTreeMap;

use call::RecordRef;
use record::Request;
use record::batch::{Group, MOST, group};

fn create(n: usize) -> (usize, Request, bool) {
    (n, Request::Create { properties: BTreeMap::new(), links: Vec::new() }, false)
}

fn update(n: usize, id: &str) -> (usize, Request, bool) {
    (n, Request::Update { id: id.into(), properties: BTreeMap::new() }, false)
}

// row!(U46)
#[test]
fn a_hundred_records_are_made_with_one_request() {
    let groups = group((0..150).map(create));
    let sizes: Vec<usize> = groups
        .iter()
        .map(|group| match group {
            Group::Creates(all) => all.len(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(sizes, [MOST, 50]);
}

#[test]
fn one_goes_by_itself_and_so_does_what_was_refused_in_company() {
    let (key, request, _) = create(2);
    let groups = group([create(1), (key, request, true)]);
    assert!(matches!(&groups[..], [Group::One(1, _), Group::One(2, _)]));
}

#[test]
fn the_same_record_is_not_twice_in_a_batch() {
    let groups = group([update(1, "9"), update(2, "9"), update(3, "8")]);
    assert!(matches!(&groups[..], [Group::Updates(all), Group::One(2, _)] if all.len() == 2));
}

#[test]
fn links_go_together_by_the_kind_of_the_other_record() {
    let link = |n: usize, object_type: &str| {
        let to = RecordRef { object_type: object_type.into(), id: "5".into() };
        (n, Request::Associate { id: n.to_string(), to }, false)
    };
    let groups = group([link(1, "0-1"), link(2, "0-5"), link(3, "0-1")]);
    assert!(matches!(&groups[..], [Group::Associates(kind, all), Group::One(2, _)]
        if kind == "0-1" && all.len() == 2));
}
