//! The invitation room.

pub mod disposition;
