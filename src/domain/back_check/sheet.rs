//! What is asked again: one sheet with every question that the first interview could ask, whatever it heard.
//!
//! On the pages of a questionnaire the answers of earlier pages decide what comes later. A sheet has all questions at
//! once: each bears its condition, for whoever asks to judge by what is said now. Consent and screening are not asked
//! again, so a question that depends on them cannot be judged, and is named as not asked.

use crate::domain::data::{Answer, Answers, Assignment};
use crate::domain::definition::{Audience, Question, QuestionId, Survey};
use crate::domain::submission::{Interview, Item, Page, PageKind, all_pages};
use std::collections::BTreeSet;

/// The questions of a re-interview.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Pages as in the questionnaire; every item bears all of its conditions.
    pub pages: Vec<Page>,
    /// Questions that cannot be judged, in the order of the questionnaire.
    pub not_asked: Vec<QuestionId>,
}

/// The sheet of an interview with those lists.
pub fn sheet(survey: &Survey, audience: &Audience, assignment: &Assignment) -> Sheet {
    let met = every_condition_met(audience);
    let interview = Interview {
        survey,
        audience,
        assignment,
        answers: &met,
        asks_attention: false,
        drawn: true,
    };
    let again = |page: &Page| !matches!(page.kind, PageKind::Consent | PageKind::Screening);
    let mut pages: Vec<Page> = all_pages(&interview).into_iter().filter(again).collect();
    let (mut on_sheet, mut not_asked) = (ids(&pages), Vec::new());
    // A question may depend on one that depends on the screening: until nothing falls any more.
    while let Some(lost) = audience.questionnaire.questions().find(|one| is_lost(one, &on_sheet)) {
        on_sheet.remove(&lost.id);
        not_asked.push(lost.id.clone());
    }
    for page in &mut pages {
        page.items.retain(|item| on_sheet.contains(&item.question));
        page.items.iter_mut().for_each(|item| bear_conditions(audience, item));
    }
    pages.retain(|page| !page.items.is_empty());
    not_asked.sort_by_key(|id| audience.questionnaire.questions().position(|one| one.id == *id));
    Sheet { pages, not_asked }
}

fn ids(pages: &[Page]) -> BTreeSet<QuestionId> {
    let items = pages.iter().flat_map(|page| &page.items);
    items.map(|item| item.question.clone()).collect()
}

fn is_lost(question: &Question, on_sheet: &BTreeSet<QuestionId>) -> bool {
    let judged = |id: &QuestionId| on_sheet.contains(id);
    judged(&question.id) && !question.show_if.iter().all(|condition| judged(&condition.question))
}

fn bear_conditions(audience: &Audience, item: &mut Item) {
    let question = audience.questionnaire.question(&item.question);
    item.when = question.map_or_else(Vec::new, |question| question.show_if.clone());
}

/// Answers under which no question is ruled out by an earlier page.
fn every_condition_met(audience: &Audience) -> Answers {
    let mut met = Answers::default();
    for condition in audience
        .questionnaire
        .questions()
        .flat_map(|question| &question.show_if)
    {
        let codes = met.plain.entry(condition.question.clone());
        if let Answer::Many(codes) = codes.or_insert_with(|| Answer::Many(Vec::new())) {
            codes.extend(condition.codes.iter().cloned());
        }
    }
    met
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::definition::Condition;
    use crate::domain::submission::tests::Case;

    fn sheet_of(case: &Case, audience: &Audience) -> Sheet {
        sheet(case.interview().survey, audience, case.interview().assignment)
    }

    fn case() -> Case {
        Case::new("residents", &["D18", "D03"], &["D18"], &["D18"])
    }

    /// The form with a condition of its last plain question on that question.
    fn depending(on: &str) -> (Audience, QuestionId) {
        let case = case();
        let mut audience = case.interview().audience.clone();
        let last = audience
            .questionnaire
            .sections
            .iter_mut()
            .rev()
            .find(|one| !one.questions.is_empty());
        let question = last.unwrap().questions.last_mut().unwrap();
        question.show_if = vec![Condition {
            question: QuestionId(on.into()),
            codes: vec!["1".into()],
        }];
        let id = question.id.clone();
        (audience, id)
    }

    fn item(sheet: &Sheet, id: &QuestionId) -> Option<Item> {
        let mut items = sheet.pages.iter().flat_map(|page| &page.items);
        items.find(|item| item.question == *id).cloned()
    }

    #[test]
    fn a_condition_on_another_page_is_borne_by_its_question() {
        let (audience, id) = depending("J8");
        let sheet = sheet_of(&case(), &audience);
        assert_eq!(item(&sheet, &id).unwrap().when[0].question.0, "J8");
        assert_eq!(sheet.not_asked, []);
    }

    #[test]
    fn a_condition_on_the_screening_cannot_be_judged() {
        let (audience, id) = depending("J2");
        let sheet = sheet_of(&case(), &audience);
        assert_eq!(item(&sheet, &id), None);
        assert_eq!(sheet.not_asked, [id]);
    }

    #[test]
    fn what_the_lists_do_not_name_is_not_asked() {
        let case = case();
        let sheet = sheet_of(&case, case.interview().audience);
        let rated: Vec<_> = sheet.pages.iter().filter_map(|page| page.department.clone()).collect();
        assert_eq!(rated.len(), 1);
        assert!(sheet.pages.iter().all(|page| page.kind != PageKind::Screening));
    }
}
