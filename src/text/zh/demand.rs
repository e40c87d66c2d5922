//! 分析说明及其数据里本应写什么。

use crate::domain::definition::Demand;

/// 用中文说出应有的内容。
pub fn demand(demand: &Demand) -> String {
    match demand {
        Demand::FormulaOperand => "数、引号里的文字、列名、函数或“(”".into(),
        Demand::FormulaOperator => "运算符，或公式结束".into(),
        Demand::FormulaClosing(a) => format!("“{a}”"),
        Demand::FormulaMember => "数、1..5 那样的范围，或引号里的文字".into(),
        Demand::FormulaArguments(a, b) => format!("“{a}”的括号里要有 {b} 个值"),
        Demand::FormulaShallower => "少一些层层相套的括号".into(),
        Demand::NumbersOnly => "数：文字不能参加运算".into(),
        Demand::ANumber => "一个数".into(),
        Demand::NumberFor(a) => format!("一个数，因为公式“{a}”要用"),
        Demand::TruthFor(a, b) => format!("1（真）或 0（假），因为“{a}”问的是真假；写成比较即可，例如{b}"),
        Demand::AResult => "公式能够计算的值（不能除以 0，不能对 0 取对数）".into(),
        Demand::FromZero => "不小于 0 的数".into(),
        Demand::RatingProbability => "每条评价都有大于 0、不超过 1 的概率".into(),
        Demand::PopulationCell => "大于 0 的总体单位数，或抽样比".into(),
        Demand::GroupRow(a) => format!("{a} 里有这一组的一行"),
        Demand::GroupOfData => "数据里有的组".into(),
        Demand::OneKindOfPopulation => "要么处处是不小于 1 的单位数，要么处处是不超过 1 的抽样比".into(),
        Demand::NotOneEverywhere => "总体单位数或抽样比；处处为 1 分不清是哪一种（R 也拒绝）".into(),
        Demand::SameFraction(a) => format!("同一层（或群）的各行抽样比相同（前面一行是 {a}）"),
        Demand::CategoryName => "类别的名称；数则写“sum”".into(),
        Demand::RatingRows => "至少有一行评价".into(),
        Demand::RatingNames => "每一行都写明受访者和评价对象".into(),
        Demand::RunName => "只含字母、汉字、数字、“_”、“-”和“.”且不以“.”开头的名称，因为文件按它命名".into(),
        Demand::PartAboveZero => "至少一个部分的权重大于 0".into(),
        Demand::FactorFromZero => "每条评价都有不小于 0 的数".into(),
        Demand::NewColumnName(a) => format!("{a} 里没有的列名"),
        Demand::RowsKept => "至少保留一行的规则".into(),
        Demand::RowId => "每一行都有编号".into(),
        Demand::RowOnceAt(a) => format!("只出现一次（第 {a} 行已经有了）"),
        Demand::DesignValue => "每一行都有值，因为抽样设计要用这一列".into(),
        Demand::KnownRespondent(a) => format!("{a} 中一行的编号"),
        Demand::EachNameOnce => "每个名称只用一次".into(),
        Demand::NoCircle => "可以依次算出的列".into(),
        Demand::NoneDefined(a) => format!(
            "已经定义的名称，而这里一个也没有；可用 {} 定义",
            a.replace(" or ", " 或 ")
        ),
        Demand::CrossedLevel(a) => format!("{a} 列的类别用“ × ”（U+00D7，两边各一个空格）连接，例如“a × b”"),
        Demand::BelowOne => "不小于 0、小于 1 的数".into(),
        Demand::CodeRange(a) => format!("编码，或由小到大的整数范围，例如 \"1..5\"，至多 {a} 个编码"),
        Demand::BoundsAroundOne => "界限 [L, U]，且 0 <= L < 1 < U".into(),
        Demand::CodeNotMissing => "[data] 的 missing 没有列出的代码，否则它处处都是缺失值".into(),
        Demand::PlainSigns => "正确的 TOML，用半角符号：文字两边是 \" 或 '，此外是 , = [ ] { }".into(),
        Demand::LogitBounds => "写明 bounds = [L, U]，因为 distance 是“logit”".into(),
        Demand::LowBelowHigh => "下限小于上限".into(),
        Demand::LimitsOnlyOnce => "bounds 与 low、high 只用其一".into(),
        Demand::ShareInside => "大于 0、小于 1 的比例".into(),
        Demand::TwoFormulas => "两个公式：[分子, 分母]".into(),
        Demand::TwoNumbers => "方括号里的两个数".into(),
        Demand::OneKind(a) => format!("只写其中之一：{a}", a = a.join("、")),
        Demand::TotalsSource => "totals = { … }、sum = …、file = \"…\" 或表 [population]".into(),
        Demand::LabelOf(a) => format!("一个估计的标签，其条目为以下之一：{a}", a = a.join("、")),
        Demand::SmoothFormula => "+ - * / ^、ln、exp、sqrt、abs、min、max 和 where 里的名称".into(),
        Demand::SomethingToDo => "[[weighting]]、[[estimates]] 或 [[independence]]".into(),
        Demand::OneMoreStage => "每级整群至多一列，另加一列给行本身".into(),
        Demand::SpecFiles => "与说明放在一起的文件的名称".into(),
        Demand::PlainName => "不含方括号和逗号的名称，因为标签由它组成".into(),
        Demand::AFormula => "引号里的公式，例如 \"value in [4, 5]\"".into(),
        Demand::ColumnsOrPattern => "columns = [\"…\", …]，或 \"r##\" 那样的模式".into(),
        Demand::IdForRatings => "[data] 下写明 id，因为评价按它指明受访者".into(),
        Demand::IdOfFile => "写明 id：该文件中与数据编号对应的列".into(),
        Demand::NumberOrMargin => "一个数，或一个总体边际的名称".into(),
        Demand::MarginNames => "总体边际的名称".into(),
        Demand::AsManyColumns(a) => format!("与 columns 一样多的列（{a} 列）"),
        Demand::WaysOfErrors => "“fixed”、“calibrated”或 [replicates] 中的名称".into(),
        Demand::NotAWord => "“fixed”和“calibrated”以外的名称".into(),
        Demand::StrataForBrr => "每层两个整群的 strata，因为要从中抽半样本".into(),
        Demand::PartColumns => "columns = { 部分 = \"权重所在的列\", … }".into(),
        Demand::TermsOfLabels => "terms = { \"标签\" = 系数, … }".into(),
        Demand::NamesOfLabels => "where = { 名称 = \"标签\", … }，公式中的每个名称都要有".into(),
        Demand::TwoLevels => "两个不同的取值".into(),
        Demand::EntriesOrLabels => "估计的名称或标签".into(),
    }
}

/// 引出要求的词：应有的东西，还是应做的事。
pub fn lead(demand: &Demand) -> &'static str {
    use Demand as D;
    match demand {
        D::RowOnceAt(_)
        | D::EachNameOnce
        | D::NoCircle
        | D::LogitBounds
        | D::LowBelowHigh
        | D::LimitsOnlyOnce
        | D::OneKind(_)
        | D::RowId
        | D::DesignValue
        | D::FactorFromZero
        | D::RatingProbability
        | D::GroupRow(_)
        | D::OneKindOfPopulation
        | D::SameFraction(_)
        | D::RatingRows
        | D::RatingNames
        | D::PartAboveZero
        | D::RowsKept
        | D::FormulaShallower
        | D::FormulaArguments(_, _)
        | D::IdForRatings
        | D::IdOfFile => "要求：",
        _ => "应为：",
    }
}
