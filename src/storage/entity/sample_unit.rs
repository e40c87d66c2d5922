//! One sampled unit: the invitation side.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sample_unit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub sample_no: i64,
    pub audience: String,
    pub stratum: String,
    pub unit_ref: String,
    #[sea_orm(column_type = "Text")]
    pub attributes: String,
    #[sea_orm(column_type = "Text")]
    pub supervisors: String,
    pub contact: Option<Vec<u8>>,
    pub status: String,
    pub batch: i64,
    pub draw_order: i64,
    pub token_hash: Option<Vec<u8>>,
    pub key_commitment: String,
    pub respondent_id: Option<String>,
    pub disposition: Option<String>,
    pub disposition_at: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub interviewer: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
