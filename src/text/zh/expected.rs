//! 文件里本应写什么。

use crate::domain::definition::{Expected, Language};
use crate::text;

/// 用中文说出应有的内容。
pub fn expected(expected: &Expected) -> String {
    match expected {
        // Values.
        Expected::OneOf(a) => choice(a),
        Expected::AnyOf(a) => format!("下列之一：{a}", a = a.join("、")),
        Expected::NearestOf(a, b) => format!("也许是“{a}”（可用：{b}）", b = list(b)),
        Expected::NumberFrom(a, b) => format!("{a} 到 {b} 之间的数"),
        Expected::WholeFrom(a, b) => format!("{a} 到 {b} 之间的整数"),
        Expected::NumberAboveZero => "大于 0 的数".into(),
        Expected::NumberAbove(a) => format!("大于 {a} 的数"),
        Expected::AValue => "一个值：请改正公式，或粘贴数值".into(),
        Expected::TrueOrFalse => "true 或 false".into(),
        Expected::QuotedText => "用引号括起来的文字".into(),
        Expected::ListInBrackets => "方括号里的列表".into(),
        Expected::TableOf(a) => format!("表“{a}”"),
        Expected::Section(a) => format!("表 [{a}]"),
        Expected::RuleTable(a) => format!("写明 rule 的表 [{a}]"),
        Expected::AtLeastOneTable(a) => format!("至少一个 {a}"),
        Expected::ValidToml => "正确的 TOML".into(),
        Expected::ListOfCodes => "代码列表".into(),
        Expected::AtLeastOneCode => "至少一个代码".into(),
        Expected::Share => "大于 0、不超过 1 的比例，形如 \"1/2\"".into(),
        // Files and their columns.
        Expected::FileInFolder => "文件夹里有这个名字的文件".into(),
        Expected::FileOfFolder(a) => format!("文件夹里的文件：{a}", a = list(a)),
        Expected::QuestionnaireForEvery => "每个调查对象都有问卷".into(),
        Expected::RowOfCells => "用逗号分隔的一行单元格".into(),
        Expected::HeadingRow => "一行列名".into(),
        Expected::CellsAsHeadings(a) => format!("{a} 个单元格，与列名一样多"),
        Expected::Column(a) => format!("有列“{a}”"),
        Expected::Columns(a) => format!("还有列{a}", a = all(a, "（无）")),
        Expected::FilledChinese => "中文文字".into(),
        Expected::FilledEnglish => "英文文字".into(),
        // Once each.
        Expected::AudienceOnce => "每个调查对象只写一次".into(),
        Expected::SectionOnce => "每个部分只写一次".into(),
        Expected::QuestionOnce => "每道题只写一次".into(),
        Expected::ChoiceOnce => "每个选项只写一次".into(),
        Expected::DepartmentOnce => "每个部门只写一次".into(),
        Expected::CategoryOnce => "每个类别只写一次".into(),
        Expected::CodeOnce => "每个代码只写一次".into(),
        Expected::HeadingOnce => "每个列名只写一次".into(),
        Expected::ColumnOnce => "每列只对应一次".into(),
        Expected::MarginOnce => "同一调查对象的每个总体边际只写一次".into(),
        Expected::MappedOnce => "每道题（每个部门）只对应一次".into(),
        Expected::EveryStratumOnce => "每一层写一次，只写一次".into(),
        Expected::CaseOnce => "每个个案只写一次".into(),
        // The round.
        Expected::Slug => "小写字母、数字和连字符，例如“beijing-2009”".into(),
        Expected::ContactTable => "表 [contact]，写明受访者可以联系谁".into(),
        Expected::ConsentText => "知情同意页上显示的文字".into(),
        Expected::OfficerName => "负责人姓名".into(),
        Expected::OfficerReason => "负责人的理由".into(),
        Expected::AudienceName => "调查对象的编号，例如“residents”".into(),
        Expected::FrameForSample => "[audience.frame]，因为样本是分层抽取的".into(),
        Expected::NoFrameOrSample => "去掉抽样框，或写 sample = \"stratified\"".into(),
        Expected::UnitIdColumn => "单位编号所在的列".into(),
        Expected::StratumColumn => "层所在的列".into(),
        Expected::AllocationTable => "allocation = { rule = \"proportional\" }，或别的分配规则".into(),
        Expected::SizesTable => "sizes = { 层 = 单位数, … }".into(),
        Expected::SizesFor(a) => format!("写给{a}的样本量", a = all(a, "每一层")),
        Expected::Total(a) => format!("总样本量 {a}"),
        Expected::SampleOrPopulation => {
            "round.toml 里写 sample = \"stratified\"，或写 rule = \"stratum-population\"".into()
        }
        Expected::SampleOrNoNonresponse => "round.toml 里写 sample = \"stratified\"，或去掉 [nonresponse]".into(),
        Expected::AtLeastAll(a) => format!("至少 {a}，因为分派方式是“all”"),
        Expected::AtMostRated(a) => format!("不超过 {a}：该调查对象只有这么多部门可评"),
        Expected::AtMostShown(a) => format!("不超过 {a}：每位受访者只会看到这么多部门"),
        Expected::FrameColumnOnce => "每列只作一种用途：单位编号、联系方式或属性".into(),
        Expected::AttributeInUse(a) => format!("该调查对象的一个加权变量，或层所在的列：{a}", a = list(a)),
        Expected::Id => "只用英文字母、数字、“_”和“-”，因为编号会出现在网址、列名和文件名里".into(),
        Expected::Dept => "题目里写明所评部门：“{dept}”".into(),
        Expected::FrameStratum(a) => format!("抽样框里的层：{a}", a = list(a)),
        // Texts.
        Expected::BelongingKey => "只保留调查里用得到的键".into(),
        Expected::NearBelongingKey(a) => format!("调查里用得到的键，也许是“{a}”"),
        Expected::TextInEveryLanguage => "每种语言都有这段文字".into(),
        Expected::Placeholders(a) => format!("下列占位符之一：{a}", a = a.join("、")),
        // Departments.
        Expected::OneRowPerDepartment => "每个被评价的部门占一行".into(),
        Expected::EveryAudienceRates => "每个调查对象都有可评价的部门".into(),
        Expected::RoundAudience(a) => format!("round.toml 里的调查对象：{a}", a = list(a)),
        Expected::DepartmentName => "编号，例如“D18”".into(),
        Expected::ServiceClass => "服务类别，例如“A”".into(),
        Expected::WeightOrNothing => "0 到 1 之间的权重，或留空".into(),
        Expected::WeightForOne => "至少一个调查对象的权重".into(),
        Expected::SumOfOne => "合计为 1".into(),
        // The scale and the method.
        Expected::DontKnowCode => "“说不清”的唯一代码，例如“9”".into(),
        Expected::GradeCode => "存储用的代码，例如“5”".into(),
        Expected::ScaleVersion => "任何标签变动时都随之改变的名称，例如“CN5-A”".into(),
        Expected::BalancedSides => "从最好的一档排起，满意与不满意的档数相同，中间至多一档".into(),
        Expected::FallingValues => "从最好一档到最差一档依次下降的分值".into(),
        Expected::Mirrored(a) => format!("以中间值 {a} 为中心对称的分值"),
        Expected::GradeValues => "每个档次代码一个 0 到 100 的分值".into(),
        Expected::Bands => "若干对 [最低满意率, 分数]，从最好的排起，最后一对从满意率 0 起".into(),
        Expected::AlwaysOrWhole => "“always”或整数".into(),
        Expected::PopulationMargin => "各层总体数所在的总体边际".into(),
        // Questionnaires.
        Expected::FormVersion => "印在问卷上的版本".into(),
        Expected::SectionName => "部分的编号".into(),
        Expected::QuestionName => "题目的编号".into(),
        Expected::AtLeastTwoChoices => "至少两个选项".into(),
        Expected::RequiredOnlyEarly => "只有知情同意和甄别部分可以写 required".into(),
        Expected::ChoicesList => "choices = [\"1\", \"2\", …]".into(),
        Expected::CodesAmongChoices(a) => format!("选项中的代码：{a}", a = list(a)),
        Expected::AttentionCode => "要求选择的那个代码".into(),
        Expected::EarlierQuestion => "排在前面的题目".into(),
        Expected::NearEarlierQuestion(a) => format!("排在前面的题目，也许是“{a}”"),
        Expected::QuestionAskedOnce => "只问一次的题目".into(),
        Expected::CodeOf(a, b) => format!("“{a}”的代码：{b}", b = list(b)),
        Expected::OwnCode(a) => format!("这道题的代码：{a}", a = list(a)),
        Expected::AnswerGoesOn => "至少有一个回答能让访问继续".into(),
        Expected::MeetableRule => "有回答能够满足的规则".into(),
        Expected::EndsOnlyEarly => "只有知情同意和甄别题可以结束访问，量表题不可以".into(),
        Expected::ConsentFirst => "一个知情同意部分，排在最前面".into(),
        Expected::ConsentForSample => "最前面有知情同意部分，因为要邀请受访者".into(),
        Expected::FamiliarityFirst => "了解程度部分在前".into(),
        Expected::RolePlaces => "计分题和分项题放在评价部分，了解程度题放在了解程度部分".into(),
        Expected::TypeScale => "type = \"scale\"".into(),
        Expected::BatteryMost => "method.toml 里 battery_most 大于 0".into(),
        Expected::NoRule => "不写规则：不论前面怎样回答，这道题人人都问".into(),
        Expected::ExactlyOneRole(a) => format!("恰好一道 role = \"{a}\" 的题目"),
        // Margins.
        Expected::MarginName => "总体边际的编号，例如“district”".into(),
        Expected::FigureSource => "数据来源".into(),
        Expected::Approximate => "approximate = true 或 false".into(),
        Expected::OneOrTwoVariables => "一个或两个 [[margin.variable]]".into(),
        Expected::VariableName => "变量名，也是边际文件中的列名".into(),
        Expected::MeasuringQuestion => "测量它的题目".into(),
        Expected::SingleChoiceAskedOnce(a) => format!("只问一次的单选题（类型“one”）：{a}", a = list(a)),
        Expected::CodesOf(a, b) => format!("题目“{a}”的代码：{b}", b = list(b)),
        Expected::CategoryForEveryCode => "每个不单列的代码都有对应的类别".into(),
        Expected::FigureFile => "数据所在的文件，例如“margins/district.csv”".into(),
        Expected::CategoryOf(a, b) => format!("题目“{a}”的类别：{b}", b = list(b)),
        Expected::RowForEvery => "答案可能落入的每个类别各占一行".into(),
        Expected::ExactlyOneMaster => "恰好一个总体边际写 master = true".into(),
        Expected::NearMaster(a, b) => format!("与“{a}”的合计 {b} 相差不超过 0.5%"),
        Expected::OneVariableMargin => "属于该调查对象、编号相同、只有一个变量的总体边际".into(),
        // Mappings.
        Expected::RowUnitColumn => "每一行的单位编号所在的列".into(),
        Expected::NoUnitIs => "不写 unit_is，因为本轮次不抽样，单位就是这一列里的编号".into(),
        Expected::ModeTable => "[mode]，写 all = \"paper\"，或写 column 和 values".into(),
        Expected::ModeValues => "values = { Mail = \"paper\", … }".into(),
        Expected::DepartmentPattern(a) => format!("含 {a} 的列名样式，只用于逐个部门询问的题目，且不写“column”"),
        Expected::ColumnHeading => "列名".into(),
        Expected::NoDepartment => "不写部门，因为这道题只问一次".into(),
        Expected::NeedsDepartment => "department = \"…\"，因为这道题逐个部门询问".into(),
        Expected::NoValues => "不写 values".into(),
        Expected::Separator => "separator = \";\"".into(),
        Expected::SeparatorForMany => "非空的分隔符，只用于多选题".into(),
        // Tables.
        Expected::AtMostBytes(a) => format!("至多 {a} 字节"),
        Expected::Csv => "CSV".into(),
        Expected::SavedAsTable => {
            "一张表格：请用电子表格软件打开该文件，另存为 .xlsx（不设密码）或 .csv；如果在那里也打不开，请对方重新发送"
                .into()
        }
        Expected::TableFile => "用电子表格软件保存的表格（.xlsx 或 .csv）".into(),
        Expected::Encodings => "UTF-8 或 GB18030 编码的文字".into(),
        Expected::Utf8 => "UTF-8 编码的文字".into(),
        Expected::ClosingQuote => "配对的右引号".into(),
        Expected::HeadingAndRows => "一行列名，下面是各行数据".into(),
        Expected::HeadingEverywhere => "每一列都有列名".into(),
        Expected::HeadingOnceAt(a) => format!("每个列名只出现一次（{a} 列已有）"),
        Expected::Cells(a) => format!("{a} 个单元格，与列名一样多"),
        Expected::StoredValue => "已保存的值：请用电子表格软件打开并保存一次，或改为粘贴数值".into(),
        Expected::SingleCells => "每个单元格各自独立：请取消合并，并逐格填写".into(),
        Expected::OneSheet => "所有行放在同一个工作表里；其他工作表请隐藏或删除".into(),
        Expected::VisibleSheet => "一个可见的工作表，第一行是列名，下面是各行数据".into(),
        Expected::AtMostCells(a) => format!("至多 {a} 个单元格"),
        Expected::SmallerWorkbook => "小一些的工作簿".into(),
        Expected::ASheet => "一个工作表".into(),
        Expected::Sheet(a) => format!("工作表“{a}”"),
        // Frames, answers and dispositions.
        Expected::RowUnit => "这一行的单位：样本号或编号".into(),
        Expected::OneAnswer(a) => format!("只选一项：{a}", a = choice(a)),
        Expected::Alone => "排他的选项单独选择，或只选其他选项".into(),
        Expected::AtMostCharacters(a) => format!("至多 {a} 个字"),
        Expected::EmptyNotShown(a, b) => format!(
            "空单元格，因为部门“{a}”不在这位受访者的问卷上；{b}",
            b = departments(b, "问卷上列出的是", "问卷上没有列出任何部门")
        ),
        Expected::EmptyNotRated(a, b) => format!(
            "空单元格，因为这位受访者不评价部门“{a}”；按了解程度的回答，{b}",
            b = departments(b, "可评价的是", "没有可评价的部门")
        ),
        Expected::UnitId => "单位编号".into(),
        Expected::UnitOnceAt(a) => format!("每个单位只出现一次（第 {a} 行已有）"),
        Expected::Stratum => "层".into(),
        Expected::SomethingIn(a) => format!("下列各列至少一列有内容：{a}", a = a.join("、")),
        Expected::DepartmentIds => "本轮次的部门编号，用分号（;）隔开".into(),
        Expected::OneRowAUnit => "每个单位占一行".into(),
        Expected::UnitsInEvery => "本轮次的每一层都有单位".into(),
        Expected::IssuedUnit => "该调查对象已启用的样本单位：样本号或抽样框编号".into(),
        Expected::IssuedSampleNo => "该调查对象已启用样本单位的样本号".into(),
        Expected::IssuedUnitRef => "该调查对象已启用样本单位的抽样框编号".into(),
        Expected::OneUnit => {
            "一个单位；请在对应文件里写明这一列是哪种编号：unit_is = \"sample_no\"（样本号）或 unit_is = \"unit_ref\"（抽样框编号）".into()
        }
        Expected::NotYetAnswered => "尚未回答的单位".into(),
        Expected::PlainAnswers => "普通的答案".into(),
        Expected::OneRowACase => "每个个案占一行：sample_no 和 code".into(),
        Expected::IssuedNumber => "已启用样本单位的样本号".into(),
        Expected::UnansweredCase => "没有回答的个案".into(),
        Expected::Answer(problem) => text::respondent(Language::Zh).problems.say(problem),
        Expected::Ledger(demand) => super::ledger_refusals::demand(demand),
        Expected::Analysis(a) => super::demand::demand(a),
    }
}

/// `“甲”、“乙”或“丙”`。
pub(super) fn list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
    match words.as_slice() {
        [] => "（尚无）".to_string(),
        [one] => one.clone(),
        [most @ .., last] => format!("{}或{last}", most.join("、")),
    }
}

/// 可选的值；没有定义时说明。
fn choice(words: &[String]) -> String {
    match words {
        [] => "留空，因为没有定义可用的值".into(),
        some => list(some),
    }
}

/// `“甲”、“乙”、“丙”`。
pub(super) fn all(words: &[String], none: &str) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
    match words.as_slice() {
        [] => none.into(),
        some => some.join("、"),
    }
}

fn departments(words: &[String], some: &str, none: &str) -> String {
    match words {
        [] => none.into(),
        words => format!("{some}{}", all(words, none)),
    }
}

/// 前面用“应为”（后接名词）还是“要求”（后接一句话）。
pub fn lead(expected: &Expected) -> &'static str {
    use Expected as E;
    match expected {
        E::Answer(_) => "",
        E::Analysis(demand) => super::demand::lead(demand),
        E::Ledger(demand) => super::ledger_refusals::lead(demand),
        E::FileInFolder
        | E::QuestionnaireForEvery
        | E::AudienceOnce
        | E::SectionOnce
        | E::QuestionOnce
        | E::ChoiceOnce
        | E::DepartmentOnce
        | E::CategoryOnce
        | E::CodeOnce
        | E::HeadingOnce
        | E::HeadingOnceAt(_)
        | E::ColumnOnce
        | E::MarginOnce
        | E::MappedOnce
        | E::EveryStratumOnce
        | E::UnitOnceAt(_)
        | E::CaseOnce
        | E::FrameColumnOnce
        | E::Id
        | E::Dept
        | E::NoFrameOrSample
        | E::SampleOrPopulation
        | E::SampleOrNoNonresponse
        | E::BelongingKey
        | E::TextInEveryLanguage
        | E::OneRowPerDepartment
        | E::EveryAudienceRates
        | E::RequiredOnlyEarly
        | E::EndsOnlyEarly
        | E::ConsentForSample
        | E::FamiliarityFirst
        | E::RolePlaces
        | E::NoRule
        | E::CategoryForEveryCode
        | E::RowForEvery
        | E::NoDepartment
        | E::NoValues
        | E::HeadingEverywhere
        | E::SomethingIn(_)
        | E::OneRowAUnit
        | E::OneRowACase
        | E::UnitsInEvery
        | E::OneSheet
        | E::Column(_)
        | E::Columns(_)
        | E::SingleCells
        | E::OneAnswer(_)
        | E::Alone
        | E::AnswerGoesOn => "要求：",
        _ => "应为：",
    }
}
