//! The submission room.

pub mod quality;
