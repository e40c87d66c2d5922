//! The accepted frame of an audience.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "frame")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub audience: String,
    pub version: i64,
    pub upload_no: i64,
    pub by: String,
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
