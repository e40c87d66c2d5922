//! Which departments one respondent is shown and rates, with exact probabilities that anyone can recompute.
//!
//! One routine, [`draw()`], makes every list. Its randomness comes from the respondent's own key ([`RespondentKey`],
//! committed before fieldwork) in separate streams, so that no list depends on how another was drawn.

mod draw;
mod epoch;
mod key;
mod lists;
mod replay;
#[cfg(test)]
mod tests;

pub use draw::{draw, probabilities};
pub use epoch::EpochTable;
pub use key::{RespondentKey, respondent_key};
pub use lists::{Known, ScaleOrder, asks_attention, assigned_list, assigned_on_paper, known, scale_order, shown_list};
pub use replay::{Mismatch, replay};
