//! `/`: what this is, with links to results and receipts.

use super::layout::{link, page};
use crate::domain::definition::{Language, Text};
use crate::text::public;
use maud::{Markup, html};

/// What the start page shows.
#[derive(Debug)]
pub struct Home {
    /// Language.
    pub language: Language,
    /// Rounds with a published sheet (id, title, sealed on `2009-12-28`), newest first.
    pub results: Vec<(String, Text, String)>,
    /// Rounds with a log (id, title).
    pub logs: Vec<(String, Text)>,
}

/// The page.
pub fn view(home: &Home) -> Markup {
    let (words, language) = (&public::of(home.language).home, home.language);
    let body = html! {
        h1 { (words.title) }
        @for paragraph in words.about { p.lead { (paragraph) } }
        h2 { (words.results) }
        @if home.results.is_empty() { p.quiet { (words.none) } }
        ul.cards {
            @for (round, title, date) in &home.results {
                li { a href=(link(&format!("/results/{round}"), language)) {
                    strong { (title.get(language)) } span.quiet { (date) }
                } }
            }
        }
        h2 { (words.receipt.0) }
        p { (words.receipt.1) }
        p { a.button href=(link("/verify", language)) { (words.receipt.0) } }
        @if !home.logs.is_empty() {
            h2 { (words.log) }
            ul.plain {
                @for (round, title) in &home.logs {
                    li { a href=(link(&format!("/rounds/{round}/log"), language)) { (title.get(language)) } }
                }
            }
        }
    };
    page(language, words.title, "/", body)
}
