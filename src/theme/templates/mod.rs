//! Tera behind one door: compiles the theme's templates, renders views, turns errors into diagnostics.

mod compilation;
mod rendering;
mod tags;
mod words;

use std::io;

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use crate::diag::{Diagnostic, Outcome};
use crate::escape;
use crate::source::{FileId, SourceTree};

use super::ThemeFiles;
use compilation::{Complaint, Names};
use rendering::Looked;
use words::capture;

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

    /// What stands under `document.title`; under the empty path, everything.
    fn look(&self, path: &str) -> Looked {
        if path.is_empty() {
            // The context does not list its names, but the engine does when one is missing.
            let missing =
                Tera::one_off("{{ __nothing }}", &self.0, false).err().map(|error| error.to_string());
            return Looked::Fields(missing.map(|text| rendering::listed(&text)).unwrap_or_default());
        }
        let (root, rest) = path.split_once('.').map_or((path, None), |(root, rest)| (root, Some(rest)));
        let fields = rest.into_iter().flat_map(|rest| rest.split('.'));
        let field_of = |value: &Value, name: &str| {
            value.as_map()?.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value.clone())
        };
        let found = fields.fold(self.0.get(root).cloned(), |value, name| field_of(&value?, name));
        match found {
            None => Looked::Missing,
            Some(value) if value.is_none() => Looked::Null,
            Some(value) => match value.as_map() {
                Some(map) => {
                    let mut names: Vec<String> = map.keys().map(ToString::to_string).collect();
                    names.sort_unstable();
                    Looked::Fields(names)
                }
                None => Looked::Other,
            },
        }
    }

    /// Data in the form that [`View::insert`] takes.
    pub fn share(data: &impl Serialize) -> SharedData {
        SharedData(Value::from_serializable(data))
    }
}

/// Compiles `templates/**/*.html`. What a theme replaces of `default` stays within reach as `default/…`, so that a template
/// can extend the one that it replaces and fill one of its blocks.
pub(in crate::theme) fn load(
    tree: &SourceTree,
    files: &ThemeFiles,
    default: &ThemeFiles,
) -> Outcome<Templates> {
    let mut tera = Tera::new();
    tera.register_filter("fill", fill);
    tera.set_escape_fn(escape_text);
    let name = |path: &str| path.strip_prefix("templates/").map(str::to_string);
    let own = files.iter().filter_map(|(path, id)| Some((name(path)?, *id)));
    let replaced = default.iter().filter(|(path, id)| files.get(*path) != Some(id) && *path != COMPONENTS);
    let replaced = replaced.filter_map(|(path, id)| Some((format!("default/{}", name(path)?), *id)));
    let files: Vec<(String, FileId)> = own.chain(replaced).collect();
    let sources = files.iter().map(|(name, id)| Source {
        name: name.clone(),
        file: *id,
        text: without_empty_lines(tree.text(*id)),
        is_left_out: false,
    });
    let spare = |name: &str| default.get(&format!("templates/{name}")).map(|id| (*id, tree.text(*id)));
    let diagnostics = compile(&mut tera, sources.collect(), tree, &spare);
    Outcome { value: Templates { tera, files }, diagnostics }
}

/// One template on its way into the engine.
struct Source {
    name: String,
    file: FileId,
    text: String,
    /// Whether something else stands in its place, since it has an error.
    is_left_out: bool,
}

/// Compiles all templates and finds all that is wrong with them. The engine stops at the first that it cannot read, or tells
/// at once all names that do not exist. What it names is left out, with default's template in its place, and the rest is
/// compiled again, until nothing is said any more.
fn compile<'a>(
    tera: &mut Tera,
    mut sources: Vec<Source>,
    tree: &SourceTree,
    spare: &dyn Fn(&str) -> Option<(FileId, &'a str)>,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    loop {
        let texts = sources.iter().map(|source| (source.name.as_str(), source.text.as_str()));
        let Err(error) = tera.add_raw_templates(texts) else { return diagnostics };
        let named = sources.iter().map(|source| (source.name.as_str(), tree.text(source.file)));
        let names = Names::new(named);
        let before: Vec<bool> = sources.iter().map(|source| source.is_left_out).collect();
        let mut is_new = false;
        for (name, diagnostic, message) in complaints(&error, &sources, &names, tree) {
            let Some(source) = sources.iter().position(|source| source.name == name) else { continue };
            if before[source] {
                continue;
            }
            // A component or block may be missing only because the template that has it is left out.
            let left_out =
                sources.iter().zip(&before).filter(|(other, is_out)| **is_out && other.name != name);
            let left_out = left_out.map(|(other, _)| (other.name.as_str(), tree.text(other.file)));
            if !Names::new(left_out).has(&message) {
                diagnostics.push(diagnostic);
            }
            let source = &mut sources[source];
            is_new = true;
            let instead = spare(&source.name).filter(|(file, _)| *file != source.file);
            source.text = instead.map(|(_, text)| text.to_string()).unwrap_or_default();
            source.is_left_out = true;
        }
        if !is_new {
            if diagnostics.is_empty() {
                diagnostics.push(compilation::quoted(&error.to_string()));
            }
            return diagnostics;
        }
    }
}

/// What the engine says of templates: the name of each, the diagnostic, and the engine's own words.
fn complaints(
    error: &tera::Error,
    sources: &[Source],
    names: &Names,
    tree: &SourceTree,
) -> Vec<(String, Diagnostic, String)> {
    let found = |name: &str| {
        // Of what is left out, the engine's places are those of the text in its stead.
        let source = sources.iter().find(|source| source.name == name && !source.is_left_out)?;
        Some((source.file, tree.text(source.file)))
    };
    let circle = |word: &str, chain: Vec<&str>| {
        let first = *chain.first()?;
        let (file, text) = found(first)?;
        Some((first.to_string(), compilation::circle(file, text, word, &chain, names)))
    };
    let told = match error.kind() {
        ErrorKind::SyntaxError(report) => found(report.filename()).map(|(file, text)| {
            let range = report.span().range.clone();
            let complaint = Complaint { message: report.message(), file, text, range };
            (report.filename().to_string(), compilation::syntax(&complaint))
        }),
        ErrorKind::MissingParent { current, parent } => found(current).map(|(file, text)| {
            (current.clone(), compilation::missing_parent(file, text, [current, parent], names))
        }),
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            circle("extends", [tpl].into_iter().chain(inheritance_chain).map(String::as_str).collect())
        }
        ErrorKind::CircularInclude { include_chain, .. } => {
            circle("include", include_chain.iter().map(String::as_str).collect())
        }
        ErrorKind::Msg(report) => {
            return match capture(report, "Component `{}` is defined in both `{}` and `{}`") {
                Some(twice) => twice_defined([twice[1], twice[2]], &found, tree),
                None => references(report, &found, names),
            };
        }
        _ => None,
    };
    told.map(|(name, diagnostic)| (name, diagnostic, String::new())).into_iter().collect()
}

/// Components in two templates: those of the site's own theme are the ones to mend. The engine names one of them, now this
/// one and now that one.
fn twice_defined<'t>(
    names: [&str; 2],
    found: &dyn Fn(&str) -> Option<(FileId, &'t str)>,
    tree: &SourceTree,
) -> Vec<(String, Diagnostic, String)> {
    let mut places: Vec<_> = names.iter().filter_map(|name| Some((*name, found(name)?))).collect();
    places.sort_by_key(|(name, (file, _))| {
        (!tree.file(*file).path.as_str().starts_with("themes/default/"), name.to_string())
    });
    let [(_, other), (name, own)] = places[..] else { return Vec::new() };
    let twice = compilation::defined_twice([other, own]).into_iter();
    twice.map(|diagnostic| (name.to_string(), diagnostic, String::new())).collect()
}

/// Unknown filters, functions, components and templates are found last and told as one text, each as
/// `error: message`, a line of ` --> template:line:column`, and a drawing of the place.
fn references<'t>(
    report: &str,
    found: &dyn Fn(&str) -> Option<(FileId, &'t str)>,
    names: &Names,
) -> Vec<(String, Diagnostic, String)> {
    let parts = report.split("error: ").filter_map(|part| {
        let (message, rest) = part.split_once('\n')?;
        let place = rest.trim_start().strip_prefix("--> ")?.lines().next()?;
        let mut numbers = place.rsplitn(3, ':');
        let (column, line) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
        let name = numbers.next()?;
        let (file, text) = found(name)?;
        let at = offset(text, line, column)?;
        let diagnostic =
            compilation::reference(&Complaint { message, file, text, range: at..at }, name, names);
        Some((name.to_string(), diagnostic, message.to_string()))
    });
    parts.collect()
}

/// The byte at a line and a column of characters, both from 1.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let start: usize = lines.by_ref().take(line.checked_sub(1)?).map(str::len).sum();
    let before: usize = lines.next()?.chars().take(column.checked_sub(1)?).map(char::len_utf8).sum();
    Some(start + before)
}

impl Templates {
    /// Renders one page; `page` names it in messages.
    ///
    /// # Errors
    /// A diagnostic placed in the template.
    pub fn render(
        &self,
        template: &str,
        view: &View,
        page: &str,
        tree: &SourceTree,
    ) -> Result<String, Box<Diagnostic>> {
        self.tera
            .render(template, &view.0)
            .map_err(|error| Box::new(self.rendering(&error, view, page, tree)))
    }

    fn rendering(&self, error: &tera::Error, view: &View, page: &str, tree: &SourceTree) -> Diagnostic {
        let placed = match error.kind() {
            ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
                let file = self.files.iter().find(|(name, _)| name == report.filename());
                file.map(|(_, file)| (report, *file))
            }
            _ => None,
        };
        let Some((report, file)) = placed else { return rendering::unplaced(&error.to_string(), page) };
        let range = report.span().range.clone();
        let complaint = Complaint { message: report.message(), file, text: tree.text(file), range };
        rendering::rendering(&complaint, &|path| view.look(path), page)
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

/// `{{ strings["document.owner"] | fill(owner=document.owner) }}`: named placeholders of a string. A misspelt field would
/// leave a gap in the sentence, so it is an error here as it is everywhere else.
fn fill(text: &str, values: Kwargs, _: &State) -> TeraResult<String> {
    if let Some((name, _)) = values.iter().find(|(_, value)| value.is_undefined()) {
        return Err(tera::Error::message(format!("Argument `{name}` of `fill` is undefined")));
    }
    Ok(crate::theme::strings::fill(text, |wanted| {
        values.iter().find(|(name, _)| name.to_string() == wanted).map(|(_, value)| value.to_string())
    }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use tera::Tera;

    use super::compilation::{FILTERS, TESTS};
    use super::{ThemeFiles, View, load};
    use crate::source::SourceTree;

    const TEMPLATE: &str = r#"{# 注释 #}
{% component card(title, @site) %}<b>{{ title }} {{ site.name }}</b>{% endcomponent card %}
{% set x = 1 %}{% set y %}甲{% endset %}
{% if site.name == "甲" and site.list[0] %}
  {% for key, value in site.list[0] %}{{ key | upper }}：{{ value | fill(a=site.name) }}{% endfor %}
{% elif not site.nothing is defined %}{{ <card title={site.name} /> }}{% else %}{% raw %}{{ }}{% endraw %}
{% endif %}{{ strings["甲.乙"] ~ (1 + 2) }}{% <card title="甲"> %}乙{% </card> %}{{ site.none.name }}
"#;

    /// Whatever an author has typed so far, something is said of it, and at a place that exists.
    #[test]
    fn every_half_written_template_is_told_at_a_place_in_it() {
        let data = serde_json::json!({"site": {"name": "甲", "list": [{"a": "b"}], "none": null}, "strings": {"甲.乙": "x"}});
        let view = View::new(&data);
        let template = TEMPLATE;
        for (at, c) in template.char_indices().chain([(template.len(), ' ')]) {
            let without = template.get(at + c.len_utf8()..).unwrap_or_default();
            for text in [template[..at].to_string(), format!("{}{without}", &template[..at])] {
                let tree = SourceTree::from_texts([("themes/default/templates/a.html", text.as_str())]);
                let files: ThemeFiles = tree
                    .files()
                    .map(|(id, _)| ("templates/a.html".to_string(), id))
                    .collect::<BTreeMap<_, _>>();
                let loaded = load(&tree, &files, &files);
                let rendered = loaded.value.render("a.html", &view, "/", &tree).err();
                for diagnostic in loaded.diagnostics.iter().chain(rendered.as_deref()) {
                    assert!(!diagnostic.message.en.is_empty() && !diagnostic.message.zh.is_empty());
                    let is_inside =
                        diagnostic.span.is_none_or(|span| text.get(span.start..span.end).is_some());
                    assert!(is_inside, "{text}\n{diagnostic:?}");
                }
            }
        }
    }

    #[test]
    fn the_engine_has_every_filter_and_test_that_is_suggested() {
        let known = |template: String| Tera::new().add_raw_template("a", &template);
        for filter in FILTERS.iter().filter(|filter| **filter != "fill") {
            known(format!("{{{{ a | {filter} }}}}")).expect("a filter");
        }
        for test in TESTS {
            known(format!("{{% if a is {test} %}}{{% endif %}}")).expect("a test");
        }
    }
}
