//! Preparing a round: frames as they were handed in, chosen sizes, codes on their way to whoever sends them, pretests.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let purpose = string("purpose").default("evaluation").to_owned();
        let added = Table::alter().table("round").add_column(purpose).to_owned();
        manager.alter_table(added).await?;
        for table in [
            frame_upload(),
            frame(),
            sample_plan(),
            invitation_batch(),
            invitation_code(),
        ] {
            manager.create_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "invitation_code",
            "invitation_batch",
            "sample_plan",
            "frame",
            "frame_upload",
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        let dropped = Table::alter().table("round").drop_column("purpose").to_owned();
        manager.alter_table(dropped).await
    }
}

/// `sealed` is the encrypted file; it is gone once another frame is accepted in its place, or the sample is drawn.
fn frame_upload() -> TableCreateStatement {
    Table::create()
        .table("frame_upload")
        .col(string("round_id"))
        .col(big_integer("upload_no"))
        .col(string("audience"))
        .col(string("file_name"))
        .col(string("sha256"))
        .col(big_integer("units"))
        .col(string("frame_hash"))
        .col(text("counts"))
        .col(binary_null("sealed"))
        .col(string("by"))
        .col(big_integer("at"))
        .primary_key(Index::create().col("round_id").col("upload_no"))
        .to_owned()
}

/// The accepted frame of an audience; `version` counts acceptances, so that of two at once one is refused.
fn frame() -> TableCreateStatement {
    Table::create()
        .table("frame")
        .col(string("round_id"))
        .col(string("audience"))
        .col(big_integer("version"))
        .col(big_integer("upload_no"))
        .col(string("by"))
        .col(big_integer("at"))
        .primary_key(Index::create().col("round_id").col("audience"))
        .to_owned()
}

fn sample_plan() -> TableCreateStatement {
    Table::create()
        .table("sample_plan")
        .col(string("round_id").primary_key())
        .col(big_integer("version"))
        .col(text("plan"))
        .col(string("by"))
        .col(big_integer("at"))
        .to_owned()
}

/// Codes that were made together. `state`: `waiting` until somebody has them, then `in-force` or `discarded`.
fn invitation_batch() -> TableCreateStatement {
    Table::create()
        .table("invitation_batch")
        .col(string("round_id"))
        .col(big_integer("batch_no"))
        .col(big_integer("codes"))
        .col(string("state"))
        .col(string("by"))
        .col(big_integer("at"))
        .primary_key(Index::create().col("round_id").col("batch_no"))
        .to_owned()
}

/// The encrypted codes of batches that wait, and of pretests; nothing else ever keeps a code.
fn invitation_code() -> TableCreateStatement {
    Table::create()
        .table("invitation_code")
        .col(string("round_id"))
        .col(big_integer("sample_no"))
        .col(big_integer("batch_no"))
        .col(binary("sealed"))
        .primary_key(Index::create().col("round_id").col("sample_no"))
        .to_owned()
}
