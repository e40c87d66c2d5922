//! Which departments a person is shown and rates: drawn once, within limits, never a supervisor, and drawn again by
//! whoever holds the record.

use crate::journey::the_town_answers;
use crate::support::{Frames, TestApp, folder, on_both, replaced, saying};
use barometer::domain::assignment::{EpochTable, assigned_list, known, replay, respondent_key, shown_list};
use barometer::domain::definition::{AudienceId, DepartmentId, SurveyFile, parse};
use barometer::stages::draw::FrameFile;
use barometer::storage::epoch;
use std::collections::BTreeMap;

#[test]
fn a_supervised_institution_never_meets_its_supervisor() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let units = town.units().await;
        let mut supervised = 0;
        for invitation in invitations.iter().filter(|one| one.audience == "institutions") {
            let unit = units
                .iter()
                .find(|unit| unit.sample_no == invitation.sample_no)
                .unwrap();
            supervised += usize::from(!unit.supervisors.is_empty());
            let mut phone = town.phone(invitation);
            phone.opens().await;
            while phone.page.form.is_some() {
                for supervisor in &unit.supervisors {
                    let named = phone.page.html.contains(&format!(".{}\"", supervisor.0));
                    assert!(!named, "{} stands on {}", supervisor.0, phone.page.address);
                }
                phone.fills_in(&saying(&[("know", "1")])).await;
            }
        }
        assert!(supervised > 4, "the fixture has supervised institutions");
        for document in town.documents().await {
            let lists = &document.assignment;
            assert!(
                lists
                    .shown
                    .iter()
                    .all(|shown| !lists.excluded.contains(&shown.department))
            );
        }
    });
}

#[test]
fn the_assigned_departments_stand_from_the_first_familiarity_answers_on() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phone = town.phone(&invitations[0]);
        phone.opens().await;
        phone.goes_on_until("known/1", &saying(&[])).await;
        let mut familiarity = phone.page.form.clone().unwrap();
        phone.goes_on_until("ratings/", &saying(&[("know", "2")])).await;
        let drawn = town.rows("respondent").await;
        for field in &familiarity.fields {
            familiarity.hidden.push((field.name.clone(), "3".into()));
        }
        phone.posts(&familiarity.action, &familiarity.hidden).await;
        assert!(phone.page.status.is_client_error(), "familiarity is not asked again");
        phone.opens_page("known/1").await;
        assert!(phone.page.asks().starts_with("ratings/"));
        assert_eq!(drawn, town.rows("respondent").await);
    });
}

#[test]
fn a_whole_round_of_lists_is_found_again_from_the_record() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        let tables: Vec<EpochTable> = epoch::all(&town.app.db, &town.round)
            .await
            .unwrap()
            .into_iter()
            .map(|record| record.table)
            .collect();
        assert_eq!(tables.len(), 2, "a night passed in the middle of the fieldwork");
        let (survey, documents) = (town.survey().await, town.documents().await);
        let mut epochs = BTreeMap::new();
        for document in &documents {
            let table = tables
                .iter()
                .find(|table| Some(table.epoch) == document.assignment.epoch);
            *epochs.entry(document.assignment.epoch).or_insert(0) += 1;
            let lists = &document.assignment;
            replay(
                &survey,
                &document.audience,
                document.mode,
                lists,
                &document.answers,
                table,
            )
            .unwrap_or_else(|mismatch| panic!("{}: {mismatch}", document.submission));
            let most = survey.audience(&document.audience).unwrap().max_departments as usize;
            assert!(lists.assigned.len() <= most);
        }
        assert!(epochs.len() == 2, "draws under both tables: {epochs:?}");
        // A record that was touched is found out.
        let mut touched = documents
            .iter()
            .find(|document| document.assignment.assigned.len() > 1)
            .unwrap()
            .clone();
        touched.assignment.assigned.swap(0, 1);
        let table = tables
            .iter()
            .find(|table| Some(table.epoch) == touched.assignment.epoch);
        let lists = &touched.assignment;
        assert!(replay(&survey, &touched.audience, touched.mode, lists, &touched.answers, table).is_err());
    });
}

#[test]
fn over_many_draws_the_frequencies_are_the_stated_probabilities() {
    const DRAWS: u64 = 4000;
    let survey = parse(folder("small")).unwrap();
    for audience in &survey.audiences {
        let table = EpochTable {
            epoch: 1,
            valid: BTreeMap::from([(audience.id.clone(), BTreeMap::from([(DepartmentId("tax".into()), 30)]))]),
        };
        // Per department: times drawn, expected times, variance of that count.
        let mut shown_tally: BTreeMap<DepartmentId, (f64, f64, f64)> = BTreeMap::new();
        let mut assigned_tally: BTreeMap<DepartmentId, (f64, f64)> = BTreeMap::new();
        for number in 1..=DRAWS {
            let key = respondent_key(&[9; 32], number);
            let shown = shown_list(&survey, &audience.id, &[], &key);
            let codes = shown
                .iter()
                .map(|one| (one.department.clone(), "1".to_owned()))
                .collect();
            for one in &shown {
                let tally = shown_tally.entry(one.department.clone()).or_default();
                tally.0 += 1.0;
                // Horvitz-Thompson: 1/s summed over those shown has the number of draws as expectation.
                tally.1 += 1.0 / one.s.value();
                tally.2 += (1.0 / one.s.value() - 1.0) / one.s.value();
            }
            let eligible = known(&survey, audience, &shown, &codes);
            for one in assigned_list(&survey, audience, &eligible, &table, &key) {
                let s = shown.iter().find(|other| other.department == one.department).unwrap().s;
                let inverse = 1.0 / (s.value() * one.q.value());
                let tally = assigned_tally.entry(one.department.clone()).or_default();
                tally.0 += inverse;
                tally.1 += (inverse - 1.0) * inverse;
            }
        }
        for (department, (_, total, variance)) in &shown_tally {
            let off = (total - DRAWS as f64).abs();
            assert!(
                off <= 4.5 * variance.sqrt() + 1e-6,
                "{} is shown too often or too seldom: {total}",
                department.0
            );
        }
        for (department, (total, variance)) in &assigned_tally {
            let off = (total - DRAWS as f64).abs();
            assert!(
                off <= 4.5 * variance.sqrt() + 1e-6,
                "{} is assigned {total} / {DRAWS}",
                department.0
            );
        }
    }
}

/// The Beijing folder with a sample small enough for a test.
fn beijing() -> Vec<SurveyFile> {
    let files = folder("beijing-2009");
    let files = replaced(
        &files,
        "round.toml",
        "total = 6000\nminimum = 200",
        "total = 36\nminimum = 2",
    );
    let files = replaced(
        &files,
        "round.toml",
        "total = 2000\nminimum = 150",
        "total = 8\nminimum = 2",
    );
    replaced(
        &files,
        "round.toml",
        "total = 1000\nminimum = 30",
        "total = 14\nminimum = 2",
    )
}

fn beijing_frames(files: &[SurveyFile]) -> Frames {
    let survey = parse(files.to_vec()).unwrap();
    let rows = |audience: &str, head: &str, row: &dyn Fn(&str, usize) -> String| {
        let strata = &survey
            .audience(&AudienceId(audience.into()))
            .unwrap()
            .frame
            .as_ref()
            .unwrap()
            .strata;
        let rows = strata.iter().flat_map(|stratum| (0..6).map(move |n| row(stratum, n)));
        let bytes = format!("{head}\n{}\n", rows.collect::<Vec<_>>().join("\n")).into_bytes();
        (
            AudienceId(audience.into()),
            FrameFile {
                name: format!("{audience}.csv"),
                bytes,
            },
        )
    };
    BTreeMap::from([
        rows(
            "residents",
            "unit_id,district,name,phone,age,sex,hukou",
            &|stratum, n| format!("R{stratum}{n},{stratum},示例,199000,25-34,male,beijing"),
        ),
        rows("enterprises", "unit_id,size,name,phone,industry", &|stratum, n| {
            format!("E{stratum}{n},{stratum},示例,199000,C")
        }),
        rows(
            "institutions",
            "unit_id,type,name,phone,supervisor_id",
            &|stratum, n| format!("I{stratum}{n},{stratum},示例,199000,{}", ["", "D03"][n % 2]),
        ),
    ])
}

#[test]
fn beijing_asks_for_six_eight_and_twelve_departments_at_most() {
    on_both(async |mut town: TestApp| {
        let files = beijing();
        town.opens(files.clone()).await.unwrap();
        town.draws(&beijing_frames(&files)).await.unwrap();
        let invitations = town.invites().await.unwrap();
        for (audience, most) in [("residents", 6), ("enterprises", 8), ("institutions", 12)] {
            let invitation = invitations.iter().find(|one| one.audience == audience).unwrap();
            let said = [
                ("J1", "3"),
                ("J4", "2"),
                ("Q3", "2"),
                ("Y3", "2"),
                ("J8", "1"),
                ("Q9", "1"),
                ("Y9", "1"),
            ];
            let mut phone = town.phone(invitation);
            phone.opens().await;
            let mut rated = 0;
            while phone.page.form.is_some() {
                rated += usize::from(phone.page.asks().starts_with("ratings/"));
                phone.fills_in(&saying(&said)).await;
                assert!(phone.page.status.is_success(), "{audience}: {}", phone.page.address);
            }
            assert_eq!(rated, most, "{audience} who know everything");
            assert!(phone.page.receipt().is_some());
        }
    });
}
