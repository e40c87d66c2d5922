//! The tables of part 11.

use super::{Of, quality::treated};
use crate::domain::definition::{AudienceId, DepartmentId, QuestionId};
use crate::domain::report::{DimensionCell, Dimensions, QuestionTable, labels};
use crate::domain::score::sheet::{CellEstimate, DepartmentScore};
use crate::export::sample_report::model::{Block, Cell, Place, Table};
use crate::text::sheet;

/// Wording of a question with the survey's own placeholders filled.
pub(super) fn wording(of: Of, audience: &AudienceId, question: &QuestionId) -> String {
    let asked = of
        .report
        .survey
        .audience(audience)
        .and_then(|audience| audience.questionnaire.question(question));
    asked.map_or_else(|| question.0.clone(), |asked| of.said(&asked.text))
}

/// Class by class, best first.
pub(super) fn departments(of: Of, classes: &[(&str, Vec<&DepartmentScore>)]) -> Vec<Vec<Cell>> {
    classes
        .iter()
        .flat_map(|(_, members)| members.iter().map(|d| department(of, d)))
        .collect()
}

fn department(of: Of, d: &DepartmentScore) -> Vec<Cell> {
    let range = d.rank_low.zip(d.rank_high).map(|(low, high)| format!("{low}–{high}"));
    let against = of.report.against_class.get(&d.department_id);
    let minded = sheet::brief_of(&of.report.sheet, &d.flags, of.language);
    let scored = d.score.is_some();
    vec![
        Cell::text(&d.class),
        d.rank.map_or(Cell::None, |rank| Cell::Count(rank.into())),
        Cell::text(range.unwrap_or_default()),
        Cell::text(&d.department_id.0),
        Cell::text(d.name.get(of.language)),
        Cell::points(&d.score),
        Cell::points(&d.score_ci_low),
        Cell::points(&d.score_ci_high),
        Cell::share(d.rate),
        Cell::share(d.rate_ci_low),
        Cell::share(d.rate_ci_high),
        Cell::number(d.index, 1),
        if scored { Cell::Count(d.n) } else { Cell::None },
        Cell::number(scored.then_some(d.n_eff_kish), 1),
        Cell::share(d.familiarity),
        Cell::share(d.dont_know),
        Cell::text(against.map_or("", |one| (of.text.verdict)(one.verdict))),
        Cell::text(minded.join(of.text.first.overall[1])),
    ]
}

/// Department × audience, in the order of the survey.
pub(super) fn cells(of: Of) -> Vec<Vec<Cell>> {
    let row = |d: &DepartmentScore, c: &CellEstimate| {
        vec![
            Cell::text(&d.department_id.0),
            Cell::text(d.name.get(of.language)),
            Cell::text(of.report.sheet.audience_name(&c.audience.0, of.language)),
            Cell::number(d.audience_weights.get(&c.audience).copied(), 2),
            Cell::number(d.effective_weights.get(&c.audience).copied(), 2),
            Cell::Count(c.n),
            Cell::number((!c.suppressed).then_some(c.n_eff_kish), 1),
            Cell::share(c.rate),
            Cell::share(c.rate_ci_low),
            Cell::share(c.rate_ci_high),
            Cell::number(c.index, 1),
            Cell::share(c.familiarity),
            Cell::share(c.dont_know),
            Cell::share(c.used_rate),
        ]
    };
    let departments = of.report.sheet.departments.iter();
    departments
        .flat_map(|d| d.audiences.iter().map(move |c| row(d, c)))
        .collect()
}

/// Points under every other rule, one column a rule.
pub(super) fn sensitivity(of: Of) -> Block {
    let words = &of.text.found;
    let treatments = words.treatments;
    let row = |d: &DepartmentScore| {
        let head = [
            Cell::text(&d.department_id.0),
            Cell::text(d.name.get(of.language)),
            Cell::points(&d.score),
        ];
        head.into_iter()
            .chain(treatments.iter().map(|(code, _)| Cell::number(treated(d, code), 2)))
            .collect()
    };
    let names = treatments.iter().map(|(_, name)| (*name).to_owned());
    Block::Table(Table {
        sheet: words.sensitivity.sheet,
        title: words.sensitivity.title.to_owned(),
        note: words.sensitivity.note.to_owned(),
        heads: words
            .sensitivity
            .heads
            .iter()
            .map(|head| (*head).to_owned())
            .chain(names)
            .collect(),
        rows: of.report.sheet.departments.iter().map(row).collect(),
        place: Place::Book,
    })
}

/// Shown cells of every dimension.
pub(super) fn dimension_cells(of: Of) -> Vec<Vec<Cell>> {
    let name = |id: &DepartmentId| {
        let department = of.report.survey.department(id);
        department.map_or_else(|| id.0.clone(), |d| d.name.get(of.language).to_owned())
    };
    let row = |one: &Dimensions, cell: &DimensionCell| {
        vec![
            Cell::text(of.report.sheet.audience_name(&one.audience.0, of.language)),
            Cell::text(&cell.department.0),
            Cell::text(name(&cell.department)),
            Cell::text(wording(of, &one.audience, &one.question)),
            Cell::Count(cell.n),
            Cell::Number(cell.n_eff_kish, 1),
            Cell::Share(cell.rate),
        ]
    };
    of.report
        .dimensions
        .iter()
        .flat_map(|one| one.cells.iter().map(move |cell| row(one, cell)))
        .collect()
}

/// Closed questions, one row a choice.
pub(super) fn questions(of: Of) -> Vec<Vec<Cell>> {
    let survey = &of.report.survey;
    let mut rows = Vec::new();
    for table in &of.report.questions {
        let QuestionTable { audience, question, .. } = table;
        let asked = survey
            .audience(audience)
            .and_then(|audience| audience.questionnaire.question(question));
        let choices = asked.map(|asked| labels::choices(survey, asked)).unwrap_or_default();
        for (choice, counted) in choices.iter().zip(&table.choices) {
            let withheld = Cell::text(of.text.small.withheld);
            rows.push(vec![
                Cell::text(of.report.sheet.audience_name(&audience.0, of.language)),
                Cell::text(&question.0),
                Cell::text(wording(of, audience, question)),
                Cell::text(&choice.code),
                Cell::text(choice.label.get(of.language)),
                Cell::Count(table.answered),
                counted.count.map_or_else(|| withheld.clone(), Cell::Count),
                Cell::share(counted.share),
            ]);
        }
    }
    rows
}

/// Open questions with the number of texts.
pub(super) fn texts(of: Of) -> Vec<Vec<Cell>> {
    let row = |one: &crate::domain::report::TextCount| {
        vec![
            Cell::text(of.report.sheet.audience_name(&one.audience.0, of.language)),
            Cell::text(&one.question.0),
            Cell::text(wording(of, &one.audience, &one.question)),
            Cell::Count(one.written),
            Cell::Count(one.respondents),
        ]
    };
    of.report.texts.iter().map(row).collect()
}
