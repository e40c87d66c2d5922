//! The ways in which the synthetic respondents are written and analysed.

/// A specification and the data that it is for.
pub struct Written {
    /// In the table.
    pub name: &'static str,
    /// File of the specification.
    pub spec: &'static str,
    /// File that is analysed.
    pub data: &'static str,
    /// CSV files whose size peak memory is compared with: those that are read, for Parquet what they would be as CSV.
    pub files: &'static [&'static str],
    text: fn() -> String,
}

/// All ways: the same rates and indices, from other files or with other errors.
pub const WRITTEN: [Written; 6] = [
    Written {
        name: "wide CSV",
        spec: "spec.toml",
        data: WIDE,
        files: &[WIDE],
        text: || [HEAD, LINEARISED, COLUMNS, DESIGN, STEPS, RATES, INDICES, JOINED].concat(),
    },
    Written {
        name: "wide Parquet",
        spec: "spec.toml",
        data: "data.parquet",
        files: &[WIDE],
        text: || [HEAD, LINEARISED, COLUMNS, DESIGN, STEPS, RATES, INDICES, JOINED].concat(),
    },
    Written {
        name: "long CSV",
        spec: "long.toml",
        data: RESPONDENTS,
        files: &[RESPONDENTS, RATINGS],
        text: || {
            let [rates, indices] = [RATES, INDICES].map(|entry| entry.replace("departments", "ratings"));
            [HEAD, LINEARISED, LINES, DESIGN, STEPS, &rates, &indices, JOINED].concat()
        },
    },
    Written {
        name: "by district",
        spec: "by.toml",
        data: WIDE,
        files: &[WIDE],
        text: || [HEAD, LINEARISED, COLUMNS, DESIGN, STEPS, RATES, BY, INDICES].concat(),
    },
    Written {
        name: "clusters",
        spec: "clusters.toml",
        data: WIDE,
        files: &[WIDE],
        text: || {
            [
                HEAD, LINEARISED, COLUMNS, BLOCKS, DESIGN, CLUSTERS, STEPS, RATES, INDICES,
            ]
            .concat()
        },
    },
    Written {
        name: "200 bootstraps",
        spec: "bootstraps.toml",
        data: WIDE,
        files: &[WIDE],
        text: || [HEAD, REPLICATED, COLUMNS, BOOTSTRAP, DESIGN, STEPS, RATES, INDICES].concat(),
    },
];

/// One row per respondent, one column per item.
pub const WIDE: &str = "data.csv";
/// One row per respondent, without ratings.
pub const RESPONDENTS: &str = "respondents.csv";
/// One row per rating.
pub const RATINGS: &str = "ratings.csv";

impl Written {
    /// The specification.
    pub fn text(&self) -> String {
        (self.text)()
    }
}

const HEAD: &str = "title = \"Speed\"\n";
const LINEARISED: &str = "errors = [\"calibrated\", \"fixed\"]\n\n[data]\nid = \"id\"\n";
const REPLICATED: &str = "errors = [\"boot\"]\n\n[data]\nid = \"id\"\n";

const COLUMNS: &str = r#"
[items.departments]
columns = "r*"
valid = [1, 2, 3, 4, 5]
other = [9]
"#;

const LINES: &str = r#"
[ratings]
file = "ratings.csv"
respondent = "respondent"
item = "department"
value = "rating"
valid = [1, 2, 3, 4, 5]
other = [9]
"#;

/// Neighbours in the register, fifty at a time.
const BLOCKS: &str = r#"
[columns]
block = "floor(id / 50)"
"#;

const BOOTSTRAP: &str = r#"
[replicates.boot]
method = "bootstrap"
count = 200
seed = "speed"
"#;

const DESIGN: &str = r#"
[design]
strata = "district"
weight = "weight"
"#;

const CLUSTERS: &str = "clusters = \"block\"\nnest = true\n";

const STEPS: &str = r#"
[population]
file = "population.csv"

[margins.district_age]
columns = ["district", "age"]
file = "population_cells.csv"
total = "residents"

[[weighting]]
step = "rake"
margins = ["district", "age", "sex", "district_age"]
tolerance = 1e-6
"#;

const RATES: &str = r#"
[[estimates]]
name = "satisfied"
items = "departments"
proportion = "value in [4, 5]"
"#;

const BY: &str = "by = \"district\"\n";

const INDICES: &str = r#"
[[estimates]]
name = "index"
items = "departments"
mean = "25 * (value - 1)"
"#;

const JOINED: &str = r#"
[[covariances]]
name = "all"
of = "satisfied"

[[rankings]]
name = "ranking"
of = "satisfied"
"#;
