//! What should stand in a specification of an analysis, in its formulas and in the data it reads.
//!
//! The English sentence stands at the variant and is its documentation; the Chinese one stands in `text::zh`.

use super::words::commas;
use thiserror::Error;

/// What was expected of a specification or its data. Displays in English.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum Demand {
    #[error("a number, a text in quotes, a column, a function or “(”")]
    FormulaOperand,
    #[error("an operator or the end of the formula")]
    FormulaOperator,
    #[error("“{0}”")]
    FormulaClosing(String),
    #[error("a number, a range like 1..5 or a text in quotes")]
    FormulaMember,
    #[error("as many values in the parentheses as “{0}” takes ({1})")]
    FormulaArguments(String, usize),
    #[error("fewer parentheses inside each other")]
    FormulaShallower,
    #[error("numbers: a text cannot be counted with")]
    NumbersOnly,
    #[error("a number")]
    ANumber,
    #[error("a number, because of the formula “{0}”")]
    NumberFor(String),
    #[error("1 (true) or 0 (false), because of “{0}”; a comparison gives them, such as {1}")]
    TruthFor(String, String),
    #[error("values that the formula can be applied to (no division by zero, no logarithm of 0)")]
    AResult,
    #[error("a number of 0 or more")]
    FromZero,
    #[error("a number of 0 or more in every row with a rating")]
    FactorFromZero,
    #[error("a probability above 0 and at most 1 in every row with a rating")]
    RatingProbability,
    #[error("a number of units above 0, or a sampling fraction")]
    PopulationCell,
    #[error("a row in {0} for this group of the design")]
    GroupRow(String),
    #[error("a group that the data have")]
    GroupOfData,
    #[error("either numbers of units of at least 1, or sampling fractions of at most 1, everywhere")]
    OneKindOfPopulation,
    #[error("numbers of units, or sampling fractions; 1 everywhere could be either (R refuses it too)")]
    NotOneEverywhere,
    #[error("the same sampling fraction in all rows of a stratum or cluster ({0} in an earlier one)")]
    SameFraction(String),
    #[error("the name of a category, or “sum” for a number")]
    CategoryName,
    #[error("at least one row with a rating")]
    RatingRows,
    #[error("a respondent and an item in every row")]
    RatingNames,
    #[error("a name that is no column of {0}")]
    NewColumnName(String),
    #[error("a rule that keeps at least one row")]
    RowsKept,
    #[error("an id in every row")]
    RowId,
    #[error("each only once (it stands in row {0} already)")]
    RowOnceAt(usize),
    #[error("a value in every row, because the design uses this column")]
    DesignValue,
    #[error("the id of a row of {0}")]
    KnownRespondent(String),
    #[error("each name once")]
    EachNameOnce,
    #[error("columns that can be computed one after the other")]
    NoCircle,
    #[error("a name that is defined, and none is; {0} would define one")]
    NoneDefined(&'static str),
    #[error("categories of {0} columns joined by “ × ” (the sign U+00D7 between blanks), such as “a × b”")]
    CrossedLevel(usize),
    #[error("a number from 0 to below 1")]
    BelowOne,
    #[error("codes, or a range of whole numbers from the smaller to the larger such as \"1..5\", of at most {0} codes")]
    CodeRange(i64),
    #[error("bounds [L, U] with 0 <= L < 1 < U")]
    BoundsAroundOne,
    #[error("bounds = [L, U], because the distance is “logit”")]
    LogitBounds,
    #[error("a code that `missing` under [data] does not list: it would be missing everywhere")]
    CodeNotMissing,
    #[error("valid TOML, with the plain signs of the keyboard: \" and ' around texts, and , = [ ] {{ }}")]
    PlainSigns,
    #[error("a lower limit below the upper one")]
    LowBelowHigh,
    #[error("either bounds on the factor or low and high, not both")]
    LimitsOnlyOnce,
    #[error("a share above 0 and below 1")]
    ShareInside,
    #[error("two formulas: [numerator, denominator]")]
    TwoFormulas,
    #[error("two numbers in square brackets")]
    TwoNumbers,
    #[error("exactly one of {a}", a = commas(.0))]
    OneKind(Vec<String>),
    #[error("totals = {{ … }}, sum = …, file = \"…\" or a table [population]")]
    TotalsSource,
    #[error("the label of an estimate; its entry is one of {a}", a = commas(.0))]
    LabelOf(Vec<String>),
    #[error("+ - * / ^, ln, exp, sqrt, abs, min, max and the names of “where”")]
    SmoothFormula,
    #[error("[[weighting]], [[estimates]] or [[independence]]")]
    SomethingToDo,
    #[error("at most one column for every stage of “clusters”, and one for the rows")]
    OneMoreStage,
    #[error("a file beside the specification, by its name")]
    SpecFiles,
    #[error("a name without brackets and commas, because labels are built from it")]
    PlainName,
    #[error("letters, digits, “_”, “-” and “.”, the first not “.”, because files are named after the run")]
    RunName,
    #[error("a weight above 0 for at least one part")]
    PartAboveZero,
    #[error("a formula in quotes, such as \"value in [4, 5]\"")]
    AFormula,
    #[error("columns = [\"…\", …], or a pattern such as \"r##\"")]
    ColumnsOrPattern,
    #[error("id = \"…\" under [data], because ratings name respondents by it")]
    IdForRatings,
    #[error("id = \"…\", the column of that file with the ids of the data")]
    IdOfFile,
    #[error("a number, or the name of a margin")]
    NumberOrMargin,
    #[error("the names of margins")]
    MarginNames,
    #[error("as many columns as “columns” names ({0})")]
    AsManyColumns(usize),
    #[error("“fixed”, “calibrated” or the names of [replicates]")]
    WaysOfErrors,
    #[error("a name other than “fixed” and “calibrated”")]
    NotAWord,
    #[error("strata of two clusters each, because half samples are drawn from them")]
    StrataForBrr,
    #[error("columns = {{ part = \"column with its weight\", … }}")]
    PartColumns,
    #[error("terms = {{ \"label\" = coefficient, … }}")]
    TermsOfLabels,
    #[error("where = {{ name = \"label\", … }} for every name of the formula")]
    NamesOfLabels,
    #[error("two different levels")]
    TwoLevels,
    #[error("names of estimates, or labels")]
    EntriesOrLabels,
}
