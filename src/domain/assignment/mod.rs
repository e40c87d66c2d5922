//! The assignment room.
