//! 样本报告的中文：首页、小词、没有发生的事。

use super::sample_report_closing::{CLOSING, CORRECTION};
use super::sample_report_collected::COLLECTED;
use super::sample_report_found::FOUND;
use crate::domain::definition::Language;
use crate::domain::report::{Absence, Change, Verdict};
use crate::text::sample_report::{FirstText, ReportText, SmallText};

/// 样本报告的文字。
pub const REPORT: ReportText = ReportText {
    language: Language::Zh,
    name: "样本报告",
    draft: ["草稿", "成绩单尚未封存：本报告是草稿，只供核对，不作发布。"],
    contents: ["目录", "读数时注意"],
    parts: [
        "名称、委托方、调查机构、平台与经费",
        "目的与用途",
        "总体、排除、抽样框与覆盖",
        "抽样设计、分层、抽签与替换",
        "方式、日期、语言、联系与酬谢",
        "问卷",
        "结果代码与回答率",
        "样本构成：未加权、加权与目标",
        "加权",
        "答卷质量",
        "结果",
        "与往年比较",
        "局限",
        "怎样核对",
        "联系、异议与数据获取",
    ],
    first: FirstText {
        labels: ["谁调查", "何时", "多少人", "有多大把握", "结果怎样"],
        who: ["{agency}，受{body}委托", "{agency}"],
        when: "{from} 至 {to} 收到答卷",
        how_many: [
            "发放 {issued} 份，收到 {received} 份（各主体 RR1：{rate}），分析 {analysed} 份",
            "导入 {received} 份，分析 {analysed} 份；没有抽样",
        ],
        how_sure: ["一般部门的得分上下不超过 {half} 分（{level} 区间）", "没有部门有区间"],
        outcome: [
            "{all} 个部门中 {scored} 个有得分：满分 20 分，最低 {low} 分，最高 {high} 分，一半部门高于 {median} 分",
            "没有部门有得分",
        ],
        overall: ["{audience}对总体的满意率 {rate}", "；"],
        identifiers: ["表号", "制定机关", "批准或备案文号", "有效期至"],
        made: "由 {software} 依据本轮记录写成；成绩单生成于 {time}。",
        merged: "人数少的层和类别按登记的规则合并，见第 9 部分。",
    },
    small: SmallText {
        not_given: "登记的轮次里没有填写",
        withheld: "不公布",
        gaps: ["、", "", "："],
        modes: ["网页", "电话", "纸质"],
        yes_no: ["是", "否"],
        department: "〔部门〕",
        absent: "没有做或没有记录：",
        book: ["要点", "样本报告", "办法与说明", "部分"],
        table_follows: "{title}。图；同样的数字见图下的表。",
    },
    collected: COLLECTED,
    found: FOUND,
    closing: CLOSING,
    correction: CORRECTION,
    absence,
    change,
    verdict,
};

const fn absence(what: Absence) -> &'static str {
    match what {
        Absence::Signatures => "成绩单还没有签名。",
        Absence::Funding => "经费由谁承担、多少，系统没有记录；由调查机构交付时说明。",
        Absence::FormIdentifiers => "登记的轮次没有填写表号和批准文号。",
        Absence::FrameSupplier => "抽样框由谁提供，系统没有记录。",
        Absence::Sample => "没有抽样：答卷在别处收集后导入，因此没有入样概率，也没有回答率。",
        Absence::ReserveRelease => "没有启用备用样本。",
        Absence::ContactHistory => "每次联系、拨打时段和催答没有逐条记录，记录的是每个个案的结果代码。",
        Absence::Incentive => "没有酬谢的记录。",
        Absence::Pretest => "本轮没有问卷预试的记录。",
        Absence::ModeOfNonrespondents => "没有回答的人可以选任何方式，因此不能按方式计算回答率。",
        Absence::Margins => "没有登记总体边际：权重没有调整到总体数字。",
        Absence::Monitoring => "没有监听访问的记录。",
        Absence::BackChecks => "没有做复核：没有人被再次询问。",
        Absence::SecondAgency => "没有由第二家机构调查部分样本。",
        Absence::Incidents => "没有意外事件的记录。",
        Absence::CoachingItem => "没有询问是否有人告诉过应当怎样回答。",
        Absence::Removals => "质量规则没有剔除任何答卷：剔除前后的结果相同。",
        Absence::Times => "没有记录各页用时，因此无法检查作答速度。",
        Absence::Dimensions => "没有询问分维度的题目。",
        Absence::TextThemes => "系统不对文字回答归类，也从不引用原文，因为原文可能暴露作答者；这里只统计数量。",
        Absence::EarlierRound => {
            "系统里没有更早的轮次可以比较。以往公布的数字是否出自同一定义并不清楚，因此不声称有任何变化趋势。"
        }
        Absence::Witness => "没有调查机构、绩效办和平台以外的见证人会签日志头。",
    }
}

const fn change(what: Change) -> &'static str {
    match what {
        Change::Scale => "量表不同",
        Change::Audiences => "评价主体或其权重不同",
        Change::Wording => "计分题的措辞不同",
        Change::Conversion => "满意率换算得分的规则不同",
        Change::Sampling => "抽样方式不同",
    }
}

const fn verdict(what: Verdict) -> &'static str {
    match what {
        Verdict::Above => "高于",
        Verdict::Same => "无显著差异",
        Verdict::Below => "低于",
    }
}
