//! What is wrong with a row, said at the cell it came from.

use super::Batch;
use crate::domain::definition::{Expected, Found, MappedColumn, Problem, Problems};
use crate::domain::submission::{Cell, FieldProblem, ProblemCode};
use crate::domain::table::Row;

impl Batch<'_> {
    /// The pages insist on some answers; a file that has a column for one must fill it too.
    pub(super) fn check_required(&self, row: &Row, cells: &[Cell]) -> Result<(), Problems> {
        let form = &self.audience.questionnaire;
        let unanswered = self.mapping.columns.iter().filter_map(|mapped| {
            form.question(&mapped.question).filter(|question| question.required)?;
            let answered = cells.iter().any(|cell| cell.question == mapped.question);
            (!answered).then(|| {
                let found = Found::Text(self.cell(row, &mapped.column).to_owned());
                self.problem(row, &mapped.column, found, Expected::OneOf(self.words(mapped)))
            })
        });
        let problems: Vec<Problem> = unanswered.collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Problems(problems))
        }
    }

    fn expected(&self, mapped: Option<&MappedColumn>, problem: FieldProblem) -> Expected {
        let words = |problem: &FieldProblem| mapped.map_or_else(|| problem.allowed.clone(), |m| self.words(m));
        let department = problem.department.clone().map(|id| id.0);
        match (problem.code, department) {
            (ProblemCode::UnknownCode, _) => Expected::OneOf(words(&problem)),
            (ProblemCode::SeveralAnswers, _) => Expected::OneAnswer(words(&problem)),
            (ProblemCode::NotAlone, _) => Expected::Alone,
            (ProblemCode::TooLong, _) => Expected::AtMostCharacters(problem.allowed.concat()),
            (ProblemCode::NotShown, Some(department)) => Expected::EmptyNotShown(department, problem.allowed),
            (ProblemCode::NotAssigned, Some(department)) => Expected::EmptyNotRated(department, problem.allowed),
            _ => Expected::Answer(Box::new(problem)),
        }
    }

    /// Field problems at the cells of the file they came from.
    pub(super) fn places(&self, row: &Row, problems: Vec<FieldProblem>) -> Problems {
        let place = |problem: FieldProblem| {
            let is_it =
                |mapped: &&MappedColumn| mapped.question == problem.question && mapped.department == problem.department;
            let mapped = self.mapping.columns.iter().find(is_it);
            let column = mapped.map_or(self.mapping.unit.as_str(), |m| m.column.as_str());
            // The cell as it was typed, or the part of it that means nothing.
            let typed = match (problem.code, mapped.and_then(|m| m.separator.as_ref())) {
                (ProblemCode::UnknownCode, Some(_)) => problem.found.clone(),
                _ => self.cell(row, column).to_owned(),
            };
            let found = match problem.code {
                ProblemCode::TooLong => Found::Characters(problem.found.parse().unwrap_or_default()),
                _ => Found::Text(typed),
            };
            self.problem(row, column, found, self.expected(mapped, problem))
        };
        Problems(problems.into_iter().map(place).collect())
    }
}
