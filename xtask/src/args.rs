//! The command line of `cargo xtask`.

/// What is printed for `--help` and after a mistake: one line for each command.
pub const USAGE: &str = "\
Usage: cargo xtask COMMAND

  preview [--port N] [--no-open] [--debug]
                       build all, start it with a stand-in for HubSpot, print the address
                       (port 4180; --no-open: no browser; --debug: a backend that compiles faster)
  test [host|phone|wasm|e2e]
                       run every check and test, or one part of them (phone: with kamailio and
                       baresip; a part of host too)
  chaos [sim|real] [--seed N] [--calls N] [--speed F]
                       break everything and count: every call must have exactly one record
                       (sim: 10,000 calls in simulated time; real: 300 through real processes that
                       are killed, every duration divided by F)
  chaos surfaces [--sim] [--seed N] [--walks N]
                       walk at random over the pages of an agent: after each walk all surfaces agree
                       with the backend (200 in the browser; --sim: 10,000 in simulated time)
  bench [NAME] [--speed F]
                       measure; without a name: which benches there are
  size                 raw, gzip and brotli bytes of what the calling frame loads
  rows [ISSUE]         the rows of the feature list with the tests that name them
  deny                 licences and sources of all dependencies, and known weaknesses";

/// One command with its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Print the usage text.
    Help,
    /// Build and start everything.
    Preview(PreviewOptions),
    /// Run these parts of the tests, in this order.
    Test(Vec<Part>),
    /// Break everything and count: the parts, with the words for each.
    Chaos(Vec<&'static str>, Vec<String>),
    /// Walk at random over surfaces in the browser, with these words.
    Walks(Vec<String>),
    /// Measure: the bench's name and the words for it.
    Bench(Vec<String>),
    /// Measure the widget.
    Size,
    /// List feature rows; with a number only those of that issue.
    Rows(Option<u32>),
    /// Check the dependencies.
    Deny,
}

/// The options of `preview`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreviewOptions {
    /// The port that answers under both names.
    pub port: u16,
    /// Whether to open the address in the browser.
    pub open: bool,
    /// Whether backend and preview are built for speed of building instead of speed of running.
    pub debug: bool,
}

/// A part of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Format, lints, and the tests that need no browser.
    Host,
    /// With a real phone system and a real phone, where they are.
    Phone,
    /// Tests of code that is compiled to WebAssembly, in headless Chromium.
    Wasm,
    /// The whole product in a real browser.
    E2e,
}

impl Part {
    /// All parts in the order in which they run.
    pub const ALL: [Self; 4] = [Self::Host, Self::Phone, Self::Wasm, Self::E2e];

    /// The word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Phone => "phone",
            Self::Wasm => "wasm",
            Self::E2e => "e2e",
        }
    }
}

/// Why the command line cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    /// No such command.
    #[error("`{0}` is not a command of cargo xtask.")]
    Command(String),
    /// No such option of this command.
    #[error("`cargo xtask {command}` does not know `{word}`.")]
    Option {
        /// The command that was given.
        command: &'static str,
        /// The word that it does not know.
        word: String,
    },
    /// `--port` without a usable number.
    #[error("--port needs a number from 1 to 65535 after it.")]
    Port,
    /// `rows` with something that is no issue number.
    #[error("`{0}` is not an issue's number.")]
    Issue(String),
}

impl Task {
    /// Reads the words after `cargo xtask`. No word at all asks for help.
    pub fn read(words: impl IntoIterator<Item = String>) -> Result<Self, Mistake> {
        let mut words = words.into_iter();
        let Some(command) = words.next() else { return Ok(Self::Help) };
        match command.as_str() {
            "help" | "--help" | "-h" => Ok(Self::Help),
            "preview" => preview(words),
            "test" => test(words),
            "chaos" => Ok(chaos(words.collect())),
            "bench" => Ok(Task::Bench(words.collect())),
            "size" => nothing_more("size", words).map(|()| Self::Size),
            "rows" => rows(words),
            "deny" => nothing_more("deny", words).map(|()| Self::Deny),
            _ => Err(Mistake::Command(command)),
        }
    }
}

fn preview(mut words: impl Iterator<Item = String>) -> Result<Task, Mistake> {
    let mut options = PreviewOptions { port: 4180, open: true, debug: false };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--no-open" => options.open = false,
            "--debug" => options.debug = true,
            "--port" => options.port = port(words.next())?,
            "--help" | "-h" => return Ok(Task::Help),
            _ => match word.strip_prefix("--port=") {
                Some(number) => options.port = port(Some(number.to_owned()))?,
                None => return Err(Mistake::Option { command: "preview", word }),
            },
        }
    }
    Ok(Task::Preview(options))
}

fn port(word: Option<String>) -> Result<u16, Mistake> {
    word.and_then(|word| word.parse().ok()).filter(|port| *port != 0).ok_or(Mistake::Port)
}

fn test(words: impl Iterator<Item = String>) -> Result<Task, Mistake> {
    let mut parts = Vec::new();
    for word in words {
        if word == "--help" || word == "-h" {
            return Ok(Task::Help);
        }
        let Some(part) = Part::ALL.into_iter().find(|part| part.name() == word) else {
            return Err(Mistake::Option { command: "test", word });
        };
        // Who asks for all that needs no browser gets the phone system too.
        let also = (part == Part::Host).then_some(Part::Phone);
        for part in [part].into_iter().chain(also) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }
    Ok(Task::Test(if parts.is_empty() { Part::ALL.to_vec() } else { parts }))
}

/// Without a part: both that are about calls. The words after it are the program's own to judge.
fn chaos(mut words: Vec<String>) -> Task {
    if words.iter().any(|word| word == "--help" || word == "-h") {
        return Task::Help;
    }
    let parts = match words.first().map(String::as_str) {
        Some("sim") => vec!["sim"],
        Some("real") => vec!["real"],
        Some("surfaces") => {
            words.remove(0);
            let all = words.len();
            words.retain(|word| word != "--sim");
            let simulated = words.len() < all;
            return if simulated {
                Task::Chaos(vec!["surfaces"], words)
            } else {
                Task::Walks(words)
            };
        }
        _ => return Task::Chaos(vec!["sim", "real"], words),
    };
    words.remove(0);
    Task::Chaos(parts, words)
}

fn rows(mut words: impl Iterator<Item = String>) -> Result<Task, Mistake> {
    match words.next() {
        None => Ok(Task::Rows(None)),
        Some(word) if word == "--help" || word == "-h" => Ok(Task::Help),
        Some(word) => {
            let issue = word.parse().map_err(|_| Mistake::Issue(word))?;
            nothing_more("rows", words).map(|()| Task::Rows(Some(issue)))
        }
    }
}

fn nothing_more(
    command: &'static str,
    mut words: impl Iterator<Item = String>,
) -> Result<(), Mistake> {
    words.next().map_or(Ok(()), |word| Err(Mistake::Option { command, word }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Task, Mistake> {
        Task::read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn preview_has_the_port_of_the_readme_unless_told_otherwise() {
        let usual = PreviewOptions { port: 4180, open: true, debug: false };
        assert_eq!(read("preview"), Ok(Task::Preview(usual)));
        let told = PreviewOptions { port: 5000, open: false, debug: true };
        assert_eq!(read("preview --no-open --port 5000 --debug"), Ok(Task::Preview(told)));
        assert_eq!(
            read("preview --port=81"),
            Ok(Task::Preview(PreviewOptions { port: 81, ..usual }))
        );
    }

    #[test]
    fn a_bad_port_is_refused_with_a_sentence() {
        for line in
            ["preview --port", "preview --port 0", "preview --port=x", "preview --port 70000"]
        {
            assert_eq!(read(line), Err(Mistake::Port), "{line}");
        }
    }

    #[test]
    fn test_runs_all_parts_unless_some_are_named() {
        assert_eq!(read("test"), Ok(Task::Test(Part::ALL.to_vec())));
        assert_eq!(read("test wasm wasm"), Ok(Task::Test(vec![Part::Wasm])));
        assert_eq!(read("test host"), Ok(Task::Test(vec![Part::Host, Part::Phone])));
        assert_eq!(read("test phone host"), Ok(Task::Test(vec![Part::Phone, Part::Host])));
        assert_eq!(read("test all"), Err(Mistake::Option { command: "test", word: "all".into() }));
    }

    #[test]
    fn chaos_runs_both_parts_unless_one_is_named() {
        assert_eq!(read("chaos"), Ok(Task::Chaos(vec!["sim", "real"], vec![])));
        let seed = vec!["--seed".to_owned(), "7".to_owned()];
        assert_eq!(read("chaos --seed 7"), Ok(Task::Chaos(vec!["sim", "real"], seed.clone())));
        assert_eq!(read("chaos real --seed 7"), Ok(Task::Chaos(vec!["real"], seed)));
        assert_eq!(read("chaos --help"), Ok(Task::Help));
        let seed = vec!["--seed".to_owned(), "7".to_owned()];
        assert_eq!(read("chaos surfaces --seed 7"), Ok(Task::Walks(seed.clone())));
        assert_eq!(read("chaos surfaces --sim --seed 7"), Ok(Task::Chaos(vec!["surfaces"], seed)));
    }

    #[test]
    fn bench_hands_its_words_on() {
        assert_eq!(read("bench"), Ok(Task::Bench(vec![])));
        assert_eq!(read("bench outbox"), Ok(Task::Bench(vec!["outbox".to_owned()])));
    }

    #[test]
    fn rows_takes_an_issue() {
        assert_eq!(read("rows"), Ok(Task::Rows(None)));
        assert_eq!(read("rows 2"), Ok(Task::Rows(Some(2))));
        assert_eq!(read("rows two"), Err(Mistake::Issue("two".into())));
    }

    #[test]
    fn an_unknown_command_is_named() {
        assert_eq!(read("fly"), Err(Mistake::Command("fly".into())));
        assert_eq!(read(""), Ok(Task::Help));
    }
}
