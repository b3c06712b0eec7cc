//! Makes what trunk has built smaller: short names between the module and its script, one script
//! without what nobody calls, style without its spaces, and what a page needs later in a file of its
//! own.
//!
//! wasm-bindgen names every import by its crate, its function and a hash, in the module and again
//! in the script. `wasm-opt` shortens them in the module and says how; the script is told the same.
//! `cargo xtask size` prints what comes of it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::environment;
use crate::error::Error;
use crate::folders::Folders;
use crate::split::{self, ENSURE};
use crate::step::Step;
use crate::tools::WasmTools;

/// What wasm-bindgen's modules use; the same as for trunk in `index.html`.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// How a module that is cut in two is made smaller, as trunk does it with those that stay whole.
const SMALLER: [&str; 6] = [
    "--low-memory-unused",
    "--one-caller-inline-max-function-size=30",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
];

/// Browsers of the last three years.
const BROWSERS: &str = "--target=es2022";

/// Takes the page in `staged`, as trunk wrote it, and makes `dist` of it, to be served at `base`. What
/// `late` names is loaded later; nothing where it is empty.
pub fn shrink(
    folders: &Folders,
    step: &mut Step,
    tools: &WasmTools,
    base: &str,
    late: &[&str],
    staged: &Path,
    dist: &Path,
) -> Result<(), Error> {
    let Some(esbuild) = &tools.esbuild else { return Err(Error::NotFound("esbuild".into())) };
    let work = staged.join("work");
    make_empty(&work)?;
    let mut page = Page { text: read(&staged.join("index.html"))?, files: Vec::new() };

    let module = one_with(staged, "_bg.wasm")?;
    let script = module.replace("_bg.wasm", ".js");
    let name = module.split_once('-').map_or("page", |(name, _)| name);
    let mut opt = |from: &Path, how: &[&str], to: &Path| {
        let mut opt = tools.command(folders, "wasm-opt");
        let (done, said) =
            step.run_and_read(opt.args(FEATURES).args(how).arg(from).arg("-o").arg(to));
        done.map(|()| said)
    };
    let mut text = read(&staged.join(&script))?;
    let mut whole = staged.join(&module);
    let mut halves = None;
    if !late.is_empty() {
        let bytes = std::fs::read(&whole).map_err(Error::file("read", &whole))?;
        let cut = split::split(&bytes, &format!("./{}", module_name(&text)?), late)?;
        let first = work.join("first.wasm");
        write_bytes(&first, &cut.first)?;
        whole = work.join("small.wasm");
        opt(&first, &SMALLER, &whole)?;
        text = with_late(text)?;
        halves = Some(cut.late);
    }
    let short = work.join("module.wasm");
    let names = Names::from(&opt(&whole, &["--minify-imports-and-exports-and-modules"], &short)?)?;
    let glue = with_start(names.shorten(&text))?;
    write(&work.join("glue.js"), &glue)?;
    let (wasm, bytes) = named(&short, name, "wasm")?;
    page.put(&module, wasm.clone(), bytes);

    let mut start = format!("import * as glue from './glue.js'; glue.start('{base}{wasm}');");
    if let Some(late) = halves {
        let (from, to) = (work.join("late.wasm"), work.join("late-small.wasm"));
        write_bytes(&from, &split::renamed(&late, &names.exports)?)?;
        opt(&from, &SMALLER, &to)?;
        let (wasm, bytes) = named(&to, "late", "wasm")?;
        start.push_str(&format!("glue.lateAt('{base}{wasm}');"));
        page.files.push((wasm, bytes));
    }
    write(&work.join("start.js"), &start)?;
    let small = work.join("small.js");
    let mut bundle = environment::command(folders, esbuild);
    bundle.arg(work.join("start.js")).args(["--bundle", "--format=esm", "--minify", BROWSERS]);
    bundle.args(["--log-level=warning", "--legal-comments=none"]);
    step.run(bundle.arg(format!("--outfile={}", small.display())))?;
    let (js, bytes) = named(&small, name, "js")?;
    page.start_with(&format!("{base}{js}"))?;
    page.put(&script, js, bytes);

    for style in with(staged, ".css")? {
        let small = work.join("small.css");
        let mut minify = environment::command(folders, esbuild);
        minify.arg(staged.join(&style)).args(["--minify", BROWSERS, "--log-level=warning"]);
        step.run(minify.arg(format!("--outfile={}", small.display())))?;
        let (css, bytes) = named(&small, "style", "css")?;
        page.put(&style, css, bytes);
    }
    page.write(dist)
}

/// The script with a start of its own, so that the bundler leaves the script's own out: it copes with
/// whatever it is given, and with servers that do not say that a module is one. Ours do.
fn with_start(mut script: String) -> Result<String, Error> {
    let known = |name: &str| script.contains(&format!("function {name}("));
    if !known("__wbg_get_imports") || !known("__wbg_finalize_init") {
        return Error::tell(
            "wasm-bindgen wrote a script that starts in another way. Is another version in use?",
        );
    }
    script.push_str(
        "\nexport async function start(url) {\n\
         const all = await WebAssembly.instantiateStreaming(fetch(url), __wbg_get_imports());\n\
         __wbg_finalize_init(all.instance, all.module);\n}\n",
    );
    Ok(script)
}

/// What the module calls its script.
fn module_name(script: &str) -> Result<&str, Error> {
    let named =
        script.rsplit_once("\": import0").and_then(|(before, _)| before.rsplit_once("\"./"));
    named.map(|(_, name)| name).ok_or_else(|| {
        Error::Tell(
            "wasm-bindgen wrote a script that gives to the module in another way.".to_owned(),
        )
    })
}

/// The script with the way to what is loaded later. `__sidetone_late` asks for it and says when it is
/// there; the module itself asks for it at once, and waits, where it is called before.
fn with_late(script: String) -> Result<String, Error> {
    let gives = "const import0 = {";
    if script.matches(gives).count() != 1 {
        return Error::tell("wasm-bindgen wrote a script that gives to the module in another way.");
    }
    let mut script =
        script.replace(gives, &format!("{gives}\n        {ENSURE}: function() {{ lateNow(); }},"));
    script.push_str(LATE);
    Ok(script)
}

/// Asks for what is loaded later; before the module wants it where the page was in a call, which is when
/// its own script has begun early. A page that is older than the service finds it gone, and is loaded
/// anew; not at once after it was loaded, which would have no end. What came broken is not taken from the
/// browser's cache again. Where the module wanted it at once and cannot have it, the module stands still:
/// the page is loaded anew, at most every six seconds.
const LATE: &str = r#"
let lateUrl, lateAsked, lateComes, lateFailed;
export function lateAt(url) {
    lateUrl = url;
    if (globalThis.__sidetone_early) (lateAsked = lateAsk()).catch(() => {});
}
async function lateAsk() {
    const answer = await fetch(lateUrl, { cache: lateFailed ? "reload" : "default" });
    if (answer.status == 404 && performance.now() > 6e4) location.reload();
    return WebAssembly.compileStreaming(answer);
}
function lateTake(module) {
    if (!wasm.__late_here.value) {
        new WebAssembly.Instance(module, { p: wasm });
        wasm.__late_here.value = 1;
    }
}
function lateNow() {
    const ask = new XMLHttpRequest();
    ask.open("GET", lateUrl, false);
    ask.overrideMimeType("text/plain; charset=x-user-defined");
    try {
        ask.send();
        lateTake(new WebAssembly.Module(Uint8Array.from(ask.responseText, (c) => c.charCodeAt())));
    } catch (why) {
        setTimeout(() => location.reload(), Math.max(0, 6e3 - performance.now()));
        throw why;
    }
}
async function lateLoad() {
    lateTake(await (lateAsked ??= lateAsk()));
}
globalThis.__sidetone_late = () => (lateComes ??= lateLoad().catch((why) => {
    lateFailed = true;
    lateAsked = lateComes = undefined;
    throw why;
}));
"#;

/// The page and the files that it loads.
struct Page {
    text: String,
    files: Vec<(String, Vec<u8>)>,
}

impl Page {
    /// Puts a file into the place of another.
    fn put(&mut self, instead_of: &str, name: String, bytes: Vec<u8>) {
        self.text = self.text.replace(instead_of, &name);
        self.files.push((name, bytes));
    }

    /// Lets the page start with this script instead of the lines that trunk wrote into it.
    fn start_with(&mut self, script: &str) -> Result<(), Error> {
        let tag = "<script type=\"module\">";
        let cut = self.text.split_once(tag).and_then(|(before, rest)| {
            rest.split_once("</script>").map(|(_, after)| (before, after))
        });
        let Some((before, after)) = cut else {
            return Error::tell(
                "trunk wrote a page without its start script. Is another version of trunk in use?",
            );
        };
        self.text = format!("{before}<script type=\"module\" src=\"{script}\"></script>{after}");
        Ok(())
    }

    fn write(self, dist: &Path) -> Result<(), Error> {
        make_empty(dist)?;
        for (name, bytes) in self.files {
            let path = dist.join(name);
            std::fs::write(&path, bytes).map_err(Error::file("written", &path))?;
        }
        write(&dist.join("index.html"), &without_comments(&self.text))
    }
}

/// Markup without what only its author reads. Scripts in it stay as they are: a policy knows them by
/// their hash.
fn without_comments(markup: &str) -> String {
    let mut kept = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before.trim_end());
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

/// The names that `wasm-opt` has shortened.
#[derive(Debug, Default)]
struct Names {
    module: (String, String),
    imports: HashMap<String, String>,
    exports: HashMap<String, String>,
}

impl Names {
    /// Reads what `wasm-opt` says: `["module", "name", "short"]` for an import, `["name", "short"]`
    /// for an export, one on a line. All imports then are of one module, called `a`.
    fn from(said: &str) -> Result<Names, Error> {
        let mut names = Names::default();
        for line in said.lines() {
            let Some(list) = line.trim().strip_prefix('[') else { continue };
            let list = list.trim_end_matches(',').trim_end_matches(']');
            let words: Vec<&str> = list.split(", ").map(|word| word.trim_matches('"')).collect();
            match words[..] {
                [module, name, short] => {
                    if !names.imports.is_empty() && names.module.0 != module {
                        return Error::tell(
                            "The module imports from two scripts, and shrinking knows one.",
                        );
                    }
                    names.module = (module.to_owned(), "a".to_owned());
                    names.imports.insert(name.to_owned(), short.to_owned());
                }
                [name, short] => {
                    names.exports.insert(name.to_owned(), short.to_owned());
                }
                _ => {}
            }
        }
        if names.imports.is_empty() || names.exports.is_empty() {
            return Error::tell("wasm-opt did not say which names it shortened.");
        }
        Ok(names)
    }

    /// The script with the same names: the module's, the imports' (`__wbg_x: function`) and the
    /// exports' (`wasm.x`).
    fn shorten(&self, script: &str) -> String {
        let script =
            script.replace(&format!("\"{}\":", self.module.0), &format!("\"{}\":", self.module.1));
        let part_of_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
        let mut short = String::with_capacity(script.len());
        let mut rest = script.as_str();
        while let Some(start) = rest.find(part_of_name) {
            let (between, from) = rest.split_at(start);
            let (word, after) =
                from.split_at(from.find(|c| !part_of_name(c)).unwrap_or(from.len()));
            short.push_str(between);
            let export = short.ends_with("wasm.").then(|| self.exports.get(word)).flatten();
            let import = after.starts_with(':').then(|| self.imports.get(word)).flatten();
            short.push_str(export.or(import).map_or(word, String::as_str));
            rest = after;
        }
        short.push_str(rest);
        short
    }
}

/// A file's content, and a name that changes with it, so that it can be cached for ever.
fn named(file: &Path, name: &str, end: &str) -> Result<(String, Vec<u8>), Error> {
    let bytes = std::fs::read(file).map_err(Error::file("read", file))?;
    let hash: String = Sha256::digest(&bytes).iter().take(8).map(|b| format!("{b:02x}")).collect();
    Ok((format!("{name}-{hash}.{end}"), bytes))
}

fn with(folder: &Path, end: &str) -> Result<Vec<String>, Error> {
    let listed = std::fs::read_dir(folder).map_err(Error::file("read", folder))?;
    let names = listed.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(end)).collect();
    names.sort();
    Ok(names)
}

fn one_with(folder: &Path, end: &str) -> Result<String, Error> {
    match &with(folder, end)?[..] {
        [one] => Ok(one.clone()),
        found => Error::tell(format!("trunk wrote {} files *{end}, not one.", found.len())),
    }
}

fn make_empty(folder: &Path) -> Result<(), Error> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(Error::file("emptied", folder))?;
    }
    std::fs::create_dir_all(folder).map_err(Error::file("made", folder))
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(Error::file("read", path))
}

fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    std::fs::write(path, bytes).map_err(Error::file("written", path))
}

fn write(path: &PathBuf, text: &str) -> Result<(), Error> {
    std::fs::write(path, text).map_err(Error::file("written", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "{\n \"imports\": [\n  [\"./w_bg.js\", \"__wbg_host_08\", \"$\"],\n  \
        [\"./w_bg.js\", \"__wbg_host_08_more\", \"b\"]\n ],\n \"exports\": [\n  \
        [\"memory\", \"c\"],\n  [\"__wbindgen_start\", \"d\"]\n ]\n}\n";

    #[test]
    fn module_and_script_have_the_same_short_names() {
        let script = "const memory = wasm.memory; wasm.__wbindgen_start();\n\
            const import0 = { __wbg_host_08: function() {}, __wbg_host_08_more: f };\n\
            return { \"./w_bg.js\": import0 }; // wasm.other, memory: 1";
        let short = "const memory = wasm.c; wasm.d();\n\
            const import0 = { $: function() {}, b: f };\n\
            return { \"a\": import0 }; // wasm.other, memory: 1";
        assert_eq!(Names::from(SAID).unwrap().shorten(script), short);
    }

    #[test]
    fn a_silent_or_a_second_module_is_refused() {
        assert!(Names::from("all well").is_err());
        assert!(Names::from(&SAID.replace("js\", \"__wbg_host_08\"", "ts\", \"x\"")).is_err());
    }

    #[test]
    fn the_script_gives_the_module_a_way_to_what_is_late() {
        let script = "const import0 = {\n a: b };\n return { \"./w_bg.js\": import0 };";
        assert_eq!(module_name(script).unwrap(), "w_bg.js");
        let with = with_late(script.into()).unwrap();
        assert!(with.contains("{\n        __late_ensure: function() { lateNow(); },"));
        assert!(with.contains("globalThis.__sidetone_late"));
        assert!(with_late(with.replace("import0 = {", "import1 = {")).is_err());
        assert!(module_name("return {}").is_err());
    }

    #[test]
    fn comments_stay_at_home() {
        let markup = "<p>a</p>\n  <!-- b\n c -->\n<script>d</script><!-- e -->\n";
        assert_eq!(without_comments(markup), "<p>a</p>\n<script>d</script>\n");
        assert_eq!(without_comments("<p>"), "<p>");
    }

    #[test]
    fn the_script_starts_in_our_way_or_not_at_all() {
        let script = "function __wbg_get_imports() {}\nfunction __wbg_finalize_init(a, b) {}";
        let with = with_start(script.into()).unwrap();
        assert!(with.starts_with(script) && with.contains("\nexport async function start(url)"));
        assert!(with_start(script.replace("_finalize_init", "_init")).is_err());
    }

    #[test]
    fn trunks_start_script_gives_way_and_other_scripts_stay() {
        let text = "<script>a()</script><script type=\"module\">\nimport x</script><p>";
        let mut page = Page { text: text.into(), files: Vec::new() };
        page.start_with("/w-12.js").unwrap();
        let after = "<script>a()</script><script type=\"module\" src=\"/w-12.js\"></script><p>";
        assert_eq!(page.text, after);
        page.text.clear();
        assert!(page.start_with("w-12.js").is_err());
    }
}
