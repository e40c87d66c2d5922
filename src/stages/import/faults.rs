//! What is wrong with a row, said at the cell it came from.

use super::Batch;
use crate::domain::definition::{Expected, Found, MappedColumn, Problem, Problems};
use crate::domain::submission::{Cell, FieldProblem, ProblemCode, allowed_codes};
use crate::domain::table::Row;

impl Batch<'_> {
    /// The pages insist on some answers; a file that has a column for one must fill it too.
    pub(super) fn check_required(&self, row: &Row, cells: &[Cell]) -> Result<(), Problems> {
        let form = &self.audience.questionnaire;
        let unanswered = self.mapping.columns.iter().filter_map(|mapped| {
            let question = form.question(&mapped.question).filter(|question| question.required)?;
            let answered = cells.iter().any(|cell| cell.question == mapped.question);
            let allowed = allowed_codes(question, &self.loaded.survey.method.scale);
            (!answered).then(|| self.problem(row, &mapped.column, Found::EmptyCell, Expected::OneOf(allowed)))
        });
        let problems: Vec<Problem> = unanswered.collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Problems(problems))
        }
    }

    /// Field problems at the cells of the file they came from.
    pub(super) fn places(&self, row: &Row, cells: &[Cell], problems: Vec<FieldProblem>) -> Problems {
        let place = |problem: FieldProblem| {
            let is_it =
                |mapped: &&MappedColumn| mapped.question == problem.question && mapped.department == problem.department;
            let column = self
                .mapping
                .columns
                .iter()
                .find(is_it)
                .map_or(self.mapping.unit.as_str(), |m| m.column.as_str());
            let given = cells
                .iter()
                .find(|c| c.question == problem.question && c.department == problem.department);
            let found = given.map_or_else(|| Found::EmptyCell, |cell| Found::Text(cell.value.clone()));
            let expected = match problem.code {
                ProblemCode::UnknownCode => Expected::OneOf(problem.allowed.clone()),
                _ => Expected::Answer(Box::new(problem)),
            };
            self.problem(row, column, found, expected)
        };
        Problems(problems.into_iter().map(place).collect())
    }
}
