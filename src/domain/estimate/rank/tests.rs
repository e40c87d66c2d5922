//! Ranks and their ranges on small tables, and what holds for every table.

use super::*;
use proptest::prelude::*;

fn measured(rows: &[(f64, f64)]) -> Vec<Measured> {
    let one = |(estimate, se): &(f64, f64)| Measured {
        estimate: *estimate,
        variance: Some(se * se),
        df: Some(f64::INFINITY),
    };
    rows.iter().map(one).collect()
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-12 * b.abs(), "{a} instead of {b}");
}

#[test]
fn equal_values_share_the_better_rank() {
    assert_eq!(ranks(&[70.0, 80.0, 70.0, 60.0]), [2, 1, 2, 4]);
    assert_eq!(best_first(&[70.0, 80.0, 70.0, 60.0]), [1, 0, 2, 3]);
}

#[test]
fn sixty_two_departments_need_intervals_of_more_than_three_standard_errors() {
    let each = joint_level(0.95, 62);
    let z = crate::domain::estimate::distribution::normal::quantile(0.5 + each / 2.0);
    assert!((z - 3.34).abs() < 0.005, "{z}");
}

#[test]
fn intervals_that_do_not_touch_fix_the_ranks() {
    let found = ranges(&[(60.0, 65.0), (64.0, 70.0), (80.0, 90.0), UNKNOWN]);
    assert_eq!(found, [(2, 4), (2, 4), (1, 2), (1, 4)]);
}

#[test]
fn two_estimates_are_separated_as_a_test_of_their_difference_says() {
    // One-sided Holm over two hypotheses at 5 %: z must pass 1.96.
    let apart = Separation::new(&measured(&[(10.0, 1.0), (7.2, 1.0)]), None, 0.95);
    assert!(apart.separated(0, 1) && apart.separated(1, 0));
    let close = Separation::new(&measured(&[(10.0, 1.0), (7.3, 1.0)]), None, 0.95);
    assert!(!close.separated(0, 1));
    assert_eq!(apart.ranges(), [(1, 1), (2, 2)]);
    assert_eq!(close.ranges(), [(1, 2), (1, 2)]);
}

#[test]
fn what_estimates_share_tells_them_apart_better() {
    let estimates = measured(&[(10.0, 1.0), (8.5, 1.0), (5.0, 1.0)]);
    let shared = vec![vec![1.0, 0.9, 0.9], vec![0.9, 1.0, 0.9], vec![0.9, 0.9, 1.0]];
    assert_eq!(
        Separation::new(&estimates, None, 0.95).ranges(),
        [(1, 2), (1, 2), (3, 3)]
    );
    assert_eq!(
        Separation::new(&estimates, Some(&shared), 0.95).ranges(),
        [(1, 1), (2, 2), (3, 3)]
    );
}

#[test]
fn an_estimate_without_a_standard_error_is_unknown() {
    let mut estimates = measured(&[(90.0, 0.1), (10.0, 0.1), (50.0, 0.1)]);
    estimates[2].variance = None;
    let separation = Separation::new(&estimates, None, 0.95);
    assert_eq!(separation.ranges(), [(1, 2), (2, 3), (1, 3)]);
    assert_eq!(above(&estimates, None)[2], [None, None, None]);
    assert_eq!(joint_intervals(&measured(&[(1.0, 1.0)])[..0], 0.95), []);
    estimates[0].df = Some(0.0);
    assert_eq!(joint_intervals(&estimates, 0.95)[0], None);
    assert!(!Separation::new(&estimates, None, 0.95).separated(0, 1));
}

#[test]
fn the_chance_of_being_above_is_normal_in_the_difference() {
    let estimates = measured(&[(10.0, 3.0), (5.0, 4.0)]);
    let found = above(&estimates, None);
    near(found[0][1].unwrap(), 0.841_344_746_068_542_9);
    near(found[1][0].unwrap(), 1.0 - 0.841_344_746_068_542_9);
    assert_eq!(found[0][0], None);
    let same = measured(&[(1.0, 0.0), (1.0, 0.0)]);
    assert_eq!(above(&same, None)[0][1], None);
}

#[test]
fn groups_are_the_longest_runs_without_a_separated_pair() {
    let value: [f64; 6] = [9.0, 8.5, 8.0, 7.4, 3.0, 2.9];
    let order = best_first(&value);
    let found = groups(&order, |i, j| (value[i] - value[j]).abs() > 1.2);
    assert_eq!(found, [vec![0, 1, 2], vec![1, 2, 3], vec![4, 5]]);
    assert_eq!(groups(&order, |_, _| true).len(), 6);
    assert_eq!(groups(&order, |_, _| false), [vec![0, 1, 2, 3, 4, 5]]);
    assert!(groups(&[], |_, _| false).is_empty());
}

#[test]
fn replicates_give_the_ranks_that_came_up() {
    let of = |values: [f64; 40]| values.iter().copied().map(Some).collect::<Vec<_>>();
    let first = of([5.0; 40]);
    let mut often = [3.0; 40];
    often[7] = 6.0;
    let mut second = of(often);
    let third = of([1.0; 40]);
    let all = [first.clone(), second.clone(), third.clone()];
    // k = ⌊40 · 0.025⌋ = 1: one outlying replicate is cut on each side.
    assert_eq!(replicate_ranges(&all, 0.95).unwrap(), [(1, 1), (2, 2), (3, 3)]);
    assert_eq!(replicate_ranges(&all, 0.99).unwrap(), [(1, 2), (1, 2), (3, 3)]);
    second.fill(None);
    assert_eq!(replicate_ranges(&[first.clone(), second.clone()], 0.95), None);
}

#[test]
fn the_largest_deviation_over_replicates_tells_who_is_above_whom() {
    // R = 39 at 0.95: c is the 38th smallest maximum. Deviations ±1, ±2, … ±19 and 0 of one difference, s = √(2·2470/39).
    let moved: Vec<f64> = (-19..=19).map(f64::from).collect();
    let first = |at: f64| moved.iter().map(|by| Some(at + by)).collect::<Vec<_>>();
    let fixed = vec![Some(0.0); 39];
    let ranges = |at: f64, level: f64| {
        let separation =
            Separation::over_replicates(&measured(&[(at, 1.0), (0.0, 1.0)]), &[first(at), fixed.clone()], level);
        separation.unwrap().ranges()
    };
    // The maxima over both directions are |deviations|: 0, 1, 1, …, 19, 19; the 38th is 19.
    assert_eq!(ranges(19.0, 0.95), [(1, 2), (1, 2)]);
    assert_eq!(ranges(19.1, 0.95), [(1, 1), (2, 2)]);
    assert_eq!(ranges(18.1, 0.9), [(1, 1), (2, 2)]);
    assert_eq!(
        ranges(1e9, 0.98),
        [(1, 2), (1, 2)],
        "40 · 0.98 is beyond the replicates"
    );
    assert_eq!(
        Separation::over_replicates(&measured(&[(1.0, 1.0)]), &[vec![Some(1.0), None]], 0.5),
        None
    );
    let still = vec![vec![Some(1.0); 39], vec![Some(0.0); 39]];
    let found = Separation::over_replicates(&measured(&[(1.0, 1.0), (0.0, 1.0)]), &still, 0.95).unwrap();
    assert_eq!(found.ranges(), [(1, 2), (1, 2)]);
    // Of an unknown error replicates tell nothing either.
    let mut unknown = measured(&[(100.0, 1.0), (0.0, 1.0)]);
    unknown[0].variance = None;
    let found = Separation::over_replicates(&unknown, &[first(100.0), fixed], 0.95).unwrap();
    assert_eq!(found.ranges(), [(1, 2), (1, 2)]);
}

#[test]
fn a_ranking_says_all_of_this_best_first() {
    let estimates = measured(&[(50.0, 1.0), (80.0, 1.0), (51.0, 1.0)]);
    let replicates = [[50.5, 49.0], [80.0, 81.0], [51.0, 50.0]].map(|of| of.map(Some).to_vec());
    let found = ranking(&estimates, None, Some(&replicates), 0.95);
    let places: Vec<(usize, u32)> = found.places.iter().map(|p| (p.position, p.rank)).collect();
    assert_eq!(places, [(1, 1), (2, 2), (0, 3)]);
    let all = |of: fn(&Place) -> (u32, u32)| found.places.iter().map(of).collect::<Vec<_>>();
    assert_eq!(all(|p| p.joint), [(1, 1), (2, 3), (2, 3)]);
    assert_eq!(all(|p| p.joint_differences), [(1, 1), (2, 3), (2, 3)]);
    assert_eq!(all(|p| p.joint_replicates.unwrap()), [(1, 3); 3]);
    assert_eq!(all(|p| p.replicates.unwrap()), [(1, 1), (2, 2), (3, 3)]);
    assert_eq!(found.groups, [vec![1], vec![2, 0]]);
    assert_eq!(found.above[1][2], above(&estimates, None)[2][0]);
}

fn table() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((0.0f64..100.0, 0.1f64..5.0), 1..15)
}

proptest! {
    #[test]
    fn a_range_holds_the_rank_and_follows_it_through_any_order(rows in table(), by in 0usize..15) {
        let estimates = measured(&rows);
        let mut turned = estimates.clone();
        turned.rotate_left(by % rows.len());
        let of = |estimates: &[Measured]| {
            let values: Vec<f64> = estimates.iter().map(|m| m.estimate).collect();
            let intervals: Vec<(f64, f64)> = estimates.iter().map(|m| {
                let half = 3.0 * m.variance.unwrap().sqrt();
                (m.estimate - half, m.estimate + half)
            }).collect();
            (ranks(&values), ranges(&intervals), Separation::new(estimates, None, 0.95).ranges())
        };
        let (mut ranked, mut wide, mut narrow) = of(&estimates);
        for ((rank, wide), narrow) in ranked.iter().zip(&wide).zip(&narrow) {
            prop_assert!(wide.0 <= *rank && *rank <= wide.1);
            prop_assert!(narrow.0 <= *rank && *rank <= narrow.1);
        }
        let shift = by % rows.len();
        ranked.rotate_left(shift);
        wide.rotate_left(shift);
        narrow.rotate_left(shift);
        prop_assert_eq!((ranked, wide, narrow), of(&turned));
    }

    #[test]
    fn a_higher_level_never_narrows_a_range(rows in table()) {
        let estimates = measured(&rows);
        let (usual, strict) = (Separation::new(&estimates, None, 0.9), Separation::new(&estimates, None, 0.99));
        for (usual, strict) in usual.ranges().iter().zip(strict.ranges()) {
            prop_assert!(strict.0 <= usual.0 && usual.1 <= strict.1);
        }
    }

    #[test]
    fn a_shift_or_a_larger_unit_changes_no_rank(rows in table()) {
        let moved: Vec<(f64, f64)> = rows.iter().map(|(x, se)| (8.0 * x + 64.0, 8.0 * se)).collect();
        let of = |rows: &[(f64, f64)]| above(&measured(rows), None);
        for (a, b) in of(&rows).iter().flatten().zip(of(&moved).iter().flatten()) {
            prop_assert!(a.zip(*b).is_none_or(|(a, b)| (a - b).abs() < 1e-9));
        }
        for i in 0..rows.len() {
            for j in (0..rows.len()).filter(|j| *j != i) {
                let pair = of(&rows)[i][j].unwrap() + of(&rows)[j][i].unwrap();
                prop_assert!((pair - 1.0).abs() < 1e-12);
            }
        }
    }
}

#[test]
fn joint_ranges_hold_all_true_ranks_at_least_as_often_as_the_level_says() {
    use rand::Rng;
    let truth: [f64; 8] = [70.0, 70.3, 71.0, 72.5, 72.6, 74.0, 75.0, 75.0];
    let true_ranks = ranks(&truth);
    let mut rng = crate::domain::random::stream(&[5; 32], &["ranks"]);
    let mut normal = || {
        let uniform = (rng.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
        crate::domain::estimate::distribution::normal::quantile(uniform.clamp(1e-12, 1.0 - 1e-12))
    };
    // A common part of the errors, as raters shared by all departments make it.
    let covariance: Vec<Vec<f64>> = (0..8)
        .map(|i| (0..8).map(|j| if i == j { 1.0 } else { 0.5 }).collect())
        .collect();
    let (rounds, mut held, mut widths) = (2000u32, [0; 3], [0; 3]);
    for _ in 0..rounds {
        let common = normal();
        let seen: Vec<(f64, f64)> = truth
            .iter()
            .map(|x| (x + 0.5f64.sqrt() * (common + normal()), 1.0))
            .collect();
        let values: Vec<f64> = seen.iter().map(|(x, _)| *x).collect();
        let bootstrap: Vec<f64> = (0..199).map(|_| normal()).collect();
        let replicate = |x: &f64| {
            let of = |shared: &f64| Some(x + 0.5f64.sqrt() * (shared + normal()));
            bootstrap.iter().map(of).collect::<Vec<_>>()
        };
        let replicates: Vec<Vec<Option<f64>>> = values.iter().map(replicate).collect();
        let estimates = measured(&seen);
        let intervals: Vec<(f64, f64)> = joint_intervals(&estimates, 0.95).into_iter().flatten().collect();
        let found = [
            ranges(&intervals),
            Separation::new(&estimates, Some(&covariance), 0.95).ranges(),
            Separation::over_replicates(&estimates, &replicates, 0.95)
                .unwrap()
                .ranges(),
        ];
        for (way, found) in found.iter().enumerate() {
            let holds = found.iter().zip(&true_ranks).all(|((l, h), r)| l <= r && r <= h);
            held[way] += u32::from(holds);
            widths[way] += found.iter().map(|(l, h)| h - l).sum::<u32>();
        }
    }
    // Replicates hold the level about, the others at least; three standard errors of 2,000 rounds are 1.5 points.
    assert!(
        held[0] >= 1900 && held[1] >= 1900 && held[2] >= 1870,
        "{held:?} of {rounds}"
    );
    assert!(widths[1] < widths[0] && widths[2] < widths[1], "{widths:?}");
}
