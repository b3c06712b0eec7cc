//! `cargo xtask size`: what the calling frame loads, in bytes.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Write;
use std::ops::AddAssign;
use std::path::{Component, Path, PathBuf};

use crate::error::Error;
use crate::folders::Folders;
use crate::pages::Page;
use crate::step::Progress;
use crate::tools::WasmTools;

/// What the frame may load, in bytes after brotli, until somebody calls or a person comes near it. Every
/// new feature in the widget has to fit. It was 80,000 until signing in, signing out and the choice of
/// a tenant came into the frame, 85,000 until it could be chosen and entered who is calling, records
/// opened and nested outcomes were searched, and 95,500 until it carried the voice. The design's limit is
/// 100,000.
const BUDGET: usize = 98_000;

/// What comes later, in bytes after brotli: see `late.rs`.
const LATER: usize = 30_000;

/// How the name of a file begins that is loaded later.
const LATE: &str = "late-";

/// The size of a file in bytes: as it is, and as it goes over the network.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sizes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl AddAssign for Sizes {
    fn add_assign(&mut self, other: Self) {
        self.raw += other.raw;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {} {}", self.raw, self.gzip, self.brotli)
    }
}

/// The whole command. Its last line is `total RAW GZIP BROTLI` of what is loaded at once; the line
/// before it begins with `later`.
pub fn run(folders: &Folders) -> Result<(), Error> {
    let mut progress = Progress::new(2, folders.logs.join("size.log"))?;
    let mut step = progress.step("tools");
    let tools = WasmTools::for_widget(folders, &mut step)?;
    step.done();
    let mut step = progress.step("building the widget (release)");
    let dist = Page::Widget.build(folders, &mut step, &tools)?;
    step.done();

    println!("{:>9} {:>9} {:>9}  file", "raw", "gzip", "brotli");
    let files = all(&dist)?;
    for (file, Sizes { raw, gzip, brotli }) in &files {
        println!("{raw:>9} {gzip:>9} {brotli:>9}  {}", file.display());
    }
    let (total, later) = totals(files);
    println!("later {later}");
    println!("total {total}");
    Ok(())
}

/// Fails where the frame loads more than its budget.
pub fn check(dist: &Path) -> Result<(), Error> {
    let (total, later) = totals(all(dist)?);
    let too_much = |what: &str, is: usize, may: usize| {
        Error::tell(format!(
            "The frame {what} {is} bytes (brotli) and may load fewer than {may}. `cargo xtask size` says which file has them."
        ))
    };
    if total.brotli >= BUDGET {
        return too_much("loads", total.brotli, BUDGET);
    }
    if later.brotli >= LATER {
        return too_much("loads later", later.brotli, LATER);
    }
    Ok(())
}

/// What is loaded at once, and what later.
fn totals(files: Vec<(PathBuf, Sizes)>) -> (Sizes, Sizes) {
    let (mut total, mut later) = (Sizes::default(), Sizes::default());
    for (file, sizes) in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(LATE) { later += sizes } else { total += sizes }
    }
    (total, later)
}

/// Every file that the frame loads, with its sizes.
fn all(dist: &Path) -> Result<Vec<(PathBuf, Sizes)>, Error> {
    let measured = |file: PathBuf| {
        let path = dist.join(&file);
        let bytes = std::fs::read(&path).map_err(Error::file("read", &path))?;
        let sizes = measure(&bytes).map_err(Error::file("compressed", &path))?;
        Ok((file, sizes))
    };
    loaded(dist)?.into_iter().map(measured).collect()
}

fn measure(bytes: &[u8]) -> std::io::Result<Sizes> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    let mut brotli = Vec::new();
    let best = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut brotli, &best)?;
    Ok(Sizes { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: brotli.len() })
}

/// The files that the page names, and those that these name, by their paths under `dist`.
fn loaded(dist: &Path) -> Result<BTreeSet<PathBuf>, Error> {
    let mut found = BTreeSet::new();
    let mut todo = vec![PathBuf::from("index.html")];
    while let Some(file) = todo.pop() {
        if !found.insert(file.clone()) {
            continue;
        }
        let readable = file.extension().and_then(|end| end.to_str());
        if !matches!(readable, Some("html" | "js" | "mjs" | "css" | "svg" | "webmanifest")) {
            continue;
        }
        let path = dist.join(&file);
        let text = std::fs::read_to_string(&path).map_err(Error::file("read", &path))?;
        let folder = file.parent().unwrap_or(Path::new(""));
        for named in names(&text).filter_map(|name| under_dist(folder, name)) {
            if dist.join(&named).is_file() {
                todo.push(named);
            }
        }
    }
    Ok(found)
}

/// Everything in a text that could be the name of a file: what stands between quotes or brackets
/// or behind an equals sign.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let ends = |letter: char| {
        letter.is_whitespace()
            || matches!(letter, '"' | '\'' | '`' | '(' | ')' | '=' | '<' | '>' | ',')
    };
    text.split(ends).filter(|word| word.contains('.') && word.len() < 300)
}

/// The path under the served folder that a name in a file of `folder` means; `None` if it leads
/// out of it.
fn under_dist(folder: &Path, name: &str) -> Option<PathBuf> {
    let name = name.split(['?', '#']).next()?;
    let from_root = name.strip_prefix('/');
    let mut path = if from_root.is_some() { PathBuf::new() } else { folder.to_owned() };
    for part in Path::new(from_root.unwrap_or(name)).components() {
        match part {
            Component::Normal(part) => path.push(part),
            Component::CurDir => {}
            Component::ParentDir if path.pop() => {}
            _ => return None,
        }
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_plain_bytes() {
        let mut total = Sizes { raw: 200_000, gzip: 79_000, brotli: 61_000 };
        total += Sizes { raw: 1_333, gzip: 1_000, brotli: 700 };
        assert_eq!(format!("total {total}"), "total 201333 80000 61700");
    }

    #[test]
    fn what_comes_later_is_counted_by_itself() {
        let one = Sizes { raw: 3, gzip: 2, brotli: 1 };
        let files =
            vec![("index.html".into(), one), ("late-01.wasm".into(), one), ("a.js".into(), one)];
        let (total, later) = totals(files);
        assert_eq!((total.brotli, later.brotli), (2, 1));
    }

    #[test]
    fn compressed_is_smaller_where_there_is_something_to_win() {
        let sizes = measure(&b"sidetone ".repeat(1000)).unwrap();
        assert_eq!(sizes.raw, 9000);
        assert!(sizes.gzip < 100 && sizes.brotli < 100, "{sizes}");
    }

    #[test]
    fn names_are_followed_from_the_file_that_has_them() {
        assert_eq!(under_dist(Path::new(""), "/a.js?v=1"), Some("a.js".into()));
        assert_eq!(under_dist(Path::new("snippets/x"), "../y.js"), Some("snippets/y.js".into()));
        assert_eq!(under_dist(Path::new("snippets"), "./b.js"), Some("snippets/b.js".into()));
        assert_eq!(under_dist(Path::new(""), "../../etc/passwd"), None);
    }

    #[test]
    fn what_the_page_names_is_found_whatever_the_quotes() {
        let page = "<link href=/a.css><script type=\"module\">import x from '/b.js';\
                    await x({ module_or_path: '/c_bg.wasm' })</script>";
        let found: Vec<&str> = names(page).collect();
        for name in ["/a.css", "/b.js", "/c_bg.wasm"] {
            assert!(found.contains(&name), "{name} in {found:?}");
        }
    }
}
