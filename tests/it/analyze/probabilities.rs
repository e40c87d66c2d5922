//! Probabilities instead of weights and factors, tables of populations, and replicates of others, as files.

use super::bench::{Bench, PEOPLE, SPEC, estimate};
use std::path::Path;

const RATINGS: &str = "id,item,p,q\n1,a,0.5,5\n2,a,0.25,4\n5,a,1,5\n6,b,0.5,1\n7,b,0.2,2\n";

fn rated(key: &str) -> String {
    format!(
        "{SPEC}[ratings]\nfile = \"ratings.csv\"\nrespondent = \"id\"\nitem = \"item\"\nvalue = \"q\"\n\
         valid = [1, 2, 3, 4, 5]\n{key}\n[[estimates]]\nname = \"r\"\nitems = \"ratings\"\nmean = \"value\"\n"
    )
}

fn told(bench: &Bench, lang: &str) -> String {
    let output = bench.types(lang, Path::new("spec.toml"), Path::new("data.csv"), "out");
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_rating_probability_is_one_over_its_factor() {
    let bench = Bench::of_eight();
    bench.puts("ratings.csv", RATINGS);
    bench.puts("spec.toml", rated("factor = \"1 / p\""));
    let by_factor = bench.result();
    bench.puts("spec.toml", rated("probability = \"p\""));
    let by_probability = bench.result();
    for label in ["r[a]", "r[b]"] {
        let [a, b] = [&by_factor, &by_probability].map(|results| estimate(results, "main", label).clone());
        assert_eq!((&a["estimate"], &a["var"]), (&b["estimate"], &b["var"]), "{label}");
    }
    for wrong in ["1.7", "0", "-1"] {
        bench.puts("ratings.csv", RATINGS.replace("b,0.2", &format!("b,{wrong}")));
        let english = told(&bench, "en");
        assert!(
            english.contains("ratings.csv:6 [p]") && english.contains("at most 1"),
            "{english}"
        );
        let chinese = told(&bench, "zh");
        assert!(
            chinese.contains("ratings.csv:6 [p]") && chinese.contains("不超过 1 的概率"),
            "{chinese}"
        );
    }
}

#[test]
fn a_table_of_strata_is_read_beside_the_specification() {
    let bench = Bench::of_eight();
    let population = |what: &str| SPEC.replace("[design]", &format!("[design]\npopulation = {what}"));
    bench.puts("spec.toml", population("\"size\""));
    let column = bench.result();
    bench.puts("spec.toml", population("{ file = \"strata.csv\", total = \"N\" }"));
    bench.puts("strata.csv", "stratum,N\nA,40\nB,60\n");
    let table = bench.result();
    let of = |results| estimate(results, "main", "satisfied[q1]").clone();
    assert_eq!(of(&column), of(&table));
    assert!(bench.reads("out/report.html").contains("strata.csv"));
    bench.puts("strata.csv", "stratum,N\nA,40\nB,60\nC,7\n");
    let chinese = told(&bench, "zh");
    assert!(
        chinese.contains("strata.csv:4 [stratum]") && chinese.contains("数据里有的组"),
        "{chinese}"
    );
}

#[test]
fn what_is_refused_is_said_in_chinese_too() {
    let steps = "[[weighting]]\nstep = \"trim_and_rake\"\nmargins = \"sex\"\nhigh = 12\nmust_end_inside = true\n";
    let answered = "[[weighting]]\nstep = \"nonresponse\"\nresponded = \"q1 > 0\"\neligible = \"age = 1\"\n";
    let composite = "[[estimates]]\nname = \"m\"\nmean = \"age\"\nby = \"sex\"\n[[composites]]\nname = \"c\"\nof = \"m\"\nover = \"sex\"\n\
                     weights = { F = 60, M = 30 }\nout_of = 100\n";
    let probability = SPEC.replace("weight = \"weight\"", "probability = \"weight / 12\"");
    let one = SPEC.replace("strata = \"stratum\"", "clusters = \"all\"") + "[columns]\nall = \"1\"\n";
    let labels = "[columns]\na = \"if(age = 1, 'x, y', 'x')\"\nb = \"if(age = 1, 'z', 'y, z')\"\n\
                  [[estimates]]\nname = \"l\"\nmean = \"age\"\nby = [\"a\", \"b\"]\n";
    for (spec, said) in [
        (format!("{SPEC}{steps}"), "must_end_inside 要求都在界内"),
        (format!("{SPEC}{answered}"), "data.csv:3 [age, q1]: 这个单位已应答"),
        (
            format!("{SPEC}{composite}"),
            "的权重合计为 90；按 out_of 应为 100（分析说明第 ",
        ),
        (probability, "data.csv:6 [weight]: 入样概率“weight / 12”为 1.25"),
        (one, "整个样本只有一个群"),
        (format!("{SPEC}{labels}"), "有两个估计都会叫“l[x, y, z]”"),
    ] {
        let bench = Bench::of_eight();
        bench.puts("data.csv", PEOPLE);
        bench.puts("spec.toml", spec);
        let chinese = told(&bench, "zh");
        assert!(chinese.contains(said), "{said}\n{chinese}");
    }
}
