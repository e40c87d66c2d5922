//! How far a run is, for whoever waits.

/// Told what is going on.
pub trait Progress {
    /// A part of a run begins that has so many steps.
    fn begin(&mut self, run: &str, part: &str, steps: u64);
    /// One step is done.
    fn tick(&mut self);
}

/// Nobody waits.
pub struct Silent;

impl Progress for Silent {
    fn begin(&mut self, _run: &str, _part: &str, _steps: u64) {}
    fn tick(&mut self) {}
}
