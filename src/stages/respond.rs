//! One respondent's way through the questionnaire: open, save a page, hand in, withdraw.
//!
//! Opening reads and changes nothing. What a link shows follows from what is stored: [`Session`] is that, loaded.

mod hand_in;
mod origin;
mod save;
mod session;

pub use hand_in::{HandedIn, PartialCounts, gather_partials, hand_in, withdraw};
pub use origin::Origin;
pub use save::{PostedPage, Saved, save_page};
pub use session::{Entry, Progressed, Refusal, Session, open};

pub(super) use hand_in::partials;
