//! Where the specification names what: so that a column which the data lack is told with the line that asks for it.

use crate::domain::analysis::formula::Formula;
use crate::domain::definition::parse::source::Source;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// First line of every text, and of every name inside a formula or heading of a margin that is no text of its own.
pub(super) fn lines(source: &Source, document: &DeTable<'_>) -> BTreeMap<String, usize> {
    let mut texts = Vec::new();
    document.values().for_each(|value| gather(value, &mut texts));
    texts.sort_by_key(|(at, _)| *at);
    let mut lines = BTreeMap::new();
    for (at, text) in &texts {
        lines.entry((*text).to_string()).or_insert_with(|| source.line(*at));
    }
    for (at, text) in &texts {
        // Texts that are no formulas name nothing.
        let Ok(formula) = Formula::parse(text) else { continue };
        for name in formula.names() {
            lines.entry(name.to_string()).or_insert_with(|| source.line(*at));
        }
    }
    let margins = document.get("margins").and_then(|margins| margins.get_ref().as_table());
    for (name, _) in margins.into_iter().flat_map(DeTable::iter) {
        let line = source.line(name.span().start);
        lines.entry(name.get_ref().to_string()).or_insert(line);
    }
    lines
}

fn gather<'d>(value: &'d Spanned<DeValue<'_>>, texts: &mut Vec<(usize, &'d str)>) {
    match value.get_ref() {
        DeValue::String(text) => texts.push((value.span().start, text)),
        DeValue::Array(items) => items.iter().for_each(|item| gather(item, texts)),
        DeValue::Table(table) => table.values().for_each(|value| gather(value, texts)),
        _ => {}
    }
}
