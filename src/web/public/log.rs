//! `/rounds/{round}/log`: the signed heads of the commitment log.

use super::layout::page;
use crate::domain::definition::{Language, Text};
use crate::domain::proof::SignedTreeHead;
use crate::text::public;
use maud::{Markup, html};

/// What the log page shows.
#[derive(Debug)]
pub struct LogPage {
    /// Language.
    pub language: Language,
    /// Round id.
    pub round: String,
    /// Round title.
    pub title: Text,
    /// Heads, newest first.
    pub heads: Vec<SignedTreeHead>,
}

/// The page.
pub fn view(log: &LogPage) -> Markup {
    let words = &public::of(log.language).log;
    let body = html! {
        p.eyebrow { (log.title.get(log.language)) }
        h1 { (words.title.0) }
        p.lead { (words.title.1) }
        @if log.heads.is_empty() { p.quiet { (words.none) } } @else { (table(log)) }
    };
    page(log.language, words.title.0, &format!("/rounds/{}/log", log.round), body)
}

fn table(log: &LogPage) -> Markup {
    let words = &public::of(log.language).log;
    html! {
        div.scroll tabindex="0" role="region" aria-label=(words.title.0) {
            table.numbers {
                thead { tr { @for column in words.columns { th scope="col" { (column) } } } }
                tbody {
                    @for head in &log.heads {
                        tr {
                            td.number { (head.head.size) }
                            td { code.hash { (head.head.root) } }
                            td { (head.head.time) }
                            td { code { (head.key_id) } }
                            td { code.hash { (head.signature) } }
                        }
                    }
                }
            }
        }
    }
}
