//! The files of a folder with their lines, and the place where problems and notes are gathered.

use crate::domain::definition::{Demand, Expected, Found, Place, Problem, SurveyFile, Text};
use toml::Spanned;
use toml::de::DeTable;

/// One file and where its lines begin.
pub(in crate::domain) struct Source {
    pub path: String,
    pub text: String,
    starts: Vec<usize>,
}

/// Everything found while reading: problems stop the survey, notes travel with it.
#[derive(Default)]
pub(in crate::domain) struct Sink {
    pub problems: Vec<Problem>,
    pub notes: Vec<Text>,
}

impl Source {
    /// Takes a byte order mark off and finds the lines.
    pub fn new(file: &SurveyFile) -> Source {
        let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text).to_string();
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(i, _)| i + 1))
            .collect();
        Source {
            path: file.path.clone(),
            text,
            starts,
        }
    }

    /// 1-based line of a byte offset.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The TOML document, or every syntax problem in it.
    pub fn toml(&self, sink: &mut Sink) -> Option<Spanned<DeTable<'_>>> {
        let (document, errors) = DeTable::parse_recoverable(&self.text);
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            let wide = |sign: char| "“”‘’„«»＂＇，＝：［］｛｝【】。".contains(sign);
            // What stands in plain quotation marks may hold any sign.
            let mut outside = self.text[at..].chars().take_while(|sign| !"\n\"'".contains(*sign));
            let expected = match outside.any(wide) {
                true => Demand::PlainSigns.into(),
                false => Expected::ValidToml,
            };
            sink.add(
                &self.path,
                self.line(at),
                Found::NotToml(error.message().into()),
                expected,
            );
        }
        errors.is_empty().then_some(document)
    }
}

impl Sink {
    /// Adds a problem at a line.
    pub fn add(&mut self, file: &str, line: usize, found: Found, expected: Expected) {
        self.add_in_column(file, line, None, found, expected);
    }

    /// Adds a problem in a cell of a table.
    pub fn add_in_column(&mut self, file: &str, line: usize, column: Option<&str>, found: Found, expected: Expected) {
        self.problems.push(Problem {
            place: Place {
                file: file.to_string(),
                line,
                column: column.map(str::to_string),
            },
            found,
            expected,
        });
    }
}

/// The allowed word nearest to a mistyped one, when one is near.
pub(crate) fn nearest<'a>(word: &str, allowed: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let small = word.to_lowercase();
    // Another case is the smallest of slips.
    let distance = |candidate: &str| match candidate.to_lowercase() == small {
        true => usize::from(candidate != word),
        false => 1 + strsim::damerau_levenshtein(word, candidate),
    };
    allowed
        .into_iter()
        .map(|candidate| (distance(candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(3) / 3 + 2)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Words as a message keeps them.
pub(in crate::domain) fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    words.into_iter().map(str::to_string).collect()
}

/// One of these words.
pub(in crate::domain) fn one_of<'a>(allowed: impl IntoIterator<Item = &'a str>) -> Expected {
    Expected::OneOf(words(allowed))
}

/// One of these words, the nearest to a mistyped one first.
pub(in crate::domain) fn nearest_of<'a>(word: &str, allowed: impl IntoIterator<Item = &'a str> + Clone) -> Expected {
    match nearest(word, allowed.clone()) {
        Some(near) => Expected::NearestOf(near.to_string(), words(allowed)),
        None => one_of(allowed),
    }
}
