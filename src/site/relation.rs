//! Relations: written once, on one document, and shown on both.

use std::collections::BTreeMap;

use crate::config::{Localised, RelationConfig, RelationTarget};
use crate::diag::{Code, Diagnostic, Text};
use crate::document::DocumentId;
use crate::source::Spanned;
use crate::suggest::nearest;

use super::link::MOST_SUGGESTIONS;
use super::{SetIndex, Site, translation};

/// Related documents of one kind, in one direction.
#[derive(Clone, Debug)]
pub struct RelationGroup {
    /// The relation's name: `causes`.
    pub name: String,
    /// Whether this is the side that is named by the other.
    pub reverse: bool,
    /// The heading above them.
    pub title: Localised,
    /// The documents, in the order written, or of the site for the reverse side.
    pub sets: Vec<SetIndex>,
}

/// Fills the relations of every set.
pub(super) fn resolve(site: &mut Site<'_>, unpublished: &[DocumentId], diagnostics: &mut Vec<Diagnostic>) {
    let mut forward: Vec<Vec<RelationGroup>> = vec![Vec::new(); site.sets.len()];
    // Keyed by declared collection and relation, so that the groups come in the order of `site.yaml`.
    let mut backward: Vec<BTreeMap<(usize, usize), RelationGroup>> = vec![BTreeMap::new(); site.sets.len()];
    for (index, own) in forward.iter_mut().enumerate() {
        let set = SetIndex(index);
        let kind = site.collection(site.set(set).collection).kind;
        for list in &site.document(site.set(set).lead).front_matter.relations {
            let declared =
                kind.map(|kind| site.config.collections[kind].relations.as_slice()).unwrap_or_default();
            let Some(position) = declared.iter().position(|it| it.name == list.name.value) else {
                diagnostics.push(unknown(&list.name, declared));
                continue;
            };
            let relation = &declared[position];
            let mut targets: Vec<SetIndex> = Vec::new();
            for written in &list.targets {
                match target(site, relation, written) {
                    Ok(target) if target == set || targets.contains(&target) => {}
                    Ok(target) => targets.push(target),
                    Err(wrong) => {
                        let diagnostic = wrong.word(relation, written, unpublished);
                        let suggests =
                            diagnostic.code == Code::RelationTarget && diagnostics.len() < MOST_SUGGESTIONS;
                        let found = if suggests { nearest_in(site, relation, written) } else { None };
                        diagnostics.push(diagnostic.did_you_mean(found));
                    }
                }
            }
            for target in &targets {
                let key = (kind.unwrap_or_default(), position);
                let group = backward[target.0].entry(key).or_insert_with(|| group(relation, true));
                group.sets.push(set);
            }
            if !targets.is_empty() {
                own.push(RelationGroup { sets: targets, ..group(relation, false) });
            }
        }
    }
    for (index, (forward, backward)) in forward.into_iter().zip(backward).enumerate() {
        site.sets[index].relations = merge(forward, backward.into_values());
    }
}

fn group(relation: &RelationConfig, reverse: bool) -> RelationGroup {
    let title = if reverse { &relation.reverse } else { &relation.title };
    RelationGroup { name: relation.name.clone(), reverse, title: title.clone(), sets: Vec::new() }
}

/// A document named on this page already is not shown again as one that names this page.
fn merge(forward: Vec<RelationGroup>, backward: impl Iterator<Item = RelationGroup>) -> Vec<RelationGroup> {
    let mut groups = forward;
    for mut group in backward {
        group.sets.retain(|set| !groups.iter().any(|other| other.sets.contains(set)));
        if !group.sets.is_empty() {
            groups.push(group);
        }
    }
    groups
}

/// What is wrong with a target.
enum Wrong {
    /// No document has that id.
    Missing,
    /// It is in another collection than the relation leads to.
    Elsewhere,
}

impl Wrong {
    fn word(
        self,
        relation: &RelationConfig,
        written: &Spanned<String>,
        unpublished: &[DocumentId],
    ) -> Diagnostic {
        let id = id_of(written);
        let (code, message) = match (self, &relation.target) {
            (Wrong::Elsewhere, RelationTarget::Collection(expected)) => (
                Code::RelationTarget,
                Text::new(
                    format!("`{id}` 不属于栏目 `{expected}`"),
                    format!("`{id}` is not in the collection `{expected}`"),
                ),
            ),
            _ if unpublished.iter().any(|other| other.as_str() == id) => {
                (Code::DraftLink, Text::new(format!("`{id}` 没有发布"), format!("`{id}` is not published")))
            }
            _ => (
                Code::RelationTarget,
                Text::new(format!("没有文档 `{id}`"), format!("there is no document `{id}`")),
            ),
        };
        let diagnostic = Diagnostic::new(code, message).at(written.span);
        match code {
            Code::DraftLink => {
                diagnostic.help("发布它，或先去掉这条关联", "publish it, or remove the relation for now")
            }
            _ => diagnostic,
        }
    }
}

fn id_of(written: &Spanned<String>) -> &str {
    written.value.trim_matches('/').trim_end_matches(".md")
}

fn target(site: &Site<'_>, relation: &RelationConfig, written: &Spanned<String>) -> Result<SetIndex, Wrong> {
    let set = translation::find(&site.sets, id_of(written)).ok_or(Wrong::Missing)?;
    match &relation.target {
        RelationTarget::Any => Ok(set),
        RelationTarget::Collection(expected) => {
            let found = site.kind(site.set(set).collection);
            if found.is_some_and(|kind| kind.id == *expected) { Ok(set) } else { Err(Wrong::Elsewhere) }
        }
    }
}

/// The nearest id that the relation may name; the bare stem counts as well (`check-network`).
fn nearest_in<'a>(
    site: &'a Site<'_>,
    relation: &RelationConfig,
    written: &Spanned<String>,
) -> Option<&'a str> {
    let id = id_of(written);
    let allowed = |set: &&super::TranslationSet| match &relation.target {
        RelationTarget::Any => true,
        RelationTarget::Collection(expected) => {
            site.kind(set.collection).is_some_and(|kind| kind.id == *expected)
        }
    };
    let candidates =
        || site.sets.iter().filter(|set| !set.is_index).filter(allowed).map(|set| set.id.as_str());
    let stem = id.rsplit('/').next().unwrap_or(id);
    let by_title = site
        .sets
        .iter()
        .filter(allowed)
        .find(|set| site.document(set.lead).title.as_deref() == Some(written.value.as_str()));
    if let Some(set) = by_title {
        return Some(set.id.as_str());
    }
    candidates()
        .find(|candidate| candidate.rsplit('/').next() == Some(stem))
        .or_else(|| nearest(id, candidates()))
}

fn unknown(name: &Spanned<String>, declared: &[RelationConfig]) -> Diagnostic {
    let message = Text::new(
        format!("这个栏目没有关联 `{}`", name.value),
        format!("this collection has no relation `{}`", name.value),
    );
    let names: Vec<&str> = declared.iter().map(|relation| relation.name.as_str()).collect();
    let diagnostic = Diagnostic::new(Code::RelationUnknown, message).at(name.span);
    if names.is_empty() {
        return diagnostic.help(
            "在 site.yaml 的 `collections:` 里声明它，或删掉",
            "declare it below `collections:` in site.yaml, or delete it",
        );
    }
    let list = names.join("`, `");
    diagnostic
        .did_you_mean(nearest(&name.value, names))
        .help(format!("可用的有：`{list}`"), format!("there are: `{list}`"))
}
