//! Tails and quantiles against 60-digit values, and against each other.

use crate::domain::estimate::distribution::{beta, chi_square_upper, fisher_upper, normal};
use crate::domain::estimate::student;

/// By the nearer tail.
fn quantile(p: f64, a: f64, b: f64) -> f64 {
    if p < 0.5 {
        beta::quantile(p, a, b)
    } else {
        beta::from_upper(1.0 - p, a, b)
    }
}

fn near(got: f64, want: f64, relative: f64, what: &str) {
    assert!(
        (got / want - 1.0).abs() <= relative,
        "{what}: {got:e} instead of {want:e}"
    );
}

#[test]
fn two_sided_t_tails_are_right_down_to_the_smallest_numbers() {
    let known = [
        (3.5, 1.0, 0.177_171_065_565_809_5),
        (3.868_381_908_102_65, 197.0, 0.000_148_832_513_800_882_3),
        (12.0, 3.0, 0.001_245_015_800_789_336_7),
        (40.0, 50.0, 1.241_242_378_437_270_6e-39),
        (1.5, 1e6, 0.133_614_718_236_792_77),
        (37.0, 1e8, 1.150_499_977_682_291_6e-299),
        (0.01, 7.0, 0.992_300_317_643_621_8),
        (200.0, 20.0, 1.712_483_627_927_005_4e-34),
    ];
    for (t, df, want) in known {
        near(student::both(t, df), want, 2e-12, &format!("t {t} df {df}"));
        near(student::both(-t, df), want, 2e-12, &format!("t -{t} df {df}"));
    }
}

#[test]
fn f_tails_are_right_for_fractional_degrees_of_freedom() {
    let known = [
        (47.317_732_999_323_9, 1.0, 197.0, 7.822_040_652_230_243e-11),
        (
            15.055_814_224_518_2,
            1.881_779_927_163_77,
            370.710_645_651_263,
            9.718_224_680_407_74e-7,
        ),
        (0.3, 3.0, 5.0, 0.824_713_769_291_998_8),
        (2.5, 10.0, 2000.0, 0.005_548_803_073_267_226),
        (300.0, 4.5, 900.0, 8.205_917_388_886_457e-177),
    ];
    for (f, d1, d2, want) in known {
        near(fisher_upper(f, d1, d2), want, 2e-12, &format!("F {f} {d1} {d2}"));
    }
    near(fisher_upper(0.0, 2.0, 3.0), 1.0, 1e-15, "F at 0");
}

#[test]
fn chi_square_tails_are_right_far_out_and_at_a_million_degrees_of_freedom() {
    let known = [
        (47.3, 1.0, 6.091_221_725_167_831e-12),
        (3.2, 1.88, 0.184_271_476_152_466_58),
        (1400.0, 5.0, 1.376_587_514_394_370_4e-300),
        (1_000_100.0, 1e6, 0.471_627_360_047_493_5),
        (0.001, 2.5, 0.999_934_027_829_081),
    ];
    for (x, df, want) in known {
        near(chi_square_upper(x, df), want, 2e-12, &format!("chi {x} {df}"));
    }
}

#[test]
fn normal_quantiles_are_right_on_both_sides() {
    let known = [
        (0.025, 1.959_963_984_540_054_3),
        (1e-10, 6.361_340_902_404_057),
        (1e-300, 37.047_096_299_361_2),
        (0.3, 0.524_400_512_708_040_8),
    ];
    for (q, want) in known {
        near(normal::from_upper(q), want, 1e-14, &format!("z {q}"));
        near(-normal::quantile(q), want, 1e-14, &format!("lower z {q}"));
    }
    assert!(normal::from_upper(0.5).abs() < 1e-16);
}

#[test]
fn beta_quantiles_are_right_for_tiny_and_for_huge_parameters() {
    let known = [
        (0.025, 50.5, 150.25, 0.194_123_852_935_567_36),
        (0.975, 3.5, 2.25, 0.923_494_566_858_640_3),
        (0.025, 0.25, 3.0, 9.988_722_827_912_786e-8),
        (0.025, 1000.5, 1200.25, 0.433_860_049_433_032_47),
        (0.975, 84.0, 1.0, 0.999_698_642_941_159_7),
        (0.025, 400_000.25, 600_001.0, 0.399_039_758_492_126_4),
        (0.025, 999_000.0, 1001.0, 0.998_936_081_892_684_8),
        (0.025, 1001.0, 999_000.0, 0.000_939_970_266_959_535_7),
        (0.975, 3.5, 1e6, 8.006_340_078_448_13e-6),
    ];
    for (p, a, b, want) in known {
        near(quantile(p, a, b), want, 2e-13, &format!("beta {p} {a} {b}"));
    }
}

#[test]
fn t_quantiles_undo_t_tails() {
    for df in [1.0, 1.5, 2.0, 7.3, 30.0, 1e3, 1e6, 1e10, 1e17] {
        for q in [0.49, 0.3, 0.05, 1e-3, 1e-9, 1e-30] {
            let t = student::from_upper(q, df);
            near(student::upper(t, df), q, 5e-12, &format!("df {df} q {q}"));
            near(student::upper(-t, df), 1.0 - q, 1e-12, &format!("df {df} q {q}"));
        }
    }
    assert!(student::from_upper(0.5, 3.0).abs() < 1e-16);
}
