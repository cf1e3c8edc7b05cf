//! Reads built pages as a browser does: elements and attributes, and where every reference leads.

use std::collections::{BTreeMap, BTreeSet};

use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use wenda::config::BaseUrl;
use wenda::escape::percent_decode;

use crate::site::Built;

/// An element of a page.
pub struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    /// The text inside, white space collapsed.
    pub text: String,
}

impl Element {
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == attribute).map(|(_, value)| value.as_str())
    }

    pub fn attribute_names(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|(name, _)| name.as_str())
    }

    pub fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split(' ').any(|it| it == class))
    }
}

/// The elements of a page as a browser without JavaScript sees them, in order.
pub fn elements(html: &str) -> Vec<Element> {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    let dom = parse_document(RcDom::default(), options).one(html);
    let mut elements = Vec::new();
    collect(&dom.document, &mut elements);
    elements
}

fn collect(node: &Handle, elements: &mut Vec<Element>) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let attribute = |it: &html5ever::Attribute| (it.name.local.to_string(), it.value.to_string());
        let mut text = String::new();
        push_text(node, &mut text);
        elements.push(Element {
            name: name.local.to_string(),
            attributes: attrs.borrow().iter().map(attribute).collect(),
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
        });
    }
    for child in node.children.borrow().iter() {
        collect(child, elements);
    }
}

fn push_text(node: &Handle, text: &mut String) {
    if let NodeData::Text { contents } = &node.data {
        text.push_str(&contents.borrow());
    }
    for child in node.children.borrow().iter() {
        push_text(child, text);
    }
}

/// The elements of one built page.
pub fn page(built: &Built, path: &str) -> Vec<Element> {
    elements(&built.file(path))
}

/// Text of the elements with this class.
pub fn texts(built: &Built, path: &str, class: &str) -> Vec<String> {
    page(built, path).into_iter().filter(|it| it.has_class(class)).map(|it| it.text).collect()
}

/// `href` and text of the links with this class.
pub fn links(built: &Built, path: &str, class: &str) -> Vec<String> {
    page(built, path)
        .into_iter()
        .filter(|it| it.name == "a" && it.has_class(class))
        .map(|it| format!("{} {}", it.get("href").unwrap_or_default(), it.text))
        .collect()
}

/// All HTML pages with their elements.
pub fn pages(built: &Built) -> BTreeMap<&str, Vec<Element>> {
    built.all_paths().filter(|path| path.ends_with(".html")).map(|path| (path, page(built, path))).collect()
}

/// Where a reference of a page leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Reference {
    Outside,
    /// A file of the site, and a fragment.
    File(String, String),
    /// An address on the host of the site, but not on the site.
    Astray(String),
}

/// Resolves `reference` of the page in the file `from` as a browser does when the site is published at `base`.
pub fn resolve(from: &str, reference: &str, base: &BaseUrl) -> Reference {
    let own = from.strip_suffix("index.html").unwrap_or(from);
    let origin = base.join("/");
    let origin = origin.strip_suffix(base.path()).unwrap();
    let reference = reference.strip_prefix(origin).filter(|rest| rest.starts_with('/')).unwrap_or(reference);
    if reference.starts_with("//") || reference.split(['/', '#', '?']).next().unwrap().contains(':') {
        return Reference::Outside;
    }
    let (reference, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let reference = reference.split('?').next().unwrap();
    let folder =
        format!("{}{}", base.path(), own.rsplit_once('/').map_or(String::new(), |(it, _)| format!("{it}/")));
    let path = match reference {
        "" => format!("{}{own}", base.path()),
        absolute if absolute.starts_with('/') => percent_decode(absolute),
        relative => format!("{folder}{}", percent_decode(relative)),
    };
    let mut segments: Vec<&str> = Vec::new();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    for (at, segment) in parts.iter().enumerate() {
        match *segment {
            ".." => {
                segments.pop();
            }
            "." => {}
            name => segments.push(name),
        }
        if at + 1 == parts.len() && matches!(*segment, "." | "..") {
            segments.push("");
        }
    }
    let path = format!("/{}", segments.join("/"));
    let Some(file) = path.strip_prefix(base.path()) else { return Reference::Astray(path) };
    let file = match file {
        "" => "index.html".to_string(),
        folder if folder.ends_with('/') => format!("{folder}index.html"),
        file => file.to_string(),
    };
    Reference::File(file, percent_decode(fragment))
}

/// Every reference of every page that leads to no file, or to no element of its page.
pub fn broken_references(built: &Built, base: &BaseUrl) -> Vec<String> {
    let pages = pages(built);
    let files: BTreeSet<&str> = built.all_paths().collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, elements)| (*path, elements.iter().filter_map(|it| it.get("id")).collect()))
        .collect();
    let mut broken = Vec::new();
    for (path, elements) in &pages {
        for reference in elements.iter().flat_map(references) {
            match resolve(path, &reference, base) {
                Reference::Outside => {}
                Reference::Astray(_) => broken.push(format!("{path}: {reference} leaves the site")),
                Reference::File(file, _) if !files.contains(file.as_str()) => {
                    broken.push(format!("{path}: {reference} leads to no file"));
                }
                Reference::File(_, fragment) if fragment.is_empty() => {}
                Reference::File(file, fragment) => {
                    if !ids.get(file.as_str()).is_some_and(|ids| ids.contains(fragment.as_str())) {
                        broken.push(format!("{path}: {reference} leads to no element"));
                    }
                }
            }
        }
    }
    broken
}

/// Everything in an element that a browser may follow.
fn references(element: &Element) -> Vec<String> {
    let plain = ["href", "src", "action"].into_iter().filter_map(|name| element.get(name));
    let refresh = element
        .get("content")
        .filter(|_| element.get("http-equiv") == Some("refresh"))
        .and_then(|content| content.split_once("url="))
        .map(|(_, url)| url);
    let own = element.get("content").filter(|_| element.get("property") == Some("og:url"));
    let svg = element.name == "use";
    plain.chain(refresh).chain(own).filter(|_| !svg).map(str::to_string).collect()
}
