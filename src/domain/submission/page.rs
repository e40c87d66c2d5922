//! The pages of one interview, in order, with skip rules and department loops worked out.

use super::condition::holds;
use crate::domain::data::{Answers, Assignment};
use crate::domain::definition::{
    Audience, Condition, DepartmentId, Question, QuestionId, Role, Section, SectionKind, Survey, Text,
};

/// Name of the last page, where the answers are handed in.
pub const REVIEW: &str = "review";

/// Everything that decides which pages a respondent sees.
#[derive(Debug, Clone, Copy)]
pub struct Interview<'a> {
    /// The round's survey.
    pub survey: &'a Survey,
    /// Whose form.
    pub audience: &'a Audience,
    /// The respondent's lists.
    pub assignment: &'a Assignment,
    /// What was answered so far; once the lists are drawn this includes the frozen familiarity codes.
    pub answers: &'a Answers,
    /// Whether this respondent is in the share that gets the attention item.
    pub asks_attention: bool,
    /// Whether the assigned list is drawn: familiarity is frozen then and not asked again.
    pub drawn: bool,
}

/// What a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// Consent.
    Consent,
    /// Questions that may end the interview.
    Screening,
    /// Plain questions.
    Plain,
    /// One theme of the shown list.
    Familiarity,
    /// One assigned department.
    Ratings,
    /// Before handing in.
    Review,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Section id, with the theme's number or the department's id in loops: `screening`, `contact/1`, `ratings/D18`.
    pub name: String,
    /// Section id; [`REVIEW`] for the review page.
    pub section: String,
    /// What it is for.
    pub kind: PageKind,
    /// Heading of the section; empty for the review page.
    pub title: Text,
    /// Words above the questions, may be empty.
    pub intro: Text,
    /// Theme of a familiarity page.
    pub theme: Option<Text>,
    /// Department of a ratings page.
    pub department: Option<DepartmentId>,
    /// What is asked, in order.
    pub items: Vec<Item>,
}

/// One question as asked on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which question.
    pub question: QuestionId,
    /// About which department.
    pub department: Option<DepartmentId>,
    /// Conditions on answers of this same page, which only the respondent's next click can decide.
    pub when: Vec<Condition>,
}

impl Item {
    /// Name of its form field: `J9.D18`, or `J1`.
    pub fn field(&self) -> String {
        match &self.department {
            Some(department) => format!("{}.{}", self.question.0, department.0),
            None => self.question.0.clone(),
        }
    }
}

/// The pages that this respondent goes through from here on, in order, ending with review.
pub fn pages(interview: &Interview<'_>) -> Vec<Page> {
    let drawn = |section: &&Section| interview.drawn && section.kind == SectionKind::Familiarity;
    let sections = interview.audience.questionnaire.sections.iter();
    let open = sections.filter(|section| !drawn(section));
    let asked = open.flat_map(|section| section_pages(interview, section));
    asked.chain([review()]).collect()
}

/// Every page with a question that applies, familiarity included, review not.
pub fn all_pages(interview: &Interview<'_>) -> Vec<Page> {
    let sections = interview.audience.questionnaire.sections.iter();
    sections.flat_map(|section| section_pages(interview, section)).collect()
}

fn section_pages(interview: &Interview<'_>, section: &Section) -> Vec<Page> {
    let mut pages = match section.kind {
        SectionKind::Familiarity => familiarity_pages(interview, section),
        SectionKind::Ratings => ratings_pages(interview, section),
        SectionKind::Consent => vec![plain_page(interview, section, PageKind::Consent)],
        SectionKind::Screening => vec![plain_page(interview, section, PageKind::Screening)],
        SectionKind::Plain => vec![plain_page(interview, section, PageKind::Plain)],
    };
    pages.retain(|page| !page.items.is_empty());
    pages
}

/// The page after `name`; `None` after the last or for a page that is not there.
pub fn next_page<'p>(pages: &'p [Page], name: &str) -> Option<&'p Page> {
    let at = pages.iter().position(|page| page.name == name)?;
    pages.get(at + 1)
}

/// The page before `name`; `None` before the first.
pub fn previous_page<'p>(pages: &'p [Page], name: &str) -> Option<&'p Page> {
    let at = pages.iter().position(|page| page.name == name)?;
    at.checked_sub(1).and_then(|before| pages.get(before))
}

fn review() -> Page {
    let empty = Text {
        zh: String::new(),
        en: String::new(),
    };
    Page {
        name: REVIEW.to_owned(),
        section: REVIEW.to_owned(),
        kind: PageKind::Review,
        title: empty.clone(),
        intro: empty,
        theme: None,
        department: None,
        items: Vec::new(),
    }
}

fn page(section: &Section, kind: PageKind, name: String, items: Vec<Item>) -> Page {
    Page {
        name,
        section: section.id.clone(),
        kind,
        title: section.title.clone(),
        intro: section.intro.clone(),
        theme: None,
        department: None,
        items,
    }
}

fn plain_page(interview: &Interview<'_>, section: &Section, kind: PageKind) -> Page {
    page(
        section,
        kind,
        section.id.clone(),
        items(interview, section, None, false),
    )
}

/// One page per theme; themes in the order in which the shown list first names them.
fn familiarity_pages(interview: &Interview<'_>, section: &Section) -> Vec<Page> {
    let mut themes: Vec<(&Text, Vec<&DepartmentId>)> = Vec::new();
    for shown in &interview.assignment.shown {
        let Some(department) = interview.survey.department(&shown.department) else {
            continue;
        };
        match themes.iter_mut().find(|(theme, _)| *theme == &department.theme) {
            Some((_, members)) => members.push(&department.id),
            None => themes.push((&department.theme, vec![&department.id])),
        }
    }
    let numbered = themes.into_iter().zip(1..);
    numbered
        .map(|((theme, members), number)| {
            let asked = members.iter().flat_map(|id| items(interview, section, Some(id), false));
            let name = format!("{}/{number}", section.id);
            let page = page(section, PageKind::Familiarity, name, asked.collect());
            Page {
                theme: Some(theme.clone()),
                ..page
            }
        })
        .collect()
}

fn ratings_pages(interview: &Interview<'_>, section: &Section) -> Vec<Page> {
    let assigned = interview.assignment.assigned.iter();
    assigned
        .map(|assigned| {
            let name = format!("{}/{}", section.id, assigned.department.0);
            let asked = items(interview, section, Some(&assigned.department), assigned.r.is_some());
            let page = page(section, PageKind::Ratings, name, asked);
            Page {
                department: Some(assigned.department.clone()),
                ..page
            }
        })
        .collect()
}

fn items(
    interview: &Interview<'_>,
    section: &Section,
    department: Option<&DepartmentId>,
    with_dimensions: bool,
) -> Vec<Item> {
    let asked = section.questions.iter().filter(|question| match question.role {
        Role::Dimension => with_dimensions,
        Role::Attention { .. } => interview.asks_attention,
        _ => true,
    });
    asked
        .filter_map(|question| item(interview, section, question, department))
        .collect()
}

/// The question as an item, unless an answer of an earlier page rules it out.
fn item(
    interview: &Interview<'_>,
    section: &Section,
    question: &Question,
    department: Option<&DepartmentId>,
) -> Option<Item> {
    let on_this_page = |condition: &&Condition| section.questions.iter().any(|q| q.id == condition.question);
    let mut earlier = question.show_if.iter().filter(|condition| !on_this_page(condition));
    if !earlier.all(|condition| holds(condition, department, interview.answers)) {
        return None;
    }
    Some(Item {
        question: question.id.clone(),
        department: department.cloned(),
        when: question.show_if.iter().filter(on_this_page).cloned().collect(),
    })
}
