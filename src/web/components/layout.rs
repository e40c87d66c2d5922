//! The questionnaire's frame: progress and settings on top, the page, the help line at the foot.

use crate::domain::definition::Language;
use crate::domain::submission::Progress;
use crate::text;
use crate::web::assets::{APP_JS, RESPONDENT_CSS};
use crate::web::respondent::{Link, RECEIPT, call};
use maud::{DOCTYPE, Markup, html};

/// What surrounds a page.
#[derive(Debug)]
pub struct Frame<'a> {
    /// Title of the browser window.
    pub title: &'a str,
    /// Language and size, and where the page's own links go.
    pub link: &'a Link,
    /// The page inside the questionnaire, for the links that change language and size.
    pub page: &'a str,
    /// Progress, on pages that have any.
    pub progress: Option<Progress>,
    /// Number for questions.
    pub phone: &'a str,
}

/// A whole document.
pub fn frame(frame: &Frame<'_>, body: Markup) -> Markup {
    let words = text::respondent(frame.link.language);
    html! {
        (DOCTYPE)
        html lang=(text::lang(frame.link.language)) class=[frame.link.elder.then_some("elder")] {
            (head(frame.title, words.service))
            body {
                header.top {
                    (place(frame))
                    nav aria-label=(words.tools) { (settings(frame)) }
                    @if let Some(progress) = frame.progress {
                        progress value=(progress.percent) max="100" aria-hidden="true" {}
                    }
                }
                main { (what_counts(frame)) (body) }
                (foot(words.help, frame.phone))
                script src=(APP_JS.path) defer {}
            }
        }
    }
}

/// That nothing of a pretest counts; that the submitted answers count while new ones are being given.
fn what_counts(frame: &Frame<'_>) -> Markup {
    let words = &text::respondent(frame.link.language).revision;
    html! {
        @if frame.link.pretest { p.warn { (text::respondent(frame.link.language).pretest) } }
        @if frame.link.revising {
            p.warn { (words.counts) " " a href=(frame.link.to(RECEIPT)) { (words.receipt) } }
        }
    }
}

/// The document's head: nothing from anywhere else.
pub fn head(title: &str, service: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="format-detection" content="telephone=no";
            meta name="robots" content="noindex";
            title { (title) @if title != service { " · " (service) } }
            link rel="icon" href="data:,";
            link rel="stylesheet" href=(RESPONDENT_CSS.path);
        }
    }
}

fn place(frame: &Frame<'_>) -> Markup {
    let words = text::respondent(frame.link.language);
    html! {
        (call::place(frame.link))
        @if let Some(progress) = frame.progress {
            p {
                (words.part.replace("{n}", &progress.section.to_string()).replace("{m}", &progress.sections.to_string()))
                " · "
                (words.minutes_left.replace("{n}", &progress.minutes_left.to_string()))
            }
        } @else if frame.link.call.is_none() {
            p { (words.service) }
        }
    }
}

fn settings(frame: &Frame<'_>) -> Markup {
    let words = text::respondent(frame.link.language);
    let (other_name, other_code) = words.other_language;
    let other = match frame.link.language {
        Language::Zh => Language::En,
        Language::En => Language::Zh,
    };
    let in_other = Link {
        language: other,
        ..frame.link.clone()
    };
    let resized = Link {
        elder: !frame.link.elder,
        ..frame.link.clone()
    };
    html! {
        a href=(in_other.to(frame.page)) lang=(other_code) hreflang=(other_code) { (other_name) }
        a href=(resized.to(frame.page)) { @if frame.link.elder { (words.elder_off) } @else { (words.elder_on) } }
    }
}

fn foot(help: &str, phone: &str) -> Markup {
    html! {
        footer.foot {
            @if !phone.is_empty() { (help) " " a href={ "tel:" (dialled(phone)) } { (phone) } }
        }
    }
}

/// A telephone number as a phone dials it.
pub fn dialled(phone: &str) -> String {
    phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}
