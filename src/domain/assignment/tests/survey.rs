//! A survey of the default size: 62 departments in 8 themes, three audiences.

pub use crate::domain::definition::fixture::text;
use crate::domain::definition::*;
use std::collections::BTreeMap;

pub fn audience(id: &str) -> AudienceId {
    AudienceId(id.into())
}

pub fn survey() -> Survey {
    let most = [("residents", 6), ("enterprises", 8), ("institutions", 12)];
    Survey {
        id: "beijing-2009".into(),
        round: round(),
        method: method(),
        audiences: most.map(|(id, n)| form(id, n)).into(),
        departments: (1..=62).map(department).collect(),
        margins: Vec::new(),
        files: Vec::new(),
        notes: Vec::new(),
    }
}

fn department(i: usize) -> Department {
    let familiarity = [Familiarity::Low, Familiarity::Medium, Familiarity::High][i % 3];
    Department {
        id: DepartmentId(format!("D{i:02}")),
        name: text("局"),
        full_name: text("某局"),
        description: text("做事"),
        class: "A".into(),
        theme: text(&format!("主题{}", i % 8)),
        weights: ["residents", "enterprises", "institutions"]
            .map(|id| (audience(id), 1.0 / 3.0))
            .into(),
        familiarity,
    }
}

fn question(id: &str, role: Role) -> Question {
    Question {
        id: QuestionId(id.into()),
        text: text("？"),
        hint: text(""),
        kind: QuestionKind::Scale,
        show_if: Vec::new(),
        endings: Vec::new(),
        required: false,
        role,
    }
}

fn form(id: &str, max_departments: u32) -> Audience {
    let familiarity = Role::Familiarity {
        eligible: vec!["1".into(), "2".into()],
        used: vec!["1".into()],
    };
    let section = |id: &str, kind, questions| Section {
        id: id.into(),
        kind,
        title: text(id),
        intro: text(""),
        questions,
    };
    let ratings = vec![question("R1", Role::Scored), question("R2", Role::Dimension)];
    Audience {
        id: audience(id),
        name: text(id),
        max_departments,
        questionnaire: Questionnaire {
            version: "1".into(),
            sections: vec![
                section("F", SectionKind::Familiarity, vec![question("F1", familiarity)]),
                section("R", SectionKind::Ratings, ratings),
            ],
        },
        frame: None,
    }
}

fn round() -> Round {
    Round {
        id: "2009".into(),
        title: text("2009"),
        year: 2009,
        sample: SampleDesign::Stratified,
        contact: Contact::default(),
        header: FormHeader::default(),
        approximate_margins_override: None,
        deff_waiver: None,
    }
}

fn method() -> Method {
    let sizes = [
        (Familiarity::Low, None),
        (Familiarity::Medium, Some(2)),
        (Familiarity::High, Some(1)),
    ];
    Method {
        assignment: AssignmentRule::Drawn {
            shown_sizes: sizes.into(),
            shown_share: (1, 2),
            boost_most: 4,
            target_ratings: BTreeMap::from([(audience("residents"), 200), (audience("institutions"), 100)]),
        },
        base: BaseWeight::InverseProbability,
        fpc: false,
        battery_most: 2,
        ..fixture::method()
    }
}
