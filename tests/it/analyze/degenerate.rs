//! Data at the edge of what can be estimated: each has its number, or null and a note that says why.

use super::bench::{Bench, PEOPLE, SPEC, estimate, near};
use serde_json::Value;

#[track_caller]
fn of(spec: &str, data: &str) -> Value {
    let bench = Bench::of_eight();
    bench.puts("spec.toml", format!("{SPEC}{spec}"));
    bench.puts("data.csv", data);
    bench.result()
}

fn notes(estimate: &Value) -> String {
    estimate["notes"].to_string()
}

#[test]
fn a_share_of_one_or_zero() {
    let all = "[[estimates]]\nname = \"all\"\nproportion = \"age > 0\"\n[[estimates]]\nname = \"none\"\nproportion = \"age > 9\"\n";
    let results = of(all, PEOPLE);
    for (label, p) in [("all", 1.0), ("none", 0.0)] {
        let share = estimate(&results, "main", label);
        near(&share["estimate"], p);
        assert_eq!(share["var"], 0.0, "{label}");
        assert!(
            share["ci"]["logit"].is_null() || share["ci"]["logit"][0].is_null(),
            "{label}: {}",
            share["ci"]
        );
        assert!(notes(share).contains("degenerate"), "{label}: {share}");
    }
}

#[test]
fn one_respondent_and_nobody() {
    let spec = "[[estimates]]\nname = \"one\"\nmean = \"q1\"\namong = \"age = 1 and q1 = 5\"\n\
                [[estimates]]\nname = \"nobody\"\nmean = \"q1\"\namong = \"age = 77\"\n";
    let results = of(spec, PEOPLE);
    let one = estimate(&results, "main", "one");
    assert_eq!((one["n"].as_u64(), one["estimate"].as_f64()), (Some(1), Some(5.0)));
    assert!(notes(one).contains("one_unit"), "{one}");
    let nobody = estimate(&results, "main", "nobody");
    assert!(nobody["estimate"].is_null() && nobody["se"].is_null(), "{nobody}");
    assert!(notes(nobody).contains("empty_domain"), "{nobody}");
}

#[test]
fn all_weights_zero_in_a_domain() {
    let data = PEOPLE.replace(",15,F,", ",0,F,");
    let results = of(
        "[[estimates]]\nname = \"women\"\nmean = \"age\"\nby = [\"stratum\", \"sex\"]\n",
        &data,
    );
    let women = estimate(&results, "main", "women[B, F]");
    assert!(
        women["estimate"].is_null() && notes(women).contains("empty_domain"),
        "{women}"
    );
    near(&estimate(&results, "main", "women[B, M]")["estimate"], 1.0);
}

#[test]
fn a_ratio_to_nothing() {
    let results = of(
        "[[estimates]]\nname = \"r\"\nratio = [\"age\", \"age - age\"]\n",
        PEOPLE,
    );
    let ratio = estimate(&results, "main", "r");
    assert!(
        ratio["estimate"].is_null() && notes(ratio).contains("zero_denominator"),
        "{ratio}"
    );
}

#[test]
fn a_billion_added_changes_no_variance() {
    let spec = "[columns]\nfar = \"age + 1000000000\"\n[[estimates]]\nname = \"near\"\nmean = \"age\"\n[[estimates]]\nname = \"far\"\nmean = \"far\"\n";
    let results = of(spec, PEOPLE);
    let (near_by, far) = (estimate(&results, "main", "near"), estimate(&results, "main", "far"));
    near(&far["estimate"], 1e9 + near_by["estimate"].as_f64().unwrap());
    near(&far["var"], near_by["var"].as_f64().unwrap());
}

#[test]
fn a_sample_that_is_the_population_has_no_error() {
    let spec = "[runs.census.design]\npopulation = \"all\"\n[columns]\nall = \"4\"\n";
    let results = of(spec, PEOPLE);
    let census = estimate(&results, "census", "satisfied[q1]");
    assert_eq!(census["var"], 0.0, "{census}");
    assert!(notes(census).contains("no_variance"), "{census}");
}
