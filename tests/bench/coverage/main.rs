//! Coverage study: many simulated rounds of the whole chain, from the draw to the interval, against known true rates.

mod chain;
mod fieldwork;
mod plan;
mod population;
mod report;
mod sampling;
mod study;
mod survey;
mod tally;

use anyhow::Result;
use clap::Parser;

/// Simulates rounds of a survey whose true rates are known and prints how often the intervals hold.
#[derive(Parser)]
struct Args {
    /// Rounds.
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u64).range(2..))]
    rounds: u64,
    /// Everything random follows from it.
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// Threads; the results don't depend on their number.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..))]
    threads: u64,
    /// 50 rounds.
    #[arg(long)]
    quick: bool,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let rounds = if args.quick { 50 } else { args.rounds };
    let study = study::simulate(&study::Plan {
        rounds,
        seed: args.seed,
        threads: args.threads,
    })?;
    report::print(&study, args.seed);
    Ok(())
}
