//! 各环节拒绝办理的理由，以及应当怎么做。

use super::{field, forecast, secrets, statistics};
use crate::domain::proof::{LogFault, Logged};
use crate::domain::refusal::{Conflict, Instead, Next, Refusal};

/// 用中文说出一个环节为什么拒绝。
pub fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::InState { round, state, instead } => {
            format!("轮次“{round}”目前{}：{}", self::state(state), self::instead(*instead))
        }
        Refusal::StepMissing { round, instead } => format!("轮次“{round}”：{}", self::instead(*instead)),
        Refusal::DoneAlready { round, step, next } => {
            format!("轮次“{round}”的“{step}”已经做过；下一步：{}", self::next(*next))
        }
        Refusal::AllInvited(round) => {
            format!("轮次“{round}”已启用的样本单位都已邀请；请先启用一批备用样本（`round release`）")
        }
        Refusal::NoAnswers(round) => {
            format!("轮次“{round}”还没有答卷；请先导入（`round import-answers`），或等受访者作答")
        }
        Refusal::NoSample(round) => format!("轮次“{round}”不抽样；请直接导入答卷（`round import-answers`）"),
        Refusal::NobodyToInvite(round) => {
            format!("轮次“{round}”不抽样，没有人可邀请；请导入答卷（`round import-answers`）")
        }
        Refusal::NoSheet(round) => format!("轮次“{round}”还没有成绩单；请用 `round score` 计分"),
        Refusal::NoFinalCodes(round) => {
            format!("轮次“{round}”不抽样，没有可登记结果代码的个案：导入了谁的答卷，谁就是受访者")
        }
        Refusal::NothingInReserve(round) => format!("轮次“{round}”不抽样，没有备用样本"),
        Refusal::UnknownAudience { audience, near, all } => {
            format!("本调查没有调查对象“{audience}”{}；有：{}", perhaps(near), named(all))
        }
        Refusal::UnknownStratum {
            audience,
            stratum,
            near,
            all,
        } => format!("“{audience}”没有层“{stratum}”{}；有：{}", perhaps(near), named(all)),
        Refusal::NoReserve {
            audience,
            stratum,
            left,
        } => format!(
            "“{audience}”的层“{stratum}”没有备用样本可用了；还有备用样本的层：{}",
            named(left)
        ),
        Refusal::NoAudience(audience) => format!("本调查没有调查对象“{audience}”"),
        Refusal::Field(refusal) => field::refusal(refusal),
        Refusal::Prepare(refusal) => super::prepare_refusals::refusal(refusal),
        Refusal::NoFrameFile(audience) => format!("没有给出调查对象“{audience}”的抽样框文件"),
        Refusal::Allocation { file, audience, source } => {
            format!("{file}，评价主体“{audience}”：{}", statistics::allocation(source))
        }
        Refusal::Endangered {
            round,
            dangers,
            sampled,
        } => format!(
            "轮次“{round}”没有关闭：关闭之后不能再打开，而照目前的情况会得不到成绩单，或失去其中一部分：{}\n\
             `round close {round} --accept-no-sheet` 可以照样关闭",
            forecast::listed(dangers, *sampled)
        ),
        Refusal::Stopped { round, step, stops } => format!(
            "轮次“{round}”无法进行 `round {step}`：{}\n\
             它已经关闭：答卷已经定局，不再作任何改动。能做的是另开一个轮次：改好调查文件夹，用 \
             `round open 文件夹 --id 编号` 登记，在那里收集或导入答卷",
            forecast::stopped(stops)
        ),
        Refusal::Contact { unit, source } => format!("样本单位 {unit}：{}", secrets::contact(source)),
        Refusal::ContactShape { unit, why } => format!("样本单位 {unit}：联系方式无法读取（{why}）"),
        Refusal::OtherKey(unit) => format!("样本单位 {unit}：密钥与事先承诺的不一致"),
        Refusal::UnitAudience { unit, audience } => format!("样本单位 {unit}：没有调查对象“{audience}”"),
        Refusal::SheetTime(why) => format!("成绩单的时间无法读取：{why}"),
        Refusal::SheetUnreadable(why) => format!("存储的成绩单无法读取：{why}"),
        Refusal::SheetChanged => "从数据库重算得不到已封存的成绩单：数据库被外部改动过".into(),
        Refusal::Tampered { round, fault } => format!(
            "轮次“{round}”的答卷登记之后，数据库被改动过：{}。不会据此计算或签名。\
             请用改动之前的备份恢复数据库，再办理一次",
            log_fault(fault)
        ),
        Refusal::NotRegistered { round, signed } => format!(
            "轮次“{round}”的评价办法还没有登记（两名绩效办人员中已有 {signed} 名签署）；请绩效办先在“评价办法”页面登记，再发出邀请"
        ),
        Refusal::NobodyByName => "这一步要以本人名义签署：请登录后在页面上办理".into(),
        Refusal::OtherMethod(round) => {
            format!("轮次“{round}”的评价办法与您签署的那一页不同；请重新打开页面，看过再签")
        }
        Refusal::OtherSheet { round, version } => format!(
            "轮次“{round}”的成绩单已经不是您按下按钮时看到的那一版：现在是第 {version} 版。没有签署任何内容；请重新打开页面，看过再按"
        ),
        Refusal::NotConfirmed { round, version } => {
            format!("轮次“{round}”成绩单第 {version} 版还没有经调查机构确认；请分析员先确认")
        }
        Refusal::NoVersion { round, version } => format!("轮次“{round}”没有已封存的第 {version} 版成绩单"),
        Refusal::Reason { least, most, letters } => {
            format!("更正的理由有 {letters} 个字；应为 {least} 至 {most} 个字：写明错在哪里、为什么")
        }
        Refusal::Undecided { round, n } => {
            format!("轮次“{round}”还有 {n} 份剔除建议没有决定。请先决定：答卷核对之后，就不能再决定了")
        }
        Refusal::NothingProposed(round) => format!("没有人提议更正轮次“{round}”的成绩单，或者提议已经收回"),
        Refusal::OwnCorrection(round) => format!("更正轮次“{round}”是您自己提议的：要由另一个人同意"),
        Refusal::Bundle(why) => format!("审计包无法写出：{why}"),
        Refusal::Technical(why) => format!("有数值无法计算或写出：{why}"),
        Refusal::Ledger(why) => super::ledger_refusals::refusal(why),
    }
}

fn perhaps(near: &Option<String>) -> String {
    near.as_ref()
        .map_or_else(String::new, |near| format!("（也许是“{near}”）"))
}

fn named(all: &[String]) -> String {
    super::expected::all(all, "无")
}

/// 应当怎么做。
pub fn instead(instead: Instead) -> String {
    match instead {
        Instead::ImportInField => "导入答卷要在 `round invite` 之后、`round close` 之前".into(),
        Instead::RecordInField => "登记结果代码要在 `round invite` 之后、`round close` 之前".into(),
        Instead::ReleaseInField => "启用备用样本要在 `round invite` 之后、`round close` 之前".into(),
        Instead::PlanInField => "最后一天要在轮次关闭之前计划".into(),
        Instead::RemoveBeforeChecking => "剔除要在核查答卷之前提议并决定".into(),
        Instead::BackCheckBeforeSealing => "复核从有访问完成起，到成绩单封存为止".into(),
        Instead::RemindInField => "提醒要在发出邀请之后、轮次截止之前".into(),
        Instead::InviteAfterDraw => "邀请要在抽样（`round draw`）之后、轮次关闭之前".into(),
        Instead::DrawOnce(next) => format!("样本只抽一次，开启之后就抽；下一步：{}", self::next(next)),
        Instead::NotInField(next) => format!("还没有进入调查阶段；下一步：{}", self::next(next)),
        Instead::ClosedAlready(next) => format!("已经关闭过了；下一步：{}", self::next(next)),
        Instead::SealedAlready => "已经封存过了；用 `export sheet` 写出文件".into(),
        Instead::NotSealed => "还没有封存的成绩单；用 `round status` 查看下一步".into(),
        Instead::RegisterBefore => "评价办法要在轮次关闭之前登记".into(),
        Instead::CorrectSealed => "只有已封存的成绩单才需要更正；尚未封存的还没有公布".into(),
        Instead::First(command) => format!("请先 `round {command}`"),
    }
}

/// 轮次的下一步。
pub fn next(next: Next) -> &'static str {
    match next {
        Next::Draw => "`round draw`",
        Next::Invite => "`round invite`",
        Next::Field => {
            "正在收集答卷；`round import-answers`、`round dispositions`、`round release`，然后 `round close`"
        }
        Next::Import => "`round import-answers`，然后 `round close`",
        Next::FinishClosing => "`round close`（上次中断了，会接着做完）",
        Next::Check => "`round check`",
        Next::Weigh => "`round weigh`",
        Next::Score => "`round score`",
        Next::Seal => "`round seal`",
        Next::Export => "已全部完成；用 `export sheet`、`export bundle` 写出文件，用 `verify` 核验",
    }
}

/// 数据库为什么不再接受这次写入。
pub fn conflict(conflict: &Conflict) -> String {
    match conflict {
        Conflict::RoundExists(round) => format!("轮次“{round}”已经存在"),
        Conflict::OtherState { round, states } => {
            let states: Vec<&str> = states.iter().map(|name| state(name)).collect();
            format!(
                "轮次“{round}”已不再{}：别人抢先了一步，这次没有写入任何内容；用 `round status` 查看下一步",
                states.join("或")
            )
        }
        Conflict::FrameMeanwhile { audience, by } => {
            format!("{by} 刚刚采用了“{audience}”的另一份抽样框；请先看过再决定。这次没有写入任何内容")
        }
        Conflict::UploadGone => "这份文件已不再保存：已被替换，或样本已经抽定；请重新上传".into(),
        Conflict::PlanMeanwhile(by) => format!("{by} 刚刚保存了另一套样本量；请先看过再决定。这次没有写入任何内容"),
        Conflict::PreparedMeanwhile => "抽样框或样本量刚刚被别人改过；请重新核对将要抽取的内容。没有抽样".into(),
        Conflict::NotAPretest(round) => format!("轮次“{round}”不是预调查；只有预调查可以删除"),
        Conflict::ReleasedMeanwhile(batch) => format!("第 {batch} 批刚刚已由别人启用；这次没有启用任何个案"),
        Conflict::CodesMeanwhile => "这批邀请码刚刚已由别人处理".into(),
        Conflict::EpochExists { round, epoch } => format!("轮次“{round}”的第 {epoch} 期目标表已经存在"),
        Conflict::StageDone { round, stage } => {
            format!("轮次“{round}”的“{stage}”刚刚已由别人完成；用 `round status` 查看下一步")
        }
        Conflict::Sequencer => "另一个排序任务抢先了一步".into(),
        Conflict::InvitedMeanwhile(unit) => format!("样本单位 {unit} 刚刚已被别人邀请"),
        Conflict::GivenAwayMeanwhile(case) => format!("个案 {case} 刚刚已分配给别人"),
        Conflict::AnsweredMeanwhile(unit) => format!("样本单位 {unit} 刚刚已经作答"),
        Conflict::ImportedMeanwhile { round, units } => format!(
            "文件中有 {units} 个单位的答卷刚刚已由别人导入轮次“{round}”；这次没有写入任何内容；用 `round status` 查看现有答卷"
        ),
        Conflict::LedgerExists(year) => format!("{year} 年的总账已经存在"),
        Conflict::LedgerChanged(year) => format!(
            "{year} 年的总账刚刚已由别人改动，这次没有写入任何内容；请先查看现状（`ledger show {year}`），仍有需要再办"
        ),
        Conflict::MethodRegistered(round) => format!("轮次“{round}”的评价办法已由两名绩效办人员登记，不再由其他人签署"),
        Conflict::SameOfficer(login) => format!("“{login}”已经签署过这份评价办法；第二个签名要由另一名绩效办人员签署"),
        Conflict::ConfirmedAlready(login) => format!("这一版成绩单已由“{login}”确认"),
        Conflict::LoginTaken(login) => format!("登录名“{login}”已有人使用"),
        Conflict::ClientNamed(name) => format!("“{name}”已有一个有效的令牌；请先撤销它，或另取名称"),
        Conflict::GoneAlready => "它已经不在了：刚刚被别人撤销".into(),
        Conflict::LinkUsed => "这个链接已经用过，或已被更新的链接取代".into(),
        Conflict::NoAccount(id) => format!("没有账号“{id}”"),
        Conflict::LastAdministrator => "这是最后一个能登录的系统管理员，不能停用，否则没有人能管账号".into(),
        Conflict::ProposedMeanwhile(id) => format!("答卷“{id}”已有待定或已确认的剔除提议"),
        Conflict::DecidedMeanwhile(number) => format!("第 {number} 号提议刚刚已由他人决定"),
        Conflict::DrawnMeanwhile => "刚刚已有他人抽取了复核样本；请先看清单，再决定是否抽取".into(),
        Conflict::EnteredMeanwhile(number) => format!("样本 {number} 的复核答案刚刚已由他人录入"),
        Conflict::RemovedMeanwhile(round) => {
            format!("核查轮次“{round}”的答卷时，有一项剔除刚刚作出决定；请再核查一次")
        }
    }
}

/// 存储的内容与登记簿怎样不一致。
fn log_fault(fault: &LogFault) -> String {
    match fault {
        LogFault::Changed { what, leaf } => format!("{}与登记簿第 {leaf} 号叶子不符", logged(what)),
        LogFault::NotLogged(what) => format!("{}不在登记簿里", logged(what)),
        LogFault::Deleted(leaf) => format!("登记簿第 {leaf} 号叶子没有对应的内容：有答卷或其他登记内容被删除"),
        LogFault::Claimed { what, leaf } => format!("{}占用了属于别的内容的第 {leaf} 号叶子", logged(what)),
        LogFault::Root { size } => format!("登记簿的 {size} 片叶子算不出已签名的根"),
        LogFault::Signature => "登记簿最后一个根的签名不是本平台的".into(),
    }
}

fn logged(what: &Logged) -> String {
    match what {
        Logged::Submission(id) => format!("答卷 {id} "),
        Logged::Entry(kind, number) => format!("登记内容 {kind} {number} "),
    }
}

/// 轮次的状态，接在“目前”之后。
fn state(name: &str) -> &str {
    match name {
        "draft" => "处于草稿状态",
        "registered" => "处于已抽样状态",
        "fielding" => "处于调查状态",
        "closed" => "处于已关闭状态",
        "scored" => "处于已计分状态",
        "sealed" => "处于已封存状态",
        other => other,
    }
}
