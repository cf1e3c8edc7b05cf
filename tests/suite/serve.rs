//! The preview server as a process, asked over a plain socket.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::project::Project;

/// Patience with a busy machine; nothing is asserted about time.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `wenda serve`, ended when the test is over.
struct Preview {
    process: Child,
    port: u16,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Preview {
    fn start(project: &Project) -> Preview {
        let mut command = project.command(&["serve", "--port", "0", "--language", "en", "--format", "short"]);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line
            .strip_prefix("preview: http://127.0.0.1:")
            .and_then(|rest| rest.strip_suffix("/ (Ctrl-C to stop)\n"))
            .unwrap_or_else(|| panic!("{line:?}"));
        Preview { port: port.parse().unwrap(), process }
    }

    fn connect(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn ask(&self, method: &str, path: &str, host: &str) -> Answer {
        let mut bytes = Vec::new();
        let request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        self.connect(&request).read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{path}: {text:?}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_ascii_lowercase(), body: body.to_string() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &format!("127.0.0.1:{}", self.port))
    }

    /// Asks again until the page holds the text.
    #[track_caller]
    fn wait_for(&self, path: &str, text: &str) {
        let start = Instant::now();
        while !self.get(path).body.contains(text) {
            assert!(start.elapsed() < PATIENCE, "{path} never held {text}");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn project() -> Project {
    let project = Project::small();
    project.write("content/guide/b.md", "# 乙\n\n![图](p.png)\n");
    project.write("content/guide/p.png", "png");
    project.write("content/guide/汉字.md", "# 汉字\n");
    project
}

#[test]
fn pages_and_files_are_served_with_their_types() {
    let preview = Preview::start(&project());
    let page = preview.get("/a/");
    assert_eq!(page.status, 200);
    assert!(page.head.contains("content-type: text/html; charset=utf-8"), "{}", page.head);
    assert!(page.head.contains("cache-control: no-store"), "{}", page.head);
    assert!(page.body.contains("第一段。") && page.body.contains("/_wenda/reload.js"));
    assert_eq!(preview.get("/").status, 200);
    assert_eq!(preview.get("/a/index.html?x=1").status, 200);
    let picture = preview.get("/guide/p.png");
    assert_eq!((picture.status, picture.body.as_str()), (200, "png"));
    assert!(picture.head.contains("content-type: image/png"), "{}", picture.head);
    let twin = preview.get("/a/index.md");
    assert!(twin.head.contains("content-type: text/markdown; charset=utf-8"), "{}", twin.head);
    assert!(twin.body.contains("第一段。") && !twin.body.contains("reload.js"), "{}", twin.body);
    assert_eq!(preview.get("/guide/%E6%B1%89%E5%AD%97/").status, 200);
    assert!(preview.get("/_wenda/reload.js").head.contains("content-type: text/javascript"));
}

#[test]
fn the_style_guide_is_always_there() {
    assert_eq!(Preview::start(&project()).get("/style-guide/").status, 200);
}

#[test]
fn the_preview_names_its_own_address() {
    let preview = Preview::start(&project());
    let page = preview.get("/a/").body;
    assert!(page.contains(&format!("http://127.0.0.1:{}/a/", preview.port)), "{page}");
    assert!(!page.contains("https://example.com/"), "{page}");
}

#[test]
fn a_missing_page_is_the_sites_own_404() {
    let preview = Preview::start(&project());
    let missing = preview.get("/missing/");
    assert_eq!(missing.status, 404);
    assert!(missing.head.contains("content-type: text/html"), "{}", missing.head);
    assert!(missing.body.contains("<!doctype html>") && missing.body.contains("/_wenda/reload.js"));
}

#[test]
fn a_folder_without_its_slash_leads_to_the_folder_on_this_host() {
    let preview = Preview::start(&project());
    for (path, location) in [
        ("/guide/b", "/guide/b/"),
        ("/guide/%E6%B1%89%E5%AD%97", "/guide/%e6%b1%89%e5%ad%97/"),
        ("//guide", "/guide/"),
        ("///guide", "/guide/"),
    ] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 308, "{path}");
        assert!(answer.head.contains(&format!("location: {location}\r\n")), "{path}: {}", answer.head);
    }
}

#[test]
fn other_hosts_are_refused_and_this_one_has_three_names() {
    let preview = Preview::start(&project());
    for host in ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil", "", "[::2]"] {
        assert_eq!(preview.ask("GET", "/a/", host).status, 403, "{host}");
        assert_eq!(preview.ask("GET", "/_wenda/events", host).status, 403, "{host}");
    }
    for host in ["127.0.0.1", "localhost", "localhost:4000", "[::1]:4000"] {
        assert_eq!(preview.ask("GET", "/a/", host).status, 200, "{host}");
    }
}

#[test]
fn no_path_leads_out_of_the_site() {
    let project = project();
    project.write("secret.txt", "绝密");
    let preview = Preview::start(&project);
    for path in [
        "/../secret.txt",
        "/a/../../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..\\secret.txt",
        "/%5c..%5csecret.txt",
        "/content/a.md",
        "/a.md",
        "/site.yaml",
        "//etc/passwd",
        "/%00",
        "/a%00/",
        "/%ff%fe",
        "/%",
        "/%zz",
        "/.wenda-manifest.json",
    ] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.body.contains("绝密"), "{path}");
    }
    assert_eq!(preview.get("/a/").status, 200);
}

#[test]
fn only_reading_is_possible() {
    let preview = Preview::start(&project());
    for method in ["POST", "PUT", "DELETE"] {
        assert_eq!(preview.ask(method, "/a/", "localhost").status, 405, "{method}");
    }
    let head = preview.ask("HEAD", "/a/", "localhost");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[test]
fn a_saved_file_is_shown_and_open_pages_are_told() {
    let project = project();
    let preview = Preview::start(&project);
    let events = preview.connect("GET /_wenda/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let mut lines = BufReader::new(events).lines().map(Result::unwrap);
    assert_eq!(lines.next().unwrap(), "HTTP/1.1 200 OK");
    assert!(
        lines.by_ref().take_while(|line| !line.is_empty()).any(|line| line.contains("text/event-stream"))
    );
    project.write("content/a.md", "# 甲\n\n改过的文字。\n");
    assert!(lines.any(|line| line == "data: reload"));
    // The event comes after the build, so the new text is there at once.
    assert!(preview.get("/a/").body.contains("改过的文字。"));
}

#[test]
fn a_new_document_and_a_new_folder_appear_and_a_deleted_one_goes() {
    let project = project();
    let preview = Preview::start(&project);
    project.write("content/fixes/new.md", "# 新\n\n新的一篇。\n");
    preview.wait_for("/fixes/new/", "新的一篇。");
    std::fs::remove_file(project.at("content/fixes/new.md")).unwrap();
    let start = Instant::now();
    while preview.get("/fixes/new/").status != 404 {
        assert!(start.elapsed() < PATIENCE, "the page never went");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_broken_file_keeps_the_last_good_pages_until_it_is_mended() {
    let project = project();
    let preview = Preview::start(&project);
    let events = preview.connect("GET /_wenda/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let mut lines = BufReader::new(events).lines().map(Result::unwrap);
    assert!(lines.any(|line| line.is_empty()));
    project.write("content/a.md", "# 甲\n\n改过的文字。[坏](missing.md)\n");
    assert!(lines.any(|line| line == "data: reload"));
    let page = preview.get("/a/");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<p>第一段。</p>") && !page.body.contains("<p>改过的文字。"));
    assert!(page.body.contains("<pre role=\"alert\">error[link-broken]"), "{}", page.body);
    project.write("content/a.md", "# 甲\n\n改好的文字。\n");
    preview.wait_for("/a/", "改好的文字。");
    assert!(!preview.get("/a/").body.contains("role=\"alert\""));
}

#[test]
fn a_site_that_is_broken_from_the_start_says_so_and_recovers() {
    let project = project();
    project.write("content/a.md", "# 甲\n\n[坏](missing<b>.md)\n");
    let preview = Preview::start(&project);
    let page = preview.get("/a/");
    assert_eq!(page.status, 500);
    assert!(page.body.contains("link-broken") && page.body.contains("/_wenda/reload.js"), "{}", page.body);
    assert!(!page.body.contains("missing<b>"), "{}", page.body);
    project.write("content/a.md", "# 甲\n\n改好的文字。\n");
    preview.wait_for("/a/", "改好的文字。");
}

#[test]
fn the_preview_never_touches_the_output() {
    let project = project();
    project.run(&["build"]).expect(0);
    let before = project.tree("public");
    let preview = Preview::start(&project);
    project.write("content/a.md", "# 甲\n\n改过的文字。\n");
    preview.wait_for("/a/", "改过的文字。");
    drop(preview);
    assert_eq!(project.tree("public"), before);
}

#[test]
fn the_preview_makes_no_output() {
    let project = project();
    drop(Preview::start(&project));
    assert!(!project.has("public"));
}

#[test]
fn a_port_that_is_taken_is_a_problem_of_the_environment() {
    let project = project();
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = project.run(&["serve", "--port", &port]).expect(3);
    let message = format!("error: cannot serve on port {port}; choose another with --port: ");
    assert!(run.stderr.starts_with(&message), "{}", run.shown());
    assert!(project.run_zh(&["serve", "--port", &port]).expect(3).stderr.contains("换一个端口：--port"));
}

#[test]
fn without_content_there_is_nothing_to_preview() {
    Project::empty().run(&["serve", "--port", "0"]).expect(2);
}
