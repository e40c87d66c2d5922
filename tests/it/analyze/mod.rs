//! `barometer analyze` as a person uses it: a specification, a data file, a folder of results.

mod bench;
mod degenerate;
mod examples;
mod formats;
mod kansas_city;
mod notes;
mod order;
mod places;
mod probabilities;
mod refusals;
mod repeats;
mod words;
