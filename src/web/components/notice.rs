//! Plain pages: a heading, what it is, what to do; and the same in both languages where the reader's is not known.

use super::layout::head;
use crate::domain::definition::Language;
use crate::text::{self, public, respondent::Notice, respondent::Notices};
use maud::{DOCTYPE, Markup, html};

/// The words of a plain page.
pub fn notice(notice: &Notice) -> Markup {
    html! {
        h1 { (notice.title) }
        p { (notice.what) }
        p { (notice.todo) }
    }
}

/// A whole document in both languages, for addresses that belong to nobody in particular; with ways to the start page
/// where there is nothing else to do.
pub fn both_languages(pick: impl Fn(&'static Notices) -> &'static Notice, home: bool) -> Markup {
    let in_language = |language| pick(&text::respondent(language).notices);
    let (zh, en) = (in_language(Language::Zh), in_language(Language::En));
    html! {
        (DOCTYPE)
        html lang=(text::lang(Language::Zh)) {
            (head(zh.title, text::respondent(Language::Zh).service))
            body {
                header.top {
                    p { (text::respondent(Language::Zh).service) }
                    p lang=(text::lang(Language::En)) { (text::respondent(Language::En).service) }
                }
                main {
                    div.pair { (notice(zh)) @if home { (to_home(Language::Zh)) } }
                    div.pair lang=(text::lang(Language::En)) {
                        h2 { (en.title) }
                        p { (en.what) }
                        p { (en.todo) }
                        @if home { (to_home(Language::En)) }
                    }
                }
            }
        }
    }
}

fn to_home(language: Language) -> Markup {
    let address = if language == Language::Zh { "/" } else { "/?lang=en" };
    html! { p { a href=(address) { (public::of(language).waiting.home) } } }
}
