//! One target table of the assigned draw.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "epoch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub epoch: i64,
    pub started_at: i64,
    #[sea_orm(column_type = "Text")]
    pub targets: String,
    pub hash: String,
}

impl ActiveModelBehavior for ActiveModel {}
