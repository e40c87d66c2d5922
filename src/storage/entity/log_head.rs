//! One signed tree head.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "log_head")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub size: i64,
    pub root: String,
    pub at: i64,
    pub key_id: String,
    #[sea_orm(column_type = "Text")]
    pub signature: String,
}

impl ActiveModelBehavior for ActiveModel {}
