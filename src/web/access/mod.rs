//! Permission: who may do what, held by the route table and asked for by every handler's argument.

mod act;
mod cookie;
mod form;
mod gate;
mod origin;
mod pages;
mod refill;
mod speech;
mod table;
mod typed;
mod upload;

pub use act::{ALL, Act, ActInfo, Duty, Subject, acts};
pub use cookie::{DEVICE, SESSION, behind_tls, kept, put, session_of, without};
pub use form::{CSRF, Posted};
pub use gate::{May, Visit};
pub use origin::from_here;
pub use pages::{DESK, Pages};
pub use refill::{Filled, TYPED, fill};
pub use speech::{LANGUAGE, Speech, named, spoken, word};
pub use table::{Form, Route, Table};
pub use typed::{CARRYING_MOST, FORM_MOST, Fields, Typed, fields_of, within};
pub use upload::{UPLOAD_MOST, Upload};
