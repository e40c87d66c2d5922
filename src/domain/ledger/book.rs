//! The ledger of a year as it was recorded: departments, files of the assessing bodies, sheets, notes and steps.

use super::reading::names;
use super::{Entry, Indicator, LedgerRefusal, MissingPart, Points, SheetImport, Source, StepRecord};
use crate::domain::definition::{DepartmentId, Text, nearest};
use std::collections::BTreeMap;

/// A year's ledger with its whole history.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// The year that is assessed; names the ledger.
    pub year: i16,
    /// Its title.
    pub title: Text,
    /// The round whose sealed sheet its public evaluation comes from.
    pub round: String,
    /// Goes up by one with every change, so that two changes at once cannot both be made.
    pub revision: u64,
    /// Who opened it.
    pub opened_by: String,
    /// When, Unix seconds.
    pub opened_at: i64,
    /// Who made the last change of figures, steps not counted: another one confirms it.
    pub changed_by: String,
    /// Who is assessed, in the order of the list it was opened with.
    pub departments: Vec<LedgerDepartment>,
    /// Files of the assessing bodies, replaced ones included, oldest first.
    pub imports: Vec<Import>,
    /// Sealed sheets, replaced ones included, oldest first; the last counts.
    pub sheets: Vec<SheetImport>,
    /// Deductions and unfinished tasks, withdrawn ones included, oldest first.
    pub entries: Vec<Entry>,
    /// Steps that were taken, reopenings included, oldest first.
    pub steps: Vec<StepRecord>,
}

/// Who is assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerDepartment {
    /// The id that sheets and files know it by.
    pub id: DepartmentId,
    /// Short name.
    pub name: Text,
    /// Full legal name.
    pub full_name: Text,
}

/// One file of an assessing body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its number in the ledger, from 1.
    pub number: u64,
    /// What it scores.
    pub indicator: Indicator,
    /// Who assessed.
    pub source: Source,
    /// The file's name.
    pub file: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// Who imported it.
    pub by: String,
    /// When, Unix seconds.
    pub at: i64,
    /// Number of the file that took its place.
    pub replaced_by: Option<u64>,
    /// A row for every department.
    pub rows: BTreeMap<DepartmentId, PartRow>,
}

/// One department's row in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRow {
    /// Points; `None` where the body gave none, and then the note says why.
    pub score: Option<Points>,
    /// Remark; may be empty.
    pub note: String,
}

impl Ledger {
    /// The department of that id.
    pub fn department(&self, id: &DepartmentId) -> Option<&LedgerDepartment> {
        self.departments.iter().find(|department| &department.id == id)
    }

    /// The department that an id or an exact short or full name stands for, in either language.
    ///
    /// # Errors
    /// [`LedgerRefusal::UnknownDepartment`] with the nearest name; a name that two share stands for neither.
    pub fn named(&self, typed: &str) -> Result<&LedgerDepartment, LedgerRefusal> {
        let names = names(&self.departments);
        let known = names.get(typed).copied().flatten();
        known.and_then(|id| self.department(id)).ok_or_else(|| {
            let near = nearest(typed, names.keys().copied()).filter(|_| typed.chars().count() > 2);
            LedgerRefusal::UnknownDepartment {
                found: typed.to_owned(),
                near: near.map(str::to_owned),
            }
        })
    }

    /// The files that count for an indicator.
    pub fn parts(&self, indicator: Indicator) -> impl Iterator<Item = &Import> {
        let counts = move |import: &&Import| import.indicator == indicator && import.replaced_by.is_none();
        self.imports.iter().filter(counts)
    }

    /// The sheet that counts.
    pub fn sheet(&self) -> Option<&SheetImport> {
        self.sheets.last()
    }

    /// The files whose place a file of that source would take: a body's own earlier one, the whole for a body's part, and
    /// everything for a whole.
    pub fn in_place_of(&self, indicator: Indicator, source: Source) -> Vec<&Import> {
        let gives_way =
            |import: &&Import| source == Source::Whole || import.source == Source::Whole || import.source == source;
        self.parts(indicator).filter(gives_way).collect()
    }

    /// Bodies whose part of an indicator is not there; none where its whole was delivered.
    pub fn waiting_for(&self, indicator: Indicator) -> Vec<Source> {
        let has = |source: Source| self.parts(indicator).any(|import| import.source == source);
        if has(Source::Whole) || (indicator == Indicator::Public && self.sheet().is_some()) {
            return Vec::new();
        }
        let sources = indicator.bodies().iter().map(Source::Body);
        sources.filter(|source| !has(*source)).collect()
    }

    /// Everything that was not delivered yet, indicator by indicator.
    pub fn missing(&self) -> Vec<MissingPart> {
        let of = |indicator: Indicator| {
            let sources = self.waiting_for(indicator).into_iter();
            sources.map(move |source| MissingPart { indicator, source })
        };
        Indicator::ALL.into_iter().flat_map(of).collect()
    }

    /// What is noted of a department, withdrawn notes included.
    pub fn entries_of(&self, department: &DepartmentId) -> Vec<&Entry> {
        let of = self.entries.iter().filter(|entry| &entry.department == department);
        of.collect()
    }
}
