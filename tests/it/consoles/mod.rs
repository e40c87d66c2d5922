//! The consoles: who comes in, what each role may, and what is written down about it.

mod audit;
mod doors;
mod prepare;
mod office;
mod sign_in;
