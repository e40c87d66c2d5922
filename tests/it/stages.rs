//! The order of the stages: out of order or twice is refused with what to do instead, and changes nothing.

use crate::journey::the_town_answers;
use crate::support::{Person, TestApp, folder, frames, on_both};
use barometer::storage::round;

/// Every stage that must refuse here, with a word of what it advises.
async fn refuses(town: &TestApp, stages: &[(&str, &str)]) {
    let before = town.everything().await;
    for (stage, advice) in stages {
        let said = match *stage {
            "draw" => town.draws(&frames(1)).await.map(drop),
            "invite" => town.invites().await.map(drop),
            "release" => town.releases("residents", "N").await.map(drop),
            "import" => town.imports_paper("paper.csv", b"unit\n1\n".to_vec()).await.map(drop),
            "dispositions" => town.records_codes("sample_no,code\n1,2.11\n").await.map(drop),
            "close" => town.closes().await.map(drop),
            "check" => town.checks().await.map(drop),
            "weigh" => town.weighs().await.map(drop),
            "score" => town.scores().await.map(drop),
            "compute" => town.computes().await.map(drop),
            "seal" => town.seals().await.map(drop),
            other => panic!("no stage {other}"),
        };
        let said = said.expect_err(stage).to_string();
        assert!(said.contains(advice), "{stage} advises “{advice}”: {said}");
    }
    let after = town.everything().await;
    for (table, rows) in &before {
        assert_eq!(rows, &after[table], "{table} was changed by a refused stage");
    }
}

#[test]
fn every_stage_out_of_order_or_twice_says_what_to_do_instead() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        let said = town.opens(folder("small")).await.unwrap_err().to_string();
        assert!(said.contains("riverton-2026"), "{said}");
        let late = [
            ("compute", "round close"),
            ("check", "round close"),
            ("weigh", "round check"),
            ("score", "round weigh"),
            ("seal", "round score"),
        ];
        let field = [
            ("release", "round invite"),
            ("import", "round invite"),
            ("dispositions", "round invite"),
        ];
        refuses(&town, &late).await;
        refuses(&town, &field).await;
        refuses(&town, &[("invite", "round draw"), ("close", "round draw")]).await;
        town.draws(&frames(1)).await.unwrap();
        refuses(&town, &late).await;
        refuses(&town, &field).await;
        refuses(&town, &[("draw", "round invite"), ("close", "round invite")]).await;
        let invitations = town.invites().await.unwrap();
        refuses(&town, &late).await;
        refuses(
            &town,
            &[
                ("draw", "answers come in"),
                ("invite", "round release"),
                ("close", "round import-answers"),
            ],
        )
        .await;
        the_town_answers(&town, &invitations).await;
        let over = [
            ("draw", ""),
            ("invite", ""),
            ("release", ""),
            ("import", ""),
            ("dispositions", ""),
        ];
        town.closes().await.unwrap();
        refuses(&town, &over).await;
        refuses(&town, &late[2..]).await;
        refuses(&town, &[("close", "round check")]).await;
        town.checks().await.unwrap();
        refuses(&town, &over).await;
        refuses(
            &town,
            &[
                ("close", "next: `round weigh`"),
                ("check", "next: `round weigh`"),
                ("compute", "next: `round weigh`"),
                ("score", "round weigh"),
                ("seal", "round score"),
            ],
        )
        .await;
        town.weighs().await.unwrap();
        refuses(
            &town,
            &[
                ("close", "next: `round score`"),
                ("check", "next: `round score`"),
                ("weigh", "next: `round score`"),
                ("seal", "round score"),
            ],
        )
        .await;
        town.scores().await.unwrap();
        refuses(&town, &over).await;
        refuses(
            &town,
            &[
                ("close", "next: `round seal`"),
                ("check", "next: `round seal`"),
                ("weigh", "next: `round seal`"),
                ("score", "next: `round seal`"),
            ],
        )
        .await;
        town.seals().await.unwrap();
        refuses(&town, &over).await;
        refuses(
            &town,
            &[
                ("close", "next: nothing more"),
                ("check", "next: nothing more"),
                ("weigh", "next: nothing more"),
                ("score", "next: nothing more"),
                ("seal", "export sheet"),
            ],
        )
        .await;
    });
}

/// What computing left, and that it was done; the answers stay.
pub async fn forgets_what_was_computed(town: &TestApp) {
    for table in ["quality", "unit_weight", "sheet"] {
        assert!(!town.rows(table).await.is_empty(), "{table}");
        town.changes(&format!("DELETE FROM {table}")).await;
    }
    town.changes("DELETE FROM stage_record WHERE stage IN ('check', 'weigh', 'score')")
        .await;
    town.changes("DELETE FROM audit_entry WHERE action IN ('check', 'weigh', 'score')")
        .await;
    town.changes("UPDATE round SET state = 'closed'").await;
}

#[test]
fn computing_in_one_go_leaves_to_the_byte_what_three_steps_leave() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        town.closes().await.unwrap();
        let closed = town.everything().await;
        let done = town.computes().await.unwrap();
        let at_once = town.everything().await;
        refuses(&town, &[("compute", "next: `round seal`")]).await;
        forgets_what_was_computed(&town).await;
        assert_eq!(closed, town.everything().await);
        let checked = town.checks().await.unwrap();
        assert_eq!(checked.flagged, done.checked.flagged);
        assert_eq!(town.weighs().await.unwrap(), done.deffs);
        assert_eq!(town.scores().await.unwrap(), done.sheet);
        assert_eq!(at_once, town.everything().await);
    });
}

#[test]
fn a_round_that_nobody_opened_is_named() {
    on_both(async |mut town: TestApp| {
        town.round = "nowhere-1999".into();
        for said in [
            town.closes().await.map(drop).unwrap_err(),
            town.draws(&frames(1)).await.map(drop).unwrap_err(),
            town.seals().await.map(drop).unwrap_err(),
        ] {
            assert!(said.to_string().contains("nowhere-1999"), "{said}");
        }
    });
}

#[test]
fn an_answer_that_comes_in_while_closing_is_counted_or_refused_never_lost() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let mut phones = Vec::new();
        for invitation in &invitations[..8] {
            let person = Person::of(invitation);
            let mut phone = town.phone(invitation);
            phone.opens().await;
            phone.goes_on_until("review", &|field| person.answer(field)).await;
            phones.push(phone);
        }
        let first = phones.pop().unwrap();
        let mut first = first;
        first.answers(&[]).await;
        let mut tasks = tokio::task::JoinSet::new();
        for mut phone in phones {
            tasks.spawn(async move {
                phone.answers(&[]).await;
                (phone.page.status.as_u16(), phone.page.receipt())
            });
        }
        let closed = town.closes_all_the_same().await.unwrap();
        let mut receipts = 1;
        while let Some(told) = tasks.join_next().await {
            let (status, receipt) = told.unwrap();
            assert!(matches!((status, &receipt), (200, Some(_)) | (410, None)), "{status}");
            receipts += u64::from(receipt.is_some());
        }
        let documents = town.documents().await.len() as u64;
        assert!(documents >= receipts, "whoever holds a receipt is counted");
        assert_eq!(
            documents, 8,
            "a form that was filled in whole counts even if closing came first"
        );
        assert_eq!(closed.submissions, documents, "closing reports what counts");
        let leaves = town
            .rows("log_node")
            .await
            .iter()
            .filter(|row| row["level"] == 0)
            .count() as u64;
        let entries = town.rows("log_entry").await.len() as u64;
        assert_eq!(leaves, documents + entries, "every leaf has its place");
    });
}

#[test]
fn of_two_closes_and_two_seals_at_once_exactly_one_wins() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        the_town_answers(&town, &invitations).await;
        let (one, other) = tokio::join!(town.closes(), town.closes());
        assert!(one.is_ok() != other.is_ok(), "{one:?} and {other:?}");
        let said = one.map(drop).and(other.map(drop)).unwrap_err().to_string();
        assert!(said.contains("`round "), "{said}");
        town.checks().await.unwrap();
        town.weighs().await.unwrap();
        let (one, other) = tokio::join!(town.scores(), town.scores());
        assert!(one.is_ok() != other.is_ok());
        let said = one.map(drop).and(other.map(drop)).unwrap_err().to_string();
        assert!(said.contains("next: `round seal`"), "{said}");
        let (one, other) = tokio::join!(town.seals(), town.seals());
        assert!(one.is_ok() != other.is_ok());
        let said = one.map(drop).and(other.map(drop)).unwrap_err().to_string();
        assert!(said.contains("export sheet"), "{said}");
        let stages: Vec<String> = round::records(&town.app.db, &town.round)
            .await
            .unwrap()
            .into_iter()
            .map(|record| record.stage)
            .collect();
        for stage in ["close", "check", "weigh", "score", "seal"] {
            assert_eq!(
                stages.iter().filter(|done| *done == stage).count(),
                1,
                "{stage} in {stages:?}"
            );
        }
    });
}

#[test]
fn two_phones_that_hand_in_the_same_form_at_once_make_one_submission() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let person = Person::of(&invitations[0]);
        let mut phone = town.phone(&invitations[0]);
        phone.opens().await;
        phone.goes_on_until("review", &|field| person.answer(field)).await;
        let review = phone.page.form.clone().unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let (mut same, form) = (town.phone(&invitations[0]), review.clone());
            tasks.spawn(async move { same.posts(&form.action, &form.hidden).await.receipt() });
        }
        let mut receipts = Vec::new();
        while let Some(receipt) = tasks.join_next().await {
            receipts.push(receipt.unwrap().expect("a receipt on every phone"));
        }
        receipts.dedup();
        assert_eq!(receipts.len(), 1);
        assert_eq!(town.counts().await["submission"], 1);
    });
}
