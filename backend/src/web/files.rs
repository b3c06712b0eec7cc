//! The files of the widget and the console: read once when the service starts, served from memory, compressed.

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::csp;
use crate::app::App;
use crate::config::Config;
use crate::problem::Failure;

/// Where the console is.
const CONSOLE: &str = "/console/";
/// Its one page.
const CONSOLE_PAGE: &str = "/console/index.html";
/// Where people sign in.
const SIGN_IN: &str = "/sign-in";
/// Files of more than this are not served: the widget has none.
const LONGEST: u64 = 32 * 1024 * 1024;
/// Files of less than this do not get smaller.
const WORTH_IT: usize = 256;

/// The files by path (`/index.html`).
#[derive(Debug)]
pub struct Files {
    by_path: BTreeMap<String, Arc<File>>,
    widget: HeaderValue,
    console: HeaderValue,
}

#[derive(Debug)]
struct File {
    plain: Bytes,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
    kind: &'static str,
    tag: String,
    immutable: bool,
}

impl Files {
    /// Reads the folder. A missing one is no error here: the service is then not ready.
    pub fn load(config: &Config) -> Self {
        let mut found = BTreeMap::new();
        read_folder(&config.widget_dir, "", &mut found);
        // Whatever of that name is in the widget's folder is not the console.
        found.retain(|path, _| !path.starts_with(CONSOLE));
        read_folder(&config.console_dir, "/console", &mut found);
        let policy = |page: &str, ancestors: &str| {
            let value = HeaderValue::try_from(csp::policy(config, page, ancestors)).ok();
            value.unwrap_or(HeaderValue::from_static("default-src 'none'"))
        };
        let mut widget = HeaderValue::from_static("default-src 'none'");
        let mut console = widget.clone();
        let text = |bytes: &Bytes| std::str::from_utf8(bytes).ok().map(str::to_owned);
        if let Some(page) = found.get(CONSOLE_PAGE).and_then(text) {
            console = policy(&page, "'none'");
        }
        if let Some(page) = found.get("/index.html").and_then(text) {
            let page = csp::with_origins(&page, &config.host_origins());
            widget = policy(&page, &csp::widgets_hosts(config));
            found.insert("/index.html".to_owned(), page.into());
            // Made before the origins were written into it.
            found.remove("/index.html.br");
            found.remove("/index.html.gz");
        }
        let mut by_path = BTreeMap::new();
        for (path, plain) in &found {
            if path.ends_with(".br") || path.ends_with(".gz") {
                continue;
            }
            let compressed = |ending: &str| {
                let made = found.get(&format!("{path}{ending}"));
                made.cloned().map_or_else(OnceLock::new, OnceLock::from)
            };
            let file = File {
                tag: tag(plain),
                brotli: compressed(".br"),
                gzip: compressed(".gz"),
                kind: kind(path),
                immutable: is_hashed(path),
                plain: plain.clone(),
            };
            by_path.insert(path.clone(), Arc::new(file));
        }
        Self { by_path, widget, console }
    }

    /// Whether there is a widget to serve.
    pub fn has_widget(&self) -> bool {
        self.by_path.contains_key("/index.html")
    }

    /// Compresses what did not come compressed, beside everything else. Until then files are
    /// served plain.
    pub async fn compress(&self) {
        for file in self.by_path.values().filter(|file| file.is_compressible()) {
            let file = file.clone();
            let done = tokio::task::spawn_blocking(move || {
                if file.brotli.get().is_none()
                    && let Some(small) = brotli(&file.plain)
                {
                    let _ = file.brotli.set(small);
                }
                if file.gzip.get().is_none()
                    && let Some(small) = gzip(&file.plain)
                {
                    let _ = file.gzip.set(small);
                }
            });
            if done.await.is_err() {
                return;
            }
        }
    }
}

/// Serves a file; `/` is the widget's page.
pub async fn serve(State(app): State<Arc<App>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let sentence = "This address is only for reading.";
        return Failure::new(StatusCode::METHOD_NOT_ALLOWED, "invalid", sentence).into_response();
    }
    let path = match request.uri().path() {
        "/" => "/index.html",
        // The window is a page of the console's: both sign people in the same way.
        CONSOLE | SIGN_IN => CONSOLE_PAGE,
        "/console" => return Redirect::permanent(CONSOLE).into_response(),
        path => path,
    };
    let Some(file) = app.files.by_path.get(path) else {
        return match path {
            "/index.html" => {
                let sentence = "The widget is not built: there is no index.html in widget_dir.\n";
                (StatusCode::SERVICE_UNAVAILABLE, sentence).into_response()
            }
            CONSOLE_PAGE => {
                let sentence = "The console is not built: there is no index.html in console_dir.\n";
                (StatusCode::SERVICE_UNAVAILABLE, sentence).into_response()
            }
            _ => (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response(),
        };
    };
    let mut response = file.answer(request.headers());
    if file.kind.starts_with("text/html") {
        let policy = if path.starts_with(CONSOLE) { &app.files.console } else { &app.files.widget };
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy.clone());
    }
    response
}

impl File {
    fn is_compressible(&self) -> bool {
        self.plain.len() >= WORTH_IT
            && !matches!(self.kind, "image/png" | "font/woff2" | "application/octet-stream")
    }

    fn answer(&self, asked: &HeaderMap) -> Response {
        let (body, coding) = match (self.brotli.get(), self.gzip.get()) {
            (Some(small), _) if accepts(asked, "br") => (small, "br"),
            (_, Some(small)) if accepts(asked, "gzip") => (small, "gzip"),
            _ => (&self.plain, ""),
        };
        let tag = format!("\"{}{}{coding}\"", self.tag, if coding.is_empty() { "" } else { "-" });
        let known = asked
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|one| one.trim().trim_start_matches("W/") == tag);
        let mut response = if known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            ([(header::CONTENT_TYPE, self.kind)], body.clone()).into_response()
        };
        let headers = response.headers_mut();
        let caching =
            if self.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let Ok(tag) = HeaderValue::try_from(tag) {
            headers.insert(header::ETAG, tag);
        }
        if !coding.is_empty() && !known {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    }
}

/// Whether a client takes a coding: named, and not with quality 0.
fn accepts(asked: &HeaderMap, coding: &str) -> bool {
    asked
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| {
            let mut parts = one.split(';').map(str::trim);
            parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding))
                && !parts.any(|p| p.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0)))
        })
}

/// Reads a folder and those in it. Links that lead out of it are not followed.
fn read_folder(folder: &Path, path: &str, found: &mut BTreeMap<String, Bytes>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        let Ok(name) = entry.file_name().into_string() else { continue };
        let inside = format!("{path}/{name}");
        if kind.is_dir() {
            read_folder(&entry.path(), &inside, found);
        } else if kind.is_file() && entry.metadata().is_ok_and(|m| m.len() <= LONGEST) {
            match std::fs::read(entry.path()) {
                Ok(bytes) => drop(found.insert(inside, bytes.into())),
                Err(error) => tracing::warn!(file = inside, %error, "a file cannot be read"),
            }
        }
    }
}

/// The names of the build hold a hash of the content: `sidetone-0123456789abcdef.wasm`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '_', '.']).any(|part| {
        part.len() >= 8 && part.len() <= 64 && part.bytes().all(|b| b.is_ascii_hexdigit())
    })
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn tag(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..12].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn brotli(plain: &[u8]) -> Option<Bytes> {
    // The best is slow without optimisation; nobody waits for a debug build's last per cent.
    let quality = if cfg!(debug_assertions) { 5 } else { 11 };
    let mut small = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut small, 64 * 1024, quality, 22);
    writer.write_all(plain).ok()?;
    writer.flush().ok()?;
    drop(writer);
    (small.len() < plain.len()).then(|| small.into())
}

fn gzip(plain: &[u8]) -> Option<Bytes> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(plain).ok()?;
    let small = writer.finish().ok()?;
    (small.len() < plain.len()).then(|| small.into())
}
