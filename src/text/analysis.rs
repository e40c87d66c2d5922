//! The words of an analysis report.

use super::{en, zh};
use crate::domain::definition::Language;

/// Names by the key that results use.
pub type Names = &'static [(&'static str, &'static str)];

/// Words of the report, once per language. Words in braces are filled by the caller.
#[derive(Debug)]
pub struct AnalysisText {
    /// The language itself.
    pub language: Language,
    /// Above the title.
    pub eyebrow: &'static str,
    /// The other language, in itself.
    pub other_language: &'static str,
    /// Made with version `{version}`.
    pub made: &'static str,
    /// Heading of a run: `{run}`; intro where there are several.
    pub run: [&'static str; 2],
    /// Headline labels: sample, weighting, how sure, what to mind.
    pub headline: [&'static str; 4],
    /// Headline values: `{analysed}`, `{read}`; `{neff}`, `{deff}`; `{level}`, `{entry}`, `{half}`; without intervals; `{n}` remarks; none.
    pub facts: [&'static str; 6],
    /// Title and lead of every chapter.
    pub chapters: Chapters,
    /// Headings of columns.
    pub columns: Columns,
    /// Words in and around tables and charts.
    pub say: Say,
    /// Words for keys.
    pub names: KeyNames,
    /// What notes mean.
    pub notes: NoteWords,
    /// The method in words.
    pub method: MethodWords,
}

/// A chapter's title and what it shows.
pub type Chapter = (&'static str, &'static str);

/// Chapters in the order of the page.
#[derive(Debug)]
pub struct Chapters {
    /// Remarks.
    pub mind: Chapter,
    /// Estimates; `{level}`.
    pub estimates: Chapter,
    /// The same estimates in several runs.
    pub runs: Chapter,
    /// Contrasts; `{level}`.
    pub contrasts: Chapter,
    /// Tests of independence.
    pub independence: Chapter,
    /// Rankings.
    pub rankings: Chapter,
    /// Shrinkage.
    pub shrinkage: Chapter,
    /// Sample sizes.
    pub sizes: Chapter,
    /// Sample and design.
    pub sample: Chapter,
    /// Weighting steps.
    pub weighting: Chapter,
    /// Margins.
    pub margins: Chapter,
    /// Replicates.
    pub replicates: Chapter,
    /// Covariances.
    pub covariances: Chapter,
    /// Method.
    pub method: Chapter,
    /// Files.
    pub inputs: Chapter,
}

/// Headings of columns.
#[derive(Debug)]
pub struct Columns {
    /// File: role, name, rows, hash.
    pub inputs: [&'static str; 4],
    /// Label, n, sum of weights, estimate, effective n, se, df, deff.
    pub estimate: [&'static str; 8],
    /// Method, se, df, deff without replacement, deff with, n_eff, n_eff for Korn and Graubard.
    pub errors: [&'static str; 7],
    /// Remarks.
    pub notes: &'static str,
    /// Step, what, n, sum, smallest, largest, deff, n_eff, factors, iterations, largest miss, outcome.
    pub weighting: [&'static str; 12],
    /// Category, respondents, target, before, after, miss before, miss after.
    pub margins: [&'static str; 7],
    /// Label, difference, se, se without covariance, interval, t, p, p adjusted.
    pub contrasts: [&'static str; 8],
    /// Test, statistic, ndf, ddf, p.
    pub tests: [&'static str; 5],
    /// Rank, label, estimate, se, joint, differences, jointly over replicates, over replicates one by one, joint interval.
    pub ranking: [&'static str; 9],
    /// Label, direct, se, B, shrunken, root mean squared error.
    pub shrinkage: [&'static str; 6],
    /// Difference, respondents each.
    pub sizes: [&'static str; 2],
    /// Set, method, count, steps repeated, seed, failed.
    pub replicates: [&'static str; 6],
}

/// Words in and around tables and charts.
#[derive(Debug)]
pub struct Say {
    /// Opens the table behind a chart.
    pub table: &'static str,
    /// Opens the figures by method.
    pub by_method: &'static str,
    /// `{shown}` of `{all}` rows are shown; the rest is in `{file}`.
    pub shown: &'static str,
    /// The same, those with the smallest p being shown.
    pub shown_by_p: &'static str,
    /// What the sign for a missing figure means.
    pub missing: &'static str,
    /// Where a value is missing and nothing more is known.
    pub no_value: &'static str,
    /// Interval: `{name}`, `{level}`.
    pub interval: &'static str,
    /// Value axis: in percent, as it is.
    pub axis: [&'static str; 2],
    /// Alternative of an estimates chart: `{title}`, `{n}`, `{best}`, `{best_value}`, `{last}`, `{last_value}`.
    pub dots: &'static str,
    /// The same for a chart of one estimate.
    pub dot: &'static str,
    /// A composite with a part of 30 to 99 effective respondents, and of fewer.
    pub part_small: [&'static str; 2],
    /// Alternative of the weighting chart: `{steps}`.
    pub steps: &'static str,
    /// A step in the alternative and beside its bar: `{step}`, `{neff}`, `{n}`, `{deff}`.
    pub step: &'static str,
    /// Titles: effective n, factors of a step `{step}`, last weights `{step}`, margins of `{step}`.
    pub charts: [&'static str; 4],
    /// Under the histogram: `{n}` units, mean `{mean}`, highest bar `{most}`, axis in multiples of the mean.
    pub histogram: &'static str,
    /// Lines of trimming limits in the histogram: `{low}`, `{high}`.
    pub limits: &'static str,
    /// Key of the margins chart: before, after, target.
    pub margins: [&'static str; 3],
    /// Step reached its aim, or not.
    pub converged: [&'static str; 2],
    /// Units outside at the start of each cycle: `{list}`.
    pub cycles: &'static str,
    /// Title of not distinguishable groups, one group `{labels}`, and none.
    pub groups: [&'static str; 3],
    /// Key of the rank chart.
    pub ranks: &'static str,
    /// Opens the table of P(row above column), with its explanation.
    pub above: [&'static str; 2],
    /// Class: `{class}`.
    pub class: &'static str,
    /// Shrinkage: `{tau2}`, `{mean}`.
    pub shrinkage: &'static str,
    /// Key of the shrinkage chart: direct, shrunken, mean.
    pub shrunken: [&'static str; 3],
    /// Tests: weighted counts of `{n}` units, X².
    pub independence: [&'static str; 2],
    /// Names of tests: Rao–Scott, its chi-square p, Wald, adjusted Wald.
    pub tests: [&'static str; 4],
    /// Sizes: `{sd}`, `{deff}`.
    pub sizes: &'static str,
    /// Replicate `{number}` failed: `{why}`.
    pub failed: &'static str,
    /// Heading of the failed, yes, no, none.
    pub failures: [&'static str; 4],
    /// Runs: label, official estimate of each run, largest difference.
    pub runs: [&'static str; 2],
    /// Sample in words: rows `{read}`, `{kept}`, `{analysed}`; strata `{strata}`, `{clusters}`; corrected `{stages}`; not corrected;
    /// lonely `{n}`, `{list}`, `{rule}`; none lonely.
    pub sample: [&'static str; 6],
    /// Between parts of a list.
    pub gap: &'static str,
    /// Unit of a difference of percentages.
    pub points: &'static str,
    /// A setting without a sentence of its own: `{key}`, `{value}`.
    pub setting: &'static str,
    /// A matrix that is too large to be shown: `{n}` rows.
    pub matrix: &'static str,
    /// Why a covariance is missing.
    pub no_covariance: &'static str,
}

/// Words for keys; a key without a word stands for itself.
#[derive(Debug)]
pub struct KeyNames {
    /// Roles of files.
    pub roles: Names,
    /// Kinds of estimates.
    pub estimates: Names,
    /// Kinds of steps.
    pub steps: Names,
    /// Ways to estimate variances and make replicates.
    pub methods: Names,
    /// Intervals.
    pub intervals: Names,
    /// Further figures of steps.
    pub figures: Names,
    /// Keys of the design and its settings.
    pub design: Names,
    /// Tables of the specification.
    pub tables: Names,
    /// Keys of entries.
    pub keys: Names,
    /// Rules for strata with one cluster.
    pub lonely: Names,
}

/// What notes mean.
#[derive(Debug)]
pub struct NoteWords {
    /// Nobody.
    pub empty_domain: &'static str,
    /// An error that nothing tells of.
    pub unknown_error: &'static str,
    /// One unit.
    pub one_unit: &'static str,
    /// p is 0 or 1.
    pub degenerate: &'static str,
    /// Variance 0.
    pub no_variance: &'static str,
    /// df below 1.
    pub no_degrees_of_freedom: &'static str,
    /// Denominator 0.
    pub zero_denominator: &'static str,
    /// No estimate.
    pub negative_weight: &'static str,
    /// No estimate.
    pub not_a_number: &'static str,
    /// No estimate.
    pub part_missing: &'static str,
    /// Rows without a level.
    pub no_level: &'static str,
    /// Classes that still fail.
    pub class_fails: &'static str,
    /// A quantile among what is joined.
    pub quantile_part: &'static str,
    /// A formula without a value.
    pub no_value: &'static str,
    /// No Woodruff limit.
    pub no_limit: &'static str,
    /// No arcsine interval.
    pub arcsine_turned: &'static str,
    /// No Wald test.
    pub no_wald: &'static str,
    /// `{name}`, `{why}`.
    pub no_test: &'static str,
    /// No deff.
    pub no_deff: &'static str,
    /// Below 30.
    pub too_few: &'static str,
    /// Below 100.
    pub few: &'static str,
    /// `{strata}`.
    pub lonely_strata: &'static str,
    /// `{step}`, `{units}`.
    pub outside_limits: &'static str,
    /// `{name}`, `{count}`.
    pub replicates_failed: &'static str,
}

/// What was done, sentence by sentence; pairs are (key of the results, sentence).
#[derive(Debug)]
pub struct MethodWords {
    /// Headings: order and arithmetic, design, weighting, estimators, variance, intervals, comparisons.
    pub headings: [&'static str; 7],
    /// Rows and arithmetic.
    pub order: &'static str,
    /// Design: with `{clusters}`, stages.
    pub design: Names,
    /// Lonely strata by rule.
    pub lonely: Names,
    /// Steps by kind.
    pub steps: Names,
    /// Settings of steps by key; `{v}` is the value.
    pub settings: Names,
    /// Values that settings take, in words.
    pub values: Names,
    /// Estimators by kind.
    pub estimators: Names,
    /// An entry: `{entry}`, `{kind}`, `{settings}`.
    pub entry: &'static str,
    /// Variance by `fixed`, `calibrated`, `jackknife`, `brr`, `fay`, `bootstrap`, `supplied`.
    pub variance: Names,
    /// A replicate set: `{name}`, `{count}`.
    pub set: &'static str,
    /// Seed `{seed}`; steps repeated; not repeated; supplied as whole weights; `{n}` left out.
    pub sets: [&'static str; 5],
    /// The official method: `{method}`.
    pub official: &'static str,
    /// Degrees of freedom, design effects, Kish's, effective n.
    pub diagnostics: [&'static str; 4],
    /// Intervals by name.
    pub intervals: Names,
    /// Level: `{level}`, `{alpha}`.
    pub level: &'static str,
    /// What follows where p is 0 or 1, or one unit answers.
    pub degenerate: &'static str,
    /// By part of the results: contrasts, independence, rankings, shrinkage, sample_sizes, composite, and adjustments `holm`, `bh`, `none`.
    pub comparisons: Names,
}

/// The words in one language.
pub fn of(language: Language) -> &'static AnalysisText {
    match language {
        Language::Zh => &zh::analysis::ANALYSIS,
        Language::En => &en::analysis::ANALYSIS,
    }
}

/// The word for a key, or the key.
pub fn name(names: Names, key: &str) -> &str {
    known(names, key).unwrap_or(key)
}

/// The word for a key, where there is one.
pub fn known(names: Names, key: &str) -> Option<&'static str> {
    names.iter().find(|(known, _)| *known == key).map(|(_, word)| *word)
}
