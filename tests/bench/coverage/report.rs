//! The study's tables, and its summary as one line of JSON.

use super::chain::{CellResult, ScoreResult};
use super::plan::{DEPARTMENTS, department_id};
use super::study::{Study, TREATMENTS};
use super::tally::{CLASSES, METHODS, Share, moments};
use serde_json::{Value, json};

/// Prints everything.
pub fn print(study: &Study, seed: u64) {
    let rounds = study.rounds.len();
    println!("Coverage of nominal 95 % intervals over {rounds} simulated rounds, in percent (Monte-Carlo error)\n");
    let cells = print_methods(study);
    println!("\nOfficial interval by audience, n_eff from 100 on\n");
    print_audiences(study);
    println!("\nMean estimated standard error over the true one (spread of the estimate over the rounds)\n");
    let ratios = print_ratios(study);
    println!(
        "\nScore: coverage of its printed interval, and bias in units of its standard error (Monte-Carlo error)\n"
    );
    let scores = print_scores(study);
    println!("\nBy department, whole method\n");
    print_departments(study);
    let suppressed = print_suppressed(study);
    let summary = json!({
        "rounds": rounds,
        "seed": seed,
        "coverage": cells,
        "difference": share_of(&study.difference_coverage()),
        "se_ratio": ratios,
        "score": scores,
        "suppressed": suppressed,
    });
    println!("\n{summary}");
}

fn share_of(share: &Share) -> Value {
    json!({"value": share.value(), "error": share.error(), "cases": share.count()})
}

fn percent(share: &Share) -> String {
    if share.count() > 0.0 {
        format!("{:.2} ({:.2})", 100.0 * share.value(), 100.0 * share.error())
    } else {
        "–".into()
    }
}

fn print_methods(study: &Study) -> Value {
    let heads: String = CLASSES.iter().map(|(_, name)| format!("{name:>14}")).collect();
    println!("{:<34}{heads}{:>14}", "n_eff (Kish)", "≥ 100");
    let mut summary = serde_json::Map::new();
    for (name, method) in METHODS {
        let (classes, large) = study.coverage(method, |_, _| true);
        let row: String = classes.iter().map(|one| format!("{:>14}", percent(one))).collect();
        println!("{name:<34}{row}{:>14}", percent(&large));
        let by_class = classes
            .iter()
            .zip(CLASSES)
            .map(|(one, (_, class))| (class.to_owned(), share_of(one)));
        let mut by_class: serde_json::Map<String, Value> = by_class.collect();
        by_class.insert("≥ 100".into(), share_of(&large));
        summary.insert(name.into(), Value::Object(by_class));
    }
    let (classes, large) = study.coverage(METHODS[0].1, |_, _| true);
    let counts: String = classes.iter().map(|one| format!("{:>14}", one.count())).collect();
    println!("{:<34}{counts}{:>14}", "intervals", large.count());
    println!(
        "{:<34}{:>14}",
        "difference of two departments, t",
        percent(&study.difference_coverage())
    );
    let [below, above] = study.missed().map(|share| percent(&share));
    println!("official, n_eff ≥ 100: true rate below the interval {below}, above it {above}");
    Value::Object(summary)
}

/// Lowest and highest of numbers, with the places where they are.
fn extremes(values: &[f64]) -> Option<((usize, f64), (usize, f64))> {
    let pairs = || values.iter().copied().enumerate().filter(|(_, x)| x.is_finite());
    let low = pairs().min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some((low, pairs().max_by(|a, b| a.1.total_cmp(&b.1))?))
}

fn print_audiences(study: &Study) {
    for (a, crowd) in study.crowds.iter().enumerate() {
        let (_, all) = study.coverage(METHODS[0].1, |audience, _| audience == a);
        let one = |d: usize| {
            study
                .coverage(METHODS[0].1, |audience, other| audience == a && other == d)
                .1
        };
        let values: Vec<Share> = (0..DEPARTMENTS.len()).map(one).collect();
        // A department that rarely reaches 100 says little.
        let often = |share: &Share| {
            if share.count() >= 0.5 * study.rounds.len() as f64 {
                share.value()
            } else {
                f64::NAN
            }
        };
        let range = extremes(&values.iter().map(often).collect::<Vec<_>>());
        let text = |(d, x): (usize, f64)| format!("{:.2} {}", 100.0 * x, department_id(d));
        let range = range.map_or(String::new(), |(low, high)| {
            format!("lowest {}, highest {}", text(low), text(high))
        });
        println!("{:<16}{:>14}  {range}", crowd.plan.id, percent(&all));
    }
}

fn print_ratios(study: &Study) -> Value {
    type Variance = fn(&CellResult) -> f64;
    let kinds: [(&str, Variance); 3] = [
        ("residuals of the last raking", |c| c.variance),
        ("weights as fixed", |c| c.fixed),
        ("residuals, with fpc", |c| c.corrected),
    ];
    let mut summary = serde_json::Map::new();
    println!(
        "{:<34}{:>30}{:>30}{:>30}",
        "", "residents", "enterprises", "institutions"
    );
    for (name, variance) in kinds {
        let mut row = String::new();
        let mut means = Vec::new();
        for a in 0..study.crowds.len() {
            let ratios = study.error_ratios(a, variance);
            let mean = moments(&ratios).0;
            let range = extremes(&ratios).map_or(String::new(), |(l, h)| format!("{:.3}–{:.3}", l.1, h.1));
            row += &format!("{:>30}", format!("{mean:.3} ({range})"));
            means.push(mean);
        }
        println!("{name:<34}{row}");
        summary.insert(name.into(), json!(means));
    }
    Value::Object(summary)
}

fn print_scores(study: &Study) -> Value {
    println!(
        "{:<46}{:>14}{:>12}{:>24}{:>18}",
        "", "coverage", "mean bias", "largest bias", "range of coverage"
    );
    let mut summary = Vec::new();
    for (t, (name, _, _)) in TREATMENTS.iter().enumerate() {
        let (mut all, mut each) = (Share::default(), Vec::new());
        for round in &study.rounds {
            let Some(outcome) = round.get(t) else { continue };
            let scores = outcome
                .scores
                .iter()
                .enumerate()
                .filter_map(|(d, s)| Some((d, s.as_ref()?)));
            let whole: Vec<_> = scores.filter(|(_, s)| !s.partial).collect();
            let hit = |(d, s): &&(usize, &ScoreResult)| within(s, study.true_points(*d));
            all.add(whole.iter().filter(hit).count() as f64, whole.len() as f64);
        }
        let biases: Vec<(f64, f64)> = (0..DEPARTMENTS.len()).map(|d| study.score_bias(t, d)).collect();
        let sizes: Vec<f64> = biases.iter().map(|(bias, _)| bias.abs()).collect();
        each.extend((0..DEPARTMENTS.len()).map(|d| 100.0 * study.score_coverage(t, d).value()));
        let mean = moments(
            &biases
                .iter()
                .map(|(bias, _)| *bias)
                .filter(|b| b.is_finite())
                .collect::<Vec<_>>(),
        )
        .0;
        let Some((worst, _)) = extremes(&sizes).map(|(_, high)| high) else {
            continue;
        };
        let largest = format!(
            "{:.3} ({:.3}) {}",
            biases[worst].0,
            biases[worst].1,
            department_id(worst)
        );
        let range = extremes(&each).map_or(String::new(), |(l, h)| format!("{:.1}–{:.1}", l.1, h.1));
        println!("{name:<46}{:>14}{mean:>12.3}{largest:>24}{range:>18}", percent(&all));
        summary.push(json!({
            "treatment": name,
            "coverage": share_of(&all),
            "mean_bias": mean,
            "largest_bias": biases[worst].0,
            "largest_bias_error": biases[worst].1,
        }));
    }
    Value::Array(summary)
}

fn within(score: &ScoreResult, truth: f64) -> bool {
    score.interval.0 <= truth && truth <= score.interval.1
}

fn print_departments(study: &Study) {
    println!(
        "{:<6}{:>8}{:>12}{:>12}{:>16}{:>18}{:>10}",
        "", "class", "true points", "mean se", "coverage", "bias", "n_eff"
    );
    for (d, department) in DEPARTMENTS.iter().enumerate() {
        let (bias, error) = study.score_bias(0, d);
        let mean = |of: fn(&ScoreResult) -> f64| moments(&study.scores(0, d).map(of).collect::<Vec<_>>()).0;
        println!(
            "{:<6}{:>8}{:>12.3}{:>12.3}{:>16}{:>18}{:>10.0}",
            department_id(d),
            department.class,
            study.true_points(d),
            mean(|s| s.se),
            percent(&study.score_coverage(0, d)),
            format!("{bias:.3} ({error:.3})"),
            mean(|s| s.n_eff_kish),
        );
    }
}

fn print_suppressed(study: &Study) -> Value {
    let first = || study.rounds.iter().map(|round| &round[0]);
    let rounds = study.rounds.len() as f64;
    let suppressed = first().map(|o| o.suppressed).sum::<u64>() as f64;
    let shown = first().flat_map(|o| o.cells.iter().flatten()).flatten().count() as f64;
    let scores = (study.rounds.len() * DEPARTMENTS.len()) as f64;
    let none = first().flat_map(|o| &o.scores).filter(|s| s.is_none()).count() as f64;
    let partial = first().flat_map(|o| &o.scores).flatten().filter(|s| s.partial).count() as f64;
    let deff = |a: usize| first().map(|o| o.deff[a]).sum::<f64>() / rounds;
    let trimmed = first().map(|o| o.trimmed).sum::<u64>() as f64 / rounds;
    let share = suppressed / (suppressed + shown);
    println!("\nsuppressed cells: {:.2} %", 100.0 * share);
    println!("departments without a score: {:.2} %", 100.0 * none / scores);
    println!(
        "with a suppressed audience: {:.2} % (left out of the score's coverage and bias)",
        100.0 * partial / scores
    );
    let [spread, registered] = study.partial_coverage();
    println!(
        "their interval holds the composite of the spread λ: {}, of the registered λ: {}",
        percent(&spread),
        percent(&registered)
    );
    println!("respondents trimmed per round: {trimmed:.2}");
    let deffs: Vec<String> = study
        .crowds
        .iter()
        .enumerate()
        .map(|(a, c)| format!("{} {:.3}", c.plan.id, deff(a)))
        .collect();
    println!("mean weighting deff: {}", deffs.join(", "));
    json!({"cells": share, "no_score": none / scores, "partial": partial / scores, "trimmed": trimmed,
        "partial_spread": share_of(&spread), "partial_registered": share_of(&registered)})
}
