//! Single cases at the fieldwork desk: found, given a code with a note, given to an interviewer.

use crate::support::{Person, TestApp, on_both};
use barometer::domain::account::Role;
use barometer::domain::definition::AudienceId;
use barometer::stages::StageError;
use barometer::stages::cases::{LONGEST_NOTE, Which, assign, case, find, set_code};

async fn gives(town: &TestApp, number: u64, code: &str, note: &str) -> Result<(), StageError> {
    set_code(&town.under(Role::Interviewer, "li"), &town.round, number, code, note).await
}

#[test]
fn a_case_is_found_by_number_unit_id_and_code() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let one = &invitations[4];
        let search = async |typed: &str| -> Vec<u64> {
            let found = find(&town.app, &town.round, typed, None).await.unwrap();
            found.iter().map(|case| case.sample_no).collect()
        };
        assert_eq!(search(&one.sample_no.to_string()).await, [one.sample_no]);
        assert_eq!(search(&format!(" {} ", one.unit_ref)).await, [one.sample_no]);
        assert_eq!(search(one.token.url_form()).await, [one.sample_no]);
        for nothing in ["", "   ", "R9999", "999999", "99999999999999999999999", "' OR 1=1 --"] {
            assert_eq!(search(nothing).await, [] as [u64; 0], "{nothing}");
        }
        let wang = town.hires_interviewers(&["wang"]).await;
        assign(&town.app, &town.round, &Which::Cases(vec![one.sample_no]), &wang)
            .await
            .unwrap();
        let of = async |login| {
            find(&town.app, &town.round, &one.unit_ref, Some(login))
                .await
                .unwrap()
                .len()
        };
        assert_eq!(
            (of("wang").await, of("li").await),
            (1, 0),
            "an interviewer finds the own cases only"
        );
    });
}

#[test]
fn every_attempt_leaves_its_code_and_note_and_answers_win() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let number = invitations[0].sample_no;
        gives(&town, number, "3.13", "rang six times").await.unwrap();
        town.app.clock.advance(3600);
        gives(&town, number, "2.2", "on a journey until Friday").await.unwrap();
        let (found, history) = case(&town.app, &town.round, number).await.unwrap();
        assert_eq!(found.code.as_deref(), Some("2.20"), "a spreadsheet's 2.2 is 2.20");
        let told: Vec<_> = history
            .iter()
            .map(|one| (one.code.as_str(), one.by.as_deref(), one.note.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                ("3.13", Some("li"), Some("rang six times")),
                ("2.20", Some("li"), Some("on a journey until Friday"))
            ]
        );
        let person = Person::of(&invitations[0]);
        town.phone(&invitations[0])
            .answers_everything(&|field| person.answer(field))
            .await;
        let said = gives(&town, number, "2.112", "").await.unwrap_err().to_string();
        assert!(said.contains("has answered meanwhile"), "{said}");
        let before = town.everything().await;
        let reserve = town
            .units()
            .await
            .into_iter()
            .find(|unit| !unit.issued)
            .unwrap()
            .sample_no;
        let long = "字".repeat(LONGEST_NOTE + 1);
        for (number, code, note, told) in [
            (2, "1.1", "", "no code that the agency gives"),
            (2, "2.40", "", "no code that the agency gives"),
            (2, "9.99", "", "“9.99”"),
            (reserve, "2.11", "", "no issued case"),
            (99_999, "2.11", "", "no issued case"),
            (2, "2.11", long.as_str(), "501 characters"),
        ] {
            let said = gives(&town, number, code, note).await.unwrap_err().to_string();
            assert!(said.contains(told), "{said}");
        }
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn two_people_who_give_a_code_at_once_both_stand_in_the_history() {
    on_both(async |mut town: TestApp| {
        town.invites_the_town().await;
        let (one, other) = tokio::join!(gives(&town, 3, "3.12", "one"), gives(&town, 3, "3.13", "other"));
        assert!(one.is_ok() && other.is_ok());
        let (found, history) = case(&town.app, &town.round, 3).await.unwrap();
        assert_eq!(history.len(), 2);
        assert_eq!(found.code.as_deref(), Some(history[1].code.as_str()));
    });
}

#[test]
fn cases_are_shared_out_in_turn_and_stay_with_whoever_had_the_interview() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let person = Person::of(&invitations[0]);
        town.phone(&invitations[0])
            .answers_everything(&|field| person.answer(field))
            .await;
        let stratum = |name: &str| Which::Stratum(AudienceId("residents".into()), name.to_owned());
        let names = town.hires_interviewers(&["li", "wang", "zhao"]).await;
        town.hires(Role::Manager, "chief").await;
        let open = invitations.iter().filter(|one| one.stratum == "E").count() as u64;
        let answered = u64::from(invitations[0].stratum == "E");
        assert_eq!(
            assign(&town.app, &town.round, &stratum("E"), &names).await.unwrap(),
            open - answered
        );
        let said = assign(&town.app, &town.round, &stratum("E"), &names).await.unwrap_err();
        assert!(said.to_string().contains("no case is left to assign"), "{said}");
        let before = town.everything().await;
        for (cases, told) in [
            (vec![invitations[0].sample_no, 9], "has answered meanwhile"),
            (vec![9, 99_999], "no issued case has the number 99999"),
            (vec![], "no case is left"),
        ] {
            let said = assign(&town.app, &town.round, &Which::Cases(cases), &names)
                .await
                .unwrap_err();
            assert!(said.to_string().contains(told), "{said}");
        }
        assert_eq!(before, town.everything().await);
        for login in ["nobody", "chief", "", "li; drop"] {
            let said = assign(&town.app, &town.round, &Which::Cases(vec![9]), &[login.to_owned()])
                .await
                .unwrap_err();
            assert!(said.to_string().contains("no interviewer's login"), "{said}");
        }
        let cases = vec![9, 10, 9];
        assert_eq!(
            assign(&town.app, &town.round, &Which::Cases(cases.clone()), &names)
                .await
                .unwrap(),
            2
        );
        let (ninth, _) = case(&town.app, &town.round, 9).await.unwrap();
        assert_eq!(ninth.interviewer.as_deref(), Some("li"));
        assign(&town.app, &town.round, &Which::Cases(cases), &[]).await.unwrap();
        let (ninth, _) = case(&town.app, &town.round, 9).await.unwrap();
        assert_eq!(ninth.interviewer, None);
    });
}
