//! The key set that belongs to the database.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "key_set")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub fingerprint: String,
    pub recorded_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
