//! 准备阶段拒绝办理的理由。

use crate::domain::refusal::PrepareRefusal;

/// 用中文说出为什么拒绝。
pub fn refusal(refusal: &PrepareRefusal) -> String {
    match refusal {
        PrepareRefusal::Pretest(round) => {
            format!("轮次“{round}”是预调查：答卷一律不计，因此不能截止、核对、加权、计分或封存")
        }
        PrepareRefusal::OfPretest(round) => format!("轮次“{round}”本身就是预调查：预调查要从正式轮次建立"),
        PrepareRefusal::NoPretest(round) => format!("轮次“{round}”没有预调查"),
        PrepareRefusal::NoFile => "请先选择文件".into(),
        PrepareRefusal::NoFrames(audiences) => format!("还没有采用抽样框：{}", audiences.join("、")),
        PrepareRefusal::UploadGone => "这份文件已不再保存；请重新上传".into(),
        PrepareRefusal::NotANumber {
            field,
            found,
            least,
            most,
        } => format!("“{field}”：“{found}”不是 {least} 到 {most} 之间的数"),
        PrepareRefusal::CodesWait => "已有一批邀请码等待取走：请先取走并确认，或作废，再生成新的".into(),
        PrepareRefusal::OtherCodesWait { seen, waiting, codes } => format!(
            "这是第 {seen} 批邀请码，已不再等待；现在等待取走的是第 {waiting} 批，共 {codes} 个。请按页面现状办理"
        ),
        PrepareRefusal::NoCodesWait => "没有等待取走的邀请码".into(),
        PrepareRefusal::NotTaken => "请勾选“文件已经保存并能打开”：邀请码一生效，这里就不再保存".into(),
        PrepareRefusal::Links(most) => format!("每类评价主体的预调查链接为 1 到 {most} 个"),
        PrepareRefusal::NobodyToRemind => "受邀的都已完成，或不应再打扰".into(),
    }
}
