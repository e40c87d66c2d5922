//! From the files of a folder to a survey, or to every problem in them.

mod cross;
mod departments;
mod fit;
mod follow;
pub(super) mod logic;
mod margins;
mod method;
pub(in crate::domain) mod node;
mod questionnaire;
mod round;
mod scale;
pub(in crate::domain) mod source;
pub(super) mod table;
mod texts;

use super::mapping::parse_mapping;
use super::{Audience, AudienceId, Expected, Found, Problems, SampleDesign, Survey, SurveyFile};
use crate::domain::definition::Method;
use node::Table;
use source::{Sink, Source, nearest_of};
use std::collections::{BTreeMap, BTreeSet};
use texts::Texts;
use toml::Spanned;
use toml::de::DeTable;

const NEEDED: [&str; 5] = [
    "round.toml",
    "method.toml",
    "departments.csv",
    "text/zh.toml",
    "text/en.toml",
];
/// Files a folder may hold beside those that the survey consists of.
const BESIDE: [&str; 2] = [IMPORT, "README.md"];
const IMPORT: &str = "import.toml";

type Documents<'a> = BTreeMap<&'a str, Spanned<DeTable<'a>>>;

/// Parses a survey folder. Paths are inside the folder, with forward slashes.
///
/// # Errors
/// Every problem in the folder at once, sorted by file and line. Text that is not TOML hides what it says, so when
/// there is any, only that is reported; nor are the consequences of a name that stands twice.
pub fn parse(files: Vec<SurveyFile>) -> Result<Survey, Problems> {
    let mut sink = Sink::default();
    let sources: BTreeMap<String, Source> = files
        .iter()
        .map(|file| (file.path.clone(), Source::new(file)))
        .collect();
    for path in NEEDED.iter().filter(|path| !sources.contains_key(**path)) {
        sink.add(path, 0, Found::NoSuchFile, Expected::FileInFolder);
    }
    let toml = sources.values().filter(|source| source.path.ends_with(".toml"));
    let documents: Documents<'_> = toml
        .filter_map(|source| Some((source.path.as_str(), source.toml(&mut sink)?)))
        .collect();
    let readable = sink.problems.iter().all(|problem| problem.place.line == 0);
    let survey = if readable {
        read(&sources, &documents, &mut sink)
    } else {
        None
    };
    if let Some(survey) = survey.as_ref().filter(|_| sink.problems.is_empty()) {
        let mapping = survey.files.iter().find(|file| file.path == IMPORT);
        sink.problems.extend(
            mapping
                .and_then(|file| parse_mapping(file, survey).err())
                .unwrap_or_default()
                .0,
        );
    }
    follow::causes(&mut sink.problems);
    sink.problems.sort();
    sink.problems.dedup();
    match survey {
        Some(survey) if sink.problems.is_empty() => Ok(Survey {
            notes: sink.notes,
            ..survey
        }),
        _ => Err(Problems(sink.problems)),
    }
}

fn root<'a>(sources: &'a BTreeMap<String, Source>, documents: &'a Documents<'a>, path: &str) -> Option<Table<'a>> {
    Some(Table::root(sources.get(path)?, documents.get(path)?))
}

fn read(sources: &BTreeMap<String, Source>, documents: &Documents<'_>, sink: &mut Sink) -> Option<Survey> {
    let open = |path: &str| root(sources, documents, path);
    let mut texts = Texts::new(open("text/zh.toml"), open("text/en.toml"));
    let (id, round, heads) = round::read(open("round.toml")?, &mut texts, sink);
    let ids: Vec<AudienceId> = heads.iter().map(|head| head.id.clone()).collect();
    let ids: Vec<&AudienceId> = ids.iter().collect();
    let lines = heads.iter().map(|head| (head.id.clone(), head.lines)).collect();
    let method_table = open("method.toml");
    let method = method_table.map(|table| method::read(table, &ids, &mut texts, sink));
    let reading = FormReading {
        open: &open,
        method: method.as_ref(),
        sample: round.sample,
    };
    let audiences = heads
        .into_iter()
        .map(|head| audience(head, &reading, &mut texts, sink))
        .collect::<Vec<_>>();
    let departments = sources
        .get("departments.csv")
        .map(|source| departments::read(source, &ids, sink));
    let margins = method_table.zip(method.as_ref()).map(|(root, method)| {
        let audiences = &audiences;
        margins::read(
            &margins::Reading {
                root,
                method,
                audiences,
                sources,
            },
            sink,
        )
    });
    texts.leftovers(sink);
    if let (Some(root), Some(method)) = (method_table, method.as_ref()) {
        let departments = departments.as_deref().unwrap_or_default();
        cross::check(
            &cross::Parts {
                root,
                method,
                sample: round.sample,
                audiences: &audiences,
                departments,
                margins: margins.as_deref().unwrap_or_default(),
                lines: &lines,
            },
            sink,
        );
    }
    unknown_files(sources, &ids, method_table, sink);
    Some(Survey {
        id,
        round,
        method: method?,
        audiences,
        departments: departments?,
        margins: margins?,
        files: stored_files(sources),
        notes: Vec::new(),
    })
}

struct FormReading<'r, 'a> {
    open: &'r dyn Fn(&str) -> Option<Table<'a>>,
    method: Option<&'r Method>,
    sample: SampleDesign,
}

fn audience<'a>(
    head: round::AudienceHead,
    reading: &FormReading<'_, 'a>,
    texts: &mut Texts<'a>,
    sink: &mut Sink,
) -> Audience {
    let path = format!("questionnaires/{}.toml", head.id.0);
    let form = match (reading.open)(&path) {
        Some(table) => {
            let audience = &head.id;
            let form = questionnaire::read(table, &mut questionnaire::Reading { audience, texts, sink });
            if let Some(method) = reading.method {
                let rules = logic::Rules {
                    scale: &method.scale,
                    assignment: &method.assignment,
                    sample: reading.sample,
                    battery_most: method.battery_most,
                };
                logic::check(&form, &rules, sink);
            }
            form.questionnaire
        }
        None => {
            let found = Found::NoQuestionnaire(head.id.0.clone(), path);
            sink.add("round.toml", head.lines.entry, found, Expected::QuestionnaireForEvery);
            super::Questionnaire {
                version: String::new(),
                sections: Vec::new(),
            }
        }
    };
    Audience {
        id: head.id,
        name: head.name,
        max_departments: head.max_departments,
        questionnaire: form,
        frame: head.frame,
    }
}

fn unknown_files(
    sources: &BTreeMap<String, Source>,
    audiences: &[&AudienceId],
    method: Option<Table<'_>>,
    sink: &mut Sink,
) {
    let forms = audiences
        .iter()
        .map(|audience| format!("questionnaires/{}.toml", audience.0));
    let margins = method.map(margins::files).unwrap_or_default();
    let fixed = NEEDED.iter().chain(&BESIDE).map(|path| path.to_string());
    let known: BTreeSet<String> = fixed.chain(forms).chain(margins).collect();
    for path in sources.keys().filter(|path| !known.contains(*path)) {
        let expected = nearest_of(path, known.iter().map(String::as_str));
        sink.add(path, 0, Found::UnknownFile, expected);
    }
}

fn stored_files(sources: &BTreeMap<String, Source>) -> Vec<SurveyFile> {
    let stored = |source: &Source| SurveyFile {
        path: source.path.clone(),
        text: source.text.clone(),
    };
    sources.values().map(stored).collect()
}
