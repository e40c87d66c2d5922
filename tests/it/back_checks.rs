//! Back-checks: drawn by seed, entered once by somebody else, compared, and forgotten but for their counts at sealing.

use crate::import::batch;
use crate::journey::the_town_answers;
use crate::support::{Person, TestApp, on_both, to_csv};
use barometer::domain::account::Role;
use barometer::domain::data::Answer;
use barometer::domain::definition::QuestionId;
use barometer::domain::submission::Cell;
use barometer::stages::StageError;
use barometer::stages::back_checks::{agreement, draw, enter, list, to_ask};
use barometer::stages::cases::{Which, assign, set_code};

/// Thirteen forms: twelve of li's (so two are checked) and one of wang's.
async fn interviewed(town: &mut TestApp) -> Vec<u64> {
    town.invites_the_town().await;
    let li_wang = town.hires_interviewers(&["li", "wang"]).await;
    let (rows, units) = batch(town, 13).await;
    let numbers: Vec<u64> = units.iter().map(|unit| unit.sample_no).collect();
    let li = town.under(Role::Interviewer, "li");
    set_code(&li, &town.round, numbers[0], "3.13", "no answer")
        .await
        .unwrap();
    assign(
        &town.app,
        &town.round,
        &Which::Cases(numbers[..12].to_vec()),
        &li_wang[..1],
    )
    .await
    .unwrap();
    assign(
        &town.app,
        &town.round,
        &Which::Cases(numbers[12..].to_vec()),
        &li_wang[1..],
    )
    .await
    .unwrap();
    town.imports_paper("paper.csv", to_csv(&rows)).await.unwrap();
    numbers
}

/// The answers of the first interview, with these changed.
async fn said_again(town: &TestApp, number: u64, changed: &[(&str, &str)]) -> Vec<Cell> {
    let (_, document) = to_ask(&town.app, &town.round, number).await.unwrap();
    let text = |answer: &Answer| answer.codes().join(";");
    let plain = document
        .answers
        .plain
        .iter()
        .map(|(question, answer)| (question.clone(), None, text(answer)));
    let about = document.answers.by_department.iter().flat_map(|(question, of)| {
        of.iter()
            .map(move |(id, answer)| (question.clone(), Some(id.clone()), text(answer)))
    });
    let cell = |(question, department, value): (QuestionId, _, String)| {
        let other = changed.iter().find(|(name, _)| *name == question.0);
        Cell {
            value: other.map_or(value, |(_, value)| (*value).to_owned()),
            question,
            department,
        }
    };
    plain.chain(about).map(cell).collect()
}

async fn enters(town: &TestApp, number: u64, cells: &[Cell], by: &str) -> Result<(), StageError> {
    enter(&town.under(Role::Interviewer, by), &town.round, number, cells).await
}

#[test]
fn interviews_are_drawn_asked_again_and_compared() {
    on_both(async |mut town: TestApp| {
        let numbers = interviewed(&mut town).await;
        let drawn = draw(&town.app, &town.round, false).await.unwrap();
        let of = |who: &str| drawn.iter().filter(|one| one.interviewer == who).count();
        assert_eq!((of("li"), of("wang")), (2, 1));
        assert!(
            drawn
                .iter()
                .enumerate()
                .all(|(place, one)| one.place == place as u64 + 1 && one.draw == 1)
        );
        let said = draw(&town.app, &town.round, false).await.unwrap_err().to_string();
        assert!(said.contains("has the share"), "{said}");
        let [one, other, of_wang] = &drawn[..] else {
            panic!("{drawn:?}")
        };
        let same = said_again(&town, one.sample_no, &[]).await;
        let before = town.everything().await;
        let wrong = said_again(&town, one.sample_no, &[("overall", "7")]).await;
        let stranger = Cell {
            question: QuestionId("rating".into()),
            department: None,
            value: "5".into(),
        };
        let not_drawn = *numbers
            .iter()
            .find(|number| drawn.iter().all(|one| one.sample_no != **number))
            .unwrap();
        for (number, cells, by, told) in [
            (one.sample_no, &wrong, "checker", "overall"),
            (one.sample_no, &vec![stranger], "checker", "rating"),
            (one.sample_no, &Vec::new(), "checker", "nothing was answered"),
            (one.sample_no, &same, "li", "your own interview"),
            (not_drawn, &same, "checker", "was not drawn"),
        ] {
            let said = enters(&town, number, cells, by).await.unwrap_err().to_string();
            assert!(said.contains(told), "{said}");
        }
        assert_eq!(before, town.everything().await);
        let (first, second) = tokio::join!(
            enters(&town, one.sample_no, &same, "checker"),
            enters(&town, one.sample_no, &same, "chief")
        );
        let refused: Vec<_> = [first, second].into_iter().filter_map(Result::err).collect();
        assert_eq!(refused.len(), 1);
        assert!(refused[0].to_string().contains("entered"), "{}", refused[0]);
        let changed = said_again(&town, other.sample_no, &[("overall", "1"), ("rating", "2")]).await;
        enters(&town, other.sample_no, &changed, "checker").await.unwrap();
        let same = said_again(&town, of_wang.sample_no, &[]).await;
        enters(&town, of_wang.sample_no, &same, "checker").await.unwrap();
        let found = agreement(&town.app, &town.round).await.unwrap();
        let [li, wang] = &found.interviewers[..] else {
            panic!("{found:?}")
        };
        assert_eq!((li.interviews, wang.all.share()), (2, Some(1.0)));
        let overall = found.questions.iter().find(|one| one.question.0 == "overall").unwrap();
        assert_eq!((overall.measured.answers, overall.measured.equal), (3, 2));
        assert!(li.all.share().unwrap() < 1.0 && li.all.kappa.is_ok());
        assert!(
            list(&town.app, &town.round)
                .await
                .unwrap()
                .iter()
                .all(|one| one.entered.is_some())
        );
    });
}

#[test]
fn two_draws_at_once_are_one_and_nobody_is_drawn_without_interviews() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let said = draw(&town.app, &town.round, false).await.unwrap_err().to_string();
        assert!(said.contains("nobody has an interview"), "{said}");
        // Whoever answers on the pages was not interviewed, whoever the case was given to.
        let number = invitations[0].sample_no;
        let li = town.hires_interviewers(&["li"]).await;
        assign(&town.app, &town.round, &Which::Cases(vec![number]), &li)
            .await
            .unwrap();
        let person = Person::of(&invitations[0]);
        town.phone(&invitations[0])
            .answers_everything(&|field| person.answer(field))
            .await;
        assert!(draw(&town.app, &town.round, false).await.is_err());
    });
    on_both(async |mut town: TestApp| {
        interviewed(&mut town).await;
        let (one, other) = tokio::join!(draw(&town.app, &town.round, false), draw(&town.app, &town.round, false));
        assert_eq!([one.is_ok(), other.is_ok()].into_iter().filter(|done| *done).count(), 1);
        assert_eq!(list(&town.app, &town.round).await.unwrap().len(), 3);
    });
}

#[test]
fn sealing_keeps_the_counts_and_forgets_who_was_whose() {
    on_both(async |mut town: TestApp| {
        interviewed(&mut town).await;
        let drawn = draw(&town.app, &town.round, false).await.unwrap();
        let same = said_again(&town, drawn[0].sample_no, &[("overall", "1")]).await;
        enters(&town, drawn[0].sample_no, &same, "checker").await.unwrap();
        let open: Vec<u64> = town
            .units()
            .await
            .into_iter()
            .filter(|unit| unit.respondent.is_none())
            .map(|u| u.sample_no)
            .collect();
        let invitations = town.all_invited();
        let rest: Vec<_> = invitations
            .into_iter()
            .filter(|one| open.contains(&one.sample_no))
            .collect();
        the_town_answers(&town, &rest).await;
        let before = agreement(&town.app, &town.round).await.unwrap();
        town.closes_all_the_same().await.unwrap();
        town.computes().await.unwrap();
        town.seals().await.unwrap();
        let after = agreement(&town.app, &town.round).await.unwrap();
        assert_eq!((&before.questions, before.interviews), (&after.questions, 1));
        assert_eq!(before.interviewers[0].all, after.interviewers[0].all);
        assert_ne!(before.interviewers[0].interviewer, after.interviewers[0].interviewer);
        assert!(town.rows("back_check").await.is_empty() && town.rows("back_check_answer").await.is_empty());
        let mut everything = town.everything().await;
        // The log of who did what names its people, and no case of an interview with an answer.
        everything.retain(|table, _| !["account", "account_link", "audit_entry"].contains(table));
        let everything = format!("{everything:?}");
        assert!(
            !everything.contains("wang") && !everything.contains("no answer"),
            "nobody is named any more"
        );
        assert!(draw(&town.app, &town.round, false).await.is_err());
    });
}
