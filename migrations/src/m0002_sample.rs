//! The invitation side: strata of the frame, sampled units with their contact (encrypted) and how each case ended.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(stratum()).await?;
        manager.create_table(sample_unit()).await?;
        manager.create_index(token_index()).await?;
        manager.create_index(respondent_index()).await?;
        manager.create_table(disposition_event()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["disposition_event", "sample_unit", "stratum"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn stratum() -> TableCreateStatement {
    Table::create()
        .table("stratum")
        .col(string("round_id"))
        .col(string("audience"))
        .col(string("stratum"))
        .col(big_integer("frame_count"))
        .col(big_integer("issued"))
        .col(big_integer("reserve"))
        .primary_key(Index::create().col("round_id").col("audience").col("stratum"))
        .to_owned()
}

/// `respondent_id` is the only link from a person to answers; sealing the round destroys it.
fn sample_unit() -> TableCreateStatement {
    Table::create()
        .table("sample_unit")
        .col(string("round_id"))
        .col(big_integer("sample_no"))
        .col(string("audience"))
        .col(string("stratum"))
        .col(string("unit_ref"))
        .col(text("attributes"))
        .col(text("supervisors"))
        .col(binary_null("contact"))
        .col(string("status"))
        .col(big_integer("batch"))
        .col(big_integer("draw_order"))
        .col(binary_null("token_hash"))
        .col(string("key_commitment"))
        .col(string_null("respondent_id"))
        .col(string_null("disposition"))
        .col(big_integer_null("disposition_at"))
        .primary_key(Index::create().col("round_id").col("sample_no"))
        .to_owned()
}

fn token_index() -> IndexCreateStatement {
    Index::create()
        .name("sample_unit_token")
        .table("sample_unit")
        .col("token_hash")
        .unique()
        .to_owned()
}

fn respondent_index() -> IndexCreateStatement {
    Index::create()
        .name("sample_unit_respondent")
        .table("sample_unit")
        .col("round_id")
        .col("respondent_id")
        .unique()
        .to_owned()
}

fn disposition_event() -> TableCreateStatement {
    Table::create()
        .table("disposition_event")
        .col(string("round_id"))
        .col(big_integer("sample_no"))
        .col(big_integer("seq"))
        .col(string("code"))
        .col(string("source"))
        .col(big_integer("at"))
        .primary_key(Index::create().col("round_id").col("sample_no").col("seq"))
        .to_owned()
}
