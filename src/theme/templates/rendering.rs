//! What is said of a template that does something wrong with the data of a page: a field that does not exist, a key of no
//! string, a value of another type. The view says what there is instead.

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Text};
use crate::suggest::nearest;

use super::compilation::{Complaint, FILTERS, error, quoted, told};
use super::words::{VALUES, capture, type_name};

/// What a view has under a path.
pub(super) enum Looked {
    Missing,
    Null,
    /// A value with fields, and their names.
    Fields(Vec<String>),
    Other,
}

/// As many fields are listed when none is near to what was written.
const MOST_LISTED: usize = 16;

/// A template that failed while `page` was made. `view` looks up `document.title`; the empty path gives all there is.
pub(super) fn rendering(it: &Complaint<'_>, view: &dyn Fn(&str) -> Looked, page: &str) -> Diagnostic {
    on_page(about(it, view), page)
}

/// What the engine says without a place.
pub(super) fn unplaced(message: &str, page: &str) -> Diagnostic {
    let diagnostic = match message {
        "Maximum render recursion depth for components exceeded." => {
            let text = Text::new("组件一直在用它自己", "a component uses itself without end");
            Diagnostic::new(Code::TemplateError, text).help(
                "用 `{% if … %}` 判断何时停下；最多套 20 层",
                "let an `{% if … %}` decide where it stops; 20 levels are the most",
            )
        }
        _ => quoted(message),
    };
    on_page(diagnostic, page)
}

fn on_page(diagnostic: Diagnostic, page: &str) -> Diagnostic {
    diagnostic.help(format!("生成页面 `{page}` 时发现"), format!("found while the page `{page}` was made"))
}

fn about(it: &Complaint<'_>, view: &dyn Fn(&str) -> Looked) -> Diagnostic {
    let message = it.message;
    if let Some(found) = capture(message, "Variable `{}` is not defined.{}") {
        return no_variable(it, view, found[0], &listed(found[1]));
    }
    if let Some(found) = capture(message, "Field `{}` is not defined.{}") {
        return no_field(it, view, found[0], &listed(found[1]));
    }
    if let Some(found) = capture(message, "Invalid type for the value, expected `{}` but got `{}`") {
        let place = value_at(it);
        return if found[1] == "undefined" {
            undefined(it, view, place)
        } else {
            wrong_type(it, place, found[0], found[1])
        };
    }
    if is_undefined(message) {
        return undefined(it, view, value_at(it));
    }
    if let Some(argument) = capture(message, "Argument `{}` of `fill` is undefined").map(|found| found[0]) {
        return undefined(it, view, value_of_argument(it, argument));
    }
    if let Some(diagnostic) = component(it) {
        return diagnostic;
    }
    let place = match message.starts_with("Missing keyword") {
        true => name_at(it.text, it.place().start),
        false => whole_path(it, it.place()),
    };
    told(&VALUES, it, place)
}

/// Messages that come down to a value that is not there.
fn is_undefined(message: &str) -> bool {
    const PATTERNS: [&str; 7] = [
        "Math operations can only be done on numbers, found `undefined`",
        "Iteration not possible on type `undefined`",
        "Key/value iteration is not possible on type `undefined`, only on maps.",
        "Only numbers can be negated. This is a `undefined`",
        "Value of type undefined has no length",
        "Tried to render a variable that is undefined",
        "`in` cannot be used on a container of type `undefined`. {}",
    ];
    PATTERNS.iter().any(|pattern| capture(message, pattern).is_some())
        || capture(message, "Field `{}` is not defined").is_some()
        || capture(message, "Variable `{}` exists but its value is undefined").is_some()
        || matches!(message, "Cannot index into an undefined value" | "Cannot slice an undefined value")
}

fn no_variable(
    it: &Complaint<'_>,
    view: &dyn Fn(&str) -> Looked,
    name: &str,
    others: &[String],
) -> Diagnostic {
    let message = Text::new(format!("没有变量 `{name}`"), format!("there is no variable `{name}`"));
    let diagnostic = error(message, it.span(it.place()));
    if !matches!(view(name), Looked::Missing) {
        return diagnostic.help(
            format!("组件只看得到它的参数：把 `@{name}` 加到组件的参数里"),
            format!("a component sees nothing but its arguments: add `@{name}` to them"),
        );
    }
    instead(diagnostic, name, others)
}

fn no_field(it: &Complaint<'_>, view: &dyn Fn(&str) -> Looked, field: &str, others: &[String]) -> Diagnostic {
    let place = it.place();
    let owner = path_before(it.text, place.start);
    let span = it.span(place);
    if owner.is_empty() {
        let message = Text::new(format!("没有字段 `{field}`"), format!("there is no field `{field}`"));
        return instead(error(message, span), field, others);
    }
    if owner == "strings" || owner == "words" {
        let key =
            &it.text[whole_path(it, span.start..span.end)].trim_start_matches(owner).trim_start_matches('.');
        return no_string(error(Text::new("", ""), span), view, owner, key);
    }
    if !others.is_empty() {
        let message =
            Text::new(format!("`{owner}` 没有字段 `{field}`"), format!("`{owner}` has no field `{field}`"));
        return instead(error(message, span), field, others);
    }
    let message = match view(owner) {
        Looked::Other => {
            let message = Text::new(
                format!("`{owner}` 不是一组字段，没有 `{field}`"),
                format!("`{owner}` is no group of fields and has no `{field}`"),
            );
            let diagnostic = error(message, span);
            return match FILTERS.contains(&field) {
                true => diagnostic.help(
                    format!("`{field}` 是过滤器，写成 `{owner} | {field}`"),
                    format!("`{field}` is a filter: write `{owner} | {field}`"),
                ),
                false => diagnostic.help("docs/themes.md 列出了字段", "docs/themes.md lists the fields"),
            };
        }
        Looked::Null => Text::new(
            format!("`{owner}` 在这里是空值（`null`），没有字段 `{field}`"),
            format!("`{owner}` is `null` here and has no field `{field}`"),
        ),
        _ => Text::new(
            format!("`{owner}` 在这里是空值或单个的值，没有字段 `{field}`"),
            format!("`{owner}` is `null` or a single value here and has no field `{field}`"),
        ),
    };
    error(message, span).help(
        format!("可能没有值时，先判断：`{{% if {owner} %}}…{{% endif %}}`"),
        format!("where it may be `null`, ask first: `{{% if {owner} %}}…{{% endif %}}`"),
    )
}

/// A value that is not there, in the words of what it is: a string, a field, an entry.
fn undefined(it: &Complaint<'_>, view: &dyn Fn(&str) -> Looked, place: Range<usize>) -> Diagnostic {
    let here = &it.text[place.clone()];
    if let Some((owner, key)) = indexed(here) {
        let start = place.start + owner.len();
        let inside =
            it.text[start..].find(key).map_or(place.clone(), |at| start + at..start + at + key.len());
        let last = owner.rsplit('.').next().unwrap_or(owner);
        let diagnostic = error(Text::new("", ""), it.span(inside));
        return match last {
            "strings" | "words" => no_string(diagnostic, view, owner, key),
            _ => no_entry(diagnostic, view, owner, key),
        };
    }
    let names: Vec<&str> = here.split('.').collect();
    let is_name = |name: &&str| !name.is_empty() && name_at(name, 0).len() == name.len();
    let is_path = names.iter().all(is_name);
    if let Some((owner, at)) = is_path.then(|| missing_in(&names, view)).flatten() {
        let (start, field) = (place.start + owner.len() + 1, names[at]);
        let others = if let Looked::Fields(others) = view(&owner) { others } else { Vec::new() };
        let message =
            Text::new(format!("`{owner}` 没有字段 `{field}`"), format!("`{owner}` has no field `{field}`"));
        return instead(error(message, it.span(start..start + field.len())), field, &others);
    }
    if is_path
        && matches!(view(here), Looked::Missing)
        && let ([_], Looked::Fields(others)) = (names.as_slice(), view(""))
    {
        return no_variable(&Complaint { range: place, ..*it }, view, here, &others);
    }
    let message = Text::new(format!("`{here}` 没有定义"), format!("`{here}` is not defined"));
    error(message, it.span(place)).help("docs/themes.md 列出了字段", "docs/themes.md lists the fields")
}

/// The part of a path that exists in the view and has fields, and the number of the name after it, which is none of them.
fn missing_in(names: &[&str], view: &dyn Fn(&str) -> Looked) -> Option<(String, usize)> {
    (1..names.len()).find_map(|at| {
        let owner = names[..at].join(".");
        let has_fields = matches!(view(&owner), Looked::Fields(_));
        (has_fields && matches!(view(&names[..=at].join(".")), Looked::Missing)).then_some((owner, at))
    })
}

fn no_string(
    mut diagnostic: Diagnostic,
    view: &dyn Fn(&str) -> Looked,
    owner: &str,
    key: &str,
) -> Diagnostic {
    diagnostic.message = Text::new(format!("没有界面文字 `{key}`"), format!("there is no string `{key}`"));
    let keys = match (view(owner), view("strings")) {
        (Looked::Fields(keys), _) | (_, Looked::Fields(keys)) => keys,
        _ => Vec::new(),
    };
    if keys.iter().any(|it| it == key) {
        diagnostic.message = Text::new(
            format!("界面文字 `{key}` 的名字里有点，不能这样取"),
            format!("the string `{key}` has a dot in its name and cannot be had like this"),
        );
        let instead = format!("{owner}[\"{key}\"]");
        return diagnostic.help(format!("写成 `{instead}`"), format!("write `{instead}`"));
    }
    let mean = nearest(key, keys.iter().map(String::as_str));
    let is_known = mean.is_some();
    let diagnostic = diagnostic.did_you_mean(mean);
    if is_known {
        return diagnostic;
    }
    diagnostic.help(
        "主题自己的界面文字写在 `strings/zh-CN.yaml` 里，每种语言一个文件",
        "strings of a theme stand in its `strings/en.yaml`, a file for each language",
    )
}

fn no_entry(mut diagnostic: Diagnostic, view: &dyn Fn(&str) -> Looked, owner: &str, key: &str) -> Diagnostic {
    diagnostic.message = Text::new(format!("`{owner}` 没有 `{key}`"), format!("`{owner}` has no `{key}`"));
    let others = if let Looked::Fields(others) = view(owner) { others } else { Vec::new() };
    instead(diagnostic, key, &others)
}

fn wrong_type(it: &Complaint<'_>, place: Range<usize>, expected: &str, found: &str) -> Diagnostic {
    let here = &it.text[place.clone()];
    let after = it.text[place.end..].trim_start().strip_prefix('|').map(str::trim_start).unwrap_or_default();
    let filter =
        &after[..after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len())];
    let ([wants_zh, wants_en], [is_zh, is_en]) = (type_name(expected), type_name(found));
    let message = match filter {
        "" => Text::new(
            format!("`{here}` 是{is_zh}，这里要{wants_zh}"),
            format!("`{here}` is {is_en}, expected {wants_en}"),
        ),
        _ => Text::new(
            format!("`{here}` 是{is_zh}，过滤器 `{filter}` 要{wants_zh}"),
            format!("`{here}` is {is_en}, but the filter `{filter}` takes {wants_en}"),
        ),
    };
    let diagnostic = error(message, it.span(place.clone()));
    match found {
        "none" => diagnostic.help(
            format!("可能没有值时，先判断：`{{% if {here} %}}…{{% endif %}}`"),
            format!("where it may be `null`, ask first: `{{% if {here} %}}…{{% endif %}}`"),
        ),
        _ => diagnostic,
    }
}

/// Arguments of a component that are missing, unknown or of another type.
fn component(it: &Complaint<'_>) -> Option<Diagnostic> {
    let call = it.place();
    let source = &it.text[call.clone()];
    let name_range =
        name_at(it.text, call.start + source.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(0));
    let name = &it.text[name_range.clone()];
    if let Some(found) = capture(it.message, "Unknown argument(s) {} in component call.{}") {
        let mut unknown: Vec<&str> = found[0].split(", ").map(|it| it.trim_matches('`')).collect();
        unknown.sort_unstable();
        let known: Vec<String> = found[1].split('`').skip(1).step_by(2).map(str::to_string).collect();
        let argument = unknown[0];
        let place = argument_at(source, argument)
            .map_or(name_range, |at| call.start + at..call.start + at + argument.len());
        let message = Text::new(
            format!("组件 `{name}` 没有参数 `{argument}`"),
            format!("the component `{name}` has no argument `{argument}`"),
        );
        return Some(instead(error(message, it.span(place)), argument, &known));
    }
    if let Some(found) =
        capture(it.message, "Component argument `{}` (type: `{}`) does not match expected type: `{}`")
    {
        let place = argument_at(source, found[0])
            .map_or(name_range, |at| call.start + at..call.start + at + found[0].len());
        let ([is_zh, is_en], [wants_zh, wants_en]) = (type_name(found[1]), type_name(found[2]));
        let message = Text::new(
            format!("组件 `{name}` 的参数 `{}` 要{wants_zh}，这里是{is_zh}", found[0]),
            format!(
                "the argument `{}` of the component `{name}` takes {wants_en}; this is {is_en}",
                found[0]
            ),
        );
        return Some(error(message, it.span(place)));
    }
    let missing = capture(it.message, "Argument `{}`{} missing.").or_else(|| {
        capture(it.message, "Implicit argument `{}`{} not found in context or passed directly.")
    })?;
    let argument = missing[0];
    let message = Text::new(
        format!("组件 `{name}` 缺少参数 `{argument}`"),
        format!("the component `{name}` lacks the argument `{argument}`"),
    );
    Some(error(message, it.span(name_range)).help(
        format!("写成 `<{name} {argument}={{值}} … />`"),
        format!("write `<{name} {argument}={{value}} … />`"),
    ))
}

/// “Did you mean”, or what there is, or where to read what there is.
fn instead(diagnostic: Diagnostic, typed: &str, others: &[String]) -> Diagnostic {
    let mean = nearest(typed, others.iter().map(String::as_str));
    let is_known = mean.is_some();
    let mut diagnostic = diagnostic.did_you_mean(mean);
    if !is_known && !others.is_empty() && others.len() <= MOST_LISTED {
        let list = |comma: &str| others.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(comma);
        diagnostic = diagnostic.help(format!("有的是 {}", list("、")), format!("there are {}", list(", ")));
    }
    diagnostic.help("docs/themes.md 列出了字段", "docs/themes.md lists the fields")
}

/// The names in ` Available fields: a, b`.
pub(super) fn listed(rest: &str) -> Vec<String> {
    let names = rest.split_once("Available ").and_then(|(_, names)| names.lines().next()?.split_once(": "));
    let names = names.map(|(_, names)| names).unwrap_or_default();
    names
        .split(", ")
        .filter(|name| !name.is_empty() && !name.starts_with("__tera"))
        .map(str::to_string)
        .collect()
}

/// The value that the engine means: instead of a filter what stands before it.
fn value_at(it: &Complaint<'_>) -> Range<usize> {
    let place = it.place();
    let before = it.text[..place.start].trim_end();
    match before.strip_suffix('|').map(str::trim_end) {
        Some(value) => whole_path(it, value.len()..value.len()),
        // The engine means what stands before the field.
        None if capture(it.message, "Field `{}` is not defined").is_some() => with_beginning(it, place),
        None => whole_path(it, place),
    }
}

/// A place with the whole path that it is a part of; the engine often gives the first name only.
fn whole_path(it: &Complaint<'_>, place: Range<usize>) -> Range<usize> {
    let mut end = place.end;
    while let Some(rest) = it.text[end..].strip_prefix('.') {
        let name = name_at(rest, 0);
        if name.is_empty() || !it.text[..end].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            break;
        }
        end += 1 + name.len();
    }
    with_beginning(it, place.start..end)
}

/// A place with its closing bracket and the beginning of its path.
fn with_beginning(it: &Complaint<'_>, mut place: Range<usize>) -> Range<usize> {
    let here = &it.text[place.clone()];
    if here.matches('[').count() > here.matches(']').count() && it.text[place.end..].starts_with(']') {
        place.end += 1;
    }
    let path = path_before(it.text, place.end);
    if path.len() > place.len() { place.end - path.len()..place.end } else { place }
}

/// The path that ends at `end`: `document.outline[0]`, and of `document.` too, its last dot left out.
fn path_before(text: &str, end: usize) -> &str {
    let whole = text[..end].trim_end_matches(['.', '?']);
    let mut start = whole.len();
    let mut depth = 0_usize;
    for (at, c) in whole.char_indices().rev() {
        match c {
            ']' => depth += 1,
            '[' if depth > 0 => depth -= 1,
            '\n' | '{' | '}' => break,
            _ if depth > 0 || c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '?') => {}
            _ => break,
        }
        start = at;
    }
    &whole[start..]
}

/// `strings` and `search.label` of `strings["search.label"]`.
fn indexed(here: &str) -> Option<(&str, &str)> {
    let (owner, rest) = here.strip_suffix(']')?.rsplit_once('[')?;
    let rest = rest.trim();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let key = rest.strip_prefix(quote)?.strip_suffix(quote)?;
    (!key.is_empty()).then_some((owner.trim_end_matches('?'), key))
}

/// The name that begins at `start`.
fn name_at(text: &str, start: usize) -> Range<usize> {
    let rest = &text[start..];
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.').unwrap_or(rest.len());
    start..start + end
}

/// The value in `fill(name=value)`, to the comma or the parenthesis after it.
fn value_of_argument(it: &Complaint<'_>, name: &str) -> Range<usize> {
    let call = it.place();
    let source = &it.text[call.clone()];
    let found = source.match_indices(name).map(|(at, _)| at + name.len()).find_map(|at| {
        let value = source[at..].trim_start().strip_prefix('=')?.trim_start();
        let start = call.start + source.len() - value.len();
        let end = value.find([',', ')']).unwrap_or(value.len());
        Some(start..start + value[..end].trim_end().len())
    });
    found.unwrap_or(call)
}

/// Where `name` stands as an argument: after white space, before `=` or white space.
fn argument_at(call: &str, name: &str) -> Option<usize> {
    call.match_indices(name).map(|(at, _)| at).find(|at| {
        let after = call[at + name.len()..].chars().next();
        call[..*at].ends_with(char::is_whitespace)
            && after.is_some_and(|c| c == '=' || c == '/' || c.is_whitespace())
    })
}
