//! The words that `barometer ledger` understands.

use crate::config::ServerConfig;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// The ledger a command is about, and where it lives.
#[derive(Debug, Args)]
pub struct Target {
    /// 年度 · Year of the ledger.
    pub(super) year: i16,
    #[command(flatten)]
    pub(super) config: ServerConfig,
}

/// A change, and who makes it.
#[derive(Debug, Args)]
pub struct Change {
    #[command(flatten)]
    pub(super) target: Target,
    /// 由谁办理（姓名） · Who does this, by name.
    #[arg(long)]
    pub(super) by: String,
}

/// What can be done with a ledger.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// 建立：一个年度的总账 · Opens the ledger of a year.
    Open {
        #[command(flatten)]
        change: Change,
        /// 公众评价取自的轮次 · Round whose sealed sheet the public evaluation comes from.
        #[arg(long)]
        round: String,
        /// 部门名单（CSV 或 XLSX，列 id、name_zh、name_en）；轮次在本库时不需要 · List of departments, for a round that is in another house.
        #[arg(long)]
        departments: Option<PathBuf>,
        /// 中文标题 · Chinese title.
        #[arg(long)]
        title: Option<String>,
        /// 英文标题 · English title.
        #[arg(long)]
        title_en: Option<String>,
    },
    /// 导入：一个考评单位的文件（列 部门、得分、备注），全部导入或全部不导入 · Imports an assessing body's file (columns 部门/department, 得分/score, 备注/note): all rows or none.
    Import {
        #[command(flatten)]
        change: Change,
        /// 指标：duties、law、capacity、central、leaders、coordination、innovation · Indicator.
        #[arg(long)]
        indicator: String,
        /// 考评单位，或 whole（合并报送）；只有一个考评单位时不需要 · Assessing body, or whole; not needed where only one assesses.
        #[arg(long)]
        body: Option<String>,
        /// CSV 或 XLSX · CSV or XLSX.
        #[arg(long)]
        file: PathBuf,
        /// 取代先前报送的 · Takes the place of what was delivered before.
        #[arg(long)]
        replace: bool,
    },
    /// 公众评价：取自本库已封存的轮次，或成绩单文件 · Takes the public evaluation from this house's sealed round, or from a sheet's file.
    Sheet {
        #[command(flatten)]
        change: Change,
        /// 成绩单文件（JSON） · The sealed sheet's file (JSON).
        #[arg(long)]
        file: Option<PathBuf>,
        /// 调查机构的公钥（PEM），缺省为本库的 · The agency's public key (PEM); this house's own by default.
        #[arg(long)]
        agency_key: Option<PathBuf>,
        /// 绩效办的公钥（PEM），缺省为本库的 · The office's public key (PEM); this house's own by default.
        #[arg(long)]
        office_key: Option<PathBuf>,
    },
    /// 扣分：记录一项行政问责 · Notes an accountability deduction.
    Deduct {
        #[command(flatten)]
        change: Change,
        /// 部门编号或全同的名称 · Department's id or exact name.
        #[arg(long)]
        department: String,
        /// 事由：integrity（廉政）、accident（责任事故）、violation（其他违规） · Cause.
        #[arg(long)]
        cause: String,
        /// 事实 · What happened.
        #[arg(long)]
        detail: String,
    },
    /// 任务：记录一项未完成的市政府重大任务 · Notes an important task that was not completed.
    Task {
        #[command(flatten)]
        change: Change,
        /// 部门编号或全同的名称 · Department's id or exact name.
        #[arg(long)]
        department: String,
        /// 哪项任务 · Which task.
        #[arg(long)]
        detail: String,
    },
    /// 撤销：一项扣分或任务记录，原记录仍可查看 · Withdraws a deduction or task; it stays to be read.
    Withdraw {
        #[command(flatten)]
        change: Change,
        /// 记录的序号 · Its number.
        number: u64,
        /// 理由 · Why.
        #[arg(long)]
        reason: String,
    },
    /// 审核步骤：compiled、reviewed、approved、published；更正用 reopened · Takes the next review step; reopened for a correction.
    Step {
        #[command(flatten)]
        change: Change,
        /// 步骤 · The step.
        step: String,
        /// 由谁决定（人员或会议） · Who decided: person or meeting.
        #[arg(long)]
        who: String,
        /// 日期（2010-01-15），缺省为今天 · Date; today by default.
        #[arg(long)]
        on: Option<String>,
        /// 备注；重新打开时为理由 · Remark; a reopening's reason.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// 查看：排名、缺项和下一步 · Shows ranks, what is missing and what comes next.
    Show(Target),
    /// 导出：工作簿、打印页和各版成绩单 · Writes the workbook, the pages to print and every version of the sheet.
    Export {
        #[command(flatten)]
        target: Target,
        /// 写入的文件夹，没有时新建 · Folder to write to; made when missing.
        #[arg(long)]
        out: PathBuf,
    },
}
