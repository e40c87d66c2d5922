//! One version of the score sheet.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sheet")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub bytes: Vec<u8>,
    #[sea_orm(column_type = "Text")]
    pub signatures: String,
    pub sealed_at: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub removals: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
