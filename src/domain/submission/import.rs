//! One row of answers from paper or telephone, through the same parser and the same rules as the pages.

use super::outcome::{Completeness, completeness, ending, familiarity_codes};
use super::page::{Interview, Item};
use super::parse::{FieldProblem, ProblemCode, allowed_codes, insert, parse_answer};
use super::prune;
use crate::domain::assignment::{assigned_on_paper, known};
use crate::domain::data::{Answer, Answers, Assignment};
use crate::domain::definition::{
    Audience, DepartmentId, Question, QuestionId, QuestionKind, Role, SectionKind, Survey,
};

/// One cell: which question, about which department, and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Question.
    pub question: QuestionId,
    /// Department, for questions of a loop.
    pub department: Option<DepartmentId>,
    /// Content: a code, several codes with `;`, `,` or `|` between, or text. Empty means not answered.
    pub value: String,
}

/// A row that passed every check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedRow {
    /// The answers that apply.
    pub answers: Answers,
    /// The lists as they hold for this row; on paper every known department is rated, with q = 1.
    pub assignment: Assignment,
    /// Disposition code of an answer that ends the interview (`4.10` …); nothing else counts then.
    pub ending: Option<String>,
    /// How complete the row is.
    pub completeness: Completeness,
}

/// Reads one row against the respondent's lists. Every problem of the row is reported, in the order of its cells.
pub fn import_row(
    survey: &Survey,
    audience: &Audience,
    assignment: &Assignment,
    cells: &[Cell],
) -> Result<ImportedRow, Vec<FieldProblem>> {
    let (answers, mut problems) = read_cells(survey, audience, cells);
    let assignment = with_known(survey, audience, assignment, &answers);
    problems.extend(
        cells
            .iter()
            .filter_map(|cell| check_department(survey, audience, &assignment, cell)),
    );
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut interview = Interview {
        survey,
        audience,
        assignment: &assignment,
        answers: &answers,
        asks_attention: true,
        drawn: true,
    };
    let answers = prune(&interview);
    interview.answers = &answers;
    interview.asks_attention = has_attention(audience, &answers);
    let completeness = completeness(&interview, true);
    let ending = ending(&audience.questionnaire, &answers).map(str::to_owned);
    Ok(ImportedRow {
        ending,
        completeness,
        assignment: assignment.clone(),
        answers,
    })
}

fn read_cells(survey: &Survey, audience: &Audience, cells: &[Cell]) -> (Answers, Vec<FieldProblem>) {
    let mut answers = Answers::default();
    let mut problems = Vec::new();
    for cell in cells {
        match read_cell(survey, audience, cell) {
            Ok(Some(answer)) => {
                let item = Item {
                    question: cell.question.clone(),
                    department: cell.department.clone(),
                    when: Vec::new(),
                };
                insert(&mut answers, &item, answer);
            }
            Ok(None) => {}
            Err(problem) => problems.push(*problem),
        }
    }
    (answers, problems)
}

fn read_cell(survey: &Survey, audience: &Audience, cell: &Cell) -> Result<Option<Answer>, Box<FieldProblem>> {
    let questionnaire = &audience.questionnaire;
    let Some(question) = questionnaire.question(&cell.question) else {
        let known = questionnaire.questions().map(|q| q.id.0.clone()).collect();
        return Err(Box::new(refused(
            cell,
            ProblemCode::UnknownQuestion,
            &cell.question.0,
            known,
        )));
    };
    if is_looped(audience, question) != cell.department.is_some() {
        let found = cell.department.as_ref().map_or("", |id| id.0.as_str());
        return Err(Box::new(refused(
            cell,
            ProblemCode::UnknownDepartment,
            found,
            department_ids(survey, audience),
        )));
    }
    let values: Vec<&str> = match question.kind {
        QuestionKind::Many(_) => cell.value.split([';', ',', '|', '；', '，', '、']).collect(),
        _ => vec![cell.value.as_str()],
    };
    parse_answer(question, &survey.method.scale, &values).map_err(|(code, found)| {
        let allowed = allowed_codes(question, &survey.method.scale);
        Box::new(refused(cell, code, &found, allowed))
    })
}

/// On paper every known department is rated (q = 1); a list that was drawn beforehand stays as it is.
fn with_known(survey: &Survey, audience: &Audience, assignment: &Assignment, answers: &Answers) -> Assignment {
    let mut assignment = assignment.clone();
    if assignment.assigned.is_empty() {
        let codes = familiarity_codes(&audience.questionnaire, answers);
        let known = known(survey, audience, &assignment.shown, &codes);
        assignment.assigned = assigned_on_paper(survey, audience, &assignment.shown, &known);
    }
    assignment
}

/// A non-empty cell about a department that the respondent was not shown, or does not rate, is refused.
fn check_department(
    survey: &Survey,
    audience: &Audience,
    assignment: &Assignment,
    cell: &Cell,
) -> Option<FieldProblem> {
    let department = cell.department.as_ref().filter(|_| !cell.value.trim().is_empty())?;
    let section = audience.questionnaire.section_of(&cell.question)?;
    let rated_by = survey
        .department(department)
        .is_some_and(|d| d.is_rated_by(&audience.id));
    if !rated_by {
        return Some(refused(
            cell,
            ProblemCode::UnknownDepartment,
            &department.0,
            department_ids(survey, audience),
        ));
    }
    let shown: Vec<String> = assignment.shown.iter().map(|s| s.department.0.clone()).collect();
    if !shown.contains(&department.0) {
        return Some(refused(cell, ProblemCode::NotShown, &department.0, shown));
    }
    let assigned: Vec<String> = assignment.assigned.iter().map(|a| a.department.0.clone()).collect();
    let rates = section.kind == SectionKind::Ratings && !assigned.contains(&department.0);
    rates.then(|| refused(cell, ProblemCode::NotAssigned, &department.0, assigned))
}

fn refused(cell: &Cell, code: ProblemCode, found: &str, allowed: Vec<String>) -> FieldProblem {
    FieldProblem {
        question: cell.question.clone(),
        department: cell.department.clone(),
        code,
        found: found.to_owned(),
        allowed,
    }
}

fn is_looped(audience: &Audience, question: &Question) -> bool {
    let section = audience.questionnaire.section_of(&question.id);
    section.is_some_and(|s| matches!(s.kind, SectionKind::Familiarity | SectionKind::Ratings))
}

fn department_ids(survey: &Survey, audience: &Audience) -> Vec<String> {
    let rated = survey.departments.iter().filter(|d| d.is_rated_by(&audience.id));
    rated.map(|department| department.id.0.clone()).collect()
}

fn has_attention(audience: &Audience, answers: &Answers) -> bool {
    let mut attention = audience
        .questionnaire
        .questions()
        .filter(|q| matches!(q.role, Role::Attention { .. }));
    attention.any(|question| answers.of(&question.id).is_some())
}
