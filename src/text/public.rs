//! The words of the public pages: results, receipts, log, start page.

use super::{en, zh};
use crate::domain::definition::Language;

/// Words of the public pages, once per language. Words in braces are filled by the caller.
#[derive(Debug)]
pub struct PublicText {
    /// Name of the service.
    pub service: &'static str,
    /// The other language, in itself, with its code.
    pub other_language: (&'static str, &'static str),
    /// Start page: title, what this is (paragraphs), heading of results, of receipts, none published yet.
    pub home: Home,
    /// A round without a sealed sheet.
    pub waiting: WaitingWords,
    /// Results page.
    pub results: Results,
    /// Receipt page.
    pub receipt: ReceiptWords,
    /// Log page.
    pub log: LogWords,
}

/// Start page.
#[derive(Debug)]
pub struct Home {
    /// Title.
    pub title: &'static str,
    /// What this is.
    pub about: [&'static str; 2],
    /// Heading above the published results.
    pub results: &'static str,
    /// No results yet.
    pub none: &'static str,
    /// Link to the field for an invitation code and what it is for.
    pub code: (&'static str, &'static str),
    /// Link to the receipt page and what it is for.
    pub receipt: (&'static str, &'static str),
    /// Link to a round's log.
    pub log: &'static str,
    /// Heading above rounds that have begun and have no sheet yet.
    pub under_way: &'static str,
    /// Under a result: sealed on `{date}`.
    pub sealed_on: &'static str,
}

/// The page of a round without a sealed sheet.
#[derive(Debug)]
pub struct WaitingWords {
    /// Not begun: where the round stands, and when results come.
    pub before: (&'static str, &'static str),
    /// Answers come in.
    pub fielding: (&'static str, &'static str),
    /// Closed, being computed.
    pub computing: (&'static str, &'static str),
    /// Nobody sees results early.
    pub no_preview: &'static str,
    /// Button back to the start page.
    pub home: &'static str,
}

/// Results page.
#[derive(Debug)]
pub struct Results {
    /// `{agency}` measured.
    pub who: &'static str,
    /// Dates: `{from}`, `{to}`.
    pub when: &'static str,
    /// `{received}` submissions, `{analysed}` analysed, `{removed}` set aside.
    pub how_many: &'static str,
    /// `{published}` departments with a score, `{all}` departments, `{half}` typical half width in points.
    pub how_sure: &'static str,
    /// Labels of the four facts: who, when, how many, how sure.
    pub facts: [&'static str; 4],
    /// Notice of a provisional sheet.
    pub provisional: &'static str,
    /// Heading of the chapters: scores, how measured, flags, verify, downloads.
    pub chapters: [&'static str; 5],
    /// Jump links to the classes, by `{class}`.
    pub jump: &'static str,
    /// How to read the chart.
    pub reading: &'static str,
    /// `{class}` class, `{n}` departments.
    pub class: &'static str,
    /// Heads of the chart's two columns of numbers: score with interval, ratings with effective n.
    pub row: [&'static str; 2],
    /// Behind the number of ratings and behind the effective n, on a phone.
    pub base: [&'static str; 2],
    /// Class mean: `{mean}`.
    pub mean: &'static str,
    /// Text alternative: `{class}`, `{n}`, `{best}`, `{best_score}`, `{last}`, `{last_score}`, `{mean}`.
    pub alternative: &'static str,
    /// No score, beside a department.
    pub no_score: &'static str,
    /// An audience was left out, beside a department.
    pub not_ranked: &'static str,
    /// Unit after a score.
    pub points: &'static str,
    /// Summary of the table behind a class.
    pub table: &'static str,
    /// Summary of the table by audience.
    pub by_audience: &'static str,
    /// Columns: rank, department, score, interval, rate, index, ratings, effective n, familiarity, don't know, flags.
    pub columns: [&'static str; 11],
    /// Columns by audience: audience with its weight, ratings with effective n, rate with interval, index.
    pub cells: [&'static str; 4],
    /// An audience's registered weight: `{weight}`; what it became: `{weight}`, `{used}`.
    pub cell_weight: [&'static str; 2],
    /// What the shapes mean: enough ratings, few from some (`{flag}`), some left out (`{suppress}`).
    pub legend: [&'static str; 3],
    /// Label of the links that lead down the page.
    pub contents: &'static str,
    /// Sentences of the method; see the page's own file for what fills them.
    pub method: Method,
    /// Verify: intro, labels of hashes (sheet, method, data, log root, log size, keys), commands' intro, note on keys.
    pub verify: [&'static str; 9],
    /// Downloads: signed JSON, workbook, CSV, public key of `{role}`; each with what it is for.
    pub downloads: [(&'static str, &'static str); 4],
    /// Who signs, by role.
    pub roles: [(&'static str, &'static str); 3],
    /// Decisions of officers: `{what}`, `{by}`, `{reason}`.
    pub decision: &'static str,
    /// More than one version of the sheet.
    pub versions: Versions,
    /// Between flags.
    pub flag_gap: &'static str,
    /// No flags at all.
    pub no_flags: &'static str,
}

/// More than one version of a sheet.
#[derive(Debug)]
pub struct Versions {
    /// Version `{version}` is shown.
    pub this: &'static str,
    /// Shown is `{version}`, and `{newest}` has replaced it.
    pub outdated: &'static str,
    /// Version `{version}` corrects, since `{date}`: `{reason}`.
    pub reason: &'static str,
    /// Version `{version}` is being made since `{date}`: `{reason}`.
    pub under_way: &'static str,
    /// Link to version `{version}`.
    pub link: &'static str,
}

/// How it was measured, in plain words.
#[derive(Debug)]
pub struct Method {
    /// What is asked: scale in `{labels}`, don't-know label `{dk}`.
    pub scale: &'static str,
    /// Conversion: rate, index, target (`{target}`), bands, min-max.
    pub conversion: [&'static str; 5],
    /// Everyone rates everything, or drawn lists.
    pub assignment: [&'static str; 2],
    /// Sample drawn, or none.
    pub sample: [&'static str; 2],
    /// Audience line: `{audience}`, `{issued}`, `{received}`, `{rate}`, `{most}`.
    pub audience: [&'static str; 2],
    /// Weighting: intro, nonresponse, raking (`{margins}`), trimming (`{lower}`, `{upper}`).
    pub weighting: [&'static str; 4],
    /// Audience weights by class.
    pub weights: &'static str,
    /// Suppression: `{suppress}`, `{flag}`.
    pub small: &'static str,
    /// Quality: nothing removed, or `{removed}` removed.
    pub quality: [&'static str; 2],
    /// Interval: `{level}`.
    pub interval: &'static str,
    /// What well-known margin variables are, by name.
    pub variables: &'static [(&'static str, &'static str)],
    /// Between the variables of a crossed margin.
    pub crossed: &'static str,
}

/// Receipt page.
#[derive(Debug)]
pub struct ReceiptWords {
    /// Title and lead.
    pub title: (&'static str, &'static str),
    /// Label, hint and button of the form.
    pub form: [&'static str; 3],
    /// Answers: heading and explanation, in the order of the page's enum.
    pub answers: [(&'static str, &'static str); 8],
    /// Facts: round, log size, root, proof download.
    pub facts: [&'static str; 4],
    /// Label of the log's figures, for those who check it.
    pub technical: &'static str,
    /// What the page can never say.
    pub never: &'static str,
    /// Withdraw: heading, explanation, tick, button, withdrawn, too late.
    pub withdraw: [&'static str; 6],
    /// Check another.
    pub again: &'static str,
    /// The box must be ticked.
    pub tick_first: &'static str,
}

/// Log page.
#[derive(Debug)]
pub struct LogWords {
    /// Title and lead.
    pub title: (&'static str, &'static str),
    /// Columns: size, root, time, key, signature.
    pub columns: [&'static str; 5],
    /// Nothing yet.
    pub none: &'static str,
    /// Only the newest `{shown}` of `{all}` heads are on the page.
    pub newest: &'static str,
    /// Link to the file with every head.
    pub download: &'static str,
}

/// Who signed, in words.
pub fn signer(role: &str, language: Language) -> &str {
    let known = of(language).results.roles.iter().find(|(known, _)| *known == role);
    known.map_or(role, |(_, words)| *words)
}

/// The words in one language.
pub fn of(language: Language) -> &'static PublicText {
    match language {
        Language::Zh => &zh::public::PUBLIC,
        Language::En => &en::public::PUBLIC,
    }
}
