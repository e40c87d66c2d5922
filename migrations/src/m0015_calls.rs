//! Telephone interviews from the console: who asked a page, and who held the interview that was handed in.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Logins, empty for answers that people gave by themselves. They lead from an interviewer to interviews, so sealing
/// destroys them with the other links.
const ADDED: [(&str, &str); 2] = [("page_save", "interviewer"), ("submission", "interviewer")];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in ADDED {
            let added = Table::alter().table(table).add_column(text_null(column)).to_owned();
            manager.alter_table(added).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in ADDED.into_iter().rev() {
            let dropped = Table::alter().table(table).drop_column(column).to_owned();
            manager.alter_table(dropped).await?;
        }
        Ok(())
    }
}
