//! 绩效总账拒绝办理的理由。

use super::{expected, secrets};
use crate::domain::ledger::{Indicator, LedgerDemand, LedgerRefusal, MissingPart, Step};

/// 用中文说出总账为什么拒绝。
pub fn refusal(refusal: &LedgerRefusal) -> String {
    use LedgerRefusal as R;
    match refusal {
        R::NoLedger { year, years } => format!("没有 {year} 年的总账；已有：{}", listed(years, "无")),
        R::NoYear(year) => format!("总账的年份应在 2000 至 2100 之间，而这里是 {year}"),
        R::RoundOfOtherYear { round, found, year } => {
            format!("轮次“{round}”是 {found} 年的，而这是 {year} 年的总账")
        }
        R::RoundNotHere(round) => {
            format!("轮次“{round}”不在本库：请附上部门名单（列 id、name_zh、name_en）")
        }
        R::NoRound => "没有写明轮次；公众评价取自一个轮次封存的成绩单".into(),
        R::Locked { year, step, on } => format!(
            "{year} 年的总账已于 {on} {}，其中内容不再改动。确需更正的，请写明理由重新打开（`ledger step {year} reopened`），\
             之后各步骤重新办理",
            step.name().zh
        ),
        R::UnknownIndicator(found) => format!("没有指标“{found}”；指标：{}", indicators()),
        R::PublicFromSheetOnly => "公众评价只能来自已封存的成绩单（`ledger sheet`），不能来自表格".into(),
        R::UnknownSource { indicator, found } => format!(
            "“{found}”不是“{}”的考评单位；考评单位：{}；合并报送的写 whole",
            indicator.name().zh,
            sources(*indicator)
        ),
        R::SourceNeeded(indicator) => format!(
            "“{}”由几个单位考评，请写明这是谁的文件：{}，或 whole（合并报送）",
            indicator.name().zh,
            sources(*indicator)
        ),
        R::WouldReplace(files) => format!(
            "这会取代 {}，没有写入任何内容。确认取代的请加 `--replace`；原有数据仍可查看",
            listed(files, "无")
        ),
        R::UnknownDepartment { found, near } => {
            let near = near
                .as_ref()
                .map_or_else(String::new, |near| format!("（也许是“{near}”）"));
            format!("本总账没有部门“{found}”{near}")
        }
        R::UnknownCause(found) => {
            format!("没有问责事由“{found}”；事由：integrity（廉政）、accident（责任事故）、violation（其他违规）")
        }
        R::NoDetail(most) => format!("扣分或未完成任务要用一句话写明事实，至多 {most} 个字"),
        R::NoReasonGiven(most) => format!("没有写明理由；理由必填，至多 {most} 个字"),
        R::NoEntry(number) => format!("本总账没有第 {number} 号记录"),
        R::WithdrawnAlready(number) => format!("第 {number} 号记录已经撤销过了"),
        R::BlankName => "没有写明由谁办理".into(),
        // The sealed sheet.
        R::NotASheet(why) => secrets::seal(why),
        R::NotSigned(role) => format!("成绩单没有{}的签名；调查机构和绩效办都要签名", signer(role)),
        R::OtherKey { role, found, expected } => {
            format!("{}的签名用的是密钥 {found}；应为其密钥 {expected}", signer(role))
        }
        R::BadSignature { role, key } => format!(
            "{}的签名（密钥 {key}）不是对这份成绩单所作：成绩单或签名被改动过",
            signer(role)
        ),
        R::OtherRound { found, expected } => {
            format!("成绩单属于轮次“{found}”，而本总账的公众评价取自轮次“{expected}”")
        }
        R::OtherYear { found, expected } => format!("成绩单是 {found} 年的，而这是 {expected} 年的总账"),
        R::SheetTwice(id) => format!("成绩单里部门“{id}”出现两次"),
        R::SheetUnknown(ids) => format!("成绩单里有本总账没有的部门：{}", listed(ids, "无")),
        R::SheetLacks(ids) => format!("成绩单里缺少本总账的部门：{}", listed(ids, "无")),
        R::SheetScore { department, found } => {
            format!("成绩单给“{department}”的得分是“{found}”；应为 0.00 到 20.00 分")
        }
        R::SheetNoScore(department) => format!("成绩单没有给“{department}”得分，状态却是正式"),
        R::NoSheetVersion(version) => format!("总账里没有第 {version} 版的成绩单"),
        R::OlderVersion { found, has } => format!("这是成绩单第 {found} 版；总账里已有第 {has} 版"),
        R::OtherSameVersion(version) => {
            format!("总账里已有另一份第 {version} 版的成绩单；更正应当是新的一版")
        }
        R::NotTheHousesOwn(version) => {
            format!("本库已经封存了这一轮的第 {version} 版成绩单，这个文件的内容与之不同；请用本库的那一份")
        }
        // Steps.
        R::UnknownStep(found) => {
            format!("没有步骤“{found}”；步骤：compiled、reviewed、approved、published；以及 reopened")
        }
        R::StepOrder { year, step, last, next } => {
            format!("现在不能“{}”：{year} 年的总账{}", step.name().zh, follows(*last, *next))
        }
        R::NotDelivered { year, missing } => format!("{year} 年还有未报送的：{}", parts(missing)),
        R::NobodyNamed(most) => format!("没有写明由谁决定；请写明人员或会议，至多 {most} 个字"),
        R::NoDate(found) => format!("“{found}”不是日期；应写成 2010-01-15 的样子"),
        R::FutureDay { on, today } => format!("{on} 还没有到；今天是 {today}"),
        R::BeforeLastStep { on, last } => format!("{on} 早于上一步骤的日期 {last}"),
        R::OwnWork(by) => format!("最后一次改动是{by}所作；步骤要由另一人办理"),
    }
}

/// 总账的文件里应当怎么写。
pub fn demand(demand: &LedgerDemand) -> String {
    match demand {
        LedgerDemand::Department => "本总账中一个部门的编号或全同的名称".into(),
        LedgerDemand::NearDepartment(a) => format!("本总账中一个部门的编号或全同的名称，也许是“{a}”"),
        LedgerDemand::OnceAt(a) => format!("每个部门只出现一次（第 {a} 行已有）"),
        LedgerDemand::RowForEvery => "总账的每个部门都有一行；没有得分的，得分格留空，并在备注里写明原因".into(),
        LedgerDemand::PointsUpTo(a) => format!("0 到 {a} 分，最多两位小数"),
        LedgerDemand::PointsOrReason(a) => {
            format!("0 到 {a} 分；没有得分的留空，并在“备注”（或“note”）列写明原因")
        }
        LedgerDemand::PointsTogether(a, b) => format!("与其他考评单位已给的 {b} 分合计不超过 {a} 分"),
    }
}

/// 前面用“应为”（后接名词）还是“要求”（后接一句话）。
pub fn lead(demand: &LedgerDemand) -> &'static str {
    match demand {
        LedgerDemand::OnceAt(_) | LedgerDemand::RowForEvery | LedgerDemand::PointsTogether(..) => "要求：",
        _ => "应为：",
    }
}

fn signer(role: &str) -> &str {
    match role {
        "agency" => "调查机构",
        "office" => "绩效办",
        other => other,
    }
}

fn listed(words: &[String], none: &str) -> String {
    expected::all(words, none)
}

fn indicators() -> String {
    let named = Indicator::ALL.map(|one| format!("{}（{}）", one.facts().id, one.name().zh));
    named.join("、")
}

fn sources(indicator: Indicator) -> String {
    let bodies = indicator.bodies().iter();
    let bodies: Vec<String> = bodies.map(|body| format!("{}（{}）", body.id, body.name.zh)).collect();
    bodies.join("、")
}

fn parts(missing: &[MissingPart]) -> String {
    let part = |one: &MissingPart| format!("{}（{}）", one.indicator.name().zh, one.source.name().zh);
    missing.iter().map(part).collect::<Vec<_>>().join("、")
}

fn follows(last: Option<Step>, next: Option<Step>) -> String {
    let stands = last.map_or("还没有进入审核".to_owned(), |last| {
        format!("目前的步骤是“{}”", last.name().zh)
    });
    match next {
        Some(next) => format!("{stands}，下一步是“{}”", next.name().zh),
        None => format!("{stands}，这是最后一步"),
    }
}
