//! The rows as sea-orm sees them; nothing outside `storage` may.

pub mod disposition_event;
pub mod edit;
pub mod epoch;
pub mod key_set;
pub mod ledger;
pub mod ledger_department;
pub mod ledger_entry;
pub mod ledger_import;
pub mod ledger_part;
pub mod ledger_sheet;
pub mod ledger_step;
pub mod log_entry;
pub mod log_head;
pub mod log_node;
pub mod page_save;
pub mod quality;
pub mod respondent;
pub mod round;
pub mod sample_unit;
pub mod sheet;
pub mod stage_record;
pub mod stratum;
pub mod submission;
pub mod survey_file;
pub mod unit_weight;
