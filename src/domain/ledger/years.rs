//! Last year beside this year.

use super::{LedgerDepartment, Points, Standing};
use crate::domain::definition::DepartmentId;
use std::collections::BTreeSet;

/// One department in two years; compared by id, because names change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside<'l> {
    /// Who, as this year names it where it is in both.
    pub department: &'l LedgerDepartment,
    /// Total and rank this year.
    pub present: (Option<Points>, Option<usize>),
    /// Total and rank last year.
    pub last: (Option<Points>, Option<usize>),
    /// This year's total less last year's; `None` unless both are there.
    pub difference: Option<Points>,
}

/// Every department of either year: this year's in its order, then those that are only in last year's.
pub fn beside<'l>(present: &Standing<'l>, last: &Standing<'l>) -> Vec<Beside<'l>> {
    let known: BTreeSet<&DepartmentId> = present.totals.iter().map(|one| &one.department.id).collect();
    let of_present = present.totals.iter().map(|one| one.department);
    let of_last = last.totals.iter().map(|one| one.department);
    let gone = of_last.filter(|department| !known.contains(&department.id));
    of_present
        .chain(gone)
        .map(|department| both(department, present, last))
        .collect()
}

fn both<'l>(department: &'l LedgerDepartment, present: &Standing<'l>, last: &Standing<'l>) -> Beside<'l> {
    let result = |year: &Standing<'l>| {
        year.of(&department.id)
            .map_or((None, None), |one| (one.total, one.rank))
    };
    let (present, last) = (result(present), result(last));
    Beside {
        department,
        present,
        last,
        difference: present.0.zip(last.0).map(|(present, last)| present.less(last)),
    }
}
