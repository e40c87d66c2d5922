//! The report as a document in one language: the page and the workbook are both written from it, so they say the same.

use crate::domain::definition::Language;
use maud::Markup;

/// The whole report.
pub struct Document {
    /// Its language.
    pub language: Language,
    /// Title of the round.
    pub title: String,
    /// What the document is called.
    pub name: &'static str,
    /// Said of a draft.
    pub draft: Option<[&'static str; 2]>,
    /// Statutory identifiers of the form, by label.
    pub identifiers: Vec<(String, String)>,
    /// Who, when, how many, how sure, what came out.
    pub facts: Vec<(String, String)>,
    /// What to mind.
    pub mind: Vec<String>,
    /// Fifteen parts.
    pub parts: Vec<Part>,
    /// Who wrote it when.
    pub made: String,
}

/// One part.
pub struct Part {
    /// From 1.
    pub number: usize,
    /// Heading.
    pub title: &'static str,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// One piece of a part.
pub enum Block {
    /// A paragraph.
    Say(String),
    /// Sentences one below the other.
    List(Vec<String>),
    /// Labels with values.
    Facts(Vec<(String, String)>),
    /// What did not happen or is not recorded.
    Absent(&'static str),
    /// A table.
    Table(Table),
    /// A drawing, of which a table follows.
    Figure(Figure),
    /// A questionnaire as people read it; the workbook has it as a table.
    Form(Markup),
}

/// A chart.
pub struct Figure {
    /// What it shows.
    pub caption: String,
    /// The drawing.
    pub drawing: Markup,
    /// What its signs mean.
    pub legend: Option<Markup>,
}

/// Where a table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On the page and in the workbook.
    Both,
    /// The same, on a page as wide as it can be.
    Wide,
    /// Only in the workbook: too long to read.
    Book,
}

/// A table.
pub struct Table {
    /// Name of its sheet in the workbook.
    pub sheet: &'static str,
    /// Its title.
    pub title: String,
    /// Said below it; may be empty.
    pub note: String,
    /// Headings.
    pub heads: Vec<String>,
    /// Rows, each as long as the headings.
    pub rows: Vec<Vec<Cell>>,
    /// Where it stands.
    pub place: Place,
}

/// One value of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A whole number.
    Count(u64),
    /// A share, 0 to 1, shown in percent.
    Share(f64),
    /// A number with so many decimals.
    Number(f64, usize),
    /// A tiny relative difference.
    Tiny(f64),
    /// A fingerprint.
    Hash(String),
    /// Nothing to say.
    None,
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// A share that may be absent.
    pub fn share(value: Option<f64>) -> Cell {
        value.filter(|v| v.is_finite()).map_or(Cell::None, Cell::Share)
    }

    /// A number that may be absent.
    pub fn number(value: Option<f64>, decimals: usize) -> Cell {
        let value = value.filter(|v| v.is_finite());
        value.map_or(Cell::None, |value| Cell::Number(value, decimals))
    }

    /// Points as the sheet writes them.
    pub fn points(text: &Option<String>) -> Cell {
        Cell::number(text.as_deref().and_then(|text| text.parse().ok()), 2)
    }

    /// Whether it is a figure, which stands right.
    pub fn is_figure(&self) -> bool {
        matches!(self, Cell::Count(_) | Cell::Share(_) | Cell::Number(..) | Cell::Tiny(_))
    }
}
