//! The whole route table on one screen, grouped by who comes in.
