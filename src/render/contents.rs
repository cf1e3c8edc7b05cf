//! What each kind of page shows: home, collection, document, search, unknown address, redirect.

use crate::config::Locale;
use crate::date::Date;
use crate::document::Heading;
use crate::site::{CollectionIndex, DocumentIndex, LocaleIndex, RelationGroup, SetIndex};
use crate::yaml::{Node, Value};

use super::frame::{ViewBuilder, strings_of};
use super::html::BodyWriter;
use super::page::side_by_side_path;
use super::setting::Setting;
use super::view::{
    ChangeView, ChildView, CollectionView, DateView, DocumentView, FallbackView, GroupView, HomeView,
    NotFoundView, OutlineView, QuestionView, RedirectView, RelationView, SearchGroupView, SearchView,
    VariantView,
};

impl<'a> ViewBuilder<'a> {
    // ---- home and collections

    /// Text of a folder's own page: summary, body, and its language where it is not the page's.
    fn own_text(&self, index: CollectionIndex) -> (Option<&'a str>, String, Option<&'a str>) {
        let document =
            self.site.collection(index).index.and_then(|set| self.site.document_in(set, self.page.locale));
        match document {
            Some(document) => {
                let lang = self.foreign(self.site.locale_of(document));
                let summary = self.site.document(document).front_matter.summary.as_deref();
                (summary, self.body(document), lang)
            }
            None => (None, String::new(), None),
        }
    }

    pub(super) fn home(&self) -> HomeView<'a> {
        let root = self.site.collection(CollectionIndex(0));
        let (summary, body, lang) = self.own_text(CollectionIndex(0));
        let of_kind = |id: &str| {
            let is_wanted =
                |child: &&CollectionIndex| self.site.kind(**child).is_some_and(|kind| kind.id == id);
            root.children.iter().copied().find(|child| is_wanted(&child))
        };
        let (title, title_locale) = self.site.collection_title(CollectionIndex(0), self.page.locale);
        let shows_text = summary.is_some() || !body.is_empty();
        HomeView {
            title,
            title_lang: self.foreign(title_locale),
            fallback: root.index.filter(|_| shows_text).and_then(|set| self.fallback(set)),
            summary,
            body,
            lang,
            starts: of_kind("symptoms")
                .map(|child| self.cards(&self.site.collection(child).documents))
                .unwrap_or_default(),
            questions: of_kind("questions").map(|child| self.crumb(child)),
            groups: root.children.iter().map(|child| self.group(*child)).collect(),
            documents: self.cards(&root.documents),
        }
    }

    fn group(&self, index: CollectionIndex) -> GroupView<'a> {
        let collection = self.site.collection(index);
        let (title, locale) = self.site.collection_title(index, self.page.locale);
        GroupView {
            id: &collection.folder,
            title,
            summary: self.summary_in(index, locale),
            url: self.url(&self.site.collection_path(index, self.page.locale)),
            lang: self.foreign(locale),
            documents: self.cards(&self.documents_below(index)),
        }
    }

    /// The summary of a folder's page if it is in this locale.
    fn summary_in(&self, index: CollectionIndex, locale: LocaleIndex) -> Option<&'a str> {
        let set = self.site.collection(index).index?;
        let document = self.site.set(set).documents.get(&locale)?;
        self.site.document(*document).front_matter.summary.as_deref()
    }

    fn documents_below(&self, index: CollectionIndex) -> Vec<SetIndex> {
        let collection = self.site.collection(index);
        let below = collection.children.iter().flat_map(|child| self.documents_below(*child));
        collection.documents.iter().copied().chain(below).collect()
    }

    pub(super) fn collection(&self, index: CollectionIndex) -> CollectionView<'a> {
        let collection = self.site.collection(index);
        let (summary, body, lang) = self.own_text(index);
        let (title, title_locale) = self.site.collection_title(index, self.page.locale);
        CollectionView {
            id: &collection.folder,
            title,
            title_lang: self.foreign(title_locale),
            summary,
            body,
            lang,
            fallback: collection.index.and_then(|set| self.fallback(set)),
            children: collection.children.iter().map(|child| self.child(*child)).collect(),
            documents: self.cards(&collection.documents),
            kind: self.site.kind(index).map(|kind| kind.id.as_str()),
            questions: self.questions(index),
            relations: collection.index.map(|set| self.relations(set)).unwrap_or_default(),
            print_url: self.print_url(index),
        }
    }

    /// The documents of a collection of questions.
    fn questions(&self, index: CollectionIndex) -> Vec<QuestionView<'a>> {
        let is_of_questions = self.site.kind(index).is_some_and(|kind| kind.id == "questions");
        let sets = if is_of_questions { self.listed(index) } else { &[] };
        let own = self.site.collection(index).index;
        let question = |set: SetIndex| {
            let path = self.site.set(set).path.trim_matches('/');
            let slug = path.rsplit('/').next().unwrap_or_default();
            let is_taken = own.is_some_and(|own| self.site.has_anchor(own, self.page.locale, slug));
            // Ids of the theme hold a colon.
            let id = if is_taken { format!("question:{slug}") } else { slug.to_string() };
            QuestionView { id, card: self.card(set) }
        };
        sets.iter().map(|set| question(*set)).collect()
    }

    fn child(&self, index: CollectionIndex) -> ChildView<'a> {
        let (title, locale) = self.site.collection_title(index, self.page.locale);
        ChildView {
            title,
            summary: self.summary_in(index, locale),
            url: self.url(&self.site.collection_path(index, self.page.locale)),
            lang: self.foreign(locale),
            count: self.cards(&self.documents_below(index)).len(),
        }
    }

    /// The documents of a collection that have a page in the page's locale.
    pub(super) fn listed(&self, index: CollectionIndex) -> &'a [SetIndex] {
        self.renderer.listed.of(index, self.page.locale)
    }

    // ---- documents

    pub(super) fn document(&self, set: SetIndex) -> Option<DocumentView<'a>> {
        let index = self.site.document_in(set, self.page.locale)?;
        let document = self.site.document(index);
        let translation_set = self.site.set(set);
        let lead = &self.site.document(translation_set.lead).front_matter;
        let neighbours = self.listed(translation_set.collection);
        let position = self.renderer.listed.position(set, self.page.locale);
        let (trees, led_by) = self.trees_of(set);
        let side_by_side = self.site.counterpart(set, self.page.locale);
        let neighbour = |at: Option<usize>| at.and_then(|at| neighbours.get(at)).map(|set| self.card(*set));
        Some(DocumentView {
            id: translation_set.id.as_str(),
            title: document.title_or_id(),
            summary: document.front_matter.summary.as_deref(),
            body: self.body(index),
            lang: self.foreign(self.site.locale_of(index)),
            source_path: self.renderer.tree.file(document.file).path.as_str(),
            fallback: self.fallback(set),
            orphan: !translation_set.has_source(),
            draft: lead.draft || document.front_matter.draft,
            keywords: &document.front_matter.keywords,
            owner: lead.owner.as_ref().map(|owner| owner.get(self.locale())),
            reviewed: lead.reviewed.as_ref().map(|reviewed| self.date(reviewed.value)),
            changes: self.changes(index),
            edit_url: self.edit_url(index),
            feedback: self.feedback(set, index),
            extra: lead.extra.as_ref().map_or(serde_json::Value::Null, plain),
            outline: self.outline(index),
            relations: self.relations(set),
            channels: self.channels(set),
            trees,
            led_by,
            previous: neighbour(position.and_then(|at| at.checked_sub(1))),
            next: neighbour(position.map(|at| at + 1)),
            collection: self.crumb(translation_set.collection),
            side_by_side_url: side_by_side
                .map(|_| self.url(&side_by_side_path(self.site, set, self.page.locale))),
            side_by_side_language: side_by_side.map(|other| &self.shared.locales[other.0]),
        })
    }

    /// Where the original is, if the page stands in for a missing translation.
    fn fallback(&self, set: SetIndex) -> Option<FallbackView<'a>> {
        let document = self.site.document_in(set, self.page.locale)?;
        let locale = self.site.locale_of(document);
        (locale != self.page.locale).then(|| FallbackView {
            source_locale: self.site.locale(locale).as_str(),
            source_name: &self.shared.locales[locale.0].name,
            source_url: self.url(&self.page.path_in(self.site, locale)),
        })
    }

    /// What the text says changed in it, newest first.
    fn changes(&self, document: DocumentIndex) -> Vec<ChangeView<'a>> {
        let changes = self.site.document(document).front_matter.changes.iter();
        changes.map(|change| ChangeView { date: self.date(change.date), text: &change.text }).collect()
    }

    fn edit_url(&self, document: DocumentIndex) -> Option<String> {
        let file = self.renderer.tree.file(self.site.document(document).file);
        Some(self.site.config.edit_url.as_ref()?.of(file.path.as_str()))
    }

    fn date(&self, date: Date) -> DateView {
        DateView { iso: date.to_string(), text: self.strings.date(date) }
    }

    /// The body in the words of the language it is written in: its alerts are labelled in that language.
    fn body(&self, document: DocumentIndex) -> String {
        self.writer(document, Setting::Own).html()
    }

    pub(super) fn writer<'b>(&'b self, document: DocumentIndex, setting: Setting<'b>) -> BodyWriter<'b> {
        let strings = strings_of(self.renderer.theme, &self.site.document(document).locale);
        BodyWriter {
            site: self.site,
            strings,
            document,
            path: &self.page.path,
            locale: self.page.locale,
            setting,
        }
    }

    fn outline(&self, document: DocumentIndex) -> Vec<OutlineView<'a>> {
        let headings = &self.site.document(document).body.headings;
        let anchors = &self.site.anchors[document.0];
        let sections: Vec<(&Heading, &str)> = headings
            .iter()
            .zip(anchors)
            .filter(|(heading, _)| heading.is_section && heading.level <= 3)
            .map(|(heading, anchor)| (heading, anchor.as_str()))
            .collect();
        nest(&sections)
    }

    fn relations(&self, set: SetIndex) -> Vec<RelationView<'a>> {
        let groups = self.site.set(set).relations.iter().map(|group| self.relation(group));
        groups.filter(|group| !group.documents.is_empty()).collect()
    }

    fn relation(&self, group: &'a RelationGroup) -> RelationView<'a> {
        let locale = self.site.locale(self.page.locale);
        RelationView {
            name: &group.name,
            reverse: group.reverse,
            title: group.title.get(locale),
            lang: group.title.locale_of(locale).filter(|own| *own != locale).map(Locale::as_str),
            documents: self.cards(&group.sets),
        }
    }

    // ---- the other pages

    pub(super) fn search(&self) -> SearchView<'a> {
        let group = |index: CollectionIndex| {
            let (title, locale) = self.site.collection_title(index, self.page.locale);
            SearchGroupView {
                title,
                lang: self.foreign(locale),
                url: self.url(&self.site.collection_path(index, self.page.locale)),
                documents: self.cards(&self.site.collection(index).documents),
            }
        };
        let mut order = Vec::new();
        self.push_collections(CollectionIndex(0), &mut order);
        SearchView {
            groups: order.into_iter().map(group).filter(|group| !group.documents.is_empty()).collect(),
            files: self.renderer.embedded(self.page.locale),
        }
    }

    /// A collection and all below it, in the order of the site.
    pub(super) fn push_collections(&self, index: CollectionIndex, order: &mut Vec<CollectionIndex>) {
        order.push(index);
        for child in &self.site.collection(index).children {
            self.push_collections(*child, order);
        }
    }

    pub(super) fn not_found(&self, for_all: bool) -> NotFoundView<'a> {
        let variant = |(index, locale): (LocaleIndex, &'a Locale)| {
            let names = &self.shared.locales[index.0];
            let url = |path| self.url(&self.site.localised_path(path, index));
            VariantView {
                locale: locale.as_str(),
                lang: locale.as_str(),
                dir: &names.dir,
                name: &names.name,
                home_url: url("/"),
                search_url: url("/search/"),
                prefix: url("/"),
                strings: strings_of(self.renderer.theme, locale).entries(),
            }
        };
        let wanted = |index: LocaleIndex| for_all || index == self.page.locale;
        NotFoundView {
            variants: self.site.locales().filter(|(index, _)| wanted(*index)).map(variant).collect(),
        }
    }

    pub(super) fn redirect(&self, alias: usize) -> RedirectView<'a> {
        let set = self.site.aliases[alias].set;
        let target = self.site.set_path(set, self.page.locale);
        RedirectView { title: self.title_of(set), url: self.url(&target), canonical: self.absolute(&target) }
    }
}

/// Level-3 headings below the level-2 heading before them; one without is listed by itself.
fn nest<'a>(sections: &[(&'a Heading, &'a str)]) -> Vec<OutlineView<'a>> {
    let mut outline: Vec<OutlineView<'a>> = Vec::new();
    for (heading, anchor) in sections {
        let entry = OutlineView { anchor, title: &heading.text, level: heading.level, children: Vec::new() };
        match outline.last_mut().filter(|above| above.level < heading.level) {
            Some(above) => above.children.push(entry),
            None => outline.push(entry),
        }
    }
    outline
}

/// Front matter's `extra` as the template sees it: scalars are text.
fn plain(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Scalar(text) => text.as_str().into(),
        Value::Sequence(items) => items.iter().map(plain).collect(),
        Value::Mapping(entries) => entries
            .iter()
            .map(|(key, node)| (key.value.clone(), plain(node)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}
