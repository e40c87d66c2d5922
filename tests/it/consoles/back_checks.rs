//! Back-checks in a browser: drawn, asked again on the same questionnaire, compared.

use crate::back_checks::interviewed;
use crate::support::{TestApp, fitting, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;

#[test]
fn an_analyst_draws_enters_and_compares_and_a_manager_reads() {
    on_both(async |mut town: TestApp| {
        interviewed(&mut town).await;
        let mut analyst = town.hires(Role::Analyst, "zhao").await;
        let home = format!("/agency/{}/back-checks", town.round);
        analyst.opens(&home).await;
        let commitment = town.app.round(&town.round).await.unwrap().record.seed_commitment;
        assert!(analyst.page.html.contains(&commitment) && analyst.page.html.contains("抽取其访问的 10%"));
        analyst.sends_to(&format!("{home}/draw"), &[]).await;
        assert!(analyst.page.html.contains("已抽取"));
        analyst.sends_to(&format!("{home}/draw"), &[]).await;
        assert_eq!(
            analyst.page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "the share is reached"
        );
        let drawn = barometer::stages::back_checks::list(&town.app, &town.round)
            .await
            .unwrap();
        let enter = format!("{home}/enter/{}", drawn[0].sample_no);
        analyst.opens(&enter).await;
        let fields = analyst.page.forms.last().unwrap().fields.clone();
        assert!(fields.len() > 3, "{fields:?}");
        assert!(
            fields.iter().all(|field| field.given.is_empty()),
            "nothing of the first interview shows"
        );
        let beside = analyst.page.clone();
        analyst.sends_to(&format!("{enter}/contact"), &[]).await;
        assert!(analyst.page.html.contains("电话"), "{}", analyst.page.html);
        analyst.page = beside;
        analyst.sends_to(&enter, &[]).await;
        assert_eq!(
            analyst.page.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "nothing was answered"
        );
        let said: Vec<(String, String)> = fields
            .iter()
            .flat_map(|field| fitting(field).into_iter().map(|code| (field.name.clone(), code)))
            .collect();
        let said: Vec<(&str, &str)> = said.iter().map(|(name, code)| (name.as_str(), code.as_str())).collect();
        analyst.sends_to(&enter, &said).await;
        assert!(analyst.page.html.contains("复核回答已录入"), "{}", analyst.page.html);
        assert!(analyst.page.html.contains("一致性：按访问员"));
        assert!(!analyst.page.html.contains("{dept}") && !analyst.page.html.contains("{year}"));
        analyst.opens(&enter).await;
        assert!(analyst.page.html.contains("已经录入"), "it is entered once");
        let mut manager = town.hires(Role::Manager, "chen").await;
        manager.opens(&home).await;
        assert!(
            manager.page.html.contains("一致性")
                && manager
                    .page
                    .forms
                    .iter()
                    .all(|form| !form.action.contains("back-checks"))
        );
        manager.opens(&format!("{home}/interviewers.csv")).await;
        let file = String::from_utf8(manager.bytes.clone()).unwrap();
        assert!(file.contains(&format!("\n{},1,", drawn[0].interviewer)), "{file}");
    });
}
