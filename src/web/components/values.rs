//! Recorded values (JSON) as people read them: labels and words of their language, numbers rounded, hashes shortened with
//! the whole one in a title.

use crate::domain::definition::Language;
use crate::text::records::{self, Records};
use crate::text::terminal::fill;
use maud::{Markup, html};
use serde_json::{Map, Value};

/// Characters of a hash that are shown.
const SHOWN: usize = 12;

/// A value; nothing for `null` and for an empty object.
pub fn values(value: &Value, language: Language) -> Markup {
    match value {
        Value::Null => html! {},
        value => shown("", value, language),
    }
}

/// The value of a key.
fn shown(key: &str, value: &Value, language: Language) -> Markup {
    let words = records::of(language);
    match (key, value) {
        (_, Value::Null) => html! { "—" },
        (_, Value::Bool(yes)) => html! { (words.yes_no[usize::from(!*yes)]) },
        ("back_checks", Value::Object(pairs)) => html! { (pairs.get("interviews").unwrap_or(&Value::Null)) },
        ("dangers", Value::Array(all)) => dangers(all),
        (_, Value::Object(pairs)) => html! { (object(key, pairs, words, language)) },
        (_, Value::Array(items)) => list(key, items, words, language),
        (_, Value::String(text)) if is_hash(text) => hash(text),
        (key, Value::String(text)) => html! { (records::value(key, text, language)) },
        (_, Value::Number(number)) => html! { (rounded(number)) },
    }
}

/// Labels and values; below `strata` the labels are the survey's own.
fn object(key: &str, pairs: &Map<String, Value>, words: &Records, language: Language) -> Markup {
    html! {
        @for (name, value) in pairs {
            @let label = if key == "strata" { name } else { words.key(name).unwrap_or(name) };
            span.pair { span.quiet { (label) } " " (shown(name, value, language)) } " "
        }
    }
}

fn list(key: &str, items: &[Value], words: &Records, language: Language) -> Markup {
    let one = |item: &Value| match (key, item.as_array().map(Vec::as_slice)) {
        ("audiences", Some([audience, frame, issued, reserve, of])) => html! {
            (fill(words.drawn, &[("audience", &named(audience, words)), ("frame", frame), ("issued", issued), ("reserve", reserve)]))
            " " (shown("frame", of, language))
        },
        ("deff", Some([audience, value])) => html! { (named(audience, words)) " " (shown("", value, language)) },
        _ => shown(key, item, language),
    };
    let join = words.joins[usize::from(!items.iter().any(|item| item.is_array() || item.is_object()))];
    html! { @for (i, item) in items.iter().enumerate() { @if i > 0 { (join) } (one(item)) } @if items.is_empty() { "—" } }
}

/// How many, and behind it which: they were written down as the sentences that were shown.
fn dangers(all: &[Value]) -> Markup {
    html! {
        @if all.is_empty() { "0" } @else {
            details { summary { (all.len()) } ul { @for one in all { li { (one.as_str().unwrap_or_default()) } } } }
        }
    }
}

fn named<'a>(audience: &'a Value, words: &Records) -> &'a str {
    words.audience(audience.as_str().unwrap_or_default())
}

fn hash(text: &str) -> Markup {
    html! { code title=(text) { (text[..SHOWN]) "…" } }
}

/// A whole number as it is, any other with at most four digits after the point.
fn rounded(number: &serde_json::Number) -> String {
    if number.is_i64() || number.is_u64() {
        return number.to_string();
    }
    let text = format!("{:.4}", number.as_f64().unwrap_or(f64::NAN));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn is_hash(text: &str) -> bool {
    text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn records_are_read_in_words_and_hashes_are_short() {
        let value = json!({"units": 3, "hash": "ab".repeat(32), "name": "<b>", "role": "auditor", "removed": false});
        let html = values(&value, Language::Zh).into_string();
        for said in [
            "单位数</span> 3",
            "岗位</span> 审计员",
            "剔除</span> 否",
            "abababababab…",
            "&lt;b&gt;",
        ] {
            assert!(html.contains(said), "{said}: {html}");
        }
        assert!(html.contains(&format!("title=\"{}\"", "ab".repeat(32))));
        assert_eq!(values(&Value::Null, Language::Zh).into_string(), "");
    }

    #[test]
    fn lists_say_whose_numbers_they_hold_and_numbers_are_rounded() {
        let hash = "15fc".repeat(16);
        let value = json!({"deff": [["residents", 1.190_637_683_877_482_8]], "audiences": [["residents", 36000, 6000, 3004, hash]]});
        let zh = values(&value, Language::Zh).into_string();
        assert!(
            zh.contains("居民 1.1906") && zh.contains("居民：抽样框 36000，抽中 6000，备用 3004"),
            "{zh}"
        );
        let en = values(&value, Language::En).into_string();
        assert!(
            en.contains("residents: 6000 drawn and 3004 in reserve of 36000") && !en.contains("1.19063"),
            "{en}"
        );
        let dangers = values(&json!({"dangers": ["too few"], "insufficient": 92}), Language::Zh).into_string();
        assert!(dangers.contains("<summary>1</summary>") && dangers.contains("不足以计入</span> 92"));
    }
}
