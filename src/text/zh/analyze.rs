//! 一份分析为什么不能进行。

use super::{replicates, weighting};
use crate::domain::analysis::formula::{FormulaError, comparison};
use crate::domain::analysis::run::{AnalysisError, Contradiction, Labels, Stands};
use crate::domain::definition::Place;
use crate::domain::weight::short;
use crate::text::problems;

/// 用中文说出原因。
pub fn refusal(error: &AnalysisError) -> String {
    use AnalysisError as E;
    match error {
        E::Problems(found) => problems::print(found, crate::domain::definition::Language::Zh),
        E::Formula {
            file,
            line,
            column,
            spec_line,
            source,
        } => format!(
            "{}{}（分析说明第 {spec_line} 行）",
            at(file, *line, column.as_deref()),
            formula(source)
        ),
        E::NoBattery { entry, battery } => format!("条目“{entry}”用到的题组“{battery}”没有在说明里定义"),
        E::NoMargin { margin } => format!("没有总体边际“{margin}”：既无 [margins.{margin}]，也无 [population]"),
        E::NoMarginRows {
            margin,
            file,
            column,
            margins,
        } => format!("{file} [{column}]：没有总体边际“{margin}”的行；有{}", labels(margins)),
        E::NumberMargin { margin, step } => {
            format!("“{margin}”是有总和的数，而步骤 {step} 需要类别；calibrate 两者都可用")
        }
        E::LimitsOf { step, of } => format!("{step} 的界限不能以“{of}”为单位"),
        E::NoFile { file } => format!("没有读取文件 {file}"),
        E::Asked { line, source } => format!("{}（分析说明第 {line} 行）", refusal(source)),
        E::InRun { run, source } => format!("{}（方案“{run}”）", refusal(source)),
        E::BadWeight {
            file,
            line,
            column,
            formula,
            weight,
            ..
        } => {
            let found = weight.map_or_else(|| "没有值".into(), |weight| format!("为 {weight}"));
            let place = at(file, Some(*line), column.as_deref());
            format!("{place}基础权数“{formula}”{found}；权数必须是不小于 0 的数")
        }
        E::NoBaseWeight { file, column, formula } => {
            let place = at(file, None, column.as_deref());
            format!("{place}所有基础权数“{formula}”都是 0；至少要有一个大于 0")
        }
        E::NoWeightLeft {
            file,
            column,
            step,
            after,
        } => {
            let place = at(file, None, column.as_deref());
            format!("{place}加权步骤“{step}”：步骤“{after}”之后已没有一个权数大于 0")
        }
        E::ZeroTotal {
            step,
            margin,
            category,
            place,
            first,
        } => {
            let place = place.as_ref().map_or_else(String::new, |place| format!("{place}: "));
            format!(
                "{place}加权步骤“{step}”：总体边际 {margin}：类别 {category} 的总数是 0，却有受访者（第一个在 {first}）；\
                 请写出总数，或不把这些行计入"
            )
        }
        E::Weighting {
            file,
            line,
            column,
            source,
            contradiction,
        } => format!(
            "{}{}{}",
            at(file, *line, column.as_deref()),
            weighting::plan(source),
            contradiction
                .as_ref()
                .map_or_else(String::new, |found| contradicts(found))
        ),
        E::BadProbability {
            file,
            line,
            column,
            formula,
            probability,
        } => {
            let found = probability.map_or_else(|| "没有值".into(), |probability| format!("为 {probability}"));
            let place = at(file, Some(*line), column.as_deref());
            format!("{place}入样概率“{formula}”{found}；概率必须大于 0、不超过 1")
        }
        E::EndedOutside {
            step,
            units,
            cycles,
            low,
            high,
        } => format!(
            "加权步骤“{step}”：{cycles} 轮之后还有 {units} 个权数在界限 [{}, {}] 之外，而 must_end_inside 要求都在界内；\
             可增加轮数、放宽界限或减少总体边际",
            short(*low),
            short(*high)
        ),
        E::IneligibleRespondent {
            file,
            line,
            column,
            formulas,
        } => format!(
            "{}这个单位已应答（responded = \"{}\"），却又标为不属于总体（eligible = \"{}\"）；两者只能取其一",
            at(file, Some(*line), column.as_deref()),
            formulas.0,
            formulas.1
        ),
        E::Design {
            file,
            line,
            column,
            source,
            units,
        } => format!(
            "{}抽样设计不成立：{}{}",
            at(file, *line, column.as_deref()),
            weighting::design(source),
            units
                .as_ref()
                .map_or_else(String::new, |place| format!("；这些单位的第一个在 {place}"))
        ),
        E::Replicates {
            name,
            file,
            line,
            column,
            source,
        } => format!(
            "{}复制样本“{name}”不能构造：{}",
            at(file, *line, column.as_deref()),
            replicates::replicate(source)
        ),
        E::NoReplicates { name } => format!("没有 [replicates.{name}]"),
        E::NoReplicateRow {
            file,
            id,
            line,
            expected,
            found,
        } => format!(
            "{file} 里没有数据第 {line} 行“{id}”的复制样本；数据的 {expected} 个编号应各有一行，该文件有 {found} 行"
        ),
        E::NothingCalibrated => "errors 要求“calibrated”，但没有一个加权步骤要满足总体边际".into(),
        E::LabelTwice { label, first, second } => format!(
            "有两个估计都会叫“{label}”（{first}，和 {second}）；请改用不含逗号和方括号的类别，例如用 [columns] 派生一列"
        ),
        E::NoLabel {
            label,
            near,
            labels: all,
        } => {
            let near = near
                .as_ref()
                .map_or_else(String::new, |near| format!("，也许是“{near}”"));
            format!("没有估计“{label}”{near}；有{}", labels(all))
        }
        E::NotSplit { entry, over } => format!("“{entry}”没有按“{over}”分组"),
        E::NoLevels {
            entry,
            over,
            from,
            to,
            levels,
        } => format!(
            "“{entry}”不是“{over}”的“{from}”和“{to}”都有估计；它的类别有 {}",
            levels.join("、")
        ),
        E::CompositeWeights {
            composite,
            stands: place,
        } => {
            format!(
                "合成指标“{composite}”的权重必须是不小于 0 的数，且合计大于 0（{}）",
                stands(place)
            )
        }
        E::CompositeSum {
            composite,
            sum,
            out_of,
            stands: place,
        } => format!(
            "合成指标“{composite}”的权重合计为 {}；按 out_of 应为 {out_of}（{}）",
            short(*sum),
            stands(place)
        ),
        E::CompositePart {
            line,
            composite,
            over,
            part,
            levels,
        } => {
            let wrong = if levels.contains(part) {
                "没有权重"
            } else {
                "不是其中一类"
            };
            format!(
                "合成指标“{composite}”：“{part}”{wrong}；“{over}”的类别有 {}，每一类都要写权重（0 表示不计入；分析说明第 {line} 行）",
                levels.join("、")
            )
        }
        E::NoKeyRow { file, column, key } => format!("{file} [{column}]：没有“{key}”这一行"),
        E::NoClass { label, named } => {
            format!(
                "“{label}”不属于 groups 的任何一类；groups 写到的有 {}",
                named.join("、")
            )
        }
        E::SampleSize { name, source } => format!("样本量“{name}”无法计算：{}", replicates::size(source)),
        E::NoSpread { name, of } => format!("样本量“{name}”无法计算：“{of}”没有一个带标准误和设计效应的估计"),
    }
}

fn stands(place: &Stands) -> String {
    match place {
        Stands::Spec(line) => format!("分析说明第 {line} 行"),
        Stands::File(file, line) => format!("{file}:{line}"),
        Stands::Column(file, column) => format!("{file} [{column}]"),
    }
}

/// 哪个总体边际与哪些总体边际矛盾，各写在哪里。
fn contradicts(found: &Contradiction) -> String {
    let place = |place: &Option<Stands>| {
        place
            .as_ref()
            .map_or_else(String::new, |place| format!("（{}）", stands(place)))
    };
    let (margin, of_margin) = (&found.margin.0, place(&found.margin.1));
    let asks = found.asks.as_ref();
    let asks = asks.map_or_else(String::new, |(category, total)| {
        format!("要求 {category} = {}", short(*total))
    });
    let others = found.others.iter().map(|(name, at)| format!("“{name}”{}", place(at)));
    let others: Vec<String> = others.collect();
    let together = if others.len() > 1 { "合起来" } else { "" };
    let comma = if asks.is_empty() { "" } else { "，" };
    format!(
        "；“{margin}”{asks}{of_margin}{comma}与{}{together}矛盾",
        others.join("和")
    )
}

fn labels(all: &Labels) -> String {
    let more = match all.more {
        0 => String::new(),
        more => format!("，另有 {more} 个"),
    };
    format!("“{}”{more}", all.first.join("”、“"))
}

/// `文件:行 [列]: `，与文件问题的写法一致；行和列都没有时不写。
fn at(file: &str, line: Option<u32>, column: Option<&str>) -> String {
    if line.is_none() && column.is_none() {
        return String::new();
    }
    let place = Place {
        file: file.to_owned(),
        line: line.unwrap_or(0) as usize,
        column: column.map(str::to_owned),
    };
    format!("{place}: ")
}

fn formula(error: &FormulaError) -> String {
    match error {
        FormulaError::UnknownName { formula, name } => format!("“{formula}”用到“{name}”，而没有这一列"),
        FormulaError::NotNumber { formula, column, level } => {
            format!("“{formula}”需要数，而列“{column}”里有“{level}”")
        }
        FormulaError::TextForNumber { formula } => format!("“{formula}”在需要数的地方用了文字"),
        FormulaError::NotTruth {
            formula, column, value, ..
        } => {
            let of = column
                .as_ref()
                .map_or_else(|| "有一个值".into(), |column| format!("“{column}”"));
            let example = comparison(column.as_deref());
            format!("{of}为 {value}，而“{formula}”此处要的是 1（真）或 0（假）；写成比较即可，例如{example}")
        }
        FormulaError::Undefined { formula, .. } => {
            format!("“{formula}”在这一行没有结果：除以 0，对数、平方根不存在，或数太大")
        }
    }
}
