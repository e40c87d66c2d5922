//! Columns are the same whichever way documents come: as values or bytes, in any order, whole or in parts.

use super::reading::Reading;
use super::*;
use crate::domain::data::{Answer, Document};
use crate::domain::definition::{DepartmentId, QuestionId};
use crate::domain::proof::canonical;
use crate::domain::score::fixture::*;

fn town() -> (Survey, Vec<Document>) {
    let departments = ["D1", "D2", "D3"].map(|d| department(d, "A", &[("residents", 1.0)]));
    let survey = survey(&["residents"], departments.to_vec(), Vec::new());
    let one = |i: usize| {
        let mut one = document(
            &format!("s{i:02}"),
            "residents",
            ["1", "2"][i % 2],
            &[("coached", "1")],
            &[],
        );
        let grades = ["D1", "D2", "D3"].iter().enumerate();
        let grades = grades.map(|(d, id)| {
            (
                DepartmentId((*id).into()),
                Answer::One(["5", "4", "1"][(i + d) % 3].into()),
            )
        });
        one.answers
            .by_department
            .insert(QuestionId("R".into()), grades.collect());
        one.seconds.insert("about".into(), 7 + i as u32);
        one
    };
    (survey, (0..12).map(one).collect())
}

#[test]
fn bytes_give_what_values_give() {
    let (survey, documents) = town();
    let bytes: Vec<Vec<u8>> = documents.iter().map(|d| canonical(d).unwrap()).collect();
    let parsed: Vec<Reading> = bytes.iter().map(|b| serde_json::from_slice(b).unwrap()).collect();
    for (reading, document) in parsed.iter().zip(&documents) {
        assert_eq!(reading, &Reading::from(document));
    }
    let columns = Columns::of(&survey, parsed);
    assert_eq!(columns, Columns::of(&survey, documents.iter().map(Reading::from)));
    assert_eq!((columns.len(), columns.ratings.of(3).len()), (12, 3));
    assert!(columns.faults.is_empty(), "{:?}", columns.faults);
}

#[test]
fn parts_in_any_order_give_the_same_rows() {
    let (survey, documents) = town();
    let whole = Columns::of(&survey, documents.iter().map(Reading::from));
    let mut filler = Filler::new(&survey);
    let mut joined = filler.empty();
    for part in documents.rchunks(5) {
        let mut columns = filler.empty();
        part.iter().for_each(|one| filler.push(&one.into(), &mut columns));
        joined.append(columns);
    }
    let joined = joined.ordered();
    assert_eq!(joined.ids, whole.ids);
    for (row, document) in documents.iter().enumerate() {
        let stratum = |of: &Columns| of.strata.values[of.stratum[row] as usize].clone();
        let ratings = |of: &Columns| -> Vec<_> {
            let each = of.ratings.of(row).iter();
            each.map(|r| (r.department, r.grade, r.used, of.fraction(r.s), of.fraction(r.q)))
                .collect()
        };
        assert_eq!((stratum(&joined), ratings(&joined)), (stratum(&whole), ratings(&whole)));
        assert_eq!(document.submission, joined.ids.get(row));
    }
    assert_eq!(
        (&joined.seconds, &joined.flags, &joined.key),
        (&whole.seconds, &whole.flags, &whole.key)
    );
}

#[test]
fn uuids_take_sixteen_bytes_and_other_ids_their_text() {
    let mut ids = Ids::default();
    ids.push("00000000-0000-4000-8000-000000000002");
    ids.push("00000000-0000-4000-8000-000000000001");
    assert!(matches!(ids, Ids::Uuids(_)) && !ids.ascend());
    assert_eq!(ids.sorted(), [1, 0]);
    ids.push("S1");
    assert!(matches!(ids, Ids::Texts(_)));
    assert_eq!(ids.get(0), "00000000-0000-4000-8000-000000000002");
}
