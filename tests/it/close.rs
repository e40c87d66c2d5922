//! Before closing, which cannot be taken back: what the stages after it would stumble over is named, with a way out.

use crate::support::{Person, TestApp, city_answers, fitting, folder, frames, on_both, replaced};
use barometer::domain::definition::SurveyFile;
use barometer::domain::refusal::Refusal;
use barometer::domain::score::danger::{Danger, Notice};
use barometer::stages::invite::Invitation;
use barometer::stages::open::{OpenOptions, open};
use barometer::stages::status::status;
use barometer::stages::{StageError, dispositions};
use barometer::storage::round::RoundState;

async fn invites(town: &mut TestApp, files: Vec<SurveyFile>) -> Vec<Invitation> {
    town.opens(files).await.unwrap();
    town.draws(&frames(1)).await.unwrap();
    town.invites().await.unwrap()
}

/// These people answer everything but the questions named.
async fn answer(town: &TestApp, people: impl IntoIterator<Item = &Invitation>, but: &[&str]) {
    for invitation in people {
        let person = Person::of(invitation);
        town.phone(invitation)
            .answers_everything(&|field| {
                if but.contains(&field.name.as_str()) {
                    return Some(vec![]);
                }
                person.answer(field).or_else(|| Some(fitting(field)))
            })
            .await;
    }
}

/// What closing says, and that it changed nothing.
async fn warned(town: &TestApp) -> (String, Vec<Danger>) {
    let before = town.everything().await;
    let refused = town.closes().await.map(drop).unwrap_err();
    assert_eq!(before, town.everything().await, "a refused closing changes nothing");
    let said = refused.to_string();
    let StageError::Refused(Refusal::Endangered { dangers, .. }) = refused else {
        panic!("{said}")
    };
    let ahead = status(&town.app, &town.round).await.unwrap().forecast.unwrap();
    assert_eq!(ahead.dangers, dangers, "the status says the same");
    assert_eq!(before, town.everything().await, "looking ahead changes nothing");
    (said, dangers)
}

#[test]
fn too_many_missing_answers_are_seen_before_closing_and_can_still_be_given() {
    on_both(async |mut town: TestApp| {
        let invitations = invites(&mut town, folder("small")).await;
        let (silent, others) = invitations.split_at(20);
        answer(&town, silent, &["sex"]).await;
        answer(&town, others, &[]).await;
        let (said, dangers) = warned(&town).await;
        assert_eq!(dangers.len(), 1, "{said}");
        for word in [
            "residents: 20 of 64",
            "sex",
            "at most 12",
            "open the link again",
            "--accept-no-sheet",
        ] {
            assert!(said.contains(word), "{word}: {said}");
        }
        for invitation in silent {
            let person = Person::of(invitation);
            let mut phone = town.phone(invitation);
            phone.opens().await;
            phone.opens_page("again").await;
            phone.goes_on_until("receipt", &|field| person.answer(field)).await;
        }
        town.closes_to_seal().await;
    });
}

#[test]
fn a_round_that_is_closed_all_the_same_is_told_what_is_left() {
    on_both(async |mut town: TestApp| {
        let invitations = invites(&mut town, folder("small")).await;
        answer(&town, &invitations, &["sex", "type"]).await;
        let (_, dangers) = warned(&town).await;
        assert_eq!(dangers.len(), 2, "every variable is named: {dangers:?}");
        let closed = town.closes_all_the_same().await.unwrap();
        assert_eq!(closed.forecast.dangers, dangers);
        town.checks().await.unwrap();
        let before = town.everything().await;
        let said = town.weighs().await.unwrap_err().to_string();
        assert_eq!(before, town.everything().await);
        for word in [
            "type",
            "20 of 20",
            "sex",
            "64 of 64",
            "[raking] missing_most in method.toml",
            "round open DIR --id ID",
        ] {
            assert!(said.contains(word), "{word}: {said}");
        }
        // What it advises works: the same folder with another method, as a round of its own.
        let files = replaced(
            &folder("small"),
            "method.toml",
            "missing_most = 0.2",
            "missing_most = 1",
        );
        let title = town.survey().await.round.title.clone();
        let rename = Some(("riverton-again".to_owned(), title));
        let options = OpenOptions {
            rename,
            ..OpenOptions::default()
        };
        let again = open(&town.app, files, options).await.unwrap();
        assert_eq!(again.state, RoundState::Draft);
    });
}

#[test]
fn categories_audiences_and_strata_without_anybody_are_all_named_at_once() {
    on_both(async |mut town: TestApp| {
        let files = replaced(&folder("small"), "method.toml", "min_category = 3", "min_category = 0");
        let invitations = invites(&mut town, files).await;
        let men = invitations
            .iter()
            .filter(|one| one.audience == "residents" && one.stratum != "W" && one.sample_no % 2 == 0);
        answer(&town, men, &[]).await;
        let (said, dangers) = warned(&town).await;
        for word in [
            "margin sex: category female",
            "margin area: category W",
            "institutions: nobody",
            "round release",
        ] {
            assert!(said.contains(word), "{word}: {said}");
        }
        assert_eq!(dangers.len(), 3, "{said}");
    });
}

#[test]
fn a_stratum_without_anybody_is_merged_by_the_registered_rule_or_stands_in_the_way() {
    let rule = "[nonresponse]\nmin_completes = 4\n\n[nonresponse.groups.residents]\nN = \"left bank\"\nE = \"left bank\"\n\
                S = \"right bank\"\nW = \"right bank\"\n";
    on_both(async |mut town: TestApp| {
        let files = replaced(&folder("small"), "method.toml", rule, "");
        let invitations = invites(&mut town, files).await;
        answer(&town, invitations.iter().filter(|one| one.stratum != "W"), &[]).await;
        let (said, dangers) = warned(&town).await;
        assert!(
            matches!(&dangers[..], [Danger::NobodyIn { audience, stratum, issued: 12 }]
                if audience == "residents" && stratum == "W"),
            "{said}"
        );
    });
    on_both(async |mut town: TestApp| {
        let invitations = invites(&mut town, folder("small")).await;
        answer(&town, invitations.iter().filter(|one| one.stratum != "W"), &[]).await;
        let closed = town.closes().await.unwrap();
        let merged = |notice: &Notice| matches!(notice, Notice::Merged { stratum, .. } if stratum == "W");
        assert!(closed.forecast.notices.iter().any(merged), "{:?}", closed.forecast);
        town.checks().await.unwrap();
        town.weighs().await.unwrap();
        town.scores().await.unwrap();
    });
}

#[test]
fn a_round_in_which_no_department_would_get_a_score_is_not_closed_by_accident() {
    on_both(async |mut town: TestApp| {
        let invitations = invites(&mut town, folder("small")).await;
        let firm = invitations.iter().find(|one| one.audience == "institutions");
        answer(&town, [&invitations[0], firm.unwrap()], &[]).await;
        let (said, dangers) = warned(&town).await;
        assert!(dangers.contains(&Danger::NoScores { departments: 8 }), "{said}");
    });
}

#[test]
fn forms_that_closing_will_gather_count_when_looking_ahead() {
    on_both(async |mut town: TestApp| {
        let invitations = invites(&mut town, folder("small")).await;
        let (people, firms): (Vec<_>, Vec<_>) = invitations.iter().partition(|one| one.audience == "residents");
        for invitation in firms {
            let person = Person::of(invitation);
            let mut phone = town.phone(invitation);
            phone.opens().await;
            phone.goes_on_until("review", &|field| person.answer(field)).await;
        }
        answer(&town, people, &[]).await;
        let before = town.everything().await;
        let ahead = status(&town.app, &town.round).await.unwrap().forecast.unwrap();
        assert_eq!(before, town.everything().await);
        assert_eq!((ahead.submissions, ahead.dangers.len()), (84, 0), "{ahead:?}");
        let closed = town.closes().await.unwrap();
        assert_eq!((closed.submissions, closed.partials.complete), (84, 20));
    });
}

#[test]
fn where_nobody_was_sampled_the_way_out_is_another_import() {
    on_both(async |mut town: TestApp| {
        let mapping = town.opens_kansas_city().await;
        let men: Vec<String> = (1..=40).map(|n| format!("p{n},{},male,Web", 1 + n % 6)).collect();
        let bytes = city_answers(&men);
        town.imports("men.csv", bytes, &mapping).await.unwrap();
        let (said, _) = warned(&town).await;
        assert!(
            said.contains("female") && said.contains("`round import-answers`"),
            "{said}"
        );
        assert!(!said.contains("round release"), "{said}");
        let said = town.invites().await.unwrap_err().to_string();
        assert!(said.contains("import-answers") && !said.contains("release"), "{said}");
    });
}

#[test]
fn a_case_that_answers_while_a_code_is_recorded_stays_answered() {
    on_both(async |mut town: TestApp| {
        let invitations = invites(&mut town, folder("small")).await;
        let [first, second] = [&invitations[0], &invitations[1]];
        answer(&town, [first], &[]).await;
        let before = town.everything().await;
        let codes = [
            (first.sample_no, "2.11".to_owned()),
            (second.sample_no, "2.20".to_owned()),
        ];
        let nothing = serde_json::json!({});
        let late = barometer::storage::disposition::save_dispositions;
        let refused = late(&town.app.db, &town.round, &codes, "agency", 0, &nothing).await;
        let said = refused.unwrap_err().to_string();
        assert!(
            said.contains(&format!("unit {} has answered", first.sample_no)),
            "{said}"
        );
        assert_eq!(before, town.everything().await, "the whole batch is refused");
        for invitation in &invitations[2..10] {
            let person = Person::of(invitation);
            let mut phone = town.phone(invitation);
            phone.opens().await;
            phone.goes_on_until("review", &|field| person.answer(field)).await;
            let csv = format!("sample_no,code\n{},2.11\n", invitation.sample_no);
            let recording = dispositions::record(&town.app, &town.round, "codes.csv", csv.as_bytes());
            let (_, _) = tokio::join!(phone.answers(&[]), recording);
            assert!(phone.page.receipt().is_some());
            assert_eq!(town.code_of(invitation).await.as_deref(), Some("1.1"));
        }
    });
}
