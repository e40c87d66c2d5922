//! One saved page of an edit.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "page_save")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub edit_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub page: String,
    #[sea_orm(column_type = "Text")]
    pub data: String,
    pub seconds: i64,
    pub saved_at: i64,
    pub form: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub interviewer: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
