//! The sample report in a browser: too early, as a draft, and who may take the microdata.

use crate::journey::the_town_answers;
use crate::support::{TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::domain::definition::Language;
use barometer::export::sample_report::files;
use barometer::stages::sample_report::sample_report;
use barometer::text::report_pages;

#[test]
fn the_report_opens_with_its_own_style_only_and_its_files_are_those_of_the_export() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        let home = format!("/agency/{}/report", town.round);
        let mut analyst = town.hires(Role::Analyst, "zhao").await;
        assert!(analyst.opens(&home).await.html.contains("计分之后才有样本报告"));
        let early = analyst.opens(&format!("{home}/files/report.zh.html")).await.status;
        assert_eq!(early, StatusCode::CONFLICT);
        town.closes().await.unwrap();
        town.computes().await.unwrap();
        assert!(analyst.opens(&home).await.html.contains("这是草稿"));
        assert!(
            analyst.page.html.contains("匿名微观数据在封存成绩单时一并给出"),
            "a draft has none"
        );
        let draft = analyst.opens(&format!("{home}/microdata/ratings.csv")).await.status;
        assert_eq!(draft, StatusCode::CONFLICT);
        town.seals().await.unwrap();
        let written = files(&sample_report(&town.app, &town.round, None).await.unwrap()).unwrap();
        let words = report_pages::of(Language::Zh);
        let mut names: Vec<&str> = words.files.iter().map(|(name, _)| *name).collect();
        let mut exported: Vec<&str> = written.iter().map(|file| file.name.as_str()).collect();
        names.sort_unstable();
        exported.sort_unstable();
        assert_eq!(names, exported);
        for (place, (name, _)) in words.files.iter().enumerate() {
            let folder = if place < 7 { "files" } else { "microdata" };
            analyst.opens(&format!("{home}/{folder}/{name}")).await;
            let file = written.iter().find(|file| file.name == *name).unwrap();
            assert_eq!(
                (analyst.page.status, &analyst.bytes),
                (StatusCode::OK, &file.bytes),
                "{name}"
            );
            let policy = analyst.header("content-security-policy").unwrap().to_owned();
            assert_eq!(
                policy.contains("unsafe-inline"),
                name.ends_with(".html"),
                "{name}: {policy}"
            );
        }
        let mut officer = town.hires(Role::Officer, "sun").await;
        officer.opens(&home).await;
        assert!(!officer.page.html.contains("respondents.csv"));
        for (address, status) in [
            ("microdata/respondents.csv", StatusCode::FORBIDDEN),
            ("files/respondents.csv", StatusCode::NOT_FOUND),
            ("files/dispositions.csv", StatusCode::OK),
        ] {
            assert_eq!(
                officer.opens(&format!("{home}/{address}")).await.status,
                status,
                "{address}"
            );
        }
    });
}
