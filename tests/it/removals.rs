//! Removals: one person proposes, another decides, and the sheet shows what they did.

use crate::journey::the_town_answers;
use crate::support::{TestApp, on_both};
use barometer::domain::account::Role;
use barometer::domain::fieldwork::{Board, Filter};
use barometer::domain::removal::Cause;
use barometer::stages::removals::{decide, effects, proposals, propose};
use barometer::stages::{StageError, board};
use std::collections::BTreeMap;

async fn proposes(town: &TestApp, submission: &str, by: &str) -> Result<u32, StageError> {
    propose(
        &town.under(Role::Manager, by),
        &town.round,
        submission,
        Cause::Fabrication,
        "never rang",
    )
    .await
}

async fn decides(town: &TestApp, number: u32, removed: bool, by: &str) -> Result<(), StageError> {
    decide(
        &town.under(Role::Analyst, by),
        &town.round,
        number,
        removed,
        "heard the recording",
    )
    .await
}

#[test]
fn a_removal_takes_two_people_and_is_shown_with_and_without() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        let documents = town.documents().await;
        let ids: Vec<&str> = documents.iter().map(|document| document.submission.as_str()).collect();
        let first = proposes(&town, ids[0], "manager").await.unwrap();
        let second = proposes(&town, ids[1], "manager").await.unwrap();
        assert_eq!((first, second), (1, 2));
        let before = town.everything().await;
        for (said, told) in [
            (
                proposes(&town, ids[0], "analyst").await.map(drop),
                "a removal proposal that is open",
            ),
            (
                proposes(&town, "nobody", "manager").await.map(drop),
                "no submission “nobody”",
            ),
            (decides(&town, first, true, "manager").await, "another person decides"),
            (decides(&town, 7, true, "analyst").await, "no removal proposal number 7"),
            (
                decide(&town.under(Role::Analyst, "analyst"), &town.round, 1, true, "  ").await,
                "reason in words",
            ),
        ] {
            let said = said.unwrap_err().to_string();
            assert!(said.contains(told), "{said}");
        }
        assert_eq!(before, town.everything().await);
        let (one, other) = tokio::join!(
            decides(&town, first, true, "analyst"),
            decides(&town, first, false, "chief")
        );
        let refused = [one, other].into_iter().filter_map(Result::err).collect::<Vec<_>>();
        assert_eq!(refused.len(), 1, "one decision counts");
        assert!(
            refused[0].to_string().contains("decided by somebody else"),
            "{}",
            refused[0]
        );
        decides(&town, second, false, "analyst").await.unwrap();
        let third = proposes(&town, ids[1], "analyst").await.unwrap();
        decides(&town, third, true, "manager").await.unwrap();
        let confirmed = proposals(&town.app, &town.round).await.unwrap();
        let removed = confirmed.iter().filter_map(|one| one.confirmed()).count();
        let aside = |board: &Board| {
            let codes = board.dispositions.iter().filter(|one| one.code.code == "2.41");
            codes.map(|one| one.count).sum::<u64>() as usize
        };
        let board = |town: &TestApp| {
            let (app, round) = (town.app.clone(), town.round.clone());
            async move { board::board(&app, &round, &Filter::default()).await.unwrap() }
        };
        assert_eq!(aside(&board(&town).await), removed, "at once, in every denominator");
        town.closes_all_the_same().await.unwrap();
        let found = effects(&town.app, &town.round).await.unwrap();
        let (with, without) = found
            .iter()
            .fold((0, 0), |(a, b), one| (a + one.with.n, b + one.without.n));
        assert!(with < without, "{with} ratings with removals, {without} without");
        assert_eq!(town.checks().await.unwrap().removed as usize, removed);
        town.weighs().await.unwrap();
        let sheet = town.scores().await.unwrap();
        for (department, row) in found.iter().zip(&sheet.departments) {
            assert_eq!(
                (&department.with.score, department.with.n),
                (&row.score, row.n),
                "as it is scored"
            );
            let without = row.sensitivity["without-removals"].clone();
            assert_eq!(department.without.score, without, "{}", row.department_id.0);
        }
        let said = proposes(&town, ids[2], "manager").await.unwrap_err().to_string();
        assert!(said.contains("before the answers are checked"), "{said}");
        for sealed in [false, true] {
            if sealed {
                town.seals().await.unwrap();
            }
            let shown = board(&town).await;
            for evidence in &sheet.audiences {
                let mine = shown
                    .dispositions
                    .iter()
                    .filter(|one| one.audience == evidence.audience);
                let codes: BTreeMap<String, u64> = mine.map(|one| (one.code.code.to_owned(), one.count)).collect();
                assert_eq!(codes, evidence.dispositions, "sealed: {sealed}");
                let rates = shown
                    .rates
                    .iter()
                    .find(|one| one.audience.as_ref() == Some(&evidence.audience));
                assert_eq!(rates.unwrap().rates, evidence.outcome_rates);
            }
        }
    });
}

#[test]
fn what_was_checked_is_not_removed_any_more_and_who_withdrew_needs_no_removal() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        let documents = town.documents().await;
        let gone = documents[3].submission.clone();
        proposes(&town, &gone, "manager").await.unwrap();
        decides(&town, 1, true, "analyst").await.unwrap();
        proposes(&town, &documents[4].submission, "manager").await.unwrap();
        town.changes(&format!(
            "UPDATE submission SET status = 'replaced' WHERE submission_id = '{gone}'"
        ))
        .await;
        town.closes_all_the_same().await.unwrap();
        town.checks().await.unwrap_err();
        decides(&town, 2, false, "analyst").await.unwrap();
        town.checks().await.unwrap();
        let late = proposes(&town, &documents[5].submission, "manager").await;
        let said = late.unwrap_err().to_string();
        assert!(said.contains("were checked already"), "{said}");
    });
}
