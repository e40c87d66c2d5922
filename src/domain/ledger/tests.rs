//! The ledger's rules: the eight indicators, totals, deductions, ties, who is not ranked, bonus, steps, years.

mod reading;
mod sheets;

use super::fixture::{delivers, evaluates, full_ledger, ledger, notes, points};
use super::*;
use crate::domain::definition::DepartmentId;
use jiff::civil::{Date, date};

fn of<'l>(standing: &'l Standing<'l>, id: &str) -> &'l Totals<'l> {
    standing.of(&DepartmentId(id.into())).unwrap()
}

fn total(ledger: &Ledger, id: &str) -> Option<String> {
    of(&standing(ledger), id).total.map(|total| total.to_string())
}

#[test]
fn the_eight_indicators_are_those_of_the_seed_and_make_100_points() {
    let most: Vec<u32> = Indicator::ALL.iter().map(|one| one.facts().most).collect();
    assert_eq!(most, [40, 8, 7, 5, 20, 10, 5, 5]);
    let group = |group| {
        let own = Indicator::ALL.into_iter().filter(move |one| one.facts().group == group);
        own.map(|one| one.facts().most).sum::<u32>()
    };
    assert_eq!(Group::ALL.map(group), [40, 15, 40, 5]);
    for (place, one) in Indicator::ALL.into_iter().enumerate() {
        assert_eq!(one as usize, place, "scores stand in this order");
        assert_eq!(Indicator::find(one.facts().id), Some(one));
        for body in one.bodies() {
            assert_eq!(Source::find(one, body.id), Some(Source::Body(body)));
        }
        let alone = one.bodies().len() == 1;
        assert_eq!(Source::find(one, "whole") == Some(Source::Whole), !alone);
        assert_eq!(Source::find(one, "nobody"), None);
    }
}

#[test]
fn three_incidents_cost_ten_points_of_88_50() {
    let mut ledger = full_ledger();
    ledger.imports[0]
        .rows
        .get_mut(&DepartmentId("D01".into()))
        .unwrap()
        .score = Some(points("38"));
    let before = total(&ledger, "D01").unwrap();
    assert_eq!(before, "88.50");
    for (k, after) in ["83.50", "78.50", "78.50"].iter().enumerate() {
        notes(&mut ledger, "D01", Kind::Deduction(Cause::ALL[k]));
        assert_eq!(total(&ledger, "D01").as_deref(), Some(*after), "k = {}", k + 1);
    }
    let standing = standing(&ledger);
    let one = of(&standing, "D01");
    assert_eq!((one.sum, one.deducted), (Some(points("88.5")), points("10")));
    assert_eq!(of(&standing, "D02").deducted, Points::ZERO);
}

#[test]
fn a_withdrawn_deduction_costs_nothing_and_stays_to_be_read() {
    let mut ledger = full_ledger();
    notes(&mut ledger, "D01", Kind::Deduction(Cause::Accident));
    ledger.entries[0].withdrawn = Some(Withdrawal {
        reason: "复核不成立".into(),
        by: "李科".into(),
        at: 1,
    });
    let standing = standing(&ledger);
    let one = of(&standing, "D01");
    assert_eq!((one.deducted, one.bonus.clone()), (Points::ZERO, Bonus::Full));
    assert_eq!(one.entries.len(), 1);
}

#[test]
fn ties_share_a_rank_and_who_has_no_total_has_none() {
    let ledger = full_ledger();
    let standing = standing(&ledger);
    let ranks: Vec<Option<usize>> = standing.totals.iter().map(|one| one.rank).collect();
    let totals: Vec<String> = standing
        .totals
        .iter()
        .map(|one| one.total.map_or("–".into(), |t| t.to_string()))
        .collect();
    assert_eq!(totals, ["88.50", "88.50", "90.00", "–"]);
    assert_eq!(ranks, [Some(2), Some(2), Some(1), None]);
    let order: Vec<&str> = standing
        .by_rank()
        .iter()
        .map(|one| one.department.id.0.as_str())
        .collect();
    assert_eq!(order, ["D03", "D01", "D02", "D04"]);
}

#[test]
fn a_missing_score_is_never_zero() {
    let mut ledger = ledger();
    assert_eq!(ledger.missing().len(), 13, "every body and the survey");
    let nothing = standing(&ledger);
    assert!(
        nothing
            .totals
            .iter()
            .all(|one| one.sum.is_none() && one.total.is_none())
    );
    delivers(&mut ledger, Indicator::Law, "supervision", ["4", "4", "4", "-"]);
    let waiting = Source::Body(&Indicator::Law.bodies()[0]);
    let one_part = standing(&ledger);
    assert_eq!(
        of(&one_part, "D01").scores[1],
        IndicatorScore::Missing(vec![Gap::NotDelivered(waiting)])
    );
    let own = Source::Body(&Indicator::Law.bodies()[1]);
    let gaps = vec![Gap::NotDelivered(waiting), Gap::NotScored(own, "新设部门")];
    assert_eq!(of(&one_part, "D04").scores[1], IndicatorScore::Missing(gaps));
    delivers(&mut ledger, Indicator::Law, "legal-affairs", ["0", "3.5", "3.5", "3.5"]);
    evaluates(&mut ledger, 1, ["0", "12.34", "12.34", "-"]);
    let both = standing(&ledger);
    assert_eq!(of(&both, "D01").scores[1], IndicatorScore::Given(points("4")));
    assert_eq!(
        of(&both, "D01").scores[4],
        IndicatorScore::Given(Points::ZERO),
        "a zero that was measured is one"
    );
    assert_eq!(
        of(&both, "D04").scores[4],
        IndicatorScore::Missing(vec![Gap::NoPublicScore])
    );
}

#[test]
fn who_is_deducted_or_left_a_task_undone_gets_five_per_cent_less_once() {
    let mut ledger = full_ledger();
    notes(&mut ledger, "D01", Kind::Deduction(Cause::Integrity));
    notes(&mut ledger, "D01", Kind::UnfinishedTask);
    notes(&mut ledger, "D04", Kind::UnfinishedTask);
    let standing = standing(&ledger);
    let Bonus::Less(reasons) = &of(&standing, "D01").bonus else {
        panic!()
    };
    assert_eq!(reasons.len(), 2);
    assert!(
        matches!(of(&standing, "D04").bonus, Bonus::Less(_)),
        "whatever its total"
    );
    assert_eq!(of(&standing, "D04").deducted, Points::ZERO, "a task costs no points");
    assert_eq!(of(&standing, "D03").bonus, Bonus::Full);
}

const TODAY: Date = date(2011, 1, 20);

fn minutes(day: Date) -> Minutes {
    Minutes {
        who: "联席会议".into(),
        on: day,
        note: String::new(),
    }
}

fn take(ledger: &mut Ledger, step: Step, minutes: Minutes) -> Result<(), LedgerRefusal> {
    ledger.may_take(step, &minutes, "张处", TODAY)?;
    ledger.steps.push(StepRecord {
        step,
        minutes,
        by: "张处".into(),
        at: 0,
    });
    Ok(())
}

#[test]
fn steps_come_in_their_order_and_nothing_changes_after_the_first() {
    let mut ledger = full_ledger();
    let early = take(&mut ledger, Step::Approved, minutes(TODAY));
    assert!(matches!(
        early,
        Err(LedgerRefusal::StepOrder {
            next: Some(Step::Compiled),
            ..
        })
    ));
    assert!(ledger.expect_open().is_ok());
    for (k, step) in Step::ORDER.into_iter().enumerate() {
        take(&mut ledger, step, minutes(date(2011, 1, 10 + k as i8))).unwrap();
        assert!(matches!(ledger.expect_open(), Err(LedgerRefusal::Locked { .. })));
        assert!(matches!(
            take(&mut ledger, step, minutes(TODAY)),
            Err(LedgerRefusal::StepOrder { .. })
        ));
    }
    assert_eq!(ledger.next_step(), None);
    let silent = take(&mut ledger, Step::Reopened, minutes(TODAY));
    assert!(matches!(silent, Err(LedgerRefusal::NoReasonGiven(_))));
    let reason = Minutes {
        note: "D02 的得分录错".into(),
        ..minutes(TODAY)
    };
    take(&mut ledger, Step::Reopened, reason).unwrap();
    assert!(ledger.expect_open().is_ok());
    assert_eq!(
        (ledger.next_step(), ledger.present_steps().len()),
        (Some(Step::Compiled), 0)
    );
    assert_eq!(ledger.steps.len(), 5, "what was done stays");
}

#[test]
fn a_step_needs_a_name_a_day_a_whole_ledger_and_another_hand() {
    let mut ledger = full_ledger();
    let by = |ledger: &Ledger, minutes: Minutes, by: &str| ledger.may_take(Step::Compiled, &minutes, by, TODAY);
    let nameless = Minutes {
        who: String::new(),
        ..minutes(TODAY)
    };
    assert!(matches!(
        by(&ledger, nameless, "张处"),
        Err(LedgerRefusal::NobodyNamed(_))
    ));
    let tomorrow = minutes(date(2011, 1, 21));
    assert!(matches!(
        by(&ledger, tomorrow, "张处"),
        Err(LedgerRefusal::FutureDay { .. })
    ));
    assert!(matches!(
        by(&ledger, minutes(TODAY), "王科"),
        Err(LedgerRefusal::OwnWork(_))
    ));
    take(&mut ledger, Step::Compiled, minutes(date(2011, 1, 15))).unwrap();
    let before = take(&mut ledger, Step::Reviewed, minutes(date(2011, 1, 14)));
    assert!(matches!(before, Err(LedgerRefusal::BeforeLastStep { .. })));
    let mut unfinished = full_ledger();
    unfinished.imports.pop();
    let refused = by(&unfinished, minutes(TODAY), "张处").unwrap_err();
    let LedgerRefusal::NotDelivered { missing, .. } = &refused else {
        panic!("{refused}")
    };
    assert_eq!(missing.len(), 2);
}

#[test]
fn last_year_stands_beside_this_year_where_both_exist() {
    let present = full_ledger();
    let mut last = full_ledger();
    last.departments.remove(2);
    delivers(&mut last, Indicator::Leaders, "leaders", ["8.25", "9", "9", "9"]);
    last.imports[5].replaced_by = Some(last.imports.len() as u64);
    let mut gone = last.departments[0].clone();
    gone.id = DepartmentId("D99".into());
    last.departments.push(gone);
    let (now, then) = (standing(&present), standing(&last));
    let rows = beside(&now, &then);
    let told: Vec<(&str, Option<String>)> = rows
        .iter()
        .map(|row| {
            (
                row.department.id.0.as_str(),
                row.difference.map(|points| points.to_string()),
            )
        })
        .collect();
    let want = [
        ("D01", Some("0.75")),
        ("D02", Some("0.00")),
        ("D03", None),
        ("D04", None),
        ("D99", None),
    ];
    assert_eq!(told, want.map(|(id, difference)| (id, difference.map(str::to_owned))));
}
