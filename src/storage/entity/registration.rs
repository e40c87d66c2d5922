//! One officer's name under a round's method.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i64,
    pub account_id: String,
    pub login: String,
    pub definition_hash: String,
    pub method_hash: String,
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
