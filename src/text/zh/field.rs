//! 调查执行与质量工作中拒绝办理的理由。

use super::statistics;
use crate::domain::fieldwork::FilterError;
use crate::domain::refusal::FieldRefusal;
use crate::domain::sample::PlanError;

/// 用中文说出为什么拒绝。
pub fn refusal(refusal: &FieldRefusal) -> String {
    match refusal {
        FieldRefusal::Filter(error) => filter(error),
        FieldRefusal::Plan { audience, source } => format!("评价主体“{audience}”：{}", plan(source)),
        FieldRefusal::EndsBeforeItBegins { first, last } => {
            format!("调查不能在 {last} 结束：{first} 才开始")
        }
        FieldRefusal::NoCase(number) => format!("没有编号为 {number} 的已启用样本"),
        FieldRefusal::NotAFieldCode(code) => {
            format!("“{code}”不是调查机构可以登记的结果代码：作答、撤回和剔除的代码由系统给出")
        }
        FieldRefusal::NoteTooLong { found, most } => format!("备注有 {found} 个字；最多 {most} 个字"),
        FieldRefusal::NotAnInterviewer(login) => format!("“{login}”不是在用的访问员登录名"),
        FieldRefusal::NotToCall(case) => {
            format!("个案 {case} 现在不能电话访问：已经作答、不愿参加、不属于调查对象，或者这一轮次不在调查中")
        }
        FieldRefusal::NobodyToAssign => "没有可分配的样本：都已作答，或已有访问员".into(),
        FieldRefusal::BatchNotYet { seen, next } => {
            format!("第 {seen} 批还不能启用：备用样本按顺序启用，下一批是第 {next} 批")
        }
        FieldRefusal::OtherBatch { seen, next } => format!("第 {seen} 批已由他人启用；下一批是第 {next} 批"),
        FieldRefusal::NoSubmission(id) => format!("没有计入的答卷“{id}”"),
        FieldRefusal::NoReason => "剔除要用文字写明理由".into(),
        FieldRefusal::NoProposal(number) => format!("没有第 {number} 号剔除提议"),
        FieldRefusal::OwnProposal(number) => format!("第 {number} 号提议是您自己提出的：要由另一人决定"),
        FieldRefusal::Checked(round) => format!("轮次“{round}”的答卷已经核查：剔除不再起作用"),
        FieldRefusal::NoInterviews => "还没有访问员完成的访问：复核的是已分配访问员、以电话或纸质方式作答的样本".into(),
        FieldRefusal::EnoughDrawn => "每位访问员的复核比例都已达到；有更多访问完成后再抽取".into(),
        FieldRefusal::NotDrawn(number) => format!("样本 {number} 没有被抽中复核"),
        FieldRefusal::Entered(number) => format!("样本 {number} 的复核答案已经录入"),
        FieldRefusal::OwnInterview(number) => format!("样本 {number} 是您自己的访问：要由另一人复核"),
        FieldRefusal::NothingAnswered => "没有任何答案".into(),
    }
}

/// 用中文说出为什么不能这样筛选。
pub fn filter(error: &FilterError) -> String {
    match error {
        FilterError::Unknown { key, found, expected } => {
            format!("{}“{found}”不存在；有：{}", part(key), expected.join("、"))
        }
        FilterError::NotADay { key, found } => format!("{}“{found}”不是日期；应如 2026-09-30", part(key)),
        FilterError::Twice(key) => format!("地址里“{}”出现了两次", part(key)),
        FilterError::Backwards { from, to } => format!("结束日期 {to} 早于开始日期 {from}"),
    }
}

fn part(key: &str) -> &str {
    match key {
        "audience" => "评价主体",
        "district" => "区（层）",
        "mode" => "方式",
        "interviewer" => "访问员",
        "from" => "开始日期",
        "to" => "结束日期",
        other => other,
    }
}

/// 用中文说出为什么不能按这个方案抽样。
pub fn plan(error: &PlanError) -> String {
    match error {
        PlanError::Allocation(error) => statistics::allocation(error),
        PlanError::TotalOfFixed(total) => {
            format!("本轮次逐层规定了样本量：请逐层给出样本量，而不是合计 {total}")
        }
        PlanError::Stratum {
            stratum,
            size,
            least,
            most,
        } => format!("层“{stratum}”要抽 {size} 个单位；抽样框里这一层有 {most} 个，每层至少抽 {least} 个"),
        PlanError::Response(found) => format!("预期回答率是 {found}；应大于 0 且不超过 1"),
        PlanError::Audience(audience) => format!("方案里的评价主体“{audience}”不在本调查中"),
    }
}
