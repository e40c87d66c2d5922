//! One respondent without identity.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "respondent")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub respondent_id: String,
    pub audience: String,
    pub stratum: String,
    #[sea_orm(column_type = "Text")]
    pub frame: String,
    #[sea_orm(column_type = "Text")]
    pub assignment: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub familiarity: Option<String>,
    pub current_submission: Option<String>,
    pub mode: String,
}

impl ActiveModelBehavior for ActiveModel {}
