//! Which version of the sheet this is, which others there are, and why it was corrected.

use super::layout::link;
use super::results::{ResultsPage, day};
use crate::stages::correct::Correction;
use crate::text::public;
use crate::web::components::sheet::own_tongue;
use maud::{Markup, html};

/// Nothing as long as there is one version and no correction is under way.
pub(super) fn versions(data: &ResultsPage<'_>) -> Markup {
    let words = &public::of(data.language).results.versions;
    let shown = data.sealed.sheet.sheet_version;
    let newest = data.versions.last().copied().unwrap_or(shown);
    let under_way = data.corrections.iter().find(|correction| correction.version > newest);
    html! {
        @if data.outdated() {
            div.mind role="note" {
                p { (words.outdated.replace("{version}", &shown.to_string()).replace("{newest}", &newest.to_string())) }
                p { a href=(address(data, newest)) { (words.link.replace("{version}", &newest.to_string())) } }
            }
        }
        @if let Some(correction) = under_way { div.mind role="note" { p { (reason(data, words.under_way, correction)) } } }
        @if newest > 1 {
            p { (words.this.replace("{version}", &shown.to_string())) }
            ul.plain {
                @for correction in data.corrections.iter().filter(|one| one.version <= newest) {
                    li { (reason(data, words.reason, correction)) }
                }
                @for other in data.versions.iter().filter(|version| ![shown, newest].contains(version)) {
                    li { a href=(address(data, *other)) { (words.link.replace("{version}", &other.to_string())) } }
                }
            }
        }
    }
}

fn reason(data: &ResultsPage<'_>, words: &str, correction: &Correction) -> Markup {
    let date = day(correction.at).map_or_else(String::new, |day| day.to_string());
    let said = words
        .replace("{version}", &correction.version.to_string())
        .replace("{date}", &date)
        .replace("{reason}", &correction.reason);
    own_tongue(&said, data.language)
}

/// The page of a version; the newest has the address without a number.
fn address(data: &ResultsPage<'_>, version: u32) -> String {
    let page = link(&format!("/results/{}", data.sealed.sheet.round), data.language);
    match data.versions.last() {
        Some(newest) if *newest == version => page,
        _ => numbered(&page, version),
    }
}

/// An address of the shown version's own.
pub(super) fn with_version(data: &ResultsPage<'_>, address: &str) -> String {
    match data.outdated() {
        true => numbered(address, data.sealed.sheet.sheet_version),
        false => address.to_owned(),
    }
}

fn numbered(address: &str, version: u32) -> String {
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{address}{mark}version={version}")
}
