//! Typed reading of TOML that knows its lines and reports instead of stopping.

use super::source::{Sink, Source, nearest_of, one_of};
use crate::domain::definition::{Expected, Found};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table with the line it starts at.
#[derive(Clone, Copy)]
pub(in crate::domain) struct Table<'a> {
    pub source: &'a Source,
    inner: &'a DeTable<'a>,
    at: usize,
}

/// A value with its key and place.
#[derive(Clone, Copy)]
pub(in crate::domain) struct Node<'a> {
    pub source: &'a Source,
    pub key: &'a str,
    key_at: usize,
    value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Table<'a> {
    /// The whole document.
    pub fn root(source: &'a Source, document: &'a Spanned<DeTable<'a>>) -> Table<'a> {
        Table {
            source,
            inner: document.get_ref(),
            at: 0,
        }
    }

    /// 1-based line where the table starts.
    pub fn line(&self) -> usize {
        self.source.line(self.at)
    }

    /// A problem with the table as a whole.
    pub fn bad(&self, sink: &mut Sink, found: Found, expected: Expected) {
        sink.add(&self.source.path, self.line(), found, expected);
    }

    /// Every key, in the order of the file.
    pub fn nodes(&self) -> Vec<Node<'a>> {
        let mut nodes: Vec<Node<'a>> = self
            .inner
            .iter()
            .map(|(key, value)| Node {
                source: self.source,
                key: key.get_ref(),
                key_at: key.span().start,
                value,
            })
            .collect();
        nodes.sort_by_key(|node| node.key_at);
        nodes
    }

    /// Reports every key that is not allowed here, with the nearest allowed one.
    pub fn only(&self, allowed: &[&str], sink: &mut Sink) {
        for node in self.nodes().iter().filter(|node| !allowed.contains(&node.key)) {
            let expected = nearest_of(node.key, allowed.iter().copied());
            sink.add(
                &self.source.path,
                node.line(),
                Found::UnknownKey(node.key.into()),
                expected,
            );
        }
    }

    /// The value of a key, if it is there.
    pub fn get(&self, key: &str) -> Option<Node<'a>> {
        let (key, value) = self.inner.get_key_value(key)?;
        Some(Node {
            source: self.source,
            key: key.get_ref(),
            key_at: key.span().start,
            value,
        })
    }

    /// The value of a key that must be there.
    pub fn need(&self, key: &str, expected: Expected, sink: &mut Sink) -> Option<Node<'a>> {
        let node = self.get(key);
        if node.is_none() {
            self.bad(sink, Found::NoKey(key.into()), expected);
        }
        node
    }

    /// A text that must be there and not be empty.
    pub fn text(&self, key: &str, expected: Expected, sink: &mut Sink) -> String {
        let text = self.need(key, expected.clone(), sink).and_then(|node| node.text(sink));
        if text.as_deref().is_some_and(|text| text.trim().is_empty()) {
            sink.add(
                &self.source.path,
                self.get(key).map_or(0, |n| n.line()),
                Found::EmptyKey(key.into()),
                expected,
            );
        }
        text.unwrap_or_default()
    }

    /// An id: a text of letters, digits, `_` and `-` that must be there.
    pub fn id(&self, expected: Expected, sink: &mut Sink) -> String {
        let id = self.text("id", expected, sink);
        if let Some(node) = self.get("id").filter(|_| !id.trim().is_empty() && !is_id(&id)) {
            node.bad(sink, node.shown(), Expected::Id);
        }
        id
    }

    /// A finite number inside a range; reports and gives the lower end otherwise.
    pub fn number(&self, key: &str, range: std::ops::RangeInclusive<f64>, sink: &mut Sink) -> f64 {
        self.need(key, number_from(&range), sink)
            .and_then(|node| node.number_in(&range, sink))
            .unwrap_or(*range.start())
    }

    /// A whole number inside a range; reports and gives the lower end otherwise.
    pub fn whole(&self, key: &str, range: std::ops::RangeInclusive<u64>, sink: &mut Sink) -> u64 {
        let node = self.need(key, Expected::WholeFrom(*range.start(), *range.end()), sink);
        node.and_then(|node| node.whole_in(&range, sink))
            .unwrap_or(*range.start())
    }

    /// A truth value; absent means the default.
    pub fn flag(&self, key: &str, default: bool, sink: &mut Sink) -> bool {
        let Some(node) = self.get(key) else { return default };
        match node.value.get_ref().as_bool() {
            Some(value) => value,
            None => {
                node.bad(sink, node.shown(), Expected::TrueOrFalse);
                default
            }
        }
    }

    /// A table below a key, if it is there.
    pub fn table(&self, key: &str, sink: &mut Sink) -> Option<Table<'a>> {
        self.get(key)?.table(sink)
    }

    /// The tables of `[[key]]`; none when absent.
    pub fn tables(&self, key: &str, sink: &mut Sink) -> Vec<Table<'a>> {
        let Some(node) = self.get(key) else { return Vec::new() };
        node.array(sink).iter().filter_map(|item| item.table(sink)).collect()
    }

    /// A list of texts; empty when absent.
    pub fn texts(&self, key: &str, sink: &mut Sink) -> Vec<String> {
        let Some(node) = self.get(key) else { return Vec::new() };
        node.texts(sink)
    }

    /// A table of texts, in the order of keys; empty when absent.
    pub fn text_map(&self, key: &str, sink: &mut Sink) -> BTreeMap<String, String> {
        let Some(table) = self.table(key, sink) else {
            return BTreeMap::new();
        };
        let nodes = table.nodes();
        nodes
            .iter()
            .filter_map(|node| Some((node.key.to_string(), node.text(sink)?)))
            .collect()
    }
}

impl<'a> Node<'a> {
    /// 1-based line of the key (of the value, in a list).
    pub fn line(&self) -> usize {
        self.source.line(self.key_at)
    }

    /// A problem with this value.
    pub fn bad(&self, sink: &mut Sink, found: Found, expected: Expected) {
        sink.add(&self.source.path, self.line(), found, expected);
    }

    /// The value as its author wrote it, with its key.
    pub fn shown(&self) -> Found {
        let written: String = self.source.text[self.value.span()].chars().take(60).collect();
        Found::Written(format!("{} = {written}", self.key))
    }

    /// The value in plain words: texts without quotes, lists joined by commas, anything else as written.
    pub fn plain(&self) -> String {
        match self.value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Array(items) => {
                let one = |value| Node { value, ..*self }.plain();
                items.iter().map(one).collect::<Vec<_>>().join(", ")
            }
            _ => self.source.text[self.value.span()].trim().to_string(),
        }
    }

    /// A text; a bare number counts as its digits, so that codes may be written either way.
    pub fn text(&self, sink: &mut Sink) -> Option<String> {
        match self.value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) => Some(number.to_string()),
            _ => {
                self.bad(sink, self.shown(), Expected::QuotedText);
                None
            }
        }
    }

    /// One of a few words.
    pub fn word<T: Copy>(&self, words: &[(&str, T)], sink: &mut Sink) -> Option<T> {
        let text = self.text(sink)?;
        let hit = words.iter().find(|(word, _)| *word == text);
        if hit.is_none() {
            self.bad(sink, self.shown(), one_of(words.iter().map(|(word, _)| *word)));
        }
        hit.map(|(_, value)| *value)
    }

    /// A finite number.
    pub fn number(&self) -> Option<f64> {
        match self.value.get_ref() {
            DeValue::Integer(number) => number.to_string().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        }
        .filter(|number: &f64| number.is_finite())
    }

    /// A number inside a range.
    pub fn number_in(&self, range: &std::ops::RangeInclusive<f64>, sink: &mut Sink) -> Option<f64> {
        let number = self.number().filter(|number| range.contains(number));
        if number.is_none() {
            self.bad(sink, self.shown(), number_from(range));
        }
        number
    }

    /// A whole number inside a range.
    pub fn whole_in(&self, range: &std::ops::RangeInclusive<u64>, sink: &mut Sink) -> Option<u64> {
        let number = match self.value.get_ref() {
            DeValue::Integer(number) => number.to_string().parse().ok(),
            _ => None,
        };
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            self.bad(sink, self.shown(), Expected::WholeFrom(*range.start(), *range.end()));
        }
        number
    }

    /// A table.
    pub fn table(&self, sink: &mut Sink) -> Option<Table<'a>> {
        match self.value.get_ref() {
            DeValue::Table(inner) => Some(Table {
                source: self.source,
                inner,
                at: self.key_at,
            }),
            _ => {
                self.bad(sink, self.shown(), Expected::TableOf(self.key.into()));
                None
            }
        }
    }

    /// A list; reports anything else.
    pub fn array(&self, sink: &mut Sink) -> Vec<Node<'a>> {
        let DeValue::Array(items) = self.value.get_ref() else {
            self.bad(sink, self.shown(), Expected::ListInBrackets);
            return Vec::new();
        };
        let node = |value: &'a Spanned<DeValue<'a>>| Node {
            source: self.source,
            key: self.key,
            key_at: value.span().start,
            value,
        };
        items.iter().map(node).collect()
    }

    /// A list of texts, or one text that stands for a list of one.
    pub fn texts_or_one(&self, sink: &mut Sink) -> Vec<String> {
        match self.is_list() {
            true => self.texts(sink),
            false => self.text(sink).into_iter().collect(),
        }
    }

    /// Whether it is a table.
    pub fn is_table(&self) -> bool {
        matches!(self.value.get_ref(), DeValue::Table(_))
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self.value.get_ref(), DeValue::Array(_))
    }

    /// A list of texts.
    pub fn texts(&self, sink: &mut Sink) -> Vec<String> {
        self.array(sink).iter().filter_map(|item| item.text(sink)).collect()
    }
}

/// Whether a text may name something: ids stand in addresses, headings, field names and file names.
pub(in crate::domain) fn is_id(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

fn number_from(range: &std::ops::RangeInclusive<f64>) -> Expected {
    Expected::NumberFrom(range.start().to_string(), range.end().to_string())
}
