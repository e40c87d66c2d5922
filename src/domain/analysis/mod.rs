//! Any microdata, analysed as a specification says: what `barometer analyze` does, without files and terminals.

pub mod outcome;
