//! A file of an assessing body.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_import")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub indicator: String,
    pub source: String,
    #[sea_orm(column_type = "Text")]
    pub file: String,
    pub sha256: String,
    pub imported_by: String,
    pub imported_at: i64,
    pub replaced_by: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
