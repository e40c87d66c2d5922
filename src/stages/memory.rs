//! What a running server keeps in memory: long work under way, and results that take long to compute.

use super::StageError;
use super::finish::Work;
use crate::domain::refusal::Refusal;
use crate::domain::report::Dimensions;
use crate::storage::StorageError;
use crate::storage::round::RoundState;
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
    Stopped(Stopped),
}

/// How work stopped.
#[derive(Debug, Clone)]
pub struct Stopped {
    /// What was being done.
    pub work: Work,
    /// Who had asked for it.
    pub by: String,
    /// Why it stopped.
    pub error: Arc<StageError>,
}

impl Stopped {
    /// Work that stopped for this reason.
    pub fn of(work: Work, by: String, error: StageError) -> Stopped {
        let error = Arc::new(error);
        Stopped { work, by, error }
    }

    /// Whether it is a refusal, which concerns who asked, rather than a failure, which concerns everybody.
    fn is_refusal(&self) -> bool {
        match &*self.error {
            StageError::Refused(Refusal::Technical(_)) | StageError::Keys(_) => false,
            StageError::Storage(error) => matches!(error, StorageError::Conflict(_)),
            StageError::Refused(_) | StageError::OutOfOrder(_) | StageError::Problems(_) | StageError::Score(_) => true,
        }
    }
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
    pub fn end(&self, round: &str, done: Result<(), Stopped>) {
        match done {
            Ok(()) => self.tasks().remove(round),
            Err(stopped) => self.tasks().insert(round.to_owned(), Task::Stopped(stopped)),
        };
    }

    /// What there is to tell this reader of a round that stands there: a failure as long as the round has not moved on,
    /// a refusal once, to who asked.
    pub fn told(&self, round: &str, state: RoundState, reader: &str) -> Option<Task> {
        let mut tasks = self.tasks();
        let task = tasks.get(round)?.clone();
        let Task::Stopped(stopped) = &task else {
            return Some(task);
        };
        let stale = !stopped.work.belongs(state);
        let own = stopped.by == reader;
        if stale || (own && stopped.is_refusal()) {
            tasks.remove(round);
        }
        (!stale && (own || !stopped.is_refusal())).then_some(task)
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

    #[test]
    fn work_begins_once_and_again_only_after_it_has_ended() {
        let memory = Memory::default();
        assert!(memory.begin("r9", 1));
        assert!(!memory.begin("r9", 2), "a second press starts nothing");
        assert!(memory.begin("r10", 2), "another round is not concerned");
        let refused = StageError::Refused(Refusal::SheetChanged);
        memory.end("r9", Err(Stopped::of(Work::Compute, "zhou".into(), refused)));
        assert!(matches!(memory.task("r9"), Some(Task::Stopped(_))));
        assert!(memory.begin("r9", 3));
        memory.end("r9", Ok(()));
        assert!(memory.task("r9").is_none());
    }

    #[test]
    fn a_refusal_is_told_once_to_who_asked_and_a_failure_to_all_until_the_round_moves_on() {
        let memory = Memory::default();
        let stops = |error| memory.end("r9", Err(Stopped::of(Work::Compute, "zhou".into(), error)));
        let told = |state, reader| memory.told("r9", state, reader).is_some();
        stops(StageError::Refused(Refusal::SheetChanged));
        assert!(!told(RoundState::Closed, "wu") && told(RoundState::Closed, "zhou"));
        assert!(!told(RoundState::Closed, "zhou"), "once");
        stops(StageError::Refused(Refusal::Technical("disk".into())));
        assert!(told(RoundState::Closed, "wu") && told(RoundState::Closed, "zhou") && told(RoundState::Closed, "wu"));
        assert!(!told(RoundState::Scored, "zhou") && memory.task("r9").is_none());
    }
}
