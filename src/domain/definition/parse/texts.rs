//! The survey's own words: every text in every language, none missing, none left over.

use super::node::Table;
use super::source::{Sink, nearest};
use crate::domain::definition::{Expected, Found, Text};
use std::collections::BTreeSet;

/// Words between braces that pages replace.
pub(in crate::domain::definition) const PLACEHOLDERS: [&str; 9] = [
    "dept",
    "year",
    "agency",
    "minutes",
    "retention",
    "phone",
    "handler",
    "contact",
    "hotline",
];

/// The text files, and which of their keys something asked for.
pub(in crate::domain::definition) struct Texts<'a> {
    zh: Option<Table<'a>>,
    en: Option<Table<'a>>,
    wanted: BTreeSet<Vec<String>>,
}

impl<'a> Texts<'a> {
    /// A missing file is `None`: it is reported once by the caller, not again for every text.
    pub fn new(zh: Option<Table<'a>>, en: Option<Table<'a>>) -> Texts<'a> {
        Texts {
            zh,
            en,
            wanted: BTreeSet::new(),
        }
    }

    /// The text at a path, which must be there in both languages.
    pub fn need(&mut self, path: &[&str], sink: &mut Sink) -> Text {
        self.wanted.insert(path.iter().map(|part| part.to_string()).collect());
        Text {
            zh: needed(self.zh, path, sink),
            en: needed(self.en, path, sink),
        }
    }

    /// The text at a path that may be absent, but then in both languages.
    pub fn may(&mut self, path: &[&str], sink: &mut Sink) -> Text {
        self.wanted.insert(path.iter().map(|part| part.to_string()).collect());
        let has = |table: Option<Table<'a>>| table.is_some_and(|table| find(table, path).is_ok());
        if has(self.zh) || has(self.en) {
            return self.need(path, sink);
        }
        Text {
            zh: String::new(),
            en: String::new(),
        }
    }

    /// Reports the text at a path in every language that does not name the department.
    pub fn need_dept(&self, path: &[&str], sink: &mut Sink) {
        for table in [self.zh, self.en].into_iter().flatten() {
            let Ok(node) = find(table, path) else { continue };
            let text = node.text(&mut Sink::default()).unwrap_or_default();
            // A mistyped placeholder is reported as such.
            let mistyped = !unknown_placeholders(&text, path).is_empty();
            if !text.trim().is_empty() && !text.contains("{dept}") && !mistyped {
                node.bad(sink, Found::NoDept(path.join(".")), Expected::Dept);
            }
        }
    }

    /// Reports every key that nothing asked for.
    pub fn leftovers(&self, sink: &mut Sink) {
        for table in [self.zh, self.en].into_iter().flatten() {
            self.left_over_in(table, &mut Vec::new(), sink);
        }
    }

    fn left_over_in(&self, table: Table<'a>, path: &mut Vec<String>, sink: &mut Sink) {
        for node in table.nodes() {
            path.push(node.key.to_string());
            let below = self.wanted.iter().filter(|wanted| wanted.starts_with(path));
            match below.map(|wanted| wanted.len()).max() {
                None => self.report(&node, path, sink),
                Some(length) if length > path.len() => {
                    if let Some(inner) = node.table(sink) {
                        self.left_over_in(inner, path, sink);
                    }
                }
                Some(_) => {}
            }
            path.pop();
        }
    }

    fn report(&self, node: &super::node::Node<'a>, path: &[String], sink: &mut Sink) {
        let parent = &path[..path.len() - 1];
        let beside = self.wanted.iter().filter(|wanted| wanted.starts_with(parent));
        let beside: BTreeSet<&str> = beside
            .filter_map(|wanted| wanted.get(parent.len()))
            .map(String::as_str)
            .collect();
        let expected = match nearest(node.key, beside) {
            Some(near) => Expected::NearBelongingKey(near.to_string()),
            None => Expected::BelongingKey,
        };
        node.bad(sink, Found::LeftOverText(path.join(".")), expected);
    }
}

/// The leaf at a path, or the deepest table on the way to it.
fn find<'a>(table: Table<'a>, path: &[&str]) -> Result<super::node::Node<'a>, Table<'a>> {
    let mut quiet = Sink::default();
    let [first, rest @ ..] = path else { return Err(table) };
    let node = table.get(first).ok_or(table)?;
    if rest.is_empty() {
        return Ok(node);
    }
    find(node.table(&mut quiet).ok_or(table)?, rest)
}

fn needed(table: Option<Table<'_>>, path: &[&str], sink: &mut Sink) -> String {
    let Some(table) = table else { return String::new() };
    let name = path.join(".");
    match find(table, path) {
        Err(deepest) => {
            deepest.bad(sink, Found::NoText(name), Expected::TextInEveryLanguage);
            String::new()
        }
        Ok(node) => {
            let text = node.text(sink).unwrap_or_default().trim().to_string();
            if text.is_empty() {
                node.bad(sink, Found::EmptyText(name.clone()), Expected::TextInEveryLanguage);
            }
            for word in unknown_placeholders(&text, path) {
                node.bad(
                    sink,
                    Found::Placeholder(word.to_string(), name.clone()),
                    allowed_placeholders(path),
                );
            }
            text
        }
    }
}

fn allowed_placeholders(path: &[&str]) -> Expected {
    let words = PLACEHOLDERS
        .iter()
        .filter(|word| **word != "dept" || path.contains(&"question"));
    Expected::Placeholders(words.map(|word| format!("{{{word}}}")).collect())
}

fn unknown_placeholders<'t>(text: &'t str, path: &[&str]) -> Vec<&'t str> {
    let inside = text
        .split('{')
        .skip(1)
        .filter_map(|after| after.split_once('}').map(|(word, _)| word));
    let known = |word: &&str| PLACEHOLDERS.contains(word) && (*word != "dept" || path.contains(&"question"));
    inside.filter(|word| !known(word)).collect()
}
