//! Where a round stands, as a person reads it in the terminal and as a program does.

use crate::support::{Desk, river_people};
use serde_json::Value;

const ROUND: &str = "river-city-2026";

fn imported() -> Desk {
    let desk = Desk::new();
    desk.river_city();
    desk.write("answers.csv", &river_people());
    desk.works(&["round", "open", "river"]);
    let import = ["--file", "answers.csv", "--mapping", "river/import.toml"];
    desk.works(&[&["round", "import-answers", ROUND], &import[..]].concat());
    desk
}

#[test]
fn the_status_is_a_table_in_chinese_and_english_and_json_for_programs() {
    let desk = imported();
    let told = desk.works(&["round", "status", ROUND]);
    let (zh, en) = (told.find("状态：调查中"), told.find("State: in the field"));
    assert!(zh.is_some() && zh < en, "Chinese first: {told}");
    assert!(told.contains("If it were closed now (80 submissions)"), "{told}");
    assert!(!told.contains('{') && !told.contains('"'), "no JSON for people: {told}");
    let english = desk.works(&["--lang", "en", "round", "status", ROUND]);
    assert!(!english.contains("状态") && english.contains("Next: "), "{english}");
    let json: Value = serde_json::from_str(&desk.works(&["round", "status", ROUND, "--json"])).unwrap();
    assert_eq!(json["submissions"], 80);
    assert_eq!(json["state"], "fielding");
    assert_eq!(json["forecast"]["dangers"], Value::Array(vec![]));
}

#[test]
fn a_sampled_round_shows_cases_and_rates_and_what_stands_in_the_way() {
    let desk = Desk::new();
    let town = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/small");
    let round = "riverton-2026";
    desk.works(&["round", "open", town]);
    let mut draw = vec!["round".to_owned(), "draw".into(), round.into()];
    for (audience, file) in crate::support::frames(1) {
        desk.write(
            &format!("{}.csv", audience.0),
            std::str::from_utf8(&file.bytes).unwrap(),
        );
        draw.extend(["--frame".to_owned(), format!("{0}={0}.csv", audience.0)]);
    }
    let draw: Vec<&str> = draw.iter().map(String::as_str).collect();
    desk.works(&draw);
    assert!(desk.works(&["round", "status", round]).contains("Next: `round invite`"));
    assert!(desk.refused(&draw).contains("下一步：`round invite`"));
    desk.works(&["round", "invite", round, "--out", "invited.csv"]);
    assert!(desk.refused(&draw).contains("next: answers come in"));
    desk.write("codes.csv", "sample_no,code\n1,2.11\n2,4.10\n");
    desk.works(&["round", "dispositions", round, "--file", "codes.csv"]);
    let told = desk.works(&["--lang", "en", "round", "status", round]);
    for word in [
        "Issued",
        "Refused",
        "RR1",
        "0.0 %",
        "nobody has answered",
        "round release",
        "codes recorded  cases 2",
    ] {
        assert!(told.contains(word), "{word}: {told}");
    }
    let json: Value = serde_json::from_str(&desk.works(&["round", "status", round, "--json"])).unwrap();
    let sample = &json["audiences"][0]["sample"];
    assert_eq!(
        (&sample["issued"], &sample["outcomes"]["refusal"]),
        (&64.into(), &1.into())
    );
}

#[test]
fn closing_says_what_it_counted_and_an_endangered_round_needs_the_word() {
    let desk = imported();
    let told = desk.works(&["round", "close", ROUND]);
    assert!(
        told.contains("80 份有效答卷") && told.contains("80 submissions") && told.contains("Next: `round check`"),
        "{told}"
    );
    let other = Desk::new();
    other.river_city();
    let women_only = river_people().replace(",M,", ",F,");
    other.write("answers.csv", &women_only);
    other.works(&["round", "open", "river"]);
    let import = ["--file", "answers.csv", "--mapping", "river/import.toml"];
    other.works(&[&["round", "import-answers", ROUND], &import[..]].concat());
    let said = other.refused(&["round", "close", ROUND]);
    assert!(said.contains("没有关闭") && said.contains("is not closed"), "{said}");
    let told = other.works(&["round", "close", ROUND, "--accept-no-sheet"]);
    assert!(told.contains("closed all the same"), "{told}");
    other.works(&["round", "check", ROUND]);
    let said = other.refused(&["round", "weigh", ROUND]);
    assert!(said.contains("另开一个轮次") && said.contains("--id"), "{said}");
}
