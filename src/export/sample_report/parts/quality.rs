//! Part 10: rules, flags, removals, results with and without them, coaching, and what was not checked.

use super::Of;
use super::results_tables::wording;
use crate::domain::back_check::QuestionAgreement;
use crate::domain::report::Absence;
use crate::domain::score::sheet::DepartmentScore;
use crate::export::page::figures::{Unit, trimmed};
use crate::export::sample_report::model::{Block, Cell, Place};

/// Part 10.
pub(super) fn quality(of: Of) -> Vec<Block> {
    let (report, words) = (of.report, &of.text.found);
    let mut blocks = vec![Block::Say(words.quality[0].to_owned()), Block::Say(thresholds(of))];
    let counted = |table: &[(&str, &'static str)], counts: &std::collections::BTreeMap<String, u64>| {
        let row = |(code, meaning): &(&str, &'static str)| {
            let n = counts.get(*code).copied()?;
            Some(vec![Cell::text(*code), Cell::text(*meaning), Cell::Count(n)])
        };
        table.iter().filter_map(row).collect::<Vec<_>>()
    };
    let flags = counted(&words.flags, &report.sheet.quality.flags);
    blocks.push(of.table(&words.flagged, Place::Both, flags));
    of.absent(&mut blocks, Absence::Removals);
    if !report.lacks(Absence::Removals) {
        let removed = counted(&words.rules, &report.sheet.quality.removed);
        blocks.push(of.table(&words.removed, Place::Both, removed));
        blocks.push(Block::Say(of.fill(words.quality[2], &[("most", &largest_change(of))])));
    }
    blocks.push(of.table(&words.without, Place::Both, without(of)));
    coaching(of, &mut blocks);
    checked_by_people(of, &mut blocks);
    for what in [
        Absence::Monitoring,
        Absence::BackChecks,
        Absence::SecondAgency,
        Absence::Incidents,
    ] {
        of.absent(&mut blocks, what);
    }
    blocks
}

/// Removals that people proposed, and interviews that were asked again.
fn checked_by_people(of: Of, blocks: &mut Vec<Block>) {
    let (chronicle, words) = (&of.report.chronicle, &of.text.found);
    let proposals = chronicle.proposals;
    if proposals.made > 0 {
        let with = [
            ("made", proposals.made),
            ("confirmed", proposals.confirmed),
            ("rejected", proposals.rejected),
        ];
        let with = with.map(|(name, n)| (name, n.to_string()));
        blocks.push(Block::Say(
            of.fill(words.checked[1], &with.each_ref().map(|(name, n)| (*name, n.as_str()))),
        ));
    }
    if let Some(checks) = &chronicle.back_checks {
        let with = [
            ("drawn", checks.drawn),
            ("asked", checks.agreement.interviews),
            ("interviewers", checks.agreement.interviewers.len() as u64),
        ];
        let with = with.map(|(name, n)| (name, n.to_string()));
        blocks.push(Block::Say(
            of.fill(words.checked[0], &with.each_ref().map(|(name, n)| (*name, n.as_str()))),
        ));
        let rows = checks.agreement.questions.iter().map(|one| agreed(of, one));
        blocks.push(of.table(&words.agreement, Place::Both, rows.collect()));
    }
}

fn agreed<'a>(of: Of<'a>, one: &'a QuestionAgreement) -> Vec<Cell> {
    vec![
        of.who(&one.audience),
        Cell::text(wording(of, &one.audience, &one.question)),
        Cell::Count(one.measured.answers),
        Cell::share(one.measured.share()),
        Cell::number(one.measured.kappa.ok().map(|kappa| kappa.value), 3),
    ]
}

fn thresholds(of: Of) -> String {
    let rules = &of.report.survey.method.quality;
    let percent = |share: f64| Unit::Percent.say(share, 1);
    let with = [
        ("character", trimmed(rules.seconds_per_character)),
        ("page", trimmed(rules.seconds_per_page)),
        ("share", percent(rules.fast_page_share)),
        ("flag", percent(rules.median_share_flag)),
        ("strong", percent(rules.median_share_strong)),
        ("items", rules.straight_items.to_string()),
        ("departments", rules.straight_departments.to_string()),
    ];
    of.fill(
        of.text.found.quality[1],
        &with.each_ref().map(|(name, value)| (*name, value.as_str())),
    )
}

/// Points under another treatment.
pub(super) fn treated(department: &DepartmentScore, name: &str) -> Option<f64> {
    department.sensitivity.get(name)?.as_deref()?.parse().ok()
}

fn change(department: &DepartmentScore) -> Option<f64> {
    Some(treated(department, "without-removals")? - department.points()?)
}

fn largest_change(of: Of) -> String {
    let changes = of.report.sheet.departments.iter().filter_map(change).map(f64::abs);
    format!("{:.2}", changes.fold(0.0, f64::max))
}

fn without(of: Of) -> Vec<Vec<Cell>> {
    let row = |d: &DepartmentScore| {
        vec![
            Cell::text(&d.department_id.0),
            Cell::text(d.name.get(of.language)),
            Cell::text(&d.class),
            Cell::points(&d.score),
            Cell::number(treated(d, "without-removals"), 2),
            Cell::number(change(d), 2),
            Cell::number(treated(d, "without-nonresponse"), 2),
        ]
    };
    of.report.sheet.departments.iter().map(row).collect()
}

fn coaching(of: Of, blocks: &mut Vec<Block>) {
    of.absent(blocks, Absence::CoachingItem);
    if !of.report.lacks(Absence::CoachingItem) {
        let words = &of.text.found;
        blocks.push(Block::Say(words.quality[3].to_owned()));
        let audiences = of.report.sheet.audiences.iter();
        let rows = audiences.map(|one| vec![of.who(&one.audience), Cell::share(one.coaching_rate)]);
        blocks.push(of.table(&words.coaching, Place::Both, rows.collect()));
    }
}
