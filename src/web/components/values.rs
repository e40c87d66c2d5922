//! Recorded values (JSON) as people read them: names and values, hashes shortened, nothing lost for whoever points at them.

use maud::{Markup, html};
use serde_json::Value;

/// Characters of a hash that are shown.
const SHOWN: usize = 12;

/// A value; nothing for `null` and for an empty object.
pub fn values(value: &Value) -> Markup {
    match value {
        Value::Null => html! {},
        Value::Object(pairs) => html! {
            @for (name, value) in pairs { span.pair { span.quiet { (name) } " " (values(value)) } " " }
        },
        Value::Array(items) => html! {
            @for (i, item) in items.iter().enumerate() { @if i > 0 { ", " } (values(item)) }
        },
        Value::String(text) if is_hash(text) => html! { code title=(text) { (text[..SHOWN]) "…" } },
        Value::String(text) => html! { (text) },
        other => html! { (other) },
    }
}

fn is_hash(text: &str) -> bool {
    text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_read_and_hashes_are_short() {
        let value = serde_json::json!({"units": 3, "hash": "ab".repeat(32), "sizes": [["N", 5]], "name": "<b>"});
        let html = values(&value).into_string();
        assert!(html.contains("units</span> 3") && html.contains("N, 5"), "{html}");
        assert!(html.contains(&format!("title=\"{}\"", "ab".repeat(32))) && html.contains("abababababab…"));
        assert!(html.contains("&lt;b&gt;") && !html.contains("<b>"));
        assert_eq!(values(&Value::Null).into_string(), "");
    }
}
