//! Preparing a round from the pages: frames, sizes, the draw, codes, reminders, pretests.

pub mod codes;
pub mod frames;
pub mod outlook;
pub mod pretest;
pub mod remind;
pub mod sizes;
