//! Fieldwork: who is to reach a case, and what was written down at each attempt.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The interviewer stands on the invitation side only: the link to the answers that sealing destroys is the one that
/// leads from an interviewer to interviews.
const ADDED: [(&str, &str); 3] = [
    ("sample_unit", "interviewer"),
    ("disposition_event", "note"),
    ("disposition_event", "by"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in ADDED {
            let added = Table::alter().table(table).add_column(text_null(column)).to_owned();
            manager.alter_table(added).await?;
        }
        manager.create_index(interviewer_index()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop()
            .name("sample_unit_interviewer")
            .table("sample_unit")
            .to_owned();
        manager.drop_index(index).await?;
        for (table, column) in ADDED.into_iter().rev() {
            let dropped = Table::alter().table(table).drop_column(column).to_owned();
            manager.alter_table(dropped).await?;
        }
        Ok(())
    }
}

fn interviewer_index() -> IndexCreateStatement {
    Index::create()
        .name("sample_unit_interviewer")
        .table("sample_unit")
        .col("round_id")
        .col("interviewer")
        .to_owned()
}
