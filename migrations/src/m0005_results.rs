//! What the stages after closing leave: quality findings, weights step by step, sheets and their signatures.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [quality(), unit_weight(), sheet()] {
            manager.create_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["sheet", "unit_weight", "quality"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// `confirmed` holds a removal that a person decided (duplicate, fabrication); `removed` what the rule decided.
fn quality() -> TableCreateStatement {
    Table::create()
        .table("quality")
        .col(string("round_id"))
        .col(string("submission_id"))
        .col(text("flags"))
        .col(text_null("removed"))
        .col(text_null("confirmed"))
        .primary_key(Index::create().col("round_id").col("submission_id"))
        .to_owned()
}

fn unit_weight() -> TableCreateStatement {
    Table::create()
        .table("unit_weight")
        .col(string("round_id"))
        .col(string("submission_id"))
        .col(text("steps"))
        .primary_key(Index::create().col("round_id").col("submission_id"))
        .to_owned()
}

/// `bytes` are the canonical bytes that the signatures cover; a correction is a new version beside the old.
fn sheet() -> TableCreateStatement {
    Table::create()
        .table("sheet")
        .col(string("round_id"))
        .col(big_integer("version"))
        .col(binary("bytes"))
        .col(text("signatures"))
        .col(big_integer_null("sealed_at"))
        .primary_key(Index::create().col("round_id").col("version"))
        .to_owned()
}
