//! The same tasks through the public functions, with every check and diagnostic.

use crate::data::{Data, Draws, ITEMS};
use barometer::domain::estimate::Lonely;
use barometer::domain::estimate::battery::{
    Battery, CellRegression, Covariances, Errors, Estimate, Groups, Moments, SlotSums, Strata, Wanted, replicate,
};
use barometer::domain::estimate::replicate::ReplicateSet;
use barometer::domain::weight::calibrate::Auxiliaries;
use barometer::domain::weight::cells::Cells;
use barometer::domain::weight::plan::{Done, Plan, PlanError, PlannedStep, Replicator, Scratch};
use barometer::domain::weight::rake::{Limits, RakedRows, rake_rows};

pub const LIMITS: Limits = Limits {
    tolerance: 1e-6,
    max_cycles: 1000,
};
/// Satisfied: 4 or 5 among 1 to 5.
pub const RATE: [Option<f64>; 6] = [Some(0.0), Some(0.0), Some(0.0), Some(1.0), Some(1.0), None];
/// 25 × (code − 1).
pub const INDEX: [Option<f64>; 6] = [Some(0.0), Some(25.0), Some(50.0), Some(75.0), Some(100.0), None];

/// What estimates need of the raking.
pub struct Raked {
    cells: Cells,
    rows: RakedRows,
}

impl Raked {
    pub fn new(data: &Data) -> Raked {
        let cells = Cells::of_targets(&data.margins(), &data.targets);
        let rows = rake_rows(&data.base, &cells, &data.targets, LIMITS).expect("the synthetic margins agree");
        Raked { cells, rows }
    }

    pub fn weight(&self) -> &[f64] {
        &self.rows.weight
    }

    pub fn factor(&self) -> &[f64] {
        &self.rows.raked.cell_factor
    }
}

/// Raking as a step of a plan, with its whole record.
pub fn rake(data: &Data) -> Vec<Done> {
    plan(data).prepare(&data.base).expect("the synthetic margins agree")
}

fn plan(data: &Data) -> Plan {
    let auxiliaries = Auxiliaries {
        cells: Cells::of_targets(&data.margins(), &data.targets),
        numbers: Vec::new(),
    };
    let step = PlannedStep::Rake {
        auxiliaries,
        targets: data.targets.clone(),
        limits: LIMITS,
    };
    Plan {
        steps: vec![("rake".to_owned(), step)],
    }
}

/// Rates with fixed errors.
pub fn rates(data: &Data, battery: &Battery, weight: &[f64]) -> Vec<Estimate> {
    let groups = Groups::new((&data.district, data.size.len()), None, None).expect("districts are below their number");
    let moments = Moments::new(battery, &groups, weight).expect("weights are positive");
    let errors = Errors::new(&moments, strata(data), None).expect("as many strata as districts");
    estimates(&errors, &[&RATE])
}

/// Rates and indices with fixed and residual errors.
pub fn rates_and_indices(data: &Data, battery: &Battery, raked: &Raked) -> Vec<Estimate> {
    with_errors(data, battery, raked, |errors| estimates(errors, &[&RATE, &INDEX]))
}

/// Covariances of all rates, fixed and residual.
pub fn covariances(data: &Data, battery: &Battery, raked: &Raked) -> Covariances {
    let wanted: Vec<Wanted> = (0..ITEMS).map(|item| want(item, &RATE)).collect();
    with_errors(data, battery, raked, |errors| {
        errors.covariances(raked.weight(), &wanted).expect("the rates exist")
    })
}

fn with_errors<R>(data: &Data, battery: &Battery, raked: &Raked, then: impl FnOnce(&Errors) -> R) -> R {
    let cells = &raked.cells;
    let before: Vec<f64> = raked.rows.before.iter().map(|tally| tally.sums[0]).collect();
    let cell = (cells.of_row.as_slice(), cells.categories.len());
    let groups = Groups::new((&data.district, data.size.len()), Some(cell), None).expect("levels are in range");
    let moments = Moments::new(battery, &groups, raked.weight()).expect("weights are positive");
    let regression =
        CellRegression::new(&cells.categories, &before, raked.factor()).expect("one factor and sum per cell");
    then(&Errors::new(&moments, strata(data), Some(&regression)).expect("strata and cells are those of the groups"))
}

fn strata(data: &Data) -> Strata<'_> {
    Strata {
        size: &data.size,
        scale: &data.scale,
        lonely: Lonely::Fail,
    }
}

fn want<'a>(item: usize, values: &'a [Option<f64>]) -> Wanted<'a> {
    Wanted {
        item,
        values,
        domain: None,
    }
}

fn estimates(errors: &Errors, values: &[&[Option<f64>]]) -> Vec<Estimate> {
    let each = values
        .iter()
        .flat_map(|values| (0..ITEMS).map(move |item| want(item, values)));
    each.map(|wanted| errors.estimate(&wanted).expect("items and values fit"))
        .collect()
}

/// Rates of all items in every bootstrap replicate, raked anew.
pub fn bootstrap(data: &Data, battery: &Battery, draws: &Draws, replicates: usize, threads: usize) -> Vec<Vec<f64>> {
    let lift: Vec<f64> = data.size.iter().map(|n| *n as f64 / (*n as f64 - 1.0)).collect();
    let plan = plan(data);
    let replicator = Replicator::new(&plan, &data.base);
    let room = || (Scratch::default(), vec![0.0; data.base.len()]);
    let sums = replicate(
        battery,
        replicates,
        threads,
        room,
        |(scratch, multiplier), number, weight| {
            draws.draw(number, |row, times| {
                multiplier[row] = f64::from(times) * lift[data.district[row] as usize];
            });
            weight.copy_from_slice(replicator.weights(multiplier, scratch)?);
            Ok::<(), PlanError>(())
        },
    );
    sums.into_iter().map(rates_of).collect()
}

/// Rates of all items in every bootstrap replicate of the issued sample, all weighting steps done anew.
pub fn repeated(
    battery: &Battery,
    (plan, base): (&Plan, &[f64]),
    set: &ReplicateSet,
    units: &[u32],
    threads: usize,
) -> Vec<Vec<f64>> {
    let replicator = Replicator::new(plan, base);
    let room = || (Scratch::default(), vec![0.0; base.len()]);
    let sums = replicate(
        battery,
        set.count(),
        threads,
        room,
        |(scratch, multiplier), number, weight| {
            set.multiplier(number, multiplier);
            let all = replicator.weights(multiplier, scratch)?;
            weight
                .iter_mut()
                .zip(units)
                .for_each(|(weight, unit)| *weight = all[*unit as usize]);
            Ok::<(), PlanError>(())
        },
    );
    sums.into_iter().map(rates_of).collect()
}

fn rates_of<E: std::fmt::Debug>(sums: Result<SlotSums, E>) -> Vec<f64> {
    let sums = sums.expect("every replicate can be weighted");
    (0..ITEMS)
        .map(|item| sums.mean(item, &RATE).expect("every item is rated"))
        .collect()
}
