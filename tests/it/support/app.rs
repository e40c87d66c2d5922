//! A house with a round in it: one method for each thing the agency, the office or an auditor does.

use super::Phone;
use barometer::clock::Clock;
use barometer::domain::data::Document;
use barometer::domain::definition::{AudienceId, DepartmentId, Survey, SurveyFile};
use barometer::domain::proof::SignerRole;
use barometer::domain::proof::bundle::Bundle;
use barometer::domain::score::sheet::ScoreSheet;
use barometer::domain::score::sheet::SealedSheet;
use barometer::jobs::{epoch, sequencer};
use barometer::stages::analyse::{self, Analysed, CheckReport};
use barometer::stages::bundle::bundle;
use barometer::stages::close::{CloseReport, OnDanger, close};
use barometer::stages::draw::{DrawReport, FrameFile, draw};
use barometer::stages::import::{AnswerFile, ImportReport, import_answers};
use barometer::stages::invite::{Invitation, invite};
use barometer::stages::open::{OpenOptions, open};
use barometer::stages::{App, Keys, Random, StageError, dispositions, release, seal};
use barometer::storage::round::RoundRecord;
use barometer::storage::sample::{self, UnitRecord};
use barometer::storage::{Db, submission};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, FromQueryResult, JsonValue, Statement};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// The committed survey folders.
const SURVEYS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/surveys");

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures");
const MONDAY_MORNING: i64 = 1_790_000_000;
const TABLES: &[&str] = &[
    "account",
    "account_link",
    "session",
    "sign_in_brake",
    "audit_entry",
    "round",
    "stratum",
    "sample_unit",
    "disposition_event",
    "respondent",
    "edit",
    "page_save",
    "submission",
    "survey_file",
    "epoch",
    "log_entry",
    "log_node",
    "log_head",
    "quality",
    "unit_weight",
    "sheet",
    "stage_record",
    "key_set",
    "removal_proposal",
    "back_check",
    "back_check_answer",
    "ledger",
    "ledger_department",
    "ledger_import",
    "ledger_part",
    "ledger_sheet",
    "ledger_entry",
    "ledger_step",
];

/// Frame files by audience.
pub type Frames = BTreeMap<AudienceId, FrameFile>;

/// A house with its database, secrets and clock, and the round that the story is about.
pub struct TestApp {
    pub app: Arc<App>,
    pub round: String,
    /// Keys and, on SQLite, the database; gone when the story ends.
    _folder: TempDir,
    pub url: String,
    inspector: DatabaseConnection,
    invited: Mutex<Vec<Invitation>>,
}

impl TestApp {
    /// An empty house on that database: time stands still, chance is seeded.
    pub async fn new(url: &str, folder: TempDir) -> TestApp {
        let random = Random::seeded(20_260_101);
        let keys = Keys::load_or_create(&folder.path().join("keys"), &random).unwrap();
        let db = Db::connect(url).await.unwrap();
        let clock = Clock::set(jiff::Timestamp::from_second(MONDAY_MORNING).unwrap());
        let app = Arc::new(App::new(db, keys, clock, random, "https://survey.example"));
        let inspector = Database::connect(url).await.unwrap();
        TestApp {
            app,
            round: String::new(),
            _folder: folder,
            url: url.to_owned(),
            inspector,
            invited: Mutex::default(),
        }
    }

    /// Opens the round of a survey folder.
    pub async fn opens(&mut self, files: Vec<SurveyFile>) -> Result<RoundRecord, StageError> {
        let record = open(&self.app, files, OpenOptions::default()).await?;
        self.round = record.id.clone();
        Ok(record)
    }

    /// Opens the small town's round and goes into the field.
    pub async fn invites_the_town(&mut self) -> Vec<Invitation> {
        self.opens(folder("small")).await.unwrap();
        self.draws(&frames(1)).await.unwrap();
        self.invites().await.unwrap()
    }

    pub async fn draws(&self, frames: &Frames) -> Result<DrawReport, StageError> {
        draw(&self.app, &self.round, frames).await
    }

    /// Invites, and logs the first target table as the command line does.
    pub async fn invites(&self) -> Result<Vec<Invitation>, StageError> {
        let invitations = invite(&self.app, &self.round).await?;
        epoch::refresh(&self.app, &self.round).await?;
        self.invited.lock().unwrap().extend(invitations.clone());
        Ok(invitations)
    }

    /// The departments on a unit's printed form, as its invitation lists them; none before it is invited.
    pub fn printed(&self, sample_no: u64) -> Vec<DepartmentId> {
        let invited = self.invited.lock().unwrap();
        let its = invited.iter().find(|one| one.sample_no == sample_no);
        its.map(|one| one.shown.clone()).unwrap_or_default()
    }

    /// Everybody who was invited.
    pub fn all_invited(&self) -> Vec<Invitation> {
        self.invited.lock().unwrap().clone()
    }

    pub async fn releases(&self, audience: &str, stratum: &str) -> Result<(u32, u64), StageError> {
        release::release(&self.app, &self.round, &AudienceId(audience.into()), stratum).await
    }

    /// A phone with nothing on its screen.
    pub fn phone(&self, invitation: &Invitation) -> Phone {
        Phone::new(self.app.clone(), &format!("/s/{}", invitation.token.url_form()))
    }

    /// A phone for any address.
    pub fn browser(&self, path: &str) -> Phone {
        Phone::new(self.app.clone(), path)
    }

    pub async fn imports(&self, name: &str, bytes: Vec<u8>, mapping: &str) -> Result<ImportReport, StageError> {
        let mapping = SurveyFile {
            path: "paper.toml".into(),
            text: mapping.to_owned(),
        };
        import_answers(
            &self.app,
            &self.round,
            &AnswerFile {
                name: name.into(),
                bytes,
                mapping,
            },
        )
        .await
    }

    pub async fn imports_paper(&self, name: &str, bytes: Vec<u8>) -> Result<ImportReport, StageError> {
        let mapping = std::fs::read_to_string(Path::new(FIXTURES).join("paper.toml")).unwrap();
        self.imports(name, bytes, &mapping).await
    }

    pub async fn records_codes(&self, csv: &str) -> Result<u64, StageError> {
        dispositions::record(&self.app, &self.round, "codes.csv", csv.as_bytes()).await
    }

    /// A day passes: the log grows and the target table is replaced.
    pub async fn sleeps_a_night(&self) {
        sequencer::sequence(&self.app, &self.round).await.unwrap();
        self.app.clock.advance(24 * 60 * 60);
        epoch::refresh(&self.app, &self.round).await.unwrap();
    }

    /// What the server does every few seconds, with one head of the log an hour.
    pub async fn looks_for_work(&self) -> u64 {
        let loaded = self.app.round(&self.round).await.unwrap();
        let hour = sequencer::Seconds(60 * 60);
        sequencer::sequence_when_due(&self.app, &loaded.record, hour)
            .await
            .unwrap()
    }

    pub async fn closes(&self) -> Result<CloseReport, StageError> {
        close(&self.app, &self.round, OnDanger::Refuse).await
    }

    /// Closes although something would be lost.
    pub async fn closes_all_the_same(&self) -> Result<CloseReport, StageError> {
        close(&self.app, &self.round, OnDanger::Accept).await
    }

    pub async fn checks(&self) -> Result<CheckReport, StageError> {
        analyse::check(&self.app, &self.round).await
    }

    pub async fn weighs(&self) -> Result<Vec<(String, f64)>, StageError> {
        analyse::weigh(&self.app, &self.round).await
    }

    pub async fn scores(&self) -> Result<ScoreSheet, StageError> {
        analyse::score(&self.app, &self.round).await
    }

    pub async fn computes(&self) -> Result<Analysed, StageError> {
        analyse::all(&self.app, &self.round).await
    }

    pub async fn seals(&self) -> Result<SealedSheet, StageError> {
        let roles = [SignerRole::Platform, SignerRole::Agency, SignerRole::Office];
        seal::seal(&self.app, &self.round, &roles).await
    }

    pub async fn exports_bundle(&self) -> Result<Bundle, StageError> {
        bundle(&self.app, &self.round).await
    }

    /// Everything from the last answer to the sealed sheet.
    pub async fn closes_to_seal(&self) -> SealedSheet {
        self.closes().await.unwrap();
        self.checks().await.unwrap();
        self.weighs().await.unwrap();
        self.scores().await.unwrap();
        self.seals().await.unwrap()
    }

    pub async fn survey(&self) -> Arc<Survey> {
        self.app.round(&self.round).await.unwrap().survey
    }

    pub async fn units(&self) -> Vec<UnitRecord> {
        sample::units(&self.app.db, &self.round).await.unwrap()
    }

    /// The documents that count.
    pub async fn documents(&self) -> Vec<Document> {
        submission::documents(&self.app.db, &self.round).await.unwrap()
    }

    /// The AAPOR code of a case so far.
    pub async fn code_of(&self, invitation: &Invitation) -> Option<String> {
        let units = self.units().await;
        units
            .into_iter()
            .find(|unit| unit.sample_no == invitation.sample_no)
            .unwrap()
            .disposition
    }

    /// Rows per table.
    pub async fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for &table in TABLES {
            counts.insert(table, self.rows(table).await.len());
        }
        counts
    }

    /// Every row of every table, to see whether anything at all has changed.
    pub async fn everything(&self) -> BTreeMap<&'static str, Vec<String>> {
        let mut all = BTreeMap::new();
        for &table in TABLES {
            let mut rows: Vec<String> = self.rows(table).await.iter().map(ToString::to_string).collect();
            rows.sort();
            all.insert(table, rows);
        }
        all
    }

    /// All rows of a table as JSON; `round` and its like are quoted for both databases.
    pub async fn rows(&self, table: &str) -> Vec<JsonValue> {
        self.select(&format!("SELECT * FROM \"{table}\"")).await
    }

    /// Names of the tables there are, except the migrations' own.
    pub async fn tables(&self) -> Vec<String> {
        let sql = match self.app.db.kind() {
            "SQLite" => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
            _ => "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
        };
        let rows = self.select(sql).await;
        let mut names: Vec<String> = rows
            .iter()
            .map(|row| row["name"].as_str().unwrap().to_owned())
            .collect();
        names.retain(|name| name != "seaql_migrations");
        names.sort();
        names
    }

    /// Somebody changes the database behind the house's back.
    pub async fn changes(&self, sql: &str) {
        self.inspector.execute_unprepared(sql).await.unwrap();
    }

    pub async fn select(&self, sql: &str) -> Vec<JsonValue> {
        let statement = Statement::from_string(self.inspector.get_database_backend(), sql);
        JsonValue::find_by_statement(statement)
            .all(&self.inspector)
            .await
            .unwrap()
    }
}

/// The files of a survey folder: one of the committed ones, or the small town.
pub fn folder(name: &str) -> Vec<SurveyFile> {
    let root = Path::new(if name == "small" { FIXTURES } else { SURVEYS }).join(name);
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|ending| ending == "toml" || ending == "csv")
            {
                let inside = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                files.push(SurveyFile {
                    path: inside,
                    text: std::fs::read_to_string(&path).unwrap(),
                });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// A survey folder in which one text of one file is replaced.
pub fn replaced(files: &[SurveyFile], path: &str, old: &str, new: &str) -> Vec<SurveyFile> {
    let mut files = files.to_vec();
    let file = files.iter_mut().find(|file| file.path == path).unwrap();
    assert!(file.text.contains(old), "{path} holds no {old}");
    file.text = file.text.replacen(old, new, 1);
    files
}

/// The small town's frames; `order` turns the rows around without changing who is in them.
pub fn frames(order: usize) -> Frames {
    let residents = (1..=160).map(|n| {
        let area = ["N", "N", "N", "E", "E", "S", "S", "W"][n % 8];
        let sex = if n % 2 == 0 { "male" } else { "female" };
        format!("R{n:04},{area},Person {n:04},139-0000-{n:04},{sex}")
    });
    let institutions = (1..=40).map(|n| {
        let kind = if n % 3 == 0 { "other" } else { "public" };
        let supervisor = ["", "tax", "planning;archive", ""][n % 4];
        format!("I{n:04},{kind},139-1111-{n:04},{supervisor}")
    });
    let file = |name: &str, head: &str, mut rows: Vec<String>| {
        let turn = order % rows.len();
        rows.rotate_left(turn);
        if order.is_multiple_of(2) {
            rows.reverse();
        }
        FrameFile {
            name: name.into(),
            bytes: format!("{head}\n{}\n", rows.join("\n")).into_bytes(),
        }
    };
    let (residents, institutions) = (residents.collect(), institutions.collect());
    BTreeMap::from([
        (
            AudienceId("residents".into()),
            file("residents.csv", "id,area,name,phone,sex", residents),
        ),
        (
            AudienceId("institutions".into()),
            file("institutions.csv", "id,type,phone,supervisor", institutions),
        ),
    ])
}
