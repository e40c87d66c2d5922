//! 复制样本、收缩估计和样本量为什么得不出来。

use crate::domain::analysis::outcome::Untested;
use crate::domain::estimate::independence::NoTest;
use crate::domain::estimate::replicate::ReplicateError;
use crate::domain::estimate::size::SizeError;
use crate::domain::estimate::small_area::ShrinkageError;
use crate::domain::estimate::statistic::NoEstimate;

/// 复制样本为什么不能构造或使用。
pub fn replicate(error: &ReplicateError) -> String {
    match error {
        ReplicateError::NoRows => "没有任何一行可以构造复制样本".to_owned(),
        ReplicateError::Length { what, found, expected } => {
            format!("{}有 {found} 行，应为 {expected} 行", column(what))
        }
        ReplicateError::LonelyStratum { stratum } => {
            format!(
                "层“{stratum}”只有一个单位；请与别的层合并，或在 [design] 下用 lonely 选定规则（average、certainty、remove，刀切法还可用 adjust）"
            )
        }
        ReplicateError::NoSuchRule { method, stratum } => {
            format!("层“{stratum}”只有一个单位，而 {method} 没有 adjust 这条规则；请用 remove、certainty 或 average")
        }
        ReplicateError::OnlyLonely => "每层都只有一个单位，任何复制样本都与原样本相同".to_owned(),
        ReplicateError::NotAPair { stratum, found } => {
            format!("层“{stratum}”有 {found} 个单位；平衡半样本要求每层恰好两个")
        }
        ReplicateError::Rho(found) => format!("rho 是 {found}；应不小于 0 且小于 1"),
        ReplicateError::Fraction { stratum, found } => {
            format!("层“{stratum}”的抽样比是 {found}（样本单位多于总体？），应在 0 到 1 之间")
        }
        ReplicateError::TooFew { found, least } => format!("只有 {found} 个复制样本；至少需要 {least} 个"),
        ReplicateError::Scales { found, expected } => {
            format!("scale 里有 {found} 个系数，应为 {expected} 个：每个复制样本一个")
        }
        ReplicateError::Scale(found) => format!("复制样本的尺度是 {found}；应为正数"),
        ReplicateError::NothingLeft { count, used } => {
            format!("{count} 个复制样本中只有 {used} 个得出了估计；至少需要两个")
        }
        supplied => columns(supplied),
    }
}

/// 所提供的各列有什么不对。
fn columns(error: &ReplicateError) -> String {
    match error {
        ReplicateError::NotANumber { replicate, row, found } => {
            format!("第 {replicate} 个复制样本第 {row} 行是 {found}，应为不小于 0 的数")
        }
        ReplicateError::UnitDrawnUnequally {
            replicate,
            row,
            found,
            expected,
        } => format!("第 {replicate} 个复制样本第 {row} 行抽中 {found} 次，而同一单位的其他行抽中 {expected} 次"),
        ReplicateError::WrongDraws {
            replicate,
            stratum,
            found,
            expected,
        } => format!("第 {replicate} 个复制样本在层“{stratum}”共抽 {found} 次，应为 {expected} 次（单位数减一）"),
        other => other.to_string(),
    }
}

fn column(what: &str) -> &str {
    match what {
        "units" => "单位",
        "sampling fractions per stratum" => "各层抽样比",
        "a replicate column" => "复制样本的一列",
        "replicate estimates" => "各复制样本的估计",
        other => other,
    }
}

/// 检验或收缩估计为什么得不出来。
pub fn untested(why: &Untested) -> String {
    match why {
        Untested::Independence(why) => independence(why),
        Untested::Shrinkage(why) => shrinkage(why),
    }
}

fn independence(why: &NoTest) -> String {
    match why {
        NoTest::NoEstimate(NoEstimate::EmptyDomain) => "没有权数为正的单位".into(),
        NoTest::NoEstimate(NoEstimate::ZeroDenominator) => "比率的分母为 0".into(),
        NoTest::NoEstimate(NoEstimate::NotANumber) => "有的值或权数不是有限的数".into(),
        NoTest::TooSmall { rows, columns } => format!("表只有 {rows} 行 {columns} 列，没有可检验的"),
        NoTest::EmptyRow(at) => format!("表的第 {} 行是空的", at + 1),
        NoTest::EmptyColumn(at) => format!("表的第 {} 列是空的", at + 1),
        NoTest::EmptyCells => "表中空格太多".into(),
    }
}

/// 收缩估计为什么得不出来；地区或部门从 1 数起。
pub fn shrinkage(error: &ShrinkageError) -> String {
    match error {
        ShrinkageError::TooFewAreas(found) => format!("只有 {found} 个格；至少三个才能分清格间差异和格内误差"),
        ShrinkageError::ZeroVariance(at) => format!("第 {} 个格的方差是 0，看不出它有多准", at + 1),
        ShrinkageError::NotANumber(at) => format!("第 {} 个格的估计或方差不是有限的数，或方差为负", at + 1),
        ShrinkageError::NotConverged(rounds) => format!("迭代 {rounds} 次仍未得出格间方差"),
    }
}

/// 样本量为什么得不出来。
pub fn size(error: &SizeError) -> String {
    let SizeError::Range { what, found, expected } = error;
    let what = match *what {
        "the standard deviation" => "标准差",
        "the design effect" => "设计效应",
        "the level" => "置信水平",
        "the power" => "检验功效",
        "the difference" => "差异",
        other => other,
    };
    let expected = match *expected {
        "a number above 0" => "大于 0 的数",
        "more than 0 and less than 1" => "大于 0 且小于 1",
        "at least 0.5 and less than 1" => "不小于 0.5 且小于 1",
        other => other,
    };
    format!("{what}是 {found}；应为{expected}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::estimate::size::Plan;

    fn is_chinese(text: &str) -> bool {
        text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    }

    #[test]
    fn every_refusal_of_a_size_is_said_in_chinese_alone() {
        let plan = Plan {
            sd: 22.0,
            deff: 1.0,
            level: 0.95,
            power: 0.5,
        };
        let refusals = [
            Plan { sd: 0.0, ..plan }.needed(1.0).unwrap_err(),
            Plan { deff: 0.0, ..plan }.needed(1.0).unwrap_err(),
            Plan { level: 1.0, ..plan }.needed(1.0).unwrap_err(),
            Plan { power: 1.0, ..plan }.needed(1.0).unwrap_err(),
            plan.needed(0.0).unwrap_err(),
        ];
        for refusal in refusals {
            let said = size(&refusal);
            assert!(
                is_chinese(&said) && !said.contains(|c: char| c.is_ascii_alphabetic()),
                "{said}"
            );
        }
    }

    #[test]
    fn a_stratum_is_named_in_its_refusal() {
        let (stratum, found) = ("东城".to_owned(), 3);
        let said = replicate(&ReplicateError::NotAPair { stratum, found });
        assert_eq!(said, "层“东城”有 3 个单位；平衡半样本要求每层恰好两个");
        let wrong = ReplicateError::WrongDraws {
            replicate: 2,
            stratum: "东城".into(),
            found: 4.0,
            expected: 3.0,
        };
        assert_eq!(
            replicate(&wrong),
            "第 2 个复制样本在层“东城”共抽 4 次，应为 3 次（单位数减一）"
        );
        assert_eq!(
            shrinkage(&ShrinkageError::ZeroVariance(0)),
            "第 1 个格的方差是 0，看不出它有多准"
        );
    }
}
