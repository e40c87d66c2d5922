//! What was understood of a frame file, before it is accepted.

use super::frame_view::counts_table;
use super::{busy_bar, count, page};
use crate::domain::definition::{Audience, Language};
use crate::domain::sample::{ColumnUse, Preview};
use crate::stages::LoadedRound;
use crate::stages::preparing::frames::FrameCheck;
use crate::storage::preparing::frames::{AcceptedFrame, UploadRecord};
use crate::text::prepare as text;
use crate::web::PageError;
use crate::web::access::Visit;
use crate::web::components::console::token;
use crate::web::components::refusal::problem_list;
use crate::web::components::table::{Head, heads, table};
use maud::{Markup, html};

/// What the page shows.
#[derive(Debug)]
pub struct PreviewPage<'a> {
    pub(super) loaded: &'a LoadedRound,
    pub(super) audience: &'a Audience,
    pub(super) record: UploadRecord,
    pub(super) check: FrameCheck,
    /// The frame that would be replaced.
    pub(super) accepted: Option<AcceptedFrame>,
    /// What was wrong.
    pub(super) message: Option<Markup>,
}

/// The page.
pub fn view(visit: &Visit, data: &PreviewPage<'_>) -> Result<Markup, PageError> {
    let language = visit.language();
    let words = &text::of(language).preview;
    let facts = &data.record.facts;
    let problems = match &data.check.frame {
        Ok(_) => None,
        // Only a file whose rules changed under it comes here.
        Err(found) => Some(problem_list(found, language)),
    };
    let read = words.read.replace("{file}", &facts.file);
    let current = data
        .accepted
        .as_ref()
        .is_some_and(|frame| frame.upload.number == data.record.number);
    let body = html! {
        @if let Some(message) = &data.message { (message) }
        @if let Some(problems) = &problems { (problems) }
        @if !current { p.mind { (words.not_stored) } }
        p { (read.replace("{n}", &count(facts.units()))) }
        @if let Some(preview) = &data.check.preview { (understood(preview, language)) }
        h2 { (words.counts) }
        (counts_table(data.loaded, data.audience, &facts.counts, language))
        @if problems.is_none() && !current { (accept_form(visit, data)) }
    };
    let title = words.title.replace("{audience}", data.audience.name.get(language));
    Ok(page(visit, data.loaded, &title, body))
}

/// What the columns are taken for, the first rows, and a word about cells that look like formulas.
pub fn understood(preview: &Preview, language: Language) -> Markup {
    let words = &text::of(language).preview;
    let columns: Vec<Vec<Markup>> = preview
        .columns
        .iter()
        .map(|(name, uses)| vec![html! { code { (name) } }, html! { (named(uses, language)) }])
        .collect();
    let mut rows_heads = vec![Head {
        text: words.line,
        number: true,
    }];
    let headings = preview.columns.iter().map(|(name, _)| Head {
        text: name,
        number: false,
    });
    rows_heads.extend(headings);
    let row = |(line, cells): &(usize, Vec<String>)| {
        let cells = cells.iter().map(|cell| html! { (cell) });
        std::iter::once(html! { (line) }).chain(cells).collect()
    };
    let rows: Vec<Vec<Markup>> = preview.rows.iter().map(row).collect();
    html! {
        @if let Some(encoding) = preview.encoding { p { (words.encoding.replace("{encoding}", &encoding.to_uppercase())) } }
        h2 { (words.understood) }
        (table(words.understood, &heads(&words.heads, &[]), &columns, language))
        h2 { (words.rows) }
        (table(words.rows, &rows_heads, &rows, language))
        @if preview.formulas > 0 { p.mind { (words.formulas.replace("{n}", &preview.formulas.to_string())) } }
    }
}

fn named(uses: &[ColumnUse], language: Language) -> String {
    let [id, stratum, attribute, supervisors, contact, unused] = text::of(language).preview.uses;
    let name = |one: &ColumnUse| match one {
        ColumnUse::UnitId => id,
        ColumnUse::Stratum => stratum,
        ColumnUse::Attribute => attribute,
        ColumnUse::Supervisors => supervisors,
        ColumnUse::Contact => contact,
        ColumnUse::Unused => unused,
    };
    uses.iter().map(name).collect::<Vec<_>>().join(" · ")
}

fn accept_form(visit: &Visit, data: &PreviewPage<'_>) -> Markup {
    let language = visit.language();
    let words = &text::of(language).preview;
    let (round, audience) = (&data.loaded.record.id, &data.audience.id.0);
    let address = format!("/agency/{round}/prepare/frame/{audience}/{}", data.record.number);
    let n = count(data.record.facts.units());
    let what = match &data.accepted {
        None => words.accept_new.replace("{audience}", data.audience.name.get(language)),
        Some(old) => {
            let sentence = words.accept_over.replace("{old}", &count(old.upload.facts.units()));
            sentence.replace("{file}", &old.upload.facts.file)
        }
    };
    html! {
        section.card {
            h2 { (words.accept_title) }
            p { (what.replace("{n}", &n)) }
            form method="post" action=(address) {
                (token(visit))
                input type="hidden" name="seen" value=(data.accepted.as_ref().map_or(0, |frame| frame.version));
                div.actions {
                    button.primary data-busy=(words.busy) { (words.accept) }
                    a.button href={ "/agency/" (round) "/prepare/frame/" (audience) } { (words.other) }
                }
                (busy_bar(words.busy))
            }
        }
    }
}
