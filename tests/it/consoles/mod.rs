//! The consoles: who comes in, what each role may, and what is written down about it.

mod audit;
mod back_checks;
mod board;
mod calls;
mod cases;
mod contact;
mod doors;
mod errors;
mod guessing;
mod kept;
mod office;
mod prepare;
mod quality;
mod report;
mod sign_in;
mod words;
