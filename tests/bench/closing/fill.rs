//! Stores a closed round through the house's own functions: open, import, sequence, close.

use super::survey::{ROUND, VARIABLES, category, department, survey};
use anyhow::Result;
use barometer::domain::assignment::{EpochTable, assigned_list, known, respondent_key, shown_list};
use barometer::domain::data::{Answer, Answers, Assignment, Document, Mode};
use barometer::domain::definition::{DepartmentId, QuestionId, Survey};
use barometer::domain::proof::merkle::leaf_hash;
use barometer::domain::proof::{canonical, commitment};
use barometer::jobs::sequencer;
use barometer::stages::App;
use barometer::stages::open::{OpenOptions, open};
use barometer::storage::round::{RoundState, advance, note};
use barometer::storage::submission::{ImportedCase, NewSubmission, save_import};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::BTreeMap;
use std::path::Path;

/// Respondents per transaction.
const BATCH: u64 = 20_000;

/// Transactions after which the log takes up what waits.
const SEQUENCED: u64 = 5;

/// Fills the folder.
///
/// # Errors
/// Whatever the stages refuse.
pub async fn fill(folder: &Path, respondents: u64) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let app = super::house(folder).await?;
    let survey = survey(respondents * 20)?;
    open(&app, survey.files.clone(), OpenOptions::default()).await?;
    let (mut rng, mut csv) = (ChaCha20Rng::seed_from_u64(7), 0);
    for first in (0..respondents).step_by(BATCH as usize) {
        let many = first..respondents.min(first + BATCH);
        let cases: Vec<ImportedCase> = many
            .map(|number| case(&survey, number, &mut rng))
            .collect::<Result<_>>()?;
        csv += cases.iter().map(csv_bytes).sum::<usize>();
        save_import(&app.db, ROUND, &cases, &[], app.now(), &serde_json::json!({})).await?;
        // As in the field, where the log grows by the hour: while the pages of these rows are still at hand.
        if (first / BATCH) % SEQUENCED == SEQUENCED - 1 {
            sequencer::sequence(&app, ROUND).await?;
        }
    }
    close(&app).await?;
    std::fs::write(folder.join("csv-bytes"), csv.to_string())?;
    app.db.close().await?;
    Ok(())
}

/// Closes without the look ahead, which is a whole analysis by itself.
async fn close(app: &App) -> Result<()> {
    while sequencer::sequence(app, ROUND).await? > 0 {}
    let (from, nothing) = ([RoundState::Fielding], serde_json::json!({}));
    advance(
        &app.db,
        ROUND,
        &from,
        RoundState::Closed,
        "closing",
        app.now(),
        &nothing,
    )
    .await?;
    Ok(note(&app.db, ROUND, "close", app.now(), &nothing).await?)
}

fn below(rng: &mut impl Rng, n: u64) -> usize {
    ((u128::from(rng.next_u64()) * u128::from(n)) >> 64) as usize
}

fn case(survey: &Survey, number: u64, rng: &mut impl Rng) -> Result<ImportedCase> {
    let (assignment, answers) = interview(survey, number, rng);
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    let document = Document {
        schema: "barometer/submission/1".into(),
        round: ROUND.into(),
        submission: uuid::Builder::from_random_bytes(bytes).into_uuid().to_string(),
        audience: survey.audiences[0].id.clone(),
        stratum: answers
            .of(&QuestionId("district".into()))
            .map_or("", |a| &a.codes()[0])
            .into(),
        frame: BTreeMap::new(),
        mode: Mode::Web,
        scale_order: "best-first".into(),
        arrived: "2026-11-01T09Z".into(),
        seconds: seconds(&assignment, rng),
        disposition: "1.1".into(),
        assignment: assignment.clone(),
        answers,
    };
    let (bytes, nonce) = (canonical(&document)?, [number as u8; 32]);
    let leaf = leaf_hash(&commitment(&nonce, &bytes));
    let submission = NewSubmission {
        document,
        bytes,
        nonce,
        leaf,
        receipt_hash: leaf,
    };
    Ok(ImportedCase {
        respondent: format!("r{number}"),
        sample_no: None,
        assignment,
        mode: Mode::Web,
        submission,
    })
}

fn seconds(assignment: &Assignment, rng: &mut impl Rng) -> BTreeMap<String, u32> {
    let rated = assignment
        .assigned
        .iter()
        .map(|a| format!("ratings/{}", a.department.0));
    let pages = ["consent".to_owned(), "about".to_owned()].into_iter().chain(rated);
    pages.map(|page| (page, 1 + below(rng, 30) as u32)).collect()
}

fn interview(survey: &Survey, number: u64, rng: &mut impl Rng) -> (Assignment, Answers) {
    let (audience, key) = (&survey.audiences[0], respondent_key(&[9; 32], number));
    let shown = shown_list(survey, &audience.id, &[], &key);
    let mut familiar = BTreeMap::new();
    for one in &shown {
        let code = ["1", "2", "2", "3"][below(rng, 4)];
        familiar.insert(one.department.clone(), code.to_owned());
    }
    let eligible = known(survey, audience, &shown, &familiar);
    let assigned = assigned_list(survey, audience, &eligible, &EpochTable::default(), &key);
    let codes = ["5", "5", "4", "4", "4", "3", "3", "2", "1", "9"];
    let rated = assigned
        .iter()
        .map(|a| (a.department.clone(), Answer::One(codes[below(rng, 10)].into())));
    let by_department = BTreeMap::from([
        (QuestionId("R".into()), rated.collect()),
        (
            QuestionId("F".into()),
            familiar.into_iter().map(|(d, code)| (d, Answer::One(code))).collect(),
        ),
    ]);
    let said = |(name, size): (&str, usize)| {
        let place = below(rng, size as u64 + 1).min(size - 1);
        (QuestionId(name.into()), Answer::One(category(name, place)))
    };
    let plain = VARIABLES
        .map(said)
        .into_iter()
        .chain([(QuestionId("C0".into()), Answer::One("1".into()))])
        .collect();
    let assignment = Assignment {
        k: key.to_hex(),
        excluded: Vec::new(),
        shown,
        epoch: Some(0),
        assigned,
    };
    (assignment, Answers { plain, by_department })
}

/// Length of the respondent's row: id, plain answers, then one familiarity and one rating column per department.
fn csv_bytes(case: &ImportedCase) -> usize {
    let document = &case.submission.document;
    let plain: usize = document.answers.plain.values().map(|a| a.codes()[0].len() + 1).sum();
    let cell = |question: &str, place: usize| {
        let (question, department) = (QuestionId(question.into()), DepartmentId(department(place)));
        1 + document
            .answers
            .about(&question, &department)
            .map_or(0, |a| a.codes()[0].len())
    };
    let columns = (0..super::survey::DEPARTMENTS).map(|d| cell("F", d) + cell("R", d));
    document.submission.len() + 1 + plain + columns.sum::<usize>()
}
