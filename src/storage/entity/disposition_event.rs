//! One step of a case's history.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "disposition_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub sample_no: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub code: String,
    pub source: String,
    pub at: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
