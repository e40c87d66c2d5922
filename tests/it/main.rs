//! One integration binary: what people do with Barometer, and the rules of the house.

mod bundle;
mod import;
mod journey;
mod kansas_city;
mod proof;
mod respondent;
mod sample;
mod schema;
mod stages;
mod support;
mod tidy;
