//! The board that a fieldwork manager looks at every morning, and the sizes chosen before it.

use crate::import::batch;
use crate::support::{Person, TestApp, folder, frames, on_both, to_csv};
use barometer::domain::account::Role;
use barometer::domain::data::Mode;
use barometer::domain::definition::AudienceId;
use barometer::domain::fieldwork::{Board, Filter, local};
use barometer::domain::sample::{AudiencePlan, SamplePlan, Sizes};
use barometer::stages::cases::{Which, assign, set_code};
use barometer::stages::{StageError, board, draw, release};
use jiff::civil::Date;
use std::collections::BTreeMap;

fn residents() -> AudienceId {
    AudienceId("residents".into())
}

async fn looks(town: &TestApp, parts: &[(&str, &str)]) -> Result<Board, StageError> {
    let filter = board::filter(&town.app, &town.round, parts.iter().copied()).await?;
    board::board(&town.app, &town.round, &filter).await
}

fn today(town: &TestApp) -> Date {
    local(town.app.now()).0
}

/// Ten residents answer on the first day, then six forms come in, every third of them by telephone; one opens the link and
/// stops at the familiarity list; two refuse.
pub async fn two_days(town: &mut TestApp) {
    let invitations = town.invites_the_town().await;
    let which = Which::Stratum(residents(), "N".into());
    let logins = town.hires_interviewers(&["li", "wang"]).await;
    let given = assign(&town.app, &town.round, &which, &logins).await.unwrap();
    assert_eq!(given, 20);
    let (rows, units) = batch(town, 6).await;
    let by_form = |number: u64| units.iter().any(|unit| unit.sample_no == number);
    let rest: Vec<_> = invitations
        .iter()
        .filter(|one| !by_form(one.sample_no) && one.audience == "residents")
        .collect();
    for invitation in &rest[..10] {
        let person = Person::of(invitation);
        town.phone(invitation)
            .answers_everything(&|field| person.answer(field))
            .await;
    }
    let stopping = Person::of(rest[10]);
    let mut phone = town.phone(rest[10]);
    phone.opens().await;
    phone.goes_on_until("known/1", &|field| stopping.answer(field)).await;
    town.sleeps_a_night().await;
    town.imports_paper("paper.csv", to_csv(&rows)).await.unwrap();
    for (number, code) in [(rest[11].sample_no, "2.112"), (rest[12].sample_no, "4.10")] {
        set_code(&town.under(Role::Interviewer, "li"), &town.round, number, code, "")
            .await
            .unwrap();
    }
}

#[test]
fn the_board_counts_what_came_in_and_what_did_not() {
    on_both(async |mut town: TestApp| {
        two_days(&mut town).await;
        let last = today(&town).tomorrow().unwrap().tomorrow().unwrap();
        board::set_last_day(&town.app, &town.round, last).await.unwrap();
        let found = looks(&town, &[]).await.unwrap();
        let progress = &found.progress;
        assert_eq!(progress.completes, 16);
        let near = |found: Option<f64>, wanted: f64| (found.unwrap() - wanted).abs() < 1e-9;
        assert!(
            near(progress.target, 0.4 * 84.0),
            "the usual response of 84 cases: {:?}",
            progress.target
        );
        let days: Vec<_> = progress
            .days
            .iter()
            .map(|day| (day.completes, day.cumulative))
            .collect();
        assert_eq!(days, [(10, 10), (6, 16)]);
        assert!(
            near(progress.days[0].target, 0.4 * 84.0 / 4.0),
            "four days from the first to the last"
        );
        let of = |mode| progress.modes.iter().find(|tally| tally.key == mode).unwrap().completes;
        assert_eq!((of(Mode::Web), of(Mode::Paper), of(Mode::Phone)), (10, 4, 2));
        let issued: u64 = progress.districts.iter().map(|(_, tally)| tally.issued).sum();
        assert_eq!(issued, 84);
        let li = progress
            .interviewers
            .iter()
            .find(|one| one.key.as_deref() == Some("li"))
            .unwrap();
        assert_eq!(li.issued, 10);
        assert_eq!(
            progress.interviewers.last().unwrap().key,
            None,
            "those without one stand last"
        );
        let all = &found.rates[0];
        assert_eq!(
            (all.outcomes.complete, all.outcomes.refusal, all.outcomes.not_eligible),
            (16, 2, 1)
        );
        // 16 of K = 18 and U = 65; e = 18/19.
        assert!((all.rates["RR1"] - 16.0 / 83.0).abs() < 1e-12);
        assert!((all.rates["RR3"] - 16.0 / (18.0 + 65.0 * 18.0 / 19.0)).abs() < 1e-12);
        assert_eq!(found.stops.len(), 1);
        assert_eq!(
            (
                found.stops[0].page.as_str(),
                found.stops[0].count,
                found.stops[0].started
            ),
            ("town", 1, 11)
        );
        assert_eq!(found.minutes.len(), 1, "only the pages were timed");
        assert!(found.minutes[0].minutes > 1.0 && found.minutes[0].n == 10);
        assert_eq!(found.quality.as_ref().unwrap().submissions, 16);
        assert_eq!(found.coaching.all.n, 16);
        assert_eq!(progress.responses.len(), 2);
        assert!(
            progress
                .responses
                .iter()
                .all(|(_, one)| !one.stated && (one.share - 0.4).abs() < 1e-12),
            "nobody has stated a response"
        );
        let pace = found
            .paces
            .iter()
            .find(|(audience, _)| *audience == residents())
            .unwrap()
            .1;
        assert_eq!((pace.per_day, pace.days_left, pace.expected), (10.0, 3, 40.0));
        let water = found
            .departments
            .iter()
            .find(|one| one.department.0 == "water" && one.audience == residents());
        let water = water.unwrap();
        assert_eq!(water.target, Some(40));
        let projected = water.projected.unwrap();
        // Ten a day are the pace: 10 and three days more at 10, of 16 now.
        assert!(
            (projected.valid - water.valid as f64 * 40.0 / 16.0).abs() < 1e-9,
            "{projected:?}"
        );
        assert!((projected.effective - water.effective * 40.0 / 16.0).abs() < 1e-9);
        assert!(water.is_behind());
    });
}

#[test]
fn filters_come_from_the_address_and_go_back_to_it() {
    on_both(async |mut town: TestApp| {
        two_days(&mut town).await;
        let (first, second) = (today(&town).yesterday().unwrap().to_string(), today(&town).to_string());
        let then = looks(&town, &[("to", &first), ("page", "3")]).await.unwrap();
        assert_eq!(
            (then.progress.completes, then.rates[0].outcomes.complete),
            (10, 10),
            "as it stood that evening"
        );
        assert_eq!(then.rates[0].outcomes.not_eligible, 0);
        assert_eq!(looks(&town, &[("from", &second)]).await.unwrap().progress.completes, 6);
        let phone = looks(&town, &[("mode", "phone"), ("audience", "residents")])
            .await
            .unwrap();
        assert_eq!((phone.progress.completes, phone.progress.target), (2, None));
        assert!(phone.rates.is_empty() && phone.departments.iter().all(|one| one.projected.is_none()));
        let north = looks(&town, &[("district", "residents/N")]).await.unwrap();
        assert_eq!(
            (north.progress.audiences.len(), north.progress.audiences[0].issued),
            (1, 20)
        );
        let li = looks(&town, &[("interviewer", "li")]).await.unwrap();
        assert_eq!(li.progress.audiences.iter().map(|one| one.issued).sum::<u64>(), 10);
        for (key, value, told) in [
            ("audience", "birds", "institutions, residents"),
            ("district", "110101", "“110101” is not there"),
            ("district", "N", "“N” is not there; there are: residents/N"),
            ("mode", "fax", "web, paper, phone"),
            ("interviewer", "zhao", "li, wang"),
            ("from", "yesterday", "not a day"),
            ("to", "2026-02-30", "not a day"),
        ] {
            let said = looks(&town, &[(key, value)]).await.unwrap_err().to_string();
            assert!(said.contains(told) && said.contains(key), "{said}");
        }
        let said = looks(&town, &[("from", &second), ("to", &first)]).await.unwrap_err();
        assert!(said.to_string().contains("before they begin"), "{said}");
        let said = looks(&town, &[("mode", "web"), ("mode", "phone")]).await.unwrap_err();
        assert!(said.to_string().contains("twice"), "{said}");
        let past: Date = "2020-01-01".parse().unwrap();
        let said = board::set_last_day(&town.app, &town.round, past).await.unwrap_err();
        assert!(said.to_string().contains("cannot end on 2020-01-01"), "{said}");
    });
}

#[test]
fn before_the_field_and_in_another_round_there_is_nothing_to_see_and_nothing_breaks() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        let found = looks(&town, &[]).await.unwrap();
        assert!(found.progress.days.is_empty() && found.rates.is_empty());
        assert_eq!(found.progress.target, None);
        let said = board::board(&town.app, "elsewhere", &Filter::default())
            .await
            .unwrap_err();
        assert!(said.to_string().contains("“elsewhere” is not there"), "{said}");
    });
}

#[test]
fn a_sample_is_drawn_by_the_sizes_that_were_chosen_or_not_at_all() {
    on_both(async |mut town: TestApp| {
        town.opens(folder("small")).await.unwrap();
        let plan = |sizes: &[(&str, u64)], response| {
            let sizes = sizes.iter().map(|(stratum, size)| ((*stratum).to_owned(), *size));
            let plan = AudiencePlan {
                sizes: Sizes::Strata(sizes.collect()),
                response,
            };
            SamplePlan(BTreeMap::from([(residents(), plan)]))
        };
        let before = town.everything().await;
        let frames = frames(1);
        for (bad, told) in [
            (
                plan(&[("N", 20), ("E", 16), ("S", 16), ("W", 21)], 0.5),
                "“W” is to give 21 units; it has 20",
            ),
            (plan(&[("N", 20), ("E", 1), ("S", 16), ("W", 12)], 0.5), "at least 2"),
            (plan(&[("N", 20), ("E", 16), ("S", 16)], 0.5), "“W” is not both"),
            (
                plan(&[("N", 20), ("E", 16), ("S", 16), ("W", 12)], 1.5),
                "expected response is 1.5",
            ),
        ] {
            let said = draw::draw_with(&town.app, &town.round, &frames, &bad)
                .await
                .unwrap_err();
            assert!(said.to_string().contains(told), "{said}");
        }
        assert_eq!(before, town.everything().await);
        let good = plan(&[("N", 30), ("E", 10), ("S", 10), ("W", 4)], 0.5);
        let report = draw::draw_with(&town.app, &town.round, &frames, &good).await.unwrap();
        assert_eq!(report.audiences[0].2, 54);
        let issued = town
            .units()
            .await
            .into_iter()
            .filter(|unit| unit.issued && unit.stratum == "N");
        assert_eq!(issued.count(), 30);
        town.invites().await.unwrap();
        let found = looks(&town, &[("audience", "residents")]).await.unwrap();
        assert_eq!(found.progress.target, Some(27.0), "half of 54 are expected to answer");
        let all = looks(&town, &[]).await.unwrap().progress.responses;
        let stated: Vec<_> = all
            .iter()
            .map(|(id, one)| (id.0.as_str(), one.share, one.stated))
            .collect();
        assert_eq!(stated.len(), 2);
        assert!(stated.contains(&("residents", 0.5, true)) && stated.contains(&("institutions", 0.4, false)));
    });
}

#[test]
fn released_reserve_that_nobody_invited_counts_as_not_sent() {
    on_both(async |mut town: TestApp| {
        two_days(&mut town).await;
        let (_, units) = town.releases("residents", "W").await.unwrap();
        let not_sent = async |town: &TestApp| {
            let found = looks(town, &[]).await.unwrap().dispositions;
            found
                .iter()
                .filter(|one| one.code.code == "3.11")
                .map(|one| one.count)
                .sum::<u64>()
        };
        assert_eq!(not_sent(&town).await, units);
        let counted = barometer::storage::disposition::case_counts(&town.app.db, &town.round)
            .await
            .unwrap();
        let sum: u64 = counted
            .iter()
            .filter(|case| case.code == "3.11")
            .map(|case| case.count)
            .sum();
        assert_eq!(sum, units, "and so it is in the sheet");
        town.invites().await.unwrap();
        assert_eq!(not_sent(&town).await, 0);
    });
}

#[test]
fn of_two_who_release_a_batch_at_once_the_second_is_told() {
    on_both(async |mut town: TestApp| {
        town.invites_the_town().await;
        let records = async |town: &TestApp| {
            let all = town.rows("stage_record").await;
            all.iter().filter(|row| row["stage"] == "release").count()
        };
        let audience = residents();
        let batch = release::waiting(&town.app, &town.round).await.unwrap();
        let batch = batch.iter().find(|one| one.audience == audience).unwrap();
        let release = |seen| release::release_seen(&town.app, &town.round, &audience, &batch.stratum, seen);
        let said = release(batch.next.0 + 7).await.unwrap_err().to_string();
        assert!(said.contains("cannot be released yet"), "{said}");
        let (one, other) = tokio::join!(release(batch.next.0), release(batch.next.0));
        let refused: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert_eq!(records(&town).await, 1, "what was refused leaves no record");
    });
}
