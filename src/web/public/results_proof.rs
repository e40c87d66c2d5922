//! How to check a published sheet, and its files.

use super::layout::link;
use super::results::ResultsPage;
use super::results_versions::with_version;
use crate::text::public;
use crate::web::components::sheet::grouped;
use maud::{Markup, html};

/// The hashes, who signed, and the command that checks them.
pub(super) fn verify(data: &ResultsPage<'_>) -> Markup {
    let words = public::of(data.language).results.verify;
    let s = &data.sealed.sheet;
    let size = grouped(s.log_size);
    let rows = [
        (words[1], &s.method_hash),
        (words[2], &s.definition_hash),
        (words[3], &s.data_hash),
        (words[4], &s.log_root),
        (words[5], &size),
    ];
    html! {
        p { (words[0]) }
        dl.facts {
            @for (label, value) in rows { dt { (label) } dd { code.hash { (value) } } }
            dt { (words[6]) }
            dd { @for signature in &data.sealed.signatures {
                div { (role(data, &signature.role)) " " code { (signature.key_id) } }
            } }
        }
        p { (words[7]) }
        pre tabindex="0" { code {
            "barometer verify " (s.round) "-sheet.json"
            @for signature in &data.sealed.signatures { " --key " (signature.role) ".pem" }
        } }
        p { (words[8]) }
        p { a href=(link(&format!("/rounds/{}/log", s.round), data.language)) { (public::of(data.language).log.title.0) } }
    }
}

/// The files of the sheet and the public keys of those who signed it.
pub(super) fn downloads(data: &ResultsPage<'_>) -> Markup {
    let words = public::of(data.language).results.downloads;
    let round = &data.sealed.sheet.round;
    html! {
        ul.cards {
            @for ((name, purpose), file) in words.iter().zip(["sheet.json", "sheet.xlsx", "sheet.csv"]) {
                li { a href=(with_version(data, &format!("/results/{round}/{file}"))) download { strong { (name) } span.quiet { (purpose) } } }
            }
            @for signature in &data.sealed.signatures {
                li { a href=(with_version(data, &format!("/results/{round}/{}.pem", signature.role))) download {
                    strong { (words[3].0.replace("{role}", role(data, &signature.role))) } span.quiet { (words[3].1) }
                } }
            }
        }
    }
}

/// Who signed, in words.
fn role<'a>(data: &ResultsPage<'_>, role: &'a str) -> &'a str {
    public::signer(role, data.language)
}
