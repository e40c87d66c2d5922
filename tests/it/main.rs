//! One integration binary: what people do with Barometer, and the rules of the house.

mod bundle;
mod journey;
mod respondent;
mod sample;
mod stages;
mod support;
mod tidy;
