//! The command line of `sidetone-preview`.

use std::path::PathBuf;

/// What is printed for `--help`.
pub const USAGE: &str = "\
Usage: sidetone-preview --backend FILE --widget DIR --console DIR --sdk DIR --data DIR [--port N]
                        [--empty]

  --port N        the port of both sites; 0 takes a free one (default 4180)
  --backend FILE  the backend's binary, `sidetone`
  --widget DIR    the built widget
  --console DIR   the built console
  --sdk DIR       the unpacked npm package @hubspot/calling-extensions-sdk
  --data DIR      where the backend keeps its store; made when missing
  --empty         begin with an installation that nobody has set up yet";

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Args {
    /// The port of both sites; 0 takes a free one.
    pub port: u16,
    /// The backend's binary.
    pub backend: PathBuf,
    /// The folder of the built widget.
    pub widget: PathBuf,
    /// The folder of the built console.
    pub console: PathBuf,
    /// The unpacked npm package of HubSpot's SDK.
    pub sdk: PathBuf,
    /// The folder of the backend's store.
    pub data: PathBuf,
    /// Whether nobody has set the installation up yet.
    pub empty: bool,
}

/// Why the command line cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArgsError {
    /// `--help` was asked for; not a mistake.
    #[error("{USAGE}")]
    Help,
    /// A name that means nothing here.
    #[error("`{0}` is not an option of sidetone-preview. Run it with --help to see them.")]
    Unknown(String),
    /// An option without its value.
    #[error("`{0}` needs a value after it.")]
    NoValue(String),
    /// A port that is no number from 0 to 65535.
    #[error("`{0}` is not a port. Give a number from 0 to 65535.")]
    Port(String),
    /// An option that must be given.
    #[error("`{0}` is missing. Run with --help to see all options.")]
    Missing(&'static str),
}

impl Args {
    /// Reads the arguments after the program's name. `--name value` and `--name=value` are the
    /// same; of an option given twice the last counts.
    pub fn read(arguments: impl IntoIterator<Item = String>) -> Result<Self, ArgsError> {
        let mut arguments = arguments.into_iter();
        let (mut port, mut folders) = (4180, [const { None::<PathBuf> }; 5]);
        let mut empty = false;
        while let Some(argument) = arguments.next() {
            let (name, mut value) = match argument.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (argument, None),
            };
            let place = match name.as_str() {
                "--help" | "-h" => return Err(ArgsError::Help),
                "--empty" => {
                    empty = true;
                    continue;
                }
                "--port" => None,
                "--backend" => Some(0),
                "--widget" => Some(1),
                "--sdk" => Some(2),
                "--data" => Some(3),
                "--console" => Some(4),
                _ => return Err(ArgsError::Unknown(name)),
            };
            let value = value
                .take()
                .or_else(|| arguments.next())
                .filter(|value| !value.is_empty())
                .ok_or(ArgsError::NoValue(name))?;
            match place {
                None => port = value.parse().map_err(|_| ArgsError::Port(value))?,
                Some(place) => folders[place] = Some(value.into()),
            }
        }
        let [backend, widget, sdk, data, console] = folders;
        Ok(Self {
            port,
            backend: backend.ok_or(ArgsError::Missing("--backend"))?,
            widget: widget.ok_or(ArgsError::Missing("--widget"))?,
            console: console.ok_or(ArgsError::Missing("--console"))?,
            empty,
            sdk: sdk.ok_or(ArgsError::Missing("--sdk"))?,
            data: data.ok_or(ArgsError::Missing("--data"))?,
        })
    }
}
