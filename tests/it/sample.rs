//! Drawing the sample: the same for the same seed and frame, refused as a whole for one bad row, never drawn twice.

use crate::support::{Frames, TestApp, folder, frames, on_both};
use barometer::domain::definition::AudienceId;
use barometer::stages::{Random, StageError};
use barometer::storage::sample;
use std::sync::Arc;

async fn drawn_from(town: &mut TestApp, frames: &Frames) -> Vec<(u64, String, String, bool, u32)> {
    town.opens(folder("small")).await.unwrap();
    town.draws(frames).await.unwrap();
    let units = town.units().await;
    units
        .into_iter()
        .map(|unit| (unit.sample_no, unit.unit_ref, unit.stratum, unit.issued, unit.batch))
        .collect()
}

#[test]
fn the_order_of_the_frames_rows_does_not_matter() {
    let once = std::sync::Mutex::new(None);
    for order in [1, 2, 77] {
        on_both(async |mut town: TestApp| {
            let sample = drawn_from(&mut town, &frames(order)).await;
            let mut first = once.lock().unwrap();
            match first.as_ref() {
                None => *first = Some(sample),
                Some(known) => assert_eq!(known, &sample, "frame in order {order}"),
            }
        });
    }
}

#[test]
fn another_seed_draws_another_sample() {
    on_both(async |mut town: TestApp| {
        let first = drawn_from(&mut town, &frames(1)).await;
        let other = Arc::new(town.app.with(town.app.clock.clone(), Random::seeded(2)));
        let options = barometer::stages::open::OpenOptions {
            rename: Some(("riverton-again".into(), town.survey().await.round.title.clone())),
            ..Default::default()
        };
        let record = barometer::stages::open::open(&other, folder("small"), options)
            .await
            .unwrap();
        town.round = record.id;
        town.draws(&frames(1)).await.unwrap();
        let units = town.units().await;
        assert_eq!(first.len(), units.len());
        assert!(first.iter().zip(&units).any(|(a, b)| a.1 != b.unit_ref));
    });
}

#[test]
fn the_strata_have_the_sizes_of_the_folder() {
    on_both(async |mut town: TestApp| {
        let sample = drawn_from(&mut town, &frames(1)).await;
        for (stratum, main, reserve) in [
            ("N", 20, 10),
            ("E", 16, 8),
            ("S", 16, 8),
            ("W", 12, 6),
            ("public", 10, 2),
        ] {
            let of = |issued: bool| {
                sample
                    .iter()
                    .filter(|unit| unit.2 == stratum && unit.3 == issued)
                    .count()
            };
            assert_eq!((of(true), of(false)), (main, reserve), "{stratum}");
        }
        let strata = sample::strata(&town.app.db, &town.round).await.unwrap();
        let north = strata.iter().find(|record| record.count.stratum == "N").unwrap();
        assert_eq!((north.count.frame, north.count.issued, north.reserve), (60, 20, 10));
    });
}

/// Replaces one row (1-based, after the heading) of the residents' frame.
fn with_row(row: usize, text: &str) -> Frames {
    let mut all = frames(1);
    let file = all.get_mut(&AudienceId("residents".into())).unwrap();
    let content = String::from_utf8(file.bytes.clone()).unwrap();
    let mut lines: Vec<&str> = content.lines().collect();
    lines[row] = text;
    file.bytes = lines.join("\n").into_bytes();
    all
}

#[test]
fn one_bad_row_refuses_the_whole_frame_and_names_its_place() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        let before = town.everything().await;
        let bad = [
            (3, "R9001,X,Nobody,139-1,male", "residents.csv:4 [area]", "“X”"),
            (5, ",N,Nobody,139-1,male", "residents.csv:6 [id]", "unit id"),
            (7, "R0002,N,Nobody,139-1,male", "[id]", "R0002"),
            (9, "R9002,,Nobody,139-1,male", "residents.csv:10 [area]", "empty"),
            (11, "R9003,N,,,male", "residents.csv:12", "phone"),
            (13, "R9004,N,Nobody,139-1,male,extra", "residents.csv:14", ""),
        ];
        for (row, text, place, word) in bad {
            let said = town.draws(&with_row(row, text)).await.unwrap_err().to_string();
            assert!(said.contains(place) && said.contains(word), "{text}: {said}");
        }
        let said = town
            .draws(&with_row(0, "id,area,name,phone,gender"))
            .await
            .unwrap_err()
            .to_string();
        assert!(said.contains("sex"), "the missing column is named: {said}");
        let mut without = frames(1);
        without.remove(&AudienceId("institutions".into()));
        let said = town.draws(&without).await.unwrap_err().to_string();
        assert!(said.contains("institutions"), "{said}");
        assert_eq!(before, town.everything().await, "nothing was stored");
        let both = with_row(3, "R9001,X,Nobody,139-1,male");
        let two = String::from_utf8(both[&AudienceId("residents".into())].bytes.clone()).unwrap();
        let mut lines: Vec<&str> = two.lines().collect();
        lines[9] = "R9002,,Nobody,139-1,male";
        let mut two = frames(1);
        two.get_mut(&AudienceId("residents".into())).unwrap().bytes = lines.join("\n").into_bytes();
        let said = town.draws(&two).await.unwrap_err();
        let StageError::Problems(problems) = said else {
            panic!("{said}")
        };
        assert_eq!(problems.0.len(), 2, "every bad row is named at once: {problems}");
    });
}

#[test]
fn a_sample_is_drawn_once() {
    on_both(async |mut town: TestApp| {
        drawn_from(&mut town, &frames(1)).await;
        let before = town.everything().await;
        let said = town.draws(&frames(2)).await.unwrap_err().to_string();
        assert!(said.contains("round invite"), "{said}");
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn the_reserve_comes_batch_by_batch_in_its_drawn_order() {
    on_both(async |mut town: TestApp| {
        town.invites_the_town().await;
        let reserve: Vec<_> = town
            .units()
            .await
            .into_iter()
            .filter(|unit| !unit.issued && unit.stratum == "W")
            .collect();
        let mut released = 0;
        for expected in 1_u32.. {
            let Ok((batch, units)) = town.releases("residents", "W").await else {
                break;
            };
            assert_eq!(batch, expected);
            released += units as usize;
            let invitations = town.invites().await.unwrap();
            let known = reserve
                .iter()
                .filter(|unit| unit.batch == batch)
                .map(|unit| unit.sample_no);
            assert_eq!(
                invitations.iter().map(|one| one.sample_no).collect::<Vec<_>>(),
                known.collect::<Vec<_>>()
            );
        }
        assert_eq!(released, reserve.len());
        let strata = sample::strata(&town.app.db, &town.round).await.unwrap();
        let west = strata.iter().find(|record| record.count.stratum == "W").unwrap();
        assert_eq!(
            (west.count.issued, west.reserve),
            (18, 0),
            "released units count as issued"
        );
        for (audience, stratum, sentence) in [
            (
                "residents",
                "W",
                "stratum “W” of “residents” has no reserve left; strata that have: “E”, “N”, “S”",
            ),
            (
                "residents",
                "X",
                "“residents” has no stratum “X”; its strata: “N”, “E”, “S”, “W”",
            ),
            (
                "resident",
                "N",
                "the survey has no audience “resident” (perhaps “residents”); its audiences: “residents”, “institutions”",
            ),
        ] {
            let said = town.releases(audience, stratum).await.unwrap_err().to_string();
            assert_eq!(said, sentence);
        }
    });
}

#[test]
fn a_round_without_a_sample_says_so_to_whoever_looks_for_its_cases() {
    on_both(async |mut city: TestApp| {
        city.opens_kansas_city().await;
        let said = city
            .records_codes("sample_no,code\n1,2.11\n")
            .await
            .unwrap_err()
            .to_string();
        assert!(said.contains("has no sample, so it has no cases"), "{said}");
        let said = city.releases("residents", "1").await.unwrap_err().to_string();
        assert!(said.contains("has no sample, so nobody waits in reserve"), "{said}");
    });
}

#[test]
fn every_unit_is_invited_once_and_the_codes_are_nowhere_in_the_database() {
    on_both(async |mut town: TestApp| {
        let invitations = town.invites_the_town().await;
        let tokens: std::collections::BTreeSet<&str> = invitations.iter().map(|one| one.token.url_form()).collect();
        assert_eq!(tokens.len(), invitations.len());
        let stored: String = town.everything().await.into_values().flatten().collect();
        assert!(tokens.iter().all(|token| !stored.contains(*token)));
        assert!(town.invites().await.unwrap_err().to_string().contains("round release"));
    });
}

#[test]
fn frame_values_that_no_margin_has_refuse_the_whole_frame() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        let before = town.everything().await;
        let mut all = frames(1);
        let file = all.get_mut(&AudienceId("residents".into())).unwrap();
        let content = String::from_utf8(file.bytes.clone()).unwrap();
        let mut lines: Vec<String> = content.lines().map(str::to_owned).collect();
        lines[3] = "R9001,N,Nobody,139-1,man".into();
        lines[9] = "R9002,E,Nobody,139-2,2".into();
        lines[12] = "R9003,E,Nobody,139-3,".into();
        file.bytes = lines.join("\n").into_bytes();
        let StageError::Problems(problems) = town.draws(&all).await.unwrap_err() else {
            panic!("no problems")
        };
        let said = problems.to_string();
        for word in [
            "residents.csv:4 [sex]",
            "“man”",
            "residents.csv:10 [sex]",
            "“2”",
            "male",
            "female",
        ] {
            assert!(said.contains(word), "{word}: {said}");
        }
        assert_eq!(problems.0.len(), 2, "an empty value is not a wrong one: {said}");
        assert_eq!(before, town.everything().await, "nothing was stored");
    });
}

#[test]
fn a_frame_that_is_too_small_is_named_with_what_was_wanted_and_what_is_there() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        let before = town.everything().await;
        let mut few = frames(1);
        let file = few.get_mut(&AudienceId("residents".into())).unwrap();
        let content = String::from_utf8(file.bytes.clone()).unwrap();
        let west = |line: &&str| !line.contains(",W,") || line.starts_with("R000");
        file.bytes = content.lines().filter(west).collect::<Vec<_>>().join("\n").into_bytes();
        let there = content.lines().filter(west).filter(|line| line.contains(",W,")).count();
        let said = town.draws(&few).await.unwrap_err().to_string();
        for word in [
            "residents.csv",
            "audience “residents”",
            "stratum “W”",
            "12 units",
            &format!("frame has {there}"),
        ] {
            assert!(said.contains(word), "{word}: {said}");
        }
        assert_eq!(before, town.everything().await, "nothing was stored");
    });
}
