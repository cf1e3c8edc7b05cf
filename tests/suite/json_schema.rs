//! A validator for JSON Schema (draft 2020-12), as far as wenda's own schemas use it.
//!
//! A keyword or pattern that it does not know is a panic, never a silent yes. The crates that know the whole language
//! bring some thirty others, more than the feature is worth.

use serde_json::{Map, Value};

/// What is wrong with `value`: a line for each mistake, with the place in it.
pub fn mistakes(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Validator { root: schema }.check(schema, value, "$", &mut found);
    found
}

struct Validator<'a> {
    root: &'a Value,
}

impl Validator<'_> {
    fn check(&self, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
        let rules = match schema {
            Value::Bool(true) => return,
            Value::Bool(false) => return found.push(format!("{place}: nothing may stand here")),
            schema => schema.as_object().expect("a schema is an object or a boolean"),
        };
        for (keyword, rule) in rules {
            let is_right = match keyword.as_str() {
                "$schema" | "$defs" | "title" | "description" => true,
                "$ref" => {
                    let pointer =
                        rule.as_str().unwrap().strip_prefix('#').expect("a reference within the file");
                    let target = self.root.pointer(pointer).expect("a reference leads somewhere");
                    self.check(target, value, place, found);
                    true
                }
                "type" => has_type(rule, value),
                "enum" => rule.as_array().unwrap().contains(value),
                "const" => rule == value,
                "minimum" => value.as_f64().is_none_or(|it| it >= rule.as_f64().unwrap()),
                "maximum" => value.as_f64().is_none_or(|it| it <= rule.as_f64().unwrap()),
                "minLength" => value.as_str().is_none_or(|it| it.chars().count() >= size(rule)),
                "minItems" => value.as_array().is_none_or(|it| it.len() >= size(rule)),
                "minProperties" => value.as_object().is_none_or(|it| it.len() >= size(rule)),
                "pattern" => value.as_str().is_none_or(|it| fits(rule.as_str().unwrap(), it)),
                "not" => !self.accepts(rule, value),
                "anyOf" => rule.as_array().unwrap().iter().any(|it| self.accepts(it, value)),
                "oneOf" => rule.as_array().unwrap().iter().filter(|it| self.accepts(it, value)).count() == 1,
                "required" => value.as_object().is_none_or(|it| {
                    rule.as_array().unwrap().iter().all(|key| it.contains_key(key.as_str().unwrap()))
                }),
                "items" => {
                    for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, item, &format!("{place}[{at}]"), found);
                    }
                    true
                }
                // Their meaning depends on each other.
                "properties" | "patternProperties" | "additionalProperties" | "propertyNames" => true,
                other => panic!("the validator does not know `{other}`"),
            };
            if !is_right {
                found.push(format!("{place}: {keyword} {rule}"));
            }
        }
        if let Some(object) = value.as_object() {
            self.members(rules, object, place, found);
        }
    }

    fn members(
        &self,
        rules: &Map<String, Value>,
        object: &Map<String, Value>,
        place: &str,
        found: &mut Vec<String>,
    ) {
        for (key, value) in object {
            let place = format!("{place}.{key}");
            if let Some(names) = rules.get("propertyNames") {
                self.check(names, &Value::String(key.clone()), &place, found);
            }
            let named = rules.get("properties").and_then(|it| it.get(key));
            let patterns = rules.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
            let fitting = patterns.filter(|(pattern, _)| fits(pattern, key)).map(|(_, schema)| schema);
            let schemas: Vec<&Value> = named.into_iter().chain(fitting).collect();
            let other = rules.get("additionalProperties").filter(|_| schemas.is_empty());
            for schema in schemas.into_iter().chain(other) {
                self.check(schema, value, &place, found);
            }
        }
    }

    fn accepts(&self, schema: &Value, value: &Value) -> bool {
        let mut found = Vec::new();
        self.check(schema, value, "", &mut found);
        found.is_empty()
    }
}

fn size(rule: &Value) -> usize {
    usize::try_from(rule.as_u64().unwrap()).unwrap()
}

fn has_type(rule: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("the validator does not know the type `{other}`"),
    };
    rule.as_array().map_or_else(|| is(rule), |names| names.iter().any(is))
}

fn fits(pattern: &str, text: &str) -> bool {
    let is_locale = |text: &str| {
        let mut parts = text.split('-');
        let language = parts.next().unwrap();
        (2..=3).contains(&language.len())
            && language.chars().all(|c| c.is_ascii_lowercase())
            && parts
                .all(|part| (2..=4).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
    };
    match pattern {
        "^[a-z][a-z0-9-]*$" => {
            text.starts_with(|c: char| c.is_ascii_lowercase())
                && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        }
        "^[0-9a-f]{6}$" => text.len() == 6 && text.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f')),
        "^[a-z]{2,3}(-[A-Za-z0-9]{2,4})*$" => is_locale(text),
        "^(?!(ask|try|end|go|id)$)[a-z]{2,3}(-[A-Za-z0-9]{2,4})*$" => {
            is_locale(text) && !matches!(text, "ask" | "try" | "end" | "go" | "id")
        }
        other => panic!("the validator does not know the pattern `{other}`"),
    }
}
