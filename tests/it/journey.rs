//! One answer from the survey folder to the sealed sheet: the walkthrough of the README, executed.

use crate::support::{Person, TestApp, on_both};
use barometer::domain::score::sheet::ScoreStatus;

/// Everybody but every seventh answers.
pub async fn the_town_answers(town: &TestApp, invitations: &[barometer::stages::invite::Invitation]) -> Vec<String> {
    let mut receipts = Vec::new();
    for (place, invitation) in invitations.iter().enumerate() {
        if place % 7 == 3 {
            continue;
        }
        if place == invitations.len() / 2 {
            town.sleeps_a_night().await;
        }
        let person = Person::of(invitation);
        receipts.push(
            town.phone(invitation)
                .answers_everything(&|field| person.answer(field))
                .await,
        );
    }
    receipts
}

#[test]
fn one_answer_goes_from_the_folder_to_the_sealed_sheet() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        assert_eq!(invitations.len(), 84);
        let receipts = the_town_answers(&town, &invitations).await;
        let sealed = town.closes_to_seal().await;
        assert_eq!(sealed.signatures.len(), 3);
        let sheet = &sealed.sheet;
        assert_eq!(sheet.departments.len(), 8);
        assert_eq!(
            sheet.log_size as usize,
            receipts.len() + 3,
            "with the key commitments and two target tables"
        );
        assert_eq!(
            sheet.audiences.iter().map(|a| a.received).sum::<u64>() as usize,
            receipts.len()
        );
        let scored = sheet.departments.iter().filter(|d| d.status != ScoreStatus::NoScore);
        assert!(scored.count() >= 6, "most departments of the town have a score");
        for department in sheet.departments.iter().filter_map(|d| d.score.as_ref()) {
            let points: f64 = department.parse().unwrap();
            assert!((0.0..=20.0).contains(&points));
        }
    });
}
