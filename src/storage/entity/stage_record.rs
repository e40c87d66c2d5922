//! What a stage left behind.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stage_record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub stage: String,
    pub at: i64,
    #[sea_orm(column_type = "Text")]
    pub summary: String,
}

impl ActiveModelBehavior for ActiveModel {}
