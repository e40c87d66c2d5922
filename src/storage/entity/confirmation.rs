//! The agency's signature under one version of a sheet.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "confirmation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub account_id: String,
    pub login: String,
    pub sheet_hash: String,
    pub key_id: String,
    pub signature: String,
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
