//! The estimate room.
