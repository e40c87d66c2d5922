//! A sealed sheet turns out wrong: version 2 beside version 1, each with its signatures and its own bundle.

use super::{actor, scored, waits};
use crate::support::{Page, TestApp, on_both};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::domain::proof::verify::{Outcome, verify};
use barometer::domain::proof::{PublicKey, sealed_bytes};
use barometer::domain::removal::Cause;
use barometer::domain::report::Release;
use barometer::export::sample_report::{OF_PEOPLE, ReportFile, files};
use barometer::stages::bundle::{bundle, bundle_version};
use barometer::stages::removals::{decide, propose};
use barometer::stages::sample_report::sample_report;
use barometer::stages::seal::{seal_confirmed, sealed_version, versions};

const REASON: &str = "一名访问员编造了两份答卷，复核后剔除";

async fn reads(town: &TestApp, address: &str) -> Page {
    town.browser(address).opens().await.clone()
}

/// The manager proposes to set a submission aside, the analyst agrees.
async fn is_removed(town: &TestApp, submission: &str) {
    let by = |login: &str, role: Role| town.app.by(actor(login, role));
    let (manager, analyst) = (by("zhou", Role::Manager), by("sun", Role::Analyst));
    let number = propose(&manager, &town.round, submission, Cause::Fabrication, REASON)
        .await
        .unwrap();
    decide(&analyst, &town.round, number, true, REASON).await.unwrap();
}

async fn verifies(town: &TestApp, keys: &[PublicKey], version: u32) {
    let sealed = sealed_version(&town.app, &town.round, version).await.unwrap();
    assert_eq!(sealed.sheet.sheet_version, version);
    let bundle = bundle_version(&town.app, &town.round, version).await.unwrap();
    let report = verify(&sealed_bytes(&sealed).unwrap(), keys, Some(&bundle));
    let findings: Vec<_> = report.findings().collect();
    assert_eq!(report.outcome(), Outcome::Verified, "version {version}: {findings:?}");
}

#[test]
fn a_correction_makes_version_2_and_both_stay_and_verify() {
    on_both(async |mut town: TestApp| {
        scored(&mut town).await;
        town.seals().await.unwrap();
        town.app.clock.advance(60 * 60);
        let before = sealed_version(&town.app, &town.round, 1).await.unwrap();
        let close = format!("/agency/{}/close", town.round);
        let (agency, office) = (
            format!("/agency/{}/sheet", town.round),
            format!("/office/{}/results", town.round),
        );
        let correct = format!("/agency/{}/correct", town.round);
        let mut manager = town.hires(Role::Manager, "zhou").await;
        let mut analyst = town.hires(Role::Analyst, "sun").await;
        let mut officer = town.hires(Role::Officer, "wang").await;

        manager.opens(&close).await;
        let page = manager.sends_to(&correct, &[("reason", "错了")]).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "a reason says what was wrong");
        manager.sends_to(&correct, &[("reason", REASON)]).await;
        assert_eq!(manager.page.status, StatusCode::OK);
        assert!(manager.page.html.contains(REASON), "{}", manager.page.html);

        let one = files(&sample_report(&town.app, &town.round, None).await.unwrap()).unwrap();
        officer.opens(&office).await;
        officer.sends_to(&format!("{office}/agree"), &[]).await;
        assert_eq!(officer.page.status, StatusCode::OK, "{}", officer.page.html);

        // Meanwhile the sealed version stays published; the reason is published with the new one.
        let page = reads(&town, &format!("/results/{}", town.round)).await;
        assert!(
            !page.html.contains(REASON) && page.html.contains("第 2 版"),
            "{}",
            page.html
        );
        verifies(&town, &keys(&town), 1).await;

        let gone = town.documents().await[0].submission.clone();
        is_removed(&town, &gone).await;
        manager.opens(&close).await;
        assert!(manager.page.html.contains("正在更正"), "{}", manager.page.html);
        manager.sends_to(&format!("/agency/{}/compute", town.round), &[]).await;
        waits(&mut manager, &close).await;
        analyst.opens(&agency).await;
        assert!(
            analyst.page.html.contains("与第 1 版"),
            "what it changes stands beside the button"
        );
        analyst.sends_to(&agency, &[]).await;
        assert_eq!(analyst.page.status, StatusCode::OK);
        // A button from the time of version 1.
        let old = versions(&town.app, &town.round).await.unwrap()[0].seen();
        let said = seal_confirmed(&town.app, &town.round, &old)
            .await
            .unwrap_err()
            .to_string();
        assert!(said.contains("version 2 now"), "{said}");
        officer.opens(&office).await;
        officer.sends_to(&office, &[]).await;
        assert_eq!(officer.page.status, StatusCode::OK, "{}", officer.page.html);

        let keys = keys(&town);
        verifies(&town, &keys, 1).await;
        verifies(&town, &keys, 2).await;
        assert_eq!(
            sealed_version(&town.app, &town.round, 1).await.unwrap(),
            before,
            "version 1 is as it was"
        );
        let newest = sealed_version(&town.app, &town.round, 2).await.unwrap();
        assert_eq!(newest.sheet.quality.removed.get("fabrication"), Some(&1));
        let bundle = bundle(&town.app, &town.round).await.unwrap();
        assert_eq!(bundle.files["sheet.json"], sealed_bytes(&newest).unwrap());
        let page = reads(&town, &format!("/results/{}", town.round)).await;
        assert!(
            page.html.contains("看第 1 版") && page.html.contains(REASON),
            "{}",
            page.html
        );
        let page = reads(&town, &format!("/results/{}?version=1", town.round)).await;
        assert!(page.html.contains("已由第 2 版取代"), "{}", page.html);
        let page = reads(&town, &format!("/results/{}/sheet.json?version=1", town.round)).await;
        assert_eq!(page.html.as_bytes(), sealed_bytes(&before).unwrap());
        tells_on_nobody(&town, &one).await;
        let html = officer.opens(&format!("{office}?version=1")).await.html.clone();
        let first = &before.sheet.departments[0].department_id.0;
        assert!(html.contains(&format!("href=\"{office}/{first}?version=1\"")), "{html}");
        let page = reads(&town, &format!("/results/{}?version=3", town.round)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    });
}

/// Version 1's report is what it was; version 2 differs by one person and has no microdata of its own, and says so.
async fn tells_on_nobody(town: &TestApp, one: &[ReportFile]) {
    let of = async |version: Option<u32>| {
        let report = sample_report(&town.app, &town.round, version).await.unwrap();
        (report.release, files(&report).unwrap())
    };
    let (release, again) = of(Some(1)).await;
    assert_eq!(release, Release::Own);
    assert_eq!(again.len(), one.len());
    for (now, before) in again.iter().zip(one) {
        let lines = |file: &ReportFile| -> Vec<String> {
            let text = String::from_utf8_lossy(&file.bytes).replace("<", "\n<");
            text.lines().map(str::to_owned).collect()
        };
        let (now, before) = (lines(now), lines(before));
        let other = now.iter().zip(&before).find(|(now, before)| now != before);
        assert!(other.is_none() && now.len() == before.len(), "{other:?}");
    }
    let (release, two) = of(None).await;
    assert_eq!(release, Release::Earlier(1));
    let text = |name: &str| {
        let file = two.iter().find(|file| file.name == name)?;
        Some(String::from_utf8(file.bytes.clone()).unwrap())
    };
    for name in OF_PEOPLE {
        assert!(text(name).is_none(), "{name}");
        assert!(one.iter().any(|file| file.name == name), "{name}");
    }
    let page = text("report.zh.html").unwrap();
    assert!(
        page.contains("本版没有自己的微观数据") && page.contains(REASON),
        "{page}"
    );
    assert!(
        text("report.manifest.json")
            .unwrap()
            .contains(r#""not_own":"too-few-apart","of_version":1"#)
    );
}

fn keys(town: &TestApp) -> Vec<PublicKey> {
    let keys = town.app.keys.public().unwrap();
    keys.into_iter().map(|(_, key)| key).collect()
}

#[test]
fn nothing_is_corrected_before_it_is_sealed() {
    on_both(async |mut town: TestApp| {
        scored(&mut town).await;
        let mut manager = town.hires(Role::Manager, "zhou").await;
        manager.opens(&format!("/agency/{}/close", town.round)).await;
        let before = town.rows("stage_record").await.len();
        let pairs = [
            manager.page.forms[0].hidden[0].clone(),
            ("reason".into(), REASON.into()),
            ("understood".into(), "yes".into()),
        ];
        let page = manager.posts(&format!("/agency/{}/correct", town.round), &pairs).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert_eq!(town.rows("stage_record").await.len(), before);
    });
}
