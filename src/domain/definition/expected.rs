//! What should stand in a file: one variant per demand, with the words and figures that are allowed.
//!
//! The English sentence stands at the variant and is its documentation; the Chinese one stands in `text::zh`.

use super::Demand;
use super::words::{all_or, choice, commas, count, fitting, list};
use crate::domain::ledger::LedgerDemand;
use crate::domain::submission::FieldProblem;
use thiserror::Error;

/// What was expected. Displays in English.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum Expected {
    // Values.
    #[error("{a}", a = choice(.0))]
    OneOf(Vec<String>),
    #[error("one of {a}", a = commas(.0))]
    AnyOf(Vec<String>),
    #[error("“{0}”, perhaps (allowed: {b})", b = list(.1))]
    NearestOf(String, Vec<String>),
    #[error("a number from {0} to {1}")]
    NumberFrom(String, String),
    #[error("a whole number from {0} to {1}")]
    WholeFrom(u64, u64),
    #[error("a number above 0")]
    NumberAboveZero,
    #[error("a number above {0}")]
    NumberAbove(String),
    #[error("a value: correct the formula, or paste the value")]
    AValue,
    #[error("true or false")]
    TrueOrFalse,
    #[error("a text in quotes")]
    QuotedText,
    #[error("a list in square brackets")]
    ListInBrackets,
    #[error("a table “{0}”")]
    TableOf(String),
    #[error("a table [{0}]")]
    Section(String),
    #[error("a table [{0}] with a rule")]
    RuleTable(String),
    #[error("at least one {0}")]
    AtLeastOneTable(&'static str),
    #[error("valid TOML")]
    ValidToml,
    #[error("a list of codes")]
    ListOfCodes,
    #[error("at least one code")]
    AtLeastOneCode,
    #[error("a share above 0 and at most 1, like \"1/2\"")]
    Share,
    // Files and their columns.
    #[error("a file of that name in the folder")]
    FileInFolder,
    #[error("a file of the folder: {a}", a = list(.0))]
    FileOfFolder(Vec<String>),
    #[error("a questionnaire for every audience")]
    QuestionnaireForEvery,
    #[error("a row of comma-separated cells")]
    RowOfCells,
    #[error("a row of headings")]
    HeadingRow,
    #[error("{a}, as many as the headings", a = count(*.0, "cell"))]
    CellsAsHeadings(usize),
    #[error("a column “{0}”")]
    Column(String),
    #[error("also the columns {a}", a = all_or(.0, "(none)"))]
    Columns(Vec<String>),
    #[error("the text in Chinese")]
    FilledChinese,
    #[error("the text in English")]
    FilledEnglish,
    // Once each.
    #[error("each audience once")]
    AudienceOnce,
    #[error("each section once")]
    SectionOnce,
    #[error("each question once")]
    QuestionOnce,
    #[error("each choice once")]
    ChoiceOnce,
    #[error("each department once")]
    DepartmentOnce,
    #[error("each category once")]
    CategoryOnce,
    #[error("each code once")]
    CodeOnce,
    #[error("each heading once")]
    HeadingOnce,
    #[error("each column once")]
    ColumnOnce,
    #[error("each margin of an audience once")]
    MarginOnce,
    #[error("each question (per department) once")]
    MappedOnce,
    #[error("every stratum once")]
    EveryStratumOnce,
    #[error("each case once")]
    CaseOnce,
    // The round.
    #[error("lower-case letters, digits and hyphens, e.g. “beijing-2009”")]
    Slug,
    #[error("a table [contact] that says whom respondents may call")]
    ContactTable,
    #[error("a text that the consent page shows")]
    ConsentText,
    #[error("letters a–z and A–Z, digits, “_” and “-” only, because ids stand in addresses, headings and file names")]
    Id,
    #[error("the officer's name")]
    OfficerName,
    #[error("the officer's reason")]
    OfficerReason,
    #[error("the audience's id, e.g. “residents”")]
    AudienceName,
    #[error("[audience.frame], because the sample is stratified")]
    FrameForSample,
    #[error("no frame, or sample = \"stratified\"")]
    NoFrameOrSample,
    #[error("the column that names a unit")]
    UnitIdColumn,
    #[error("the column that holds the stratum")]
    StratumColumn,
    #[error("allocation = {{ rule = \"proportional\" }}, or another rule")]
    AllocationTable,
    #[error("sizes = {{ stratum = units, … }}")]
    SizesTable,
    #[error("sizes for {a}", a = all_or(.0, "every stratum"))]
    SizesFor(Vec<String>),
    #[error("the total, {0}")]
    Total(u64),
    #[error("sample = \"stratified\" in round.toml, or rule = \"stratum-population\"")]
    SampleOrPopulation,
    #[error("sample = \"stratified\" in round.toml, or no [nonresponse]")]
    SampleOrNoNonresponse,
    #[error("at least {0}, because assignment is “all”")]
    AtLeastAll(usize),
    #[error("at most {0}, the number of departments that this audience may rate")]
    AtMostRated(usize),
    #[error("at most {0}, the number of departments that a respondent of this audience is shown")]
    AtMostShown(usize),
    #[error("each column in one role: unit id, contact or attribute")]
    FrameColumnOnce,
    #[error("a raking variable of this audience, or the column of its stratum: {a}", a = list(.0))]
    AttributeInUse(Vec<String>),
    #[error("a stratum of its frame: {a}", a = list(.0))]
    FrameStratum(Vec<String>),
    // Texts.
    #[error("only keys that belong to something in the survey")]
    BelongingKey,
    #[error("a key that belongs to something, perhaps “{0}”")]
    NearBelongingKey(String),
    #[error("the text, in every language")]
    TextInEveryLanguage,
    #[error("one of the placeholders {a}", a = commas(.0))]
    Placeholders(Vec<String>),
    #[error("the name of the rated department in the question: “{{dept}}”")]
    Dept,
    // Departments.
    #[error("one row per rated department")]
    OneRowPerDepartment,
    #[error("at least one department for every audience")]
    EveryAudienceRates,
    #[error("an audience of round.toml: {a}", a = list(.0))]
    RoundAudience(Vec<String>),
    #[error("an id, e.g. “D18”")]
    DepartmentName,
    #[error("the service class, e.g. “A”")]
    ServiceClass,
    #[error("a weight from 0 to 1, or nothing")]
    WeightOrNothing,
    #[error("a weight for at least one audience")]
    WeightForOne,
    #[error("a sum of 1")]
    SumOfOne,
    // The scale and the method.
    #[error("the one code of 说不清, e.g. “9”")]
    DontKnowCode,
    #[error("the stored code, e.g. “5”")]
    GradeCode,
    #[error("a name that changes with any label, e.g. “CN5-A”")]
    ScaleVersion,
    #[error("best first, as many satisfied as dissatisfied grades, at most one in the middle")]
    BalancedSides,
    #[error("values that fall from the best grade to the worst")]
    FallingValues,
    #[error("values mirrored around the middle, {0}")]
    Mirrored(String),
    #[error("a value from 0 to 100 per grade code")]
    GradeValues,
    #[error("pairs [lowest rate, points], best first, the last from rate 0")]
    Bands,
    #[error("“always” or a whole number")]
    AlwaysOrWhole,
    #[error("the margin that holds the strata's populations")]
    PopulationMargin,
    // Questionnaires.
    #[error("the version printed on the form")]
    FormVersion,
    #[error("the section's id")]
    SectionName,
    #[error("the question's id")]
    QuestionName,
    #[error("at least two choices")]
    AtLeastTwoChoices,
    #[error("“required” only in consent and screening sections")]
    RequiredOnlyEarly,
    #[error("choices = [\"1\", \"2\", …]")]
    ChoicesList,
    #[error("codes among the choices: {a}", a = list(.0))]
    CodesAmongChoices(Vec<String>),
    #[error("the code that is asked for")]
    AttentionCode,
    #[error("an earlier question")]
    EarlierQuestion,
    #[error("an earlier question, perhaps “{0}”")]
    NearEarlierQuestion(String),
    #[error("a question that is asked once")]
    QuestionAskedOnce,
    #[error("a code of “{0}”: {b}", b = list(.1))]
    CodeOf(String, Vec<String>),
    #[error("a code of the question: {a}", a = list(.0))]
    OwnCode(Vec<String>),
    #[error("an answer that lets the interview go on")]
    AnswerGoesOn,
    #[error("a rule that some answer can meet")]
    MeetableRule,
    #[error("endings only on consent and screening questions, never on a graded answer")]
    EndsOnlyEarly,
    #[error("one consent section, in the first place")]
    ConsentFirst,
    #[error("a consent section first, because people will be invited")]
    ConsentForSample,
    #[error("the familiarity section first")]
    FamiliarityFirst,
    #[error("scored and dimension items in a ratings section, the familiarity question in a familiarity section")]
    RolePlaces,
    #[error("type = \"scale\"")]
    TypeScale,
    #[error("battery_most above 0 in method.toml")]
    BatteryMost,
    #[error("no rule: the item is asked of everyone, whatever they answered before")]
    NoRule,
    #[error("exactly one question with role = \"{0}\"")]
    ExactlyOneRole(String),
    // Margins.
    #[error("the margin's id, e.g. “district”")]
    MarginName,
    #[error("where the figures come from")]
    FigureSource,
    #[error("approximate = true or false")]
    Approximate,
    #[error("one or two [[margin.variable]]")]
    OneOrTwoVariables,
    #[error("the variable's name, also the column of the margin's file")]
    VariableName,
    #[error("the question that measures it")]
    MeasuringQuestion,
    #[error("a question of type “one” that is asked once: {a}", a = list(.0))]
    SingleChoiceAskedOnce(Vec<String>),
    #[error("codes of question “{0}”: {b}", b = list(.1))]
    CodesOf(String, Vec<String>),
    #[error("a category for every code that does not stand apart")]
    CategoryForEveryCode,
    #[error("the file with the figures, e.g. “margins/district.csv”")]
    FigureFile,
    #[error("a category of question “{0}”: {b}", b = list(.1))]
    CategoryOf(String, Vec<String>),
    #[error("a row for every category that an answer can fall into")]
    RowForEvery,
    #[error("exactly one margin with master = true")]
    ExactlyOneMaster,
    #[error("at most 0.5 % from the sum of “{0}”, {1}")]
    NearMaster(String, String),
    #[error("a margin of that id and audience with one variable")]
    OneVariableMargin,
    // Mappings.
    #[error("the column that names a row's unit")]
    RowUnitColumn,
    #[error("no unit_is, because this round has no sample: the column names the units itself")]
    NoUnitIs,
    #[error("[mode] with all = \"paper\", or with column and values")]
    ModeTable,
    #[error("values = {{ Mail = \"paper\", … }}")]
    ModeValues,
    #[error("a pattern with {0}, for a question asked per department, and no “column”")]
    DepartmentPattern(&'static str),
    #[error("the column's heading")]
    ColumnHeading,
    #[error("no department, because the question is asked once")]
    NoDepartment,
    #[error("department = \"…\", because the question is asked per department")]
    NeedsDepartment,
    #[error("no values")]
    NoValues,
    #[error("separator = \";\"")]
    Separator,
    #[error("a separator that is not empty, for a multiple choice only")]
    SeparatorForMany,
    // Tables.
    #[error("at most {0} bytes")]
    AtMostBytes(usize),
    #[error("CSV")]
    Csv,
    #[error(
        "a table: open the file in a spreadsheet program and save it as .xlsx (without a password) or as .csv; if it does not open there, have it sent again"
    )]
    SavedAsTable,
    #[error("a table, saved by a spreadsheet program as .xlsx or .csv")]
    TableFile,
    #[error("text in UTF-8 or GB18030")]
    Encodings,
    #[error("UTF-8 text")]
    Utf8,
    #[error("a closing quotation mark")]
    ClosingQuote,
    #[error("a heading row and rows below it")]
    HeadingAndRows,
    #[error("a heading in every column")]
    HeadingEverywhere,
    #[error("every heading once (it stands in column {0} already)")]
    HeadingOnceAt(String),
    #[error("{a}, as many as the heading has", a = count(*.0, "cell"))]
    Cells(usize),
    #[error("a stored value: open and save the file in a spreadsheet program, or paste the values")]
    StoredValue,
    #[error("every cell on its own: undo the merging and fill each cell")]
    SingleCells,
    #[error("all rows on one sheet, or the other sheets hidden or taken out")]
    OneSheet,
    #[error("a visible sheet with a heading row and rows below it")]
    VisibleSheet,
    #[error("at most {0} cells")]
    AtMostCells(usize),
    #[error("a smaller workbook")]
    SmallerWorkbook,
    #[error("a sheet")]
    ASheet,
    #[error("a sheet “{0}”")]
    Sheet(String),
    // Frames, answers and dispositions.
    #[error("the unit of this row: its sample number or its id")]
    RowUnit,
    #[error("a single answer: {a}", a = choice(.0))]
    OneAnswer(Vec<String>),
    #[error("a choice that excludes the others to stand alone, or only the others")]
    Alone,
    #[error("at most {0} characters")]
    AtMostCharacters(String),
    #[error("an empty cell, because “{0}” is not on this respondent's form, which has {b}", b = all_or(.1, "no departments"))]
    EmptyNotShown(String, Vec<String>),
    #[error("an empty cell, because this respondent does not rate “{0}”; the familiarity answers leave {b}", b = all_or(.1, "no department to rate"))]
    EmptyNotRated(String, Vec<String>),
    #[error("a unit id")]
    UnitId,
    #[error("every unit once (it stands in row {0} already)")]
    UnitOnceAt(usize),
    #[error("a stratum")]
    Stratum,
    #[error("something in at least one of {a}", a = commas(.0))]
    SomethingIn(Vec<String>),
    #[error("ids of departments of this round, separated by ;")]
    DepartmentIds,
    #[error("one row per unit")]
    OneRowAUnit,
    #[error("units in every stratum of the round")]
    UnitsInEvery,
    #[error("an issued unit of this audience: its sample number or frame id")]
    IssuedUnit,
    #[error("the sample number of an issued unit of this audience")]
    IssuedSampleNo,
    #[error("the frame id of an issued unit of this audience")]
    IssuedUnitRef,
    #[error(
        "one unit; say which name the column holds by unit_is = \"sample_no\" or unit_is = \"unit_ref\" in the mapping"
    )]
    OneUnit,
    #[error("a unit that has not answered yet")]
    NotYetAnswered,
    #[error("plain answers")]
    PlainAnswers,
    #[error("one row per case: its sample_no and its code")]
    OneRowACase,
    #[error("the number of an issued unit")]
    IssuedNumber,
    #[error("a case that has not answered")]
    UnansweredCase,
    /// What a file for the main ledger needs.
    #[error(transparent)]
    Ledger(#[from] LedgerDemand),
    /// An answer that the questionnaire takes; the words are those of the questionnaire's pages.
    #[error("an answer that fits: {a}", a = fitting(.0))]
    Answer(Box<FieldProblem>),
    /// What a specification of an analysis, its formulas and its data need.
    #[error(transparent)]
    Analysis(#[from] Demand),
}
