//! The order of a table's rows, as the address asks for it: `sort=table.3` by the third column, `sort=-table.3` the other
//! way round.

use super::grid::Cell;
use crate::web::access::Visit;
use maud::Markup;
use std::cmp::Ordering;

/// By which column, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// Column, from 0.
    pub column: usize,
    /// The largest first.
    pub falling: bool,
}

/// What the tables of a page need in order to be sorted: where the page is, what its address asks for.
#[derive(Debug, Clone)]
pub struct Sorting {
    path: String,
    kept: Vec<(String, String)>,
    asked: Option<String>,
}

/// A row as data, and as it is shown.
pub type Row = (Vec<Cell>, Vec<Markup>);

impl Sorting {
    /// Of the page at `path`, with the filter and the order of the address that was asked for.
    pub fn of(visit: &Visit, path: impl Into<String>) -> Sorting {
        let query = visit.here.split_once('?').map_or("", |(_, query)| query);
        Sorting::asked(path.into(), query)
    }

    pub(super) fn asked(path: String, query: &str) -> Sorting {
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        let (asked, kept): (Vec<_>, Vec<_>) = pairs
            .filter(|(name, value)| name != "done" && !value.is_empty())
            .partition(|(name, _)| name == "sort");
        Sorting {
            path,
            kept,
            asked: asked.into_iter().next().map(|(_, value)| value),
        }
    }

    /// The order of the table of that name; `None` as it comes, where nothing or no such column is asked for.
    pub fn order(&self, table: &str, columns: usize) -> Option<Order> {
        let asked = self.asked.as_deref()?;
        let (falling, asked) = asked.strip_prefix('-').map_or((false, asked), |rest| (true, rest));
        let (name, column) = asked.rsplit_once('.')?;
        let column: usize = column.parse().ok()?;
        let column = column
            .checked_sub(1)
            .filter(|column| name == table && *column < columns)?;
        Some(Order { column, falling })
    }

    /// The value that the address has, for a form that keeps it.
    pub fn value(&self) -> Option<&str> {
        self.asked.as_deref()
    }

    /// Where the head of a column leads: to the page in its order, or in the other way round where it is that already.
    pub fn link(&self, table: &str, column: usize, present: Option<Order>) -> String {
        let rising = present == Some(Order { column, falling: false });
        let key = format!("{}{table}.{}", if rising { "-" } else { "" }, column + 1);
        format!("{}#{table}", self.address_with(&self.path, Some(&key)))
    }

    /// Another address, with the same filter and order: a table's file.
    pub fn address(&self, path: &str) -> String {
        self.address_with(path, self.value())
    }

    fn address_with(&self, path: &str, sort: Option<&str>) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(&self.kept);
        pairs.extend_pairs(sort.map(|key| ("sort", key)));
        let pairs = pairs.finish();
        let question = if pairs.is_empty() { "" } else { "?" };
        format!("{path}{question}{pairs}")
    }

    /// Rows in the order that is asked for, as they are shown.
    pub fn arranged(&self, table: &str, mut rows: Vec<Row>) -> Vec<Vec<Markup>> {
        let columns = rows.first().map_or(0, |(cells, _)| cells.len());
        sort(&mut rows, self.order(table, columns), |(cells, _)| cells);
        rows.into_iter().map(|(_, shown)| shown).collect()
    }
}

/// Sorts rows by one column; those that are equal there stay as they come, those that have nothing there come last.
pub fn sort<R>(rows: &mut [R], order: Option<Order>, cells: impl Fn(&R) -> &Vec<Cell>) {
    let Some(Order { column, falling }) = order else {
        return;
    };
    rows.sort_by(|one, other| {
        let (one, other) = (Value::of(&cells(one)[column]), Value::of(&cells(other)[column]));
        let missing = one.is_missing().cmp(&other.is_missing());
        let by_value = if falling {
            other.compare(&one)
        } else {
            one.compare(&other)
        };
        missing.then(by_value)
    });
}

/// What a cell counts as in an order.
enum Value<'a> {
    Number(f64),
    Words(&'a str),
    Missing,
}

impl Value<'_> {
    /// Words that are a number count as one.
    fn of(cell: &Cell) -> Value<'_> {
        match cell {
            Cell::Text(text) => match text.replace('−', "-").parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Number(number),
                _ if text.is_empty() => Value::Missing,
                _ => Value::Words(text),
            },
            Cell::Count(count) => Value::Number(*count as f64),
            Cell::Number(number, _) | Cell::Percent(number) | Cell::Minutes(number) => match number.is_nan() {
                true => Value::Missing,
                false => Value::Number(*number),
            },
            Cell::Nothing => Value::Missing,
        }
    }

    fn is_missing(&self) -> bool {
        matches!(self, Value::Missing)
    }

    /// Numbers before words.
    fn compare(&self, other: &Value<'_>) -> Ordering {
        match (self, other) {
            (Value::Number(one), Value::Number(other)) => one.total_cmp(other),
            (Value::Words(one), Value::Words(other)) => one.cmp(other),
            (Value::Number(_), Value::Words(_)) => Ordering::Less,
            (Value::Words(_), Value::Number(_)) => Ordering::Greater,
            (Value::Missing, _) | (_, Value::Missing) => Ordering::Equal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(query: &str, cells: Vec<Cell>) -> Vec<usize> {
        let mut rows: Vec<(Vec<Cell>, usize)> = cells.into_iter().map(|cell| vec![cell]).zip(0..).collect();
        let order = Sorting::asked("/p".into(), query).order("t", 1);
        sort(&mut rows, order, |(cells, _)| cells);
        rows.into_iter().map(|(_, place)| place).collect()
    }

    #[test]
    fn numbers_sort_as_numbers_and_missing_ones_come_last_both_ways() {
        let cells = || vec![Cell::Count(9), Cell::Nothing, Cell::Count(10), Cell::Number(9.0, 1)];
        assert_eq!(sorted("sort=t.1", cells()), [0, 3, 2, 1]);
        assert_eq!(sorted("sort=-t.1", cells()), [2, 0, 3, 1]);
        let texts = || {
            vec![
                Cell::text("10.5"),
                Cell::text("9.25"),
                Cell::text("−1"),
                Cell::text("b"),
            ]
        };
        assert_eq!(sorted("sort=t.1", texts()), [2, 1, 0, 3]);
    }

    #[test]
    fn an_order_of_another_table_or_of_no_column_changes_nothing() {
        for query in ["", "sort=u.1", "sort=t.2", "sort=t.0", "sort=t", "sort=t.x", "sort=%00"] {
            assert_eq!(sorted(query, vec![Cell::Count(2), Cell::Count(1)]), [0, 1], "{query}");
        }
    }

    #[test]
    fn a_head_keeps_the_filter_and_turns_the_order_round() {
        let sorting = Sorting::asked("/p".into(), "audience=a%26b&mode=&sort=t.1&done=x");
        let order = sorting.order("t", 2);
        assert_eq!(sorting.link("t", 0, order), "/p?audience=a%26b&sort=-t.1#t");
        assert_eq!(sorting.link("t", 1, order), "/p?audience=a%26b&sort=t.2#t");
        assert_eq!(sorting.address("/p/t.csv"), "/p/t.csv?audience=a%26b&sort=t.1");
        assert_eq!(Sorting::asked("/p".into(), "").address("/p"), "/p");
    }
}
