//! 文件里发现了什么。

use super::expected::all;
use crate::domain::definition::{Found, excerpt};

/// 用中文说出发现的内容。
pub fn found(found: &Found) -> String {
    match found {
        // Cells and values.
        Found::Text(a) => cell(a),
        Found::Written(a) => a.to_string(),
        Found::EmptyCell => "空单元格".into(),
        Found::Again(a) => format!("“{a}”重复出现"),
        // Files.
        Found::NoSuchFile => "没有这个文件".into(),
        Found::UnknownFile => "不认识的文件".into(),
        Found::NoFile(a) => format!("没有文件“{a}”"),
        Found::NoQuestionnaire(a, b) => format!("调查对象“{a}”缺少文件“{b}”"),
        Found::EmptyFile => "空文件".into(),
        Found::NotToml(a) => format!("不符合 TOML 格式的文字（{a}）"),
        Found::NotCsv(a) => format!("不符合 CSV 格式的文字（{a}）"),
        // Keys and texts.
        Found::UnknownKey(a) => format!("不认识的键“{a}”"),
        Found::NoKey(a) => format!("缺少“{a}”"),
        Found::EmptyKey(a) => format!("“{a}”为空"),
        Found::NoTable(a) => format!("缺少 {a}"),
        Found::LeftOverText(a) => format!("多余的文字“{a}”"),
        Found::NoText(a) => format!("缺少文字“{a}”"),
        Found::EmptyText(a) => format!("文字“{a}”为空"),
        Found::Placeholder(a, b) => format!("“{b}”中的“{{{a}}}”"),
        // Columns and rows.
        Found::UnknownColumn(a) => format!("不认识的列“{a}”"),
        Found::NoColumn(a) => format!("缺少列“{a}”"),
        Found::HeadingTwice(a) => format!("列名“{a}”出现两次"),
        Found::CellCount(a) => format!("{a} 个单元格"),
        // Things that stand twice.
        Found::AudienceTwice(a) => format!("调查对象“{a}”出现两次"),
        Found::SectionTwice(a) => format!("部分“{a}”出现两次"),
        Found::QuestionTwice(a) => format!("题目“{a}”出现两次"),
        Found::ChoiceTwice(a) => format!("选项“{a}”出现两次"),
        Found::DepartmentTwice(a) => format!("部门“{a}”出现两次"),
        Found::CategoryTwice(a) => format!("类别“{a}”出现两次"),
        Found::MarginTwice(a, b) => format!("“{b}”的总体边际“{a}”出现两次"),
        Found::ScaleCodeTwice(a) => format!("代码“{a}”在量表中出现两次"),
        // The round.
        Found::FrameWithoutSample => "不抽样的轮次（sample 为“none”）里写了 [audience.frame]".into(),
        Found::NoStrata => "没有列出层".into(),
        Found::StratumTwice => "有一层列了两次".into(),
        Found::SizesFor(a) => format!("各层样本量写给了{a}", a = all(a, "：一层也没有")),
        Found::SizesSum(a) => format!("各层样本量合计为 {a}"),
        Found::BaseWithoutSample => "不抽样的轮次却按入样概率计算基础权数".into(),
        Found::NonresponseWithoutSample => "不抽样的轮次却有无应答调整".into(),
        Found::MaxDepartments(a, b) => format!("“{b}”的 max_departments = {a}"),
        Found::GroupStratum(a, b) => format!("“{b}”的无应答分组中的层“{a}”"),
        Found::FrameColumnTwice(a) => format!("列“{a}”在抽样框中有两种用途"),
        Found::StratumOutsideMargin(a, b, c) => format!("“{b}”的层“{a}”，总体边际“{c}”里没有这一类"),
        // Departments.
        Found::NoDepartment => "一个部门也没有".into(),
        Found::NoDepartmentFor(a) => format!("没有“{a}”可以评价的部门"),
        Found::WeightsOfUnknown(a) => format!("给不存在的调查对象“{a}”写了权重"),
        Found::NobodyRates(a) => format!("部门“{a}”没有人可以评价"),
        Found::WeightSum(a, b) => format!("“{a}”的各对象权重合计为 {b}"),
        // The scale.
        Found::UnbalancedSides(a, b, c) => format!("量表不对称：满意 {a} 档，中间 {b} 档，不满意 {c} 档"),
        Found::ScaleValues(a) => format!("量表分值 {a}"),
        Found::UnbalancedValues(a) => format!("量表不对称：分值 {a}"),
        // Questionnaires.
        Found::EmptySection(a) => format!("部分“{a}”没有题目"),
        Found::ChoiceCount(a) => format!("{a} 个选项"),
        Found::CodeUnder(a, b) => format!("“{b}”中的代码“{a}”"),
        Found::NoCodeIn(a) => format!("“{a}”中没有代码"),
        Found::RuleOnUnknown(a) => format!("跳转规则引用了不存在的题目“{a}”"),
        Found::RuleOnLater(a) => format!("跳转规则引用了排在后面的题目“{a}”"),
        Found::RuleOnLooped(a) => format!("跳转规则引用了逐个部门询问的题目“{a}”"),
        Found::RuleOnCode(a, b) => format!("跳转规则“{a}”=“{b}”"),
        Found::NeverReachedAfterEnd(a) => format!("题目“{a}”永远问不到：前面有一道题会结束所有访问"),
        Found::NeverReachedByRule(a, b) => format!("题目“{a}”永远问不到：“{b}”的任何回答都满足不了它的规则"),
        Found::EndsHere => "这道题上写了“ends”".into(),
        Found::EndingAfter(a) => format!("代码“{a}”之后结束访问"),
        Found::ConsentNotFirst => "知情同意部分不在最前面，或不止一个".into(),
        Found::NoConsent => "没有知情同意部分".into(),
        Found::RatingsBeforeFamiliarity => "评价部分排在了解程度部分之前".into(),
        Found::RoleElsewhere(a) => format!("{a} 写在了别的部分里"),
        Found::RoleNotGraded(a) => format!("{a} 写在了不是量表题的题目上"),
        Found::DimensionNeverAsked(a) => format!("分项题“{a}”永远问不到"),
        Found::RuleOnItem(a) => format!("题目 {a} 上写了跳转规则"),
        Found::NoRole(a) => format!("没有 role = \"{a}\" 的题目"),
        Found::SecondRole(a) => format!("又一道 role = \"{a}\" 的题目"),
        // Margins.
        Found::VariableCount(a) => format!("{a} 个变量"),
        Found::AnswerCode(a) => format!("答案代码“{a}”"),
        Found::NoValueFor(a, b) => format!("题目“{b}”的答案代码“{a}”没有对应的类别"),
        Found::Category(a) => format!("类别“{a}”"),
        Found::NoRow(a) => format!("没有“{a}”这一行"),
        Found::MasterCount(a, b) => format!("“{b}”有 {a} 个主边际"),
        Found::OffMaster(a, b, c) => format!("总体边际“{a}”合计 {b}，与主边际相差 {c}%"),
        Found::BaseMargin(a, b) => format!("“{b}”的基础权数取自总体边际“{a}”"),
        // Mappings.
        Found::ColumnWithoutDepartment(a) => format!("列“{a}”没有写部门"),
        Found::ValuesForText => "给文字题写了 values".into(),
        Found::NoSeparator(a) => format!("多选题“{a}”没有写分隔符"),
        Found::ColumnMappedTwice(a) => format!("列“{a}”对应了两次"),
        Found::QuestionMappedTwice(a) => format!("题目“{a}”对应了两次"),
        Found::AboutMappedTwice(a, b) => format!("题目“{a}”（部门“{b}”）对应了两次"),
        // Tables.
        Found::Bytes(a) => format!("{a} 字节"),
        Found::OldExcel => "旧格式的 Excel 工作簿（.xls）".into(),
        Found::LockedWorkbook => "设了密码的工作簿".into(),
        Found::Pdf => "PDF 文件".into(),
        Found::Picture => "图片".into(),
        Found::WebPage => "网页（HTML）".into(),
        Found::OtherArchive => "压缩包，或其他软件的文档".into(),
        Found::NotWorkbook(a) => format!("这不是可读的工作簿，尽管文件名以 {a} 结尾"),
        Found::Columns(a) => format!("列 {a}", a = a.join("、")),
        Found::NotUtf8 => "不是 UTF-8 的字节".into(),
        Found::NeitherEncoding => "既不是 UTF-8 也不是 GB18030 的字节".into(),
        Found::ControlCharacter => "控制字符".into(),
        Found::OpenQuote => "没有配对的引号".into(),
        Found::NoContent => "没有内容".into(),
        Found::EmptyHeading => "空的列名".into(),
        Found::HeadingAgain(a) => format!("列名“{a}”重复出现"),
        Found::BeyondHeading(a) => format!("最后一个列名右边还有“{a}”"),
        Found::ShortRow(a) => format!("这一行只有 {a} 个单元格"),
        Found::TooManyCells(a) => format!("超过 {a} 个单元格"),
        Found::BrokenWorkbook(a) => format!("这不是可读的工作簿（{a}）"),
        Found::FormulaError(a) => format!("公式错误 {a}"),
        Found::BrokenArchive(a) => format!("这不是可读的工作簿：无法解压（{a}）"),
        Found::FormulaWithoutValue => "没有保存计算结果的公式".into(),
        Found::MergedCells(a) => format!("合并的单元格 {a}"),
        Found::SheetsAlike(a) => format!("几个工作表的列名相同，都有数据（{a}）", a = a.join("、")),
        Found::OnlyHidden(a) => format!("只有隐藏的工作表里有内容（{a}）", a = a.join("、")),
        Found::Unpacks(a) => format!("解压后超过 {a} 字节的工作簿"),
        Found::Sheets(a) => format!("工作表 {a}", a = a.join("、")),
        // Frames and answers.
        Found::Characters(a) => format!("{a} 个字的文字"),
        Found::UnitAgain(a) => format!("单位编号“{a}”重复出现"),
        Found::TwoUnits(a, b, c) => {
            format!("“{a}”（作 sample_no：抽样框中的单位“{b}”；作 unit_ref：样本号为 {c} 的单位）")
        }
        Found::UnusedAttribute(a, b) => format!("“{b}”的属性“{a}”，没有总体边际或层用到它"),
        Found::NoDept(a) => format!("“{a}”里没有“{{dept}}”"),
        Found::NoContact => "没有联系方式".into(),
        Found::NoRows => "列名下面没有任何行".into(),
        Found::NoUnitIn(a) => format!("层“{a}”里没有单位"),
        Found::NotCanonical(a) => format!("无法写成规范格式的答案（{a}）"),
        Found::BrokenParquet(a) => format!("无法读取的 Parquet 文件（{a}）"),
        Found::NestedColumn => "单元格里是表格或字节".into(),
        // Specifications of analyses.
        Found::InFormula(a, b) => format!("公式第 {b} 个字符处的“{a}”"),
        Found::FormulaEnd => "公式到此结束".into(),
        Found::MissingValue => "缺失值".into(),
        Found::NothingKept => "没有一行满足 keep".into(),
        Found::NoResult(a) => format!("“{a}”没有结果"),
        Found::UnknownName(a, b) => format!("{a} 里没有的名称“{b}”"),
        Found::NameTwice(a, b) => format!("[{a}] 下名称“{b}”出现两次"),
        Found::Circle(a) => format!("互相引用的列：{a}", a = a.join("、")),
        Found::NotSmooth(a) => format!("不可求导的公式 {a}"),
        Found::NothingToDo => "既没有加权也没有估计的说明".into(),
    }
}

/// 单元格里的文字；太长时截短，没有内容时说明。
fn cell(text: &str) -> String {
    match text {
        "" => "空单元格".into(),
        some => format!("“{}”", excerpt(some)),
    }
}
