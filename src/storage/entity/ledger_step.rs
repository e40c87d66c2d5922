//! A step of the review, or a reopening.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub step: String,
    #[sea_orm(column_type = "Text")]
    pub who: String,
    pub decided_on: String,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    pub recorded_by: String,
    pub recorded_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
