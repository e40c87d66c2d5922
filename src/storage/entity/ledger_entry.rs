//! A deduction or an unfinished task.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub department_id: String,
    pub cause: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub detail: String,
    pub noted_by: String,
    pub noted_at: i64,
    #[sea_orm(column_type = "Text", nullable)]
    pub withdrawn_for: Option<String>,
    pub withdrawn_by: Option<String>,
    pub withdrawn_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
