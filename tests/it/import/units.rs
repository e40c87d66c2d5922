//! Whose form it is: each row names one unit, by one of its two names, and once.

use super::{Rows, batch, form, heading, refused, with};
use crate::support::{TestApp, folder, frames, on_both, to_csv};
use barometer::domain::definition::AudienceId;
use barometer::stages::StageError;
use barometer::storage::sample::UnitRecord;

#[test]
fn a_unit_must_be_known_unanswered_and_named_once() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let (rows, _) = batch(&town, 3).await;
        let reserve = town.units().await.into_iter().find(|unit| !unit.issued).unwrap();
        let institution = invitations.iter().find(|one| one.audience == "institutions").unwrap();
        for other in ["R9999", "99999", "", &reserve.unit_ref, &institution.unit_ref] {
            refused(&town, &with(&rows, 2, "unit", other), &["paper.csv:3", "[unit]"]).await;
        }
        let twice = with(&rows, 2, "unit", &rows[1][0]);
        refused(&town, &twice, &["paper.csv:3", "[unit]", &rows[1][0]]).await;
        town.imports_paper("paper.csv", to_csv(&rows)).await.unwrap();
        refused(&town, &rows, &["paper.csv:2", "paper.csv:3", "paper.csv:4", "[unit]"]).await;
    });
}

#[test]
fn one_unit_under_its_two_names_is_still_one_unit() {
    on_both(async |mut town: TestApp| {
        town.invites_the_town().await;
        let (mut rows, units) = batch(&town, 2).await;
        rows.push(rows[1].clone());
        rows[3][0] = units[0].sample_no.to_string();
        let before = town.everything().await;
        let said = town.imports_paper("paper.csv", to_csv(&rows)).await.unwrap_err();
        assert!(said.to_string().contains("paper.csv:4"), "{said}");
        assert!(matches!(said, StageError::Problems(_)), "{said}");
        assert_eq!(before, town.everything().await);
    });
}

/// The town with a frame whose ids are plain numbers, as those of many registers are.
async fn invites_a_numbered_town(town: &mut TestApp) {
    town.opens(folder("small")).await.unwrap();
    let mut numbered = frames(1);
    let residents = numbered.get_mut(&AudienceId("residents".into())).unwrap();
    let text = String::from_utf8(residents.bytes.clone()).unwrap();
    let number = |line: &str| match line.strip_prefix('R') {
        Some(rest) => rest.trim_start_matches('0').to_owned(),
        None => line.to_owned(),
    };
    residents.bytes = text
        .lines()
        .map(|line| number(line) + "\n")
        .collect::<String>()
        .into_bytes();
    town.draws(&numbered).await.unwrap();
    town.invites().await.unwrap();
}

#[test]
fn a_number_that_could_mean_two_people_is_refused_until_the_mapping_says_which() {
    on_both(async |mut town: TestApp| {
        invites_a_numbered_town(&mut town).await;
        let paper = std::fs::read_to_string("tests/it/fixtures/paper.toml").unwrap();
        let by = |name: &str| paper.replacen("unit = \"unit\"", &format!("unit = \"unit\"\nunit_is = \"{name}\""), 1);
        let units = town.units().await;
        let clash = |unit: &&UnitRecord| {
            let other = units.iter().find(|other| other.sample_no.to_string() == unit.unit_ref);
            unit.issued && other.is_some_and(|other| other.issued && other.sample_no != unit.sample_no)
        };
        let clashing: Vec<UnitRecord> = units.iter().filter(clash).take(10).cloned().collect();
        assert_eq!(clashing.len(), 10, "the frame's ids are small numbers too");
        let forms = |units: &[UnitRecord]| -> Rows {
            let forms = units.iter().map(|unit| form(&town, unit, "Paper"));
            [heading()].into_iter().chain(forms).collect()
        };
        let rows = forms(&clashing[..5]);
        let as_number = units
            .iter()
            .find(|unit| unit.sample_no.to_string() == clashing[0].unit_ref);
        let both = format!(
            "found “{}” (as sample_no: unit “{}” of the frame; as unit_ref: the unit with sample number {})",
            clashing[0].unit_ref,
            as_number.unwrap().unit_ref,
            clashing[0].sample_no
        );
        refused(
            &town,
            &rows,
            &[
                "paper.csv:2 [unit]",
                "paper.csv:6 [unit]",
                &both,
                "unit_is = \"unit_ref\"",
            ],
        )
        .await;
        town.imports("paper.csv", to_csv(&rows), &by("unit_ref")).await.unwrap();
        let mut rows = forms(&clashing[5..]);
        for (row, unit) in rows[1..].iter_mut().zip(&clashing[5..]) {
            row[0] = unit.sample_no.to_string();
        }
        town.imports("paper.csv", to_csv(&rows), &by("sample_no"))
            .await
            .unwrap();
        let answered = town.units().await.into_iter().filter(|unit| unit.respondent.is_some());
        let mut answered: Vec<u64> = answered.map(|unit| unit.sample_no).collect();
        let mut meant: Vec<u64> = clashing.iter().map(|unit| unit.sample_no).collect();
        answered.sort_unstable();
        meant.sort_unstable();
        assert_eq!(answered, meant, "everybody's form is their own");
    });
}
