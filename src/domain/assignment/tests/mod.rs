//! The draw against its stated probabilities, and a whole round replayed.

mod draws;
mod round;
mod survey;
