//! The proof room.
