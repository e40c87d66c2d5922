//! Ids and names of a million rows in little memory.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Submission ids: 16 bytes each as long as all of them are UUIDs, else their text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ids {
    /// Lower case with hyphens; in the order of the text.
    Uuids(Vec<[u8; 16]>),
    /// Anything.
    Texts(Vec<Box<str>>),
}

impl Default for Ids {
    fn default() -> Self {
        Ids::Uuids(Vec::new())
    }
}

fn bytes_of(id: &str) -> Option<[u8; 16]> {
    let parsed = uuid::Uuid::parse_str(id).ok()?;
    let mut buffer = uuid::Uuid::encode_buffer();
    (parsed.hyphenated().encode_lower(&mut buffer) == id).then(|| parsed.into_bytes())
}

fn text_of(bytes: &[u8; 16]) -> String {
    uuid::Uuid::from_bytes(*bytes).hyphenated().to_string()
}

impl Ids {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Ids::Uuids(all) => all.len(),
            Ids::Texts(all) => all.len(),
        }
    }

    /// None.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The id of a row.
    pub fn get(&self, row: usize) -> Cow<'_, str> {
        match self {
            Ids::Uuids(all) => Cow::Owned(text_of(&all[row])),
            Ids::Texts(all) => Cow::Borrowed(&all[row]),
        }
    }

    /// Adds an id.
    pub fn push(&mut self, id: &str) {
        match (self, bytes_of(id)) {
            (Ids::Uuids(all), Some(bytes)) => all.push(bytes),
            (Ids::Texts(all), _) => all.push(id.into()),
            (ids, None) => {
                ids.spell();
                ids.push(id);
            }
        }
    }

    fn spell(&mut self) {
        if let Ids::Uuids(all) = self {
            *self = Ids::Texts(all.iter().map(|bytes| text_of(bytes).into()).collect());
        }
    }

    /// Room for so many more.
    pub fn reserve_exact(&mut self, more: usize) {
        match self {
            Ids::Uuids(all) => all.reserve_exact(more),
            Ids::Texts(all) => all.reserve_exact(more),
        }
    }

    /// Adds the ids of another list.
    pub fn append(&mut self, mut other: Ids) {
        if matches!((&*self, &other), (Ids::Texts(_), _) | (_, Ids::Texts(_))) {
            self.spell();
            other.spell();
        }
        match (self, other) {
            (Ids::Uuids(all), Ids::Uuids(more)) => all.extend(more),
            (Ids::Texts(all), Ids::Texts(more)) => all.extend(more),
            _ => unreachable!("both were just made alike"),
        }
    }

    /// Whether ids ascend, and no two are equal.
    pub fn ascend(&self) -> bool {
        match self {
            Ids::Uuids(all) => all.is_sorted_by(|a, b| a < b),
            Ids::Texts(all) => all.is_sorted_by(|a, b| a < b),
        }
    }

    /// Rows in order of their ids, stable.
    pub fn sorted(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = (0..self.len() as u32).collect();
        match self {
            Ids::Uuids(all) => rows.sort_by_key(|row| all[*row as usize]),
            Ids::Texts(all) => rows.sort_by(|a, b| all[*a as usize].cmp(&all[*b as usize])),
        }
        rows
    }

    /// The same ids in another order.
    pub fn picked(&self, rows: &[u32]) -> Ids {
        match self {
            Ids::Uuids(all) => Ids::Uuids(rows.iter().map(|row| all[*row as usize]).collect()),
            Ids::Texts(all) => Ids::Texts(rows.iter().map(|row| all[*row as usize].clone()).collect()),
        }
    }

    /// The row of an id, where they ascend.
    pub fn find(&self, id: &str) -> Option<usize> {
        match self {
            Ids::Uuids(all) => all.binary_search(&bytes_of(id)?).ok(),
            Ids::Texts(all) => all.binary_search_by(|own| (**own).cmp(id)).ok(),
        }
    }

    /// The first id that the next row has too, where they are sorted.
    pub fn repeated(&self) -> Option<String> {
        let row = match self {
            Ids::Uuids(all) => all.windows(2).position(|pair| pair[0] == pair[1]),
            Ids::Texts(all) => all.windows(2).position(|pair| pair[0] == pair[1]),
        };
        row.map(|row| self.get(row).into_owned())
    }
}

/// Values that occur again and again, numbered in the order in which they were first met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered<T> {
    /// The values.
    pub values: Vec<T>,
    index: BTreeMap<T, u32>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Numbered {
            values: Vec::new(),
            index: BTreeMap::new(),
        }
    }
}

impl<T: Ord + Clone> Numbered<T> {
    /// Number of a value, a new one for a new value.
    pub fn number<Q: Ord + ?Sized + ToOwned<Owned = T>>(&mut self, value: &Q) -> u32
    where
        T: std::borrow::Borrow<Q>,
    {
        if let Some(number) = self.index.get(value) {
            return *number;
        }
        let number = self.values.len() as u32;
        self.values.push(value.to_owned());
        self.index.insert(value.to_owned(), number);
        number
    }

    /// Number of a value, tried first where it was found last; [`Numbered::number`] then says where it was found.
    pub fn number_again(&mut self, value: &T, last: &mut u32) -> u32 {
        if self.values.get(*last as usize) != Some(value) {
            *last = self.number(value);
        }
        *last
    }

    /// Number of a value that was met.
    pub fn find<Q: Ord + ?Sized>(&self, value: &Q) -> Option<u32>
    where
        T: std::borrow::Borrow<Q>,
    {
        self.index.get(value).copied()
    }

    /// Takes over another list's values; the new number of each.
    pub fn append(&mut self, other: &Numbered<T>) -> Vec<u32> {
        let mut moved = Vec::with_capacity(other.values.len());
        for value in &other.values {
            let number = self.index.get(value).copied().unwrap_or_else(|| {
                let number = self.values.len() as u32;
                self.values.push(value.clone());
                self.index.insert(value.clone(), number);
                number
            });
            moved.push(number);
        }
        moved
    }
}
