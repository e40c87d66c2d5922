//! The frame of the public pages.

use crate::domain::definition::Language;
use crate::text::{self, public};
use crate::web::assets::Asset;
use maud::{DOCTYPE, Markup, html};
use std::sync::LazyLock;

/// The style sheet of the public pages.
pub static PUBLIC_CSS: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "public",
        "css",
        "text/css; charset=utf-8",
        concat!(
            include_str!("../assets/sheet.css"),
            include_str!("../assets/public.css")
        ),
    )
});

/// A whole document. `path` is the page's own address, for the link to the other language.
pub fn page(language: Language, title: &str, path: &str, body: Markup) -> Markup {
    let words = public::of(language);
    let (other, code) = words.other_language;
    let query = if language == Language::Zh { "en" } else { "zh" };
    html! {
        (DOCTYPE)
        html lang=(text::lang(language)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="format-detection" content="telephone=no";
                title { (title) @if title != words.service { " · " (words.service) } }
                link rel="icon" href="data:,";
                link rel="stylesheet" href=(PUBLIC_CSS.path);
            }
            body {
                header.top {
                    a.home href=(link("/", language)) { (words.service) }
                    a lang=(code) hreflang=(code) href={ (path) "?lang=" (query) } { (other) }
                }
                main { (body) }
            }
        }
    }
}

/// An address inside this language.
pub fn link(path: &str, language: Language) -> String {
    match language {
        Language::Zh => path.to_string(),
        Language::En => format!("{path}?lang=en"),
    }
}
