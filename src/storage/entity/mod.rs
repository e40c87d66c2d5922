//! The rows as sea-orm sees them; nothing outside `storage` may.

pub mod account;
pub mod account_link;
pub mod audit_entry;
pub mod confirmation;
pub mod disposition_event;
pub mod edit;
pub mod epoch;
pub mod key_set;
pub mod log_entry;
pub mod log_head;
pub mod log_node;
pub mod page_save;
pub mod quality;
pub mod registration;
pub mod respondent;
pub mod round;
pub mod sample_unit;
pub mod session;
pub mod sheet;
pub mod sign_in_brake;
pub mod stage_record;
pub mod stratum;
pub mod submission;
pub mod survey_file;
pub mod unit_weight;
