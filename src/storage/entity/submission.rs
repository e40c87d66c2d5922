//! One accepted submission.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub submission_id: String,
    pub respondent_id: Option<String>,
    pub document: Vec<u8>,
    pub nonce: Vec<u8>,
    pub leaf_hash: Vec<u8>,
    pub receipt_hash: Vec<u8>,
    pub status: String,
    pub disposition: String,
    pub audience: String,
    pub stratum: String,
    pub arrived_hour: String,
    pub leaf_index: Option<i64>,
    #[sea_orm(column_type = "Text", nullable)]
    pub interviewer: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
