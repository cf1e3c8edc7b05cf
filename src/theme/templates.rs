//! Tera behind one door: compiles the theme's templates, renders views, turns errors into diagnostics.

use std::io;

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, Value};

use crate::diag::{Code, Diagnostic, Outcome, Text};
use crate::escape;
use crate::source::{FileId, SourceTree, Span};

use super::ThemeFiles;

/// Its components have one name each, so there can be only one of it.
const COMPONENTS: &str = "templates/partials/components.html";

/// Compiled templates.
pub struct Templates {
    tera: Tera,
    /// Name and file of each template, to place errors.
    files: Vec<(String, FileId)>,
}

/// Plain data for one page, in the form that the template engine takes.
pub struct View(Context);

/// Data that many pages share; cheap to insert into each.
pub struct SharedData(Value);

impl View {
    /// From anything that serializes to a map.
    ///
    /// # Panics
    /// When `data` does not serialize to a map: the views are structs of ours.
    pub fn new(data: &impl Serialize) -> View {
        View(Context::from_serialize(data).expect("views serialize to maps with text keys"))
    }

    /// Adds data that many pages share, without copying it.
    pub fn insert(&mut self, key: &'static str, data: &SharedData) {
        self.0.insert_value(key, data.0.clone());
    }

    /// Data in the form that [`View::insert`] takes.
    pub fn share(data: &impl Serialize) -> SharedData {
        SharedData(Value::from_serializable(data))
    }
}

/// Compiles `templates/**/*.html`. What a theme replaces of `default` stays within reach as `default/…`, so that a template
/// can extend the one that it replaces and fill one of its blocks.
pub(super) fn load(tree: &SourceTree, files: &ThemeFiles, default: &ThemeFiles) -> Outcome<Templates> {
    let mut tera = Tera::new();
    tera.register_filter("fill", fill);
    tera.set_escape_fn(escape_text);
    let name = |path: &str| path.strip_prefix("templates/").map(str::to_string);
    let own = files.iter().filter_map(|(path, id)| Some((name(path)?, *id)));
    let replaced = default.iter().filter(|(path, id)| files.get(*path) != Some(id) && *path != COMPONENTS);
    let replaced = replaced.filter_map(|(path, id)| Some((format!("default/{}", name(path)?), *id)));
    let templates: Vec<(String, FileId)> = own.chain(replaced).collect();
    let sources = templates.iter().map(|(name, id)| (name.as_str(), without_empty_lines(tree.text(*id))));
    let result = tera.add_raw_templates(sources.collect::<Vec<_>>());
    let templates = Templates { tera, files: templates };
    let diagnostics = result.err().map(|error| templates.compilation(&error, tree)).unwrap_or_default();
    Outcome { value: templates, diagnostics }
}

impl Templates {
    /// Renders one page; `page` names it in messages.
    ///
    /// # Errors
    /// A diagnostic placed in the template.
    pub fn render(&self, template: &str, view: &View, page: &str) -> Result<String, Box<Diagnostic>> {
        self.tera.render(template, &view.0).map_err(|error| Box::new(self.diagnostic(&error, Some(page))))
    }

    /// Unknown filters, functions, components and templates are found last and told as one text, each as
    /// `error: message`, a line of ` --> template:line:column`, and a drawing of the place.
    fn compilation(&self, error: &tera::Error, tree: &SourceTree) -> Vec<Diagnostic> {
        let tera::ErrorKind::Msg(report) = error.kind() else { return vec![self.diagnostic(error, None)] };
        let diagnostics: Vec<Diagnostic> = report
            .split("error: ")
            .filter_map(|part| {
                let (message, rest) = part.split_once('\n')?;
                let place = rest.trim_start().strip_prefix("--> ")?.lines().next()?;
                Some(template_error(message, self.span_at(place, tree), None))
            })
            .collect();
        if diagnostics.is_empty() { vec![self.diagnostic(error, None)] } else { diagnostics }
    }

    /// The span of `partials/footer.html:2:17`.
    fn span_at(&self, place: &str, tree: &SourceTree) -> Option<Span> {
        let mut parts = place.rsplitn(3, ':');
        let (column, line): (usize, usize) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let name = parts.next()?;
        let (_, file) = self.files.iter().find(|(other, _)| other == name)?;
        let mut lines = tree.text(*file).split_inclusive('\n');
        let start: usize = lines.by_ref().take(line.checked_sub(1)?).map(str::len).sum();
        let before: usize = lines.next()?.chars().take(column.checked_sub(1)?).map(char::len_utf8).sum();
        Some(Span::new(*file, start + before..start + before))
    }

    fn diagnostic(&self, error: &tera::Error, page: Option<&str>) -> Diagnostic {
        let (message, span) = match error.kind() {
            tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
                let file = self.files.iter().find(|(name, _)| name == report.filename());
                let span = file.map(|(_, id)| Span::new(*id, report.span().range.clone()));
                (report.message().to_string(), span)
            }
            _ => (error.to_string(), None),
        };
        template_error(&message, span, page)
    }
}

/// A line that holds nothing but a tag would leave an empty line in every page. The tag is told to take the white space after
/// it along, in place of the space before its bracket, so that places in messages stay right. White space that may be meant,
/// that of an indented line or an empty one, stays, and so does a template with `raw` text.
fn without_empty_lines(template: &str) -> String {
    let mut out = String::with_capacity(template.len());
    let has_raw = template.contains("{% raw") || template.contains("{%- raw");
    let mut lines = template.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let tag = line.trim_end();
        let is_tag = |open: &str, close: &str| {
            tag.starts_with(open) && tag.ends_with(close) && tag.matches(&close[1..]).count() == 1
        };
        let is_before_text = lines.peek().is_none_or(|next| !next.starts_with(char::is_whitespace));
        if !has_raw && is_before_text && (is_tag("{%", " %}") || is_tag("{#", " #}")) {
            out.push_str(&tag[..tag.len() - 3]);
            out.push('-');
            out.push_str(&line[tag.len() - 2..]);
        } else {
            out.push_str(line);
        }
    }
    out
}

/// As everywhere else, which includes characters that HTML cannot carry; and the apostrophe, since a
/// theme may write its attributes with it.
fn escape_text(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(escape::html(text).replace('\'', "&#39;").as_bytes())
}

fn template_error(message: &str, span: Option<Span>, page: Option<&str>) -> Diagnostic {
    let text = match page {
        Some(page) => Text::new(
            format!("生成页面 `{page}` 时模板出错：{message}"),
            format!("template error on page `{page}`: {message}"),
        ),
        None => Text::new(format!("模板有误：{message}"), format!("template error: {message}")),
    };
    Diagnostic::new(Code::TemplateError, text)
        .placed(span)
        .help("可用的字段见 docs/themes.md", "docs/themes.md lists the fields")
}

/// `{{ strings["document.owner"] | fill(owner=document.owner) }}`: named placeholders of a string.
fn fill(text: &str, values: Kwargs, _: &State) -> String {
    super::strings::fill(text, |wanted| {
        values.iter().find(|(name, _)| name.to_string() == wanted).map(|(_, value)| value.to_string())
    })
}
