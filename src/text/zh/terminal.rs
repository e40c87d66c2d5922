//! 终端里的中文。

use crate::text::terminal::{Busy, DemoWords, TerminalWords};

/// 终端的文字。
pub const TERMINAL: TerminalWords = TerminalWords {
    busy: Busy {
        draw: "抽样",
        import: "导入",
        close: "关闭",
        score: "计分",
        read: "读取",
        calculate: "计算",
        write: "写出",
    },
    opened: "已开启：{round}（{state}）",
    method_hash: "评价办法哈希：{hash}",
    seed_commitment: "种子承诺：{hash}",
    drawn: "{audience}：抽样框 {frame}，样本 {issued}，备用 {reserve}，抽样框哈希 {hash}",
    invited: "已邀请：{n} → {file}",
    released: "已启用备用批次 {batch}：{units} 个单位；下一步：`round invite`",
    accepted: "已接收：{n}",
    insufficient: "答案过少，未计入（行）：{rows}",
    ended: "甄别结束（行）：{rows}",
    ended_with_ratings: "其中仍有评价，评价未计入，请核对甄别答案（行）：{rows}",
    recorded: "已记录：{n}",
    checked: "答卷 {submissions} 份，有标记 {flagged} 份，剔除 {removed} 份",
    weighed: "{audience}：加权设计效应 {deff}",
    signed: "已签名：{role} {key}",
    provisional: "注意：{n} 个部门的得分是暂定的，尚不可计入绩效总账：部分总体数字是约数，调查文件夹里没有具名决定（approximate_margins_override）",
    next: "下一步：`{command}`",
    written: "已写入：{file}",
    columns: ["编号", "得分", "{level} 区间", "满意率", "评分数", "有效样本", "部门"],
    no_score: "不计分：{names}",
    serving: "网页地址：{address}（Ctrl-C 结束）",
    account_link: "登录链接（只显示这一次，七天内有效）：{link}",
    first_link: "建立首位系统管理员（24 小时内有效，只能用一次）：{link}",
    demo: DemoWords {
        steps: ["抽样框与抽样", "答卷", "关闭至封存", "试填轮次"],
        invitations: "{n} 份邀请",
        visited: "{n} 人打开问卷",
        done: "完成",
        labels: [
            "成绩单",
            "审计包",
            "核验",
            "试填（{audience}）",
            "更多试填",
            "结果",
            "回执",
            "工作台",
        ],
    },
};
