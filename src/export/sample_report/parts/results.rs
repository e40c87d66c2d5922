//! Part 11: scores class by class, audiences, the whole city, dimensions, open answers.

use super::{Of, correction, results_charts, results_tables};
use crate::domain::report::{Absence, Dimensions, QuestionTable, Rated};
use crate::export::page::figures::trimmed;
use crate::export::sample_report::model::{Block, Cell, Place};
use crate::export::workbook::by_class;

/// Part 11.
pub(super) fn results(of: Of) -> Vec<Block> {
    let (report, words) = (of.report, &of.text.found);
    let small = &report.survey.method.small_cells;
    let limits = [("suppress", trimmed(small.suppress)), ("flag", trimmed(small.flag))];
    let limits = limits.each_ref().map(|(name, value)| (*name, value.as_str()));
    let level = of.level();
    let mut blocks = vec![
        Block::Say(of.fill(words.results[0], &[("level", &level)])),
        Block::Say(of.fill(words.results[1], &limits)),
    ];
    blocks.extend(correction::scores(of));
    let classes = by_class(&report.sheet.departments);
    blocks.extend(
        classes
            .iter()
            .map(|(class, members)| results_charts::class(of, class, members)),
    );
    blocks.push(Block::List(vec![
        of.fill(words.results[2], &[("level", &level)]),
        words.results[3].to_owned(),
    ]));
    blocks.push(of.table(
        &words.departments,
        Place::Wide,
        results_tables::departments(of, &classes),
    ));
    blocks.push(of.table(&words.cells, Place::Wide, results_tables::cells(of)));
    blocks.push(results_tables::sensitivity(of));
    blocks.push(of.table(&words.overall, Place::Both, overall(of)));
    dimensions(of, &mut blocks);
    blocks.push(of.table(&words.questions, Place::Book, results_tables::questions(of)));
    let texts = results_tables::texts(of);
    if !texts.is_empty() {
        blocks.push(of.table(&words.texts, Place::Both, texts));
    }
    of.absent(&mut blocks, Absence::TextThemes);
    blocks
}

/// n, effective n, rate with interval, index.
fn rated(rated: &Rated) -> [Cell; 6] {
    [
        Cell::Count(rated.n),
        Cell::Number(rated.n_eff_kish, 1),
        Cell::Share(rated.rate),
        Cell::share(rated.interval.map(|(low, _)| low)),
        Cell::share(rated.interval.map(|(_, high)| high)),
        Cell::Number(rated.index, 1),
    ]
}

const NOTHING: [Cell; 6] = [Cell::None, Cell::None, Cell::None, Cell::None, Cell::None, Cell::None];

fn overall(of: Of) -> Vec<Vec<Cell>> {
    let scale = of.report.questions.iter().filter(|table| {
        let audience = of.report.survey.audience(&table.audience);
        let asked = audience.and_then(|audience| audience.questionnaire.question(&table.question));
        asked.is_some_and(|asked| asked.kind == crate::domain::definition::QuestionKind::Scale)
    });
    let row = |table: &QuestionTable| {
        let name = of.report.sheet.audience_name(&table.audience.0, of.language);
        let question = results_tables::wording(of, &table.audience, &table.question);
        let figures = table.rated.as_ref().map_or(NOTHING, rated);
        [Cell::text(name), Cell::text(question)]
            .into_iter()
            .chain(figures)
            .collect()
    };
    scale.map(row).collect()
}

fn dimensions(of: Of, blocks: &mut Vec<Block>) {
    of.absent(blocks, Absence::Dimensions);
    if of.report.lacks(Absence::Dimensions) {
        return;
    }
    let row = |one: &Dimensions| {
        let name = of.report.sheet.audience_name(&one.audience.0, of.language);
        let item = results_tables::wording(of, &one.audience, &one.question);
        let figures = one.all.as_ref().map_or(NOTHING, rated);
        [Cell::text(name), Cell::text(item)]
            .into_iter()
            .chain(figures)
            .collect()
    };
    let words = &of.text.found;
    blocks.push(of.table(
        &words.dimensions,
        Place::Both,
        of.report.dimensions.iter().map(row).collect(),
    ));
    blocks.push(of.table(&words.dimension_cells, Place::Book, results_tables::dimension_cells(of)));
}
