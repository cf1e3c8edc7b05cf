//! Collections and their typed relations, as `site.yaml` declares them.

use crate::diag::{Code, Diagnostic, Text};
use crate::source::{Span, Spanned};
use crate::yaml::Fields;

use super::{Locale, Localised};

/// A declared collection.
#[derive(Clone, Debug)]
pub struct CollectionConfig {
    /// Its name: `symptoms`.
    pub id: String,
    /// Its folder below `content/`; the id unless written.
    pub folder: String,
    /// Where `site.yaml` declares it.
    pub span: Option<Span>,
    /// Its title; empty when the folder's `index.md` gives it.
    pub title: Localised,
    /// Relations that its documents may state.
    pub relations: Vec<RelationConfig>,
}

/// A kind of relation from the documents of one collection to those of another.
#[derive(Clone, Debug)]
pub struct RelationConfig {
    /// The key below `relations:` in front matter: `causes`.
    pub name: String,
    /// Which documents it may name.
    pub target: RelationTarget,
    /// Where `site.yaml` says so.
    pub span: Option<Span>,
    /// Heading on the page that states the relation.
    pub title: Localised,
    /// Heading on the page that is named by it.
    pub reverse: Localised,
}

/// Which documents a relation may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelationTarget {
    /// Documents of one collection.
    Collection(String),
    /// Any document.
    Any,
}

/// The value of `collections:`, or the six defaults.
pub(super) fn parse_all(fields: &mut Fields, default: &Locale) -> Vec<CollectionConfig> {
    let nodes = fields.sequence("collections");
    if nodes.is_empty() {
        return defaults();
    }
    let mut collections: Vec<CollectionConfig> = Vec::new();
    for node in nodes {
        let span = node.span;
        let mut inner = Fields::new(Some(node));
        let collection = parse(&mut inner, default);
        fields.diagnostics.extend(inner.finish());
        match collection {
            Some(it) if collections.iter().all(|other| other.id != it.id) => collections.push(it),
            Some(it) => fields.diagnostics.push(
                Diagnostic::new(
                    Code::ValueInvalid,
                    Text::new(
                        format!("栏目 `{}` 声明了两次", it.id),
                        format!("collection `{}` is declared twice", it.id),
                    ),
                )
                .at(span),
            ),
            None => fields.diagnostics.push(
                Diagnostic::new(Code::ValueType, Text::new("栏目缺少 `id`", "a collection has no `id`"))
                    .at(span),
            ),
        }
    }
    check_targets(fields, &collections);
    check_folders(fields, &collections);
    name_relations(&mut collections, default);
    collections
}

fn parse(fields: &mut Fields, default: &Locale) -> Option<CollectionConfig> {
    let id = fields.text("id");
    let folder = fields.text("folder").map(|text| text.value.trim_matches('/').to_string());
    let title = fields.localised("title", default).unwrap_or_default();
    let mut relations = Vec::new();
    for node in fields.sequence("relations") {
        let span = node.span;
        let mut inner = Fields::new(Some(node));
        let relation = parse_relation(&mut inner, default);
        fields.diagnostics.extend(inner.finish());
        match relation {
            Some(relation) => relations.push(relation),
            None => fields.diagnostics.push(
                Diagnostic::new(Code::ValueType, Text::new("关联缺少 `name`", "a relation has no `name`"))
                    .at(span),
            ),
        }
    }
    let Spanned { value: id, span } = id?;
    let folder = folder.unwrap_or_else(|| id.clone());
    Some(CollectionConfig { id, folder, span: Some(span), title, relations })
}

fn parse_relation(fields: &mut Fields, default: &Locale) -> Option<RelationConfig> {
    let name = fields.text("name");
    let to = fields.text("to");
    let title = fields.localised("title", default).unwrap_or_default();
    let reverse = fields.localised("reverse", default).unwrap_or_default();
    let name = name?;
    let span = Some(to.as_ref().map_or(name.span, |to| to.span));
    let name = name.value;
    let target = match to {
        Some(to) if to.value == "any" => RelationTarget::Any,
        Some(to) => RelationTarget::Collection(to.value),
        None => RelationTarget::Collection(name.clone()),
    };
    Some(RelationConfig { name, target, span, title, reverse })
}

fn check_targets(fields: &mut Fields, collections: &[CollectionConfig]) {
    for relation in collections.iter().flat_map(|collection| &collection.relations) {
        let RelationTarget::Collection(target) = &relation.target else { continue };
        if collections.iter().any(|collection| collection.id == *target) {
            continue;
        }
        let ids = collections.iter().map(|collection| collection.id.as_str());
        fields.diagnostics.push(
            Diagnostic::new(
                Code::CollectionUnknown,
                Text::new(
                    format!("关联 `{}` 指向不存在的栏目 `{target}`", relation.name),
                    format!("relation `{}` leads to `{target}`, which is no collection", relation.name),
                ),
            )
            .placed(relation.span)
            .did_you_mean(crate::suggest::nearest(target, ids)),
        );
    }
}

fn check_folders(fields: &mut Fields, collections: &[CollectionConfig]) {
    for (index, collection) in collections.iter().enumerate() {
        let Some(first) = collections[..index].iter().find(|other| other.folder == collection.folder) else {
            continue;
        };
        let (a, b) = (&first.id, &collection.id);
        let message = Text::new(
            format!("栏目 `{a}` 和 `{b}` 是同一个文件夹"),
            format!("collections `{a}` and `{b}` are in one folder"),
        );
        fields.diagnostics.push(Diagnostic::new(Code::ValueInvalid, message).placed(collection.span));
    }
}

/// A relation without a heading takes the title of the collection that is listed below it.
fn name_relations(collections: &mut [CollectionConfig], default: &Locale) {
    let titles: Vec<(String, Localised)> = collections
        .iter()
        .map(|collection| (collection.id.clone(), or_name(&collection.title, &collection.id, default)))
        .collect();
    for (collection, (_, own)) in collections.iter_mut().zip(&titles) {
        for relation in &mut collection.relations {
            let named = |id: &String| titles.iter().find(|(other, _)| other == id).map(|(_, title)| title);
            let target = match &relation.target {
                RelationTarget::Collection(id) => named(id),
                RelationTarget::Any => None,
            };
            if relation.title == Localised::default() {
                relation.title =
                    target.cloned().unwrap_or_else(|| or_name(&relation.title, &relation.name, default));
            }
            if relation.reverse == Localised::default() {
                relation.reverse = own.clone();
            }
        }
    }
}

fn or_name(title: &Localised, name: &str, default: &Locale) -> Localised {
    match *title == Localised::default() {
        true => Localised::of([(default.as_str(), name)]),
        false => title.clone(),
    }
}

/// The collections of a help centre about problems and their remedies.
fn defaults() -> Vec<CollectionConfig> {
    let collection = |id: &str, zh, en, relations| CollectionConfig {
        id: id.to_string(),
        folder: id.to_string(),
        span: None,
        title: Localised::of([("zh-CN", zh), ("en", en)]),
        relations,
    };
    let relation = |name: &str, target, title: [&str; 2], reverse: [&str; 2]| RelationConfig {
        name: name.to_string(),
        target,
        span: None,
        title: Localised::of([("zh-CN", title[0]), ("en", title[1])]),
        reverse: Localised::of([("zh-CN", reverse[0]), ("en", reverse[1])]),
    };
    let to = |id: &str| RelationTarget::Collection(id.to_string());
    let related = |reverse| relation("related", RelationTarget::Any, ["相关内容", "Related"], reverse);
    let causes = relation(
        "causes",
        to("causes"),
        ["可能的原因", "Possible causes"],
        ["可能出现的症状", "Symptoms this can cause"],
    );
    let fixes = relation(
        "fixes",
        to("fixes"),
        ["解决办法", "How to fix it"],
        ["能解决的问题", "Problems this fixes"],
    );
    let prevention = relation(
        "prevention",
        to("prevention"),
        ["怎样预防", "How to prevent it"],
        ["出了问题时", "When it goes wrong"],
    );
    vec![
        collection("symptoms", "症状", "Symptoms", vec![causes]),
        collection("causes", "原因", "Causes", vec![fixes]),
        collection("fixes", "解决办法", "Fixes", vec![prevention]),
        collection("prevention", "预防", "Prevention", Vec::new()),
        collection(
            "questions",
            "常见问题",
            "Questions",
            vec![related(["有关的常见问题", "Questions about this"])],
        ),
        collection("guide", "入门", "Guide", vec![related(["相关阅读", "Read more"])]),
    ]
}
