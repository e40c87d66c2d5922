//! Quality findings on one submission.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quality")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub submission_id: String,
    #[sea_orm(column_type = "Text")]
    pub flags: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub removed: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub confirmed: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
