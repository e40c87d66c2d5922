//! What the questionnaire pages say: one field a phrase.

use crate::domain::submission::{FieldProblem, ProblemCode};

/// The words of the questionnaire pages.
#[derive(Debug)]
pub struct Respondent {
    /// Name of the service, in titles.
    pub service: &'static str,
    /// Primary button.
    pub next: &'static str,
    /// Quiet link.
    pub back: &'static str,
    /// Primary button of the review page.
    pub submit: &'static str,
    /// `{n}` of `{m}`.
    pub part: &'static str,
    /// `{n}` minutes.
    pub minutes_left: &'static str,
    /// Link to the other language, in that language, and its code.
    pub other_language: (&'static str, &'static str),
    /// Link to larger type.
    pub elder_on: &'static str,
    /// Link back to normal type.
    pub elder_off: &'static str,
    /// Label of the telephone number in the footer.
    pub help: &'static str,
    /// Label for screen readers of the page's tools.
    pub tools: &'static str,
    /// Heading of the error summary.
    pub errors_title: &'static str,
    /// Heading above what is only asked back.
    pub ask_back_title: &'static str,
    /// When the network is away, by the script.
    pub offline: &'static str,
    /// `{question}` and `{choices}`.
    pub only_if: &'static str,
    /// Between two choices.
    pub or: &'static str,
    /// `{n}` characters.
    pub at_most: &'static str,
    /// Beside open questions.
    pub optional: &'static str,
    /// Labels of the identifiers at the head of the form.
    pub header: Header,
    /// The review page.
    pub review: Review,
    /// The receipt page.
    pub receipt: Receipt,
    /// Answers that count while new ones are being given.
    pub revision: Revision,
    /// On top of the pages of a pretest.
    pub pretest: &'static str,
    /// The field for a code.
    pub entry: Entry,
    /// Plain pages.
    pub notices: Notices,
    /// A page that was answered elsewhere.
    pub elsewhere: Elsewhere,
    /// Why an answer cannot be taken.
    pub problems: Problems,
}

/// A page that was answered on another phone or in another window after it was shown here.
#[derive(Debug)]
pub struct Elsewhere {
    /// Heading of the box.
    pub title: &'static str,
    /// What happened, up to the list of what is not saved.
    pub what: &'static str,
    /// What to do.
    pub todo: &'static str,
    /// Beside a question: `{chosen}` here, not saved.
    pub beside: &'static str,
    /// Nothing was chosen.
    pub nothing: &'static str,
    /// Between several choices.
    pub and: &'static str,
}

impl Elsewhere {
    /// The note beside a question.
    pub fn here(&self, chosen: &str) -> String {
        self.beside.replace("{chosen}", chosen)
    }
}

/// Labels of 法定标识.
#[derive(Debug)]
pub struct Header {
    /// 表号.
    pub form_number: &'static str,
    /// 制定机关.
    pub issuing_body: &'static str,
    /// 批准或备案文号.
    pub approval_number: &'static str,
    /// 有效期至.
    pub valid_until: &'static str,
    /// 问卷版本.
    pub version: &'static str,
    /// 调查机构.
    pub agency: &'static str,
    /// 咨询电话.
    pub phone: &'static str,
}

/// The review page.
#[derive(Debug)]
pub struct Review {
    /// Heading.
    pub title: &'static str,
    /// What will happen.
    pub intro: &'static str,
    /// Heading of the list of sections.
    pub change: &'static str,
    /// `{n}` questions skipped in a section.
    pub skipped: &'static str,
    /// Nothing skipped.
    pub all_answered: &'static str,
    /// Too little to count: say so before handing in.
    pub too_few: &'static str,
    /// Too little to count, and nothing left to answer.
    pub cannot_count: &'static str,
    /// Shown again, because answers were saved elsewhere in the meantime.
    pub changed: &'static str,
}

/// The receipt page.
#[derive(Debug)]
pub struct Receipt {
    /// Heading.
    pub title: &'static str,
    /// Above the code.
    pub your_code: &'static str,
    /// What the code does.
    pub what_for: &'static str,
    /// What it does not do.
    pub not_for: &'static str,
    /// Link to the receipt check.
    pub check: &'static str,
    /// Link to a blank edit.
    pub revise: &'static str,
    /// What revising means.
    pub revise_note: &'static str,
    /// Link to the receipt check from a receipt that may still be withdrawn there.
    pub check_or_withdraw: &'static str,
    /// Keep a note of it.
    pub keep: &'static str,
}

/// Answers that count while new ones are being given.
#[derive(Debug)]
pub struct Revision {
    /// On top of the pages of the new answers.
    pub counts: &'static str,
    /// Link to the receipt of those that count.
    pub receipt: &'static str,
    /// Heading of that receipt.
    pub title: &'static str,
    /// Link back to the new answers.
    pub go_on: &'static str,
    /// A revision that ended without new answers.
    pub kept: Notice,
}

/// The field for the code of a printed invitation.
#[derive(Debug)]
pub struct Entry {
    /// Above the field, on a page of its own.
    pub lead: Notice,
    /// Label of the field.
    pub label: &'static str,
    /// What a code looks like and how it may be typed.
    pub hint: &'static str,
    /// Its button.
    pub button: &'static str,
}

/// One plain page: heading, what it is, what to do.
#[derive(Debug)]
pub struct Notice {
    /// Heading.
    pub title: &'static str,
    /// What it is.
    pub what: &'static str,
    /// What to do.
    pub todo: &'static str,
}

/// The plain pages.
#[derive(Debug)]
pub struct Notices {
    /// The round is closed.
    pub closed: Notice,
    /// The round has not begun.
    pub not_open: Notice,
    /// No such code.
    pub unknown: Notice,
    /// The check character does not fit.
    pub mistyped: Notice,
    /// Not in the population.
    pub screened_out: Notice,
    /// Consent declined.
    pub declined: Notice,
    /// Button of the declined page.
    pub change_mind: &'static str,
    /// Withdrawn.
    pub withdrawn: Notice,
    /// Handed in with too little.
    pub too_few: Notice,
    /// Handed in with too little, and nothing left to answer.
    pub not_counted: Notice,
    /// Button of the `too_few` page.
    pub go_on: &'static str,
    /// A form of another page, link or time.
    pub stale: Notice,
    /// Button of the `stale` page.
    pub continue_here: &'static str,
    /// A form of answers that are handed in.
    pub handed_in: Notice,
    /// Button of the `handed_in` page.
    pub show_receipt: &'static str,
    /// A familiarity page after the draw.
    pub frozen: Notice,
    /// 404.
    pub not_found: Notice,
    /// 405.
    pub not_allowed: Notice,
    /// 413.
    pub too_large: Notice,
    /// 400.
    pub bad_request: Notice,
    /// 500.
    pub broken: Notice,
    /// 503.
    pub busy: Notice,
}

/// Why an answer cannot be taken, on pages and in imports. `{found}` and `{allowed}`.
#[derive(Debug)]
pub struct Problems {
    /// [`ProblemCode::Required`].
    pub required: &'static str,
    /// [`ProblemCode::UnknownCode`].
    pub unknown_code: &'static str,
    /// [`ProblemCode::SeveralAnswers`].
    pub several: &'static str,
    /// [`ProblemCode::NotAlone`].
    pub not_alone: &'static str,
    /// [`ProblemCode::TooLong`].
    pub too_long: &'static str,
    /// [`ProblemCode::UnknownQuestion`].
    pub unknown_question: &'static str,
    /// [`ProblemCode::UnknownDepartment`].
    pub unknown_department: &'static str,
    /// [`ProblemCode::NotShown`].
    pub not_shown: &'static str,
    /// [`ProblemCode::NotAssigned`].
    pub not_assigned: &'static str,
    /// [`ProblemCode::Ends`].
    pub ends: &'static str,
    /// [`ProblemCode::Declines`].
    pub declines: &'static str,
    /// [`ProblemCode::NothingFamiliar`].
    pub nothing_familiar: &'static str,
}

impl Problems {
    /// The problem in words.
    pub fn say(&self, problem: &FieldProblem) -> String {
        let words = match problem.code {
            ProblemCode::Required => self.required,
            ProblemCode::UnknownCode => self.unknown_code,
            ProblemCode::SeveralAnswers => self.several,
            ProblemCode::NotAlone => self.not_alone,
            ProblemCode::TooLong => self.too_long,
            ProblemCode::UnknownQuestion => self.unknown_question,
            ProblemCode::UnknownDepartment => self.unknown_department,
            ProblemCode::NotShown => self.not_shown,
            ProblemCode::NotAssigned => self.not_assigned,
            ProblemCode::Ends => self.ends,
            ProblemCode::Declines => self.declines,
            ProblemCode::NothingFamiliar => self.nothing_familiar,
        };
        let allowed = words.replace("{allowed}", &problem.allowed.join(" "));
        allowed.replace("{found}", &problem.found)
    }
}
