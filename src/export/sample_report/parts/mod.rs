//! The fifteen parts, each from the facts of the report.

mod closing;
mod composition;
mod correction;
mod design;
mod field;
mod first;
mod forms;
mod identity;
mod outcomes;
mod quality;
mod results;
mod results_charts;
mod results_tables;
mod universe;
mod weighting;

use super::model::{Block, Cell, Document, Part, Place, Table};
use crate::domain::definition::{AudienceId, Language, Text};
use crate::domain::report::{Absence, SampleReport};
use crate::domain::submission::Piping;
use crate::export::page::{self, fill};
use crate::text::public;
use crate::text::sample_report::{self, ReportText, TableText};

/// The report in one language while it is written.
#[derive(Clone, Copy)]
pub(super) struct Of<'a> {
    pub report: &'a SampleReport,
    pub text: &'static ReportText,
    pub language: Language,
}

/// The whole document.
pub(super) fn document(report: &SampleReport, language: Language) -> Document {
    let text = sample_report::of(language);
    let of = Of { report, text, language };
    let blocks = [
        identity::identity(of),
        identity::purpose(of),
        universe::universe(of),
        design::design(of),
        field::field(of),
        forms::forms(of),
        outcomes::outcomes(of),
        composition::composition(of),
        weighting::weighting(of),
        quality::quality(of),
        results::results(of),
        closing::earlier(of),
        closing::limits(of),
        closing::proof(of),
        closing::contact(of),
    ];
    let part = |(i, (title, blocks)): (usize, (&'static str, Vec<Block>))| Part {
        number: i + 1,
        title,
        blocks,
    };
    Document {
        language,
        title: report.survey.round.title.get(language).to_owned(),
        name: text.name,
        draft: report.is_draft().then_some(text.draft),
        identifiers: first::identifiers(of),
        facts: first::facts(of),
        mind: first::mind(of),
        parts: text.parts.into_iter().zip(blocks).enumerate().map(part).collect(),
        made: of.fill(
            text.first.made,
            &[
                ("software", &report.sheet.software),
                ("time", &page::figures::moment(&report.sheet.generated_at)),
            ],
        ),
    }
}

impl<'a> Of<'a> {
    /// An audience by its registered name.
    pub fn audience(self, id: &'a AudienceId) -> &'a str {
        self.report.sheet.audience_name(&id.0, self.language)
    }

    /// The same as a cell.
    pub fn who(self, id: &'a AudienceId) -> Cell {
        Cell::text(self.audience(id))
    }

    /// Words with their gaps filled.
    pub fn fill(self, words: &str, with: &[(&str, &str)]) -> String {
        fill(words, with)
    }

    /// A survey's wording with its placeholders filled; the department stays one.
    pub fn said(self, text: &Text) -> String {
        let piping = Piping {
            survey: &self.report.survey,
            language: self.language,
        };
        piping.fill(text, None).replace("{dept}", self.text.small.department)
    }

    /// Items of a list.
    pub fn list(self, items: &[String]) -> String {
        items.join(self.text.small.gaps[0])
    }

    /// A given text, or that it was not given.
    pub fn given(self, text: &str) -> String {
        let text = if text.trim().is_empty() {
            self.text.small.not_given
        } else {
            text
        };
        text.to_owned()
    }

    /// What did not happen, where it did not.
    pub fn absent(self, blocks: &mut Vec<Block>, what: Absence) {
        if self.report.lacks(what) {
            blocks.push(Block::Absent((self.text.absence)(what)));
        }
    }

    /// The level of the intervals, `95%`.
    pub fn level(self) -> String {
        crate::text::sheet::of(self.language).percent(self.report.sheet.interval_level)
    }

    /// A table with its registered words.
    pub fn table<const N: usize>(self, words: &TableText<N>, place: Place, rows: Vec<Vec<Cell>>) -> Block {
        Block::Table(Table {
            sheet: words.sheet,
            title: words.title.to_owned(),
            note: self.fill(words.note, &[("level", &self.level())]),
            heads: words.heads.iter().map(|head| (*head).to_owned()).collect(),
            rows,
            place,
        })
    }

    /// What a raking variable is called: in few words where it has some, else the wording of its question.
    pub fn variable(self, name: &str, wording: &str) -> String {
        let known = public::of(self.language)
            .results
            .method
            .variables
            .iter()
            .find(|(id, _)| *id == name);
        known.map_or_else(|| wording.to_owned(), |(_, words)| (*words).to_owned())
    }
}
