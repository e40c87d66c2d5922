//! What can stand in a file where it should not: one variant per kind, with the words and figures of the file.
//!
//! The English sentence stands at the variant and is its documentation; the Chinese one stands in `text::zh`.

use super::words::{all_or, cell, commas, count};
use thiserror::Error;

/// What was found. Displays in English.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum Found {
    // Cells and values.
    #[error("{a}", a = cell(.0))]
    Text(String),
    #[error("{0}")]
    Written(String),
    #[error("an empty cell")]
    EmptyCell,
    #[error("“{0}” again")]
    Again(String),
    // Files.
    #[error("no such file")]
    NoSuchFile,
    #[error("an unknown file")]
    UnknownFile,
    #[error("no file “{0}”")]
    NoFile(String),
    #[error("an audience “{0}” without the file “{1}”")]
    NoQuestionnaire(String, String),
    #[error("an empty file")]
    EmptyFile,
    #[error("text that is not TOML: {0}")]
    NotToml(String),
    #[error("text that is not CSV: {0}")]
    NotCsv(String),
    // Keys and texts.
    #[error("an unknown key “{0}”")]
    UnknownKey(String),
    #[error("no “{0}”")]
    NoKey(String),
    #[error("an empty “{0}”")]
    EmptyKey(String),
    #[error("no {0}")]
    NoTable(&'static str),
    #[error("left-over text “{0}”")]
    LeftOverText(String),
    #[error("no text “{0}”")]
    NoText(String),
    #[error("an empty text “{0}”")]
    EmptyText(String),
    #[error("“{{{0}}}” in “{1}”")]
    Placeholder(String, String),
    #[error("no “{{dept}}” in “{0}”")]
    NoDept(String),
    // Columns and rows.
    #[error("an unknown column “{0}”")]
    UnknownColumn(String),
    #[error("no column “{0}”")]
    NoColumn(String),
    #[error("no column “{0}”, which {1} asks for")]
    NoColumnFor(String, String),
    #[error("the heading “{0}” twice")]
    HeadingTwice(String),
    #[error("{a}", a = count(*.0, "cell"))]
    CellCount(usize),
    // Things that stand twice.
    #[error("audience “{0}” twice")]
    AudienceTwice(String),
    #[error("section “{0}” twice")]
    SectionTwice(String),
    #[error("question “{0}” twice")]
    QuestionTwice(String),
    #[error("choice “{0}” twice")]
    ChoiceTwice(String),
    #[error("department “{0}” twice")]
    DepartmentTwice(String),
    #[error("category “{0}” twice")]
    CategoryTwice(String),
    #[error("margin “{0}” of “{1}” twice")]
    MarginTwice(String, String),
    #[error("code “{0}” twice on the scale")]
    ScaleCodeTwice(String),
    // The round.
    #[error("[audience.frame] in a round whose sample is “none”")]
    FrameWithoutSample,
    #[error("no strata")]
    NoStrata,
    #[error("a stratum twice")]
    StratumTwice,
    #[error("sizes for {a}", a = all_or(.0, "no stratum"))]
    SizesFor(Vec<String>),
    #[error("sizes that sum to {0}")]
    SizesSum(u64),
    #[error("base weights from selection probabilities in a round without a sample")]
    BaseWithoutSample,
    #[error("a nonresponse step in a round without a sample")]
    NonresponseWithoutSample,
    #[error("max_departments = {0} of “{1}”")]
    MaxDepartments(usize, String),
    #[error("the stratum “{0}” in the nonresponse groups of “{1}”")]
    GroupStratum(String, String),
    #[error("the column “{0}” in two roles of the frame")]
    FrameColumnTwice(String),
    #[error("the attribute “{0}” of “{1}”, which no margin and no stratum uses")]
    UnusedAttribute(String, String),
    #[error("the stratum “{0}” of “{1}”, which margin “{2}” does not have")]
    StratumOutsideMargin(String, String, String),
    // Departments.
    #[error("no department")]
    NoDepartment,
    #[error("no department that “{0}” may rate")]
    NoDepartmentFor(String),
    #[error("weights of audience “{0}”, which does not exist")]
    WeightsOfUnknown(String),
    #[error("the department “{0}”, which nobody may rate")]
    NobodyRates(String),
    #[error("audience weights of “{0}” that sum to {1}")]
    WeightSum(String, String),
    // The scale.
    #[error("an unbalanced scale: {0} satisfied, {1} middle, {2} dissatisfied grades")]
    UnbalancedSides(usize, usize, usize),
    #[error("scale values {0}")]
    ScaleValues(String),
    #[error("an unbalanced scale: values {0}")]
    UnbalancedValues(String),
    // Questionnaires.
    #[error("a section “{0}” without questions")]
    EmptySection(String),
    #[error("{a}", a = count(*.0, "choice"))]
    ChoiceCount(usize),
    #[error("code “{0}” in “{1}”")]
    CodeUnder(String, String),
    #[error("no code in “{0}”")]
    NoCodeIn(String),
    #[error("a skip rule on the unknown question “{0}”")]
    RuleOnUnknown(String),
    #[error("a skip rule on “{0}”, which comes later")]
    RuleOnLater(String),
    #[error("a skip rule on “{0}”, which is asked once per department")]
    RuleOnLooped(String),
    #[error("a skip rule on “{0}” = “{1}”")]
    RuleOnCode(String, String),
    #[error("a question “{0}” that is never reached: an earlier question ends every interview")]
    NeverReachedAfterEnd(String),
    #[error("a question “{0}” that is never reached: no answer to “{1}” can meet its rule")]
    NeverReachedByRule(String, String),
    #[error("“ends” on this question")]
    EndsHere,
    #[error("ending after code “{0}”")]
    EndingAfter(String),
    #[error("a consent section that is not the first")]
    ConsentNotFirst,
    #[error("no consent section")]
    NoConsent,
    #[error("the ratings section before the familiarity section")]
    RatingsBeforeFamiliarity,
    #[error("{0} in another kind of section")]
    RoleElsewhere(String),
    #[error("{0} on a question that is not graded")]
    RoleNotGraded(String),
    #[error("a dimension item “{0}” that is never asked")]
    DimensionNeverAsked(String),
    #[error("a skip rule on the {0} item")]
    RuleOnItem(String),
    #[error("no question with role = \"{0}\"")]
    NoRole(String),
    #[error("a second question with role = \"{0}\"")]
    SecondRole(String),
    // Margins.
    #[error("{a}", a = count(*.0, "variable"))]
    VariableCount(usize),
    #[error("an answer code “{0}”")]
    AnswerCode(String),
    #[error("no value for answer code “{0}” of question “{1}”")]
    NoValueFor(String, String),
    #[error("the category “{0}”")]
    Category(String),
    #[error("no row for “{0}”")]
    NoRow(String),
    #[error("{a} of “{1}”", a = count(*.0, "master margin"))]
    MasterCount(usize, String),
    #[error("the margin “{0}” with sum {1}, {2} % off its master")]
    OffMaster(String, String, String),
    #[error("base weights from margin “{0}” of “{1}”")]
    BaseMargin(String, String),
    // Mappings.
    #[error("a column “{0}” without a department")]
    ColumnWithoutDepartment(String),
    #[error("values for a text question")]
    ValuesForText,
    #[error("the multiple choice “{0}” without a separator")]
    NoSeparator(String),
    #[error("column “{0}” mapped twice")]
    ColumnMappedTwice(String),
    #[error("question “{0}” mapped twice")]
    QuestionMappedTwice(String),
    #[error("question “{0}” about “{1}” mapped twice")]
    AboutMappedTwice(String, String),
    // Tables.
    #[error("{0} bytes")]
    Bytes(usize),
    #[error("an old Excel workbook (.xls)")]
    OldExcel,
    #[error("a workbook with a password")]
    LockedWorkbook,
    #[error("a PDF document")]
    Pdf,
    #[error("a picture")]
    Picture,
    #[error("a web page (HTML)")]
    WebPage,
    #[error("a ZIP archive or another program's document")]
    OtherArchive,
    #[error("no readable workbook, although the name ends in {0}")]
    NotWorkbook(String),
    #[error("the columns {a}", a = commas(.0))]
    Columns(Vec<String>),
    #[error("bytes that are not UTF-8")]
    NotUtf8,
    #[error("bytes that are neither UTF-8 nor GB18030")]
    NeitherEncoding,
    #[error("bytes that are not UTF-8 in a file that is UTF-8 otherwise")]
    BrokenUtf8,
    #[error("a control character")]
    ControlCharacter,
    #[error("a quotation mark that is never closed")]
    OpenQuote,
    #[error("no content")]
    NoContent,
    #[error("an empty heading")]
    EmptyHeading,
    #[error("the heading “{0}” again")]
    HeadingAgain(String),
    #[error("“{0}” beyond the last heading")]
    BeyondHeading(String),
    #[error("a row of {a}", a = count(*.0, "cell"))]
    ShortRow(usize),
    #[error("more than {0} cells")]
    TooManyCells(usize),
    #[error("more than {0} rows, the most that Excel has")]
    TooManyRows(usize),
    #[error("“{0}” alone in the first row: a title above the headings")]
    TitleRow(String),
    #[error("no readable workbook: parts of it are damaged or missing")]
    BrokenWorkbook,
    #[error("the formula error {0}")]
    FormulaError(String),
    #[error("a formula without a stored value")]
    FormulaWithoutValue,
    #[error("the merged cells {0}")]
    MergedCells(String),
    #[error("rows under the same headings on the sheets {a}", a = commas(.0))]
    SheetsAlike(Vec<String>),
    #[error("content on hidden sheets only: {a}", a = commas(.0))]
    OnlyHidden(Vec<String>),
    #[error("no readable workbook: it cannot be unpacked; it is cut off, damaged, or no XLSX file at all")]
    BrokenArchive,
    #[error("a workbook that unpacks to more than {0} bytes")]
    Unpacks(u64),
    #[error("the sheets {a}", a = commas(.0))]
    Sheets(Vec<String>),
    // Frames and answers.
    #[error("a text of {a}", a = count(*.0, "character"))]
    Characters(usize),
    #[error("the unit id “{0}” again")]
    UnitAgain(String),
    #[error("“{0}” (as sample_no: unit “{1}” of the frame; as unit_ref: the unit with sample number {2})")]
    TwoUnits(String, String, u64),
    #[error("no contact data")]
    NoContact,
    #[error("no row below the heading")]
    NoRows,
    #[error("no unit in stratum “{0}”")]
    NoUnitIn(String),
    #[error("answers without a canonical form ({0})")]
    NotCanonical(String),
    #[error("a Parquet file that cannot be read ({0})")]
    BrokenParquet(String),
    #[error("a table or bytes in a cell")]
    NestedColumn,
    // Specifications of analyses.
    #[error("“{0}” at character {1} of the formula")]
    InFormula(String, usize),
    #[error("the end of the formula")]
    FormulaEnd,
    #[error("a missing value")]
    MissingValue,
    #[error("nothing but missing values")]
    OnlyMissing,
    #[error("a second rating of “{1}” by “{0}”")]
    RatedTwice(String, String),
    #[error("no row for which “keep” is true")]
    NothingKept,
    #[error("no result of “{0}”")]
    NoResult(String),
    #[error("an unknown name “{1}” under “{0}”")]
    UnknownName(&'static str, String),
    #[error("the name “{1}” twice under “{0}”")]
    NameTwice(&'static str, String),
    #[error("columns that need each other: {a}", a = commas(.0))]
    Circle(Vec<String>),
    #[error("a formula without a derivative: {0}")]
    NotSmooth(String),
    #[error("a specification without weighting and without estimates")]
    NothingToDo,
}
