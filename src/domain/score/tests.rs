//! What a sheet must say, on small rounds and on real answers.

mod kansas_city;
mod rating_weights;
mod rules;
mod sensitivity;
mod sheets;
