//! One link that opens an account once.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    pub account_id: Option<String>,
    pub purpose: String,
    pub expires_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
