//! The manager closes the field on a page and has the sheet computed; a second press starts nothing twice.

use super::waits;
use crate::journey::the_town_answers;
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::storage::round::RoundState;

#[test]
fn the_manager_sees_what_closing_would_do_closes_and_computes() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let receipts = the_town_answers(&town, &invitations).await;
        let mut manager = town.hires(Role::Manager, "zhou").await;
        let close = format!("/agency/{}/close", town.round);
        let compute = format!("/agency/{}/compute", town.round);
        manager.opens(&close).await;
        assert!(
            manager.page.html.contains(&format!("共 {} 份进入计算", receipts.len())),
            "{}",
            manager.page.html
        );
        assert_eq!(
            town.app.round(&town.round).await.unwrap().record.state,
            RoundState::Fielding
        );
        manager.sends_to(&close, &[("accept", "yes")]).await;
        waits(&mut manager, &close).await;
        assert_eq!(
            town.app.round(&town.round).await.unwrap().record.state,
            RoundState::Closed
        );

        // Pressed twice, from two windows.
        let pairs = manager
            .page
            .forms
            .iter()
            .find(|form| form.action == compute)
            .unwrap()
            .hidden
            .clone();
        manager.posts(&compute, &pairs).await;
        manager.posts(&compute, &pairs).await;
        let html = waits(&mut manager, &close).await;
        assert!(html.contains("第 1 版成绩单已经算出，共 8 个部门"), "{html}");
        let records = town.rows("stage_record").await;
        for stage in ["close", "check", "weigh", "score"] {
            assert_eq!(records.iter().filter(|row| row["stage"] == stage).count(), 1, "{stage}");
        }
        // A stale page's button: said, and nothing changed.
        let before = town.everything().await;
        manager.posts(&compute, &pairs).await;
        assert_eq!(manager.page.status, StatusCode::CONFLICT);
        assert!(manager.page.html.contains("role=\"alert\""), "{}", manager.page.html);
        let html = waits(&mut manager, &close).await;
        assert!(
            !html.contains("role=\"alert\""),
            "told to who pressed, and to nobody later: {html}"
        );
        let mut after = town.everything().await;
        after.insert("session", before["session"].clone());
        assert_eq!(before, after);
    });
}

#[test]
fn an_interrupted_computation_goes_on_where_it_stopped_and_other_rounds_are_not_there() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        town.closes_all_the_same().await.unwrap();
        town.checks().await.unwrap();
        let mut manager = town.hires(Role::Manager, "zhou").await;
        let (close, compute) = (
            format!("/agency/{}/close", town.round),
            format!("/agency/{}/compute", town.round),
        );
        manager.opens(&close).await;
        assert!(manager.page.html.contains("接着做完"), "{}", manager.page.html);
        manager.sends_to(&compute, &[]).await;
        waits(&mut manager, &close).await;
        assert_eq!(
            town.app.round(&town.round).await.unwrap().record.state,
            RoundState::Scored
        );
        let token = [manager.page.forms[0].hidden[0].clone()];
        for act in ["close", "compute"] {
            let page = manager.posts(&format!("/agency/nowhere/{act}"), &token).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{act}");
        }
    });
}
