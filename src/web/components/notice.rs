//! Plain pages: a heading, what it is, what to do; and the same in both languages where the reader's is not known.

use super::layout::head;
use crate::domain::definition::Language;
use crate::text::{self, respondent::Notice, respondent::Notices};
use maud::{DOCTYPE, Markup, html};

/// The words of a plain page.
pub fn notice(notice: &Notice) -> Markup {
    html! {
        h1 { (notice.title) }
        p { (notice.what) }
        p { (notice.todo) }
    }
}

/// A whole document in both languages, for addresses that belong to nobody in particular.
pub fn both_languages(pick: impl Fn(&'static Notices) -> &'static Notice) -> Markup {
    let in_language = |language| pick(&text::respondent(language).notices);
    let (zh, en) = (in_language(Language::Zh), in_language(Language::En));
    html! {
        (DOCTYPE)
        html lang=(text::lang(Language::Zh)) {
            (head(zh.title, text::respondent(Language::Zh).service))
            body {
                main {
                    div.pair { (notice(zh)) }
                    div.pair lang=(text::lang(Language::En)) {
                        h2 { (en.title) }
                        p { (en.what) }
                        p { (en.todo) }
                    }
                }
            }
        }
    }
}
