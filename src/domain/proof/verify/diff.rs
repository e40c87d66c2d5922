//! Where two JSON values first differ.

use serde_json::Value;

/// Path, left and right of the first difference, in canonical order of keys; `None` where they are equal.
///
/// Paths are written `departments[3].rate`; what is absent is `—`.
pub fn first_difference(left: &Value, right: &Value) -> Option<(String, String, String)> {
    walk(String::new(), Some(left), Some(right))
}

fn walk(path: String, left: Option<&Value>, right: Option<&Value>) -> Option<(String, String, String)> {
    match (left, right) {
        (Some(Value::Object(a)), Some(Value::Object(b))) => {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            keys.into_iter().find_map(|key| {
                let inner = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                walk(inner, a.get(key), b.get(key))
            })
        }
        (Some(Value::Array(a)), Some(Value::Array(b))) => {
            (0..a.len().max(b.len())).find_map(|i| walk(format!("{path}[{i}]"), a.get(i), b.get(i)))
        }
        _ if left == right => None,
        _ => Some((path, show(left), show(right))),
    }
}

fn show(value: Option<&Value>) -> String {
    value.map_or("—".into(), Value::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_difference_is_named_by_its_path() {
        let (a, b) = (
            json!({"d": [{"rate": 0.5}], "n": 1}),
            json!({"d": [{"rate": 0.6}], "n": 2}),
        );
        assert_eq!(
            first_difference(&a, &b),
            Some(("d[0].rate".into(), "0.5".into(), "0.6".into()))
        );
        assert_eq!(first_difference(&a, &a), None);
        assert_eq!(
            first_difference(&json!([1]), &json!([1, 2])),
            Some(("[1]".into(), "—".into(), "2".into()))
        );
    }
}
