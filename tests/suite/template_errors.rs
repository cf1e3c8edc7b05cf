//! What is said of the slips of theme authors: in both languages, where they can be mended, all at once and each once.

use std::fmt::Write as _;

use crate::site::{Built, TestSite};

/// A site whose theme has these files, each after a line `//- path`.
fn themed(files: &str) -> Built {
    let files = files.replace("//- ", "//- themes/own/templates/");
    TestSite::new(&format!("//- content/site.yaml\ntheme: own\n//- content/a.md\n# 甲\n{files}")).build()
}

/// What is said of each of these templates, in English and in Chinese, and what there is to do.
fn told(templates: &[&str]) -> String {
    let mut all = String::new();
    for template in templates {
        let built = themed(&format!("//- 404.html\n{template}\n"));
        let short = |text: &str| {
            assert_eq!(text.lines().count(), 1, "{template}: {text}");
            text.trim_end().replacen("themes/own/templates/404.html:", "", 1).replacen(
                ": error[template-error]",
                "",
                1,
            )
        };
        let help = built.human.lines().filter_map(|line| line.trim().strip_prefix("= help: "));
        let help: Vec<&str> =
            help.filter(|help| !help.starts_with("found while") && !help.starts_with("docs/")).collect();
        let (en, zh) = (short(&built.diagnostics), short(&built.diagnostics_zh));
        let zh = zh.split_once(": ").map_or("", |(_, message)| message);
        writeln!(all, "{en}\n  {zh}").unwrap();
        help.iter().for_each(|help| writeln!(all, "  = {help}").unwrap());
    }
    all
}

#[test]
fn tags_that_stay_open_and_brackets_that_do() {
    insta::assert_snapshot!(told(&[
        "甲\n  {% if site.title %}\n乙",
        "{% for x in site.locales %}\n{% if x %}\n{% endfor %}",
        "甲{% endif %}",
        "{% if site.title %}{% else %}{% else %}{% endif %}",
        "{% block a %}{% block b %}{% endblock a %}",
        "{% block a %}{% endblock b %}",
        "{% <foreign lang={page.locale}> %}",
        "{% raw %}{{",
        "{{ site.title }\n{{ site.title }}",
        "{% if site.title }}甲{% endif %}",
        "甲 {# 乙",
        "{{ \"甲 }}",
    ]), @r##"
    2:3: `{% if site.title %}` is never closed: `{% endif %}` is missing
      `{% if site.title %}` 一直没有结束：缺 `{% endif %}`
      = write `{% endif %}` where it should end
    2:1: `{% if x %}` is not closed: `{% endif %}` is missing before the `{% endfor %}` in line 3
      `{% if x %}` 没有结束：第 3 行的 `{% endfor %}` 前面缺 `{% endif %}`
      = write `{% endif %}` where it should end
    1:2: `{% endif %}` ends nothing: no `{% if … %}` is open before it
      `{% endif %}` 没有对应的开头：前面没有还开着的 `{% if … %}`
      = remove it, or write `{% if … %}` before it
    1:30: `{% else %}` ends nothing: no `{% if … %}` is open before it
      `{% else %}` 没有对应的开头：前面没有还开着的 `{% if … %}`
      = remove it, or write `{% if … %}` before it
    1:14: `{% block b %}` is not closed: `{% endblock %}` is missing before the `{% endblock a %}` in line 1
      `{% block b %}` 没有结束：第 1 行的 `{% endblock a %}` 前面缺 `{% endblock %}`
      = write `{% endblock %}` where it should end
    1:26: the end tag says `b`, the opening tag says `a`
      结束标签写的是 `b`，开头写的是 `a`
      = write the same name in both
    1:1: `{% <foreign lang={page.locale}> %}` is never closed: `{% </foreign> %}` is missing
      `{% <foreign lang={page.locale}> %}` 一直没有结束：缺 `{% </foreign> %}`
      = write `{% </foreign> %}` where it should end
    1:1: `{% raw %}` is never closed: `{% endraw %}` is missing
      `{% raw %}` 一直没有结束：缺 `{% endraw %}`
      = write `{% endraw %}` where templates begin again
    1:1: `{{` is never closed: `}}` is missing
      `{{` 一直没有结束：缺 `}}`
      = `{{ … }}` prints a value, `{% … %}` is a tag, `{# … #}` is a comment
    1:1: `{%` is never closed: `%}` is missing
      `{%` 一直没有结束：缺 `%}`
      = `{{ … }}` prints a value, `{% … %}` is a tag, `{# … #}` is a comment
    1:3: `{#` is never closed: `#}` is missing
      `{#` 一直没有结束：缺 `#}`
      = `{{ … }}` prints a value, `{% … %}` is a tag, `{# … #}` is a comment
    1:4: the quotation mark `"` is never closed
      文字的引号 `"` 没有结束
      = write `"` after the text
    "##);
}

#[test]
fn words_that_are_not_expected() {
    insta::assert_snapshot!(told(&[
        "{% iff site.title %}{% endif %}",
        "{% macro a() %}{% endmacro %}",
        "{% site.title %}",
        "{% %}",
        "{% if site.title = \"甲\" %}{% endif %}",
        "{% if site.title && page.title %}{% endif %}",
        "{% if site.title || page.title %}{% endif %}",
        "{% if !site.title %}{% endif %}",
        "{{ site.title｜upper }}",
        "{{ 标题 }}",
        "{{ site.title upper }}",
        "{{ site.title | fill(\"甲\") }}",
        "{{ site. }}",
        "{{ }}",
        "{% for x of site.locales %}{% endfor %}",
        "{{ <foreign lang=page.locale /> }}",
        "{{ <foreign lang={page.locale} > }}",
        "{{ <foreign lang={page.locale} }}",
        "{% extends \"base.html\" %}\n\n甲",
        "甲{% extends \"base.html\" %}",
    ]), @r##"
    1:4: there is no tag `{% iff … %}`
      没有标签 `{% iff … %}`
      = did you mean `if`?
    1:4: there is no tag `{% macro … %}`
      没有标签 `{% macro … %}`
      = here it is `{% component name(title) %}`
    1:4: there is no tag `{% site … %}`
      没有标签 `{% site … %}`
      = the tags are `if`, `for`, `block`, `extends`, `include`, `set`, `component`, `filter` and `raw`; to print a value write `{{ … }}`
    1:4: expected a word such as `if` or `for` after `{%`, found `%}`
      `{%` 后面应当是 `if`、`for` 这样的词，却是 `%}`
      = to print a value write `{{ … }}`
    1:18: expected `%}`, found `=`
      这里应当是 `%}`，却是 `=`
      = two values are compared with `==`
    1:18: `&` cannot stand in a tag
      标签里不能有 `&`
      = “and” is written `and`
    1:19: expected a name, found `|`
      这里应当是一个名称，却是 `|`
      = “or” is written `or`
    1:7: expected a value (a field, a number, text in quotes …), found `!`
      这里应当是一个值（字段名、数字、引号里的文字等），却是 `!`
      = “not” is written `not`
    1:14: `｜` cannot stand in a tag
      标签里不能有 `｜`
      = write `|`
    1:4: `标` cannot stand in a tag
      标签里不能有 `标`
      = text stands in quotes; names are of letters, digits and `_`
    1:15: expected `}}`, found `upper`
      这里应当是 `}}`，却是 `upper`
      = `|` stands before a filter: `| upper`
    1:22: expected a name, found `"甲"`
      这里应当是一个名称，却是 `"甲"`
      = arguments are named: `name=value`
    1:10: expected a name, found `}}`
      这里应当是一个名称，却是 `}}`
    1:4: expected a value (a field, a number, text in quotes …), found `}}`
      这里应当是一个值（字段名、数字、引号里的文字等），却是 `}}`
    1:10: expected `in`, found `of`
      这里应当是 `in`，却是 `of`
      = write `{% for name in list %}`
    1:18: the value of a component's argument has neither quotes nor braces
      组件的参数值没有引号，也没有花括号
      = write text as `name="text"` and any other value as `name={document.title}`
    1:32: a component in `{{ <…> }}` does not end in `/>`
      `{{ <…> }}` 里的组件没有用 `/>` 结束
      = write `{{ <name … /> }}`, or with content `{% <name> %}…{% </name> %}`
    1:32: expected `/>`, found `}`
      这里应当是 `/>`，却是 `}`
    3:1: this is outside every `block` of a template that extends another, so no page would show it
      模板有 `extends`，这里又不在 `block` 里，页面上不会出现
      = move it into a `{% block … %}`
    1:13: something stands before `extends`
      `extends` 前面还有别的内容
      = move `{% extends … %}` to the beginning of the template
    "##);
}

#[test]
fn names_that_do_not_exist() {
    insta::assert_snapshot!(told(&[
        "{{ site.title | uper }}",
        "{{ site.title | slugify }}",
        "{% if site.title is defind %}{% endif %}",
        "{{ rnge(end=3) }}",
        "{{ <fallback_notce /> }}",
        "{% include \"partials/heda.html\" %}",
        "{% extends \"bas.html\" %}",
        "{% extends \"404.html\" %}",
        "{% include \"404.html\" %}",
        "{% extends \"base.html\" %}{% block mian %}{% endblock mian %}",
        "{% component cards(a) %}{% endcomponent cards %}",
    ]), @r##"
    1:17: there is no filter `uper`
      没有过滤器 `uper`
      = did you mean `upper`?
    1:17: there is no filter `slugify`
      没有过滤器 `slugify`
      = see the manual of Tera: https://keats.github.io/tera/
    1:21: there is no test `defind`
      没有判断词 `defind`
      = did you mean `defined`?
    1:4: there is no function `rnge`
      没有函数 `rnge`
      = did you mean `range`?
    1:5: there is no component `fallback_notce`
      没有组件 `fallback_notce`
      = did you mean `fallback_notice`?
    1:13: there is no template `partials/heda.html`
      没有模板 `partials/heda.html`
      = did you mean `partials/head.html`?
    1:13: there is no template `bas.html`
      没有模板 `bas.html`
      = did you mean `base.html`?
    1:1: `extends` goes in a circle: `404.html` → `404.html`
      `extends` 绕成了圈：`404.html` → `404.html`
      = to extend the template that it replaces write `{% extends "default/404.html" %}`
    1:1: `include` goes in a circle: `404.html` → `404.html`
      `include` 绕成了圈：`404.html` → `404.html`
      = remove one of them
    1:35: no template above has a block `mian`
      上层模板没有 block `mian`
      = did you mean `main`?
    1:1: two templates define the component `cards`
      两个模板都定义了组件 `cards`
      = each component has a name of its own
    "##);
}

#[test]
fn data_that_is_not_there_or_of_another_kind() {
    insta::assert_snapshot!(told(&[
        "甲 {{ page.titel }}",
        "{{ sit.title }}",
        "{{ sit }}",
        "{{ sit | upper }}",
        "{{ page.section.title }}",
        "{{ site.title.length }}",
        "{{ strings[\"search.labl\"] }}",
        "{{ strings['search.labl'] | fill(x=1) }}",
        "{{ strings[\"qqqqqq\"] }}",
        "{{ strings.nothing.at_all }}",
        "{{ strings.search.label }}",
        "{{ assets.css[\"mian\"] }}",
        "{% for x in site.locals %}{% endfor %}",
        "{% for x in site.locales %}{{ x.cod }}{% endfor %}",
        "{% for x in page.section %}{% endfor %}",
        "{{ page.titel | upper }}",
        "{{ page.section | upper }}",
        "{{ page.title + 1 }}",
        "{{ page.title ~ (page.title * 2) }}",
        "{{ page.title > 1 }}",
        "{{ page.title | fill(x=page.titel) }}",
        "{{ page.title | split }}",
        "{{ <foreign /> }}",
        "{{ <foreign lang={page.locale} lnag=\"x\" /> }}",
        "{% component x(a: integer) %}{% endcomponent x %}{{ <x a=\"1\" /> }}",
        "{% component x() %}{{ page.title }}{% endcomponent x %}{{ <x /> }}",
        "{{ throw(message=\"stop\") }}",
    ]), @r##"
    1:11: `page` has no field `titel`
      `page` 没有字段 `titel`
      = did you mean `title`?
    1:4: there is no variable `sit`
      没有变量 `sit`
      = did you mean `site`?
    1:4: there is no variable `sit`
      没有变量 `sit`
      = did you mean `site`?
    1:4: there is no variable `sit`
      没有变量 `sit`
      = did you mean `site`?
    1:17: `page.section` is `null` here and has no field `title`
      `page.section` 在这里是空值（`null`），没有字段 `title`
      = where it may be `null`, ask first: `{% if page.section %}…{% endif %}`
    1:15: `site.title` is no group of fields and has no `length`
      `site.title` 不是一组字段，没有 `length`
      = `length` is a filter: write `site.title | length`
    1:13: there is no string `search.labl`
      没有界面文字 `search.labl`
      = did you mean `search.label`?
    1:13: there is no string `search.labl`
      没有界面文字 `search.labl`
      = did you mean `search.label`?
    1:13: there is no string `qqqqqq`
      没有界面文字 `qqqqqq`
      = strings of a theme stand in its `strings/en.yaml`, a file for each language
    1:12: there is no string `nothing.at_all`
      没有界面文字 `nothing.at_all`
      = strings of a theme stand in its `strings/en.yaml`, a file for each language
    1:12: the string `search.label` has a dot in its name and cannot be had like this
      界面文字 `search.label` 的名字里有点，不能这样取
      = write `strings["search.label"]`
    1:16: `assets.css` has no `mian`
      `assets.css` 没有 `mian`
      = did you mean `main`?
    1:18: `site` has no field `locals`
      `site` 没有字段 `locals`
      = did you mean `locales`?
    1:33: `x` has no field `cod`
      `x` 没有字段 `cod`
      = did you mean `code`?
    1:13: `for` cannot go through `page.section`: it is `null`
      `for` 不能逐个取 `page.section`，它是空值（`null`）
      = where it may have no value, ask first: `{% if page.section %}`
    1:9: `page` has no field `titel`
      `page` 没有字段 `titel`
      = did you mean `title`?
    1:4: `page.section` is `null`, but the filter `upper` takes text
      `page.section` 是空值（`null`），过滤器 `upper` 要文字
      = where it may be `null`, ask first: `{% if page.section %}…{% endif %}`
    1:4: `+` adds numbers; here it stands between text and a whole number
      `+` 只能加数字，这里是文字加整数
      = `~` joins text
    1:18: `page.title` is text; only numbers can be calculated with
      `page.title` 不能用来计算，它是文字
      = `| int` or `| float` makes a number of text
    1:4: text cannot be compared with a whole number
      文字和整数不能比大小
      = compare values of one kind; `==` takes any
    1:29: `page` has no field `titel`
      `page` 没有字段 `titel`
      = did you mean `title`?
    1:17: `split` lacks the argument `pat`
      `split` 缺少参数 `pat`
      = write it as `(…, pat=value)`
    1:5: the component `foreign` lacks the argument `lang`
      组件 `foreign` 缺少参数 `lang`
      = write `<foreign lang={value} … />`
    1:32: the component `foreign` has no argument `lnag`
      组件 `foreign` 没有参数 `lnag`
      = did you mean `lang`?
    1:56: the argument `a` of the component `x` takes a whole number; this is text
      组件 `x` 的参数 `a` 要整数，这里是文字
    1:23: there is no variable `page`
      没有变量 `page`
      = a component sees nothing but its arguments: add `@page` to them
    1:4: the template has an error; Tera says: “stop”
      模板有误，Tera 的原话是：“stop”
      = see the manual of Tera: https://keats.github.io/tera/
    "##);
}

#[test]
fn everything_that_keeps_templates_from_being_compiled_is_said_in_one_run() {
    let built = themed(
        "//- 404.html\n{% if site.title %}\n//- search.html\n{{ site.title\n//- partials/footer.html\n<p>{{ site.title | uper }}</p>\n{{ site.title | lowr }}\n//- home.html\n{% extends \"bas.html\" %}\n//- base.html\n{% fro %}{% block own %}{% endblock %}\n//- document.html\n{% extends \"base.html\" %}{% block own %}{% endblock %}{% block owner %}{% endblock %}\n",
    );
    insta::assert_snapshot!(built.diagnostics, @r##"
    themes/own/templates/404.html:1:1: error[template-error]: `{% if site.title %}` is never closed: `{% endif %}` is missing
    themes/own/templates/base.html:1:4: error[template-error]: there is no tag `{% fro … %}`
    themes/own/templates/document.html:1:64: error[template-error]: no template above has a block `owner`
    themes/own/templates/home.html:1:13: error[template-error]: there is no template `bas.html`
    themes/own/templates/partials/footer.html:1:20: error[template-error]: there is no filter `uper`
    themes/own/templates/partials/footer.html:2:17: error[template-error]: there is no filter `lowr`
    themes/own/templates/search.html:1:1: error[template-error]: `{{` is never closed: `}}` is missing
    "##);
}

#[test]
fn a_component_or_a_block_is_not_missed_where_its_own_template_has_the_error() {
    let built = themed(
        "//- partials/own.html\n{% component own() %}{% endcomponent own %}{{ 1 + }}\n//- 404.html\n{{ <own /> }}\n",
    );
    assert_eq!(built.diagnostics.lines().count(), 1, "{}", built.diagnostics);
    assert!(
        built.diagnostics.starts_with("themes/own/templates/partials/own.html:1:51: "),
        "{}",
        built.diagnostics
    );
}

#[test]
fn a_whole_message_says_where_what_and_what_to_do() {
    let built = themed(
        "//- document.html\n{% extends \"base.html\" %}\n{% block main %}\n\n  {% for card in document.related %}\n<p>{{ card.title }}</p>\n{% endblock main %}\n",
    );
    insta::assert_snapshot!(built.human, @r##"
    error[template-error]: `{% for card in document.related %}` is not closed: `{% endfor %}` is missing before the `{% endblock main %}` in line 6
     --> themes/own/templates/document.html:4:3
      |
    4 |   {% for card in document.related %}
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ opened here
      |
     ::: themes/own/templates/document.html:6:1
      |
    6 | {% endblock main %}
      | ------------------- still open here
      |
      = help: write `{% endfor %}` where it should end
    "##);
    let built = themed(
        "//- 404.html\n<p>\n{% if site.title %}\n<b>{{ strings[\"search.labl\"] }}</b>\n{% endif %}\n",
    );
    insta::assert_snapshot!(built.human, @r##"
    error[template-error]: there is no string `search.labl`
     --> themes/own/templates/404.html:3:16
      |
    3 | <b>{{ strings["search.labl"] }}</b>
      |                ^^^^^^^^^^^
      |
      = help: did you mean `search.label`?
      = help: found while the page `/404.html` was made
    "##);
}
