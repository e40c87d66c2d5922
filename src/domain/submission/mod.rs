//! The submission room.
