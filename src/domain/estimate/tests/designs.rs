//! Designs by hand: stages, finite populations, lonely strata, and everything that is refused.

use crate::domain::estimate::Lonely;
use crate::domain::estimate::design::{Design, DesignError, Frame, Levels};

const RULES: [Lonely; 5] = [
    Lonely::Fail,
    Lonely::Remove,
    Lonely::Adjust,
    Lonely::Average,
    Lonely::Certainty,
];

fn codes(of_row: &[u32]) -> Levels<'_> {
    Levels { of_row, labels: &[] }
}

fn close(got: f64, want: f64) {
    assert!((got - want).abs() <= 1e-13 * want.abs(), "{got} instead of {want}");
}

/// Stratum 0 with totals 1 and 3, stratum 1 with the single total 8.
fn with_one_alone(rule: Lonely, population: Option<&[f64]>) -> Result<f64, DesignError> {
    Ok(Design::stratified(&[0, 0, 1], population, rule)?.variance(&[1.0, 3.0, 8.0]))
}

#[test]
fn each_rule_for_lonely_strata_gives_its_hand_computed_variance() {
    let alone = |rule| with_one_alone(rule, None);
    // Stratum 0 alone: 2/1 · (1 + 1) = 4. The mean of all totals is 4, so the lonely one deviates by 4.
    close(alone(Lonely::Remove).unwrap(), 4.0);
    close(alone(Lonely::Certainty).unwrap(), 4.0);
    close(alone(Lonely::Adjust).unwrap(), 4.0 + 16.0);
    close(alone(Lonely::Average).unwrap(), 4.0 * 2.0 / 1.0);
    let strata = vec!["1".to_owned()];
    assert_eq!(alone(Lonely::Fail), Err(DesignError::Lonely { strata, row: 2 }));
}

#[test]
fn with_a_finite_population_the_lonely_deviation_shrinks_too() {
    let half = with_one_alone(Lonely::Adjust, Some(&[4.0, 2.0])).unwrap();
    close(half, 2.0 + 0.5 * 16.0);
}

#[test]
fn a_stratum_whose_only_cluster_is_all_there_is_is_not_lonely() {
    for rule in RULES {
        close(with_one_alone(rule, Some(&[4.0, 1.0])).unwrap(), 2.0);
        let design = Design::stratified(&[0, 0, 1], Some(&[4.0, 1.0]), rule).unwrap();
        assert!(design.lonely().is_empty());
    }
}

#[test]
fn nothing_can_be_averaged_when_every_stratum_is_lonely() {
    let refused = Design::stratified(&[0, 1], None, Lonely::Average).unwrap_err();
    assert_eq!(refused, DesignError::NothingToAverage);
}

#[test]
fn lonely_strata_are_named_by_their_labels() {
    let labels = ["东城".to_owned(), "西城".to_owned(), "朝阳".to_owned()];
    let strata = Levels {
        of_row: &[2, 1, 1, 0],
        labels: &labels,
    };
    let frame = Frame {
        rows: 4,
        strata: Some(strata),
        ..Frame::default()
    };
    let error = Design::build(&frame).unwrap_err().to_string();
    assert!(error.contains("东城, 朝阳") && !error.contains("西城"), "{error}");
}

/// Two clusters of two rows each, values 1, 3 and 0, 4.
fn two_stages(first: f64, second: f64) -> f64 {
    let (first, second) = ([first; 4], [second; 4]);
    let frame = Frame {
        rows: 4,
        clusters: vec![codes(&[0, 0, 1, 1])],
        population: vec![&first, &second],
        ..Frame::default()
    };
    Design::build(&frame).unwrap().variance(&[1.0, 3.0, 0.0, 4.0])
}

#[test]
fn a_complete_first_stage_leaves_the_variance_of_the_second() {
    // f = 1; within: ½ · 2/1 · (2 + 8).
    close(two_stages(2.0, 4.0), 10.0);
    // Both totals are 4, so the first stage adds nothing; f = ½ halves the second.
    close(two_stages(4.0, 4.0), 5.0);
    assert!(two_stages(4.0, 2.0).abs() < 1e-15);
}

#[test]
fn a_third_stage_is_weighted_with_the_fractions_of_both_above() {
    let (n1, n2, n3) = ([4.0; 8], [4.0; 8], [8.0; 8]);
    let (blocks, houses) = ([0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 0, 0, 1, 1]);
    let frame = |population| Frame {
        rows: 8,
        clusters: vec![codes(&blocks), codes(&houses)],
        population,
        ..Frame::default()
    };
    let z = [0.0, 2.0, 1.0, 1.0, 0.0, 2.0, 2.0, 0.0];
    let of = |population| Design::build(&frame(population)).unwrap().variance(&z);
    // Every house and block has the same total; within houses Σ dev² = 2, 0, 2, 2; ½·½·(1 − ¼)·2/1.
    assert!(of(vec![&n1, &n2]).abs() < 1e-15);
    close(of(vec![&n1, &n2, &n3]), 6.0 * 0.25 * 0.75 * 2.0);
}

#[test]
fn a_cluster_with_one_second_stage_unit_adds_nothing_there() {
    let (n, m) = ([4.0; 3], [3.0, 5.0, 5.0]);
    let frame = Frame {
        rows: 3,
        clusters: vec![codes(&[0, 1, 1])],
        population: vec![&n, &m],
        ..Frame::default()
    };
    // First: ½ · 2/1 · 2·½²; second: ½ · (1 − 2/5) · 2/1 · 2·½².
    close(
        Design::build(&frame).unwrap().variance(&[1.0, 0.5, 1.5]),
        0.5 + 0.5 * 0.6 * 2.0 * 0.5,
    );
}

#[test]
fn without_populations_only_the_first_stage_counts_and_unused_codes_are_no_clusters() {
    let frame = Frame {
        rows: 4,
        clusters: vec![codes(&[7, 7, 3, 3]), codes(&[0, 1, 0, 1])],
        ..Frame::default()
    };
    let design = Design::build(&frame).unwrap();
    assert_eq!((design.clusters(), design.strata(), design.units()), (2, 1, 2));
    close(design.variance(&[1.0, 2.0, 4.0, 5.0]), 2.0 * 2.0 * 9.0);
}

#[test]
fn more_units_than_the_population_are_refused_at_every_stage() {
    let refused = Design::stratified(&[0, 0, 1, 1, 1], Some(&[2.0, 2.0]), Lonely::Fail).unwrap_err();
    let exceeds = |group: &str, n, population, stage| DesignError::SampleExceedsPopulation {
        group: group.to_owned(),
        n,
        population,
        stage,
        row: if stage == 1 { 2 } else { 0 },
    };
    assert_eq!(refused, exceeds("stratum 1", 3, 2.0, 1));
    let (first, second) = ([9.0; 4], [1.0, 1.0, 2.0, 2.0]);
    let frame = Frame {
        rows: 4,
        clusters: vec![codes(&[5, 5, 6, 6])],
        population: vec![&first, &second],
        ..Frame::default()
    };
    let refused = Design::build(&frame).unwrap_err();
    assert_eq!(refused, exceeds("cluster 5", 2, 1.0, 2));
}

#[test]
fn a_population_that_varies_or_is_none_is_refused_with_its_row() {
    let build = |population: &[f64]| {
        let frame = Frame {
            rows: 3,
            population: vec![population],
            ..Frame::default()
        };
        Design::build(&frame).map(|_| ())
    };
    assert_eq!(build(&[9.0; 3]), Ok(()));
    let varies = build(&[9.0, 9.0, 10.0]).unwrap_err();
    assert!(
        matches!(varies, DesignError::PopulationVaries { row: 2, .. }),
        "{varies}"
    );
    for bad in [f64::NAN, 0.0, -3.0, f64::INFINITY] {
        let refused = build(&[9.0, bad, 9.0]).unwrap_err();
        assert!(
            matches!(refused, DesignError::NotAPopulation { row: 1, .. }),
            "{refused}"
        );
    }
}

#[test]
fn a_cluster_in_two_strata_is_refused_unless_numbered_within_strata() {
    let frame = |nest| Frame {
        rows: 4,
        strata: Some(codes(&[0, 0, 1, 1])),
        clusters: vec![codes(&[0, 1, 1, 2])],
        nest,
        ..Frame::default()
    };
    let refused = Design::build(&frame(false)).unwrap_err();
    let (cluster, first, other) = ("1".to_owned(), "0".to_owned(), "1".to_owned());
    let row = 2;
    assert_eq!(
        refused,
        DesignError::ClusterInTwoStrata {
            cluster,
            first,
            other,
            row
        }
    );
    assert_eq!(Design::build(&frame(true)).unwrap().clusters(), 4);
}

#[test]
fn missing_units_and_columns_that_do_not_fit_are_refused() {
    let missing = Frame {
        rows: 2,
        strata: Some(codes(&[0, u32::MAX])),
        ..Frame::default()
    };
    let what = "stratum".to_owned();
    assert_eq!(
        Design::build(&missing).unwrap_err(),
        DesignError::MissingUnit { what, row: 1 }
    );
    let short = Frame {
        rows: 3,
        clusters: vec![codes(&[0, 1])],
        ..Frame::default()
    };
    assert!(matches!(
        Design::build(&short),
        Err(DesignError::WrongLength {
            found: 2,
            expected: 3,
            ..
        })
    ));
    let n = [5.0; 2];
    let many = Frame {
        rows: 2,
        population: vec![&n, &n],
        ..Frame::default()
    };
    assert!(matches!(
        Design::build(&many),
        Err(DesignError::TooManyPopulations { stages: 1, .. })
    ));
}
