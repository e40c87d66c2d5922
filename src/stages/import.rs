//! Takes answers from paper or telephone: the same parser, the same checks and the same commitment as the pages.

mod codes;
mod columns;
mod faults;
mod units;

use self::codes::{code_of, mode_of};
use self::columns::{columns, strata};
use self::units::Units;
use super::draw::assignment_secret;
use super::{App, LoadedRound, StageError};
use crate::domain::assignment::{ScaleOrder, respondent_key, scale_order, shown_list};
use crate::domain::data::{Assignment, Mode};
use crate::domain::definition::{
    Audience, Expected, Found, MappedColumn, Mapping, ModeRule, Problem, Problems, SampleDesign, SectionKind,
    SurveyFile, parse_mapping,
};
use crate::domain::proof::merkle::leaf_hash;
use crate::domain::proof::{Receipt, canonical, commitment};
use crate::domain::random::derive;
use crate::domain::refusal::{Instead, Refusal};
use crate::domain::submission::{Cell, Completeness, DocumentFacts, ImportedRow, Interview, document, import_row};
use crate::domain::table::{self, Row, Table, plain};
use crate::jobs;
use crate::storage::round::RoundState;
use crate::storage::sample::{self, UnitRecord};
use crate::storage::submission::{self, ImportedCase, NewSubmission, save_import};
use std::collections::{BTreeMap, BTreeSet};

/// A file of answers with its mapping.
#[derive(Debug, Clone)]
pub struct AnswerFile {
    /// The file's name, for messages.
    pub name: String,
    /// Its bytes: CSV or XLSX.
    pub bytes: Vec<u8>,
    /// The mapping file.
    pub mapping: SurveyFile,
}

/// What an import did.
#[derive(Debug, Clone, Default)]
pub struct ImportReport {
    /// Rows that became submissions.
    pub accepted: u64,
    /// Rows with too few answers to count: their lines and sample numbers.
    pub insufficient: Vec<(usize, u64)>,
    /// Rows whose answers ended the interview, by line.
    pub ended: Vec<usize>,
    /// Those of them that rate departments all the same, by line: nothing of that counts, and the answer that ended the
    /// interview may be the mistake.
    pub ended_with_ratings: Vec<usize>,
}

/// Everything one row needs beside itself.
struct Batch<'a> {
    app: &'a App,
    loaded: &'a LoadedRound,
    audience: &'a Audience,
    mapping: &'a Mapping,
    table: &'a Table,
    columns: BTreeMap<&'a str, usize>,
    units: Units,
    strata: BTreeSet<String>,
    imported: BTreeSet<String>,
    seed: [u8; 32],
}

/// One row after its checks.
enum Outcome {
    Case(Box<ImportedCase>),
    /// Too few answers of the unit with this sample number.
    Insufficient(u64),
    Ended(Option<u64>, String),
}

/// Imports a file: all of it, or nothing and every bad cell named.
pub async fn import_answers(app: &App, round: &str, file: &AnswerFile) -> Result<ImportReport, StageError> {
    let loaded = app.round(round).await?;
    loaded.expect_state(&[RoundState::Fielding], Instead::ImportInField)?;
    let mapping = parse_mapping(&file.mapping, &loaded.survey)?;
    let table = table::read(&file.name, &file.bytes, None)?;
    let unknown = || StageError::Refused(Refusal::NoAudience(mapping.audience.0.clone()));
    let audience = loaded.survey.audience(&mapping.audience).ok_or_else(unknown)?;
    let units = Units::new(sample::units(&app.db, round).await?, &audience.id);
    let batch = Batch {
        columns: columns(&table, &mapping)?,
        strata: strata(&loaded, audience),
        imported: submission::respondents(&app.db, round).await?,
        seed: loaded.seed()?,
        app,
        loaded: &loaded,
        audience,
        mapping: &mapping,
        table: &table,
        units,
    };
    jobs::epoch::refresh(app, round).await?;
    batch.save().await
}

impl Batch<'_> {
    async fn save(&self) -> Result<ImportReport, StageError> {
        let (mut report, mut cases, mut ended) = (ImportReport::default(), Vec::new(), Vec::new());
        let (mut problems, mut seen) = (Problems::default(), BTreeMap::new());
        for row in &self.table.rows {
            if let Err(mut found) = self.once(row, &mut seen) {
                problems.0.append(&mut found.0);
                continue;
            }
            match self.row(row) {
                Ok(Outcome::Case(case)) => cases.push(*case),
                Ok(Outcome::Insufficient(sample_no)) => report.insufficient.push((row.line, sample_no)),
                Ok(Outcome::Ended(sample_no, code)) => {
                    report.ended.push(row.line);
                    report.ended_with_ratings.extend(self.rates(row).then_some(row.line));
                    ended.extend(sample_no.map(|number| (number, code)));
                }
                Err(mut found) => problems.0.append(&mut found.0),
            }
        }
        if !problems.0.is_empty() {
            return Err(problems.into());
        }
        report.accepted = cases.len() as u64;
        let summary = serde_json::json!({
            "audience": self.audience.id, "accepted": report.accepted,
            "insufficient": report.insufficient.len(), "ended": report.ended.len(),
            "ended_with_ratings": report.ended_with_ratings.len(),
        });
        save_import(
            &self.app.db,
            &self.loaded.record.id,
            &cases,
            &ended,
            self.app.now(),
            &summary,
        )
        .await?;
        Ok(report)
    }

    /// A row names its unit, and no earlier row has named it.
    fn once(&self, row: &Row, seen: &mut BTreeMap<Result<u64, String>, usize>) -> Result<(), Problems> {
        let name = self.cell(row, &self.mapping.unit);
        let refuse = |found, expected| Err(Problems(vec![self.problem(row, &self.mapping.unit, found, expected)]));
        if name.is_empty() {
            return refuse(Found::EmptyCell, Expected::RowUnit);
        }
        // A form may carry the sample number or the frame's id: both name the same unit.
        let unit = self.units.named(name, self.mapping.unit_is);
        let unit = unit.map(|unit| unit.sample_no).map_err(|_| plain(name));
        match seen.insert(unit, row.line) {
            Some(line) => refuse(Found::Again(name.to_owned()), Expected::UnitOnceAt(line)),
            None => Ok(()),
        }
    }

    fn row(&self, row: &Row) -> Result<Outcome, Problems> {
        let mode = self.mode(row)?;
        let unit = self.unit(row)?;
        let stratum = self.stratum(row, unit)?;
        let assignment = self.assignment(unit);
        let cells = self.cells(row);
        let read = import_row(&self.loaded.survey, self.audience, &assignment, &cells)
            .map_err(|problems| self.places(row, problems))?;
        if let Some(code) = read.ending {
            return Ok(Outcome::Ended(unit.map(|unit| unit.sample_no), code));
        }
        self.check_required(row, &cells)?;
        let mut read = read;
        if read.completeness == Completeness::BreakOff {
            // Without a sample every row of the file is a respondent of the design, however little it answers.
            if let Some(unit) = unit {
                return Ok(Outcome::Insufficient(unit.sample_no));
            }
            read.completeness = Completeness::Sufficient;
        }
        self.case(row, mode, unit, stratum, read)
            .map(|case| Outcome::Case(Box::new(case)))
    }

    fn mode(&self, row: &Row) -> Result<Mode, Problems> {
        match &self.mapping.mode {
            ModeRule::All(mode) => Ok(*mode),
            ModeRule::Column { column, values } => mode_of(values, self.cell(row, column)).ok_or_else(|| {
                let expected = Expected::AnyOf(values.keys().cloned().collect());
                let found = Found::Text(self.cell(row, column).to_owned());
                Problems(vec![self.problem(row, column, found, expected)])
            }),
        }
    }

    fn unit(&self, row: &Row) -> Result<Option<&UnitRecord>, Problems> {
        let name = self.cell(row, &self.mapping.unit);
        let refuse = |found, expected| Problems(vec![self.problem(row, &self.mapping.unit, found, expected)]);
        let answered = || refuse(Found::Text(name.to_owned()), Expected::NotYetAnswered);
        if self.loaded.survey.round.sample == SampleDesign::None {
            // The unit exists once its answers were imported: the same file again would count everybody twice.
            let known = self.imported.contains(&self.respondent_of(name));
            return if known { Err(answered()) } else { Ok(None) };
        }
        let unit = self.units.named(name, self.mapping.unit_is);
        let unit = unit.map_err(|wrong| refuse(wrong.0, wrong.1))?;
        if unit.respondent.is_some() {
            Err(answered())
        } else {
            Ok(Some(unit))
        }
    }

    fn stratum(&self, row: &Row, unit: Option<&UnitRecord>) -> Result<String, Problems> {
        if let Some(unit) = unit {
            return Ok(unit.stratum.clone());
        }
        let Some(column) = &self.mapping.stratum else {
            return Ok(String::new());
        };
        let typed = self.cell(row, column);
        columns::stratum(self.loaded, self.audience, self.mapping, &self.strata, typed).ok_or_else(|| {
            let expected = Expected::OneOf(self.strata.iter().cloned().collect());
            Problems(vec![self.problem(row, column, Found::Text(typed.to_owned()), expected)])
        })
    }

    /// The lists as printed: from the unit's committed key, or everything where there is no sample.
    fn assignment(&self, unit: Option<&UnitRecord>) -> Assignment {
        let excluded = unit.map(|unit| unit.supervisors.clone()).unwrap_or_default();
        let key = respondent_key(&assignment_secret(&self.seed), unit.map_or(0, |unit| unit.sample_no));
        Assignment {
            shown: shown_list(&self.loaded.survey, &self.audience.id, &excluded, &key),
            k: unit.map(|_| key.to_hex()).unwrap_or_default(),
            excluded,
            epoch: None,
            assigned: Vec::new(),
        }
    }

    fn cells(&self, row: &Row) -> Vec<Cell> {
        self.mapping
            .columns
            .iter()
            .filter_map(|mapped| self.mapped_cell(row, mapped))
            .collect()
    }

    fn rates(&self, row: &Row) -> bool {
        let form = &self.audience.questionnaire;
        let rating = |cell: &Cell| {
            let section = form.section_of(&cell.question);
            section.is_some_and(|section| section.kind == SectionKind::Ratings)
        };
        self.cells(row).iter().any(rating)
    }

    fn mapped_cell(&self, row: &Row, mapped: &MappedColumn) -> Option<Cell> {
        let text = self.cell(row, &mapped.column);
        let means = |word: &String| word == text || *word == plain(text);
        if text.is_empty() || self.mapping.not_answered.iter().any(means) {
            return None;
        }
        let codes = self.codes(mapped);
        let translate = |part: &str| code_of(&mapped.values, &codes, part.trim());
        let value = match &mapped.separator {
            Some(separator) => text
                .split(separator.as_str())
                .map(translate)
                .collect::<Vec<_>>()
                .join(";"),
            None => translate(text),
        };
        Some(Cell {
            question: mapped.question.clone(),
            department: mapped.department.clone(),
            value,
        })
    }

    fn case(
        &self,
        row: &Row,
        mode: Mode,
        unit: Option<&UnitRecord>,
        stratum: String,
        read: ImportedRow,
    ) -> Result<ImportedCase, Problems> {
        let key = respondent_key(&assignment_secret(&self.seed), unit.map_or(0, |unit| unit.sample_no));
        let order = if unit.is_some() {
            scale_order(&key)
        } else {
            ScaleOrder::BestFirst
        };
        let interview = Interview {
            survey: &self.loaded.survey,
            audience: self.audience,
            assignment: &read.assignment,
            answers: &read.answers,
            asks_attention: true,
            drawn: true,
        };
        let facts = DocumentFacts {
            round: self.loaded.record.id.clone(),
            submission: self.app.random.uuid().to_string(),
            stratum,
            frame: unit.map(|unit| unit.attributes.clone()).unwrap_or_default(),
            mode,
            scale_order: order.as_str().to_owned(),
            arrived: self.app.clock.now(),
            seconds: BTreeMap::new(),
            completeness: read.completeness,
        };
        let document = document(&interview, facts);
        let bytes = canonical(&document).map_err(|error| {
            Problems(vec![self.problem(
                row,
                &self.mapping.unit,
                Found::NotCanonical(error.to_string()),
                Expected::PlainAnswers,
            )])
        })?;
        let nonce: [u8; 32] = self.app.random.bytes();
        let receipt = Receipt::of_edit(&self.app.keys.receipt, &document.submission);
        let submission = NewSubmission {
            leaf: leaf_hash(&commitment(&nonce, &bytes)),
            receipt_hash: receipt.hash(&self.app.keys.receipt),
            document,
            bytes,
            nonce,
        };
        Ok(ImportedCase {
            respondent: match unit {
                Some(_) => self.app.random.uuid().to_string(),
                None => self.respondent_of(self.cell(row, &self.mapping.unit)),
            },
            sample_no: unit.map(|unit| unit.sample_no),
            assignment: read.assignment,
            mode,
            submission,
        })
    }

    /// The id of a unit that its own answers create: a keyed hash of its name, so that it is known again, also where its
    /// digits are typed in another way.
    fn respondent_of(&self, name: &str) -> String {
        let name = plain(name);
        hex::encode(&derive(&self.seed, &["barometer/imported/1", &self.audience.id.0, &name])[..16])
    }

    fn cell<'t>(&'t self, row: &'t Row, column: &str) -> &'t str {
        self.columns.get(column).map_or("", |place| row.cells[*place].as_str())
    }

    fn problem(&self, row: &Row, column: &str, found: Found, expected: Expected) -> Problem {
        self.table
            .problem(row, self.columns.get(column).copied().unwrap_or(0), found, expected)
    }
}
