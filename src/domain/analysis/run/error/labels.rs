//! Names that there are, told beside one that there is not.

/// Labels that there are: the first few, and how many more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// The first.
    pub first: Vec<String>,
    /// How many more.
    pub more: usize,
}

impl Labels {
    /// The first ten.
    pub fn of(all: &[&str]) -> Labels {
        let first: Vec<String> = all.iter().take(10).map(|label| (*label).to_string()).collect();
        let more = all.len() - first.len();
        Labels { first, more }
    }
}

impl std::fmt::Display for Labels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "“{}”", self.first.join("”, “"))?;
        match self.more {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}
