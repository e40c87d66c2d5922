//! Estimates whose variance of 0 says nothing.

use super::*;

/// Forty whose answers differ, three who all say 5, one alone.
fn data() -> String {
    let many = (0..40).map(|i| ("big", [1, 4, 5, 2][i % 4]));
    let all = many
        .chain([("same", 5), ("same", 5), ("same", 5), ("solo", 5)])
        .enumerate();
    let rows: String = all.map(|(i, (group, q))| format!("{i},{group},{q}\n")).collect();
    format!("id,group,q\n{rows}")
}

const SPEC: &str = r#"
title = "t"
errors = ["fixed", "boot"]
[data]
id = "id"
[design]
[replicates.boot]
method = "bootstrap"
count = 100
seed = "s"
[[estimates]]
name = "p"
proportion = "q in [4, 5]"
by = "group"
[[estimates]]
name = "m"
mean = "q"
by = "group"
[[contrasts]]
name = "pairs"
pairs_of = "p"
adjust = "holm"
[[contrasts]]
name = "ratio"
formula = "a / b"
where = { a = "m[same]", b = "m[big]" }
[[composites]]
name = "all"
of = "p"
over = "group"
weights = { big = 5, same = 3, solo = 2 }
[[rankings]]
name = "ranked"
of = "p"
replicates = "boot"
[[rankings]]
name = "means"
of = "m"
"#;

#[test]
fn who_is_unanimous_or_alone_is_told_apart_from_nobody() {
    let run = done(SPEC, &data(), &[]);
    for contrast in &run.contrasts {
        assert!(contrast.notes.contains(&Note::UnknownError), "{contrast:?}");
        assert_eq!((contrast.t, contrast.p, contrast.p_adjusted), (None, None, None));
    }
    assert_eq!(run.contrasts.len(), 4);
    for ranking in &run.rankings {
        for place in &ranking.places {
            let known = place.label.contains("big");
            assert_eq!(place.notes.is_empty(), known, "{place:?}");
            assert_eq!(place.se.is_some(), known);
            for range in [Some(place.joint), place.joint_differences, place.joint_replicates] {
                assert!(range.is_none_or(|range| range == (1, 3)), "{place:?}");
            }
        }
        assert_eq!(ranking.groups.len(), 1);
        assert!(ranking.above.iter().flatten().all(Option::is_none));
    }
    let all = run.estimates.iter().find(|one| one.entry == "all").unwrap();
    assert!(all.notes.contains(&Note::UnknownError));
}

#[test]
fn a_sample_that_is_the_population_is_sure_of_its_order() {
    let census = SPEC.replace("errors = [\"fixed\", \"boot\"]", "errors = \"fixed\"");
    let census = census.replace("[design]", "[design]\npopulation = \"all\"\n[columns]\nall = \"44\"");
    let census = census.replace("replicates = \"boot\"", "");
    let data = data().replace("same,5", "same,3").replace("40,same,3", "40,same,4");
    let outcome = done(&census, &data, &[]);
    let means = &outcome.rankings[1];
    let sure = means.places.iter().filter(|place| place.notes.is_empty());
    assert_eq!(sure.count(), 2, "{:?}", means.places);
}
