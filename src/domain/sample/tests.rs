//! Frames, allocations and draws as an agency meets them.

use super::*;
use crate::domain::data::Fraction;
use crate::domain::definition::{Allocation, AudienceId, DepartmentId, FrameSpec};
use crate::domain::table;
use std::collections::{BTreeMap, BTreeSet};

fn spec() -> FrameSpec {
    FrameSpec {
        unit_id: "编号".into(),
        stratum: "区".into(),
        contact: vec!["电话".into()],
        attributes: vec!["户籍".into()],
        supervisor: Some("主管".into()),
        allocation: Allocation::Proportional,
        total: 10,
        minimum: 0,
        reserve_share: 0.5,
        strata: vec!["东城".into(), "西城".into()],
    }
}

fn departments() -> BTreeSet<DepartmentId> {
    ["D01", "D02"].map(|id| DepartmentId(id.into())).into()
}

fn csv_of(rows: &[String]) -> String {
    format!("编号,区,电话,户籍,主管\n{}\n", rows.join("\n"))
}

fn read(text: &str) -> Result<Frame, Vec<String>> {
    let table = table::read("frame.csv", text.as_bytes(), None).unwrap();
    let problems = |p: crate::domain::definition::Problems| p.0.iter().map(ToString::to_string).collect();
    frame(&table, &spec(), &departments()).map_err(problems)
}

fn two_hundred() -> Vec<String> {
    let district = |i: usize| if i.is_multiple_of(4) { "东城" } else { "西城" };
    (0..200)
        .map(|i| format!("U{i:03},{},1390000{i:04},本市,", district(i)))
        .collect()
}

fn audience() -> AudienceId {
    AudienceId("residents".into())
}

#[test]
fn a_good_frame_is_counted_and_hashed_whatever_its_order() {
    let mut rows = two_hundred();
    let one = read(&csv_of(&rows)).unwrap();
    rows.reverse();
    let other = read(&csv_of(&rows)).unwrap();
    assert_eq!(one, other);
    assert_eq!(one.counts, BTreeMap::from([("东城".into(), 50), ("西城".into(), 150)]));
    assert_eq!(one.units[0].contact["电话"], "13900000000");
    rows[0] = rows[0].replace("139", "138");
    assert_eq!(
        read(&csv_of(&rows)).unwrap().hash,
        one.hash,
        "contact data are not hashed"
    );
    rows[0] = rows[0].replace("西城", "东城");
    assert_ne!(read(&csv_of(&rows)).unwrap().hash, one.hash);
}

#[test]
fn every_bad_row_is_named_with_its_column() {
    let rows = [
        "U1,东城,139,本市,D01；D02",
        ",西城,139,本市,",
        "U1,东城,139,本市,",
        "U2,朝阳,139,本市,",
        "U3,,139,本市,",
        "U4,西城,,本市,",
        "U5,西城,139,,D99",
    ];
    let problems = read(&csv_of(&rows.map(String::from))).unwrap_err();
    assert_eq!(
        problems,
        [
            "frame.csv:3 [编号]: found an empty cell; expected a unit id",
            "frame.csv:4 [编号]: found the unit id “U1” again; expected every unit once (it stands in row 2 already)",
            "frame.csv:5 [区]: found “朝阳”; expected one of 东城, 西城",
            "frame.csv:6 [区]: found an empty cell; expected one of 东城, 西城",
            "frame.csv:7 [电话]: found no contact data; expected something in at least one of 电话",
            "frame.csv:8 [主管]: found “D99”; expected ids of departments of this round, separated by ;",
        ]
    );
}

#[test]
fn missing_columns_and_empty_strata_are_named() {
    let table = table::read("f.csv", b"a,b\n1,2\n", None).unwrap();
    let problems = frame(&table, &spec(), &departments()).unwrap_err();
    assert_eq!(
        problems.to_string(),
        "f.csv:1: found the columns a, b; expected also the columns “编号”, “区”, “电话”, “户籍” and “主管”"
    );
    let problems = read(&csv_of(&["U1,东城,139,本市,".into()])).unwrap_err();
    assert_eq!(
        problems,
        ["frame.csv: found no unit in stratum “西城”; expected units in every stratum of the round"]
    );
}

fn counts(list: &[(&str, u64)]) -> BTreeMap<String, u64> {
    list.iter().map(|(stratum, n)| (stratum.to_string(), *n)).collect()
}

fn sizes(allocation: Allocation, total: u64, minimum: u64, frame: &[(&str, u64)]) -> Vec<u64> {
    let spec = FrameSpec {
        allocation,
        total,
        minimum,
        ..spec()
    };
    allocate(&spec, &counts(frame)).unwrap().into_values().collect()
}

#[test]
fn allocations_by_hand() {
    let frame = [("a", 100), ("b", 400), ("c", 500)];
    assert_eq!(sizes(Allocation::Proportional, 100, 0, &frame), [10, 40, 50]);
    assert_eq!(sizes(Allocation::Proportional, 100, 20, &frame), [20, 36, 44]);
    assert_eq!(sizes(Allocation::Equal, 100, 0, &frame), [33, 33, 34]);
    // Square roots 10, 20, 22.36: 100 · 10 / 52.36 = 19.10, 38.20, 42.71.
    assert_eq!(sizes(Allocation::Power { exponent: 0.5 }, 100, 0, &frame), [19, 38, 43]);
    // Equal would take 200 of each, but a holds only 100.
    assert_eq!(sizes(Allocation::Equal, 600, 0, &frame), [100, 250, 250]);
    assert_eq!(sizes(Allocation::Proportional, 1000, 0, &frame), [100, 400, 500]);
    // Ties of remainder and count go to the name that comes first.
    assert_eq!(
        sizes(Allocation::Equal, 4, 0, &[("b", 9), ("a", 9), ("c", 9)]),
        [2, 1, 1]
    );
    let fixed = counts(&[("a", 5), ("b", 6), ("c", 7)]);
    assert_eq!(sizes(Allocation::Fixed { sizes: fixed }, 18, 0, &frame), [5, 6, 7]);
}

#[test]
fn every_allocation_sums_exactly_and_keeps_its_limits() {
    use proptest::prelude::*;
    proptest!(|(frame in proptest::collection::vec(1_u64..5000, 1..30), share in 0.0_f64..=1.0, minimum in 0_u64..40,
               exponent in 0.0_f64..=1.0)| {
        let all: u64 = frame.iter().sum();
        let least: u64 = frame.iter().map(|n| (*n).min(minimum)).sum();
        let total = ((all as f64 * share) as u64).max(least);
        let named: BTreeMap<String, u64> = frame.iter().enumerate().map(|(i, n)| (format!("{i:02}"), *n)).collect();
        for allocation in [Allocation::Proportional, Allocation::Power { exponent }, Allocation::Equal] {
            let spec = FrameSpec { allocation, total, minimum, ..spec() };
            let sizes = allocate(&spec, &named).unwrap();
            prop_assert_eq!(sizes.values().sum::<u64>(), total);
            for (stratum, &size) in &sizes {
                prop_assert!(size <= named[stratum] && size >= named[stratum].min(minimum));
            }
            if spec.allocation == Allocation::Proportional && minimum == 0 {
                for (stratum, &size) in &sizes {
                    let exact = named[stratum] as f64 * total as f64 / all as f64;
                    prop_assert!((size as f64 - exact).abs() < 1.0 + 1e-6);
                }
            }
        }
    });
}

#[test]
fn impossible_allocations_are_refused() {
    let frame = counts(&[("a", 10), ("b", 20)]);
    let with = |total, minimum, allocation| {
        let spec = FrameSpec {
            allocation,
            total,
            minimum,
            ..spec()
        };
        allocate(&spec, &frame).unwrap_err().to_string()
    };
    let fixed = |list: &[(&str, u64)]| Allocation::Fixed { sizes: counts(list) };
    assert_eq!(
        with(31, 0, Allocation::Equal),
        "the sample of 31 units is larger than the frame of 30"
    );
    assert_eq!(
        with(20, 15, Allocation::Equal),
        "a minimum of 15 per stratum needs 25 units; the sample has 20"
    );
    assert!(with(20, 0, fixed(&[("a", 11), ("b", 9)])).starts_with("stratum “a” is to give 11 units"));
    assert!(with(20, 0, fixed(&[("a", 10)])).starts_with("stratum “b” is not both"));
    assert!(with(20, 0, fixed(&[("a", 9), ("b", 9)])).ends_with("sum to 18; the round says 20"));
}

#[test]
fn the_same_seed_and_frame_give_the_same_sample_on_any_machine() {
    let frame = read(&csv_of(&two_hundred())).unwrap();
    let sizes = allocate(&spec(), &frame.counts).unwrap();
    let sample = draw(&frame, &sizes, 0.5, &audience(), &[9; 32]);
    let ids: Vec<&str> = sample.units.iter().map(|u| u.unit_id.as_str()).collect();
    // Computed by a separate program from the description of the draw.
    let east = ["U004", "U160", "U196", "U011", "U135"];
    let west = [
        "U125", "U193", "U150", "U073", "U095", "U039", "U055", "U195", "U146", "U050",
    ];
    assert_eq!(ids, [east.as_slice(), &west].concat());
    let other = draw(&frame, &sizes, 0.5, &AudienceId("enterprises".into()), &[9; 32]);
    assert_ne!(sample.units, other.units);
}

#[test]
fn the_sample_comes_first_and_the_reserve_follows_in_batches() {
    let frame = read(&csv_of(&two_hundred())).unwrap();
    let sizes = counts(&[("东城", 20), ("西城", 15)]);
    let sample = draw(&frame, &sizes, 0.2, &audience(), &[1; 32]);
    let east = &sample.strata[0];
    assert_eq!((east.frame, east.main, east.reserve, east.batch_size), (50, 20, 4, 2));
    assert_eq!(east.inclusion, Fraction::new(2, 5));
    let batches: Vec<u32> = sample
        .units
        .iter()
        .filter(|u| u.stratum == "东城")
        .map(|u| u.batch)
        .collect();
    assert_eq!(batches, [vec![0; 20], vec![1, 1, 2, 2]].concat());
    let ids: BTreeSet<&str> = sample.units.iter().map(|u| u.unit_id.as_str()).collect();
    assert_eq!(ids.len(), 20 + 4 + 15 + 3, "nobody twice");
    assert_eq!(inclusion(22, 50), Fraction::new(11, 25));
}

#[test]
fn every_unit_is_drawn_with_the_stated_probability() {
    let frame = read(&csv_of(&two_hundred())).unwrap();
    let sizes = counts(&[("东城", 10), ("西城", 30)]);
    let mut drawn = BTreeMap::<String, i64>::new();
    for i in 0..1000_u32 {
        let mut seed = [0; 32];
        seed[..4].copy_from_slice(&i.to_le_bytes());
        for unit in draw(&frame, &sizes, 0.0, &audience(), &seed).units {
            *drawn.entry(unit.unit_id).or_default() += 1;
        }
    }
    // π = 1/5 in both strata: mean 200, standard deviation 12.65.
    assert_eq!(drawn.len(), 200);
    assert!(drawn.values().all(|n| (n - 200).abs() < 63), "{drawn:?}");
}
