//! The template engine's messages, and ours in their place. What is in neither table is quoted as the engine's.

use crate::diag::Text;

/// A message of the engine and ours. In ours, `{0}` is what stood at the first `{}`, `{0:t}` that as a type, and `{here}`
/// the piece of the template.
pub(super) struct Rule {
    engine: &'static str,
    zh: &'static str,
    en: &'static str,
    /// Something to do, or nothing.
    help: [&'static str; 2],
}

const fn rule(
    engine: &'static str,
    zh: &'static str,
    en: &'static str,
    help_zh: &'static str,
    help_en: &'static str,
) -> Rule {
    Rule { engine, zh, en, help: [help_zh, help_en] }
}

/// Ours for a message of the engine, with something to do.
pub(super) fn in_our_words(rules: &[Rule], message: &str, here: &str) -> Option<(Text, Option<Text>)> {
    rules.iter().find_map(|rule| {
        let found = capture(message, rule.engine)?;
        let filled = |text: &str, language: usize| {
            let mut text = text.replace("{here}", here);
            for (number, value) in found.iter().enumerate() {
                text = text.replace(&format!("{{{number}:t}}"), type_name(value)[language]);
                text = text.replace(&format!("{{{number}}}"), value);
            }
            text
        };
        let help =
            (!rule.help[0].is_empty()).then(|| Text::new(filled(rule.help[0], 0), filled(rule.help[1], 1)));
        Some((Text::new(filled(rule.zh, 0), filled(rule.en, 1)), help))
    })
}

/// What stands at each `{}` of `pattern`, when `message` is such a message.
pub(super) fn capture<'m>(message: &'m str, pattern: &str) -> Option<Vec<&'m str>> {
    let mut parts = pattern.split("{}");
    let mut rest = message.strip_prefix(parts.next()?)?;
    let mut found = Vec::new();
    let parts: Vec<&str> = parts.collect();
    let Some((last, others)) = parts.split_last() else { return rest.is_empty().then_some(found) };
    for part in others {
        let (value, after) = rest.split_once(part)?;
        found.push(value);
        rest = after;
    }
    found.push(rest.strip_suffix(last)?);
    Some(found)
}

/// The names of types, in Chinese and English.
pub(super) fn type_name(name: &str) -> [&'static str; 2] {
    match name.trim_start_matches('&') {
        "undefined" => ["没有定义", "not defined"],
        "none" => ["空值（`null`）", "`null`"],
        "bool" => ["真假值", "true or false"],
        "string" | "str" | "String" => ["文字", "text"],
        "array" | "[Value]" | "Vec<Value>" => ["列表", "a list"],
        "map" | "map/struct" | "Map" => ["一组字段", "a group of fields"],
        "f32" | "f64" | "float" | "number" | "Number" => ["数字", "a number"],
        "integer" | "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64"
        | "i128" | "isize" => ["整数", "a whole number"],
        _ => ["别的类型", "of another type"],
    }
}

/// What the parser would have taken, in Chinese and English.
pub(super) fn expectation(engine: &str) -> [String; 2] {
    let both = |zh: &str, en: &str| [zh.to_string(), en.to_string()];
    match engine.trim_end_matches('.') {
        "identifier" => both("一个名称", "a name"),
        "attribute name" => both("参数名", "the name of an argument"),
        "string" => both("引号里的文字", "text in quotes"),
        "`/` or `>`" => both("`/>`", "`/>`"),
        it if it.starts_with("one of: integer") => {
            both("一个值（字段名、数字、引号里的文字等）", "a value (a field, a number, text in quotes …)")
        }
        it if it.starts_with("`...`, a string") => both(
            "键（引号里的文字、整数、`true` 或 `false`）",
            "a key (text in quotes, a whole number, `true` or `false`)",
        ),
        it => both(&format!("`{it}`"), &format!("`{it}`")),
    }
}

#[rustfmt::skip]
pub(super) const SYNTAX: [Rule; 29] = [
    rule("Template already contains a block named `{}`", "已经有名为 `{0}` 的 block 了", "there is a block named `{0}` already", "每个 block 的名字只能用一次", "each block has a name of its own"),
    rule("Template already contains a component named `{}`", "已经有名为 `{0}` 的组件了", "there is a component named `{0}` already", "每个组件的名字只能用一次", "each component has a name of its own"),
    rule("{} was named `{}` in the opening tag, found `{}` as name in the end tag", "结束标签写的是 `{2}`，开头写的是 `{1}`", "the end tag says `{2}`, the opening tag says `{1}`", "两处写同一个名字", "write the same name in both"),
    rule("Closing tag '{}' doesn't match opening tag '{}'", "结束标签写的是 `{0}`，开头写的是 `{1}`", "the end tag says `{0}`, the opening tag says `{1}`", "两处写同一个名字", "write the same name in both"),
    rule("`extends` needs to be the first tag of the template", "`extends` 前面还有别的内容", "something stands before `extends`", "把 `{% extends … %}` 移到模板的最前面", "move `{% extends … %}` to the beginning of the template"),
    rule("Template is already extending `{}`", "这个模板已经继承了 `{0}`", "the template extends `{0}` already", "一个模板只能有一个 `extends`", "a template has one `extends`"),
    rule("`extends` cannot be nested in other tags.", "`extends` 不能写在别的标签里", "`extends` stands inside another tag", "把 `{% extends … %}` 移到模板的最前面", "move `{% extends … %}` to the beginning of the template"),
    rule("Blocks cannot be written inside a for loop.", "`block` 不能写在 `for` 里", "a `block` stands inside a `for`", "把 `for` 放到 `block` 里面", "put the `for` inside the `block`"),
    rule("Blocks cannot be written inside a component definition.", "`block` 不能写在组件里", "a `block` stands inside a component", "组件用参数代替 `block`", "a component takes arguments instead"),
    rule("This content would be ignored: {}", "模板有 `extends`，这里又不在 `block` 里，页面上不会出现", "this is outside every `block` of a template that extends another, so no page would show it", "把它移到一个 `{% block … %}` 里", "move it into a `{% block … %}`"),
    rule("Component definitions cannot be written in another tag.", "组件不能定义在别的标签里", "a component is defined inside another tag", "把 `{% component … %}` 移到最外层", "move `{% component … %}` out of it"),
    rule("{} is a reserved keyword of Tera, {}", "`{0}` 是保留字，不能用作变量名", "`{0}` has a meaning of its own and cannot name a variable", "换一个名字", "take another name"),
    rule("Keyword argument `{}` is defined more than once", "参数 `{0}` 写了两次", "the argument `{0}` is given twice", "删去一个", "remove one of them"),
    rule("Component argument `{}` is defined more than once", "参数 `{0}` 写了两次", "the argument `{0}` is declared twice", "删去一个", "remove one of them"),
    rule("Expected \"string\" or {expression} but found {}", "组件的参数值没有引号，也没有花括号", "the value of a component's argument has neither quotes nor braces", "文字写成 `name=\"文字\"`，别的值写成 `name={document.title}`", "write text as `name=\"text\"` and any other value as `name={document.title}`"),
    rule("Function calls are only allowed at the first element of a chain", "`.` 或 `[…]` 后面不能用括号调用", "nothing can be called after `.` or `[…]`", "字段后面不写括号；要加工一个值，用过滤器：`{{ 值 | upper }}`", "fields take no parentheses; to change a value use a filter: `{{ value | upper }}`"),
    rule("Components with body content must use tag syntax: {}", "`{{ <…> }}` 里的组件没有用 `/>` 结束", "a component in `{{ <…> }}` does not end in `/>`", "写成 `{{ <名称 … /> }}`；要带内容，写成 `{% <名称> %}…{% </名称> %}`", "write `{{ <name … /> }}`, or with content `{% <name> %}…{% </name> %}`"),
    rule("Found `<` but expected identifier after it for {}", "`<` 后面没有组件名", "no name of a component follows `<`", "组件写成 `{{ <名称 /> }}`；比较大小时，`<` 的左边要有一个值", "write a component as `{{ <name /> }}`; to compare, write a value before `<` too"),
    rule("{} can only be used in a for loop", "`{0}` 不在 `for` 里", "`{0}` stands outside every `for`", "", ""),
    rule("`{}` cannot be used inside a {}", "这里不能用 `{0}`", "`{0}` cannot be used here", "把它移出 `set`、`filter` 或组件的内容", "move it out of the content of `set`, `filter` or a component"),
    rule("Found invalid field of `loop`: {}. Only {}", "`loop` 没有字段 `{0}`", "`loop` has no field `{0}`", "只有 `loop.index`、`loop.index0`、`loop.first`、`loop.last` 和 `loop.length`", "there are `loop.index`, `loop.index0`, `loop.first`, `loop.last` and `loop.length`"),
    rule("String opened with `{}` is missing its closing `{}`", "文字的引号 `{0}` 没有结束", "the quotation mark `{0}` is never closed", "在文字后面补上 `{0}`", "write `{0}` after the text"),
    rule("Invalid syntax for `set`: {}", "`set` 的变量名后面缺少 `=`", "`=` is missing after the variable of `set`", "写成 `{% set 名称 = 值 %}`", "write `{% set name = value %}`"),
    rule("`-` and `not` cannot be used consecutively.", "`-` 和 `not` 不能连着写", "`-` and `not` cannot follow each other", "去掉一个，或加上括号", "remove one, or add parentheses"),
    rule("`not` is only valid here as part of `not in`", "`not` 后面缺少 `in`", "`in` is missing after `not`", "写成 `a not in b`；否定一个值写成 `not a`", "write `a not in b`; to negate a value, `not a`"),
    rule("The expression is too complex", "这个式子太复杂", "the expression is too complex", "先用 `{% set … %}` 算出其中一部分", "work out a part of it with `{% set … %}` first"),
    rule("The template nesting is too deep", "标签套得太深", "tags are nested too deeply", "把里面的部分移到另一个模板，用 `{% include … %}` 放进来", "move the inner part to a template of its own and `{% include … %}` it"),
    rule("Default value for `{}` has type `{}` but the argument has type `{}`", "参数 `{0}` 的默认值是{1:t}，声明的却是{2:t}", "the default of the argument `{0}` is {1:t}, but it is declared as {2:t}", "改其中一个", "change one of them"),
    rule("unexpected end of raw block", "`{% raw %}` 一直没有结束：缺 `{% endraw %}`", "`{% raw %}` is never closed: `{% endraw %}` is missing", "在不再照抄的地方写 `{% endraw %}`", "write `{% endraw %}` where templates begin again"),
];

#[rustfmt::skip]
pub(super) const VALUES: [Rule; 32] = [
    rule("Math operations can only be done on numbers, found `{}`", "`{here}` 不能用来计算，它是{0:t}", "`{here}` is {0:t}; only numbers can be calculated with", "把文字变成数字用 `| int` 或 `| float`", "`| int` or `| float` makes a number of text"),
    rule("`+` requires both operands to be numbers, found `{}` and `{}`", "`+` 只能加数字，这里是{0:t}加{1:t}", "`+` adds numbers; here it stands between {0:t} and {1:t}", "连接文字用 `~`", "`~` joins text"),
    rule("Cannot compare `{}` with `{}`", "{0:t}和{1:t}不能比大小", "{0:t} cannot be compared with {1:t}", "两边要是同一种值；`==` 可以比较任何值", "compare values of one kind; `==` takes any"),
    rule("Iteration not possible on type `{}`", "`for` 不能逐个取 `{here}`，它是{0:t}", "`for` cannot go through `{here}`: it is {0:t}", "可能没有值时，先判断：`{% if {here} %}`", "where it may have no value, ask first: `{% if {here} %}`"),
    rule("Key/value iteration is not possible on type `{}`, only on maps.", "`for 键, 值 in` 只能用于一组字段，`{here}` 是{0:t}", "`for key, value in` takes a group of fields; `{here}` is {0:t}", "列表写成 `{% for 名称 in {here} %}`", "for a list write `{% for name in {here} %}`"),
    rule("`in` cannot be used on a container of type `{}`. {}", "`in` 不能用于 `{here}`，它是{0:t}", "`in` cannot look into `{here}`: it is {0:t}", "`in` 的右边要是列表、文字或一组字段", "after `in` stands a list, text or a group of fields"),
    rule("Map keys must be strings, integers, or bools, got `{}`.", "方括号里的 `{here}` 是{0:t}，不能作键", "`{here}` in brackets is {0:t} and cannot be a key", "写引号里的文字：`strings[\"search.label\"]`", "write text in quotes: `strings[\"search.label\"]`"),
    rule("Array index must be an integer, got `{}`.", "列表的序号要是整数，`{here}` 是{0:t}", "a list is indexed with a whole number; `{here}` is {0:t}", "第一项是 `[0]`", "the first is `[0]`"),
    rule("String index must be an integer, got `{}`.", "文字的序号要是整数，`{here}` 是{0:t}", "text is indexed with a whole number; `{here}` is {0:t}", "第一个字是 `[0]`", "the first character is `[0]`"),
    rule("Slicing can only be used on arrays or strings, not on `{}`.", "`[:]` 只能用于列表和文字，`{here}` 是{0:t}", "`[:]` takes a part of a list or of text; `{here}` is {0:t}", "", ""),
    rule("Spread operator requires a map, found `{}`", "`...` 后面要是一组字段，`{here}` 是{0:t}", "`...` takes a group of fields here; `{here}` is {0:t}", "", ""),
    rule("Spread operator requires an array, found `{}`", "`...` 后面要是列表，`{here}` 是{0:t}", "`...` takes a list here; `{here}` is {0:t}", "", ""),
    rule("Cannot divide by 0", "除以了 0：`{here}`", "division by 0: `{here}`", "先判断它不是 0", "ask first whether it is 0"),
    rule("Only numbers can be negated. This is a `{}`", "`-` 后面要是数字，`{here}` 是{0:t}", "`-` takes a number; `{here}` is {0:t}", "", ""),
    rule("Missing keyword argument `{}`", "`{here}` 缺少参数 `{0}`", "`{here}` lacks the argument `{0}`", "写成 `(…, {0}=值)`", "write it as `(…, {0}=value)`"),
    rule("Value `{}` is out of range for `{}`", "`{0}` 太大或太小", "`{0}` is too large or too small", "", ""),
    rule("Value of type {} has no length", "{0:t}没有长度", "`length` counts text, lists and fields; this is {0:t}", "可能没有值时，先用 `{% if … %}` 判断", "where it may have no value, ask with `{% if … %}` first"),
    rule("Value of type {} cannot be reversed", "{0:t}不能倒过来", "`reverse` takes text or a list; this is {0:t}", "", ""),
    rule("Value of type {} cannot be converted to an int", "{0:t}不能变成整数", "no whole number can be made here: this is {0:t}", "", ""),
    rule("Value of type {} cannot be converted to a float", "{0:t}不能变成数字", "no number can be made here: this is {0:t}", "", ""),
    rule("The string `{}` cannot be converted to an int in base {}", "文字 `{0}` 不是整数", "the text `{0}` is no whole number", "", ""),
    rule("The string `{}` cannot be converted to a float", "文字 `{0}` 不是数字", "the text `{0}` is no number", "", ""),
    rule("This filter can only be used on a number, received `{}`.", "这个过滤器只能用于数字，这里是{0:t}", "this filter takes a number; this is {0:t}", "", ""),
    rule("pluralize filter requires an integer, got `{}`", "`pluralize` 只能用于整数，这里是{0:t}", "`pluralize` takes a whole number; this is {0:t}", "", ""),
    rule("Cannot sort: `{}` and `{}` are not comparable", "不能排序：{0:t}和{1:t}不能比大小", "cannot be sorted: {0:t} cannot be compared with {1:t}", "", ""),
    rule("Value at index {} (a {}) does not have an attribute at path: {}", "列表的第 {0} 项（从 0 数起）没有字段 `{2}`", "entry {0} of the list (counted from 0) has no field `{2}`", "docs/themes.md 列出了字段", "docs/themes.md lists the fields"),
    rule("Invalid argument for `method`: {}. Only {}", "`round` 的 `method` 不能是 `{0}`", "`method` of `round` cannot be `{0}`", "写 `ceil`（进一）或 `floor`（去尾），不写就是四舍五入", "write `ceil` or `floor`, or leave it out to round to the nearest"),
    rule("super() called outside of a block", "`super()` 不在 `block` 里", "`super()` stands outside every block", "它只能写在 `{% block … %}` 里", "it belongs inside a `{% block … %}`"),
    rule("Tried to use super() in the top level block", "没有可以用 `super()` 取来的内容：上层模板没有这个 block", "`super()` has nothing to take: no template above has this block", "去掉 `super()`，或核对 block 的名字", "remove `super()`, or check the name of the block"),
    rule("Cannot index into an undefined value", "`{here}` 没有定义，不能再取 `[…]`", "`{here}` is not defined, so there is no `[…]` of it", "docs/themes.md 列出了字段", "docs/themes.md lists the fields"),
    rule("Cannot slice an undefined value", "`{here}` 没有定义，不能再取 `[…]`", "`{here}` is not defined, so there is no `[…]` of it", "docs/themes.md 列出了字段", "docs/themes.md lists the fields"),
    rule("Index expression is undefined", "方括号里的 `{here}` 没有定义", "`{here}` in brackets is not defined", "文字要加引号：`strings[\"search.label\"]`", "text stands in quotes: `strings[\"search.label\"]`"),
];

#[cfg(test)]
mod tests {
    use super::{SYNTAX, VALUES, capture, in_our_words};

    #[test]
    fn what_stands_in_a_message_is_found() {
        assert_eq!(
            capture("Found `=` but expected %}.", "Found {} but expected {}."),
            Some(vec!["`=`", "%}"])
        );
        assert_eq!(capture("Cannot divide by 0", "Cannot divide by 0"), Some(vec![]));
        assert_eq!(capture("Cannot divide by 01", "Cannot divide by 0"), None);
        assert_eq!(capture("Unknown", "Unknown {}"), None);
    }

    #[test]
    fn every_rule_is_said_in_both_languages() {
        for rule in SYNTAX.iter().chain(&VALUES) {
            assert_eq!(rule.help[0].is_empty(), rule.help[1].is_empty(), "{}", rule.engine);
            let message = rule.engine.replace("{}", "none");
            let (text, help) = in_our_words(std::slice::from_ref(rule), &message, "document.title")
                .expect("it is its message");
            let help = help.map(|help| help.zh + &help.en).unwrap_or_default();
            let said = format!("{}{}{help}", text.zh, text.en);
            assert!(!["{0", "{1", "{2", "{here}"].iter().any(|left| said.contains(left)), "{said}");
        }
    }
}
