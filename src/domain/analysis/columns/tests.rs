//! Data as people send it.

use super::*;
use crate::domain::analysis::formula::Scope;
use crate::domain::analysis::parse::parse;
use crate::domain::analysis::spec::Spec;
use crate::domain::definition::Problems;
use crate::domain::table;

const SPEC: &str = r#"
[data]
id = "id"
missing = ["NA"]
keep = "year = 2026"
[columns]
base = "households / taken"
young = "if(age < 30, '年轻', '年长')"
double = "2 * base"
[items.departments]
columns = "r##"
valid = [1, 2, 3]
other = ["dk"]
[design]
strata = "district"
weight = "double"
[[estimates]]
name = "satisfied"
items = "departments"
proportion = "value = 3"
by = ["young", "base"]
"#;
const DATA: &str = "id,year,district,households,taken,age,r01,r02,respond\n\
    10,2026,n,100,4,25,3,dk,x\n\
    9,2026,s,50,5,40,NA,1,x\n\
    2,2025,,0,0,20,77,,x\n\
    100,2026,n,100,4,31,2,,x\n";

fn spec(text: &str) -> Spec {
    parse("spec.toml", text).unwrap()
}

fn read(spec: &Spec, data: &str) -> Result<Frame, Problems> {
    let table = table::read("data.csv", data.as_bytes(), None)?;
    let mut builder = Builder::new(spec, "data.csv", table.header.clone())?;
    for row in &table.rows {
        builder.row(row.line, |at| &row.cells[at]);
    }
    builder.finish()
}

fn beside(spec: &Spec, wanted: &Beside, file: &str, data: &str) -> Result<Frame, Problems> {
    let table = table::read(file, data.as_bytes(), None)?;
    let mut builder = Builder::beside(spec, wanted, file, table.header.clone())?;
    for row in &table.rows {
        builder.row(row.line, |at| &row.cells[at]);
    }
    builder.finish()
}

fn refused(spec_text: &str, data: &str) -> String {
    read(&spec(spec_text), data).unwrap_err().to_string()
}

fn texts(frame: &Frame, name: &str) -> Vec<String> {
    let codes = frame.categories(name).unwrap();
    (0..frame.rows())
        .map(|row| codes.text(row).unwrap_or("–").to_string())
        .collect()
}

#[test]
fn rows_are_kept_derived_and_ordered_by_number() {
    let frame = read(&spec(SPEC), DATA).unwrap();
    assert_eq!(
        (0..3).map(|row| frame.name(row)).collect::<Vec<_>>(),
        ["9", "10", "100"]
    );
    assert_eq!((frame.rows_read, frame.lines.clone()), (4, vec![3, 2, 5]));
    assert_eq!(frame.numbers("double").unwrap().to_vec(), [20.0, 50.0, 50.0]);
    assert_eq!(texts(&frame, "base"), ["10", "25", "25"]);
    assert_eq!(texts(&frame, "young"), ["年长", "年轻", "年长"]);
    assert_eq!(texts(&frame, "r01"), ["–", "3", "2"]);
    assert_eq!(texts(&frame, "r02"), ["1", "dk", "–"]);
    assert!(!frame.columns.contains_key("respond"), "only what is used is kept");
    assert_eq!(frame.expand(&["r##".into()]).unwrap(), ["r01", "r02"]);
}

#[test]
fn levels_that_only_left_out_rows_have_are_gone() {
    let frame = read(&spec(SPEC), DATA).unwrap();
    assert_eq!(frame.categories("r01").unwrap().levels, ["2", "3"]);
}

#[test]
fn the_order_of_the_file_changes_nothing() {
    let spec = spec(SPEC);
    let mut lines: Vec<&str> = DATA.lines().collect();
    lines[1..].reverse();
    let (one, mut other) = (read(&spec, DATA).unwrap(), read(&spec, &lines.join("\n")).unwrap());
    other.lines = one.lines.clone();
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
    let unnamed = SPEC.replace("id = \"id\"\n", "");
    let spec = parse("spec.toml", &unnamed).unwrap();
    let (one, mut other) = (read(&spec, DATA).unwrap(), read(&spec, &lines.join("\n")).unwrap());
    other.lines = one.lines.clone();
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
}

#[test]
fn cells_that_do_not_fit_are_told_by_line_and_column() {
    let codes = refused(SPEC, &DATA.replace("NA,1", "4,1"));
    assert_eq!(codes, "data.csv:3 [r01]: found “4”; expected “1”, “2”, “3” or “dk”");
    let twice = refused(SPEC, &DATA.replace("100,2026", "9,2026"));
    assert_eq!(
        twice,
        "data.csv:5 [id]: found “9” again; expected each only once (it stands in row 3 already)"
    );
    let stratum = refused(SPEC, &DATA.replace("2026,s", "2026,"));
    assert!(
        stratum.starts_with("data.csv:3 [district]: found a missing value"),
        "{stratum}"
    );
    let zero = refused(SPEC, &DATA.replace("50,5,", "50,0,"));
    assert!(
        zero.starts_with("data.csv:3: found no result of “households / taken”"),
        "{zero}"
    );
    let text = refused(SPEC, &DATA.replace("50,5,", "50,five,"));
    assert!(
        text.starts_with("data.csv:3 [taken]: found “five”; expected a number, because"),
        "{text}"
    );
    let id = refused(SPEC, &DATA.replace("\n9,", "\n,"));
    assert!(id.starts_with("data.csv:3 [id]: found an empty cell"), "{id}");
}

#[test]
fn columns_that_are_not_there_are_told_with_the_nearest() {
    let said = refused(&SPEC.replace("\"district\"", "\"distrct\""), DATA);
    assert!(
        said.contains(
            "data.csv:1: found no column “distrct”, which spec.toml:15 asks for; expected “district”, perhaps"
        ),
        "{said}"
    );
    let items = refused(&SPEC.replace("r##", "q##"), DATA);
    assert!(items.contains("no column “q##”"), "{items}");
    let clash = refused(&SPEC.replace("young = ", "respond = "), DATA);
    assert!(clash.contains("found “respond” again"), "{clash}");
}

#[test]
fn nothing_kept_is_a_refusal() {
    let said = refused(&SPEC.replace("year = 2026", "year = 2027"), DATA);
    assert!(said.contains("no row for which “keep” is true"), "{said}");
}

#[test]
fn many_numbers_are_kept_as_numbers_and_a_late_text_makes_them_categories() {
    let spec = spec("[[estimates]]\nname = \"m\"\nmean = \"x\"\n");
    let rows = |last: &str| {
        let numbers: String = (0..300).map(|n| format!("{n}.50\n")).collect();
        format!("x,y\n{}", (numbers + last).replace('\n', ",0\n"))
    };
    let frame = read(&spec, &rows("1\n")).unwrap();
    assert!(matches!(&frame.columns["x"], Column::Numbers(numbers) if numbers.len() == 301));
    let frame = read(&spec, &rows("none\n")).unwrap();
    assert!(matches!(&frame.columns["x"], Column::Codes(codes) if codes.levels.len() == 301));
    let spec = parse(
        "spec.toml",
        "[design]\nstrata = \"x\"\n[[estimates]]\nname = \"m\"\nmean = \"y\"\n",
    )
    .unwrap();
    let frame = read(&spec, &rows("1\n")).unwrap();
    assert_eq!(frame.categories("x").unwrap().levels[0], "0.50");
}

#[test]
fn ratings_find_their_respondents() {
    let text = SPEC.to_string()
        + "[ratings]\nfile = \"r.csv\"\nrespondent = \"who\"\nitem = \"dept\"\nvalue = \"y\"\nvalid = [1, 2]\nother = 9\n\
           factor = \"1 / (shown * assigned)\"\n";
    let spec = spec(&text);
    let frame = read(&spec, DATA).unwrap();
    let join = |rows: &str| {
        let text = format!("who,dept,y,shown,assigned\n{rows}");
        let wanted = spec.ratings.as_ref().unwrap();
        ratings(&spec, wanted, beside(&spec, &wanted.beside(), "r.csv", &text)?, &frame)
    };
    let joined = join("100,b,9,0.5,1\n9,b,1,0.5,0.5\n9,a,2,1,1\n2,a,1,1,1\n10,a,,1,1\n").unwrap();
    assert_eq!(joined.items, ["a", "b"]);
    let found = |item: usize| {
        let rated = &joined.rated[item];
        (
            rated.rows.clone(),
            rated.codes.iter().collect::<Vec<_>>(),
            rated.factor.clone(),
        )
    };
    assert_eq!(found(0), (vec![0], vec![2], vec![1.0]));
    assert_eq!(found(1), (vec![0, 2], vec![1, 3], vec![4.0, 2.0]));
    let said = |rows: &str| join(rows).unwrap_err().to_string();
    assert!(said("7,a,1,1,1\n").starts_with("r.csv:2 [who]: found “7”; expected the id of a row of data.csv"));
    assert_eq!(
        said("9,a,1,1,1\n9,a,2,1,1\n"),
        "r.csv:3 [dept]: found a second rating of “a” by “9”; expected each only once (it stands in row 2 already)"
    );
    assert!(said("9,a,3,1,1\n").starts_with("r.csv:2 [y]: found “3”"));
    assert!(said("9,a,1,0,1\n").starts_with("r.csv:2: found no result"));
    assert!(said("9,a,1,,1\n").contains("a missing value"));
    assert_eq!(
        said(""),
        "r.csv: found no row below the heading; expected at least one row with a rating"
    );
    let blank = said("9,,1,1,1\n,a,1,1,1\n");
    assert!(blank.contains("r.csv:2 [dept]: found a missing value; expected a respondent and an item in every row"));
    assert!(blank.contains("r.csv:3 [who]: found a missing value"));
}

#[test]
fn rows_without_a_rating_need_no_factor_and_missing_texts_are_missing_everywhere() {
    let text = SPEC.to_string()
        + "[ratings]\nfile = \"r.csv\"\nrespondent = \"who\"\nitem = \"dept\"\nvalue = \"y\"\nvalid = [1, 2]\nfactor = \"1 / f\"\n";
    let spec = spec(&text);
    let frame = read(&spec, DATA).unwrap();
    let wanted = spec.ratings.as_ref().unwrap();
    let join = |rows: &str| {
        let file = beside(&spec, &wanted.beside(), "r.csv", &format!("who,dept,y,f\n{rows}"))?;
        ratings(&spec, wanted, file, &frame)
    };
    let joined = join("9,a,1,0.5\n9,b,,\n10,a,NA,NA\n10,b,,none\n100,a,,0\n").unwrap();
    assert_eq!((joined.rated.len(), &joined.rated[0].factor[..]), (1, &[2.0][..]));
    let said = |rows: &str| join(rows).unwrap_err().to_string();
    assert!(said("9,a,1,1\n10,a,1,NA\n").starts_with("r.csv:3 [f]: found a missing value"));
    assert_eq!(
        said("9,a,,1\n10,a,NA,1\n"),
        "r.csv [y]: found nothing but missing values; expected at least one row with a rating"
    );
}

#[test]
fn an_id_in_two_rows_of_supplied_replicates_is_refused_with_both_lines() {
    let set =
        "[replicates.b]\nmethod = \"supplied\"\nfile = \"rep.csv\"\nid = \"id\"\ncolumns = \"r#\"\nare = \"draws\"\n";
    let spec = spec(&format!("{SPEC}{set}"));
    let [wanted] = &spec.replicate_files()[..] else {
        panic!()
    };
    let read = |text: &str| beside(&spec, wanted, "rep.csv", text);
    let said = read("id,r1\n1,1\n2,1\n1,2\n").unwrap_err().to_string();
    assert!(said.starts_with("rep.csv:4 [id]: found “1” again"), "{said}");
    assert!(said.contains("it stands in row 2 already"), "{said}");
    let file = read("id,r1\n2,1\n1,7\n").unwrap();
    assert_eq!(
        file.numbers("r1").unwrap().to_vec(),
        [1.0, 7.0],
        "rows stay as they are"
    );
    assert!(read("id,x\n1,1\n").unwrap_err().to_string().contains("no column “r#”"));
}
