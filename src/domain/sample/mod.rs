//! Who could be asked, and who is: frame, allocation and a seeded draw with recorded probabilities.

mod allocate;
mod draw;
mod frame;
#[cfg(test)]
mod tests;

pub use allocate::{AllocationError, allocate};
pub use draw::{Sample, SampledUnit, StratumDraw, draw, inclusion};
pub use frame::{Frame, FrameUnit, frame};
