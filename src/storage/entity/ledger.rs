//! The main ledger of a year.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i64,
    #[sea_orm(column_type = "Text")]
    pub title_zh: String,
    #[sea_orm(column_type = "Text")]
    pub title_en: String,
    pub round_id: String,
    pub revision: i64,
    pub opened_by: String,
    pub opened_at: i64,
    pub changed_by: String,
}

impl ActiveModelBehavior for ActiveModel {}
