//! 页面上的拒绝和隐患：不说命令，说在哪一页办理。

use crate::domain::ledger::LedgerRefusal;
use crate::domain::refusal::{Instead, Next, Refusal};
use crate::domain::score::danger::Remedy;
use crate::text::on_page::OnPage;

/// 页面上的说法。
pub const ON_PAGE: OnPage = OnPage {
    in_state: "本轮目前的状态是“{state}”：{instead}",
    done: "“{step}”已经做过；下一步：{next}",
    endangered: "本轮没有截止：截止不能撤回，而照目前的情况会得不到成绩单，或失去其中一部分：{list}\n实在无法补救的，可以在[截止与计算](close)页勾选照样截止",
    stopped: "“{step}”无法进行：{list}\n本轮已经截止，答卷已经定局，不再作任何改动。能做的是另开一轮：改好调查文件夹，由系统操作员登记，在那里收集或导入答卷",
    other_state: "本轮已不再处于“{states}”状态：别人抢先了一步，这次没有写入任何内容；现在到了哪一步，见本页上方",
    stage_done: "“{stage}”刚刚已由别人完成；现在到了哪一步，见本页上方",
    imported: "文件中有 {units} 个单位的答卷刚刚已由别人导入；这次没有写入任何内容",
    ledger_changed: "{year} 年的总账刚刚已由别人改动，这次没有写入任何内容；请先看[现在的总账](ledger)，仍有需要再办",
    locked: "{year} 年的总账已于 {on} {step}，其中内容不再改动。确需更正的，请写明理由[重新打开](review)，之后各步骤重新办理",
    would_replace: "这会取代 {files}，没有写入任何内容。确认取代的，请勾选“取代先前报送的”再导入；原有数据仍可查看",
    no_frames: "还没有采用抽样框：{audiences}",
    joins: ["、", "”或“"],
    plain,
    ledger,
    instead,
    next,
    remedy,
    setting: "可在 {file} 的 {key} 里作出规定",
};

fn plain(refusal: &Refusal) -> Option<&'static str> {
    Some(match refusal {
        Refusal::AllInvited(_) => "已启用的样本单位都已邀请；请先[启用一批备用样本](field)",
        Refusal::NoAnswers(_) => "还没有答卷；请先[导入](field)，或等受访者作答",
        Refusal::NoSample(_) => "本轮不抽样；请直接[导入答卷](field)",
        Refusal::NobodyToInvite(_) => "本轮不抽样，没有人可邀请；请[导入答卷](field)",
        Refusal::NoSheet(_) => "还没有成绩单；请先[计分](close)",
        _ => return None,
    })
}

fn ledger(refusal: &LedgerRefusal) -> Option<&'static str> {
    match refusal {
        LedgerRefusal::PublicFromSheetOnly => {
            Some("公众评价只能来自已封存的成绩单，不能来自表格；成绩单在[各单位报送](deliveries)页导入")
        }
        _ => None,
    }
}

fn instead(instead: Instead) -> &'static str {
    match instead {
        Instead::ImportInField => "导入答卷要在[发出邀请](invitations)之后、[截止](close)之前",
        Instead::RecordInField => "登记结果代码要在[发出邀请](invitations)之后、[截止](close)之前",
        Instead::ReleaseInField => "启用备用样本要在[发出邀请](invitations)之后、[截止](close)之前",
        Instead::PlanInField => "最后一天要在截止之前计划",
        Instead::RemoveBeforeChecking => "剔除要在核查答卷之前提议并决定",
        Instead::BackCheckBeforeSealing => "复核从有访问完成起，到成绩单封存为止",
        Instead::RemindInField => "提醒要在发出邀请之后、截止之前",
        Instead::InviteAfterDraw => "邀请要在[抽样](draw)之后、截止之前",
        Instead::DrawOnce(_) => "样本只抽一次，开启之后就抽；下一步：{next}",
        Instead::NotInField(_) => "还没有进入调查阶段；下一步：{next}",
        Instead::ClosedAlready(_) => "已经截止过了；下一步：{next}",
        Instead::SealedAlready => "已经封存过了；封存的成绩单见[结果](results)",
        Instead::NotSealed => "还没有封存的成绩单；现在到了哪一步，见本页上方",
        Instead::RegisterBefore => "评价办法要在截止之前登记",
        Instead::CorrectSealed => "只有已封存的成绩单才需要更正；尚未封存的还没有公布",
        Instead::First("close") => "请先[截止](close)",
        Instead::First(_) => "请先[核对、加权、计分](close)",
    }
}

fn next(next: Next) -> &'static str {
    match next {
        Next::Draw => "[抽样](draw)",
        Next::Invite => "[发出邀请](invitations)",
        Next::Field => "正在收集答卷，收齐之后[截止](close)",
        Next::Import => "[导入答卷](field)，然后[截止](close)",
        Next::FinishClosing => "[接着做完截止](close)（上次中断了）",
        Next::Check | Next::Weigh | Next::Score => "[核对、加权、计分](close)",
        Next::Seal => "分析员[确认](sheet)，绩效办[封存](results)",
        Next::Export => "已全部完成",
    }
}

fn remedy(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::AnswerIt => {
            "漏答的人可以再次打开邀请链接补答；更多回答了此题的人也会降低缺失比例：[启用备用样本](field)后[发出邀请](invitations)，或[导入纸质、电话答卷](field)"
        }
        Remedy::ImportIt => {
            "如果是文件或对照表漏了此题，请由系统操作员把调查文件夹另开一轮，在那里导入更正后的文件；评价办法允许缺失一定比例时，再[导入有此题回答的答卷](field)也有用"
        }
        Remedy::AskMore => {
            "截止之前再多问一些这类人：[提醒尚未作答的人](reminders)，[启用备用样本](field)后[发出邀请](invitations)，或[导入纸质、电话答卷](field)"
        }
        Remedy::ImportMore => "截止之前再[导入这类人的答卷](field)",
        Remedy::Record => "截止之前[登记这些个案的结果代码](field)",
        Remedy::Balance => "在作答少的地方多请一些人，权数会更均匀：[启用备用样本](field)后[发出邀请](invitations)",
        Remedy::Correct => "答卷与调查文件夹不相符：更正文件夹或文件后，由系统操作员另开一轮，在那里导入答卷",
    }
}
