//! Who fetches the scores, where sealed sheets are sent, and what became of every try.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [api_client(), push_target(), push_delivery(), push_attempt()] {
            manager.create_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["push_attempt", "push_delivery", "push_target", "api_client"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// Of a client's token only the keyed hash stays.
fn api_client() -> TableCreateStatement {
    Table::create()
        .table("api_client")
        .col(string("client_id").primary_key())
        .col(string("name"))
        .col(binary("token_hash").unique_key())
        .col(string("created_by"))
        .col(big_integer("created_at"))
        .col(big_integer_null("used_at"))
        .col(big_integer_null("revoked_at"))
        .to_owned()
}

fn push_target() -> TableCreateStatement {
    Table::create()
        .table("push_target")
        .col(string("target_id").primary_key())
        .col(text("address"))
        .col(string("created_by"))
        .col(big_integer("created_at"))
        .col(big_integer_null("revoked_at"))
        .to_owned()
}

/// The outbox: one row per address and sealed sheet, due at `next_at` until it was accepted.
fn push_delivery() -> TableCreateStatement {
    Table::create()
        .table("push_delivery")
        .col(string("target_id"))
        .col(string("round_id"))
        .col(big_integer("version"))
        .col(big_integer("attempts"))
        .col(big_integer("next_at"))
        .col(big_integer_null("accepted_at"))
        .primary_key(Index::create().col("target_id").col("round_id").col("version"))
        .to_owned()
}

/// `status` is the answer's HTTP status; without one `error` says why there was none.
fn push_attempt() -> TableCreateStatement {
    Table::create()
        .table("push_attempt")
        .col(string("target_id"))
        .col(string("round_id"))
        .col(big_integer("version"))
        .col(big_integer("number"))
        .col(big_integer("at"))
        .col(big_integer_null("status"))
        .col(text("error"))
        .primary_key(
            Index::create()
                .col("target_id")
                .col("round_id")
                .col("version")
                .col("number"),
        )
        .to_owned()
}
