//! Cases that are asked again.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "back_check")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub sample_no: i64,
    pub draw: i64,
    pub place: i64,
    pub interviewer: String,
    pub drawn_at: i64,
    pub entered_by: Option<String>,
    pub entered_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
