//! One account of the consoles.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: String,
    pub login: String,
    pub name: String,
    pub role: String,
    pub state: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub password: Option<String>,
    pub second_factor: Option<Vec<u8>>,
    pub last_step: i64,
    pub epoch: i64,
    pub language: String,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
