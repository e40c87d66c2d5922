//! The survey of the round: 62 departments, 18 strata, margins of 18, 4, 2 and 18 × 4 categories.

use anyhow::{Result, anyhow};
use barometer::domain::definition::{Survey, SurveyFile, parse};
use std::fmt::Write;

/// The round's id.
pub const ROUND: &str = "closing";
/// Departments.
pub const DEPARTMENTS: usize = 62;
/// Variables of the margins with their numbers of categories.
pub const VARIABLES: [(&str, usize); 3] = [("district", 18), ("age", 4), ("sex", 2)];

/// Category `place` of a variable.
pub fn category(variable: &str, place: usize) -> String {
    format!("{}{place:02}", &variable[..1])
}

/// Id of a department.
pub fn department(place: usize) -> String {
    format!("d{place:02}")
}

/// The parsed survey, with so many people in the town.
///
/// # Errors
/// Whatever the survey's own parser finds.
pub fn survey(people: u64) -> Result<Survey> {
    let file = |path: &str, text: String| SurveyFile {
        path: path.into(),
        text,
    };
    let mut files = vec![
        file("round.toml", include_str!("round.toml").into()),
        file("departments.csv", departments()),
        file("text/zh.toml", words()),
        file("text/en.toml", words()),
        file("questionnaires/residents.toml", form()),
    ];
    let mut method = include_str!("method.toml").to_owned();
    for (number, variables) in [[0].as_slice(), &[1], &[2], &[0, 1]].iter().enumerate() {
        let names: Vec<&str> = variables.iter().map(|v| VARIABLES[*v].0).collect();
        let (id, path) = (names.join("-"), format!("margins/{}.csv", names.join("-")));
        let _ = write!(
            method,
            "[[margin]]\nid = \"{id}\"\naudience = \"residents\"\nfile = \"{path}\"\nmaster = {}\nsource = \"made up\"\n\
             year = 2026\napproximate = false\n",
            number == 0
        );
        for name in &names {
            let _ = write!(
                method,
                "[[margin.variable]]\nname = \"{name}\"\nquestion = \"{name}\"\n"
            );
        }
        files.push(file(&path, margin(variables, people)));
    }
    files.push(file("method.toml", method));
    parse(files).map_err(|problems| anyhow!("{problems:#?}"))
}

fn margin(variables: &[usize], people: u64) -> String {
    let names: Vec<&str> = variables.iter().map(|v| VARIABLES[*v].0).collect();
    let all: usize = variables.iter().map(|v| VARIABLES[*v].1).product();
    let mut text = format!("{},population\n", names.join(","));
    for cell in 0..all {
        let (mut rest, mut key) = (cell, Vec::new());
        for variable in variables.iter().rev() {
            let (name, size) = VARIABLES[*variable];
            key.push(category(name, rest % size));
            rest /= size;
        }
        key.reverse();
        let _ = writeln!(text, "{},{}", key.join(","), people / all as u64);
    }
    text
}

fn departments() -> String {
    let mut text = String::from(
        "id,name_zh,name_en,full_name_zh,full_name_en,description_zh,description_en,class,theme_zh,theme_en,\
         familiarity,weight_residents\n",
    );
    for place in 0..DEPARTMENTS {
        let (id, theme) = (department(place), place % 6);
        let _ = writeln!(
            text,
            "{id},{id},{id},{id},{id},what {id} does,what {id} does,{},T{theme},T{theme},medium,1",
            if place < 44 { "govern" } else { "serve" }
        );
    }
    text
}

fn form() -> String {
    let mut text = String::from(
        "version = \"1\"\n[[section]]\nid = \"consent\"\nkind = \"consent\"\n[[section.question]]\nid = \"C0\"\n\
         type = \"one\"\nchoices = [\"1\", \"2\"]\nrequired = true\nends = { 2 = \"2.15\" }\n\
         [[section]]\nid = \"about\"\nkind = \"plain\"\n",
    );
    for (name, size) in VARIABLES {
        let codes: Vec<String> = (0..size).map(|place| category(name, place)).collect();
        let _ = write!(
            text,
            "[[section.question]]\nid = \"{name}\"\ntype = \"one\"\nchoices = {codes:?}\n"
        );
    }
    text + "[[section]]\nid = \"known\"\nkind = \"familiarity\"\n[[section.question]]\nid = \"F\"\ntype = \"one\"\n\
            role = \"familiarity\"\neligible = [\"1\", \"2\"]\nused = [\"1\"]\nchoices = [\"1\", \"2\", \"3\"]\n\
            [[section]]\nid = \"ratings\"\nkind = \"ratings\"\n[[section.question]]\nid = \"R\"\ntype = \"scale\"\n\
            role = \"scored\"\n"
}

fn words() -> String {
    let mut text = String::from(
        "[round]\ntitle = \"T\"\n[scale]\n5 = \"5\"\n4 = \"4\"\n3 = \"3\"\n2 = \"2\"\n1 = \"1\"\n9 = \"9\"\n\
         [audience.residents]\nname = \"residents\"\n",
    );
    for section in ["consent", "about", "known", "ratings"] {
        let intro = if section == "consent" { "intro = \"I\"\n" } else { "" };
        let _ = write!(
            text,
            "[audience.residents.section.{section}]\ntitle = \"{section}\"\n{intro}"
        );
    }
    let choices = |codes: Vec<String>| {
        let each: Vec<String> = codes.iter().map(|code| format!("{code:?} = {code:?}")).collect();
        format!("choices = {{ {} }}\n", each.join(", "))
    };
    let numbers = |last: u8| (1..=last).map(|code| code.to_string()).collect::<Vec<_>>();
    let _ = write!(
        text,
        "[audience.residents.question.C0]\ntext = \"Will you take part?\"\n{}\
         [audience.residents.question.F]\ntext = \"Do you know {{dept}}?\"\n{}\
         [audience.residents.question.R]\ntext = \"How satisfied are you with {{dept}}?\"\n",
        choices(numbers(2)),
        choices(numbers(3))
    );
    for (name, size) in VARIABLES {
        let codes = (0..size).map(|place| category(name, place)).collect();
        let _ = write!(
            text,
            "[audience.residents.question.{name}]\ntext = \"{name}\"\n{}",
            choices(codes)
        );
    }
    text
}
