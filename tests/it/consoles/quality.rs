//! Quality in a browser: the manager proposes a removal, the analyst decides it, everybody sees what it does.

use crate::journey::the_town_answers;
use crate::support::{TestApp, folder, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;

#[test]
fn a_removal_is_proposed_decided_by_another_role_and_its_effect_shown() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        let submission = town.documents().await[0].submission.clone();
        let mut manager = town.hires(Role::Manager, "chen").await;
        let mut analyst = town.hires(Role::Analyst, "zhao").await;
        let quality = format!("/agency/{}/quality", town.round);
        manager.opens(&format!("{quality}?submission={submission}")).await;
        let propose = format!("{quality}/propose");
        let proposal = [("submission", submission.as_str()), ("cause", "2.41"), ("reason", "  ")];
        manager.sends_to(&propose, &proposal).await;
        assert_eq!(manager.page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(manager.page.html.contains(&submission), "what was typed stays");
        let proposal = [proposal[0], proposal[1], ("reason", "录音是访问员自己的声音")];
        manager.sends_to(&propose, &proposal).await;
        assert!(manager.page.html.contains("等待分析员决定"));
        assert!(manager.page.forms.iter().all(|form| !form.action.ends_with("/decide")));
        analyst.opens(&quality).await;
        assert!(analyst.page.forms.iter().all(|form| form.action != propose));
        let decide = format!("{quality}/1/decide");
        analyst
            .sends_to(&decide, &[("removed", "yes"), ("reason", "听过录音")])
            .await;
        for said in ["决定已记录", "听过录音", "zhao", "chen"] {
            assert!(analyst.page.html.contains(said), "{said}");
        }
        manager.opens(&format!("{quality}/effects.csv")).await;
        let file = String::from_utf8(manager.bytes.clone()).unwrap();
        let rows: Vec<Vec<&str>> = file.lines().skip(1).map(|line| line.split(',').collect()).collect();
        assert!(rows.iter().any(|row| row[1] != row[2]), "one submission less: {file}");
        manager.opens(&format!("{quality}/flagged.csv")).await;
        assert_eq!(manager.page.status, StatusCode::OK);
    });
}

#[test]
fn quality_reads_well_before_anything_came_in() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        let mut analyst = town.hires(Role::Analyst, "zhao").await;
        let quality = format!("/agency/{}/quality", town.round);
        analyst.opens(&quality).await;
        assert!(analyst.page.html.contains("没有带标记的答卷") && analyst.page.html.contains("还没有提议"));
        assert_eq!(
            analyst.opens(&format!("{quality}/effects")).await.status,
            StatusCode::OK
        );
    });
}
