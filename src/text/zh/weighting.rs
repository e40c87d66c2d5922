//! 加权步骤和抽样设计为什么不能进行。

use super::statistics::rake;
use crate::domain::estimate::design::DesignError;
use crate::domain::weight::classes::{ClassError, Merging};
use crate::domain::weight::plan::{PlanError, StepError};
use crate::domain::weight::short;
use crate::domain::weight::trim::TrimError;

/// 哪一个加权步骤为什么不能进行。
pub fn plan(error: &PlanError) -> String {
    format!("加权步骤“{}”：{}", error.step, step(&error.source))
}

fn step(error: &StepError) -> String {
    match error {
        StepError::Margin(error) => rake(error),
        StepError::Trim(error) => trim(error),
        StepError::Class(error) => class(error),
        StepError::NotPrepared => "分组尚未确定：须先算完整样本".to_owned(),
        StepError::BadSum { to } => format!("不能把合计调整为 {to}；应为正数"),
        StepError::Length { expected, found } => format!("有 {found} 个值，应为 {expected} 行"),
    }
}

fn class(error: &ClassError) -> String {
    match error {
        ClassError::MissingClass { row } => format!("第 {row} 行的单位没有分组"),
        ClassError::BadWeight { row, weight } => bad_weight(*row, *weight),
        ClassError::NoWeight => "没有一个权数为正".to_owned(),
        ClassError::BadMaxFactor(found) => format!("max_factor 是 {found}；应不小于 1"),
        ClassError::NoRespondents {
            group, class, merging, ..
        } => format!("{}组“{class}”没有应答者{}", of(group), merged(*merging)),
        ClassError::NothingKnown {
            group, class, merging, ..
        } => format!("{}组“{class}”里每个单位是否合格都未知{}", of(group), merged(*merging)),
    }
}

/// 合并做了没有、有没有用。
fn merged(merging: Merging) -> &'static str {
    match merging {
        Merging::WouldHelp => "；写 min_respondents = 1（或更大）就会把这样的组与相邻的组合并，目前没有哪个键要求合并",
        Merging::Done => "，同一范围里的组已经全部合并",
        Merging::WouldNotHelp => "，可以与之合并的组也都没有",
        Merging::Fixed => "；复制样本沿用完整样本的组，加大 min_respondents 可使组更大",
    }
}

/// 组所在的范围（within）；没有时不写。
fn of(group: &str) -> String {
    if group.is_empty() {
        String::new()
    } else {
        format!("“{group}”的")
    }
}

fn trim(error: &TrimError) -> String {
    match error {
        TrimError::BadLimits { low, high } => {
            format!("界限 [{low}, {high}]：应有 0 <= 下限 < 上限（以分位数计时都不超过 1）")
        }
        TrimError::BadReference { value } => format!("界限所依据的参照值 {value} 不是正数"),
        TrimError::NoWeight => "没有一个权数为正".to_owned(),
        TrimError::BadWeight { row, weight } => {
            format!("第 {row} 行的权数是 {weight}；权数应是有限的数，负权数须有大于 0 的 low")
        }
        TrimError::NoGroup { row } => format!("第 {row} 行没有 within 的组"),
        TrimError::BadBase { row, base } => format!("第 {row} 行的基础权数是 {base}，无法求权数与它之比"),
        TrimError::NobodyLeft { passes, left } => {
            format!(
                "{passes} 轮之后每个单位都被截断过，还有 {} 的权数无处归还；可放宽界限，或写 give_back = \"none\"",
                short(*left)
            )
        }
        TrimError::CannotRestore { passes, inside, excess } => {
            format!(
                "{passes} 轮之后，界限之内的单位权数合计只有 {}，扣不回 {}；可降低 low，或写 give_back = \"none\"",
                short(*inside),
                short(*excess)
            )
        }
    }
}

fn bad_weight(row: usize, weight: f64) -> String {
    format!("第 {row} 行的权数是 {weight}；权数应是有限的非负数")
}

/// 抽样设计为什么不能用。
pub fn design(error: &DesignError) -> String {
    match error {
        DesignError::SampleExceedsPopulation {
            group, n, population, ..
        } => {
            format!("{}：样本有 {n} 个单位，总体却只有 {population} 个", self::group(group))
        }
        DesignError::PopulationVaries {
            group,
            first,
            other,
            row,
            ..
        } => format!(
            "{}：总体数在一行是 {first}，在第 {row} 行是 {other}",
            self::group(group)
        ),
        DesignError::NotAPopulation { group, found, row, .. } if found.is_nan() => {
            format!("{}：第 {row} 行缺总体数；总体数应是正数", self::group(group))
        }
        DesignError::NotAPopulation { group, found, row, .. } => {
            format!("{}：第 {row} 行的总体数是 {found}；总体数应是正数", self::group(group))
        }
        DesignError::ClusterInTwoStrata {
            cluster, first, other, ..
        } => {
            format!("群“{cluster}”既在层“{first}”又在层“{other}”；如果各层分别编号，请写 nest = true")
        }
        DesignError::Lonely { strata, .. } => format!(
            "只有一个群的层：{}；请与别的层合并，或用 lonely 选定规则（adjust、average、certainty 或 remove）",
            strata.join("、")
        ),
        DesignError::OneCluster => "整个样本只有一个群，无从得知群与群的差异；lonely 可选定规则（remove 和 certainty 不计误差，默认的 fail 拒绝）"
            .to_owned(),
        DesignError::NothingToAverage => "每层都只有一个群，没有别的层的方差可以代替".to_owned(),
        DesignError::MissingUnit { what, row } => format!("第 {row} 行没有{}", unit(what)),
        DesignError::TooManyPopulations { populations, stages } => {
            format!("{stages} 个阶段给了 {populations} 列总体数：每个阶段至多一列，行本身至多一列")
        }
        DesignError::WrongLength { what, found, expected } => {
            format!("{}有 {found} 行，应为 {expected} 行", unit(what))
        }
    }
}

/// 层或群的名称。
fn group(label: &str) -> String {
    match (label.strip_prefix("stratum "), label.strip_prefix("cluster ")) {
        (Some("all"), _) => "全部样本".to_owned(),
        (Some(stratum), _) => format!("层“{stratum}”"),
        (_, Some(cluster)) => format!("群“{cluster}”"),
        _ => label.to_owned(),
    }
}

fn unit(what: &str) -> String {
    match (what, what.strip_prefix("cluster of stage ")) {
        ("stratum" | "strata", _) => "层".to_owned(),
        (_, Some(stage)) => format!("第 {stage} 阶段的群"),
        (other, _) => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::weight::MarginError;

    #[test]
    fn a_row_without_a_category_is_named_by_step_and_row() {
        let source = StepError::Margin(MarginError::MissingCategory {
            margin: "age".into(),
            row: 7,
        });
        let step = "rake".to_owned();
        assert_eq!(
            plan(&PlanError { step, source }),
            "加权步骤“rake”：总体边际 age：第 7 行的受访者没有类别"
        );
    }

    #[test]
    fn no_english_sentence_is_left_in_a_design_s_refusal() {
        let refusals = [
            DesignError::MissingUnit {
                what: "cluster of stage 2".into(),
                row: 3,
            },
            DesignError::SampleExceedsPopulation {
                group: "stratum all".into(),
                n: 5,
                population: 4.0,
                stage: 1,
                row: 0,
            },
            DesignError::NotAPopulation {
                group: "cluster 12".into(),
                found: f64::NAN,
                stage: 1,
                row: 2,
            },
            DesignError::NothingToAverage,
        ];
        for refusal in refusals {
            let said = design(&refusal);
            assert!(!said.contains(|c: char| c.is_ascii_alphabetic()), "{said}");
        }
    }
}
