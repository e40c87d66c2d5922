//! A sealed sheet in the ledger.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_sheet")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub hash: String,
    #[sea_orm(column_type = "Text")]
    pub origin: String,
    pub bytes: Vec<u8>,
    pub imported_by: String,
    pub imported_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
