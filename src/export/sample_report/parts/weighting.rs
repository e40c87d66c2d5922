//! Part 9: the weighting in sentences and numbers.

use super::Of;
use crate::domain::definition::{BaseWeight, Margin};
use crate::domain::report::{Absence, BINS, FEWEST, WeightSpread, labels};
use crate::domain::score::sheet::AudienceEvidence;
use crate::domain::weight::margins::MERGED;
use crate::export::page::chart::{Axis, histogram};
use crate::export::page::figures::{number, trimmed};
use crate::export::sample_report::model::{Block, Cell, Figure, Place, Table};
use crate::text::sheet;

/// Part 9.
pub(super) fn weighting(of: Of) -> Vec<Block> {
    let (report, words) = (of.report, &of.text.found);
    let mut blocks = vec![Block::List(sentences(of))];
    of.absent(&mut blocks, Absence::Margins);
    let audiences = &report.sheet.audiences;
    blocks.push(of.table(
        &words.steps,
        Place::Both,
        audiences.iter().flat_map(|one| steps(of, one)).collect(),
    ));
    if !report.survey.margins.is_empty() {
        let rows = audiences.iter().flat_map(|one| margins(of, one)).collect();
        blocks.push(of.table(&words.margins, Place::Both, rows));
    }
    blocks.extend(report.weights.iter().map(|spread| Block::Figure(figure(of, spread))));
    blocks.push(spreads(of));
    let bins = report.weights.iter().flat_map(|spread| bins(of, spread));
    blocks.push(of.table(&words.bins, Place::Both, bins.collect()));
    blocks
}

fn sentences(of: Of) -> Vec<String> {
    let (method, words) = (&of.report.survey.method, &of.text.found.weighting);
    let mut said = vec![match method.base {
        BaseWeight::InverseProbability => words[0].to_owned(),
        BaseWeight::StratumPopulation { .. } => words[1].to_owned(),
    }];
    if let Some(rule) = &method.nonresponse {
        said.push(of.fill(words[2], &[("fewest", &rule.min_completes.to_string())]));
        said.extend(merged_strata(of));
    }
    if !of.report.survey.margins.is_empty() {
        let rule = &method.raking;
        let (tolerance, cycles) = (format!("{:e}", rule.tolerance), rule.max_cycles.to_string());
        let with = [
            ("tolerance", tolerance.as_str()),
            ("cycles", &cycles),
            ("fewest", &rule.min_category.to_string()),
        ];
        said.push(of.fill(words[3], &with));
        said.push(filled(of));
    }
    if let Some(rule) = &method.trimming {
        said.push(of.fill(
            words[4],
            &[("lower", &trimmed(rule.lower)), ("upper", &trimmed(rule.upper))],
        ));
    }
    said.push(words[5].to_owned());
    said.push(of.fill(
        words[6],
        &[
            ("warn", &trimmed(method.deff_warn)),
            ("block", &trimmed(method.deff_block)),
        ],
    ));
    said
}

/// How missing answers in weighting variables were filled.
fn filled(of: Of) -> String {
    let words = &of.text.found;
    let mut lines = Vec::new();
    for audience in &of.report.sheet.audiences {
        for (variable, ways) in &audience.filled {
            let n = |way: &str| ways.get(way).copied().unwrap_or(0);
            let (frame, deck) = (n("frame"), n("hot-deck"));
            if frame + deck > 0 {
                let with = [
                    ("audience", of.audience(&audience.audience).to_owned()),
                    ("variable", of.variable(variable, variable)),
                    ("frame", frame.to_string()),
                    ("deck", deck.to_string()),
                ];
                // Beside the composition, which gives totals, a small number would tell who gave no answer.
                let small = [frame, deck].iter().any(|n| (1..FEWEST as u64).contains(n));
                lines.push(of.fill(
                    words.filled[usize::from(small)],
                    &with.each_ref().map(|(name, value)| (*name, value.as_str())),
                ));
            }
        }
    }
    match lines.is_empty() {
        true => words.weighting[8].to_owned(),
        false => of.fill(words.weighting[7], &[("filled", &lines.join(of.text.first.overall[1]))]),
    }
}

fn steps<'a>(of: Of<'a>, audience: &'a AudienceEvidence) -> Vec<Vec<Cell>> {
    let names = sheet::of(of.language);
    let row = |step: &crate::domain::score::sheet::WeightingEvidence| {
        vec![
            of.who(&audience.audience),
            Cell::text(names.step(&step.step)),
            step.cycles.map_or(Cell::None, |cycles| Cell::Count(cycles.into())),
            step.largest_miss.map_or(Cell::None, Cell::Tiny),
            Cell::Number(step.factor_min, 4),
            Cell::Number(step.factor_max, 4),
            Cell::Number(step.sum, 0),
            Cell::Number(step.deff, 3),
        ]
    };
    audience.weighting.iter().map(row).collect()
}

fn margins<'a>(of: Of<'a>, audience: &'a AudienceEvidence) -> Vec<Vec<Cell>> {
    let registered: Vec<&Margin> = of.report.survey.margins_of(&audience.audience).collect();
    let row = |margin: &crate::domain::score::sheet::MarginEvidence| {
        let of_survey = registered.iter().find(|known| known.id == margin.margin);
        let names = of_survey
            .iter()
            .flat_map(|known| &known.variables)
            .map(|v| of.variable(&v.name, &v.name));
        vec![
            of.who(&audience.audience),
            Cell::text(names.collect::<Vec<_>>().join(" × ")),
            Cell::text(&margin.source),
            Cell::text(margin.year.to_string()),
            Cell::text(of.text.small.yes_no[usize::from(!margin.approximate)]),
            Cell::Tiny(margin.scaled_by),
            Cell::text(merged(of, audience, of_survey.copied(), &margin.collapsed)),
        ]
    };
    audience.margins.iter().map(row).collect()
}

/// Merged categories by their labels.
fn merged(of: Of, audience: &AudienceEvidence, margin: Option<&Margin>, collapsed: &[String]) -> String {
    let survey = &of.report.survey;
    let known = survey.audience(&audience.audience).zip(margin);
    let label = |text: &String| match known {
        Some((audience, margin)) => {
            let label = labels::category(survey, audience, &margin.variables, text);
            label.get(of.language).to_owned()
        }
        None => text.clone(),
    };
    collapsed
        .iter()
        .map(label)
        .collect::<Vec<_>>()
        .join(of.text.first.overall[1])
}

fn figure(of: Of, spread: &WeightSpread) -> Figure {
    let words = &of.text.found.histogram;
    let lines: Vec<f64> = spread.limits.map_or_else(Vec::new, |(low, high)| vec![low, high]);
    let axis = Axis::of([0.0, spread.end].into_iter());
    let limits = spread.limits.map(|(low, high)| {
        let said = of.fill(words[1], &[("low", &number(low)), ("high", &number(high))]);
        maud::html! { (said) }
    });
    Figure {
        caption: of.fill(words[0], &[("audience", of.audience(&spread.audience))]),
        drawing: histogram(axis, &spread.bins, (0.0, spread.end), &lines),
        legend: limits,
    }
}

/// Measures one below the other, audiences side by side.
fn spreads(of: Of) -> Block {
    let words = &of.text.found.spread;
    let columns: Vec<Vec<Cell>> = of.report.weights.iter().map(|spread| measures(of, spread)).collect();
    let names = of
        .report
        .weights
        .iter()
        .map(|spread| of.audience(&spread.audience).to_owned());
    let row = |(i, measure): (usize, &&str)| {
        let values = columns.iter().map(|column| column[i].clone());
        [Cell::text(*measure)].into_iter().chain(values).collect()
    };
    Block::Table(Table {
        sheet: words.sheet,
        title: words.title.to_owned(),
        note: words.note.to_owned(),
        heads: [words.heads[0].to_owned()].into_iter().chain(names).collect(),
        rows: words.heads[1..].iter().enumerate().map(row).collect(),
        place: Place::Both,
    })
}

fn measures(of: Of, spread: &WeightSpread) -> Vec<Cell> {
    let audience = of
        .report
        .sheet
        .audiences
        .iter()
        .find(|one| one.audience == spread.audience);
    let [low, middle, high] = spread.weight.map(|weight| Cell::Number(weight, 2));
    vec![
        Cell::Count(spread.n),
        low,
        middle,
        high,
        Cell::Number(spread.adjustment[0], 3),
        Cell::Number(spread.adjustment[2], 3),
        Cell::number(spread.limits.map(|(low, _)| low), 3),
        Cell::number(spread.limits.map(|(_, high)| high), 3),
        Cell::Count(spread.trimmed),
        audience.map_or(Cell::None, |one| Cell::Count(one.outside_limits)),
        Cell::number(audience.map(|one| one.weighting_deff), 3),
        Cell::number(audience.map(|one| one.n_eff_kish), 1),
    ]
}

/// Strata that share a nonresponse class, audience by audience.
fn merged_strata(of: Of) -> Vec<String> {
    let survey = &of.report.survey;
    let line = |audience: &AudienceEvidence| {
        let start = format!("nonresponse-merged:{}:", audience.audience.0);
        let registered = survey.audience(&audience.audience)?;
        let label = |stratum: &str| labels::stratum(survey, registered, stratum).get(of.language).to_owned();
        let group = |group: &str| group.split(MERGED).map(label).collect::<Vec<_>>().join(" / ");
        let groups: Vec<String> = of
            .report
            .sheet
            .flags
            .iter()
            .filter_map(|flag| flag.strip_prefix(&start))
            .map(group)
            .collect();
        let merged = groups.join(of.text.first.overall[1]);
        let with = [
            ("audience", of.audience(&audience.audience)),
            ("merged", merged.as_str()),
        ];
        (!groups.is_empty()).then(|| of.fill(of.text.found.merged, &with))
    };
    of.report.sheet.audiences.iter().filter_map(line).collect()
}

fn bins<'a>(of: Of<'a>, spread: &'a WeightSpread) -> Vec<Vec<Cell>> {
    let width = spread.end / BINS as f64;
    let row = |(i, count): (usize, &u64)| {
        let from = i as f64 * width;
        vec![
            of.who(&spread.audience),
            Cell::Number(from, 3),
            Cell::Number(from + width, 3),
            Cell::Count(*count),
        ]
    };
    let bins = spread.bins.iter().enumerate();
    bins.filter(|(_, count)| **count > 0).map(row).collect()
}
