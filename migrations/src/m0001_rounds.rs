//! Rounds as registered, and what each stage left behind.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(round()).await?;
        manager.create_table(survey_file()).await?;
        manager.create_table(stage_record()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("stage_record").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("survey_file").to_owned())
            .await?;
        manager.drop_table(Table::drop().table("round").to_owned()).await
    }
}

fn round() -> TableCreateStatement {
    Table::create()
        .table("round")
        .col(string("round_id").primary_key())
        .col(string("survey_id"))
        .col(string("title_zh"))
        .col(string("title_en"))
        .col(string("state"))
        .col(string("definition_hash"))
        .col(string("method_hash"))
        .col(string("seed"))
        .col(string("seed_commitment"))
        .col(big_integer("opened_at"))
        .col(big_integer("state_at"))
        .to_owned()
}

/// The survey folder as registered: the round never reads the folder again.
fn survey_file() -> TableCreateStatement {
    Table::create()
        .table("survey_file")
        .col(string("round_id"))
        .col(string("path"))
        .col(text("content"))
        .primary_key(Index::create().col("round_id").col("path"))
        .to_owned()
}

fn stage_record() -> TableCreateStatement {
    Table::create()
        .table("stage_record")
        .col(string("round_id"))
        .col(big_integer("seq"))
        .col(string("stage"))
        .col(big_integer("at"))
        .col(text("summary"))
        .primary_key(Index::create().col("round_id").col("seq"))
        .to_owned()
}
