//! The words of the main ledger: command line, workbook and print view.

use super::terminal::fill;
use super::{en, zh};
use crate::domain::definition::Language;
use crate::domain::ledger::{Bonus, Entry, Gap, Indicator, IndicatorScore, Kind, Ledger, Totals};

/// Words of the ledger, once per language. Words in braces are filled.
#[derive(Debug)]
pub struct LedgerText {
    /// The title of a ledger that was given none: `{year}`.
    pub title: &'static str,
    /// Names of the sheets: totals, indicators, accountability, bonus, years, notes, the bodies' notes, replaced deliveries.
    pub sheets: [&'static str; 8],
    /// Columns before the indicators: rank, id, department.
    pub before: [&'static str; 3],
    /// The English name's column, beside the Chinese one.
    pub english: &'static str,
    /// An indicator's column: `{name}`, `{most}` points.
    pub indicator: &'static str,
    /// Columns behind the indicators: sum, deducted, total, bonus, remarks.
    pub behind: [&'static str; 5],
    /// Columns of the parts before the bodies' own: id, department.
    pub parts: [&'static str; 2],
    /// Columns of the bodies' notes: id, department, indicator, body, note.
    pub remarks: [&'static str; 5],
    /// Columns of replaced deliveries: file, indicator, body, id, department, points, note, imported.
    pub replaced_rows: [&'static str; 8],
    /// There is none.
    pub nothing: &'static str,
    /// Columns of deductions and tasks: number, id, department, kind, cause, what happened, noted by, at, state, why withdrawn.
    pub entries: [&'static str; 10],
    /// Columns of the bonus: id, department, paid, held back, why.
    pub bonus: [&'static str; 5],
    /// Columns of the years: id, department, total and rank of `{year}`, total and rank of `{last}`, difference.
    pub years: [&'static str; 7],
    /// Said where there is no ledger of the year before: `{last}`.
    pub no_last_year: &'static str,
    /// Stands for a score that is not there.
    pub none: &'static str,
    /// A deduction, an unfinished task.
    pub kinds: [&'static str; 2],
    /// It stands; it was withdrawn.
    pub states: [&'static str; 2],
    /// The whole bonus; 5 % less.
    pub paid: [&'static str; 2],
    /// Between kind and detail, between reasons.
    pub gaps_between: [&'static str; 2],
    /// Why a score is missing: `{body}` has not delivered, `{body}` gave none: `{note}`, no public score, provisional,
    /// no sealed sheet.
    pub gaps: [&'static str; 5],
    /// `{indicator}`: `{why}`.
    pub missing: &'static str,
    /// Where the review stands: not begun; `{step}` on `{on}` (`{who}`).
    pub review: [&'static str; 2],
    /// Labels of the notes: title and year, round of the public evaluation, sealed sheet, review, departments, state of
    /// the figures.
    pub labels: [&'static str; 6],
    /// The sheet: version `{version}`, `{hash}`, signed by `{keys}`, imported `{at}` by `{by}`; none yet.
    pub sheet: [&'static str; 2],
    /// `{all}` departments, `{ranked}` with a total, `{unranked}` without.
    pub counted: &'static str,
    /// Figures may still change; figures are final unless it is reopened.
    pub figures: [&'static str; 2],
    /// Headings of the notes: this ledger, review, files, rules.
    pub blocks: [&'static str; 4],
    /// A file: `{file}`, SHA-256 `{hash}`, `{by}`, `{at}`.
    pub file: &'static str,
    /// Behind a file whose place another took.
    pub replaced: &'static str,
    /// The rules, label and sentence.
    pub rules: [(&'static str, &'static str); 9],
    /// As it stands after `{n}` changes.
    pub revision: &'static str,
    /// The command line.
    pub command: CommandText,
}

/// What `barometer ledger …` says when it did what it was told.
#[derive(Debug)]
pub struct CommandText {
    /// `{year}`, `{n}` departments, round `{round}`.
    pub opened: &'static str,
    /// `{indicator}` from `{body}`: `{scored}` with points, `{unscored}` without.
    pub imported: &'static str,
    /// `{files}` gave way.
    pub replaced: &'static str,
    /// `{file}` counts already.
    pub same_file: &'static str,
    /// Version `{version}`, hash `{hash}`: `{scored}` with points, `{unscored}` without.
    pub sheet: &'static str,
    /// Version `{version}` is there already.
    pub same_sheet: &'static str,
    /// Number `{number}`: `{kind}`, `{department}`.
    pub noted: &'static str,
    /// Number `{number}`.
    pub withdrawn: &'static str,
    /// `{step}`, `{on}`, `{who}`.
    pub step: &'static str,
    /// `{parts}` are waited for.
    pub waiting: &'static str,
    /// `{step}` comes next.
    pub next: &'static str,
    /// No review step is left.
    pub finished: &'static str,
    /// Columns of the table: rank, id, total, deducted, department.
    pub columns: [&'static str; 5],
}

/// The words in one language.
pub fn of(language: Language) -> &'static LedgerText {
    match language {
        Language::Zh => &zh::ledger::LEDGER,
        Language::En => &en::ledger::LEDGER,
    }
}

impl LedgerText {
    /// An indicator's column.
    pub fn indicator_head(&self, indicator: Indicator, language: Language) -> String {
        let name = indicator.name().get(language);
        fill(self.indicator, &[("name", &name), ("most", &indicator.facts().most)])
    }

    /// What a note is, with its cause: `行政问责扣分：重大责任事故`.
    pub fn kind(&self, entry: &Entry, language: Language) -> String {
        match entry.kind {
            Kind::Deduction(cause) => {
                format!(
                    "{}{}{}",
                    self.kinds[0],
                    self.gaps_between[0],
                    cause.name().get(language)
                )
            }
            Kind::UnfinishedTask => self.kinds[1].to_owned(),
        }
    }

    /// A department's bonus in words: none as long as something is missing, unless it is cut already.
    pub fn paid(&self, totals: &Totals) -> &'static str {
        match (&totals.bonus, totals.total) {
            (Bonus::Less(_), _) => self.paid[1],
            (Bonus::Full, Some(_)) => self.paid[0],
            (Bonus::Full, None) => self.none,
        }
    }

    /// Why a bonus is cut; empty where it is not.
    pub fn why_less(&self, bonus: &Bonus, language: Language) -> String {
        let Bonus::Less(entries) = bonus else {
            return String::new();
        };
        let reason = |entry: &&Entry| format!("{}{}{}", self.kind(entry, language), self.gaps_between[0], entry.detail);
        let reasons: Vec<String> = entries.iter().map(reason).collect();
        reasons.join(self.gaps_between[1])
    }

    /// Every score that a department lacks, with the reason; empty where it lacks none.
    pub fn lacks(&self, totals: &Totals, language: Language) -> Vec<String> {
        let scores = Indicator::ALL.into_iter().zip(&totals.scores);
        let said = |(indicator, score): (Indicator, &IndicatorScore)| {
            let IndicatorScore::Missing(gaps) = score else {
                return None;
            };
            let why: Vec<String> = gaps.iter().map(|gap| self.gap(indicator, gap, language)).collect();
            let why = why.join(self.gaps_between[1]);
            let name = indicator.name().get(language);
            Some(fill(self.missing, &[("indicator", &name), ("why", &why)]))
        };
        scores.filter_map(said).collect()
    }

    fn gap(&self, indicator: Indicator, gap: &Gap, language: Language) -> String {
        match gap {
            Gap::NotDelivered(_) if indicator == Indicator::Public => self.gaps[4].to_owned(),
            Gap::NotDelivered(source) => fill(self.gaps[0], &[("body", &source.name().get(language))]),
            Gap::NotScored(source, note) => {
                fill(self.gaps[1], &[("body", &source.name().get(language)), ("note", note)])
            }
            Gap::NoPublicScore => self.gaps[2].to_owned(),
            Gap::Provisional => self.gaps[3].to_owned(),
        }
    }

    /// Where the review stands, in one line.
    pub fn review(&self, ledger: &Ledger, language: Language) -> String {
        let Some(last) = ledger.last_step() else {
            return self.review[0].to_owned();
        };
        let step = last.step.name().get(language);
        fill(
            self.review[1],
            &[("step", &step), ("on", &last.minutes.on), ("who", &last.minutes.who)],
        )
    }

    /// Whether figures may still change, in words.
    pub fn figures(&self, ledger: &Ledger) -> &'static str {
        self.figures[usize::from(ledger.expect_open().is_err())]
    }
}
