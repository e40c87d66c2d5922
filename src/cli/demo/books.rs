//! The demonstration's main ledger: the public evaluation from the sealed sheet, the other seven columns made up and marked so.

use super::population::uniform;
use super::staff::acting;
use crate::domain::definition::{DepartmentId, Survey, Text};
use crate::domain::ledger::{Body, Cause, Indicator, Kind};
use crate::domain::random::{below, stream};
use crate::stages::App;
use crate::stages::ledger::{self, NewEntry, NewStep, Opening, PartFile};
use rand::Rng;
use std::fmt::Write as _;
use std::sync::Arc;

/// Fills the ledger of the survey's year, by the two officers, up to the joint meeting's review.
pub async fn keep(app: &Arc<App>, survey: &Survey, secret: &[u8; 32]) -> anyhow::Result<()> {
    let (one, other) = (acting(app, "officer").await?, acting(app, "officer2").await?);
    let year = survey.round.year;
    let title = Text {
        zh: format!("{year} 年度绩效总账（演示：除公众评价外均为模拟）"),
        en: format!("Main ledger {year} (demonstration: all but the public evaluation made up)"),
    };
    let opening = Opening {
        year,
        title,
        round: survey.round.id.clone(),
        departments: None,
    };
    ledger::open(&one, opening, "").await?;
    let mut rng = stream(secret, &["demo ledger"]);
    for indicator in Indicator::ALL.into_iter().filter(|one| *one != Indicator::Public) {
        for body in indicator.bodies() {
            ledger::import(&one, year, &part(survey, indicator, body, &mut rng), "").await?;
        }
    }
    ledger::take_own_sheet(&one, year, "").await?;
    for entry in entries(survey, &mut rng) {
        ledger::note(&one, year, &entry, "").await?;
    }
    for (step, who) in [("compiled", "绩效办（演示）"), ("reviewed", "绩效管理联席会议（演示）")] {
        let new = NewStep {
            step: step.to_owned(),
            who: who.to_owned(),
            on: None,
            note: String::new(),
            seen: None,
        };
        ledger::step(&other, year, &new, "").await?;
    }
    Ok(())
}

/// An assessing body's file: most departments do well, some better.
fn part(survey: &Survey, indicator: Indicator, body: &Body, rng: &mut impl Rng) -> PartFile {
    let most = f64::from(indicator.facts().most) / indicator.bodies().len() as f64;
    let mut csv = String::from("部门,得分,备注\n");
    for department in &survey.departments {
        let points = (most * (0.80 + 0.19 * uniform(rng)) * 100.0).floor() / 100.0;
        let _ = writeln!(csv, "{},{points:.2},模拟", department.id.0);
    }
    PartFile {
        indicator: indicator.facts().id.to_owned(),
        source: Some(body.id.to_owned()),
        name: format!("simulated-{}-{}.csv", indicator.facts().id, body.id),
        bytes: csv.into_bytes(),
        replace: false,
    }
}

/// Three deductions, two of them of one department, and an unfinished task.
fn entries(survey: &Survey, rng: &mut impl Rng) -> Vec<NewEntry> {
    let all = &survey.departments;
    let start = below(rng, all.len() as u64) as usize;
    let someone = |step: usize| -> &DepartmentId { &all[(start + step) % all.len()].id };
    let entry = |department: &DepartmentId, kind, detail: &str| NewEntry {
        department: department.0.clone(),
        kind,
        detail: format!("{detail}（演示，模拟）"),
    };
    vec![
        entry(someone(0), Kind::Deduction(Cause::Accident), "一起责任事故"),
        entry(someone(0), Kind::Deduction(Cause::Violation), "一次违规被媒体曝光"),
        entry(someone(17), Kind::Deduction(Cause::Integrity), "一起廉政问题"),
        entry(someone(31), Kind::UnfinishedTask, "一项重点任务未按期完成"),
    ]
}
