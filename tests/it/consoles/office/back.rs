//! Ways back: an unsealed sheet is sent back, a correction takes two and can be given up, proposals are decided first,
//! and no final act happens without its tick.

use super::{scored, waits};
use crate::support::{Clerk, TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::domain::removal::Cause;
use barometer::domain::report::Release;
use barometer::stages::finish::compute;
use barometer::stages::removals::{decide, propose};
use barometer::stages::sample_report::sample_report;
use barometer::stages::seal::versions;
use barometer::storage::round::RoundState;

const REASON: &str = "一名访问员编造了两份答卷，复核后剔除";

async fn state(town: &TestApp) -> RoundState {
    town.app.round(&town.round).await.unwrap().record.state
}

/// The form of the page that goes there, without its tick.
fn unticked(clerk: &Clerk, action: &str) -> Vec<(String, String)> {
    let form = clerk.page.forms.iter().find(|form| form.action == action).unwrap();
    let mut pairs = form.hidden.clone();
    pairs.retain(|(name, _)| name != "understood");
    pairs
}

#[test]
fn a_sheet_found_wrong_is_sent_back_and_its_number_is_never_published() {
    on_both(async |mut town: TestApp| {
        scored(&mut town).await;
        let (agency, back) = (
            format!("/agency/{}/sheet", town.round),
            format!("/office/{}/results/send-back", town.round),
        );
        let mut analyst = town.hires(Role::Analyst, "sun").await;
        let mut manager = town.hires(Role::Manager, "zhou").await;
        analyst.opens(&agency).await;
        let page = analyst.sends_to(&back, &[("reason", "错了")]).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.html.contains("错了"), "what was typed is there");
        analyst.sends_to(&back, &[("reason", REASON)]).await;
        assert_eq!(analyst.page.status, StatusCode::OK, "{}", analyst.page.html);
        assert!(analyst.page.html.contains(REASON) && state(&town).await == RoundState::Closed);
        assert!(versions(&town.app, &town.round).await.unwrap().is_empty());

        // Now a removal can be proposed, and computing waits until it is decided.
        let submission = town.documents().await[0].submission.clone();
        let by = |clerk: &str, role: Role| town.app.by(super::actor(clerk, role));
        let number = propose(
            &by("zhou", Role::Manager),
            &town.round,
            &submission,
            Cause::Fabrication,
            REASON,
        )
        .await
        .unwrap();
        let close = format!("/agency/{}/close", town.round);
        let html = manager.opens(&close).await.html.clone();
        assert!(
            html.contains(REASON) && html.contains("还有 1 份剔除建议没有决定"),
            "{html}"
        );
        let page = manager.sends_to(&format!("/agency/{}/compute", town.round), &[]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let refused = compute(&town.app, &town.round).await.unwrap_err().to_string();
        assert!(refused.contains("Decide them first"), "{refused}");
        decide(&by("sun", Role::Analyst), &town.round, number, true, REASON)
            .await
            .unwrap();
        manager.opens(&close).await;
        manager.sends_to(&format!("/agency/{}/compute", town.round), &[]).await;
        let html = waits(&mut manager, &close).await;
        assert!(html.contains("经人决定 1 份"), "{html}");

        let all = versions(&town.app, &town.round).await.unwrap();
        assert_eq!(all.iter().map(|one| one.record.version).collect::<Vec<_>>(), [2]);
        town.seals().await.unwrap();
        let public = town.browser(&format!("/results/{}", town.round)).opens().await.clone();
        assert_eq!(public.status, StatusCode::OK);
        assert!(!public.html.contains(REASON), "why it was sent back is not published");
        let report = sample_report(&town.app, &town.round, None).await.unwrap();
        assert_eq!((report.sheet.sheet_version, report.release), (2, Release::Own));
    });
}

#[test]
fn one_person_alone_corrects_nothing_and_a_correction_can_be_given_up() {
    on_both(async |mut town: TestApp| {
        scored(&mut town).await;
        town.seals().await.unwrap();
        let (close, correct) = (
            format!("/agency/{}/close", town.round),
            format!("/agency/{}/correct", town.round),
        );
        let (agency, agree) = (
            format!("/agency/{}/sheet", town.round),
            format!("/office/{}/results/agree", town.round),
        );
        let mut manager = town.hires(Role::Manager, "zhou").await;
        let mut analyst = town.hires(Role::Analyst, "sun").await;
        for _ in 0..2 {
            manager.opens(&close).await;
            manager.sends_to(&correct, &[("reason", REASON)]).await;
            assert_eq!(manager.page.status, StatusCode::OK, "{}", manager.page.html);
            assert_eq!(state(&town).await, RoundState::Sealed, "it is only proposed");
            manager.sends_to(&format!("{correct}/give-up"), &[]).await;
        }
        analyst.opens(&agency).await;
        assert!(
            !analyst.page.forms.iter().any(|form| form.action == agree),
            "it was withdrawn"
        );
        manager.sends_to(&correct, &[("reason", REASON)]).await;
        analyst.opens(&agency).await;
        assert!(analyst.page.html.contains(REASON), "{}", analyst.page.html);
        let page = analyst.posts(&agree, &unticked(&analyst, &agree)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        analyst.sends_to(&agree, &[]).await;
        assert_eq!(state(&town).await, RoundState::Closed);
        assert!(analyst.page.html.contains("正在更正"), "{}", analyst.page.html);
        // The report of what is sealed stays where it was, with its microdata.
        let report = format!("/agency/{}/report", town.round);
        let html = analyst.opens(&report).await.html.clone();
        assert!(
            html.contains("第 1 版成绩单已封存") && html.contains("ratings.csv"),
            "{html}"
        );
        assert_eq!(
            analyst
                .opens(&format!("{report}/microdata/ratings.csv?version=1"))
                .await
                .status,
            StatusCode::OK
        );
        manager.opens(&close).await;
        manager.sends_to(&format!("{correct}/give-up"), &[]).await;
        assert_eq!(state(&town).await, RoundState::Sealed);
        let all = versions(&town.app, &town.round).await.unwrap();
        assert_eq!(all.len(), 1);
        let public = town.browser(&format!("/results/{}", town.round)).opens().await.clone();
        assert!(!public.html.contains("更正"), "{}", public.html);
    });
}

#[test]
fn no_final_act_happens_without_its_tick() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        crate::journey::the_town_answers(&town, &invitations).await;
        let mut manager = town.hires(Role::Manager, "zhou").await;
        let mut analyst = town.hires(Role::Analyst, "sun").await;
        let close = format!("/agency/{}/close", town.round);
        manager.opens(&close).await;
        let mut pairs = unticked(&manager, &close);
        pairs.push(("accept".into(), "yes".into()));
        let page = manager.posts(&close, &pairs).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.html.contains("打勾"), "{}", page.html);
        assert_eq!(state(&town).await, RoundState::Fielding);
        town.closes_all_the_same().await.unwrap();
        town.computes().await.unwrap();
        let agency = format!("/agency/{}/sheet", town.round);
        analyst.opens(&agency).await;
        let page = analyst.posts(&agency, &unticked(&analyst, &agency)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(town.rows("confirmation").await.is_empty());
    });
}
