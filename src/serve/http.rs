//! HTTP for the preview: files of the site by address, and a stream that tells pages to reload.

use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::sync::{Arc, RwLock};
use std::thread::JoinHandle;

use axum::Router;
use axum::extract::{Request, State as Extracted};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};

use super::enabled::State;
use crate::artifact::OutputPath;
use crate::escape;

/// The script that each page gets while it is previewed.
const RELOAD_SCRIPT: &str = "new EventSource('/_wenda/events').onmessage = () => location.reload();\n";
const RELOAD_TAG: &str = "<script src=\"/_wenda/reload.js\" defer></script>";

#[derive(Clone)]
struct Site {
    state: Arc<RwLock<State>>,
    reload: broadcast::Sender<()>,
}

/// Serves on a thread of its own.
pub(super) fn spawn(
    listener: TcpListener,
    state: Arc<RwLock<State>>,
    reload: broadcast::Sender<()>,
) -> io::Result<JoinHandle<io::Result<()>>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let router = Router::new()
        .route("/_wenda/events", get(events))
        .route("/_wenda/reload.js", get(reload_script))
        .fallback(get(file))
        .layer(from_fn(only_local))
        .with_state(Site { state, reload });
    Ok(std::thread::spawn(move || {
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, router).await
        })
    }))
}

/// Refuses requests that were sent to another name than this machine's own.
async fn only_local(headers: HeaderMap, request: Request, next: Next) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(host, |(name, _)| name);
    match name {
        "127.0.0.1" | "localhost" | "[::1]" => next.run(request).await,
        _ => (StatusCode::FORBIDDEN, "this preview answers to localhost only\n").into_response(),
    }
}

async fn events(Extracted(site): Extracted<Site>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let reloads = BroadcastStream::new(site.reload.subscribe());
    Sse::new(reloads.map(|_| Ok(Event::default().data("reload"))))
}

async fn reload_script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], RELOAD_SCRIPT)
}

/// The site's files are looked up by name in memory, so no path can lead to anything else.
async fn file(Extracted(site): Extracted<Site>, uri: Uri) -> Response {
    let state = site.state.read().expect("no thread panics while it holds the lock");
    if state.files.is_empty() {
        let failure = state.failure.as_deref().unwrap_or_default();
        return page(StatusCode::INTERNAL_SERVER_ERROR, failure_page(failure).into_bytes(), None);
    }
    let path = escape::percent_decode(uri.path());
    let find = |path: &str| OutputPath::new(path).ok().and_then(|path| state.files.get(&path));
    let wanted = path.trim_start_matches('/');
    let name = if wanted.is_empty() || wanted.ends_with('/') {
        format!("{wanted}index.html")
    } else {
        wanted.to_string()
    };
    if let Some(bytes) = find(&name) {
        return match content_type(&name) {
            HTML => page(StatusCode::OK, bytes.clone(), state.failure.as_deref()),
            other => ([(header::CONTENT_TYPE, other), (header::CACHE_CONTROL, "no-store")], bytes.clone())
                .into_response(),
        };
    }
    // As hosts do: a folder without its slash leads to the folder.
    if find(&format!("{name}/index.html")).is_some() {
        // With one slash in front: two would name another host.
        let location = format!("/{}/", uri.path().trim_start_matches('/'));
        return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response();
    }
    page(StatusCode::NOT_FOUND, find("404.html").cloned().unwrap_or_default(), state.failure.as_deref())
}

const HTML: &str = "text/html; charset=utf-8";

/// A page with the reload script, and on top what is wrong with the sources now, if anything is.
fn page(status: StatusCode, mut html: Vec<u8>, failure: Option<&str>) -> Response {
    let position = |html: &[u8], tag: &[u8]| html.windows(tag.len()).rposition(|window| window == tag);
    let end = position(&html, b"</body>").unwrap_or(html.len());
    html.splice(end..end, RELOAD_TAG.bytes());
    if let (Some(failure), Some(start)) = (failure, position(&html, b"<body")) {
        let start = html[start..].iter().position(|byte| *byte == b'>').map_or(end, |at| start + at + 1);
        let alert = format!("<pre role=\"alert\">{}</pre>", escape::html(failure));
        html.splice(start..start, alert.bytes());
    }
    (status, [(header::CONTENT_TYPE, HTML), (header::CACHE_CONTROL, "no-store")], html).into_response()
}

fn failure_page(failure: &str) -> String {
    format!(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>wenda</title><body><pre>{}</pre></body></html>",
        escape::html(failure)
    )
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => HTML,
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("xml") => "application/xml",
        Some("pdf") => "application/pdf",
        Some("txt") => "text/plain; charset=utf-8",
        Some("md") => "text/markdown; charset=utf-8",
        _ => "application/octet-stream",
    }
}
