//! Parts 12 to 15: earlier years, limitations, how to verify, whom to ask.

use super::Of;
use crate::domain::definition::{AssignmentRule, SampleDesign};
use crate::domain::report::{Absence, Earlier, Release, YearOnYear, year_on_year};
use crate::export::page::figures::moment;
use crate::export::page::figures::{Unit, count};
use crate::export::sample_report::model::{Block, Cell, Place};
use crate::text::public;
use std::collections::BTreeSet;

/// Response below which the report warns of bias.
const LOW_RESPONSE: f64 = 0.5;

/// Part 12.
pub(super) fn earlier(of: Of) -> Vec<Block> {
    let (report, words) = (of.report, &of.text.closing);
    let mut blocks = Vec::new();
    of.absent(&mut blocks, Absence::EarlierRound);
    let said = |one: &Earlier| {
        let changes: Vec<String> = one
            .changes
            .iter()
            .map(|change| (of.text.change)(*change).to_owned())
            .collect();
        let year = one.year.to_string();
        let with = [
            ("title", one.title.get(of.language)),
            ("year", year.as_str()),
            ("changes", &of.list(&changes)),
        ];
        of.fill(words.earlier[usize::from(one.changes.is_empty())], &with)
    };
    let earlier = &report.chronicle.earlier;
    if !earlier.is_empty() {
        blocks.push(Block::List(earlier.iter().map(said).collect()));
    }
    let rows: Vec<Vec<Cell>> = earlier
        .iter()
        .filter(|one| one.changes.is_empty())
        .flat_map(|one| years(of, one))
        .collect();
    if !rows.is_empty() {
        blocks.push(of.table(&words.years, Place::Both, rows));
    }
    blocks
}

fn years(of: Of, earlier: &Earlier) -> Vec<Vec<Cell>> {
    let row = |one: YearOnYear| {
        let department = of.report.survey.department(&one.department);
        let name = department.map_or(one.department.0.as_str(), |d| d.name.get(of.language));
        vec![
            Cell::text(&earlier.round),
            Cell::text(&one.department.0),
            Cell::text(name),
            Cell::Share(one.rates.0),
            Cell::Share(one.rates.1),
            Cell::Share(one.rates.1 - one.rates.0),
            Cell::Share(one.se),
            Cell::Number(one.p, 4),
            Cell::text((of.text.verdict)(one.verdict)),
        ]
    };
    year_on_year(&earlier.sheet, &of.report.sheet)
        .into_iter()
        .map(row)
        .collect()
}

/// Part 13.
pub(super) fn limits(of: Of) -> Vec<Block> {
    let own = [
        approximate(of),
        imported(of),
        suppressed(of),
        unscored(of),
        low_response(of),
        filtered(of),
        several_modes(of),
        drawn(of),
        versions(of),
        Some(of.text.closing.own_limits[9].to_owned()),
    ];
    let general = of.text.closing.limits.iter().map(|line| (*line).to_owned());
    let mut blocks = vec![Block::List(own.into_iter().flatten().chain(general).collect())];
    of.absent(&mut blocks, Absence::Witness);
    blocks
}

fn approximate(of: Of) -> Option<String> {
    let decision = of.report.sheet.overrides.get("approximate_margins");
    let decision = decision.map_or_else(|| of.given(""), |one| format!("{} · {}", one.by, one.reason));
    let decision = decision.trim_end_matches(['。', '.']);
    let some = of.report.survey.margins.iter().any(|margin| margin.approximate);
    some.then(|| of.fill(of.text.closing.own_limits[0], &[("decision", decision)]))
}

fn imported(of: Of) -> Option<String> {
    let none = of.report.survey.round.sample == SampleDesign::None;
    none.then(|| of.text.closing.own_limits[1].to_owned())
}

fn suppressed(of: Of) -> Option<String> {
    let cells = of.report.sheet.departments.iter().flat_map(|d| &d.audiences);
    counted(
        of,
        cells.filter(|cell| cell.suppressed).count(),
        of.text.closing.own_limits[2],
    )
}

/// That departments have no score.
pub(super) fn unscored(of: Of) -> Option<String> {
    let without = of.report.sheet.departments.iter().filter(|d| d.score.is_none()).count();
    counted(of, without, of.text.closing.own_limits[3])
}

fn counted(of: Of, n: usize, words: &str) -> Option<String> {
    (n > 0).then(|| of.fill(words, &[("n", &n.to_string())]))
}

/// That few answered.
pub(super) fn low_response(of: Of) -> Option<String> {
    let low = of.report.sheet.audiences.iter().filter_map(|a| {
        let rate = a.outcome_rates.get("RR1").filter(|rate| **rate < LOW_RESPONSE)?;
        Some(format!("{} {}", of.audience(&a.audience), Unit::Percent.say(*rate, 1)))
    });
    let low: Vec<String> = low.collect();
    (!low.is_empty()).then(|| of.fill(of.text.closing.own_limits[4], &[("rates", &of.list(&low))]))
}

fn filtered(of: Of) -> Option<String> {
    let mut forms = of
        .report
        .survey
        .audiences
        .iter()
        .map(|audience| &audience.questionnaire);
    forms
        .any(|form| form.familiarity().is_some())
        .then(|| of.text.closing.own_limits[5].to_owned())
}

fn several_modes(of: Of) -> Option<String> {
    let modes: BTreeSet<_> = of.report.modes.iter().map(|mode| mode.mode).collect();
    (modes.len() > 1).then(|| of.text.closing.own_limits[6].to_owned())
}

fn drawn(of: Of) -> Option<String> {
    let drawn = of.report.survey.method.assignment != AssignmentRule::All;
    drawn.then(|| of.text.closing.own_limits[7].to_owned())
}

/// That the counts of two versions stand beside each other.
fn versions(of: Of) -> Option<String> {
    let former = of.report.chronicle.former.last()?;
    let version = former.sheet.sheet_version.to_string();
    Some(of.fill(of.text.closing.own_limits[8], &[("version", &version)]))
}

/// Part 14.
pub(super) fn proof(of: Of) -> Vec<Block> {
    let (sheet, chronicle, words) = (&of.report.sheet, &of.report.chronicle, &of.text.closing);
    let signatures = chronicle
        .signatures
        .iter()
        .map(|one| format!("{} {}", public::signer(&one.role, of.language), one.key_id));
    let signatures: Vec<String> = signatures.collect();
    let values = [
        sheet.method_hash.clone(),
        sheet.definition_hash.clone(),
        sheet.data_hash.clone(),
        count(sheet.log_size),
        sheet.log_root.clone(),
        count(chronicle.heads),
        if sheet.seed.is_empty() {
            "—".to_owned()
        } else {
            sheet.seed.clone()
        },
        chronicle.seed_commitment.clone(),
        sheet.software.clone(),
        moment(&sheet.generated_at),
        if signatures.is_empty() {
            "—".to_owned()
        } else {
            of.list(&signatures)
        },
    ];
    let labels = words.proof.iter().map(|label| (*label).to_owned());
    let mut blocks = vec![Block::Facts(labels.zip(values).collect())];
    of.absent(&mut blocks, Absence::Signatures);
    let own = of.report.release == Release::Own;
    let (of_people, others) = words.verify.split_last().expect("there are sentences");
    let lines = others.iter().chain(own.then_some(of_people));
    blocks.push(Block::List(lines.map(|line| (*line).to_owned()).collect()));
    if own {
        blocks.push(Block::Say(words.reproduce.to_owned()));
    }
    blocks.extend(not_own(of).map(Block::Say));
    blocks
}

/// Why there are no microdata of this version.
fn not_own(of: Of) -> Option<String> {
    let words = &of.text.closing.not_own;
    match of.report.release {
        Release::Own => None,
        Release::Draft => Some(words[0].to_owned()),
        Release::Earlier(version) => Some(of.fill(words[1], &[("version", &version.to_string())])),
    }
}

/// Part 15.
pub(super) fn contact(of: Of) -> Vec<Block> {
    let (contact, words) = (&of.report.survey.round.contact, &of.text.closing);
    let years = contact.retention_years.to_string();
    let kept = match of.language {
        crate::domain::definition::Language::Zh => format!("{years} 年"),
        crate::domain::definition::Language::En => format!("{years} years"),
    };
    let values = [
        &contact.agency,
        &contact.phone,
        &contact.hotline,
        &contact.handler,
        &contact.contact,
        &kept,
    ];
    let labels = words.contact.iter().map(|label| (*label).to_owned());
    let given = words.files.iter().filter(|(name, _)| {
        of.report.release == Release::Own || !crate::export::sample_report::OF_PEOPLE.contains(name)
    });
    let files = given.map(|(name, what)| ((*name).to_owned(), (*what).to_owned()));
    vec![
        Block::Facts(labels.zip(values.map(|value| of.given(value))).collect()),
        Block::List(words.objections.iter().map(|line| (*line).to_owned()).collect()),
        Block::Say(words.files_heading.to_owned()),
        Block::Facts(files.collect()),
    ]
}
