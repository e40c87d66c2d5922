//! The fingerprint of the key set that belongs to the database, so that another folder of keys is noticed.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(key_set()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("key_set").to_owned()).await
    }
}

/// One row, number 1: of two nodes that start at once, one records and the other compares.
fn key_set() -> TableCreateStatement {
    Table::create()
        .table("key_set")
        .col(big_integer("number").primary_key())
        .col(string("fingerprint"))
        .col(big_integer("recorded_at"))
        .to_owned()
}
