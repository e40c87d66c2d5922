//! The main ledger of a year: who is assessed, files of the assessing bodies, sealed sheets, notes and review steps.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [ledger(), department(), import(), part(), sheet(), entry(), step()] {
            manager.create_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "ledger_step",
            "ledger_entry",
            "ledger_sheet",
            "ledger_part",
            "ledger_import",
            "ledger_department",
            "ledger",
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// `revision` goes up with every change: a writer that read an older one writes nothing. `changed_by` made the last change
/// of figures, so that another one confirms it.
fn ledger() -> TableCreateStatement {
    Table::create()
        .table("ledger")
        .col(big_integer("year").primary_key())
        .col(text("title_zh"))
        .col(text("title_en"))
        .col(string("round_id"))
        .col(big_integer("revision"))
        .col(string("opened_by"))
        .col(big_integer("opened_at"))
        .col(string("changed_by"))
        .to_owned()
}

fn department() -> TableCreateStatement {
    Table::create()
        .table("ledger_department")
        .col(big_integer("year"))
        .col(string("department_id"))
        .col(big_integer("place"))
        .col(text("name_zh"))
        .col(text("name_en"))
        .col(text("full_name_zh"))
        .col(text("full_name_en"))
        .primary_key(Index::create().col("year").col("department_id"))
        .to_owned()
}

/// One file of an assessing body; `replaced_by` is the number of the file that took its place, whose rows count instead.
fn import() -> TableCreateStatement {
    Table::create()
        .table("ledger_import")
        .col(big_integer("year"))
        .col(big_integer("number"))
        .col(string("indicator"))
        .col(string("source"))
        .col(text("file"))
        .col(string("sha256"))
        .col(string("imported_by"))
        .col(big_integer("imported_at"))
        .col(big_integer_null("replaced_by"))
        .primary_key(Index::create().col("year").col("number"))
        .to_owned()
}

/// `score` is a decimal as text, two places; none where the body gave none, and then `note` says why.
fn part() -> TableCreateStatement {
    Table::create()
        .table("ledger_part")
        .col(big_integer("year"))
        .col(big_integer("number"))
        .col(string("department_id"))
        .col(string_null("score"))
        .col(text("note"))
        .primary_key(Index::create().col("year").col("number").col("department_id"))
        .to_owned()
}

/// `bytes` are the sealed sheet's file as it came, so that every version stays readable and verifiable.
fn sheet() -> TableCreateStatement {
    Table::create()
        .table("ledger_sheet")
        .col(big_integer("year"))
        .col(big_integer("version"))
        .col(string("hash"))
        .col(text("origin"))
        .col(binary("bytes"))
        .col(string("imported_by"))
        .col(big_integer("imported_at"))
        .primary_key(Index::create().col("year").col("version"))
        .to_owned()
}

/// A deduction (with its `cause`) or an unfinished task (without); a withdrawn one stays.
fn entry() -> TableCreateStatement {
    Table::create()
        .table("ledger_entry")
        .col(big_integer("year"))
        .col(big_integer("number"))
        .col(string("department_id"))
        .col(string_null("cause"))
        .col(text("detail"))
        .col(string("noted_by"))
        .col(big_integer("noted_at"))
        .col(text_null("withdrawn_for"))
        .col(string_null("withdrawn_by"))
        .col(big_integer_null("withdrawn_at"))
        .primary_key(Index::create().col("year").col("number"))
        .to_owned()
}

/// Steps and reopenings, in their order; `decided_on` is an ISO date.
fn step() -> TableCreateStatement {
    Table::create()
        .table("ledger_step")
        .col(big_integer("year"))
        .col(big_integer("number"))
        .col(string("step"))
        .col(text("who"))
        .col(string("decided_on"))
        .col(text("note"))
        .col(string("recorded_by"))
        .col(big_integer("recorded_at"))
        .primary_key(Index::create().col("year").col("number"))
        .to_owned()
}
