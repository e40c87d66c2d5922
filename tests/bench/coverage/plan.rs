//! What the simulated city is like: its audiences, its departments, and who answers how.

/// One way to group the units of an audience that is asked in the form.
pub struct Variable {
    /// Name of the margin variable, of its question and, where the frame knows it, of the frame's column.
    pub name: &'static str,
    /// Answer codes, which are the margin's categories as well.
    pub categories: &'static [&'static str],
    /// Difference in the logit of being satisfied between the last category and the first.
    pub effect: f64,
    /// Factor of the chance to respond in the first and in the last category.
    pub response: (f64, f64),
    /// Whether the frame knows it, so that a missing answer is filled from there (else by hot deck).
    pub in_frame: bool,
}

/// One audience.
pub struct AudiencePlan {
    pub id: &'static str,
    /// Units in the frame; 3 % of them turn out not to be eligible.
    pub units: usize,
    pub strata: usize,
    /// Decay of the strata's sizes: stratum h holds a share proportional to exp(−decay·h).
    pub decay: f64,
    /// Units issued.
    pub issued: u64,
    /// Difference in the logit of being satisfied between the last stratum and the first.
    pub effect: f64,
    /// Factor of the chance to respond in the first and in the last stratum.
    pub response: (f64, f64),
    /// Margin variable that repeats the stratum as the respondent reports it; 2 % report a neighbouring one.
    pub reported: Option<&'static str>,
    pub variables: &'static [Variable],
    /// Margins, each with the variables that it crosses.
    pub margins: &'static [&'static [&'static str]],
    /// Most departments that one respondent rates.
    pub most: u32,
    /// Valid ratings wanted per department.
    pub target: u64,
    /// Share of the units that one of the departments supervises.
    pub supervised: f64,
    /// Place of the audience's λ in [`DepartmentPlan::lambda`].
    pub number: usize,
}

/// The three audiences; the largest has the 200,000 residents of 18 districts.
pub const AUDIENCES: [AudiencePlan; 3] = [
    AudiencePlan {
        id: "residents",
        units: 200_000,
        strata: 18,
        decay: 0.09,
        issued: 5_000,
        effect: 0.8,
        response: (0.55, 0.95),
        reported: Some("district"),
        variables: &[
            Variable {
                name: "age",
                categories: &["18-34", "35-49", "50-64", "65+"],
                effect: 1.2,
                response: (0.5, 0.95),
                in_frame: true,
            },
            Variable {
                name: "sex",
                categories: &["male", "female"],
                effect: 0.2,
                response: (0.85, 0.95),
                in_frame: true,
            },
        ],
        margins: &[&["district"], &["age", "sex"]],
        most: 3,
        target: 500,
        supervised: 0.0,
        number: 0,
    },
    AudiencePlan {
        id: "enterprises",
        units: 40_000,
        strata: 4,
        decay: 0.9,
        issued: 2_400,
        effect: -1.2,
        response: (0.9, 0.45),
        reported: None,
        variables: &[Variable {
            name: "industry",
            categories: &["B", "C", "F", "I", "L", "O"],
            effect: 0.6,
            response: (0.95, 0.7),
            in_frame: false,
        }],
        margins: &[&["industry"]],
        most: 3,
        target: 300,
        supervised: 0.0,
        number: 1,
    },
    AudiencePlan {
        id: "institutions",
        units: 10_000,
        strata: 4,
        decay: 0.4,
        issued: 1_200,
        effect: 0.6,
        response: (0.5, 0.9),
        reported: None,
        variables: &[Variable {
            name: "type",
            categories: &["1", "2", "3", "4"],
            effect: -0.5,
            response: (0.9, 0.75),
            in_frame: true,
        }],
        margins: &[&["type"]],
        most: 6,
        target: 150,
        supervised: 0.1,
        number: 2,
    },
];

/// One department.
pub struct DepartmentPlan {
    pub class: &'static str,
    /// Weight of residents, enterprises and institutions; 0 where they don't rate it.
    pub lambda: [f64; 3],
    /// Prior familiarity, which decides whether it is always shown.
    pub familiarity: &'static str,
    /// Share that knows it.
    pub known: f64,
    /// Share that is satisfied, before the effects of groups and persons.
    pub satisfied: f64,
}

const fn plan(class: &'static str, familiarity: &'static str, known: f64, satisfied: f64) -> DepartmentPlan {
    let lambda = match class.as_bytes()[0] {
        b'A' => [0.6, 0.3, 0.1],
        b'B' => [0.85, 0.0, 0.15],
        b'C' => [0.0, 0.8, 0.2],
        _ => [0.0, 0.0, 1.0],
    };
    DepartmentPlan {
        class,
        lambda,
        familiarity,
        known,
        satisfied,
    }
}

/// The departments `D01` to `D18`, from known by nearly all to known by few, in the four service classes.
pub const DEPARTMENTS: [DepartmentPlan; 18] = [
    plan("A", "high", 0.85, 0.80),
    plan("A", "high", 0.70, 0.62),
    plan("A", "medium", 0.55, 0.88),
    plan("A", "medium", 0.45, 0.70),
    plan("A", "medium", 0.35, 0.93),
    plan("A", "low", 0.20, 0.75),
    plan("A", "low", 0.10, 0.85),
    plan("A", "low", 0.05, 0.66),
    plan("B", "high", 0.80, 0.90),
    plan("B", "medium", 0.50, 0.55),
    plan("B", "low", 0.12, 0.82),
    plan("B", "low", 0.04, 0.72),
    plan("C", "high", 0.65, 0.78),
    plan("C", "medium", 0.40, 0.86),
    plan("C", "low", 0.15, 0.68),
    plan("C", "low", 0.08, 0.91),
    plan("D", "medium", 0.50, 0.84),
    plan("D", "low", 0.20, 0.73),
];

/// Id of a department by its place.
pub fn department_id(place: usize) -> String {
    format!("D{:02}", place + 1)
}

/// Label of a stratum by its place.
pub fn stratum_id(place: usize) -> String {
    format!("h{:02}", place + 1)
}

/// Value at `place` of `count` on the straight line from the first to the last value.
pub fn between((first, last): (f64, f64), place: usize, count: usize) -> f64 {
    first + (last - first) * place as f64 / (count - 1) as f64
}

impl AudiencePlan {
    /// Whether the audience rates the department at that place.
    pub fn rates(&self, department: usize) -> bool {
        DEPARTMENTS[department].lambda[self.number] > 0.0
    }

    /// Categories of a margin variable.
    pub fn categories(&self, variable: &str) -> Vec<String> {
        if self.reported == Some(variable) {
            return (0..self.strata).map(stratum_id).collect();
        }
        let found = self.variables.iter().find(|v| v.name == variable);
        let codes = found.map_or(&[][..], |v| v.categories);
        codes.iter().map(|code| (*code).to_owned()).collect()
    }

    /// Every question about the respondent's groups, in order of asking.
    pub fn questions(&self) -> impl Iterator<Item = &'static str> {
        self.reported.into_iter().chain(self.variables.iter().map(|v| v.name))
    }
}
