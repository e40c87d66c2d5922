//! The weight room.
