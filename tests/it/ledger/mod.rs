//! The main ledger: filled by the assessing bodies and a sealed sheet, reviewed, and refusing whatever does not belong.

mod command;
mod files;
mod pages;
mod sheets;

use crate::support::{TestApp, folder, on_both, to_csv};
use barometer::domain::definition::Text;
use barometer::domain::ledger::{Bonus, Cause, Entry, Kind, Ledger, LedgerRefusal, Points, StepRecord, standing};
use barometer::domain::refusal::{Conflict, Refusal};
use barometer::stages::StageError;
use barometer::stages::ledger::{self, Imported, NewEntry, NewStep, Opening, PartFile};
use barometer::storage::StorageError;

/// The departments of the small town.
pub const TOWN: [&str; 8] = [
    "water", "parks", "roads", "police", "health", "tax", "planning", "archive",
];

/// Everybody who assesses, with the points that each of the town's departments gets.
pub const BODIES: [(&str, &str, &str); 12] = [
    ("duties", "general-office", "19.25"),
    ("duties", "establishment", "18.5"),
    ("law", "legal-affairs", "3.75"),
    ("law", "supervision", "3.5"),
    ("capacity", "supervision", "3"),
    ("capacity", "personnel", "3.25"),
    ("central", "liaison", "4.4"),
    ("leaders", "leaders", "8.85"),
    ("coordination", "peers", "2.2"),
    ("coordination", "districts", "2.3"),
    ("innovation", "performance-office", "1.5"),
    ("innovation", "personnel", "2.05"),
];

/// The office of the town at its ledger of 2026.
pub trait Office {
    async fn opens_ledger(&mut self) -> Ledger;
    async fn ledger(&self) -> Ledger;
    async fn hands_in(&self, indicator: &str, body: &str, bytes: Vec<u8>) -> Result<Imported, StageError>;
    async fn everybody_delivers(&self);
    async fn deducts(&self, department: &str) -> Result<Entry, StageError>;
    async fn takes_step(&self, step: &str, by: &str, note: &str) -> Result<StepRecord, StageError>;
}

/// The ledger of 2026 of the small town's round.
pub fn opening(year: i16) -> Opening {
    let title = Text {
        zh: format!("河镇 {year} 年绩效总账"),
        en: format!("Riverton performance ledger {year}"),
    };
    Opening {
        year,
        title,
        round: "riverton-2026".into(),
        departments: None,
    }
}

/// A file that gives every department the same points.
pub fn even(points: &str) -> Vec<u8> {
    let mut rows = vec![vec!["部门".to_owned(), "得分".to_owned()]];
    rows.extend(TOWN.map(|id| vec![id.to_owned(), points.to_owned()]));
    to_csv(&rows)
}

impl Office for TestApp {
    async fn opens_ledger(&mut self) -> Ledger {
        if self.round.is_empty() {
            self.opens(folder("small")).await.unwrap();
        }
        ledger::open(&self.app, opening(2026), "王科").await.unwrap()
    }

    async fn ledger(&self) -> Ledger {
        ledger::load(&self.app, 2026).await.unwrap()
    }

    async fn hands_in(&self, indicator: &str, body: &str, bytes: Vec<u8>) -> Result<Imported, StageError> {
        let file = PartFile {
            indicator: indicator.into(),
            source: Some(body.into()),
            name: format!("{body}.csv"),
            bytes,
            replace: false,
        };
        ledger::import(&self.app, 2026, &file, "王科").await
    }

    async fn everybody_delivers(&self) {
        for (indicator, body, points) in BODIES {
            self.hands_in(indicator, body, even(points)).await.unwrap();
        }
    }

    async fn deducts(&self, department: &str) -> Result<Entry, StageError> {
        let new = NewEntry {
            department: department.into(),
            kind: Kind::Deduction(Cause::Accident),
            detail: "九月的责任事故".into(),
        };
        ledger::note(&self.app, 2026, &new, "李科").await
    }

    async fn takes_step(&self, step: &str, by: &str, note: &str) -> Result<StepRecord, StageError> {
        let new = NewStep {
            step: step.into(),
            who: "联席会议".into(),
            on: None,
            note: note.into(),
            seen: None,
        };
        ledger::step(&self.app, 2026, &new, by).await
    }
}

/// The ledger's own reason; anything else fails the test.
#[track_caller]
pub fn reason<T>(outcome: Result<T, StageError>) -> LedgerRefusal {
    match outcome.map(drop) {
        Err(StageError::Refused(Refusal::Ledger(reason))) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_ledger_is_opened_once_a_year_for_the_departments_of_its_round() {
    on_both(async |mut town: TestApp| {
        let ledger = town.opens_ledger().await;
        let ids: Vec<&str> = ledger.departments.iter().map(|one| one.id.0.as_str()).collect();
        assert_eq!(ids, TOWN);
        assert_eq!(town.ledger().await.departments, ledger.departments);
        let before = town.everything().await;
        let again = ledger::open(&town.app, opening(2026), "王科")
            .await
            .map(drop)
            .unwrap_err();
        assert!(matches!(
            again,
            StageError::Storage(StorageError::Conflict(Conflict::LedgerExists(2026)))
        ));
        let other = reason(ledger::open(&town.app, opening(2025), "王科").await);
        assert!(matches!(
            other,
            LedgerRefusal::RoundOfOtherYear {
                found: 2026,
                year: 2025,
                ..
            }
        ));
        assert!(matches!(
            reason(ledger::open(&town.app, opening(1999), "王科").await),
            LedgerRefusal::NoYear(1999)
        ));
        assert!(matches!(
            reason(ledger::open(&town.app, opening(2026), " ").await),
            LedgerRefusal::BlankName
        ));
        let LedgerRefusal::NoLedger { years, .. } = reason(ledger::load(&town.app, 2024).await) else {
            panic!()
        };
        assert_eq!(years, ["2026"]);
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn deductions_and_tasks_change_points_and_bonus_and_can_be_withdrawn() {
    on_both(async |mut town: TestApp| {
        town.opens_ledger().await;
        for _ in 0..3 {
            town.deducts("水务局").await.unwrap();
        }
        let task = NewEntry {
            department: "parks".into(),
            kind: Kind::UnfinishedTask,
            detail: "滨河公园未按期开放".into(),
        };
        ledger::note(&town.app, 2026, &task, "李科").await.unwrap();
        let ledger = town.ledger().await;
        let result = standing(&ledger);
        assert_eq!(result.totals[0].deducted, Points::whole(10));
        assert_eq!(
            (result.totals[0].total, result.totals[0].rank),
            (None, None),
            "no scores yet: no total, not −10"
        );
        assert!(matches!(result.totals[1].bonus, Bonus::Less(_)) && result.totals[1].deducted == Points::ZERO);
        ledger::withdraw(&town.app, 2026, 2, "复核不成立", "张处")
            .await
            .unwrap();
        ledger::withdraw(&town.app, 2026, 3, "复核不成立", "张处")
            .await
            .unwrap();
        let ledger = town.ledger().await;
        assert_eq!(standing(&ledger).totals[0].deducted, Points::whole(5));
        assert_eq!(ledger.entries.len(), 4, "withdrawn ones stay");
        assert_eq!(ledger.entries[1].withdrawn.as_ref().unwrap().by, "张处");
        let before = town.everything().await;
        let withdraw = async |number, why| reason(ledger::withdraw(&town.app, 2026, number, why, "张处").await);
        assert!(matches!(
            withdraw(2, "再来一次").await,
            LedgerRefusal::WithdrawnAlready(2)
        ));
        assert!(matches!(withdraw(9, "没有").await, LedgerRefusal::NoEntry(9)));
        assert!(matches!(withdraw(1, " ").await, LedgerRefusal::NoReasonGiven(_)));
        let LedgerRefusal::UnknownDepartment { near, .. } = reason(town.deducts("水务").await) else {
            panic!()
        };
        assert_eq!(near, None, "two characters are near everything");
        let LedgerRefusal::UnknownDepartment { near, .. } = reason(town.deducts("archives").await) else {
            panic!()
        };
        assert_eq!(near.as_deref(), Some("archive"));
        let wordless = NewEntry {
            detail: "  ".into(),
            ..task
        };
        let refused = reason(ledger::note(&town.app, 2026, &wordless, "李科").await);
        assert!(matches!(refused, LedgerRefusal::NoDetail(_)));
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn of_two_changes_at_once_one_is_whole_and_the_other_is_told() {
    on_both(async |mut town: TestApp| {
        town.opens_ledger().await;
        let both = BODIES.map(|(indicator, body, points)| {
            let app = town.app.clone();
            let file = PartFile {
                indicator: indicator.into(),
                source: Some(body.into()),
                name: format!("{body}.csv"),
                bytes: even(points),
                replace: false,
            };
            tokio::spawn(async move { ledger::import(&app, 2026, &file, "王科").await.map(drop) })
        });
        let mut stored = 0;
        for one in both {
            match one.await.unwrap() {
                Ok(()) => stored += 1,
                Err(StageError::Storage(StorageError::Conflict(Conflict::LedgerChanged(2026)))) => {}
                Err(other) => panic!("{other}"),
            }
        }
        let ledger = town.ledger().await;
        assert!(stored >= 1);
        assert_eq!(ledger.imports.len(), stored);
        assert_eq!(ledger.revision, 1 + stored as u64);
        assert!(
            ledger.imports.iter().all(|import| import.rows.len() == TOWN.len()),
            "each is whole"
        );
        // A stale page's button: decided on an older revision.
        let stale = Ledger { revision: 1, ..ledger };
        let stale = barometer::storage::ledger::add_entry(&town.app.db, &stale, &town_entry()).await;
        let refused = stale.unwrap_err();
        assert!(matches!(refused, StorageError::Conflict(Conflict::LedgerChanged(2026))));
        assert!(town.ledger().await.entries.is_empty());
    });
}

fn town_entry() -> Entry {
    Entry {
        number: 1,
        department: barometer::domain::definition::DepartmentId("water".into()),
        kind: Kind::UnfinishedTask,
        detail: "x".into(),
        by: "李科".into(),
        at: 0,
        withdrawn: None,
    }
}
