//! The registered method as a page for people; `survey/method.toml` is what counts.

use crate::domain::definition::{AssignmentRule, BaseWeight, Conversion, Survey};
use std::fmt::Write;

/// Markdown, Chinese and English labels, one setting a line.
pub(super) fn describe(survey: &Survey) -> String {
    let m = &survey.method;
    let mut out = format!(
        "# 评价办法 · Method\n\n{} · {}\n\n",
        survey.round.title.zh, survey.round.title.en
    );
    let mut line = |zh: &str, en: &str, value: String| {
        // Writing into a string cannot fail.
        _ = writeln!(out, "- {zh} · {en}: {value}");
    };
    line("量表版本", "scale version", m.scale.version.clone());
    for grade in &m.scale.grades {
        let counts = if grade.satisfied { "满意 · satisfied" } else { "—" };
        line(
            "答案",
            "grade",
            format!(
                "{} = {} / {} → {} ({counts})",
                grade.code, grade.label.zh, grade.label.en, grade.value
            ),
        );
    }
    line("换算", "conversion", conversion(&m.conversion));
    line("分派", "assignment", assignment(&m.assignment));
    line(
        "基础权重",
        "base weight",
        match &m.base {
            BaseWeight::InverseProbability => "N_h / issued_h".into(),
            BaseWeight::StratumPopulation { margin } => {
                format!("population of the stratum in margin {margin} / respondents")
            }
        },
    );
    line("有限总体校正", "finite population correction", m.fpc.to_string());
    line(
        "无回答分组最少完成数",
        "fewest completes of a nonresponse class",
        m.nonresponse
            .as_ref()
            .map_or("—".into(), |n| n.min_completes.to_string()),
    );
    line("耙平容差", "raking tolerance", format!("{:e}", m.raking.tolerance));
    line(
        "最少类别人数",
        "fewest respondents of a raking category",
        m.raking.min_category.to_string(),
    );
    line(
        "截尾",
        "trimming",
        m.trimming
            .as_ref()
            .map_or("—".into(), |t| format!("[{}, {}] × median of w/b", t.lower, t.upper)),
    );
    line("不公布下限", "suppressed below", m.small_cells.suppress.to_string());
    line("加标记下限", "flagged below", m.small_cells.flag.to_string());
    line(
        "最多可失去的权重",
        "largest lost audience weight",
        m.small_cells.lost_weight_most.to_string(),
    );
    line("置信水平", "confidence level", m.interval.level.to_string());
    line("企业单位", "enterprise unit", m.enterprise_unit.clone());
    out
}

fn conversion(rule: &Conversion) -> String {
    match rule {
        Conversion::Rate => "20 × rate".into(),
        Conversion::Index { .. } => "20 × index / 100".into(),
        Conversion::Target { target } => format!("20 × min(1, rate / {target})"),
        Conversion::Bands { bands } => format!("(lower limit of the rate, points): {bands:?}"),
        Conversion::MinMax { floor } => {
            format!("{floor} + (20 − {floor}) × (rate − min) / (max − min) within the class")
        }
    }
}

fn assignment(rule: &AssignmentRule) -> String {
    match rule {
        AssignmentRule::All => "all: s = q = 1".into(),
        AssignmentRule::Drawn {
            shown_share,
            boost_most,
            target_ratings,
            ..
        } => {
            let targets: Vec<String> = target_ratings.iter().map(|(a, n)| format!("{} {n}", a.0)).collect();
            let (n, d) = shown_share;
            format!(
                "drawn; shown share {n}/{d}; largest boost {boost_most}; target ratings {}",
                targets.join(", ")
            )
        }
    }
}
