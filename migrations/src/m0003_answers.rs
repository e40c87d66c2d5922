//! The answer side: respondents without identity, their edits page by page, and accepted submissions.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [respondent(), edit(), page_save(), submission(), epoch()] {
            manager.create_table(table).await?;
        }
        manager.create_index(edit_index()).await?;
        manager.create_index(receipt_index()).await?;
        manager.create_index(leaf_index()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["epoch", "submission", "page_save", "edit", "respondent"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn respondent() -> TableCreateStatement {
    Table::create()
        .table("respondent")
        .col(string("round_id"))
        .col(string("respondent_id"))
        .col(string("audience"))
        .col(string("stratum"))
        .col(text("frame"))
        .col(text("assignment"))
        .col(text_null("familiarity"))
        .col(string_null("current_submission"))
        .col(string("mode"))
        .primary_key(Index::create().col("round_id").col("respondent_id"))
        .to_owned()
}

fn edit() -> TableCreateStatement {
    Table::create()
        .table("edit")
        .col(string("round_id"))
        .col(string("edit_id"))
        .col(string("respondent_id"))
        .col(string("status"))
        .col(string_null("submission_id"))
        .col(big_integer("started_at"))
        .primary_key(Index::create().col("round_id").col("edit_id"))
        .to_owned()
}

fn edit_index() -> IndexCreateStatement {
    Index::create()
        .name("edit_respondent")
        .table("edit")
        .col("round_id")
        .col("respondent_id")
        .to_owned()
}

fn page_save() -> TableCreateStatement {
    Table::create()
        .table("page_save")
        .col(string("round_id"))
        .col(string("edit_id"))
        .col(string("page"))
        .col(text("data"))
        .col(big_integer("seconds"))
        .col(big_integer("saved_at"))
        .primary_key(Index::create().col("round_id").col("edit_id").col("page"))
        .to_owned()
}

/// `document` holds the exact bytes that `leaf_hash` commits to together with `nonce`.
fn submission() -> TableCreateStatement {
    Table::create()
        .table("submission")
        .col(string("round_id"))
        .col(string("submission_id"))
        .col(string_null("respondent_id"))
        .col(binary("document"))
        .col(binary("nonce"))
        .col(binary("leaf_hash"))
        .col(binary("receipt_hash"))
        .col(string("status"))
        .col(string("disposition"))
        .col(string("audience"))
        .col(string("stratum"))
        .col(string("arrived_hour"))
        .col(big_integer_null("leaf_index"))
        .primary_key(Index::create().col("round_id").col("submission_id"))
        .to_owned()
}

fn receipt_index() -> IndexCreateStatement {
    Index::create()
        .name("submission_receipt")
        .table("submission")
        .col("receipt_hash")
        .unique()
        .to_owned()
}

fn leaf_index() -> IndexCreateStatement {
    Index::create()
        .name("submission_leaf")
        .table("submission")
        .col("round_id")
        .col("leaf_index")
        .unique()
        .to_owned()
}

fn epoch() -> TableCreateStatement {
    Table::create()
        .table("epoch")
        .col(string("round_id"))
        .col(big_integer("epoch"))
        .col(big_integer("started_at"))
        .col(text("targets"))
        .col(string("hash"))
        .primary_key(Index::create().col("round_id").col("epoch"))
        .to_owned()
}
