//! What the stories share: a database of each kind, a town with its people, and phones to answer on.

mod app;
mod city;
mod clerk;
mod database;
mod desk;
mod page;
mod people;
mod phone;
mod shared;
mod staff;
mod tables;

pub use app::{Frames, TestApp, folder, frames, replaced};
pub use city::city_answers;
pub use clerk::{Clerk, PASSWORD};
pub use database::on_both;
pub use desk::{Desk, river_people, said};
pub use page::{Field, Form, Page};
pub use people::{Choices, Person, fitting, saying};
pub use phone::Phone;
pub use shared::{RealCity, real_city, shared};
pub use tables::{to_csv, to_xlsx};
