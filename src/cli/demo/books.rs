//! The demonstration's main ledgers: this year's public evaluation from the sealed sheet, all else made up and marked so.

use super::population::uniform;
use super::staff::acting;
use crate::domain::definition::{DepartmentId, Survey, Text};
use crate::domain::ledger::{Body, Cause, Indicator, Kind};
use crate::domain::proof::{SignerRole, sealed_bytes, sign_sheet};
use crate::domain::random::{below, stream};
use crate::domain::score::sheet::ScoreSheet;
use crate::stages::ledger::{self, NewEntry, NewStep, Opening, PartFile};
use crate::stages::{App, seal};
use rand::Rng;
use std::fmt::Write as _;
use std::sync::Arc;

/// Fills the ledgers, by the two officers: this year's up to the joint meeting's review, last year's to its end.
pub async fn keep(app: &Arc<App>, survey: &Survey, secret: &[u8; 32]) -> anyhow::Result<()> {
    let officers = (acting(app, "officer").await?, acting(app, "officer2").await?);
    let mut rng = stream(secret, &["demo ledger"]);
    let (year, round) = (survey.round.year, &survey.round.id);
    let sheet = seal::sealed_sheet(app, round).await?.sheet;
    let before = made_up(&sheet, &format!("{round}-before"), &mut rng);
    let mut last = Book::open(&officers, survey, year - 1, Some(&before)).await?;
    last.fill(&mut rng).await?;
    last.steps(&STEPS).await?;
    let mut present = Book::open(&officers, survey, year, None).await?;
    present.fill(&mut rng).await?;
    present.steps(&STEPS[..2]).await
}

/// The steps of the review, and who takes them.
const STEPS: [(&str, &str); 4] = [
    ("compiled", "绩效办（演示）"),
    ("reviewed", "绩效管理联席会议（演示）"),
    ("approved", "党组会（演示）"),
    ("published", "绩效办（演示）"),
];

/// The ledger of one year.
struct Book<'a> {
    officers: &'a (Arc<App>, Arc<App>),
    survey: &'a Survey,
    year: i16,
}

impl Book<'_> {
    /// With the sheet of the survey's own round, or with one that is made up.
    async fn open<'a>(
        officers: &'a (Arc<App>, Arc<App>),
        survey: &'a Survey,
        year: i16,
        made_up: Option<&ScoreSheet>,
    ) -> anyhow::Result<Book<'a>> {
        let (zh, en) = match made_up {
            None => (
                "演示：除公众评价外均为模拟",
                "demonstration: all but the public evaluation made up",
            ),
            Some(_) => ("演示：全部为模拟", "demonstration: all made up"),
        };
        let title = Text {
            zh: format!("{year} 年度绩效总账（{zh}）"),
            en: format!("Main ledger {year} ({en})"),
        };
        let opening = Opening {
            year,
            title,
            round: made_up.map_or_else(|| survey.round.id.clone(), |sheet| sheet.round.clone()),
            departments: made_up.and_then(|_| departments()),
        };
        let (one, _) = officers;
        ledger::open(one, opening, "").await?;
        match made_up {
            None => ledger::take_own_sheet(one, year, "").await?,
            Some(sheet) => {
                let roles = [SignerRole::Agency, SignerRole::Office].map(|role| one.keys.signing(role));
                let [agency, office] = roles;
                let bytes = sealed_bytes(&sign_sheet(sheet, &[agency?, office?])?)?;
                ledger::take_sheet(
                    one,
                    year,
                    ("simulated-sheet.json", &bytes),
                    &ledger::own_signatories(one)?,
                    "",
                )
                .await?
            }
        };
        Ok(Book { officers, survey, year })
    }

    /// The other seven indicators, and what is deducted.
    async fn fill(&mut self, rng: &mut impl Rng) -> anyhow::Result<()> {
        let (one, _) = self.officers;
        for indicator in Indicator::ALL.into_iter().filter(|one| *one != Indicator::Public) {
            for body in indicator.bodies() {
                ledger::import(one, self.year, &part(self.survey, indicator, body, rng), "").await?;
            }
        }
        for entry in entries(self.survey, rng) {
            ledger::note(one, self.year, &entry, "").await?;
        }
        Ok(())
    }

    /// Each by the officer who made no change.
    async fn steps(&self, steps: &[(&str, &str)]) -> anyhow::Result<()> {
        let (_, other) = self.officers;
        for (step, who) in steps {
            let new = NewStep {
                step: (*step).to_owned(),
                who: (*who).to_owned(),
                on: None,
                note: String::new(),
                seen: None,
            };
            ledger::step(other, self.year, &new, "").await?;
        }
        Ok(())
    }
}

/// The survey's list of departments, for a ledger whose round is nowhere.
fn departments() -> Option<(String, Vec<u8>)> {
    let list = super::bundled::survey_files()
        .into_iter()
        .find(|file| file.path == "departments.csv")?;
    Some((list.path, list.text.into_bytes()))
}

/// A sheet of the year before: the scores moved a little, nothing else said.
fn made_up(sheet: &ScoreSheet, round: &str, rng: &mut impl Rng) -> ScoreSheet {
    let mut sheet = sheet.clone();
    sheet.round = round.to_owned();
    sheet.year -= 1;
    sheet.title = Text {
        zh: "上一年度（演示：模拟）".to_owned(),
        en: "The year before (demonstration: made up)".to_owned(),
    };
    for one in &mut sheet.departments {
        let score = one.score.as_ref().and_then(|score| score.parse::<f64>().ok());
        let score = score.map(|score| (score - 0.3 + 1.8 * (uniform(rng) - 0.5)).clamp(0.0, 20.0));
        one.score = score.map(|score| format!("{score:.2}"));
        one.rate = score.map(|score| score / 20.0);
        (one.score_se, one.score_ci_low, one.score_ci_high) = (None, None, None);
        (one.rate_se, one.rate_ci_low, one.rate_ci_high) = (None, None, None);
        one.audiences.clear();
        one.sensitivity.clear();
    }
    sheet
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
