//! Who could be asked, and who is: frame, allocation and a seeded draw with recorded probabilities; what a plan buys.

mod allocate;
mod draw;
mod frame;
mod plan;
mod precision;
mod preview;
#[cfg(test)]
mod tests;

pub use allocate::{AllocationError, allocate};
pub use draw::{Sample, SampledUnit, StratumDraw, draw, inclusion};
pub use frame::{Frame, FrameUnit, frame};
pub use plan::{AudiencePlan, LEAST_PER_STRATUM, PlanError, SamplePlan, Sizes, USUAL_RESPONSE};
pub use precision::{DepartmentPrecision, Expectation, HalfWidth, Precision, StratumPrecision, precision};
pub use preview::{ColumnUse, Preview, preview};
