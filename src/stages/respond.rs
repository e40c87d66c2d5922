//! One respondent's way through the questionnaire: open, save a page, hand in, withdraw.
//!
//! Opening reads and changes nothing. What a link shows follows from what is stored: [`Session`] is that, loaded.

mod call;
mod gather;
mod hand_in;
mod helplines;
mod origin;
mod save;
mod session;

pub use call::{Called, again, begin_call, has_called, may_call, take_up};
pub use gather::{PartialCounts, gather_partials, partial_counts};
pub use hand_in::{HandedIn, hand_in, withdraw};
pub use helplines::helplines;
pub use origin::Origin;
pub use save::{PostedPage, Saved, save_page};
pub use session::{Entry, Progressed, Refusal, Session, open};

pub(super) use gather::partials;
