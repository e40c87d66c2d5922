//! Answers on paper and by telephone come in as a file: all of it through the checks of the pages, or none.

mod units;

use crate::support::{Person, TestApp, folder, frames, on_both, to_csv, to_xlsx};
use barometer::domain::data::{Fraction, Mode};
use barometer::storage::sample::UnitRecord;

const DEPARTMENTS: [&str; 6] = ["water", "parks", "roads", "police", "health", "tax"];

pub type Rows = Vec<Vec<String>>;

fn heading() -> Vec<String> {
    let mut names: Vec<String> = ["unit", "how", "agree", "adult", "area", "sex", "overall"]
        .map(str::to_owned)
        .to_vec();
    names.extend(DEPARTMENTS.iter().map(|department| format!("know_{department}")));
    names.extend(DEPARTMENTS.iter().map(|department| format!("rating_{department}")));
    names.extend(["told", "channels", "work"].map(str::to_owned));
    names
}

/// A form filled in: everything shown is known; the first one is not rated but answered 说不清.
fn form(town: &TestApp, unit: &UnitRecord, how: &str) -> Vec<String> {
    let shown = town.printed(unit.sample_no);
    let on_it = |department: &str| shown.iter().any(|shown| shown.0 == department);
    let unit_ref = unit.unit_ref.clone();
    let mut row = vec![
        unit_ref,
        how.into(),
        "1".into(),
        "1".into(),
        unit.stratum.clone(),
        "F".into(),
        "4".into(),
    ];
    row.extend(DEPARTMENTS.map(|department| if on_it(department) { "2" } else { "-" }.to_owned()));
    row.extend(DEPARTMENTS.map(|department| match (on_it(department), department) {
        (false, _) => String::new(),
        (true, "water") => "9".to_owned(),
        (true, _) => "4".to_owned(),
    }));
    row.extend(["1", "3+1", "2"].map(str::to_owned));
    row
}

/// A batch of the first residents' forms, every third by telephone.
pub async fn batch(town: &TestApp, number: usize) -> (Rows, Vec<UnitRecord>) {
    let units = town
        .units()
        .await
        .into_iter()
        .filter(|unit| unit.audience.0 == "residents" && unit.issued);
    let units: Vec<UnitRecord> = units.take(number).collect();
    let mut rows = vec![heading()];
    for (place, unit) in units.iter().enumerate() {
        rows.push(form(town, unit, if place % 3 == 2 { "Phone" } else { "Paper" }));
    }
    (rows, units)
}

/// Puts a text into the cell of that row (1 = first after the heading) and column.
fn with(rows: &Rows, row: usize, column: &str, text: &str) -> Rows {
    let mut rows = rows.clone();
    let place = rows[0].iter().position(|name| name == column).unwrap();
    rows[row][place] = text.to_owned();
    rows
}

/// The file is refused, the message says all of this, and nothing is stored.
async fn refused(town: &TestApp, rows: &Rows, words: &[&str]) {
    let before = town.everything().await;
    let said = town
        .imports_paper("paper.csv", to_csv(rows))
        .await
        .unwrap_err()
        .to_string();
    for word in words {
        assert!(said.contains(word), "“{word}” in: {said}");
    }
    assert_eq!(before, town.everything().await);
}

#[test]
fn forms_and_interviews_come_in_and_count_like_the_pages() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let (mut rows, units) = batch(&town, 6).await;
        rows[1][0] = units[0].sample_no.to_string();
        let report = town.imports_paper("paper.csv", to_csv(&rows)).await.unwrap();
        assert_eq!(report.accepted, 6);
        let documents = town.documents().await;
        assert_eq!(
            documents.iter().filter(|document| document.mode == Mode::Paper).count(),
            4
        );
        assert_eq!(
            documents.iter().filter(|document| document.mode == Mode::Phone).count(),
            2
        );
        for document in &documents {
            assert_eq!(document.disposition, "1.1");
            assert!(document.seconds.is_empty(), "nothing was timed");
            assert!(
                document.assignment.assigned.iter().all(|one| one.q == Fraction::ONE),
                "all that is known is rated"
            );
            let channels = document
                .answers
                .plain
                .iter()
                .find(|(question, _)| question.0 == "channels")
                .unwrap()
                .1;
            assert_eq!(channels.codes(), ["1", "3"]);
        }
        for unit in &units {
            let invitation = invitations.iter().find(|one| one.sample_no == unit.sample_no).unwrap();
            assert_eq!(town.code_of(invitation).await.as_deref(), Some("1.1"));
        }
        // Whoever sent a form may still use the link; then that answer counts in place of the form.
        let invitation = invitations
            .iter()
            .find(|one| one.sample_no == units[0].sample_no)
            .unwrap();
        let person = Person::of(invitation);
        town.phone(invitation)
            .answers_everything(&|field| person.answer(field))
            .await;
        assert_eq!(town.documents().await.len(), 6);
        let rest = invitations
            .iter()
            .filter(|one| !units.iter().any(|unit| unit.sample_no == one.sample_no));
        for invitation in rest.take(70) {
            let person = Person::of(invitation);
            town.phone(invitation)
                .answers_everything(&|field| person.answer(field))
                .await;
        }
        let sealed = town.closes_to_seal().await;
        assert_eq!(
            sealed
                .sheet
                .audiences
                .iter()
                .map(|audience| audience.received)
                .sum::<u64>(),
            76
        );
    });
}

#[test]
fn the_same_forms_as_a_workbook_are_the_same_answers() {
    on_both(async |mut town: TestApp| {
        town.invites_the_town().await;
        let (rows, _) = batch(&town, 5).await;
        assert_eq!(
            town.imports_paper("paper.xlsx", to_xlsx(&rows)).await.unwrap().accepted,
            5
        );
        let documents = town.documents().await;
        assert!(
            documents
                .iter()
                .all(|document| document.answers.by_department.len() == 2)
        );
    });
}

#[test]
fn a_bad_cell_refuses_the_batch_and_is_named_with_what_is_allowed() {
    on_both(async |mut town: TestApp| {
        town.invites_the_town().await;
        let (rows, _) = batch(&town, 4).await;
        refused(
            &town,
            &with(&rows, 1, "adult", "3"),
            &["paper.csv:2", "[adult]", "3", "“1” or “2”"],
        )
        .await;
        refused(&town, &with(&rows, 2, "sex", "X"), &["paper.csv:3", "[sex]", "X"]).await;
        refused(
            &town,
            &with(&rows, 3, "rating_water", "6"),
            &["paper.csv:4", "[rating_water]", "“5”, “4”, “3”, “2”, “1” or “9”"],
        )
        .await;
        refused(
            &town,
            &with(&rows, 3, "rating_water", "4.5"),
            &["paper.csv:4", "[rating_water]"],
        )
        .await;
        refused(
            &town,
            &with(&rows, 1, "how", "Fax"),
            &["paper.csv:2", "[how]", "Fax", "Paper", "Phone"],
        )
        .await;
        refused(
            &town,
            &with(&rows, 1, "channels", "0+1"),
            &["paper.csv:2", "[channels]"],
        )
        .await;
        let two = with(&with(&rows, 1, "adult", "3"), 4, "area", "Z");
        refused(&town, &two, &["paper.csv:2", "paper.csv:5", "[area]"]).await;
    });
}

#[test]
fn a_department_that_was_not_on_the_form_cannot_be_rated() {
    on_both(async |mut town: TestApp| {
        town.invites_the_town().await;
        let (rows, units) = batch(&town, 3).await;
        let shown = town.printed(units[1].sample_no);
        let hidden = DEPARTMENTS
            .iter()
            .find(|one| !shown.iter().any(|shown| shown.0 == **one))
            .unwrap();
        let column = format!("rating_{hidden}");
        refused(
            &town,
            &with(&rows, 2, &column, "5"),
            &["paper.csv:3", &format!("[{column}]")],
        )
        .await;
        let unknown = with(&rows, 2, "know_parks", "3");
        refused(&town, &unknown, &["paper.csv:3", "[rating_parks]"]).await;
    });
}

#[test]
fn a_file_that_is_no_table_of_answers_is_refused() {
    on_both(async |mut town: TestApp| {
        town.invites_the_town().await;
        let (rows, _) = batch(&town, 3).await;
        let mut without = rows.clone();
        let place = rows[0].iter().position(|name| name == "rating_tax").unwrap();
        without.iter_mut().for_each(|row| drop(row.remove(place)));
        refused(&town, &without, &["paper.csv", "rating_tax"]).await;
        let before = town.everything().await;
        let good = to_csv(&rows);
        let mut cut = to_xlsx(&rows);
        cut.truncate(cut.len() / 2);
        let mut broken = good.clone();
        broken.extend(b"\xff\xfe\xff\xff\xff");
        let ragged = [good.clone(), b"one,two\n".to_vec()].concat();
        let bad = [
            ("nothing", vec![]),
            ("half a workbook", cut),
            ("bytes of no encoding", broken),
            ("ragged", ragged),
        ];
        for (what, bytes) in bad {
            let said = town
                .imports_paper("paper.csv", bytes)
                .await
                .map(|report| report.accepted);
            let said = said.expect_err(what).to_string();
            assert!(said.contains("paper.csv"), "{what}: {said}");
        }
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn a_heading_without_rows_is_no_batch() {
    on_both(async |mut town: TestApp| {
        town.invites_the_town().await;
        refused(&town, &vec![heading()], &["paper.csv"]).await;
    });
}

#[test]
fn screened_out_and_nearly_empty_forms_are_told_and_do_not_count() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let (rows, units) = batch(&town, 3).await;
        let mut rows = with(&rows, 1, "adult", "2");
        let from = rows[0].iter().position(|name| name == "overall").unwrap();
        rows[2][from..].fill(String::new());
        let report = town.imports_paper("paper.csv", to_csv(&rows)).await.unwrap();
        assert_eq!(
            (report.accepted, report.ended, report.insufficient),
            (1, vec![2], vec![(3, units[1].sample_no)])
        );
        assert_eq!(
            report.ended_with_ratings,
            [2],
            "the form rates all the same, and that is told"
        );
        let screened = invitations
            .iter()
            .find(|one| one.sample_no == units[0].sample_no)
            .unwrap();
        assert_eq!(town.code_of(screened).await.as_deref(), Some("4.10"));
        assert_eq!(town.documents().await.len(), 1);
    });
}

#[test]
fn final_codes_come_in_as_a_file_too() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let person = Person::of(&invitations[0]);
        town.phone(&invitations[0])
            .answers_everything(&|field| person.answer(field))
            .await;
        let (answered, silent) = (invitations[0].sample_no, invitations[1].sample_no);
        let before = town.everything().await;
        for (csv, place) in [
            (
                format!("sample_no,code\n{silent},2.11\n{answered},2.11\n"),
                "codes.csv:3 [sample_no]",
            ),
            (format!("sample_no,code\n{silent},9.99\n"), "codes.csv:2 [code]"),
            (format!("sample_no,code\n{silent},1.1\n"), "codes.csv:2 [code]"),
            (
                format!("sample_no,code\n{silent},2.11\n{silent},2.20\n"),
                "codes.csv:3 [sample_no]",
            ),
            ("sample_no,code\n99999,2.11\n".to_owned(), "codes.csv:2 [sample_no]"),
            (format!("sample_no\n{silent}\n"), "code"),
            (
                "sample_no,code\n".to_owned(),
                "codes.csv: found no row below the heading",
            ),
        ] {
            let said = town.records_codes(&csv).await.unwrap_err().to_string();
            assert!(said.contains(place), "{csv}: {said}");
        }
        assert_eq!(before, town.everything().await);
        // A spreadsheet drops the last zero of 2.20.
        for (typed, code) in [("2.11", "2.11"), ("2.2", "2.20")] {
            let csv = format!("sample_no,code\n{silent},{typed}\n");
            assert_eq!(town.records_codes(&csv).await.unwrap(), 1);
            assert_eq!(town.code_of(&invitations[1]).await.as_deref(), Some(code));
        }
    });
}

#[test]
fn before_the_field_opens_and_after_it_closes_nothing_is_taken() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        town.draws(&frames(1)).await.unwrap();
        let (rows, _) = batch(&town, 3).await;
        refused(&town, &rows, &["round invite"]).await;
        town.invites().await.unwrap();
        let (rows, _) = batch(&town, 3).await;
        let (first, second) = (rows[..3].to_vec(), [rows[..1].to_vec(), rows[3..].to_vec()].concat());
        town.imports_paper("paper.csv", to_csv(&first)).await.unwrap();
        town.closes_all_the_same().await.unwrap();
        refused(&town, &second, &["round close"]).await;
    });
}
