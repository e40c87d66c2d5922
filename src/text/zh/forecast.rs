//! 关闭之前能看到的隐患、补救办法，以及关闭之后还能做什么。

use super::statistics;
use crate::domain::score::ScoreError;
use crate::domain::score::danger::{Danger, Notice, Remedy};

/// 用中文说出一项隐患。
pub fn danger(danger: &Danger) -> String {
    match danger {
        Danger::Stops(error) => statistics::score(error),
        Danger::NoAnswers { audience } => {
            format!("{audience}：还没有人作答；由它评价的部门都会失去这一份得分")
        }
        Danger::NoScores { departments } => format!("{departments} 个部门都会不计分：评价它们的人太少"),
        Danger::NobodyIn {
            audience,
            stratum,
            issued,
        } => {
            format!("{audience}：层 {stratum} 启用了 {issued} 个单位，无人作答，而评价办法没有规定把这一层与别的层合并")
        }
    }
}

/// 用中文说出一项提示。
pub fn notice(notice: &Notice) -> String {
    match notice {
        Notice::Merged {
            audience,
            stratum,
            issued,
        } => format!("{audience}：层 {stratum} 启用了 {issued} 个单位，无人作答；按评价办法与相邻的层合并"),
        Notice::DesignEffect { audience, deff, warn } => {
            format!("{audience}：权数的设计效应为 {deff:.2}，评价办法规定超过 {warn} 即提示")
        }
        Notice::NoScore { departments } => {
            format!("{} 个部门将不计分：{}", departments.len(), departments.join("、"))
        }
    }
}

/// 用中文说出调查期间的补救办法。
pub fn remedy(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::AnswerIt => {
            "漏答的人可以再次打开邀请链接补答；更多回答了此题的人也会降低缺失比例：先 `round release`，再 `round invite`，\
             或 `round import-answers`"
        }
        Remedy::ImportIt => {
            "如果是文件或对应关系漏了此题，请把文件夹另开一个轮次（`round open 文件夹 --id 编号`），在那里导入更正后的文件；\
             评价办法允许缺失一定比例时，再导入有此题回答的答卷也有用（`round import-answers`）"
        }
        Remedy::AskMore => {
            "关闭之前再多问一些这类人：提醒尚未作答的人，启用备用样本（先 `round release`，再 `round invite`），\
             或导入纸质和电话答卷（`round import-answers`）"
        }
        Remedy::ImportMore => "关闭之前再导入这类人的答卷：`round import-answers`",
        Remedy::Record => "关闭之前登记这些个案的结果代码：`round dispositions`",
        Remedy::Balance => "在作答少的地方多请一些人，权数会更均匀：先 `round release`，再 `round invite`",
        Remedy::Correct => {
            "答卷与调查文件夹不相符：更正文件夹或文件后另开一个轮次（`round open 文件夹 --id 编号`），在那里导入答卷"
        }
    }
}

/// 逐行列出隐患，每项附补救办法。
pub fn listed(dangers: &[Danger], sampled: bool) -> String {
    let line = |one: &Danger| format!("\n- {}\n  → {}", danger(one), remedy(one.remedy(sampled)));
    dangers.iter().map(line).collect()
}

/// 逐行列出关闭后使环节停下的原因，每项附可在另一轮次规定的设置。
pub fn stopped(stops: &[ScoreError]) -> String {
    let line = |stop: &ScoreError| {
        let setting = Remedy::setting(stop).map(|(key, file)| format!("\n  → 可在 {file} 的 {key} 里作出规定"));
        format!("\n- {}{}", statistics::score(stop), setting.unwrap_or_default())
    };
    stops.iter().map(line).collect()
}
