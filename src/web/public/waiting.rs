//! `/results/{round}` before there is a sealed sheet: where the round stands and when results come.

use super::layout::{link, page};
use crate::domain::definition::{Language, Text};
use crate::storage::round::RoundState;
use crate::text::public;
use maud::{Markup, html};

/// What the page shows.
#[derive(Debug)]
pub struct Waiting {
    /// Language.
    pub language: Language,
    /// Round id.
    pub round: String,
    /// Round title.
    pub title: Text,
    /// Where the round stands; never sealed.
    pub state: RoundState,
}

/// Where a round in that state stands, and when results come.
pub(super) fn standing(language: Language, state: RoundState) -> (&'static str, &'static str) {
    let words = &public::of(language).waiting;
    match state {
        RoundState::Draft | RoundState::Registered => words.before,
        RoundState::Fielding => words.fielding,
        RoundState::Closed | RoundState::Scored | RoundState::Sealed => words.computing,
    }
}

/// The page.
pub fn view(data: &Waiting) -> Markup {
    let (words, home) = (&public::of(data.language).waiting, &public::of(data.language).home);
    let (heading, explanation) = standing(data.language, data.state);
    let body = html! {
        p.eyebrow { (data.title.get(data.language)) }
        h1 { (heading) }
        p.lead { (explanation) }
        p { (words.no_preview) }
        p { a.button href=(link("/", data.language)) { (words.home) } }
        @if data.state >= RoundState::Fielding {
            p { a href=(link(&format!("/rounds/{}/log", data.round), data.language)) { (home.log) } }
        }
    };
    page(data.language, heading, &format!("/results/{}", data.round), body)
}
