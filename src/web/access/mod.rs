//! Permission: who may do what, held by the route table and asked for by every handler's argument.

mod act;
mod cookie;
mod form;
mod gate;
mod origin;
mod table;
mod upload;

pub use act::{ALL, Act, ActInfo, Duty, Subject, acts};
pub use cookie::{DEVICE, SESSION, kept, put, session_of, without};
pub use form::{CSRF, Fields, Posted, carried, fields_of};
pub use gate::{May, Visit};
pub use origin::from_here;
pub use table::{Route, Table};
pub use upload::{UPLOAD_MOST, Upload};
