//! The words of the consoles' pages about a score sheet: the sheet, its confirmation and seal, a department.

use super::{en, zh};
use crate::domain::definition::Language;
use crate::domain::report::Change;

/// Words of the sheet's pages. Words in braces are filled by the caller.
#[derive(Debug)]
pub struct SheetsWords {
    /// Titles: for the agency, for the office.
    pub titles: [&'static str; 2],
    /// No sheet yet, and what comes before it.
    pub none: &'static str,
    /// Not sealed: nothing of this page is published.
    pub unsealed: &'static str,
    /// Version `{version}` is sealed, on `{at}`; it is public.
    pub sealed: &'static str,
    /// Link to the public page.
    pub public: &'static str,
    /// Labels: version, computed at, hash of the sheet, hash of the method, agency's confirmation, seals, correction.
    pub facts: [&'static str; 7],
    /// Not yet.
    pub not_yet: &'static str,
    /// Confirmed by `{login}` on `{at}`, key `{key}`.
    pub confirmed: &'static str,
    /// Sealed by the operator's command, without a confirmation on these pages.
    pub by_command: &'static str,
    /// Figures: submissions analysed, set aside, departments with a score, provisional, typical half width.
    pub figures: [&'static str; 5],
    /// Out of `{all}`.
    pub of: &'static str,
    /// Other versions: heading, a version that waits, a sealed one of `{at}`; `{version}`.
    pub versions: [&'static str; 3],
    /// Confirming.
    pub confirm: FinalAct,
    /// Sealing.
    pub seal: FinalAct,
    /// Ways back.
    pub back: BackWords,
    /// Proposed removals without a decision: `{n}`.
    pub undecided: &'static str,
    /// For the officer: the agency has not confirmed yet.
    pub waits_agency: &'static str,
    /// For the analyst: it is confirmed, the office seals it next.
    pub waits_office: &'static str,
    /// Headings: scores, other rules, other treatments, flags.
    pub chapters: [&'static str; 4],
    /// Under the headings of the two tables: what they are.
    pub about: [&'static str; 2],
    /// Department and official score, as heads.
    pub heads: [&'static str; 2],
    /// Other rules and treatments by the sheet's codes, with what they are.
    pub rules: &'static [(&'static str, &'static str)],
    /// A rule that was undone by itself: `{rule}`.
    pub without: &'static str,
    /// Removal rules by code.
    pub removals: &'static [(&'static str, &'static str)],
    /// The department's page.
    pub department: DepartmentWords,
}

/// Ways back: sending back, correcting.
#[derive(Debug)]
pub struct BackWords {
    /// Sending back: summary, what it does, label of the reason, button.
    pub send: [&'static str; 4],
    /// Sent back: `{version}`, `{by}`, `{at}`, `{reason}`.
    pub sent_back: &'static str,
    /// A correction is under way: `{version}`, `{at}`, `{reason}`.
    pub under_way: &'static str,
    /// A correction is proposed: `{version}`, `{by}`, `{at}`, `{reason}`.
    pub proposed: &'static str,
    /// Agreeing: heading, what it does, tick, button.
    pub agree: [&'static str; 4],
    /// Afterwards: sent back, agreed.
    pub done: [&'static str; 2],
    /// Changed scores against version `{version}`: title, none; heads department, before, now, difference.
    pub changed: [&'static str; 6],
}

/// A final act: what will happen, the tick, the button, what was done.
#[derive(Debug)]
pub struct FinalAct {
    /// Heading.
    pub title: &'static str,
    /// What will happen, line by line: `{version}`, `{hash}`, `{all}`, `{scored}`, `{provisional}`, `{received}`,
    /// `{removed}`, `{links}`.
    pub lines: &'static [&'static str],
    /// Tick.
    pub tick: &'static str,
    /// Button.
    pub button: &'static str,
    /// Afterwards.
    pub done: &'static str,
}

/// The page of a department.
#[derive(Debug)]
pub struct DepartmentWords {
    /// Link back.
    pub back: &'static str,
    /// Figures: score, interval, rank, rate, index, ratings.
    pub figures: [&'static str; 6],
    /// In class `{class}`, by the intervals `{low}` to `{high}`; in the class, no rank.
    pub rank: [&'static str; 2],
    /// Effective: `{n}`.
    pub effective: &'static str,
    /// Headings: flags, audiences, answers, dimensions, years, evidence.
    pub chapters: [&'static str; 6],
    /// No flags.
    pub no_flags: &'static str,
    /// Heads by audience: audience, weight, ratings, effective, rate, interval, index, familiarity, don't know, rate of
    /// users, shrunken rate.
    pub audiences: [&'static str; 11],
    /// Under the table of audiences.
    pub audiences_note: &'static str,
    /// Suppressed, in a cell.
    pub suppressed: &'static str,
    /// Heads of answers: audience, ratings; the grades stand between.
    pub answers: [&'static str; 2],
    /// Under the table of answers.
    pub answers_note: &'static str,
    /// Heads of the other rules: rule, score.
    pub rules: [&'static str; 2],
    /// Mark of a small effective sample.
    pub small_mark: &'static str,
    /// Before items with too few ratings here.
    pub absent_dimensions: &'static str,
    /// Heads of dimensions: item, audience, ratings, effective, rate, interval.
    pub dimensions: [&'static str; 6],
    /// No dimension items in the questionnaire.
    pub no_dimensions: &'static str,
    /// None with enough ratings.
    pub few_dimensions: &'static str,
    /// What dimensions are.
    pub dimensions_note: &'static str,
    /// Years: heads (round, rate then, rate now, difference ± standard error, verdict).
    pub years: [&'static str; 5],
    /// No earlier sealed round.
    pub no_years: &'static str,
    /// Not comparable: `{round}`, `{reasons}`.
    pub incomparable: &'static str,
    /// The department was not in `{round}` or had no score.
    pub not_then: &'static str,
    /// Verdicts: higher, the same, lower.
    pub verdicts: [&'static str; 3],
    /// What the test is.
    pub years_note: &'static str,
    /// What changed between rounds: scale, audiences, wording, conversion, sampling.
    pub changes: [&'static str; 5],
    /// The evidence.
    pub steps: Steps,
}

/// The evidence of a score, step by step. What stands in braces is a number of the sheet.
#[derive(Debug)]
pub struct Steps {
    /// Above the steps: how to follow them, `{hash}`.
    pub about: &'static str,
    /// Headings of the steps.
    pub titles: [&'static str; 6],
    /// 1: `{audience}`: `{grades}`; valid `{n}`, don't know `{dk}`.
    pub counts: &'static str,
    /// 1 and 2: suppressed audience: `{audience}`, `{n}`.
    pub suppressed: &'static str,
    /// 2: `{audience}`: `{satisfied}`, `{sum}`, `{rate}`, `{se}`, `{neff}`.
    pub weighted: &'static str,
    /// 3: `{audience}` as registered `{lambda}`.
    pub lambda: &'static str,
    /// 3: `{audience}` `{lambda}` becomes `{lambda}` ÷ `{kept}` × `{total}` = `{effective}`.
    pub spread: &'static str,
    /// 3: `{audience}` `{lambda}` is left out.
    pub left_out: &'static str,
    /// 4: `{terms}` = `{rate}`.
    pub composite: &'static str,
    /// 5: variance `{terms}` = `{variance}`, se `{se}`.
    pub variance: &'static str,
    /// 5: m `{m}`, df `{df}`, t `{t}`, level `{level}`.
    pub wilson: &'static str,
    /// 5: limits `{low}`, `{high}`.
    pub limits: &'static str,
    /// 5: no interval.
    pub no_interval: &'static str,
    /// 6: 20 × `{rate}` = `{points}`, rounded `{score}`.
    pub points: &'static str,
    /// 6: by the registered rule, `{score}`.
    pub other_rule: &'static str,
    /// 6: limits in points: `{low}`, `{high}`.
    pub point_limits: &'static str,
    /// No score, and why.
    pub no_score: &'static str,
}

impl DepartmentWords {
    /// Why years cannot be compared.
    pub fn change(&self, change: Change) -> &'static str {
        self.changes[match change {
            Change::Scale => 0,
            Change::Audiences => 1,
            Change::Wording => 2,
            Change::Conversion => 3,
            Change::Sampling => 4,
        }]
    }
}

/// The words in that language.
pub fn of(language: Language) -> &'static SheetsWords {
    match language {
        Language::Zh => &zh::sheets::SHEETS,
        Language::En => &en::sheets::SHEETS,
    }
}
