//! The year's bonus: full, or 5 % less, and why (the introduction, 结果的使用 1).

use super::Entry;

/// Per cent that are held back.
pub const LESS_PER_CENT: u32 = 5;

/// A department's bonus. It does not depend on points or rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bonus<'l> {
    /// The whole bonus.
    Full,
    /// 5 % less, once, for these deductions and unfinished tasks.
    Less(Vec<&'l Entry>),
}

/// The bonus of a department with these notes.
pub(super) fn bonus<'l>(entries: &[&'l Entry]) -> Bonus<'l> {
    let standing = entries.iter().filter(|entry| entry.withdrawn.is_none());
    let reasons: Vec<&Entry> = standing.copied().collect();
    if reasons.is_empty() {
        Bonus::Full
    } else {
        Bonus::Less(reasons)
    }
}
