//! Points, shrinkage and ranks against worked examples.

use crate::domain::definition::Conversion;
use crate::domain::estimate::design::dot;
use crate::domain::score::convert::{measure, points, slope, text};
use crate::domain::score::fixture::method;
use crate::domain::score::rank::{joint_level, ranges, ranks};
use crate::domain::score::shrink::{moments, shrink};
use std::collections::BTreeMap;

const R: [f64; 5] = [0.22, 0.46, 0.24, 0.06, 0.02];
const E: [f64; 5] = [0.30, 0.48, 0.17, 0.04, 0.01];
const INS: [f64; 5] = [0.35, 0.47, 0.14, 0.03, 0.01];

fn class_a(values: &[f64; 5]) -> f64 {
    0.6 * dot(&R, values) + 0.3 * dot(&E, values) + 0.1 * dot(&INS, values)
}

#[test]
fn the_worked_class_a_department_scores_under_every_rule() {
    let rules = [
        ([100.0, 75.0, 50.0, 25.0, 0.0], 72.45),
        ([100.0, 100.0, 0.0, 0.0, 0.0], 72.4),
        ([100.0, 100.0, 100.0, 0.0, 0.0], 93.3),
        ([100.0, 80.0, 60.0, 40.0, 20.0], 77.96),
        ([100.0, 80.0, 60.0, 30.0, 0.0], 77.13),
    ];
    for (values, want) in rules {
        assert!((class_a(&values) - want).abs() < 1e-9);
    }
    let index = Conversion::Index {
        values: BTreeMap::new(),
    };
    assert_eq!(text(points(&index, 72.45, (0.0, 0.0))), "14.49");
    let parts: [(f64, f64, f64); 3] = [(0.6, 22.9129, 480.0), (0.3, 21.2073, 260.0), (0.1, 20.7002, 90.0)];
    let se = parts.iter().map(|(l, sd, n)| l * l * sd * sd / n).sum::<f64>().sqrt();
    assert!((se - 0.7727).abs() < 5e-5 && (se * slope(&index, (0.0, 0.0)).unwrap() - 0.1545).abs() < 5e-5);
}

#[test]
fn points_are_rounded_half_up_as_decimals_and_once() {
    assert_eq!(text(20.0 * 0.68075), "13.62");
    assert_eq!(text(13.614_999), "13.61");
    assert_eq!(
        (text(0.0), text(20.0), text(7.1)),
        ("0.00".into(), "20.00".into(), "7.10".into())
    );
}

#[test]
fn every_conversion_has_its_points() {
    let class = (0.5, 0.9);
    let of = |rule: &Conversion, value| points(rule, value, class);
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} instead of {b}");
    near(of(&Conversion::Rate, 0.7), 14.0);
    near(of(&Conversion::Target { target: 0.8 }, 0.7), 17.5);
    near(of(&Conversion::Target { target: 0.8 }, 0.85), 20.0);
    let bands = Conversion::Bands {
        bands: vec![(0.9, 20.0), (0.8, 18.0), (0.0, 10.0)],
    };
    near(of(&bands, 0.8), 18.0);
    near(of(&bands, 0.799), 10.0);
    assert_eq!(slope(&bands, class), None);
    let min_max = Conversion::MinMax { floor: 12.0 };
    near(of(&min_max, 0.5), 12.0);
    near(of(&min_max, 0.9), 20.0);
    near(points(&min_max, 0.7, (0.7, 0.7)), 20.0);
    let values = BTreeMap::from([("5".to_owned(), 100.0)]);
    assert!(measure(&Conversion::Index { values }, &method().scale).is_err());
}

#[test]
fn shrinkage_gives_the_worked_examples() {
    let (b, value) = shrink(74.0, 22.0 * 22.0 / 400.0, 16.0, 72.0);
    assert!((b - 0.92969).abs() < 5e-6 && (value - 73.8594).abs() < 5e-5);
    let (b, value) = shrink(80.0, 22.0 * 22.0 / 60.0, 16.0, 72.0);
    assert!((b - 0.66482).abs() < 5e-6 && (value - 77.3186).abs() < 5e-5);
    assert_eq!(moments(&[(0.5, 0.1)]), None);
    assert_eq!(moments(&[(0.5, 0.1), (0.5, 0.1)]), Some((0.5, 0.0)));
}

#[test]
fn ranks_share_ties_and_ranges_follow_the_intervals() {
    assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [1, 4, 1, 3]);
    assert_eq!(ranges(&[(0.8, 0.9), (0.7, 0.85), (0.1, 0.2)]), [(1, 2), (1, 2), (3, 3)]);
    assert_eq!(
        ranges(&[(f64::NEG_INFINITY, f64::INFINITY), (0.1, 0.2)]),
        [(1, 2), (1, 2)]
    );
    let level = joint_level(0.95, 62);
    assert!((level.powi(62) - 0.95).abs() < 1e-13);
    assert!((crate::domain::estimate::student::quantile(0.5 + level / 2.0, 1e9) - 3.34).abs() < 0.005);
}
