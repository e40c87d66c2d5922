//! `report.html`: one page that stands alone, in Chinese and in English, for officials to read and statisticians to check.

mod compare;
mod estimates;
mod estimates_tables;
mod frame;
mod method;
mod notes;
mod parts;
mod rank;
mod sample;
mod settings;
mod shrink;
mod table;
mod weighting;
mod weighting_charts;

use crate::domain::analysis::outcome::{Outcome, RunOutcome};
use crate::domain::definition::Language;
use crate::export::page::{STYLE, chart, figures, fill};
use crate::text::analysis::{self, AnalysisText};
use std::io::{self, Write};

/// Rows of a table or chart beyond which the report shows a part and names the file with all.
const MOST_ROWS: usize = 200;

/// What every part of the page needs to know.
#[derive(Clone, Copy)]
struct Part<'a> {
    language: Language,
    words: &'static AnalysisText,
    run: &'a RunOutcome,
}

/// `report.html`: everything found, and the method in words. The page holds both languages, each complete; Chinese is shown
/// first, the other by a link, and what is shown is what is printed (A4). It needs no script and asks for nothing.
pub fn report_html(outcome: &Outcome, mut out: impl Write) -> io::Result<()> {
    let page = frame::page(outcome).into_string();
    out.write_all(page.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()
}

impl Part<'_> {
    /// A way to estimate variances in words; a replicate set by its name and kind.
    fn method(&self, method: &str) -> String {
        let names = self.words.names.methods;
        match self.run.replicates.iter().find(|set| set.name == method) {
            Some(set) => fill(
                self.words.say.setting,
                &[("key", method), ("value", analysis::name(names, &set.method))],
            ),
            None => analysis::name(names, method).to_string(),
        }
    }
}

fn words(language: Language) -> &'static AnalysisText {
    analysis::of(language)
}
