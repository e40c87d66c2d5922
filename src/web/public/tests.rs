//! The public pages, rendered from a made-up sheet; what people must find on them.

mod served;

use super::{home, log, receipt, results};
use crate::domain::definition::*;
use crate::domain::proof::{SignedTreeHead, TreeHead};
use crate::domain::score::sheet::{ScoreStatus, SealedSheet};
use crate::export::fixture::sealed_sheet;
use crate::export::tests::look_at;
use receipt::{ReceiptFacts, ReceiptPage, ReceiptState};
use results::ResultsPage;
use std::collections::BTreeMap;

fn text(zh: &str, en: &str) -> Text {
    Text {
        zh: zh.into(),
        en: en.into(),
    }
}

fn survey() -> Survey {
    let sheet = sealed_sheet().sheet;
    let audience = |id: &str, zh: &str, most: u32| Audience {
        id: AudienceId(id.into()),
        name: text(zh, id),
        max_departments: most,
        questionnaire: Questionnaire {
            version: "2009.1".into(),
            sections: vec![],
        },
        frame: None,
    };
    let department = |d: &crate::domain::score::sheet::DepartmentScore| Department {
        id: d.department_id.clone(),
        name: d.name.clone(),
        full_name: d.name.clone(),
        description: d.name.clone(),
        class: d.class.clone(),
        theme: text("综合管理", "General"),
        weights: d.audience_weights.clone(),
        familiarity: Familiarity::Medium,
    };
    Survey {
        id: sheet.survey_id.clone(),
        round: Round {
            id: sheet.round.clone(),
            title: sheet.title.clone(),
            year: sheet.year,
            sample: SampleDesign::Stratified,
            contact: Contact {
                agency: "北京社情民意调查中心".into(),
                ..Contact::default()
            },
            header: FormHeader::default(),
            approximate_margins_override: None,
            deff_waiver: None,
        },
        method: method(),
        audiences: vec![
            audience("residents", "居民", 6),
            audience("enterprises", "企业", 8),
            audience("institutions", "事业单位", 12),
        ],
        departments: sheet.departments.iter().map(department).collect(),
        margins: vec![],
        files: vec![],
        notes: vec![],
    }
}

fn method() -> Method {
    let labels = [
        ("很满意", "Very satisfied"),
        ("满意", "Satisfied"),
        ("一般", "Neither"),
        ("不满意", "Dissatisfied"),
        ("很不满意", "Very dissatisfied"),
    ];
    let grade = |(i, (zh, en)): (usize, &(&str, &str))| ScaleGrade {
        code: (5 - i).to_string(),
        label: text(zh, en),
        value: 100.0 - 25.0 * i as f64,
        satisfied: i < 2,
    };
    Method {
        scale: Scale {
            version: "1".into(),
            grades: labels.iter().enumerate().map(grade).collect(),
            dont_know: ("9".into(), text("说不清", "Don't know")),
        },
        assignment: AssignmentRule::Drawn {
            shown_sizes: BTreeMap::new(),
            shown_share: (1, 2),
            boost_most: 4,
            target_ratings: BTreeMap::new(),
        },
        base: BaseWeight::InverseProbability,
        fpc: false,
        nonresponse: Some(Nonresponse {
            min_completes: 30,
            groups: BTreeMap::new(),
        }),
        raking: Raking {
            tolerance: 1e-6,
            max_cycles: 100,
            min_category: 20,
            missing_most: 0.05,
        },
        trimming: Some(Trimming { lower: 0.3, upper: 3.0 }),
        ..fixture::method()
    }
}

fn results_page(language: Language) -> String {
    results_of(&sealed_sheet(), &survey(), language)
}

fn results_of(sealed: &SealedSheet, survey: &Survey, language: Language) -> String {
    let fieldwork = Some((jiff::civil::date(2009, 11, 9), jiff::civil::date(2009, 12, 20)));
    results::view(&ResultsPage {
        language,
        sealed,
        survey,
        fieldwork,
        versions: vec![sealed.sheet.sheet_version],
        corrections: Vec::new(),
    })
    .into_string()
}

#[test]
fn results_say_level_and_grades_as_registered() {
    let mut sealed = sealed_sheet();
    for (level, zh, en) in [(0.9, "90%", "90 %"), (0.995, "99.5%", "99.5 %")] {
        sealed.sheet.interval_level = level;
        let mut survey = survey();
        survey.method.interval.level = level;
        let page = results_of(&sealed, &survey, Language::Zh);
        assert!(page.contains(&format!("得分 · {zh} 区间")) && page.contains(&format!("区间的置信水平是 {zh}")));
        assert!(!page.contains("95% 区间"));
        let page = results_of(&sealed, &survey, Language::En);
        assert!(page.contains(&format!("its {en} interval")) && page.contains(&format!("Intervals hold at {en}")));
        assert!(!page.contains("95 % interval"));
        assert!(page.contains("the share who chose “Very satisfied”, “Satisfied”"));
        assert!(!page.contains("{level}") && !page.contains("{satisfied}"));
    }
}

#[test]
fn with_one_audience_nothing_is_said_about_its_weight_and_no_list_is_left_empty() {
    let (mut sealed, mut survey) = (sealed_sheet(), survey());
    survey.audiences.truncate(1);
    sealed.sheet.audiences.truncate(1);
    for department in &mut sealed.sheet.departments {
        department.audiences.truncate(1);
    }
    let lost = &mut sealed.sheet.departments[0];
    lost.score = None;
    lost.status = ScoreStatus::NoScore;
    lost.flags = vec!["audience-suppressed:residents".into(), "no-score".into()];
    let page = results_of(&sealed, &survey, Language::En);
    assert!(
        page.contains("too few ratings") && !page.contains("left out: "),
        "no empty list"
    );
    assert!(page.contains("Too few ratings: not published") && !page.contains("spread over the others"));
}

fn receipt_page(language: Language, state: ReceiptState) -> String {
    let known = !matches!(state, ReceiptState::Unknown | ReceiptState::Mistyped);
    let facts = known.then(|| ReceiptFacts {
        title: sealed_sheet().sheet.title,
        log_size: 6512,
        log_root: sealed_sheet().sheet.log_root,
        has_proof: state != ReceiptState::Waiting,
        may_withdraw: true,
    });
    let answer = Some((state, facts));
    receipt::view(&ReceiptPage {
        language,
        typed: "R-ABCD-EFGH".into(),
        answer,
        tick_missing: false,
        too_late: false,
    })
    .into_string()
}

/// With its style sheet inside, a page can be opened from a file.
fn save(name: &str, page: &str) {
    let style = format!("<style>{}</style></head>", include_str!("../assets/public.css"));
    look_at(name, page.replacen("</head>", &style, 1).as_bytes());
}

#[test]
fn results_name_every_department_with_its_score_or_why_it_has_none() {
    let page = results_page(Language::Zh);
    save("results-zh.html", &page);
    for d in &sealed_sheet().sheet.departments {
        assert!(page.contains(&d.name.zh), "{}", d.name.zh);
        if let Some(score) = &d.score {
            assert!(page.contains(&format!("<strong>{score}</strong>")));
        }
    }
    assert!(page.contains("不计分：评分太少"));
    assert!(page.contains("2009年11月9日至2009年12月20日"));
    assert!(page.contains(&sealed_sheet().sheet.log_root));
}

#[test]
fn results_speak_english_throughout() {
    let page = results_page(Language::En);
    save("results-en.html", &page);
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let shown = page
        .replace("中文", "")
        .replace("北京社情民意调查中心", "")
        .replace("张三", "");
    let shown = shown.replace("事业单位构成只有估计数，按备案采用", "");
    let at = shown.find(chinese);
    assert!(
        at.is_none(),
        "Chinese on the English page: {:?}",
        at.map(|i| shown[i..].chars().take(20).collect::<String>())
    );
}

#[test]
fn a_receipt_never_shows_what_was_answered_and_a_sealed_one_cannot_be_withdrawn() {
    for (state, withdrawable) in [
        (ReceiptState::Recorded, true),
        (ReceiptState::Waiting, true),
        (ReceiptState::Replaced, false),
        (ReceiptState::Withdrawn, false),
        (ReceiptState::Used, false),
        (ReceiptState::SetAside, false),
        (ReceiptState::Unknown, false),
        (ReceiptState::Mistyped, false),
    ] {
        let page = receipt_page(Language::Zh, state);
        assert_eq!(page.contains("/verify/withdraw"), withdrawable, "{state:?}");
    }
    save(
        "receipt-recorded.html",
        &receipt_page(Language::Zh, ReceiptState::Recorded),
    );
    save(
        "receipt-mistyped.html",
        &receipt_page(Language::En, ReceiptState::Mistyped),
    );
}

#[test]
fn log_and_start_page_render() {
    let head = TreeHead::new("beijing-2009", 6512, &[7; 32], "2009-12-20T16:00:00Z");
    let signed = SignedTreeHead {
        head,
        key_id: "5e1c09ab77d2f034".into(),
        signature: "ab".repeat(64),
    };
    let title = sealed_sheet().sheet.title;
    let page = log::LogPage {
        language: Language::Zh,
        round: "beijing-2009".into(),
        title: title.clone(),
        heads: vec![signed],
        all: 1,
    };
    save("log.html", &log::view(&page).into_string());
    let results = vec![("beijing-2009".to_string(), title.clone(), "2009-12-28".to_string())];
    let logs = vec![("beijing-2009".to_string(), title)];
    let start = home::view(&home::Home {
        language: Language::Zh,
        results,
        under_way: vec![],
        logs,
    })
    .into_string();
    save("home.html", &start);
    assert!(start.contains("/results/beijing-2009") && start.contains("/verify"));
}
