//! Which line an incoming call is for.

use super::configuration::line;
use crate::config::{Line, UaConfig};
use crate::gate::Gate;
use crate::lines::{Route, Wanted, route};

fn lines() -> (Vec<Line>, Gate) {
    let ua = UaConfig::default();
    let mut gate = Gate::default();
    let mut make = |name: &str, user: &str, trunk: bool, numbers: &[&str]| {
        let mut config = line();
        config.line = name.to_owned();
        config.user = user.to_owned();
        config.trunk = trunk;
        config.numbers = numbers.iter().map(|number| (*number).to_owned()).collect();
        gate.line(name, Vec::new());
        gate.found(name, "192.0.2.1".parse().unwrap());
        config.checked(&ua).unwrap()
    };
    let lines = vec![
        make("ada", "1001", false, &[]),
        make("bob", "1002", false, &[]),
        make("north", "trunk-n", true, &["+49301234"]),
        make("south", "trunk-s", true, &[]),
    ];
    (lines, gate)
}

fn to<'a>(lines: &'a [Line], gate: &Gate, user: &str, mark: Option<&str>) -> Route<'a> {
    let wanted = Wanted { from: "192.0.2.1".parse().unwrap(), user, mark };
    route(lines.iter(), gate, wanted)
}

#[test]
fn a_call_is_for_the_line_that_it_names() {
    let (lines, gate) = lines();
    assert_eq!(to(&lines, &gate, "1002", None), Route::Line("bob"));
    assert_eq!(to(&lines, &gate, "1001", Some(&lines[1].mark)), Route::Line("bob"));
    assert_eq!(to(&lines, &gate, "0049301234", None), Route::Line("north"));
    assert_eq!(to(&lines, &gate, "49301234", None), Route::Line("north"));
    assert_eq!(to(&lines, &gate, "+49309999", None), Route::Line("south"));
}

#[test]
fn a_number_that_no_line_has_is_nobodys() {
    let (lines, gate) = lines();
    assert_eq!(to(&lines[..2], &gate, "1003", None), Route::Nobody);
    assert_eq!(to(&lines[..3], &gate, "+49309999", None), Route::Nobody);
}

#[test]
fn two_trunks_that_take_any_number_do_not_take_each_others() {
    let (mut lines, gate) = lines();
    lines[2].config.numbers.clear();
    assert_eq!(to(&lines, &gate, "+49309999", None), Route::Nobody);
}

#[test]
fn two_tenants_with_one_extension_are_told_apart_by_the_mark_only() {
    let (mut lines, gate) = lines();
    lines[1].config.user = "1001".to_owned();
    assert_eq!(to(&lines[..2], &gate, "1001", None), Route::Nobody);
    assert_eq!(to(&lines[..2], &gate, "1001", Some(&lines[0].mark)), Route::Line("ada"));
    assert_eq!(to(&lines[..2], &gate, "1001", Some(&lines[1].mark)), Route::Line("bob"));
}

#[test]
fn an_address_that_no_line_knows_is_a_strangers() {
    let (lines, gate) = lines();
    let wanted = Wanted { from: "203.0.113.1".parse().unwrap(), user: "1001", mark: None };
    assert_eq!(route(lines.iter(), &gate, wanted), Route::Stranger);
    let marked = Wanted { mark: Some(&lines[0].mark), ..wanted };
    assert_eq!(route(lines.iter(), &gate, marked), Route::Stranger);
}
