//! The command line.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

use sidetone_preview::args::{Args, ArgsError};

const ALL: [&str; 10] =
    ["--backend", "b", "--widget", "w", "--sdk", "s", "--console", "c", "--data", "d"];

fn read(arguments: &[&str]) -> Result<Args, ArgsError> {
    Args::read(arguments.iter().map(|text| text.to_string()))
}

#[test]
fn the_usual_port_is_4180() {
    let args = read(&ALL).unwrap();
    assert_eq!(args.port, 4180);
    assert_eq!(args.sdk.to_str(), Some("s"));
}

#[test]
fn both_spellings_of_an_option_are_read() {
    let with = |more: &[&str]| read(&[&ALL, more].concat()).unwrap().port;
    assert_eq!(with(&["--port", "5000"]), 5000);
    assert_eq!(with(&["--port=0"]), 0);
}

#[test]
fn a_wrong_command_line_is_told_in_a_sentence() {
    let wrong = |more: &[&str]| read(&[&ALL, more].concat()).unwrap_err();
    assert_eq!(wrong(&["--port", "70000"]), ArgsError::Port("70000".into()));
    assert_eq!(wrong(&["--port"]), ArgsError::NoValue("--port".into()));
    assert_eq!(wrong(&["--prot", "1"]), ArgsError::Unknown("--prot".into()));
    assert_eq!(read(&ALL[..8]).unwrap_err(), ArgsError::Missing("--data"));
    assert_eq!(wrong(&["--help"]), ArgsError::Help);
}
