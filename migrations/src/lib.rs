//! The database's history: append-only, one file a step, importing nothing of the application.
//!
//! Never edit a step that has left the house: add one. Every table of the answer side leads its keys with `round_id`,
//! so that PostgreSQL can partition by round later.

use sea_orm_migration::MigrationTrait;
pub use sea_orm_migration::{MigratorTrait, SchemaManager};

mod m0001_rounds;
mod m0002_sample;
mod m0003_answers;
mod m0004_log;
mod m0005_results;
mod m0006_page_form;
mod m0007_key_set;
mod m0008_accounts;
mod m0009_fieldwork;
mod m0010_quality;
mod m0011_office;
mod m0012_feed;
mod m0013_ledger;
mod m0014_preparing;
mod m0015_calls;

/// Runs the steps in order.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_rounds::Migration),
            Box::new(m0002_sample::Migration),
            Box::new(m0003_answers::Migration),
            Box::new(m0004_log::Migration),
            Box::new(m0005_results::Migration),
            Box::new(m0006_page_form::Migration),
            Box::new(m0007_key_set::Migration),
            Box::new(m0008_accounts::Migration),
            Box::new(m0009_fieldwork::Migration),
            Box::new(m0010_quality::Migration),
            Box::new(m0012_feed::Migration),
            Box::new(m0013_ledger::Migration),
            Box::new(m0011_office::Migration),
            Box::new(m0014_preparing::Migration),
            Box::new(m0015_calls::Migration),
        ]
    }
}
