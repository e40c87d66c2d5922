//! 抽样分配、质量检查、加权和计分为什么不能进行。

use crate::domain::sample::AllocationError;
use crate::domain::score::ScoreError;
use crate::domain::submission::quality::QualityError;
use crate::domain::weight::{RakeError, WeightError, Why, percent, short};

/// 样本为什么不能这样分配。
pub fn allocation(error: &AllocationError) -> String {
    match error {
        AllocationError::FrameTooSmall { total, frame } => {
            format!("要抽 {total} 个单位，抽样框里只有 {frame} 个")
        }
        AllocationError::MinimumTooLarge { minimum, needed, total } => {
            format!("每层至少 {minimum} 个，合计需要 {needed} 个单位，而样本只有 {total} 个")
        }
        AllocationError::Fixed {
            stratum,
            size,
            least,
            most,
        } => {
            format!("层“{stratum}”定为 {size} 个单位；抽样框里这一层有 {most} 个，每层至少 {least} 个")
        }
        AllocationError::Unlisted(stratum) => format!("层“{stratum}”没有同时出现在抽样框和各层样本量中"),
        AllocationError::FixedSum { sum, total } => format!("各层样本量合计 {sum}，而本轮次的总样本量是 {total}"),
    }
}

/// 为什么没有成绩单。
pub fn score(error: &ScoreError) -> String {
    match error {
        ScoreError::Quality(error) => quality(error),
        ScoreError::Weight(error) => weight(error),
        ScoreError::Design(error) => super::weighting::design(error),
        ScoreError::NotAssigned {
            submission,
            question,
            department,
        } => {
            format!("答卷 {submission} 的题目 {question} 回答了部门 {department}，而该受访者没有被问到这个部门")
        }
        ScoreError::NotAGrade {
            submission,
            department,
            found,
            expected,
        } => {
            format!("答卷 {submission} 给部门 {department} 的评价是 {found}；应为下列之一：{expected}")
        }
        ScoreError::UnknownDisposition { audience, code } => format!("{audience}：不认识的结果代码 {code}"),
        ScoreError::NoValue(grade) => format!("换算规则没有给档次 {grade} 规定分值"),
        ScoreError::NotCanonical(why) => format!("数据无法写成规范格式：{why}"),
    }
}

/// 质量检查为什么不能进行。
pub fn quality(error: &QualityError) -> String {
    match error {
        QualityError::UnknownSubmission(submission) => format!("确认剔除的答卷 {submission} 不存在"),
        QualityError::NotARemoval { submission, code } => {
            format!("确认剔除的答卷 {submission} 写的代码是 {code}，应为 2.40 或 2.41")
        }
        QualityError::UnknownAudience { submission, audience } => unknown_audience(submission, audience),
    }
}

fn unknown_audience(submission: &str, audience: &str) -> String {
    format!("答卷 {submission} 属于调查对象 {audience}，而本调查没有这个对象")
}

/// 为什么得不出权数。
pub fn weight(error: &WeightError) -> String {
    match error {
        WeightError::UnknownAudience { submission, audience } => unknown_audience(submission, audience),
        WeightError::RepeatedSubmission { submission } => format!("有两份答卷的编号都是 {submission}"),
        WeightError::NoStratumCount { audience, stratum } => {
            format!("{audience}：层 {stratum} 有答卷，却没有抽样框数量和启用数量")
        }
        WeightError::BadStratumCount {
            audience,
            stratum,
            frame,
            issued,
        } => {
            format!("{audience}：层 {stratum} 的抽样框有 {frame} 个，却写着启用 {issued} 个；应在 1 到抽样框数量之间")
        }
        WeightError::NoBaseMargin { audience, margin } => {
            format!("{audience}：评价办法规定基础权数取自总体边际 {margin}，而该调查对象没有这个边际")
        }
        WeightError::NoStratumPopulation {
            audience,
            margin,
            stratum,
        } => {
            format!("{audience}：总体边际 {margin} 没有层 {stratum} 的总体数")
        }
        WeightError::UnknownDisposition {
            audience,
            stratum,
            code,
        } => {
            format!("{audience}：层 {stratum} 有不认识的结果代码 {code}")
        }
        WeightError::CasesDisagree {
            audience,
            stratum,
            documents,
            cases,
        } => {
            format!("{audience}：层 {stratum} 有 {documents} 份答卷，而代码为 1.1 或 1.2 的个案有 {cases} 个")
        }
        WeightError::CasesMissing {
            audience,
            stratum,
            issued,
            cases,
        } => {
            format!("{audience}：层 {stratum} 启用了 {issued} 个单位，其中只有 {cases} 个有结果代码")
        }
        WeightError::NothingKnown { audience, class } => {
            format!("{audience}：无应答组 {class} 的个案是否合格全都未知")
        }
        WeightError::MissingAnswers {
            audience,
            variable,
            missing,
            respondents,
            most,
        } => format!("{audience}：{respondents} 名受访者中有 {missing} 名没有回答 {variable}；至多允许 {most} 名"),
        WeightError::NoDonor { audience, variable } => {
            format!("{audience}：没有人回答 {variable}，缺失的回答无法填补")
        }
        WeightError::UnknownCategory {
            audience,
            margin,
            category,
            submission,
        } => {
            format!("{audience}：答卷 {submission} 属于总体边际 {margin} 的类别 {category}，而这个类别没有总体数")
        }
        WeightError::Raking { audience, source } => format!("{audience}：{}", rake(source)),
        WeightError::DesignEffect { audience, deff, limit } => {
            format!("{audience}：权数的设计效应 {deff:.3} 超过 {limit}；需要负责人批准并留下记录")
        }
    }
}

/// 为什么权数不能与总体边际一致。
pub fn rake(error: &RakeError) -> String {
    match error {
        RakeError::EmptyCategory { margin, category } => {
            format!("总体边际 {margin}：类别 {category} 有总体数，却没有权数为正的受访者")
        }
        RakeError::NoPopulation { margin, category, .. } => {
            format!("总体边际 {margin}：类别 {category} 有受访者，却没有总体数")
        }
        RakeError::MissingCategory { margin, row } => format!("总体边际 {margin}：第 {row} 行的受访者没有类别"),
        RakeError::MissingNumber { name, row } => format!("{name}：第 {row} 行的受访者没有有限的数值"),
        RakeError::DifferentSums {
            margin,
            sum,
            first,
            first_sum,
        } => {
            format!(
                "总体边际 {margin} 合计 {}，{first} 合计 {}，相差 {}：两者应当相等",
                short(*sum),
                short(*first_sum),
                short((sum - first_sum).abs())
            )
        }
        RakeError::BadTotal {
            margin,
            category,
            total,
        } => format!("总体边际 {margin}：{category} 的总数是 {total}；总数应是有限的非负数"),
        RakeError::BadWeight { row, weight } => format!("第 {row} 行的权数是 {weight}；权数应是有限的非负数"),
        RakeError::NoWeight => "没有一个权数为正".to_owned(),
        RakeError::NoMargin => "没有可以校准的总体边际".to_owned(),
        RakeError::BadBounds { low, high } => {
            format!("因子界限 [{low}, {high}]：应有下限 < 1 < 上限，logit 距离的两个界限都应有限")
        }
        RakeError::BadLimits { low, high } => format!("权数界限 [{low}, {high}]：应有 0 <= 下限 < 上限"),
        RakeError::OutsideLimits { row, weight } => {
            format!("logit 距离要求起始权数在界限之内；第 {row} 行的权数是 {weight}")
        }
        RakeError::NotConverged {
            cycles,
            margin,
            category,
            miss,
            why,
        } => {
            let why = match why {
                Why::Empty => "其中已没有权数为正的受访者",
                Why::Contradictory => "这些受访者的任何权数都不能同时满足所有总体边际",
                Why::BoundedOut => "界限没有留下余地",
                Why::TooFewCycles => "需要更多次迭代",
            };
            format!(
                "迭代 {cycles} 次仍未收敛：总体边际 {margin} 的类别 {category} 与总数还差 {}：{why}",
                percent(*miss)
            )
        }
    }
}
