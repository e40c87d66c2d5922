//! The agency confirms, the office seals, in this order, once, and only what was looked at.

use super::scored;
use crate::support::{Clerk, TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::domain::proof::sealed_bytes;
use barometer::domain::proof::verify::{Outcome, verify};
use barometer::stages::seal;

fn form(clerk: &Clerk, action: &str) -> Option<Vec<(String, String)>> {
    let found = clerk.page.forms.iter().find(|form| form.action == action);
    found.map(|form| form.hidden.clone())
}

#[test]
fn the_agency_confirms_before_the_office_seals_and_nobody_does_either_twice() {
    on_both(async |mut town: TestApp| {
        scored(&mut town).await;
        let (agency, office) = (
            format!("/agency/{}/sheet", town.round),
            format!("/office/{}/results", town.round),
        );
        let mut analyst = town.hires(Role::Analyst, "sun").await;
        let mut officer = town.hires(Role::Officer, "wang").await;
        officer.opens(&office).await;
        assert!(form(&officer, &office).is_none(), "it waits for the agency");
        analyst.opens(&agency).await;
        let early = form(&analyst, &agency).unwrap();
        assert!(analyst.page.html.contains("8 个部门"), "{}", analyst.page.html);

        // A button that was not on the officer's page.
        let mut forced = early.clone();
        forced[0] = officer.page.forms[0].hidden[0].clone();
        assert_eq!(officer.posts(&office, &forced).await.status, StatusCode::CONFLICT);

        analyst.sends_to(&agency, &[]).await;
        assert_eq!(analyst.page.status, StatusCode::OK);
        assert!(form(&analyst, &agency).is_none());
        assert_eq!(
            analyst.posts(&agency, &early).await.status,
            StatusCode::CONFLICT,
            "not twice"
        );

        officer.opens(&office).await;
        let mut stale = form(&officer, &office).unwrap();
        stale[2].1 = "0".repeat(64);
        let page = officer.posts(&office, &stale).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.html.contains("重新打开页面"), "{}", page.html);
        officer.sends_to(&office, &[]).await;
        assert_eq!(officer.page.status, StatusCode::OK);

        let sealed = seal::sealed_sheet(&town.app, &town.round).await.unwrap();
        let roles: Vec<&str> = sealed.signatures.iter().map(|one| one.role.as_str()).collect();
        assert_eq!(roles, ["platform", "agency", "office"]);
        let keys: Vec<_> = town
            .app
            .keys
            .public()
            .unwrap()
            .into_iter()
            .map(|(_, key)| key)
            .collect();
        let bundle = town.exports_bundle().await.unwrap();
        let report = verify(&sealed_bytes(&sealed).unwrap(), &keys, Some(&bundle));
        assert_eq!(report.outcome(), Outcome::Verified);
        let again = town.seals().await.unwrap_err().to_string();
        assert!(again.contains("sealed already"), "{again}");
        assert!(town.rows("respondent").await.is_empty(), "the links are cut");
    });
}

#[test]
fn of_two_who_seal_at_once_one_wins_whole() {
    on_both(async |mut town: TestApp| {
        scored(&mut town).await;
        let mut analyst = town.hires(Role::Analyst, "sun").await;
        analyst.opens(&format!("/agency/{}/sheet", town.round)).await;
        analyst.sends_to(&format!("/agency/{}/sheet", town.round), &[]).await;
        let office = format!("/office/{}/results", town.round);
        let mut one = town.hires(Role::Officer, "wang").await;
        let mut other = town.hires(Role::Officer, "li").await;
        one.opens(&office).await;
        other.opens(&office).await;
        let (first, second) = tokio::join!(async { one.sends_to(&office, &[]).await.status }, async {
            other.sends_to(&office, &[]).await.status
        },);
        let mut both = [first, second];
        both.sort();
        assert_eq!(both, [StatusCode::OK, StatusCode::CONFLICT]);
        let seals = town.rows("stage_record").await;
        assert_eq!(seals.iter().filter(|row| row["stage"] == "seal").count(), 1);
    });
}

#[test]
fn a_department_has_its_page_and_one_that_is_not_there_has_none() {
    on_both(async |mut town: TestApp| {
        scored(&mut town).await;
        let mut officer = town.hires(Role::Officer, "wang").await;
        let address = format!("/office/{}/results", town.round);
        officer.opens(&address).await;
        let sheet = seal::versions(&town.app, &town.round).await.unwrap().remove(0).sheet;
        for department in &sheet.departments {
            let page = format!("{address}/{}", department.department_id.0);
            assert!(officer.opens(&address).await.html.contains(&format!("href=\"{page}\"")));
            let html = officer.opens(&page).await.html.clone();
            assert_eq!(officer.page.status, StatusCode::OK);
            if let Some((score, rate)) = department.score.as_ref().zip(department.rate) {
                let last = format!("20 × {rate:.9} = {:.9}，四舍五入到 0.01，得 {score} 分", 20.0 * rate);
                assert!(html.contains(&last), "{last} is not in {html}");
            }
        }
        for wrong in [
            format!("{address}/nobody"),
            "/office/nowhere/results".into(),
            format!("{address}?version=7"),
        ] {
            assert_eq!(officer.opens(&wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
        }
        let other = "/office/nowhere/results";
        let pairs = [
            officer.page.forms[0].hidden[0].clone(),
            ("version".into(), "1".into()),
            ("hash".into(), "0".into()),
        ];
        assert_eq!(officer.posts(other, &pairs).await.status, StatusCode::NOT_FOUND);
    });
}
