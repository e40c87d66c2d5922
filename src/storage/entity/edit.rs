//! One filling of the form.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "edit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub edit_id: String,
    pub respondent_id: String,
    pub status: String,
    pub submission_id: Option<String>,
    pub started_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
