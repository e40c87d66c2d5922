//! 样本报告页的中文。

use crate::text::report_pages::ReportPages;

/// 样本报告页的文字。
pub const PAGES: ReportPages = ReportPages {
    title: "样本报告",
    about: [
        "报告由系统按实际发生的情况写成：没有做到的也如实写明。同一轮次每次导出的文件逐字节相同，清单列有每个文件的哈希。",
        "计分或封存之后第一次打开要计算几秒到几十秒，请稍候；之后立即给出。",
    ],
    states: [
        "计分之后才有样本报告。",
        "这是草稿：第 {version} 版成绩单还没有封存，报告每页都标有“草稿”。",
        "第 {version} 版成绩单已封存，报告为正式版本。",
    ],
    chapters: ["报告", "附表与清单", "匿名微观数据"],
    versions: ["看第 {version} 版的报告", "看第 {version} 版的报告（草稿）"],
    not_own: [
        "匿名微观数据在封存成绩单时一并给出，草稿没有。",
        "这一版没有自己的微观数据：它采用的答卷与已给出的第 {version} 版相差不足 10 份，两份文件相减就会露出这几个人的全部回答。第 {version} 版的微观数据仍是本轮的微观数据。",
    ],
    microdata: "微观数据经过粗化和小类合并，可以重算比率，不能重算误差的每一位；要逐位重算请用审计包。",
    heads: ["文件", "用途", "办理"],
    actions: ["在浏览器中打开", "保存"],
    files: [
        ("report.zh.html", "中文报告，一个网页，可打印成 A4"),
        ("report.en.html", "英文报告，一个网页，可打印成 A4"),
        ("report.zh.xlsx", "中文报告的全部表格，一表一事，附方法说明"),
        ("report.en.xlsx", "英文报告的全部表格，一表一事，附方法说明"),
        ("dispositions.csv", "每种结果代码的个案数"),
        ("outcome_rates.csv", "各评价主体的 AAPOR 回答率"),
        ("report.manifest.json", "以上各文件的哈希，供核对"),
        ("microdata.xlsx", "受访者、评价和编码手册，一个工作簿"),
        ("respondents.csv", "每份答卷一行，带权数"),
        ("ratings.csv", "每次评价一行，带权数"),
        ("codebook.csv", "每一列、每个代码的含义"),
        ("weighting.csv", "加权的每一步：基础权数、无回答调整、校准、截尾"),
    ],
};
