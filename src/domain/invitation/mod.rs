//! The invitation room.
