//! Rows from paper and telephone.

use super::Case;
use crate::domain::data::Fraction;
use crate::domain::definition::{DepartmentId, QuestionId};
use crate::domain::submission::{Cell, Completeness, FieldProblem, ImportedRow, ProblemCode, import_row};

fn cells(row: &[(&str, &str)]) -> Vec<Cell> {
    let cell = |(field, value): &(&str, &str)| {
        let (question, department) = field.split_once('.').map_or((*field, None), |(q, d)| (q, Some(d)));
        Cell {
            question: QuestionId(question.to_owned()),
            department: department.map(|id| DepartmentId(id.to_owned())),
            value: (*value).to_owned(),
        }
    };
    row.iter().map(cell).collect()
}

fn import(case: &Case, row: &[(&str, &str)]) -> Result<ImportedRow, Vec<FieldProblem>> {
    let interview = case.interview();
    import_row(interview.survey, interview.audience, &case.assignment, &cells(row))
}

fn paper() -> Case {
    Case::new("residents", &["D18", "D03"], &[], &[])
}

#[test]
fn on_paper_every_known_department_is_rated_with_certainty() {
    let row = import(
        &paper(),
        &[("J8.D18", "1"), ("J8.D03", "4"), ("J9.D18", "4"), ("J9.D03", "")],
    )
    .unwrap();
    let rated: Vec<(&str, Fraction)> = row
        .assignment
        .assigned
        .iter()
        .map(|a| (a.department.0.as_str(), a.q))
        .collect();
    assert_eq!(rated, [("D18", Fraction::ONE)]);
    assert_eq!(row.answers.by_department[&QuestionId("J9".into())].len(), 1);
    assert_eq!((row.ending, row.completeness), (None, Completeness::BreakOff));
}

#[test]
fn a_rating_of_a_department_that_was_not_shown_is_refused() {
    let problem = &import(&paper(), &[("J8.D07", "1"), ("J9.D07", "4")]).unwrap_err()[0];
    assert_eq!((problem.code, problem.found.as_str()), (ProblemCode::NotShown, "D07"));
    assert_eq!(problem.allowed, ["D18", "D03"]);
}

#[test]
fn a_rating_of_an_unknown_or_unassigned_department_is_refused() {
    let unknown = &import(&paper(), &[("J8.D03", "4"), ("J9.D03", "5")]).unwrap_err()[0];
    assert_eq!(unknown.code, ProblemCode::NotAssigned);
    let drawn = Case::new("residents", &["D18", "D03"], &["D18"], &[]);
    let beyond = &import(&drawn, &[("J8.D18", "1"), ("J8.D03", "1"), ("J9.D03", "5")]).unwrap_err()[0];
    assert_eq!(beyond.allowed, ["D18"]);
}

#[test]
fn a_bad_cell_is_named_with_what_is_allowed() {
    let problems = import(
        &paper(),
        &[("J1", "44"), ("J77", "1"), ("J9", "4"), ("J6.D18", "4"), ("J9.X1", "4")],
    )
    .unwrap_err();
    let codes: Vec<ProblemCode> = problems.iter().map(|p| p.code).collect();
    use ProblemCode::*;
    assert_eq!(
        codes,
        [
            UnknownCode,
            UnknownQuestion,
            UnknownDepartment,
            UnknownDepartment,
            UnknownDepartment
        ]
    );
    assert_eq!(problems[0].allowed.len(), 8);
}

#[test]
fn several_codes_stand_in_one_cell_and_endings_are_found() {
    let firm = Case::new("enterprises", &["D02"], &[], &[]);
    let row = import(&firm, &[("Q1", "4"), ("Q9.D02", "1; 5")]).unwrap();
    assert_eq!(row.ending.as_deref(), Some("4.50"));
    assert_eq!(row.assignment.assigned.len(), 1);
}
