//! One frame file as it was handed in.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "frame_upload")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub upload_no: i64,
    pub audience: String,
    pub file_name: String,
    pub sha256: String,
    pub units: i64,
    pub frame_hash: String,
    #[sea_orm(column_type = "Text")]
    pub counts: String,
    pub sealed: Option<Vec<u8>>,
    pub by: String,
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
