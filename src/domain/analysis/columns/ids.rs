//! The names of rows, as small as they can be kept.

/// What names the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ids {
    /// The lines of the file: the specification names no id column.
    Lines,
    /// Whole numbers, written as such.
    Whole(Vec<u64>),
    /// Texts, one after the other, and where each ends.
    Texts {
        /// All ids.
        text: String,
        /// End of each in `text`, in bytes.
        ends: Vec<usize>,
    },
}

/// An id as something to compare: how its column is kept makes no difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key<'i> {
    /// Of a text that is a whole number written as such.
    Number(u64),
    /// Of any other.
    Text(&'i str),
}

impl Ids {
    /// How many there are; none where rows are named by their lines.
    pub(super) fn len(&self) -> usize {
        match self {
            Ids::Lines => 0,
            Ids::Whole(numbers) => numbers.len(),
            Ids::Texts { ends, .. } => ends.len(),
        }
    }

    /// The id of a row; an empty text where rows are named by their lines.
    pub(super) fn key(&self, row: usize) -> Key<'_> {
        match self {
            Ids::Whole(numbers) => Key::Number(numbers[row]),
            _ => {
                let text = self.text(row).unwrap_or_default();
                whole(text).map_or(Key::Text(text), Key::Number)
            }
        }
    }

    /// Adds an id; numbers become texts when the first other text comes.
    pub(super) fn push(&mut self, id: &str) {
        match self {
            Ids::Lines => {}
            Ids::Whole(numbers) => match whole(id) {
                Some(number) => numbers.push(number),
                None => {
                    let (mut text, mut ends) = (String::new(), Vec::new());
                    for number in numbers {
                        text.push_str(&number.to_string());
                        ends.push(text.len());
                    }
                    *self = Ids::Texts { text, ends };
                    self.push(id);
                }
            },
            Ids::Texts { text, ends } => {
                text.push_str(id);
                ends.push(text.len());
            }
        }
    }

    /// The id of a row; none where rows are named by their lines.
    pub fn get(&self, row: usize) -> Option<String> {
        match self {
            Ids::Lines => None,
            Ids::Whole(numbers) => Some(numbers[row].to_string()),
            Ids::Texts { .. } => self.text(row).map(str::to_string),
        }
    }

    /// The id of a row where ids are kept as texts.
    pub(super) fn text(&self, row: usize) -> Option<&str> {
        match self {
            Ids::Texts { text, ends } => {
                let start = row.checked_sub(1).map_or(0, |before| ends[before]);
                Some(&text[start..ends[row]])
            }
            _ => None,
        }
    }

    /// The ids of the rows at these places, in that order.
    pub(super) fn take(&self, places: &[u32]) -> Ids {
        match self {
            Ids::Lines => Ids::Lines,
            Ids::Whole(numbers) => Ids::Whole(places.iter().map(|at| numbers[*at as usize]).collect()),
            Ids::Texts { .. } => {
                let (mut text, mut ends) = (String::new(), Vec::new());
                for at in places {
                    text.push_str(self.text(*at as usize).unwrap_or_default());
                    ends.push(text.len());
                }
                Ids::Texts { text, ends }
            }
        }
    }
}

/// A whole number that is written like one, so that writing it again gives the same text.
fn whole(id: &str) -> Option<u64> {
    let plain = id == "0" || !id.starts_with(['0', '+']);
    id.parse().ok().filter(|_| plain)
}
