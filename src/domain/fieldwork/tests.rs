//! The board of a small field.
