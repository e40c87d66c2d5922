//! Invitation codes are never lost: they are on the disk before they come into force, and nothing is written over.

use crate::support::Desk;
use crate::support::{TestApp, folder, frames, on_both};
use barometer::stages::invite::{any_in_force, commit, prepare};

const ROUND: &str = "riverton-2026";

/// A desk with the small town's round, drawn.
fn drawn() -> Desk {
    let desk = Desk::new();
    let town = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/small");
    desk.works(&["round", "open", town]);
    let mut words = vec!["round".to_owned(), "draw".into(), ROUND.into()];
    for (audience, file) in frames(1) {
        let name = format!("{}.csv", audience.0);
        desk.write(&name, std::str::from_utf8(&file.bytes).unwrap());
        words.extend(["--frame".to_owned(), format!("{}={name}", audience.0)]);
    }
    desk.works(&words.iter().map(String::as_str).collect::<Vec<_>>());
    desk
}

fn invite<'a>(out: &'a str, slips: &'a str) -> [&'a str; 7] {
    ["round", "invite", ROUND, "--out", out, "--slips", slips]
}

fn parts(desk: &Desk) -> Vec<String> {
    let entries = std::fs::read_dir(desk.path(".")).unwrap().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".part")).collect()
}

#[test]
fn a_file_that_cannot_be_written_leaves_nobody_invited() {
    let desk = drawn();
    desk.write("slips.html", "precious");
    let before = desk.works(&["round", "status", ROUND]);
    for (out, slips, named) in [
        ("nodir/x.csv", "s.html", "nodir/x.csv"),
        ("x.csv", "nodir/s.html", "nodir/s.html"),
        ("x.csv", "slips.html", "slips.html"),
        ("x.csv", "x.csv", "x.csv"),
    ] {
        let said = desk.refused(&invite(out, slips));
        assert!(said.contains(named), "{said}");
        assert!(!desk.path("x.csv").exists() && !desk.path("s.html").exists(), "{said}");
        assert_eq!(parts(&desk), Vec::<String>::new(), "{said}");
        assert_eq!(before, desk.works(&["round", "status", ROUND]));
    }
    assert_eq!(std::fs::read_to_string(desk.path("slips.html")).unwrap(), "precious");
    assert!(desk.works(&invite("x.csv", "s.html")).contains("84"));
    assert_eq!(parts(&desk), Vec::<String>::new());
}

#[test]
fn what_an_interruption_leaves_is_named_with_what_to_do() {
    let desk = drawn();
    // Killed before the codes came into force.
    desk.write("x.csv.part", "sample_no,token\r\n1,2345-6789-ABCD-EF\r\n");
    let said = desk.refused(&invite("x.csv", "s.html"));
    for word in ["x.csv.part", "没有生效", "Delete it and invite again"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    std::fs::remove_file(desk.path("x.csv.part")).unwrap();
    desk.works(&invite("x.csv", "s.html"));
    // Killed after they had, before the files got their names.
    std::fs::rename(desk.path("x.csv"), desk.path("x.csv.part")).unwrap();
    std::fs::rename(desk.path("s.html"), desk.path("s.html.part")).unwrap();
    let list = std::fs::read_to_string(desk.path("x.csv.part")).unwrap();
    let said = desk.refused(&invite("x.csv", "s.html"));
    for word in ["x.csv.part", "已经生效", "Rename it to x.csv"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert_eq!(std::fs::read_to_string(desk.path("x.csv.part")).unwrap(), list);
    std::fs::rename(desk.path("x.csv.part"), desk.path("x.csv")).unwrap();
    let said = desk.refused(&invite("x.csv", "s.html"));
    assert!(said.contains("Rename it to s.html"), "{said}");
    std::fs::rename(desk.path("s.html.part"), desk.path("s.html")).unwrap();
    assert!(desk.refused(&invite("y.csv", "t.html")).contains("round release"));
    assert_eq!(parts(&desk), Vec::<String>::new());
}

#[test]
fn prepared_codes_are_not_in_force_before_they_are_committed_and_then_once() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        town.draws(&frames(1)).await.unwrap();
        let before = town.everything().await;
        let first = prepare(&town.app, &town.round).await.unwrap();
        let second = prepare(&town.app, &town.round).await.unwrap();
        let tokens: Vec<_> = first.invitations().iter().map(|one| one.token.clone()).collect();
        assert_eq!(before, town.everything().await, "preparing stores nothing");
        assert!(!any_in_force(&town.app, &town.round, &tokens).await.unwrap());
        assert_eq!(commit(&town.app, first).await.unwrap().len(), 84);
        assert!(any_in_force(&town.app, &town.round, &tokens[83..]).await.unwrap());
        let after = town.everything().await;
        let said = commit(&town.app, second).await.unwrap_err().to_string();
        assert!(said.contains("meanwhile"), "{said}");
        assert_eq!(after, town.everything().await, "the first codes stay good");
    });
}
