//! What the office and the agency put their names to: the registered method, the confirmed sheet; and what each version
//! of a sheet was computed from.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(registration()).await?;
        manager.create_table(confirmation()).await?;
        let registered = Table::alter()
            .table("round")
            .add_column(big_integer_null("registered_at"))
            .to_owned();
        manager.alter_table(registered).await?;
        let removals = Table::alter()
            .table("sheet")
            .add_column(text_null("removals"))
            .to_owned();
        manager.alter_table(removals).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [("sheet", "removals"), ("round", "registered_at")] {
            let less = Table::alter().table(table).drop_column(column).to_owned();
            manager.alter_table(less).await?;
        }
        for table in ["confirmation", "registration"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// Two rows a round, by two officers; `place` is 1 and 2.
fn registration() -> TableCreateStatement {
    Table::create()
        .table("registration")
        .col(string("round_id"))
        .col(big_integer("place"))
        .col(string("account_id"))
        .col(string("login"))
        .col(string("definition_hash"))
        .col(string("method_hash"))
        .col(big_integer("at"))
        .primary_key(Index::create().col("round_id").col("place"))
        .to_owned()
}

/// The agency's signature under a version of the sheet, before the office seals it; `sheet_hash` is of the sheet's bytes.
fn confirmation() -> TableCreateStatement {
    Table::create()
        .table("confirmation")
        .col(string("round_id"))
        .col(big_integer("version"))
        .col(string("account_id"))
        .col(string("login"))
        .col(string("sheet_hash"))
        .col(string("key_id"))
        .col(string("signature"))
        .col(big_integer("at"))
        .primary_key(Index::create().col("round_id").col("version"))
        .to_owned()
}
