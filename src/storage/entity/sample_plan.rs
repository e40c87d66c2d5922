//! The sizes that the agency chose.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sample_plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    pub version: i64,
    #[sea_orm(column_type = "Text")]
    pub plan: String,
    pub by: String,
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
