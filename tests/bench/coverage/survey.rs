//! The simulated survey as a folder of files in memory, read by the survey's own parser.

use super::plan::{AudiencePlan, DEPARTMENTS, department_id, stratum_id};
use super::population::Crowd;
use anyhow::{Result, anyhow};
use barometer::domain::definition::{Survey, SurveyFile, parse};
use std::fmt::Write;

/// Question about familiarity.
pub const FAMILIARITY: &str = "F";
/// The scored question.
pub const RATING: &str = "R";

/// Parses the survey of these crowds; the margins are counted from them.
pub fn survey(crowds: &[Crowd]) -> Result<Survey> {
    let file = |path: String, text: String| SurveyFile { path, text };
    let mut files = vec![
        file("round.toml".into(), round(crowds)),
        file("departments.csv".into(), departments(crowds)),
        file("text/zh.toml".into(), words(crowds)),
        file("text/en.toml".into(), words(crowds)),
    ];
    let targets: Vec<String> = crowds
        .iter()
        .map(|c| format!("{} = {}", c.plan.id, c.plan.target))
        .collect();
    let mut method = include_str!("method.toml").replace("TARGETS", &targets.join(", "));
    for crowd in crowds {
        files.push(file(format!("questionnaires/{}.toml", crowd.plan.id), form(crowd.plan)));
        for (number, variables) in crowd.plan.margins.iter().enumerate() {
            let path = format!("margins/{}-{}.csv", crowd.plan.id, variables.join("-"));
            method += &margin(crowd.plan, variables, number == 0, &path);
            files.push(file(path, margin_file(crowd, variables)));
        }
    }
    files.push(file("method.toml".into(), method));
    parse(files).map_err(|problems| anyhow!("{problems:#?}"))
}

fn quoted(words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let each: Vec<String> = words.into_iter().map(|word| format!("{:?}", word.as_ref())).collect();
    format!("[{}]", each.join(", "))
}

fn round(crowds: &[Crowd]) -> String {
    let mut text = String::from(
        "survey = \"coverage\"\nid = \"coverage\"\nyear = 2026\nsample = \"stratified\"\n\
         [contact]\nagency = \"A\"\nminutes = 7\nretention_years = 5\nphone = \"1\"\nhotline = \"2\"\n\
         handler = \"A\"\ncontact = \"B\"\n",
    );
    for plan in crowds.iter().map(|crowd| crowd.plan) {
        let known = plan.variables.iter().filter(|v| v.in_frame).map(|v| v.name);
        let supervisor = if plan.supervised > 0.0 {
            "supervisor = \"supervisor\"\n"
        } else {
            ""
        };
        let _ = write!(
            text,
            "[[audience]]\nid = \"{}\"\nmax_departments = {}\n[audience.frame]\nunit_id = \"unit_id\"\n\
             stratum = \"stratum\"\ncontact = []\nattributes = {}\n{supervisor}\
             allocation = {{ rule = \"power\", exponent = 0.5 }}\ntotal = {}\nminimum = 60\nreserve_share = 0.0\n\
             strata = {}\n",
            plan.id,
            plan.most,
            quoted(known),
            plan.issued,
            quoted((0..plan.strata).map(stratum_id)),
        );
    }
    text
}

fn departments(crowds: &[Crowd]) -> String {
    let weights: Vec<String> = crowds.iter().map(|crowd| format!("weight_{}", crowd.plan.id)).collect();
    let mut text = format!(
        "id,name_zh,name_en,full_name_zh,full_name_en,description_zh,description_en,class,theme_zh,theme_en,\
         familiarity,{}\n",
        weights.join(",")
    );
    for (place, department) in DEPARTMENTS.iter().enumerate() {
        let (id, theme) = (department_id(place), place % 4);
        let lambda = crowds.iter().map(|crowd| department.lambda[crowd.plan.number]);
        let lambda: Vec<String> = lambda
            .map(|l| if l > 0.0 { l.to_string() } else { String::new() })
            .collect();
        let _ = writeln!(
            text,
            "{id},{id},{id},{id},{id},{id},{id},{},T{theme},T{theme},{},{}",
            department.class,
            department.familiarity,
            lambda.join(",")
        );
    }
    text
}

fn form(plan: &AudiencePlan) -> String {
    let mut text = String::from(
        "version = \"1\"\n[[section]]\nid = \"consent\"\nkind = \"consent\"\n[[section.question]]\nid = \"C0\"\n\
         type = \"one\"\nchoices = [\"1\", \"2\"]\nrequired = true\nends = { 2 = \"2.15\" }\n\
         [[section]]\nid = \"about\"\nkind = \"plain\"\n",
    );
    for name in plan.questions() {
        let codes = quoted(plan.categories(name));
        let _ = write!(
            text,
            "[[section.question]]\nid = \"{name}\"\ntype = \"one\"\nchoices = {codes}\n"
        );
    }
    let _ = write!(
        text,
        "[[section]]\nid = \"known\"\nkind = \"familiarity\"\n[[section.question]]\nid = \"{FAMILIARITY}\"\n\
         type = \"one\"\nrole = \"familiarity\"\neligible = [\"1\", \"2\"]\nused = [\"1\"]\n\
         choices = [\"1\", \"2\", \"3\"]\n\
         [[section]]\nid = \"ratings\"\nkind = \"ratings\"\n[[section.question]]\nid = \"{RATING}\"\n\
         type = \"scale\"\nrole = \"scored\"\n",
    );
    text
}

/// The words of the form; the same in both languages, because nobody reads them.
fn words(crowds: &[Crowd]) -> String {
    let mut text = String::from(
        "[round]\ntitle = \"T\"\n[scale]\n5 = \"5\"\n4 = \"4\"\n3 = \"3\"\n2 = \"2\"\n1 = \"1\"\n9 = \"9\"\n",
    );
    let choices = |codes: &[String]| {
        let each: Vec<String> = codes.iter().map(|code| format!("{code:?} = {code:?}")).collect();
        format!("choices = {{ {} }}\n", each.join(", "))
    };
    let codes = |last: u8| (1..=last).map(|code| code.to_string()).collect::<Vec<_>>();
    for plan in crowds.iter().map(|crowd| crowd.plan) {
        let id = plan.id;
        let _ = write!(text, "[audience.{id}]\nname = \"{id}\"\n");
        for section in ["consent", "about", "known", "ratings"] {
            let intro = if section == "consent" { "intro = \"I\"\n" } else { "" };
            let _ = write!(
                text,
                "[audience.{id}.section.{section}]\ntitle = \"{section}\"\n{intro}"
            );
        }
        let _ = write!(
            text,
            "[audience.{id}.question.C0]\ntext = \"C\"\n{}",
            choices(&codes(2))
        );
        for name in plan.questions() {
            let list = choices(&plan.categories(name));
            let _ = write!(text, "[audience.{id}.question.{name}]\ntext = \"{name}\"\n{list}");
        }
        let known = choices(&codes(3));
        let _ = write!(
            text,
            "[audience.{id}.question.{FAMILIARITY}]\ntext = \"{{dept}}\"\n{known}"
        );
        let _ = write!(text, "[audience.{id}.question.{RATING}]\ntext = \"{{dept}}\"\n");
    }
    text
}

fn margin(plan: &AudiencePlan, variables: &[&str], master: bool, path: &str) -> String {
    let mut text = format!(
        "[[margin]]\nid = \"{}\"\naudience = \"{}\"\nfile = \"{path}\"\nmaster = {master}\nsource = \"counted\"\n\
         year = 2026\napproximate = false\n",
        variables.join("-"),
        plan.id
    );
    for name in variables {
        let _ = write!(text, "[[margin.variable]]\nname = \"{name}\"\nquestion = \"{name}\"\n");
    }
    text
}

fn margin_file(crowd: &Crowd, variables: &[&str]) -> String {
    let mut text = format!("{},population\n", variables.join(","));
    for (key, count) in crowd.margin(variables) {
        let _ = writeln!(text, "{},{count}", key.join(","));
    }
    text
}
