//! Every refusal says where: file, row, column, category and line of the specification, in either language.

use super::bench::{Bench, PEOPLE, SPEC};
use std::path::Path;

const RAKE: &str = "[[weighting]]\nstep = \"rake\"\nmargins = [\"sex\", \"age\"]\n";
const BOOT: &str = "[replicates.b]\nmethod = \"supplied\"\nfile = \"draws.csv\"\nid = \"id\"\ncolumns = \"b*\"\n";

/// A desk with this specification and these files beside it.
fn desk(spec: &str, files: &[(&str, &str)]) -> Bench {
    let bench = Bench::of_eight();
    bench.puts("spec.toml", spec);
    files.iter().for_each(|(name, content)| bench.puts(name, content));
    bench
}

/// Refused in both languages, with these words in each; nothing is written.
#[track_caller]
fn refused(bench: &Bench, zh: &[&str], en: &[&str]) {
    for (lang, words) in [("zh", zh), ("en", en)] {
        let output = bench.types(lang, Path::new("spec.toml"), Path::new("data.csv"), "out");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{told}");
        for word in words {
            assert!(told.contains(word), "“{word}” is not in: {told}");
        }
    }
    assert!(!bench.path("out").is_dir());
}

fn draws(ids: std::ops::RangeInclusive<u32>) -> String {
    let rows: String = ids.map(|id| format!("{id},1,1\n")).collect();
    format!("id,b1,b2\n{rows}")
}

#[test]
fn weights_that_are_all_0() {
    let nothing = PEOPLE.replace(",10,", ",0,").replace(",15,", ",0,");
    refused(
        &desk(SPEC, &[("data.csv", &nothing)]),
        &[
            "data.csv [weight]: 所有基础权数“weight”都是 0",
            "（分析说明第 10 行） [weight]",
        ],
        &[
            "data.csv [weight]: every base weight “weight” is 0",
            "(line 10 of the specification) [weight]",
        ],
    );
}

#[test]
fn a_population_of_a_table_below_its_sample() {
    let population = "weight = \"weight\"\npopulation = { file = \"strata.csv\", total = \"N\", columns = \"s\" }";
    refused(
        &desk(
            &SPEC.replace("weight = \"weight\"", population),
            &[("strata.csv", "s,N\nB,60\nA,3\n")],
        ),
        &[
            "strata.csv:3 [N]: 抽样设计不成立：层“A”：样本有 4 个单位，总体却只有 3 个",
            "这些单位的第一个在 data.csv:2 [stratum]（分析说明第 11 行） [design]",
        ],
        &[
            "strata.csv:3 [N]: the design: stratum A: 4 units in the sample but a population of 3",
            "the first of these units stands in data.csv:2 [stratum] (line 11 of the specification) [design]",
        ],
    );
}

#[test]
fn margins_that_contradict_each_other() {
    let together = PEOPLE.replace("F,2", "F,1").replace("M,1", "M,2");
    let file = format!("{SPEC}[margins.age]\nfile = \"ages.csv\"\n{RAKE}");
    refused(
        &desk(
            &file,
            &[("data.csv", &together), ("ages.csv", "age,total\n1,50\n2,50\n")],
        ),
        &[
            "类别 M 与总数还差 25 %",
            "“sex”要求 M = 40（分析说明第 12 行），与“age”（ages.csv [total]）矛盾（分析说明第 21 行）",
        ],
        &[
            "category M is still 25 % off its total",
            "“sex” asks for M = 40 (line 12 of the specification) and contradicts “age” (ages.csv [total]) (line 21 of",
        ],
    );
    refused(
        &desk(&file, &[("ages.csv", "age,total\n1,50\n2,70\n")]),
        &[
            "age 合计 120，sex 合计 100，相差 20",
            "“age”（ages.csv [total]）与“sex”（分析说明第 12 行）矛盾",
        ],
        &[
            "margin age sums to 120, margin sex to 100, a difference of 20",
            "“age” (ages.csv [total]) contradicts “sex”",
        ],
    );
}

#[test]
fn supplied_draws_and_scales_of_the_wrong_number() {
    let spec = |more: &str| format!("errors = \"b\"\n{SPEC}{BOOT}{more}");
    refused(
        &desk(&spec("are = \"draws\"\n"), &[("draws.csv", &draws(1..=8))]),
        &[
            "draws.csv [b1]: ",
            "在层“A”共抽 4 次，应为 3 次",
            "（分析说明第 22 行） [replicates]",
        ],
        &[
            "draws.csv [b1]: ",
            "stratum A: 4 draws, expected 3",
            "(line 22 of the specification) [replicates]",
        ],
    );
    refused(
        &desk(&spec("are = \"draws\"\n"), &[("draws.csv", &draws(1..=6))]),
        &[
            "draws.csv 里没有数据第 8 行“7”",
            "8 个编号应各有一行，该文件有 6 行（分析说明第 20 行）",
        ],
        &[
            "draws.csv has no replicate for “7” of line 8",
            "each of the 8 ids of the data, found 6 (line 20 of",
        ],
    );
    refused(
        &desk(
            &spec("are = \"multipliers\"\nscale = [1, 1, 1]\n"),
            &[("draws.csv", &draws(1..=8))],
        ),
        &["scale 里有 3 个系数，应为 2 个", "（分析说明第 24 行）"],
        &["found 3 scales, expected 2", "(line 24 of the specification)"],
    );
}

#[test]
fn a_label_that_no_estimate_has() {
    refused(
        &desk(
            &format!("{SPEC}[[contrasts]]\nname = \"c\"\nterms = {{ \"satisfied[q3]\" = 1 }}\n"),
            &[],
        ),
        &["没有估计“satisfied[q3]”，也许是“satisfied[q1]”；有“satisfied[q1]”（分析说明第 19 行）"],
        &["no estimate “satisfied[q3]”, perhaps “satisfied[q1]”; there are “satisfied[q1]” (line 19 of"],
    );
}

#[test]
fn a_class_that_nobody_answered_in() {
    let step = "[[weighting]]\nstep = \"nonresponse\"\nresponded = \"q1 in [4, 5]\"\nclasses = \"block\"\n";
    refused(
        &desk(&format!("{SPEC}{step}"), &[]),
        &[
            "data.csv:4 [block]: ",
            "组“a2”没有应答者；写 min_respondents = 1",
            "（分析说明第 20 行）",
        ],
        &[
            "data.csv:4 [block]: ",
            "class a2 has no respondent; `min_respondents = 1`",
            "(line 20 of",
        ],
    );
}

#[test]
fn a_total_of_0() {
    let rake = RAKE.replace(", \"age\"", "");
    refused(
        &desk(&format!("{SPEC}{rake}").replace("F = 60", "F = 0"), &[]),
        &[
            "类别 F 的总数是 0，却有受访者（第一个在 data.csv:2 [sex]）",
            "（分析说明第 12 行）",
        ],
        &[
            "the total of F is 0, but there are respondents in it, the first in data.csv:2 [sex]",
            "(line 12 of",
        ],
    );
}

#[test]
fn files_that_the_specification_names_and_folders() {
    let bench = desk(&format!("{SPEC}[margins.age]\nfile = \"ages.csv\"\n{RAKE}"), &[]);
    refused(
        &bench,
        &["无法读取 spec.toml:18 写到的文件 ages.csv：没有这个文件或文件夹"],
        &["cannot read ages.csv, which spec.toml:18 names: "],
    );
    let bench = desk(SPEC, &[("out", "a file")]);
    refused(
        &bench,
        &["out 是一个文件，而结果要写入文件夹"],
        &["out is a file; results go to a folder"],
    );
    assert_eq!(bench.reads("out"), "a file");
}

#[test]
fn codes_that_are_missing_too_and_signs_of_another_keyboard() {
    let missing = SPEC.replace("[items.qs]", "missing = [\"9\", \"5\"]\n[items.qs]");
    refused(
        &desk(&missing, &[]),
        &[
            "spec.toml:7: 发现：“5”",
            "spec.toml:8: 发现：“9”",
            "missing 没有列出的代码",
        ],
        &[
            "spec.toml:7: found “5”; expected a code that `missing`",
            "spec.toml:8: found “9”",
        ],
    );
    for (plain, wide) in [
        ("\"Eight people\"", "“Eight people”"),
        ("[1, 2,", "[1，2,"),
        ("id = ", "id ＝ "),
    ] {
        refused(
            &desk(&SPEC.replacen(plain, wide, 1), &[]),
            &["用半角符号"],
            &["the plain signs of the keyboard"],
        );
    }
}
