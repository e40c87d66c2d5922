//! Removals that two people decide, and back-checks.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [removal_proposal(), back_check(), back_check_answer()] {
            manager.create_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["back_check_answer", "back_check", "removal_proposal"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn removal_proposal() -> TableCreateStatement {
    Table::create()
        .table("removal_proposal")
        .col(string("round_id"))
        .col(big_integer("number"))
        .col(string("submission_id"))
        .col(string("code"))
        .col(text("reason"))
        .col(string("proposed_by"))
        .col(big_integer("proposed_at"))
        .col(boolean_null("removed"))
        .col(string_null("decided_by"))
        .col(text_null("decision_reason"))
        .col(big_integer_null("decided_at"))
        .primary_key(Index::create().col("round_id").col("number"))
        .to_owned()
}

/// Which cases are asked again: the invitation side. Sealing empties it.
fn back_check() -> TableCreateStatement {
    Table::create()
        .table("back_check")
        .col(string("round_id"))
        .col(big_integer("sample_no"))
        .col(big_integer("draw"))
        .col(big_integer("place"))
        .col(string("interviewer"))
        .col(big_integer("drawn_at"))
        .col(string_null("entered_by"))
        .col(big_integer_null("entered_at"))
        .primary_key(Index::create().col("round_id").col("sample_no"))
        .to_owned()
}

/// What was said again: the answer side. Sealing empties it, when the agreement is counted.
fn back_check_answer() -> TableCreateStatement {
    Table::create()
        .table("back_check_answer")
        .col(string("round_id"))
        .col(string("respondent_id"))
        .col(text("answers"))
        .primary_key(Index::create().col("round_id").col("respondent_id"))
        .to_owned()
}
