//! The words of the ledger's pages in the office's console.

use super::{en, zh};
use crate::domain::definition::Language;

/// Words of the pages, once per language. Words in braces are filled.
#[derive(Debug)]
pub struct LedgerPages {
    /// Parts of a ledger: totals, deliveries, deductions and tasks, review, years.
    pub tabs: [&'static str; 5],
    /// Above the parts, for who cannot see them.
    pub parts: &'static str,
    /// The list of ledgers: title, what it is, none yet.
    pub list: [&'static str; 3],
    /// Its columns: year, title, review, departments, with a total.
    pub list_heads: [&'static str; 5],
    /// Opening one: title, what happens, year, round, Chinese title, English title, list of departments, hint of the
    /// titles, hint of the list, button.
    pub open: [&'static str; 10],
    /// The link to an empty list of departments.
    pub departments_template: &'static str,
    /// Facts: review, next, sheet, departments.
    pub facts: [&'static str; 4],
    /// Nothing comes next.
    pub finished: &'static str,
    /// Downloads: workbook, page to print, `{version}` of the sheet, empty table.
    pub downloads: [&'static str; 4],
    /// Deliveries: title of the table, columns (indicator, body, file, with points, without, imported), not delivered,
    /// replaced.
    pub deliveries: &'static str,
    /// What a file's link gives.
    pub deliveries_about: &'static str,
    /// See `deliveries`.
    pub delivery_heads: [&'static str; 6],
    /// See `deliveries`.
    pub delivery_states: [&'static str; 2],
    /// The form of a file: title, what it needs, whose, file, it replaces, button, busy.
    pub file: [&'static str; 7],
    /// The sheet: title, what it needs, own sheet's button, file, agency's key, office's key, hint of the keys, button.
    pub sheet: [&'static str; 8],
    /// What this house has: `{version}` of `{round}`, `{scored}`, `{unscored}`; no sealed sheet yet.
    pub own_sheet: [&'static str; 2],
    /// Deductions and tasks: title of the table, form's title, what happens, kind, department, what happened, button.
    pub notes: [&'static str; 7],
    /// Withdrawing: the reason's label, button, what stands instead.
    pub withdraw: [&'static str; 3],
    /// There is a newer sealed `{version}` than the ledger's `{has}`; the link where it can be taken; the link where the
    /// ledger has to be reopened first.
    pub newer_sheet: [&'static str; 3],
    /// Headings of the totals' table: rank, id, department, total, deducted, sum, bonus.
    pub short_heads: [&'static str; 7],
    /// The most of an indicator, on a line of its own: `{most}`.
    pub short_most: &'static str,
    /// The whole bonus; 5 % less.
    pub short_paid: [&'static str; 2],
    /// A department lacks `{n}` scores.
    pub lacking: &'static str,
    /// That a table goes on to the right.
    pub sideways: &'static str,
    /// What several bodies may give together: `{most}`.
    pub together: &'static str,
    /// Review: title of the table, columns (step, who decided, on, remark, recorded).
    pub review: &'static str,
    /// See `review`.
    pub review_heads: [&'static str; 5],
    /// What a step does, in the order of the steps.
    pub step_does: [&'static str; 4],
    /// The buttons of the steps, in their order.
    pub step_buttons: [&'static str; 4],
    /// What stands before the button: `{ranked}` of `{all}` with a total, `{waiting}` parts not delivered, last change by `{by}`.
    pub step_counts: &'static str,
    /// Who decided, on, remark, reason.
    pub step_labels: [&'static str; 4],
    /// Reopening: title, what happens, button.
    pub reopen: [&'static str; 3],
    /// A department: columns (indicator, most, body, points, note, file), how the total comes about, rank.
    pub department_heads: [&'static str; 6],
    /// `{sum}`, `{deducted}`, `{total}`.
    pub formula: &'static str,
    /// `{rank}` of `{ranked}`.
    pub rank: &'static str,
    /// Facts of a department: total, rank, bonus, last year's total, difference.
    pub department: [&'static str; 5],
    /// What was done, by the word of the address.
    pub done: &'static [(&'static str, &'static str)],
}

/// The words in one language.
pub fn of(language: Language) -> &'static LedgerPages {
    match language {
        Language::Zh => &zh::ledger_pages::PAGES,
        Language::En => &en::ledger_pages::PAGES,
    }
}
