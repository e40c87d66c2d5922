//! The commitment log: tree nodes, so that proofs need no tree in memory, entries that are no submission, signed heads.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(log_node()).await?;
        manager.create_table(log_entry()).await?;
        manager.create_table(log_head()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("log_head").to_owned()).await?;
        manager.drop_table(Table::drop().table("log_entry").to_owned()).await?;
        manager.drop_table(Table::drop().table("log_node").to_owned()).await
    }
}

fn log_node() -> TableCreateStatement {
    Table::create()
        .table("log_node")
        .col(string("round_id"))
        .col(big_integer("level"))
        .col(big_integer("idx"))
        .col(binary("hash"))
        .primary_key(Index::create().col("round_id").col("level").col("idx"))
        .to_owned()
}

/// What the log holds beside submissions: the respondents' key commitments and every target table, before their use.
fn log_entry() -> TableCreateStatement {
    Table::create()
        .table("log_entry")
        .col(string("round_id"))
        .col(string("kind"))
        .col(big_integer("number"))
        .col(binary("leaf_hash"))
        .col(big_integer_null("leaf_index"))
        .primary_key(Index::create().col("round_id").col("kind").col("number"))
        .to_owned()
}

fn log_head() -> TableCreateStatement {
    Table::create()
        .table("log_head")
        .col(string("round_id"))
        .col(big_integer("size"))
        .col(string("root"))
        .col(big_integer("at"))
        .col(string("key_id"))
        .col(text("signature"))
        .primary_key(Index::create().col("round_id").col("size"))
        .to_owned()
}
