//! What the tests of several rooms define alike: words, and a method to depart from.

use super::*;

/// The same words in both languages.
pub fn text(words: &str) -> Text {
    Text {
        zh: words.into(),
        en: words.into(),
    }
}

/// Everybody rates everything, five grades, raked and not trimmed.
pub fn method() -> Method {
    let grade = |code: &str, value: f64, satisfied| ScaleGrade {
        code: code.into(),
        label: text("满意"),
        value,
        satisfied,
    };
    let grades = vec![
        grade("5", 100.0, true),
        grade("4", 75.0, true),
        grade("3", 50.0, false),
        grade("2", 25.0, false),
        grade("1", 0.0, false),
    ];
    Method {
        scale: Scale {
            version: "1".into(),
            grades,
            dont_know: ("dk".into(), text("说不清")),
        },
        conversion: Conversion::Rate,
        assignment: AssignmentRule::All,
        base: BaseWeight::StratumPopulation {
            margin: "district".into(),
        },
        fpc: true,
        nonresponse: None,
        raking: Raking {
            tolerance: 1e-12,
            max_cycles: 1000,
            min_category: 0,
            missing_most: 0.05,
        },
        trimming: None,
        deff_warn: 2.0,
        deff_block: 3.0,
        small_cells: SmallCells {
            suppress: 30.0,
            flag: 100.0,
            lost_weight_most: 0.5,
        },
        interval: Interval { level: 0.95 },
        quality: QualityRules {
            seconds_per_character: 0.15,
            seconds_per_page: 0.8,
            fast_page_share: 0.3,
            median_share_flag: 0.5,
            median_share_strong: 1.0 / 3.0,
            straight_items: 12,
            straight_departments: 3,
        },
        enterprise_unit: "firm".into(),
        battery_most: 3,
    }
}
