//! What the written files hold.

use super::*;
use crate::domain::analysis::outcome::*;
use crate::domain::definition::Language;
use crate::text::analysis;
use serde_json::Value;

fn json(outcome: &Outcome) -> Value {
    let mut bytes = Vec::new();
    results_json(outcome, &mut bytes).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// Heading and rows of a CSV file, after its byte order mark; the reader refuses rows of another length.
fn csv_rows(write: impl Fn(&mut Vec<u8>) -> io::Result<()>) -> (Vec<String>, Vec<csv::StringRecord>) {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    let text = bytes
        .strip_prefix(crate::export::BOM)
        .expect("a byte order mark")
        .to_vec();
    let mut reader = csv::Reader::from_reader(text.as_slice());
    let heading = reader.headers().unwrap().iter().map(str::to_string).collect();
    let rows = reader.records().collect::<Result<_, _>>().unwrap();
    (heading, rows)
}

fn html(outcome: &Outcome) -> String {
    let mut bytes = Vec::new();
    report_html(outcome, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// An outcome whose every label wants to be run somewhere.
fn hostile() -> Outcome {
    let mut outcome = fixture::outcome();
    outcome.title = "<script>alert('title')</script>".into();
    let run = &mut outcome.runs[0];
    run.run = "\"><img src=x onerror=alert(1)>".into();
    run.estimates[0].label = "=cmd|' /C calc'!A0".into();
    run.estimates[0].item = Some("<script>alert(2)</script>".into());
    run.estimates[1].label = "@SUM(1,2)\n\"x\"".into();
    run.contrasts[0].label = "＝1+1".into();
    run.weighting[1].name = "+x{n}".into();
    run.weighting[1].factors[0].0 = "-2+3|x".into();
    run.rankings[0].places[0].label = "\t=1".into();
    run.weights.id[0] = "=1+1".into();
    run.weights.id[1] = "-17".into();
    outcome
}

#[test]
fn json_says_every_number_to_the_last_bit() {
    let outcome = fixture::outcome();
    let json = json(&outcome);
    assert_eq!(json["schema"], "barometer/analysis/1");
    assert_eq!(json["runs"].as_array().unwrap().len(), 2);
    let run = &json["runs"][0];
    assert_eq!(
        run["estimates"].as_array().unwrap().len(),
        outcome.runs[0].estimates.len()
    );
    for (said, is) in run["estimates"]
        .as_array()
        .unwrap()
        .iter()
        .zip(&outcome.runs[0].estimates)
    {
        assert_eq!(said["label"], is.label);
        let same = |said: &Value, is: Option<f64>| assert_eq!(said.as_f64().map(f64::to_bits), is.map(f64::to_bits));
        same(&said["estimate"], is.estimate);
        same(&said["sum_w"], Some(is.sum_w));
        let Some(first) = is.errors.first() else {
            assert_eq!((&said["se"], &said["method"]), (&Value::Null, &Value::Null));
            continue;
        };
        same(&said["se"], first.se);
        same(&said["var"], first.var);
        same(&said["df"], first.df);
        same(&said["deff_wor"], first.deff_wor);
        assert_eq!(said["method"], first.method.as_str());
        assert_eq!(said["ci"], said["errors"][0]["ci"]);
        for (name, (low, high)) in &first.ci {
            same(&said["ci"][name][0], *low);
            same(&said["ci"][name][1], *high);
        }
    }
}

#[test]
fn json_is_made_for_reading() {
    let outcome = fixture::outcome();
    let json = json(&outcome);
    let run = &json["runs"][0];
    assert_eq!(run["estimates"][30]["domain"]["district"], "城东");
    assert_eq!(run["weighting"][1]["factors"]["城西 18-29"], 1.94);
    assert_eq!(run["weighting"][3]["figures"]["low"], 453.075);
    assert_eq!(run["weighting"][2]["settings"]["tolerance"], "1e-12");
    assert_eq!(run["replicates"][1]["failed"][0]["replicate"], 17);
    assert_eq!(run["sample_sizes"][0]["needed"][1]["respondents"], 1485);
    assert_eq!(run["covariances"][0]["by_method"]["calibrated"][0][2], Value::Null);
    assert_eq!(run["contrasts"][0]["se"], run["contrasts"][0]["errors"][0]["se"]);
    assert_eq!(run["notes"][0]["note"], "lonely_strata");
    assert!(run.get("weights").is_none(), "weights have a file of their own");
}

#[test]
fn what_is_no_number_is_null_and_an_empty_cell() {
    let mut outcome = fixture::outcome();
    outcome.runs[0].estimates[0].estimate = Some(f64::NAN);
    outcome.runs[0].weighting[3]
        .figures
        .insert("high".into(), f64::INFINITY);
    let json = json(&outcome);
    assert_eq!(json["runs"][0]["estimates"][0]["estimate"], Value::Null);
    assert_eq!(json["runs"][0]["weighting"][3]["figures"]["high"], Value::Null);
    let (heading, rows) = csv_rows(|out| estimates_csv(&outcome, out));
    let column = heading.iter().position(|name| name == "estimate").unwrap();
    assert_eq!(&rows[0][column], "");
    assert!(!html(&outcome).contains("NaN"));
}

#[test]
fn estimates_have_a_row_for_every_method() {
    let outcome = fixture::outcome();
    let (heading, rows) = csv_rows(|out| estimates_csv(&outcome, out));
    let expected = outcome
        .runs
        .iter()
        .flat_map(|run| &run.estimates)
        .map(|one| one.errors.len().max(1));
    assert_eq!(rows.len(), expected.sum::<usize>());
    let at = |name: &str| heading.iter().position(|known| known == name).unwrap();
    let first = &outcome.runs[0].estimates[0];
    assert_eq!(&rows[0][at("label")], "satisfied[公安局]");
    assert_eq!((&rows[0][at("official")], &rows[1][at("official")]), ("1", "0"));
    assert_eq!(
        rows[1][at("se")].parse::<f64>().unwrap().to_bits(),
        first.errors[1].se.unwrap().to_bits()
    );
    let high = first.errors[0].ci["wilson"].1.unwrap();
    assert_eq!(
        rows[0][at("wilson_high")].parse::<f64>().unwrap().to_bits(),
        high.to_bits()
    );
    let last = rows.iter().find(|row| &row[at("n")] == "0").unwrap();
    assert_eq!((&last[at("method")], &last[at("notes")]), ("", "empty_domain"));
    assert_eq!(&last[at("domain")], "district=矿区");
}

#[test]
fn the_other_tables_have_all_their_rows() {
    let outcome = fixture::outcome();
    let rows = |write: fn(&Outcome, &mut Vec<u8>) -> io::Result<()>| csv_rows(|out| write(&outcome, out)).1.len() / 2;
    let run = &outcome.runs[0];
    assert_eq!(rows(|o, out| contrasts_csv(o, out)), run.contrasts.len());
    assert_eq!(rows(|o, out| weighting_csv(o, out)), 5);
    assert_eq!(rows(|o, out| margins_csv(o, out)), 16);
    assert_eq!(rows(|o, out| factors_csv(o, out)), 5);
    assert_eq!(rows(|o, out| rankings_csv(o, out)), 12);
    assert_eq!(rows(|o, out| shrinkage_csv(o, out)), 8);
    assert_eq!(rows(|o, out| covariances_csv(o, out)), 9);
    let (heading, rankings) = csv_rows(|out| rankings_csv(&outcome, out));
    assert_eq!(heading[heading.len() - 2..], ["groups", "notes"]);
    assert_eq!(&rankings[3][heading.len() - 2], "1;2");
}

#[test]
fn weights_read_back_to_the_last_bit() {
    let outcome = fixture::outcome();
    let table = &outcome.runs[0].weights;
    let (heading, rows) = csv_rows(|out| weights_csv(&outcome.runs[0], out));
    assert_eq!(heading, ["id", "class", "base", "rake", "rake_2"]);
    assert_eq!(rows.len(), table.id.len());
    for (i, row) in rows.iter().enumerate() {
        assert_eq!(row[0], table.id[i]);
        assert_eq!(row[3].parse::<f64>().unwrap().to_bits(), table.steps[1].1[i].to_bits());
    }
}

#[test]
fn every_file_has_its_name_and_none_leaves_the_folder() {
    let mut outcome = fixture::outcome();
    outcome.runs[1].run = "../../Main".into();
    outcome.runs.push(RunOutcome {
        run: ".._..#main".into(),
        ..outcome.runs[0].clone()
    });
    let mut names = Vec::new();
    write_all(&outcome, |name| {
        names.push(name.to_string());
        Ok(io::sink())
    })
    .unwrap();
    assert_eq!(names[..2], ["results.json", "report.html"]);
    assert_eq!(
        names[10..],
        ["weights-main.csv", "weights-.._.._Main.csv", "weights-.._.._main-3.csv"]
    );
}

#[test]
fn no_cell_is_a_formula() {
    let outcome = hostile();
    let tables = [
        csv_rows(|out| estimates_csv(&outcome, out)),
        csv_rows(|out| contrasts_csv(&outcome, out)),
        csv_rows(|out| weighting_csv(&outcome, out)),
        csv_rows(|out| factors_csv(&outcome, out)),
        csv_rows(|out| rankings_csv(&outcome, out)),
        csv_rows(|out| weights_csv(&outcome.runs[0], out)),
    ];
    let live = ['=', '+', '@', '\t', '＝'];
    for cell in tables.iter().flat_map(|(_, rows)| rows).flat_map(|row| row.iter()) {
        assert!(!cell.starts_with(live), "{cell}");
        assert!(!cell.starts_with('-') || cell.parse::<f64>().is_ok(), "{cell}");
    }
    let ids = &tables[5].1;
    assert_eq!((&ids[0][0], &ids[1][0]), ("'=1+1", "-17"), "a number is left as it is");
}

#[test]
fn labels_cannot_write_into_the_page() {
    let page = html(&hostile());
    assert!(!page.contains("<script") && !page.contains("<img"));
    assert!(page.contains("&lt;script&gt;alert(2)&lt;/script&gt;"));
}

#[test]
fn the_page_stands_alone_and_its_links_lead_somewhere() {
    let page = html(&fixture::outcome());
    for outside in [
        "http:", "https:", "src=", "url(", "@import", "<link", "<script", "style=\"", " on",
    ] {
        let found = page
            .match_indices(outside)
            .filter(|(at, _)| outside != " on" || page[at + 3..].starts_with("click"));
        assert_eq!(found.count(), 0, "{outside}");
    }
    let ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    for link in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(link.strip_prefix('#').is_some_and(|id| unique.contains(id)), "{link}");
    }
}

#[test]
fn both_languages_say_everything() {
    let page = html(&fixture::outcome());
    let (zh, en) = page.split_once("<div class=\"language\" id=\"en\"").unwrap();
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for (part, language) in [(zh, analysis::of(Language::Zh)), (en, analysis::of(Language::En))] {
        let c = &language.chapters;
        let titles = [
            c.mind.0,
            c.estimates.0,
            c.runs.0,
            c.contrasts.0,
            c.independence.0,
            c.rankings.0,
            c.shrinkage.0,
            c.sizes.0,
            c.sample.0,
            c.weighting.0,
            c.margins.0,
            c.replicates.0,
            c.covariances.0,
            c.method.0,
            c.inputs.0,
        ];
        for title in titles {
            assert!(part.contains(&format!(">{title}</h2>")), "{title}");
        }
        // Every estimate, contrast and step is on the page, in words and as a figure.
        assert!(part.contains("0.91000") && part.contains("1,834,567"));
        assert!(
            !part.split_once("</style>").map_or(part, |(_, body)| body).contains('{'),
            "a word was not filled"
        );
    }
    let heads = en.split("<h3>").skip(1).filter_map(|rest| rest.split('<').next());
    assert_eq!(
        heads.filter(|head| chinese(head)).count(),
        0,
        "an English heading in Chinese"
    );
}

#[test]
fn a_missing_figure_stands_with_its_reason() {
    let mut outcome = fixture::outcome();
    outcome.runs[0].estimates[2].errors[0].df = None;
    outcome.runs[0].contrasts[1].t = None;
    outcome.runs[0].weighting[0].kish_deff = None;
    // A matrix keeps its shape and says below it what its signs mean.
    outcome.runs.iter_mut().for_each(|run| run.covariances.clear());
    let page = html(&outcome);
    let mut missing = 0;
    for row in page.split("<tr>").skip(1).filter_map(|rest| rest.split("</tr>").next()) {
        if row.contains(">—<") {
            missing += 1;
            assert!(
                row.contains("<td class=\"words\">") && !row.contains("<td class=\"words\"></td>"),
                "{row}"
            );
        }
    }
    assert!(missing >= 6, "{missing}");
}

#[test]
fn a_run_without_anything_still_has_its_page() {
    let mut outcome = fixture::outcome();
    let run = &mut outcome.runs[0];
    run.weighting.clear();
    run.estimates.clear();
    run.contrasts.clear();
    run.rankings.clear();
    run.weights = WeightTable::default();
    outcome.runs.truncate(1);
    let page = html(&outcome);
    assert!(page.contains("没有区间") && page.contains("no intervals"));
    let (heading, rows) = csv_rows(|out| weights_csv(&outcome.runs[0], out));
    assert_eq!((heading, rows.len()), (vec!["id".to_string()], 0));
}

#[test]
fn every_key_of_the_results_has_its_words_in_both_languages() {
    let (zh, en) = (analysis::of(Language::Zh), analysis::of(Language::En));
    let keys = |names: analysis::Names| names.iter().map(|(key, _)| *key).collect::<Vec<_>>();
    let pairs = [
        (zh.names.roles, en.names.roles),
        (zh.names.estimates, en.names.estimates),
        (zh.names.steps, en.names.steps),
        (zh.names.methods, en.names.methods),
        (zh.names.intervals, en.names.intervals),
        (zh.names.figures, en.names.figures),
        (zh.names.design, en.names.design),
        (zh.names.tables, en.names.tables),
        (zh.names.keys, en.names.keys),
        (zh.names.lonely, en.names.lonely),
        (zh.method.design, en.method.design),
        (zh.method.lonely, en.method.lonely),
        (zh.method.steps, en.method.steps),
        (zh.method.settings, en.method.settings),
        (zh.method.values, en.method.values),
        (zh.method.estimators, en.method.estimators),
        (zh.method.variance, en.method.variance),
        (zh.method.intervals, en.method.intervals),
        (zh.method.comparisons, en.method.comparisons),
    ];
    for (chinese, english) in pairs {
        assert_eq!(keys(chinese), keys(english));
    }
    for kind in [
        "base",
        "nonresponse",
        "poststratify",
        "rake",
        "calibrate",
        "trim",
        "trim_and_rake",
        "scale",
    ] {
        assert!(
            analysis::known(zh.names.steps, kind).is_some() && analysis::known(zh.method.steps, kind).is_some(),
            "{kind}"
        );
    }
    for interval in tables::INTERVALS {
        assert!(
            analysis::known(zh.names.intervals, interval).is_some()
                && analysis::known(zh.method.intervals, interval).is_some()
        );
    }
    for method in [
        "fixed",
        "calibrated",
        "jackknife",
        "brr",
        "fay",
        "bootstrap",
        "supplied",
    ] {
        assert!(
            analysis::known(zh.names.methods, method).is_some()
                && analysis::known(zh.method.variance, method).is_some()
        );
    }
}
