//! All entries of a run, item by item: members are gathered when they are needed and dropped when they have been used.

use super::AnalysisError;
use super::coded::Means;
use super::estimates::{Ground, coded, estimates};
use super::held::Held;
use super::known::{Entry, Known};
use super::links::Links;
use super::methods::{How, Method};
use super::order::in_order;
use super::progress::Progress;
use super::remarks;
use super::targets::{Part, Split, Target};
use crate::domain::analysis::columns::{Frame, RatingsFrame};
use crate::domain::analysis::outcome::{EstimateOutcome, RunOutcome};
use crate::domain::analysis::spec::{RunSpec, Spec};

/// One entry.
enum Way<'a> {
    /// From columns of members.
    Rows(Split<'a>),
    /// From the battery, by the entry's name.
    Coded(&'a str),
}

/// Every entry.
pub struct Splits<'a> {
    ways: Vec<Way<'a>>,
    /// Steps: items of entries that go row by row, means of others.
    steps: usize,
}

/// Members of every item of an entry; none where they are gathered when they are needed.
pub type Kept<'a> = Vec<Vec<Vec<Target<'a>>>>;

/// An estimate, its parts, and what joins it to others.
type Found<'g> = (EstimateOutcome, Vec<Part>, Option<Held<'g>>);

impl<'a> Splits<'a> {
    /// The entries of a run; those that `means` know go that way.
    pub fn new(
        spec: &'a Spec,
        run: &'a RunSpec,
        frame: &'a Frame,
        ratings: Option<&'a RatingsFrame>,
        means: Option<&Means>,
    ) -> Result<Splits<'a>, AnalysisError> {
        let (mut ways, mut steps) = (Vec::new(), 0);
        for entry in &run.estimates {
            if let Some(means) = means.and_then(|means| means.plan.of(&entry.name)) {
                steps += means.len();
                ways.push(Way::Coded(&entry.name));
            } else {
                let split = Split::new(spec, entry, frame, ratings)?;
                steps += split.len();
                ways.push(Way::Rows(split));
            }
        }
        Ok(Splits { ways, steps })
    }

    /// How many steps there are.
    pub fn len(&self) -> usize {
        self.steps
    }

    /// All members at once, where replicates need them.
    pub fn kept(&self, methods: &[Method]) -> Result<Kept<'a>, AnalysisError> {
        let needed = methods.iter().any(|method| matches!(method.how, How::Replicates(_)));
        let of = |way: &Way<'a>| match way {
            Way::Rows(split) if needed => (0..split.len()).map(|item| split.targets(item)).collect(),
            _ => Ok(Vec::new()),
        };
        self.ways.iter().map(of).collect()
    }

    /// Estimates everything, entry by entry, the items of an entry shared out among threads.
    #[allow(clippy::too_many_arguments, reason = "what is filled, from what, by whom")]
    pub fn estimated<'g>(
        &self,
        outcome: &mut RunOutcome,
        known: &mut Known<'g>,
        kept: Kept<'a>,
        (links, means): (&Links, Option<&Means>),
        ground: &Ground<'g>,
        progress: &mut dyn Progress,
    ) -> Result<(), AnalysisError> {
        for (way, kept) in self.ways.iter().zip(kept) {
            let found: Vec<Result<Vec<Found>, AnalysisError>> = match way {
                Way::Coded(entry) => {
                    let means = means.and_then(|all| Some((all, all.plan.of(entry)?)));
                    let (all, of) = means.expect("the way was chosen for its means");
                    let one = |at: usize| {
                        let (found, held) = coded(&of[at], all, ground);
                        Ok(vec![(found, of[at].parts.clone(), held)])
                    };
                    in_order(ground.threads, of.len(), one, |_| progress.tick())
                }
                Way::Rows(split) => {
                    let together = split.together();
                    let items = |number: usize| number * together..split.len().min((number + 1) * together);
                    let some = |number: usize| match kept.get(items(number)) {
                        Some(kept) => Ok(found(kept, links, ground)),
                        None => {
                            let gathered = items(number).map(|item| split.targets(item));
                            Ok(found(&gathered.collect::<Result<Vec<_>, _>>()?, links, ground))
                        }
                    };
                    let tick = |_: &_| (0..together).for_each(|_| progress.tick());
                    in_order(ground.threads, split.len().div_ceil(together), some, tick)
                }
            };
            for (found, parts, held) in found.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
                known.add(Entry {
                    label: found.label.clone(),
                    entry: found.entry.clone(),
                    parts,
                    held,
                    measured: remarks::measured(&found),
                    n: found.n,
                    sum_w: found.sum_w,
                    estimate: found.estimate,
                    kish_neff: found.kish_neff,
                });
                outcome.estimates.push(found);
            }
        }
        Ok(())
    }
}

/// Estimates of the members of some items; what joins them to others is kept where anything refers to them.
fn found<'g>(items: &[Vec<Target>], links: &Links, ground: &Ground<'g>) -> Vec<Found<'g>> {
    let targets: Vec<&Target> = items.iter().flatten().collect();
    let wanted = targets.first().is_some_and(|target| links.wanted(&target.entry.name));
    let all = targets.iter().zip(estimates(&targets, wanted, ground));
    all.map(|(target, (found, held))| (found, target.parts.clone(), held.filter(|_| wanted)))
        .collect()
}
