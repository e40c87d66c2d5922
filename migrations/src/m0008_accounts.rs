//! Who may enter the consoles, and what everybody changed: accounts, links, sessions, the brake on guessing, the audit log.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [account(), account_link(), session(), sign_in_brake(), audit_entry()] {
            manager.create_table(table).await?;
        }
        let of_account = Index::create()
            .name("session_account")
            .table("session")
            .col("account_id")
            .to_owned();
        manager.create_index(of_account).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["audit_entry", "sign_in_brake", "session", "account_link", "account"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// `password` is an Argon2id string, `second_factor` an encrypted secret, `last_step` the last time step a code was used
/// for; `epoch` counts up to end every session at once.
fn account() -> TableCreateStatement {
    Table::create()
        .table("account")
        .col(string("account_id").primary_key())
        .col(string("login").unique_key())
        .col(string("name"))
        .col(string("role"))
        .col(string("state"))
        .col(text_null("password"))
        .col(binary_null("second_factor"))
        .col(big_integer("last_step"))
        .col(big_integer("epoch"))
        .col(string("language"))
        .col(big_integer("created_at"))
        .to_owned()
}

/// One-time links: only the hash of the token stays here.
fn account_link() -> TableCreateStatement {
    Table::create()
        .table("account_link")
        .col(binary("token_hash").primary_key())
        .col(string_null("account_id"))
        .col(string("purpose"))
        .col(big_integer("expires_at"))
        .to_owned()
}

/// Sessions by the hash of their token: a copy of the table opens nothing.
fn session() -> TableCreateStatement {
    Table::create()
        .table("session")
        .col(binary("token_hash").primary_key())
        .col(string("account_id"))
        .col(big_integer("epoch"))
        .col(string("stage"))
        .col(big_integer("created_at"))
        .col(big_integer("seen_at"))
        .to_owned()
}

/// Failed sign-ins by the keyed hash of (account, browser).
fn sign_in_brake() -> TableCreateStatement {
    Table::create()
        .table("sign_in_brake")
        .col(binary("key_hash").primary_key())
        .col(big_integer("failed"))
        .col(big_integer("failed_at"))
        .to_owned()
}

/// Each entry holds the hash of the one before it, so that a removed line shows.
fn audit_entry() -> TableCreateStatement {
    Table::create()
        .table("audit_entry")
        .col(big_integer("seq").primary_key())
        .col(big_integer("at"))
        .col(string("actor"))
        .col(string("role"))
        .col(string("action"))
        .col(string_null("round_id"))
        .col(string("object"))
        .col(text("before"))
        .col(text("after"))
        .col(string("previous"))
        .col(string("hash"))
        .to_owned()
}
