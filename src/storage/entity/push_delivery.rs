//! One sealed sheet on its way to one address.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "push_delivery")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub target_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    pub attempts: i64,
    pub next_at: i64,
    pub accepted_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
