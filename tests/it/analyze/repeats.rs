//! Replicate sets where it is easy to get the last digits or a factor wrong.

use super::bench::{Bench, estimate, near};

/// Two strata of four clusters with two people each; groups of two clusters; twenty clusters in each stratum's population.
fn data() -> String {
    let mut rows = String::from("id,stratum,cluster,group,clusters,weight,y,far\n");
    for i in 0..16 {
        let (stratum, cluster) = (i / 8, i / 2);
        let y = (i * 7 + i * i) % 11;
        let (group, far) = (cluster / 2, (1u64 << 30) + y);
        rows += &format!("p{i},s{stratum},c{cluster},g{group},20,{},{y},{far}\n", 10 + i % 3);
    }
    rows
}

const SPEC: &str = r#"errors = ["jk", "groups", "whole", "half"]
[data]
id = "id"
[design]
strata = "stratum"
clusters = "cluster"
population = "clusters"
weight = "weight"
[replicates.jk]
method = "jackknife"
[replicates.groups]
method = "jackknife"
units = "group"
[replicates.whole]
method = "jackknife"
units = "group"
fpc = false
[replicates.half]
method = "bootstrap"
count = 20
seed = "7"
[[estimates]]
name = "near"
mean = "y"
[[estimates]]
name = "far"
mean = "far"
"#;

fn results() -> serde_json::Value {
    let bench = Bench::new();
    bench.puts("spec.toml", SPEC);
    bench.puts("data.csv", data());
    bench.result()
}

#[test]
fn a_billion_added_changes_no_replicate_s_variance() {
    let results = results();
    let [near_by, far] = ["near", "far"].map(|name| &estimate(&results, "main", name)["errors"]);
    for (one, other) in near_by.as_array().unwrap().iter().zip(far.as_array().unwrap()) {
        let (one, other) = (one["var"].as_f64().unwrap(), other["var"].as_f64().unwrap());
        assert!((one / other - 1.0).abs() < 1e-11, "{one} beside {other}");
    }
}

#[test]
fn the_correction_of_a_grouped_jackknife_counts_clusters_and_not_groups() {
    let results = results();
    let errors = &estimate(&results, "main", "near")["errors"];
    let var = |i: usize| errors[i]["var"].as_f64().unwrap();
    near(&errors[1]["var"], var(2) * (1.0 - 4.0 / 20.0));
}
