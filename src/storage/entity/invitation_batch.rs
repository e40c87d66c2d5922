//! Invitation codes that were made together.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation_batch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_no: i64,
    pub codes: i64,
    pub state: String,
    pub by: String,
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
