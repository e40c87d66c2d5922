//! The words of the sample report: fifteen parts, once per language.
//!
//! Words in braces are filled by the caller. What stands for a part is named after what the part is about.

use super::{en, zh};
use crate::domain::definition::Language;
use crate::domain::report::{Absence, Change, Verdict};

/// Name of the sheet in the workbook, title, headings of columns, note under the table (may be empty).
#[derive(Debug)]
#[expect(missing_docs, reason = "the line above says what each is")]
pub struct TableText<const N: usize> {
    pub sheet: &'static str,
    pub title: &'static str,
    pub heads: [&'static str; N],
    pub note: &'static str,
}

/// Words of the report.
#[derive(Debug)]
pub struct ReportText {
    /// The language.
    pub language: Language,
    /// What the document is called.
    pub name: &'static str,
    /// Badge of a draft, and what it means.
    pub draft: [&'static str; 2],
    /// Heading over the list of parts; heading over what to mind.
    pub contents: [&'static str; 2],
    /// Headings of the parts.
    pub parts: [&'static str; 15],
    /// The first page.
    pub first: FirstText,
    /// Small words.
    pub small: SmallText,
    /// Parts 1 to 7.
    pub collected: CollectedText,
    /// Parts 8 to 11.
    pub found: FoundText,
    /// Parts 12 to 15.
    pub closing: ClosingText,
    /// What a later version says of the one before.
    pub correction: CorrectionText,
    /// Sentence of everything that did not happen or is not recorded.
    pub absence: fn(Absence) -> &'static str,
    /// What changed since an earlier round.
    pub change: fn(Change) -> &'static str,
    /// What a comparison with the class says.
    pub verdict: fn(Verdict) -> &'static str,
}

/// Version `{version}` beside version `{former}`.
#[derive(Debug)]
pub struct CorrectionText {
    /// Why this version was made: `{reason}`.
    pub reason: &'static str,
    /// No score changed.
    pub same: &'static str,
    /// Department id, department, score before, score now, difference.
    pub changed: TableText<5>,
}

/// The first page.
#[derive(Debug)]
pub struct FirstText {
    /// Who asked, when, how many, how sure, what came out.
    pub labels: [&'static str; 5],
    /// `{agency}` for `{body}`; the agency alone.
    pub who: [&'static str; 2],
    /// `{from}` to `{to}`.
    pub when: &'static str,
    /// `{issued}`, `{received}`, `{analysed}`, `{rate}`; without a sample.
    pub how_many: [&'static str; 2],
    /// `{level}`, `{half}` points of the typical score; without intervals.
    pub how_sure: [&'static str; 2],
    /// `{scored}` of `{all}`, `{low}`, `{median}`, `{high}`; nobody has a score.
    pub outcome: [&'static str; 2],
    /// `{audience}` `{rate}` satisfied with the whole; between audiences.
    pub overall: [&'static str; 2],
    /// Words before the statutory identifiers: form, issuing body, approval, valid until.
    pub identifiers: [&'static str; 4],
    /// Made with `{software}` at `{time}`.
    pub made: &'static str,
    /// That small categories were merged, and where to read of it.
    pub merged: &'static str,
}

/// Words that many parts use.
#[derive(Debug)]
pub struct SmallText {
    /// Where nothing was given in the registered round.
    pub not_given: &'static str,
    /// A count or share that is withheld because it is small.
    pub withheld: &'static str,
    /// Between items of a list; between sentences; after a label.
    pub gaps: [&'static str; 3],
    /// Web, telephone, paper.
    pub modes: [&'static str; 3],
    /// Yes, no.
    pub yes_no: [&'static str; 2],
    /// Stands in a wording where the name of a department is asked about.
    pub department: &'static str,
    /// Mark before what did not happen or is not recorded.
    pub absent: &'static str,
    /// First sheet of the workbook: its name and its heading; sheet of notes; headings of notes.
    pub book: [&'static str; 4],
    /// `{title}`, `{rows}`: alternative text of a chart, before the table that follows it.
    pub table_follows: &'static str,
}

/// Parts 1 to 7: how the answers were collected.
#[derive(Debug)]
pub struct CollectedText {
    /// Title, year, issuing body, agency, handler of personal information, form number, approval number, valid until,
    /// versions of questionnaires, version and state of the sheet, platform.
    pub identity: [&'static str; 11],
    /// Version `{n}`, draft; version `{n}`, sealed.
    pub states: [&'static str; 2],
    /// Use in the ledger; statistical use only; which audience weighs how much in `{class}`: `{weights}`.
    pub purpose: [&'static str; 3],
    /// `{audience}`, `{departments}`, `{all}`, `{most}`; supervisors; endings follow; `{question}` `{answer}` `{code}`
    /// `{name}`; coverage.
    pub universe: [&'static str; 5],
    /// Audience, frame, drawn, reserve, population of the master margin, frame hash.
    pub frames: TableText<6>,
    /// Strata and generator; seed `{seed}`; commitment `{commitment}`; reserve `{batches}`; base weight.
    pub design: [&'static str; 5],
    /// `{audience}` proportional, power `{exponent}`, equal, fixed.
    pub allocation: [&'static str; 4],
    /// Everyone rates everything; drawn lists; targets `{tables}`.
    pub assignment: [&'static str; 3],
    /// Audience, stratum, frame, issued, fraction, reserve left.
    pub strata: TableText<6>,
    /// `{invited}`, `{closing}`; `{first}`, `{last}`; hours; languages; contact rules `{replaced}` `{withdrawn}`; imported;
    /// pretest `{n}`.
    pub field: [&'static str; 7],
    /// Audience, mode, analysed, weighted share, median minutes.
    pub modes: TableText<5>,
    /// Day, total, cumulative; audiences stand between.
    pub days: TableText<3>,
    /// Time, step, facts.
    pub timeline: TableText<3>,
    /// How forms are printed here; how they are asked.
    pub forms: [&'static str; 2],
    /// Version `{version}`; per shown department; per assigned department; asked if `{conditions}`; any of; ends as
    /// `{code}`; choose one; choose any; text of at most `{most}`; required; asked of `{share}`; scored item; dimension
    /// item asked of at most `{most}` departments.
    pub form: [&'static str; 13],
    /// Audience, section, question, wording, code, option, routing.
    pub questionnaire: TableText<7>,
    /// What the table shows; denominators; e; no rates.
    pub outcomes: [&'static str; 3],
    /// Audience, code, meaning, group, web, telephone, paper, no mode, all.
    pub dispositions: TableText<9>,
    /// Groups I, P, R, NC, O, U, NE.
    pub groups: [&'static str; 7],
    /// Audience, issued, RR1, RR3, COOP1, REF1, CON1, e.
    pub rates: TableText<8>,
}

/// Parts 8 to 11: what was found.
#[derive(Debug)]
pub struct FoundText {
    /// How to read the composition.
    pub composition_lead: &'static str,
    /// Audience, variable, category, n, unweighted, design-weighted, weighted, target.
    pub composition: TableText<8>,
    /// Base; stratum population; nonresponse `{fewest}`; raking `{tolerance}` `{cycles}` `{fewest}`; trimming `{lower}`
    /// `{upper}`; rating weight; limits of the design effect `{warn}` `{block}`; missing answers `{filled}`; none missing.
    pub weighting: [&'static str; 9],
    /// `{audience}`: strata `{merged}` share nonresponse classes.
    pub merged: &'static str,
    /// `{audience}` `{variable}`: `{frame}` from the frame, `{deck}` by hot deck; where either is small.
    pub filled: [&'static str; 2],
    /// Audience, step, cycles, largest miss, smallest and largest factor, sum, deff.
    pub steps: TableText<8>,
    /// Audience, margin, source, year, approximate, before scaling, merged.
    pub margins: TableText<7>,
    /// Measure, respondents, smallest, median, largest weight, smallest, largest adjustment, limits, trimmed, outside, deff,
    /// n_eff: these stand one below the other, audiences side by side.
    pub spread: TableText<13>,
    /// Audience, from, to, respondents.
    pub bins: TableText<4>,
    /// Chart of an audience's adjustments: `{audience}`; limits.
    pub histogram: [&'static str; 2],
    /// Rules; removal rule; removals stay in the denominators; with and without `{most}`; coaching; own words of flags.
    pub quality: [&'static str; 4],
    /// Meaning of flags by code.
    pub flags: [(&'static str, &'static str); 8],
    /// Flag, meaning, submissions.
    pub flagged: TableText<3>,
    /// Meaning of removal rules by code.
    pub rules: [(&'static str, &'static str); 4],
    /// Rule, meaning, submissions.
    pub removed: TableText<3>,
    /// Department id, department, class, score, without removals, difference, without the nonresponse step.
    pub without: TableText<7>,
    /// Audience, coaching rate.
    pub coaching: TableText<2>,
    /// `{drawn}`, `{asked}`, `{interviewers}`; proposals `{made}`, `{confirmed}`, `{rejected}`.
    pub checked: [&'static str; 2],
    /// Audience, question, answers compared, share alike, kappa.
    pub agreement: TableText<5>,
    /// How to read scores; suppression `{suppress}` `{flag}`; rank ranges; the comparison with the class.
    pub results: [&'static str; 4],
    /// Class, rank, range, id, department, score, low, high, rate, low, high, index, n, n_eff, familiarity, 说不清, against class, flags.
    pub departments: TableText<18>,
    /// Title of a class's chart `{class}` `{n}`; legend: dot, mean `{mean}`, small sample, not ranked; no score.
    pub chart: [&'static str; 6],
    /// Id, department, audience, weight, weight used, n, n_eff, rate, low, high, index, familiarity, 说不清, users' rate.
    pub cells: TableText<14>,
    /// Lead; audience, question, n, n_eff, rate, low, high, index.
    pub overall: TableText<8>,
    /// Audience, dimension, n, n_eff, rate, low, high, index.
    pub dimensions: TableText<8>,
    /// Audience, id, department, dimension, n, n_eff, rate.
    pub dimension_cells: TableText<7>,
    /// Audience, question, wording, code, option, answered, count, weighted share.
    pub questions: TableText<8>,
    /// Audience, question, wording, texts, respondents.
    pub texts: TableText<5>,
    /// Id, department, score; treatments stand behind.
    pub sensitivity: TableText<3>,
    /// Names of treatments by code.
    pub treatments: &'static [(&'static str, &'static str)],
}

/// Parts 12 to 15: what it is worth, how to check it, whom to ask.
#[derive(Debug)]
pub struct ClosingText {
    /// `{title}` `{year}` cannot stand beside: `{changes}`; can.
    pub earlier: [&'static str; 2],
    /// Round, id, department, rate then, rate now, difference, se, p, says.
    pub years: TableText<9>,
    /// Limitations that every round has.
    pub limits: &'static [&'static str],
    /// Limitations of this round: approximate margins, imported answers, small cells `{n}`, no score `{n}`, response
    /// `{rates}`, filter, several modes, drawn departments, counts of an earlier `{version}`, small counts
    /// of published cells.
    pub own_limits: [&'static str; 10],
    /// Labels: method hash, definition hash, data hash, log leaves, log root, heads, draw seed, commitment, software,
    /// sheet made at, signatures.
    pub proof: [&'static str; 11],
    /// How to verify, step by step.
    pub verify: &'static [&'static str],
    /// Why a report has no microdata of its own: a draft; too close to `{version}`.
    pub not_own: [&'static str; 2],
    /// What public microdata reproduce.
    pub reproduce: &'static str,
    /// Labels: agency, questions, pressure, handler, contact, kept for `{years}`.
    pub contact: [&'static str; 6],
    /// How to object; data access.
    pub objections: &'static [&'static str],
    /// Files that go with the report, by name: what each is.
    pub files: &'static [(&'static str, &'static str)],
    /// Heading over the files.
    pub files_heading: &'static str,
}

/// The words in that language.
pub fn of(language: Language) -> &'static ReportText {
    match language {
        Language::Zh => &zh::sample_report::REPORT,
        Language::En => &en::sample_report::REPORT,
    }
}
