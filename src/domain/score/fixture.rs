//! Small surveys and answers for the tests of the statistical rooms.

use crate::domain::data::{Answer, Answers, Assigned, Assignment, Document, Fraction, LogHead, Mode, RoundData, Shown};
pub use crate::domain::definition::fixture::{method, text};
use crate::domain::definition::*;
use std::collections::BTreeMap;

pub fn audience_id(id: &str) -> AudienceId {
    AudienceId(id.into())
}

pub fn question(id: &str, kind: QuestionKind, role: Role) -> Question {
    Question {
        id: QuestionId(id.into()),
        text: text("请评价这个部门的工作"),
        hint: text(""),
        kind,
        show_if: Vec::new(),
        endings: Vec::new(),
        required: false,
        role,
    }
}

pub fn choices(codes: &[&str]) -> QuestionKind {
    let choice = |code: &&str| Choice {
        code: (*code).into(),
        label: text(code),
        exclusive: false,
        apart: false,
    };
    QuestionKind::One(codes.iter().map(choice).collect())
}

fn section(id: &str, kind: SectionKind, questions: Vec<Question>) -> Section {
    Section {
        id: id.into(),
        kind,
        title: text(id),
        intro: text(""),
        questions,
    }
}

pub fn department(id: &str, class: &str, weights: &[(&str, f64)]) -> Department {
    Department {
        id: DepartmentId(id.into()),
        name: text(id),
        full_name: text(id),
        description: text("公共服务"),
        class: class.into(),
        theme: text("主题"),
        weights: weights.iter().map(|(a, w)| (audience_id(a), *w)).collect(),
        familiarity: Familiarity::High,
    }
}

pub fn audience(id: &str) -> Audience {
    let familiarity = Role::Familiarity {
        eligible: vec!["1".into(), "2".into()],
        used: vec!["1".into()],
    };
    let mut dimension = question("X1", QuestionKind::Scale, Role::Dimension);
    dimension.show_if = vec![Condition {
        question: QuestionId("F".into()),
        codes: vec!["1".into()],
    }];
    let attention = Role::Attention {
        expect: "3".into(),
        share: (1, 2),
    };
    let coaching = Role::Coaching {
        coached: vec!["2".into()],
    };
    let sections = vec![
        section(
            "about",
            SectionKind::Plain,
            vec![
                question("district", choices(&["1", "2", "3", "4", "5", "6"]), Role::None),
                question("sex", choices(&["male", "female"]), Role::None),
                question("attention", QuestionKind::Scale, attention),
                question("coached", choices(&["1", "2"]), coaching),
            ],
        ),
        section(
            "known",
            SectionKind::Familiarity,
            vec![question("F", choices(&["1", "2", "3"]), familiarity)],
        ),
        section(
            "ratings",
            SectionKind::Ratings,
            vec![
                question("R", QuestionKind::Scale, Role::Scored),
                dimension,
                question("X2", QuestionKind::Scale, Role::Dimension),
                question("X3", QuestionKind::Scale, Role::Dimension),
            ],
        ),
    ];
    let questionnaire = Questionnaire {
        version: "1".into(),
        sections,
    };
    Audience {
        id: audience_id(id),
        name: text(id),
        max_departments: 26,
        frame: Default::default(),
        questionnaire,
    }
}

pub fn margin(audience: &str, id: &str, master: bool, categories: &[(&str, f64)]) -> Margin {
    let values = categories
        .iter()
        .map(|(c, _)| ((*c).to_owned(), (*c).to_owned()))
        .collect();
    Margin {
        id: id.into(),
        audience: audience_id(audience),
        variables: vec![MarginVariable {
            name: id.into(),
            question: QuestionId(id.into()),
            values,
        }],
        master,
        categories: categories
            .iter()
            .map(|(c, population)| MarginCategory {
                key: vec![(*c).into()],
                population: *population,
            })
            .collect(),
        sum_before_scaling: categories.iter().map(|(_, p)| p).sum(),
        source: "test".into(),
        year: 2021,
        approximate: false,
    }
}

pub fn survey(audiences: &[&str], departments: Vec<Department>, margins: Vec<Margin>) -> Survey {
    let round = Round {
        id: "test-round".into(),
        title: text("测试"),
        year: 2021,
        sample: SampleDesign::None,
        contact: Contact::default(),
        header: FormHeader::default(),
        approximate_margins_override: None,
        deff_waiver: None,
    };
    Survey {
        id: "test".into(),
        round,
        method: method(),
        audiences: audiences.iter().map(|a| audience(a)).collect(),
        departments,
        margins,
        files: Vec::new(),
        notes: Default::default(),
    }
}

pub fn document(id: &str, audience: &str, stratum: &str, plain: &[(&str, &str)], grades: &[(&str, &str)]) -> Document {
    let one = |code: &str| Answer::One(code.to_owned());
    let plain = plain
        .iter()
        .map(|(q, code)| (QuestionId((*q).into()), one(code)))
        .collect();
    let about = grades
        .iter()
        .map(|(d, code)| (DepartmentId((*d).into()), one(code)))
        .collect();
    let list: Vec<DepartmentId> = grades.iter().map(|(d, _)| DepartmentId((*d).into())).collect();
    let shown = |d: &DepartmentId| Shown {
        department: d.clone(),
        s: Fraction::ONE,
    };
    let assigned = |d: &DepartmentId| Assigned {
        department: d.clone(),
        q: Fraction::ONE,
        r: None,
    };
    Document {
        schema: "barometer/submission/1".into(),
        round: "test-round".into(),
        submission: id.into(),
        audience: audience_id(audience),
        stratum: stratum.into(),
        frame: BTreeMap::new(),
        mode: Mode::Web,
        scale_order: "best-first".into(),
        arrived: "2021-09-01T09Z".into(),
        seconds: BTreeMap::new(),
        disposition: "1.1".into(),
        assignment: Assignment {
            shown: list.iter().map(shown).collect(),
            assigned: list.iter().map(assigned).collect(),
            ..Assignment::default()
        },
        answers: Answers {
            plain,
            by_department: BTreeMap::from([(QuestionId("R".into()), about)]),
        },
    }
}

pub fn round(documents: Vec<Document>) -> RoundData {
    RoundData {
        documents,
        strata: Vec::new(),
        cases: Vec::new(),
        removals: Vec::new(),
        log: LogHead {
            size: 0,
            root: String::new(),
        },
        seed: String::new(),
        generated_at: "2021-10-01T00:00:00Z".into(),
        sheet_version: 1,
    }
}

/// Where the reference cases and the real city's answers are, if they are there.
pub fn shared() -> Option<std::path::PathBuf> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    let path: std::path::PathBuf = std::env::var_os("BAROMETER_SHARED")
        .unwrap_or_else(|| default.into())
        .into();
    path.is_dir().then_some(path)
}

/// A CSV file as rows of named cells.
pub fn csv(path: &std::path::Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(path)
        .unwrap()
        .deserialize()
        .map(|row| row.unwrap())
        .collect()
}
