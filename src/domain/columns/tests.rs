//! Columns are the same whichever way documents come: as values or bytes, in any order, whole or in parts.

use super::reading::Reading;
use super::*;
use crate::domain::data::{Answer, Assigned, Document, Shown};
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
    for ((reading, bytes), document) in parsed.iter().zip(&bytes).zip(&documents) {
        assert_eq!(reading, &Reading::from(document));
        assert_eq!(reading, &Reading::of_bytes(bytes).unwrap());
        assert!(scan::canonical(std::str::from_utf8(bytes).unwrap()).is_some());
    }
    let columns = Columns::of(&survey, parsed);
    assert_eq!(columns, Columns::of(&survey, documents.iter().map(Reading::from)));
    assert_eq!((columns.len(), columns.ratings.of(3).len()), (12, 3));
    assert!(columns.faults.is_empty(), "{:?}", columns.faults);
}

/// A document with everything that a document may have.
fn full() -> Document {
    let (_, mut documents) = town();
    let mut one = documents.swap_remove(3);
    let many = Answer::Many(vec!["1".into(), "3".into()]);
    one.answers.plain.insert(QuestionId("many".into()), many);
    one.frame.insert("district".into(), "市南".into());
    one.mode = Mode::Phone;
    one.assignment.epoch = Some(12);
    one.assignment.excluded = vec![DepartmentId("D2".into())];
    one.assignment.shown = vec![shown("D1", 1, 2), shown("D3", 2, 3)];
    one.assignment.assigned = vec![assigned("D1", Some(2)), assigned("D3", None)];
    one
}

fn shown(department: &str, numerator: u64, denominator: u64) -> Shown {
    let s = Fraction::new(numerator, denominator).unwrap();
    Shown {
        department: DepartmentId(department.into()),
        s,
    }
}

fn assigned(department: &str, r: Option<u64>) -> Assigned {
    Assigned {
        department: DepartmentId(department.into()),
        q: Fraction::new(3, 7).unwrap(),
        r: r.and_then(|below| Fraction::new(1, below)),
    }
}

#[test]
fn the_quick_way_reads_what_the_ordinary_way_reads_and_never_more() {
    let document = full();
    let bytes = canonical(&document).unwrap();
    let text = std::str::from_utf8(&bytes).unwrap();
    assert_eq!(scan::canonical(text), Some(Reading::from(&document)));
    let (mut read, mut fell_back) = (0, 0);
    for place in 0..bytes.len() {
        let changed = b"\"\\{}[],:0a9 -\n".iter().map(|sign| {
            let mut changed = bytes.clone();
            changed[place] = *sign;
            changed
        });
        let without = [&bytes[..place], &bytes[place + 1..]].concat();
        let twice = [&bytes[..=place], &bytes[place..]].concat();
        for other in changed.chain([without, twice, bytes[..place].to_vec()]) {
            let Ok(text) = std::str::from_utf8(&other) else {
                assert!(Reading::of_bytes(&other).is_err());
                continue;
            };
            let ordinary = serde_json::from_str::<Reading>(text);
            match scan::canonical(text) {
                Some(quick) => {
                    read += 1;
                    assert_eq!(quick, ordinary.expect("never more"), "{text}");
                }
                None => fell_back += u32::from(ordinary.is_ok()),
            }
        }
    }
    assert!(read > 500 && fell_back > 100, "{read} {fell_back}");
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
            each.map(|r| (r.department, r.grade, r.used, of.chance(r))).collect()
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
