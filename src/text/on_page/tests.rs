//! Pages name things and link to pages; they never show a command.

use super::*;
use crate::domain::ledger::Step;
use crate::domain::refusal::FieldRefusal;
use crate::domain::sample::{AllocationError, PlanError};
use crate::domain::score::fixture;
use crate::domain::weight::WeightError;

const LANGUAGES: [Language; 2] = [Language::Zh, Language::En];

const NEXTS: [Next; 10] = [
    Next::Draw,
    Next::Invite,
    Next::Field,
    Next::Import,
    Next::FinishClosing,
    Next::Check,
    Next::Weigh,
    Next::Score,
    Next::Seal,
    Next::Export,
];

const REMEDIES: [Remedy; 7] = [
    Remedy::AnswerIt,
    Remedy::ImportIt,
    Remedy::AskMore,
    Remedy::ImportMore,
    Remedy::Record,
    Remedy::Balance,
    Remedy::Correct,
];

fn insteads() -> Vec<Instead> {
    let mut all = vec![
        Instead::ImportInField,
        Instead::RecordInField,
        Instead::ReleaseInField,
        Instead::PlanInField,
        Instead::RemoveBeforeChecking,
        Instead::BackCheckBeforeSealing,
        Instead::RemindInField,
        Instead::InviteAfterDraw,
        Instead::SealedAlready,
        Instead::NotSealed,
        Instead::RegisterBefore,
        Instead::CorrectSealed,
    ];
    all.extend(["close", "check", "weigh", "score"].map(Instead::First));
    for next in NEXTS {
        all.extend([
            Instead::DrawOnce(next),
            Instead::NotInField(next),
            Instead::ClosedAlready(next),
        ]);
    }
    all
}

fn id() -> String {
    "r9".into()
}

fn refusals() -> Vec<Refusal> {
    let stop = || {
        ScoreError::from(WeightError::MissingAnswers {
            audience: "residents".into(),
            variable: "age".into(),
            missing: 20,
            respondents: 64,
            most: 3,
        })
    };
    let state = |instead| Refusal::InState {
        round: id(),
        state: "fielding",
        instead,
    };
    let mut all: Vec<Refusal> = insteads().into_iter().map(state).collect();
    all.extend(
        insteads()
            .into_iter()
            .map(|instead| Refusal::StepMissing { round: id(), instead }),
    );
    all.extend(["check", "weigh", "draw"].map(|step| Refusal::DoneAlready {
        round: id(),
        step: step.into(),
        next: Next::Score,
    }));
    all.extend([
        Refusal::AllInvited(id()),
        Refusal::NoAnswers(id()),
        Refusal::NoSample(id()),
        Refusal::NobodyToInvite(id()),
        Refusal::NoSheet(id()),
        Refusal::Endangered {
            round: id(),
            dangers: vec![Danger::Stops(stop())],
            sampled: true,
        },
        Refusal::Stopped {
            round: id(),
            step: "weigh",
            stops: vec![stop()],
        },
        Refusal::Ledger(LedgerRefusal::Locked {
            year: 2009,
            step: Step::Published,
            on: "2010-01-15".into(),
        }),
        Refusal::Ledger(LedgerRefusal::PublicFromSheetOnly),
        Refusal::Ledger(LedgerRefusal::WouldReplace(vec!["a.csv".into()])),
    ]);
    all
}

fn conflicts() -> Vec<Conflict> {
    vec![
        Conflict::OtherState {
            round: id(),
            states: vec!["closed", "scored"],
        },
        Conflict::StageDone {
            round: id(),
            stage: "weigh".into(),
        },
        Conflict::ImportedMeanwhile { round: id(), units: 3 },
        Conflict::LedgerChanged(2009),
    ]
}

/// Everything that could name a command, as a page says it.
fn everything(language: Language) -> Vec<String> {
    let reader = Reader { language, survey: None };
    let mut all: Vec<String> = refusals().iter().map(|one| reader.refusal(one)).collect();
    all.extend(conflicts().iter().map(|one| reader.conflict(one)));
    all.extend(REMEDIES.map(|one| reader.remedy(one).to_owned()));
    all.extend(NEXTS.map(|one| (of(language).next)(one).to_owned()));
    all
}

#[test]
fn no_sentence_of_a_page_shows_a_command_or_an_unfilled_word() {
    for sentence in LANGUAGES.into_iter().flat_map(everything) {
        let shown: String = pieces(&sentence).into_iter().map(|(words, _)| words).collect();
        for sign in ["`", "--", "barometer ", "{", "}", "](", "import-answers"] {
            assert!(!shown.contains(sign), "{sign} in {shown}");
        }
    }
}

/// The variants of an error whose sentence in the command line names a command.
fn commanding(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for part in source.split("#[error(").skip(1) {
        let Some((sentence, rest)) = part.split_once(")]\n") else {
            continue;
        };
        let name = rest.trim_start().split(|c: char| !c.is_alphanumeric()).next();
        found.extend(name.filter(|_| sentence.contains('`')));
    }
    found
}

#[test]
fn every_refusal_that_names_a_command_has_words_for_pages() {
    let words = [include_str!("../on_page.rs"), include_str!("../zh/on_page.rs")].concat();
    let sources = [
        include_str!("../../domain/refusal.rs"),
        include_str!("../../domain/ledger/refusal.rs"),
        include_str!("../../domain/score/danger.rs"),
    ];
    let all: Vec<&str> = sources.into_iter().flat_map(commanding).collect();
    assert!(all.len() > 30, "{all:?}");
    for name in all {
        assert!(words.contains(&format!("::{name}")), "{name}");
    }
}

#[test]
fn both_languages_offer_the_same_ways() {
    let ways = |sentence: &String| {
        pieces(sentence)
            .into_iter()
            .filter_map(|(_, way)| way)
            .collect::<Vec<_>>()
    };
    for (zh, en) in everything(Language::Zh).iter().zip(&everything(Language::En)) {
        assert_eq!(ways(zh), ways(en), "{zh} / {en}");
    }
}

#[test]
fn things_are_called_by_their_names() {
    let departments = vec![fixture::department("d1", "one", &[("residents", 1.0)])];
    let mut survey = fixture::survey(&["residents"], departments, Vec::new());
    survey.audiences[0].name = crate::domain::definition::Text {
        zh: "居民".into(),
        en: "Residents".into(),
    };
    let audience = &survey.audiences[0];
    for language in LANGUAGES {
        let (reader, name) = (Reader::of(&survey, language), audience.name.get(language));
        let nobody = Danger::NoAnswers {
            audience: audience.id.0.clone(),
        };
        assert!(reader.danger(&nobody).starts_with(name), "{}", reader.danger(&nobody));
        let source = PlanError::Allocation(AllocationError::FrameTooSmall { total: 31, frame: 30 });
        let plan = FieldRefusal::Plan {
            audience: audience.id.0.clone(),
            source,
        };
        let said = reader.refusal(&Refusal::Field(plan));
        assert!(said.contains(&format!("“{name}”")), "{said}");
    }
}

#[test]
fn a_sentence_comes_apart_into_words_and_links() {
    assert_eq!(
        pieces("第一[抽样](draw)，再[截止](close)。"),
        [
            ("第一", None),
            ("抽样", Some(Way::Draw)),
            ("，再", None),
            ("截止", Some(Way::Close)),
            ("。", None)
        ]
    );
    assert_eq!(pieces("[raking] x (y) [a](b)"), [("[raking] x (y) [a](b)", None)]);
    assert_eq!(
        pieces("[raking] 里[截止](close)"),
        [("[raking] 里", None), ("截止", Some(Way::Close))]
    );
}
