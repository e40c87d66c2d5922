//! What holds for a whole analysis of any data: the order of rows, constants among strata and the unit of weights say
//! nothing.

mod order;
mod scale;
mod splits;

use super::super::*;
use crate::domain::analysis::columns::Builder;
use crate::domain::analysis::parse::parse;
use crate::domain::table::{self, Table};
use proptest::prelude::*;
use serde_json::Value;

/// Base weights in strata of clusters.
const DESIGN: &str = r#"
[data]
id = "id"
[columns]
one = "1"
[items.departments]
columns = "r#"
valid = [1, 2, 3, 4, 5]
other = [9]
[design]
strata = "district"
clusters = "block"
weight = "weight"
lonely = "adjust"
nest = true
"#;

/// Nonresponse, raking, trimming, raking: margins of their own and one of two columns.
const WEIGHTING: &str = r#"
[population]
file = "population.csv"
[margins.cells]
columns = ["district", "sex"]
totals = { "a × F" = 2100, "a × M" = 1900, "b × F" = 1200, "b × M" = 1300, "c × F" = 1800, "c × M" = 1700 }
[[weighting]]
step = "nonresponse"
responded = "responded = 1"
classes = "age"
within = "district"
min_respondents = 3
[[weighting]]
step = "rake"
margins = ["cells", "age"]
tolerance = 1e-10
[[weighting]]
step = "trim"
low = 0.4
high = 2.5
of = "median"
[[weighting]]
step = "rake"
name = "final"
margins = ["cells", "age"]
tolerance = 1e-10
"#;

const POPULATION: &[&str] = &["age,old,3000", "age,young,7000"];

/// Replicates that need no other file.
const REPLICATES: &str = r#"
[replicates.jk]
method = "jackknife"
[replicates.boot]
method = "bootstrap"
count = 7
seed = "properties"
"#;

/// Every kind of estimate, and every kind of statement about several.
const ESTIMATES: &str = r#"
[[estimates]]
name = "rate"
items = "departments"
proportion = "value in [4, 5]"
[[estimates]]
name = "index"
items = "departments"
mean = "25 * (value - 1)"
by = "sex"
[[estimates]]
name = "by_row"
mean = ["y", "y * y"]
by = ["age", "district"]
[[estimates]]
name = "ratio"
ratio = ["y", "2 + weight"]
[[estimates]]
name = "quantile"
quantile = "y"
at = [0.25, 0.5]
[[composites]]
name = "points"
of = "index"
over = "sex"
equal = true
times = 0.2
[[contrasts]]
name = "pairs"
pairs_of = "rate"
adjust = "holm"
[[contrasts]]
name = "smooth"
formula = "ln(a / b)"
where = { a = "rate[r1]", b = "points[r2]" }
[[covariances]]
name = "rates"
of = ["rate", "ratio"]
[[independence]]
name = "table"
rows = "r1 in [4, 5]"
columns = "age"
among = "r1 in [1..5]"
[[rankings]]
name = "ranking"
of = "rate"
replicates = "boot"
[[shrinkage]]
name = "shrunken"
of = "rate"
[[sample_sizes]]
name = "needed"
of = "rate"
differences = [0.05]
"#;

/// Totals, which have the weights' unit.
const TOTALS: &str = r#"
[[estimates]]
name = "total"
total = "y"
by = "sex"
[[estimates]]
name = "item_total"
items = "departments"
total = "value"
"#;

/// Rows of the files of an analysis, without their headings.
#[derive(Debug, Clone)]
struct Rows {
    data: Vec<String>,
    ratings: Vec<String>,
    multipliers: Vec<String>,
    population: Vec<String>,
}

const HEADS: [&str; 4] = [
    "id,district,block,age,sex,responded,weight,y,r1,r2,r3",
    "who,item,value,p",
    "id,m1,m2,m3",
    "margin,level,total",
];

/// A person: district, block, age, sex, whether they answered, weight in quarters, value in hundredths, three answers.
type Person = (usize, usize, usize, usize, bool, u32, i32, [usize; 3]);

fn person() -> impl Strategy<Value = Person> {
    let answers = [0..7usize, 0..7usize, 0..7usize];
    let (weight, y) = (4u32..60, -5000i32..5000);
    (
        0..3usize,
        0..4usize,
        0..2usize,
        0..2usize,
        any::<bool>(),
        weight,
        y,
        answers,
    )
}

/// Two blocks of answers in each cell of every margin, so that no weighting is refused, and anybody beside them.
fn rows() -> impl Strategy<Value = Rows> {
    let cells = (
        prop::collection::vec(person(), 24),
        prop::collection::vec(person(), 0..40),
    );
    cells.prop_map(|(mut people, more)| {
        for (at, one) in people.iter_mut().enumerate() {
            (one.0, one.1, one.2, one.3, one.4) = (at % 3, at / 3 % 2, at / 6 % 2, at / 12, true);
        }
        people.extend(more);
        written(&people)
    })
}

fn written(people: &[Person]) -> Rows {
    const ANSWERS: [&str; 7] = ["1", "2", "3", "4", "5", "9", ""];
    let (mut data, mut ratings, mut multipliers) = (Vec::new(), Vec::new(), Vec::new());
    for (id, (district, block, age, sex, responded, weight, y, answers)) in people.iter().enumerate() {
        let answer = |item: usize| if *responded { ANSWERS[answers[item]] } else { "" };
        data.push(format!(
            "{id},{},{block},{},{},{},{},{},{},{},{}",
            ["a", "b", "c"][*district],
            ["young", "old"][*age],
            ["F", "M"][*sex],
            u8::from(*responded),
            f64::from(*weight) / 4.0,
            f64::from(*y) / 100.0,
            answer(0),
            answer(1),
            answer(2),
        ));
        let mut rate = |item: usize, p: f64| ratings.push(format!("{id},d{item},{},{p}", answer(item)));
        rate(0, 0.5);
        rate(1, 0.3 + f64::from(*weight) / 100.0);
        let m = [0, 1, 2].map(|r| f64::from((*weight + r) % 3));
        multipliers.push(format!("{id},{},{},{}", m[0], m[1] + 0.5, m[2] + 0.25));
    }
    let population = POPULATION.iter().map(|row| (*row).to_owned()).collect();
    Rows {
        data,
        ratings,
        multipliers,
        population,
    }
}

/// A whole specification; ratings and supplied replicates only `with_ids`, which join them.
fn spec(weighting: &str, estimates: &[&str], with_ids: bool) -> String {
    let own = if weighting.is_empty() {
        "\"fixed\""
    } else {
        "\"calibrated\", \"fixed\""
    };
    let supplied = if with_ids { ", \"sup\"" } else { "" };
    let mut spec = format!("errors = [{own}, \"jk\", \"boot\"{supplied}]\n{DESIGN}{weighting}{REPLICATES}");
    estimates.iter().for_each(|one| spec.push_str(one));
    if with_ids {
        spec.push_str(
            "[replicates.sup]\nmethod = \"supplied\"\nfile = \"multipliers.csv\"\nid = \"id\"\ncolumns = \"m*\"\n\
             are = \"multipliers\"\nscale = [0.5, 0.25, 0.75]\n\
             [ratings]\nfile = \"ratings.csv\"\nrespondent = \"who\"\nitem = \"item\"\nvalue = \"value\"\n\
             valid = [1, 2, 3, 4, 5]\nother = [9]\nprobability = \"p\"\n\
             [[estimates]]\nname = \"rated\"\nitems = \"ratings\"\nmean = \"value\"\nby = \"age\"\n",
        );
    } else {
        spec = spec.replace("id = \"id\"\n", "");
    }
    spec
}

fn analysed(text: &str, rows: &Rows) -> Result<RunOutcome, AnalysisError> {
    let spec = parse("spec.toml", text)?;
    let files = [&rows.data, &rows.ratings, &rows.multipliers, &rows.population];
    let read = |at: usize| -> Table {
        let text = format!("{}\n{}\n", HEADS[at], files[at].join("\n"));
        table::read("file.csv", text.as_bytes(), None).unwrap()
    };
    let framed = |mut builder: Builder, table: &Table| {
        table
            .rows
            .iter()
            .for_each(|row| builder.row(row.line, |at| &row.cells[at]));
        builder.finish()
    };
    let table = read(0);
    let data = framed(Builder::new(&spec, "data.csv", table.header.clone())?, &table)?;
    let mut besides = Vec::new();
    let ratings = spec.ratings.iter().map(|ratings| (1, ratings.beside()));
    for (at, beside) in ratings.chain(spec.replicate_files().into_iter().map(|one| (2, one))) {
        let table = read(at);
        let frame = framed(
            Builder::beside(&spec, &beside, &beside.file, table.header.clone())?,
            &table,
        )?;
        besides.push((beside, frame));
    }
    let tables = [("population.csv".to_owned(), read(3))].into();
    let inputs = Inputs::new(&spec, data, tables, besides, Vec::new())?;
    Ok(run(&spec, &inputs, &mut Silent)?.runs.remove(0))
}

/// The same, which must go well.
fn done(text: &str, rows: &Rows) -> Result<RunOutcome, TestCaseError> {
    analysed(text, rows).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))
}

/// All numbers of a result in order, and every “none”, without the words around them.
fn figures(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Number(_) | Value::Null | Value::Bool(_) => into.push(value.to_string()),
        Value::String(_) => {}
        Value::Array(list) => list.iter().for_each(|one| figures(one, into)),
        Value::Object(map) => map.values().for_each(|one| figures(one, into)),
    }
}
