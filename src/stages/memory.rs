//! What a running server keeps in memory: long work under way, and results that take long to compute.

use super::StageError;
use crate::domain::report::Dimensions;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// Sheets whose dimensions are kept; the oldest goes first.
const SHEETS: usize = 8;

/// Work on a round that goes on while its page is refreshed.
#[derive(Debug, Clone)]
pub enum Task {
    /// It began then, Unix seconds.
    Running(i64),
    /// It was refused or failed.
    Stopped(Arc<StageError>),
}

/// The memory of one server; another node has its own, and the database decides between them.
#[derive(Debug, Default)]
pub struct Memory {
    tasks: Mutex<BTreeMap<String, Task>>,
    dimensions: Mutex<Vec<(String, Arc<Vec<Dimensions>>)>>,
}

impl Memory {
    /// What goes on with that round, or how the last attempt stopped.
    pub fn task(&self, round: &str) -> Option<Task> {
        self.tasks().get(round).cloned()
    }

    /// Notes that work on the round begins; `false` where some is under way.
    pub fn begin(&self, round: &str, at: i64) -> bool {
        let mut tasks = self.tasks();
        let free = !matches!(tasks.get(round), Some(Task::Running(_)));
        if free {
            tasks.insert(round.to_owned(), Task::Running(at));
        }
        free
    }

    /// Notes how it ended: what is done is in the database.
    pub fn end(&self, round: &str, done: Result<(), StageError>) {
        match done {
            Ok(()) => self.tasks().remove(round),
            Err(error) => self.tasks().insert(round.to_owned(), Task::Stopped(Arc::new(error))),
        };
    }

    /// The dimensions of the sheet with that hash.
    pub fn dimensions(&self, hash: &str) -> Option<Arc<Vec<Dimensions>>> {
        let kept = self.dimensions.lock().expect("nobody panics while holding the memory");
        kept.iter()
            .find(|(known, _)| known == hash)
            .map(|(_, found)| found.clone())
    }

    /// Keeps them.
    pub fn keep_dimensions(&self, hash: String, found: Vec<Dimensions>) -> Arc<Vec<Dimensions>> {
        let found = Arc::new(found);
        let mut kept = self.dimensions.lock().expect("nobody panics while holding the memory");
        if kept.len() >= SHEETS {
            kept.remove(0);
        }
        kept.push((hash, found.clone()));
        found
    }

    fn tasks(&self) -> MutexGuard<'_, BTreeMap<String, Task>> {
        self.tasks.lock().expect("nobody panics while holding the memory")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::Refusal;

    #[test]
    fn work_begins_once_and_again_only_after_it_has_ended() {
        let memory = Memory::default();
        assert!(memory.begin("r9", 1));
        assert!(!memory.begin("r9", 2), "a second press starts nothing");
        assert!(memory.begin("r10", 2), "another round is not concerned");
        memory.end("r9", Err(StageError::Refused(Refusal::SheetChanged)));
        assert!(matches!(memory.task("r9"), Some(Task::Stopped(_))));
        assert!(memory.begin("r9", 3));
        memory.end("r9", Ok(()));
        assert!(memory.task("r9").is_none());
    }
}
