//! Finding a number of the oracle in our results: rules that join the path of the one to the path of the other.

use serde_json::Value;

/// Segments of a path.
pub type Path = Vec<String>;

/// Every leaf of a JSON value with its path.
pub fn leaves(value: &Value) -> Vec<(Path, &Value)> {
    let mut found = Vec::new();
    walk(value, &mut Vec::new(), &mut found);
    found
}

fn walk<'v>(value: &'v Value, path: &mut Path, found: &mut Vec<(Path, &'v Value)>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(i, value)| (i.to_string(), value))
            .collect(),
        leaf => return found.push((path.clone(), leaf)),
    };
    for (key, child) in children {
        path.push(key);
        walk(child, path, found);
        path.pop();
    }
}

/// `departments > {d} > satisfied > **` and where that is in our results; `{name}` is one segment, `**` the rest.
pub struct Rule {
    pattern: Vec<&'static str>,
    /// `None`: a word or a list of names, not a number.
    ours: Option<Vec<&'static str>>,
}

fn segments(path: &'static str) -> Vec<&'static str> {
    path.split(" > ").collect()
}

/// A rule from both paths.
pub fn rule(pattern: &'static str, ours: &'static str) -> Rule {
    Rule {
        pattern: segments(pattern),
        ours: Some(segments(ours)),
    }
}

/// A part of the oracle's file that names things and holds no result.
pub fn names(pattern: &'static str) -> Rule {
    Rule {
        pattern: segments(pattern),
        ours: None,
    }
}

impl Rule {
    /// The path in our results for a path of the oracle: `None` if the rule isn't about it, `Some(None)` for names.
    pub fn place(&self, path: &[String]) -> Option<Option<Path>> {
        let mut captured: Vec<(&str, &str)> = Vec::new();
        let mut rest: &[String] = &[];
        for (i, want) in self.pattern.iter().enumerate() {
            if *want == "**" {
                rest = path.get(i..).filter(|rest| !rest.is_empty())?;
                break;
            }
            let got = path.get(i)?;
            match want.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) => captured.push((name, got)),
                None if want == got => {}
                None => return None,
            }
        }
        let open = self.pattern.last() == Some(&"**");
        if !open && path.len() != self.pattern.len() {
            return None;
        }
        let Some(ours) = &self.ours else { return Some(None) };
        Some(Some(
            ours.iter()
                .flat_map(|segment| filled(segment, &captured, rest))
                .collect(),
        ))
    }
}

fn filled(segment: &str, captured: &[(&str, &str)], rest: &[String]) -> Vec<String> {
    if segment == "**" {
        return rest.to_vec();
    }
    let fill = |text: String, (name, value): &(&str, &str)| text.replace(&format!("{{{name}}}"), value);
    vec![captured.iter().fold(segment.to_owned(), fill)]
}

/// The value at a path of our results; a list is entered by number or by what its members call themselves.
pub fn at<'v>(value: &'v Value, path: &[String]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, segment| match value {
        Value::Object(map) => map.get(segment),
        Value::Array(list) => named(list, segment).or_else(|| list.get(segment.parse::<usize>().ok()?)),
        _ => None,
    })
}

fn named<'v>(list: &'v [Value], segment: &str) -> Option<&'v Value> {
    let is = |one: &&Value| match one {
        // A pair of a name and a value.
        Value::Array(pair) => pair.first().and_then(Value::as_str) == Some(segment),
        Value::Object(map) => ["run", "label", "method", "name"]
            .iter()
            .any(|key| map.get(*key).and_then(Value::as_str) == Some(segment)),
        _ => false,
    };
    list.iter().find(is)
}

/// Whether `|got − want| ≤ abs + rel·|want|`; null means that no value may be given.
pub fn agrees(got: &Value, want: &Value, rel: f64, abs: f64) -> bool {
    match (got, want) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(got), Value::Bool(want)) => got == want,
        _ => match (got.as_f64(), want.as_f64()) {
            (Some(got), Some(want)) => (got - want).abs() <= abs + rel * want.abs(),
            _ => false,
        },
    }
}
