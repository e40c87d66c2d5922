//! How far the respondent is: the section's number and the minutes that are left.

use super::condition::holds;
use super::page::{Interview, Item, Page, all_pages, pages};
use crate::domain::assignment::{RespondentKey, shown_list};
use crate::domain::data::{Answers, Assignment};
use crate::domain::definition::{
    AssignmentRule, Audience, Condition, DepartmentId, Question, QuestionId, QuestionKind, Role, Section, SectionKind,
    Survey,
};

/// Seconds a closed question takes; from the timing notes of the questionnaires.
const SECONDS_CLOSED: u32 = 8;
/// Seconds a familiarity question takes: short and repetitive.
const SECONDS_FAMILIARITY: u32 = 5;
/// Seconds an open question takes on average over those who skip it.
const SECONDS_TEXT: u32 = 12;
/// Seconds to take in a page.
const SECONDS_PAGE: u32 = 3;

/// Where the respondent is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Number of the current section, from 1.
    pub section: usize,
    /// How many sections there are, review included.
    pub sections: usize,
    /// Share of the expected time that is behind, in percent.
    pub percent: u32,
    /// Expected minutes from this page to the end, at least 1.
    pub minutes_left: u32,
}

/// The progress at `name` among `pages`. What is not decided yet counts at its most, so that from page to page the
/// minutes left only fall: before the draw as many departments as the audience's form may ask about, and every
/// question that hangs on an answer still to come.
pub fn progress(interview: &Interview<'_>, pages: &[Page], name: &str) -> Progress {
    let at = pages.iter().position(|page| page.name == name).unwrap_or(0);
    let current = pages.get(at).map_or("", |page| page.section.as_str());
    let sections = section_names(interview);
    let behind = behind(interview, name);
    let planned: u32 = pages[at..].iter().map(|page| seconds(interview, page)).sum();
    let ahead = planned + undrawn_seconds(interview) + undecided_seconds(interview, current);
    Progress {
        section: sections.iter().position(|id| *id == current).unwrap_or(sections.len()) + 1,
        sections: sections.len() + 1,
        percent: 100 * behind / (behind + ahead).max(1),
        minutes_left: ahead.div_ceil(60).max(1),
    }
}

/// Minutes the whole form takes this respondent, at most; rounded up.
pub fn minutes(interview: &Interview<'_>) -> u32 {
    let pages = pages(interview);
    let first = pages.first().map_or("", |page| page.name.as_str());
    progress(interview, &pages, first).minutes_left
}

/// The same for an audience before anybody is named: lists are as long for everyone whom no department supervises.
pub fn form_minutes(survey: &Survey, audience: &Audience) -> u32 {
    let key = RespondentKey::from_bytes([0; 32]);
    let assignment = Assignment {
        shown: shown_list(survey, &audience.id, &[], &key),
        ..Assignment::default()
    };
    minutes(&Interview {
        survey,
        audience,
        assignment: &assignment,
        answers: &Answers::default(),
        asks_attention: true,
        drawn: false,
    })
}

/// Sections as the respondent counts them: consent is the door, not a part.
fn section_names<'a>(interview: &Interview<'a>) -> Vec<&'a str> {
    let sections = interview.audience.questionnaire.sections.iter();
    sections
        .filter(|section| section.kind != SectionKind::Consent)
        .map(|section| section.id.as_str())
        .collect()
}

/// Seconds of the pages before `name`, the familiarity pages among them also when they are not asked any more.
fn behind(interview: &Interview<'_>, name: &str) -> u32 {
    let all = all_pages(interview);
    let before = all.iter().take_while(|page| page.name != name);
    before.map(|page| seconds(interview, page)).sum()
}

/// Seconds that the ratings take at most, until the departments are drawn.
fn undrawn_seconds(interview: &Interview<'_>) -> u32 {
    let (audience, method) = (interview.audience, &interview.survey.method);
    if interview.drawn || audience.questionnaire.familiarity().is_none() {
        return 0;
    }
    let shown = interview.assignment.shown.len() as u32;
    let (rated, with_dimensions) = match method.assignment {
        AssignmentRule::All => (shown, shown),
        AssignmentRule::Drawn { .. } => {
            let most = audience.max_departments.min(shown);
            (most, method.battery_most.min(most))
        }
    };
    let loops = audience.questionnaire.sections.iter();
    let loops = loops.filter(|section| section.kind == SectionKind::Ratings);
    loops
        .map(|section| {
            let of = |dimension: bool| -> u32 {
                let asked = section.questions.iter().filter(|q| is_asked(interview, q));
                let asked = asked.filter(|q| (q.role == Role::Dimension) == dimension);
                asked.map(|q| question_seconds(q, on_page(section, q))).sum()
            };
            rated * (SECONDS_PAGE + of(false)) + with_dimensions * of(true)
        })
        .sum()
}

/// Seconds of the questions after section `current` that are not asked as things stand, but will be after some answer
/// from `current` on.
fn undecided_seconds(interview: &Interview<'_>, current: &str) -> u32 {
    let sections = &interview.audience.questionnaire.sections;
    let Some(at) = sections.iter().position(|section| section.id == current) else {
        return 0;
    };
    let to_come: Vec<&QuestionId> = sections[at..]
        .iter()
        .flat_map(|section| &section.questions)
        .map(|question| &question.id)
        .collect();
    let later = sections[at + 1..].iter();
    later.map(|section| undecided_in(interview, section, &to_come)).sum()
}

fn undecided_in(interview: &Interview<'_>, section: &Section, to_come: &[&QuestionId]) -> u32 {
    let assignment = interview.assignment;
    let departments: Vec<Option<&DepartmentId>> = match section.kind {
        SectionKind::Familiarity if interview.drawn => Vec::new(),
        SectionKind::Familiarity => assignment.shown.iter().map(|s| Some(&s.department)).collect(),
        // Until the draw they are counted among the ratings.
        SectionKind::Ratings => assignment.assigned.iter().map(|a| Some(&a.department)).collect(),
        _ => vec![None],
    };
    let asked = section.questions.iter().filter(|q| is_asked(interview, q));
    asked
        .map(|question| {
            let open = departments.iter().filter(|department| {
                let earlier = || question.show_if.iter().filter(|c| !is_on_page(section, c));
                let met = |c: &Condition| holds(c, **department, interview.answers);
                !earlier().all(met) && earlier().all(|c| met(c) || to_come.contains(&&c.question))
            });
            // Such a question may be alone on its page.
            let each = SECONDS_PAGE + question_seconds(question, on_page(section, question));
            open.count() as u32 * each
        })
        .sum()
}

fn is_asked(interview: &Interview<'_>, question: &Question) -> bool {
    interview.asks_attention || !matches!(question.role, Role::Attention { .. })
}

fn is_on_page(section: &Section, condition: &Condition) -> bool {
    section.questions.iter().any(|q| q.id == condition.question)
}

/// Whether another question of the same page decides if it is asked.
fn on_page(section: &Section, question: &Question) -> bool {
    question.show_if.iter().any(|condition| is_on_page(section, condition))
}

fn seconds(interview: &Interview<'_>, page: &Page) -> u32 {
    SECONDS_PAGE + page.items.iter().map(|item| item_seconds(interview, item)).sum::<u32>()
}

fn item_seconds(interview: &Interview<'_>, item: &Item) -> u32 {
    let question = interview.audience.questionnaire.question(&item.question);
    question.map_or(SECONDS_CLOSED, |question| {
        question_seconds(question, !item.when.is_empty())
    })
}

fn question_seconds(question: &Question, conditional: bool) -> u32 {
    match (&question.kind, &question.role) {
        (_, Role::Familiarity { .. }) => SECONDS_FAMILIARITY,
        (QuestionKind::Text { .. }, _) => SECONDS_TEXT,
        _ if conditional => SECONDS_CLOSED / 2,
        _ => SECONDS_CLOSED,
    }
}
