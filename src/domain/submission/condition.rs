//! Skip rules: whether the answers so far meet a question's conditions.

use crate::domain::data::{Answer, Answers};
use crate::domain::definition::{Condition, DepartmentId, QuestionId};

/// The answer a condition looks at: the same department's inside a loop, else the plain one.
fn looked_at<'a>(answers: &'a Answers, question: &QuestionId, department: Option<&DepartmentId>) -> Option<&'a Answer> {
    department
        .and_then(|department| answers.about(question, department))
        .or_else(|| answers.of(question))
}

/// Whether one condition is met; an unanswered question meets none.
pub fn holds(condition: &Condition, department: Option<&DepartmentId>, answers: &Answers) -> bool {
    looked_at(answers, &condition.question, department)
        .is_some_and(|answer| answer.codes().iter().any(|code| condition.codes.contains(code)))
}

/// Whether all conditions are met.
pub fn is_met(conditions: &[Condition], department: Option<&DepartmentId>, answers: &Answers) -> bool {
    conditions.iter().all(|condition| holds(condition, department, answers))
}
