//! A round as registered.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    pub survey_id: String,
    pub title_zh: String,
    pub title_en: String,
    pub state: String,
    pub definition_hash: String,
    pub method_hash: String,
    pub seed: String,
    pub seed_commitment: String,
    pub opened_at: i64,
    pub state_at: i64,
    pub purpose: String,
    pub registered_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
