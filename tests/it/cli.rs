//! The command line as a person types it: the binary itself, its words, its exit codes, its files.

use crate::support::{Desk, river_people, said};
use std::path::Path;

#[test]
fn checking_a_good_folder_sums_it_up() {
    let desk = Desk::new();
    for name in ["beijing-2009", "kansas-city-2021q3"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys").join(name);
        let told = desk.works(&["survey", "check", folder.to_str().unwrap()]);
        assert!(told.contains(name), "{told}");
    }
}

#[test]
fn checking_a_bad_folder_names_every_place_and_fails() {
    let desk = Desk::new();
    desk.river_city();
    let departments = std::fs::read_to_string(desk.path("river/departments.csv")).unwrap();
    desk.write(
        "river/departments.csv",
        &departments.replace(
            "S,城市服务,City services,high,1\nparks",
            "S,城市服务,City services,high,0.5\nparks",
        ),
    );
    let english = std::fs::read_to_string(desk.path("river/text/en.toml")).unwrap();
    desk.write("river/text/en.toml", &english.replace("sex.text = \"Your sex?\"\n", ""));
    let complaint = desk.refused(&["survey", "check", "river"]);
    assert!(complaint.contains("departments.csv:3"), "{complaint}");
    assert!(complaint.contains("text/en.toml"), "{complaint}");
    let nowhere = desk.refused(&["survey", "check", "nowhere"]);
    assert!(nowhere.contains("nowhere"), "{nowhere}");
}

#[test]
fn another_city_goes_from_its_folder_to_a_verified_sheet() {
    let desk = Desk::new();
    desk.river_city();
    desk.write("answers.csv", &river_people());
    let round = "river-city-2026";
    desk.works(&["round", "open", "river"]);
    assert!(
        desk.refused(&["round", "open", "river"]).contains(round),
        "opened twice"
    );
    let import = [
        "round",
        "import-answers",
        round,
        "--file",
        "answers.csv",
        "--mapping",
        "river/import.toml",
    ];
    desk.write("bad.csv", &river_people().replace("\n7,2,F", "\n7,3,F"));
    let bad = [
        "round",
        "import-answers",
        round,
        "--file",
        "bad.csv",
        "--mapping",
        "river/import.toml",
    ];
    assert!(desk.refused(&bad).contains("bad.csv:8 [area]"));
    assert!(
        desk.refused(&["round", "close", round]).contains("import-answers"),
        "nothing was imported"
    );
    assert!(desk.works(&import).contains("80"));
    assert!(desk.refused(&["round", "score", round]).contains("round weigh"));
    for stage in ["close", "check", "weigh", "score", "seal"] {
        desk.works(&["round", stage, round]);
        desk.works(&["round", "status", round]);
    }
    let written = desk.works(&["--lang", "en", "export", "sheet", round, "--out", "out"]);
    assert_eq!(
        written,
        "written: out/sheet.csv\nwritten: out/sheet.json\nwritten: out/sheet.xlsx\n"
    );
    for name in ["sheet.json", "sheet.csv", "sheet.xlsx"] {
        assert!(desk.path("out").join(name).metadata().unwrap().len() > 500, "{name}");
    }
    let bundle = ["--lang", "zh", "export", "bundle", round, "--out", "bundle"];
    assert_eq!(desk.works(&bundle), "已写入：bundle\n");
    assert_eq!(desk.works(&bundle), "已写入：bundle\n", "the same again is no change");
    never_mixed(&desk, round);
    verifies(&desk);
}

fn never_mixed(desk: &Desk, round: &str) {
    let refused = desk.refused(&["export", "bundle", round, "--out", "out"]);
    assert!(refused.contains("out/sheet.csv is no part of this bundle"), "{refused}");
    let refused = desk.refused(&["export", "sheet", round, "--out", "bundle"]);
    assert!(refused.contains("bundle holds an auditor's bundle"), "{refused}");
    desk.write("other/sheet.json", "{}");
    let refused = desk.refused(&["export", "sheet", round, "--out", "other"]);
    assert!(refused.contains("other/sheet.json holds something else"), "{refused}");
    assert!(!desk.path("other/sheet.csv").exists(), "nothing half written");
}

fn verifies(desk: &Desk) {
    for (lang, words) in [("zh", "sheet.xlsx：无法读取：这不是 JSON 文件"), ("en", "sheet.xlsx: ")] {
        let output = desk.types(&[
            "--lang",
            lang,
            "verify",
            "out/sheet.xlsx",
            "--key",
            "keys/office.pub.pem",
        ]);
        assert_eq!(output.status.code(), Some(1));
        let said = said(&output);
        assert!(said.contains(words) && !said.contains("sheet.json"), "{said}");
        assert!(lang == "en" || !said.contains("this is no"), "{said}");
    }
    let sheet = "out/sheet.json";
    let good = ["verify", sheet, "--key", "keys/office.pub.pem", "--bundle", "bundle"];
    desk.works(&good);
    desk.works(&[
        "verify",
        sheet,
        "--key",
        "keys/platform.pub.pem",
        "--key",
        "keys/agency.pub.pem",
    ]);
    assert_eq!(
        desk.types(&["verify", sheet]).status.code(),
        Some(2),
        "without a key nothing is proved"
    );
    let other = Desk::new();
    other.types(&["round", "status", "none"]);
    let stranger = other.path("keys/office.pub.pem");
    let with_stranger = desk.types(&["verify", sheet, "--key", stranger.to_str().unwrap()]);
    assert!(
        !with_stranger.status.success(),
        "a key of another house: {}",
        said(&with_stranger)
    );
    desk.write("no.pem", "this is no key");
    assert!(desk.refused(&["verify", sheet, "--key", "no.pem"]).contains("no.pem"));
    assert!(
        desk.refused(&["verify", "nothing.json", "--key", "keys/office.pub.pem"])
            .contains("nothing.json")
    );
    let text = std::fs::read_to_string(desk.path(sheet)).unwrap();
    let rate = text.find("\"rate\":0.").expect("a rate") + "\"rate\":0.".len();
    let mut touched = text.into_bytes();
    touched[rate] = if touched[rate] == b'9' { b'8' } else { touched[rate] + 1 };
    std::fs::write(desk.path("touched.json"), touched).unwrap();
    let output = desk.types(&[
        "verify",
        "touched.json",
        "--key",
        "keys/office.pub.pem",
        "--bundle",
        "bundle",
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let weights = desk.path("bundle/weights.csv");
    if weights.exists() {
        let text = std::fs::read_to_string(&weights).unwrap();
        std::fs::write(&weights, text.replacen("web", "wab", 1).replacen('1', "2", 1)).unwrap();
        let output = desk.types(&good);
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains("weights.csv"), "{}", said(&output));
    }
}

/// Chinese, as far as punctuation and Han signs go.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '：' | '，' | '。' | '、' | '（' | '）')
}

#[test]
fn a_round_in_one_language_says_nothing_in_the_other() {
    let desk = Desk::new();
    desk.river_city();
    let method = std::fs::read_to_string(desk.path("river/method.toml")).unwrap();
    let ninety = method.replace("level = 0.95", "level = 0.9");
    assert_ne!(method, ninety, "the level stands in the example");
    desk.write("river/method.toml", &ninety);
    desk.write("answers.csv", &river_people());
    let id = "river-city-2026";
    let file = ["--file", "answers.csv", "--mapping", "river/import.toml"];
    let steps: [Vec<&str>; 8] = [
        vec!["round", "open", "river"],
        [&["round", "import-answers", id], &file[..]].concat(),
        vec!["round", "close", id],
        vec!["round", "check", id],
        vec!["round", "weigh", id],
        vec!["round", "score", id],
        vec!["round", "seal", id],
        vec!["export", "sheet", id, "--out", "out"],
    ];
    for words in steps {
        let told = desk.works(&[&["--lang", "en"], &words[..]].concat());
        assert!(!told.contains(is_chinese), "{words:?}: {told}");
        if words[1] == "score" {
            assert!(told.contains("90 % interval"), "{told}");
        }
    }
    for few in ["0", "19"] {
        let refused = desk.types(&["demo", "--respondents", few, "--once"]);
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    }
    assert!(!desk.path("data/demo").exists(), "refused at the door");
}

#[test]
fn the_files_with_secrets_can_be_read_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.river_city();
    desk.works(&["round", "open", "river"]);
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&desk.path("keys")), 0o700);
    for name in ["master.key", "platform.key.pem", "agency.key.pem", "office.key.pem"] {
        assert_eq!(mode(&desk.path("keys").join(name)), 0o600, "{name}");
    }
}

#[test]
fn a_drawn_round_writes_its_invitations_once_and_never_over_a_file() {
    let desk = Desk::new();
    let town = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/small");
    let round = "riverton-2026";
    desk.works(&["round", "open", town]);
    for (audience, file) in crate::support::frames(1) {
        desk.write(
            &format!("{}.csv", audience.0),
            std::str::from_utf8(&file.bytes).unwrap(),
        );
    }
    let draw = [
        "round",
        "draw",
        round,
        "--frame",
        "residents=residents.csv",
        "--frame",
        "institutions=institutions.csv",
    ];
    assert!(desk.refused(&draw[..5]).contains("institutions"), "a frame is missing");
    desk.works(&draw);
    desk.write("taken.csv", "precious");
    assert!(
        desk.refused(&["round", "invite", round, "--out", "taken.csv"])
            .contains("taken.csv")
    );
    assert_eq!(std::fs::read_to_string(desk.path("taken.csv")).unwrap(), "precious");
    desk.works(&[
        "round",
        "invite",
        round,
        "--out",
        "invited.csv",
        "--slips",
        "slips.html",
    ]);
    let invited = std::fs::read_to_string(desk.path("invited.csv")).unwrap();
    assert_eq!(invited.lines().count(), 85);
    assert_eq!(invited.matches("/s/").count(), 84);
    assert!(
        std::fs::read_to_string(desk.path("slips.html"))
            .unwrap()
            .contains("<svg")
    );
}

#[test]
fn every_command_explains_itself() {
    let desk = Desk::new();
    let mut waiting = vec![Vec::<String>::new()];
    let mut explained = 0;
    while let Some(command) = waiting.pop() {
        let mut words: Vec<&str> = command.iter().map(String::as_str).collect();
        words.push("--help");
        let help = desk.works(&words);
        assert!(help.contains("Usage:"), "{words:?}");
        explained += 1;
        let commands = help
            .split("Commands:\n")
            .nth(1)
            .unwrap_or_default()
            .split("\n\n")
            .next()
            .unwrap_or_default();
        for line in commands
            .lines()
            .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        {
            let name = line.split_whitespace().next().unwrap();
            if name != "help" {
                waiting.push(command.iter().cloned().chain([name.to_owned()]).collect());
            }
        }
    }
    assert!(explained >= 20, "only {explained} commands were found");
    assert_eq!(desk.types(&["nonsense"]).status.code(), Some(2));
    assert_eq!(desk.types(&[]).status.code(), Some(2));
}
