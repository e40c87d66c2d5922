//! The sample as it was issued: respondents and, among them, those who did not answer, of whom district and age are known.

use crate::data::{AGES, DISTRICTS, Data};
use barometer::domain::estimate::Lonely;
use barometer::domain::estimate::replicate::{ReplicateSet, Units, bootstrap};
use barometer::domain::weight::calibrate::Auxiliaries;
use barometer::domain::weight::cells::Cells;
use barometer::domain::weight::classes::{Nonresponse, Status};
use barometer::domain::weight::plan::{Plan, PlannedStep};
use barometer::domain::weight::rake::Limits;
use barometer::domain::weight::trim::{GiveBack, Reference, Trim};

/// Of the draws.
pub const SEED: &str = "speed";
/// Times the median of the adjustment, narrow enough to cut some cells.
pub const BAND: [f64; 2] = [0.7, 1.5];

/// Issued units, in canonical order.
pub struct Issued {
    pub district: Vec<u32>,
    pub age: Vec<u32>,
    /// Row among the respondents; `None` did not answer.
    pub respondent: Vec<Option<u32>>,
    pub base: Vec<f64>,
    /// Issued units per district.
    pub size: Vec<u64>,
}

impl Issued {
    /// Every second or third respondent is followed by somebody like him who did not answer, depending on his age.
    pub fn new(data: &Data) -> Issued {
        let mut issued = Issued {
            district: Vec::new(),
            age: Vec::new(),
            respondent: Vec::new(),
            base: Vec::new(),
            size: vec![0; DISTRICTS],
        };
        for row in 0..data.base.len() {
            issued.push(data, row, true);
            if (row as u32).is_multiple_of(2 + data.age[row] % 2) {
                issued.push(data, row, false);
            }
        }
        issued
    }

    fn push(&mut self, data: &Data, row: usize, answered: bool) {
        self.district.push(data.district[row]);
        self.age.push(data.age[row]);
        self.base.push(data.base[row]);
        self.respondent.push(answered.then_some(row as u32));
        self.size[data.district[row] as usize] += 1;
    }

    /// Unit of each respondent.
    pub fn units(&self) -> Vec<u32> {
        let answered = |(unit, row): (usize, &Option<u32>)| row.map(|_| unit as u32);
        self.respondent.iter().enumerate().filter_map(answered).collect()
    }

    /// Rao and Wu's bootstrap of the issued units in their districts.
    pub fn draws(&self, replicates: usize) -> ReplicateSet {
        let units = Units::new(&self.district, None, &[]).expect("there are units");
        bootstrap(units, replicates, SEED, None, Lonely::Fail).expect("every district has units")
    }

    /// Nonresponse by age within district, raking, trimming by the median, raking again (METHOD 4 to 6).
    pub fn plan(&self, data: &Data, limits: Limits) -> Plan {
        let rule = Nonresponse {
            status: self.respondent.iter().map(|row| status(*row)).collect(),
            class: self.classes().map(Some).collect(),
            classes: (0..DISTRICTS * AGES)
                .map(|class| ((class / AGES).to_string(), (class % AGES).to_string()))
                .collect(),
            min_respondents: 0,
            max_factor: None,
        };
        let cells = Cells::new(
            &data
                .targets
                .iter()
                .zip(data.margins())
                .map(|(t, m)| self.margin(t.categories.len(), m))
                .collect::<Vec<_>>(),
        );
        let auxiliaries = Auxiliaries {
            cells,
            numbers: Vec::new(),
        };
        let rake = || PlannedStep::Rake {
            auxiliaries: auxiliaries.clone(),
            targets: data.targets.clone(),
            limits,
        };
        let trim = PlannedStep::Trim(Trim {
            low: BAND[0],
            high: BAND[1],
            of: Reference::Median,
            give_back: GiveBack::None,
            repeat: false,
            relative_to_base: true,
        });
        let nonresponse = PlannedStep::Nonresponse { rule, merged: None };
        let named = |(name, step): (&str, PlannedStep)| (name.to_owned(), step);
        Plan {
            steps: [
                ("nonresponse", nonresponse),
                ("rake", rake()),
                ("trim", trim),
                ("rerake", rake()),
            ]
            .map(named)
            .into(),
        }
    }

    /// Number of each unit's class.
    pub fn classes(&self) -> impl Iterator<Item = u32> {
        self.district
            .iter()
            .zip(&self.age)
            .map(|(district, age)| district * AGES as u32 + age)
    }

    /// A margin of the respondents for all units; those who did not answer have no category.
    fn margin(&self, categories: usize, of_respondent: &[u32]) -> Vec<u32> {
        let of = |row: &Option<u32>| row.map_or(categories as u32, |row| of_respondent[row as usize]);
        self.respondent.iter().map(of).collect()
    }
}

fn status(respondent: Option<u32>) -> Status {
    match respondent {
        Some(_) => Status::Respondent,
        None => Status::Nonrespondent,
    }
}
